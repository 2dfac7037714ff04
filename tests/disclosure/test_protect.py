"""What an edition hides, case by case: a small count never follows, and no more goes than must.

Each case is proved twice: by the bounds that an integer programme finds for every hidden count,
and by elimination over the numbers that are shown.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from cypt_analysis.catalogue.entries import MadeOf
from cypt_analysis.catalogue.sources import Total
from cypt_analysis.disclosure import protect
from cypt_analysis.disclosure.counts import counted
from cypt_analysis.disclosure.links import links
from cypt_analysis.disclosure.protect import report_of
from cypt_analysis.disclosure.releases import earlier_releases, write_release
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.statistics import readers_bounds
from tests.disclosure.world import Figure, catalogue, observations, protected, shown_counts

ALL = Figure("started", 170, columns=("initiated",))
ON_TIME = Figure("on_time", 128, 170, columns=("on_time", "initiated"))
LATE = Figure("late", 3, 170, columns=("late", "initiated"))
OPEN = Figure("open", 39, 170, columns=("open", "initiated"))


def schools(*numbers: int, of: int = 200) -> list[Figure]:
    return [
        Figure("absent", number, of, part=f"School {place}", by="school")
        for place, number in enumerate(numbers)
    ]


CASES = {
    "parts of a row": ([ALL, ON_TIME, LATE, OPEN], {"late", "open"}),
    "one small of a list with its total": (
        [*(Figure("cases", n, part=f"Cause {n}", by="cause") for n in (3, 14, 9, 22)),
         Figure("every", 48)],
        {"cases.Cause 3", "cases.Cause 9"},
    ),
    "a part without a total": (
        [Figure("cases", n, part=f"Cause {n}", by="cause") for n in (3, 14, 9)], {"cases.Cause 3"},
    ),
    "girls and boys of all": (
        [Figure("girls", 3), Figure("boys", 40), Figure("pupils", 43)], {"girls", "boys"},
    ),
    "two breakdowns of one whole": (
        [Figure("sex", 4, part="Girls", by="sex"), Figure("sex", 40, part="Boys", by="sex"),
         Figure("age", 20, part="Under 10", by="age"), Figure("age", 24, part="Over 10", by="age")],
        {"sex.Girls", "sex.Boys"},
    ),
    "quarters and their year": (
        [*(Figure("moves", n, period=f"2009-10-Q{q}") for q, n in enumerate((30, 2, 25, 41), 1)),
         Figure("moves_of_year", 98, period="2009-10-FY", source="annual")],
        {"moves.Q2", "moves.Q3"},
    ),
    "a school's percentage": (schools(60, 3, 50), {"absent.School 1"}),
    "schools of a known roll, and all of them": (
        [*schools(60, 3, 50), Figure("all_absent", 113, 600, columns=("absent", "all"))],
        {"absent.School 1", "absent.School 2"},
    ),
    "districts of known populations, and both": (
        [Figure("events", 4, 1200, kind="rate", part="North", by="district"),
         Figure("events", 90, 3000, kind="rate", part="South", by="district"),
         Figure("all_events", 94, 4200, kind="rate", columns=("events", "all"))],
        {"events.North", "events.South"},
    ),
    "nearly all of them": ([Figure("seen", 168, 170)], {"seen"}),
    "all of a few": ([Figure("plans", 4, 5)], {"plans"}),
    "a rate with its events": (
        [Figure("conceptions", 4, 1200, kind="rate"), Figure("other", 90, 1200, kind="rate")],
        {"conceptions"},
    ),
    "the same number in two files": (
        [Figure("incidents", 3, part="A", by="cause"), Figure("incidents", 60, part="B", by="cause"),
         Figure("reported", 63, source="other")],
        {"incidents.A", "incidents.B"},
    ),
    "another area's": (
        [Figure("plans", 4, area="Easthaven"), Figure("plans", 90)], {"plans.easthaven"},
    ),
    "a subtotal of some schools, without a total": (
        [*(Figure("absent", n, part=part, by="school")
           for part, n in (("Ash", 120), ("Elm", 3), ("Primary schools", 123), ("Oak", 90), ("Yew", 71)))],
        {"absent.Elm", "absent.Ash"},
    ),
    "under 1 and 1 to 4 beside under 5, two periods": (
        [Figure("cases", n, part=part, by="age", period=period)
         for period, numbers in (("2009-10-Q1", (9, 31, 40, 62)), ("2009-10-Q2", (4, 36, 40, 55)))
         for part, n in zip(("Under 1", "1 to 4", "Under 5", "5 to 9"), numbers, strict=True)],
        {"cases.Under 1.2009-10-Q2", "cases.Under 5.2009-10-Q2"},
    ),
    "subtotals within a total that leaves them out": (
        [*(Figure("absent", n, part=part, by="school") for part, n in (
             ("Ash", 120), ("Elm", 4), ("Oak", 90), ("Primary", 124), ("Yew", 71))),
         Figure("all_absent", 285)],
        {"absent.Elm", "absent.Ash"},
    ),
    "bands of ages within others, too many for every sum to be tried": (
        [Figure("cases", n, part=part, by="age") for part, n in (
            ("Under 1", 12), ("1", 3), ("2 to 4", 30), ("5 to 7", 41), ("8 to 9", 26),
            ("10 to 12", 37), ("13 to 15", 29), ("16 and over", 18), ("Under 2", 15),
            ("Under 5", 45), ("5 to 9", 67), ("10 and over", 84), ("All ages", 196))],
        {"cases.Under 1", "cases.1"},
    ),
    "late of all, and late and in time of those that are closed": (
        [*(Figure(name, n, 928, columns=(name, "initiated"))
           for name, n in (("in_time", 513), ("out_of_time", 414), ("open", 1))),
         *(Figure(f"{name}_of_closed", n, 927, columns=(name, "closed"))
           for name, n in (("in_time", 513), ("out_of_time", 414)))],
        {"in_time", "out_of_time", "open"},
    ),
    "a district that is the sum of some wards": (
        [Figure("plans", n, area=area)
         for area, n in (("Mill Ward", 3), ("Hill Ward", 140), ("Hill and Mill", 143), ("Far", 77))],
        {"plans.mill ward", "plans.hill ward"},
    ),
    "months and their quarter": (
        [*(Figure("moves", n, period=f"2009-M0{month}") for month, n in ((7, 30), (8, 2), (9, 25))),
         Figure("moves", 57, period="2009-10-Q2"), Figure("moves", 80, period="2009-10-Q1")],
        {"moves.2009-M08", "moves.2009-M09"},
    ),
    "a year to date and what it was before": (
        [Figure("moves", 61, period="2009-M04..2009-M06"), Figure("moves", 63, period="2009-M04..2009-M07"),
         Figure("moves", 2, period="2009-M07")],
        {"moves.2009-M07", "moves.2009-M04..2009-M06"},
    ),
    "three columns beside their sum and another": (
        [Figure("own", 3), Figure("foster", 60), Figure("placed", 63), Figure("asked", 90)],
        {"own", "foster"},
    ),
    "a rate of few people, of whom there was none": (
        [Figure("events", 0, 4, kind="rate", part="Roma", by="group"),
         Figure("events", 60, 9000, kind="rate", part="White", by="group"),
         Figure("events", 20, 900, kind="rate", part="Asian", by="group")],
        {"events.Roma"},
    ),
    "a rate of few people beside that of all": (
        [Figure("events", 0, 4, kind="rate", part="Roma", by="group"),
         Figure("events", 60, 9000, kind="rate", part="White", by="group"),
         Figure("events", 20, 900, kind="rate", part="Asian", by="group"),
         Figure("all_events", 80, 9904, kind="rate", columns=("events", "all"))],
        {"events.Roma", "events.Asian"},
    ),
    "a rate of nearly all of some": ([Figure("seen", 47, 50, kind="rate")], {"seen"}),
    "a rate of which the rest is few": ([Figure("seen", 6, 8, kind="rate")], {"seen"}),
    "a rate of thousands of people": ([Figure("births", 60, 4.2, kind="rate")], set()),
    "a rate above one each": ([Figure("visits", 60, 50, kind="rate")], set()),
    "nothing small": ([Figure("girls", 30), Figure("boys", 40), Figure("pupils", 70)], set()),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_small_count_goes_and_what_would_give_it_back(case):
    figures, wanted = CASES[case]
    hidden = protected(figures)
    ids = {each.id for each in figures}
    assert set(hidden.why) <= ids
    assert hidden.exposed == ()
    assert len(hidden.why) == len(wanted), sorted(hidden.why)
    small = {each.id for each in figures if 1 <= each.top <= 5}
    assert small <= set(hidden.why)
    assert not follows(figures, hidden)


def test_a_declared_subtotal_is_one_though_its_numbers_are_not_known():
    """Elm's was received as confidential: 123 less 60 would give it back."""
    totals = [{"over": "school", "row": "Primary", "of": ["Ash", "Elm"], "parts": ["absent"]}]
    figures = [
        Figure("absent", n, part=part, by="school")
        for part, n in (("Ash", 60), ("Elm", 1), ("Oak", 90), ("Yew", 71), ("Primary", 123))
    ]
    rows, entries = observations(figures), catalogue(figures)
    secret = rows[rows["breakdown"] == "Elm"].assign(inferred=1.0)
    shown = rows[rows["breakdown"] != "Elm"]
    assert len(protect(shown, entries, "dfe_2020", confidential=secret).why) == 1
    entries.sources["figures"].totals = [Total.model_validate(each) for each in totals]
    hidden = protect(shown, entries, "dfe_2020", confidential=secret)
    assert set(hidden.why) - {"absent.Elm.2009-10-Q2"} <= {
        "absent.Ash.2009-10-Q2", "absent.Primary.2009-10-Q2",
    }  # fmt: skip
    assert len(hidden.why) == 2


@pytest.mark.parametrize(
    "figures",
    [
        [Figure("girls", 1), Figure("boys", 40), Figure("pupils", 43)],
        [Figure("absent", n, part=part, by="school")
         for part, n in (("Ash", 1), ("Elm", 140), ("Oak", 90), ("All schools", 247))],
        [*(Figure("absent", n, part=part, by="school", columns=("absent",))
           for part, n in (("Ash", 1), ("Elm", 140), ("Oak", 90))),
         Figure("all_absent", 247, columns=("absent",))],
    ],
    ids=["columns", "a row of all", "the same column of all"],
)  # fmt: skip
def test_what_came_as_confidential_is_not_what_is_left_of_a_whole_that_nobody_declared(figures):
    """The first is confidential; what it is was never received."""
    rows = observations(figures)
    secret = rows.iloc[:1].assign(inferred=1.0)
    hidden = protect(rows.iloc[1:], catalogue(figures), "dfe_2020", confidential=secret)
    assert len(hidden.why) == 2


def test_of_a_breakdown_that_is_small_for_the_most_part_every_row_goes():
    """Three that are 3 together can only be 1 each: the fourth goes too, whichever it is."""
    figures = [Figure("cases", n, part=f"C{k}", by="cause") for k, n in enumerate((1, 1, 1, 60, 0))]
    assert {*protected(figures).why} == {f"cases.C{k}.2009-10-Q2" for k in range(3)}
    figures.append(Figure("every", 63))
    assert {*protected(figures).why} == {f"cases.C{k}.2009-10-Q2" for k in range(4)}


def _many(quarters: int) -> list[Figure]:
    """Twenty schools and, in no order, the sum of nine of them; the smallest of these is small."""
    chance = np.random.default_rng(1)
    numbers = chance.poisson(chance.lognormal(3, 1, (20, 1)) + 8, (20, quarters))
    nine = [1, 3, 4, 8, 9, 13, 15, 16, 18]
    numbers[4, 0] = 3
    lines = [*numbers, numbers[nine].sum(axis=0)]
    return [
        Figure("absent", int(n), part=f"School {place}", by="school", period=f"2009-10-Q{q}")
        for place in chance.permutation(21)
        for q, n in enumerate(lines[place], 1)
    ]


def test_a_sum_of_many_rows_in_no_order_is_found_where_its_numbers_tell_enough():
    hidden = protected(_many(4))
    small = {"absent.School 4.2009-10-Q1"}
    assert small < set(hidden.why) and hidden.untried == {}


def test_a_declared_district_of_some_wards_gives_none_of_them_back():
    """Nine of twenty wards in no order: in one quarter their numbers say nothing, the catalogue does."""
    wards = [replace(each, area=each.part, part="", by="") for each in _many(1)]
    entries = catalogue(wards)
    small = {each.id for each in wards if each.top <= 5}
    assert protect(observations(wards), entries, "dfe_2020").why.keys() == small
    of = [f"School {n}" for n in (1, 3, 4, 8, 9, 13, 15, 16, 18)]
    told = {"over": "area", "row": "School 20", "parts": ["absent"], "of": of}
    entries.sources["figures"].totals = [Total.model_validate(told)]
    hidden = protect(observations(wards), entries, "dfe_2020")
    assert small < hidden.why.keys() and not hidden.exposed


def test_of_a_table_of_which_no_row_is_a_sum_none_is_looked_for_by_its_number():
    """Four schools, the last by chance as large as the others together in one quarter."""
    figures = [
        Figure("absent", n, part=f"School {k}", by="school")
        for k, n in enumerate((3, 14, 20, 37, 50))
    ]
    assert len(protected(figures).why) == 2
    entries = catalogue(figures)
    entries.indicators["children"].measure[0].made_of = (
        MadeOf(denied_by="A. Person", because="Each is a school."),
    )
    assert len(protect(observations(figures), entries, "dfe_2020").why) == 1


def test_a_table_too_large_for_every_sum_to_be_looked_for_is_said():
    """In one quarter nine of twenty numbers add up to another by chance, in thousands of ways."""
    figures = _many(1)
    assert protected(figures).untried == {("figures", "school"): 21}
    rows, entries = observations(figures), catalogue(figures)
    nine = [f"School {place}" for place in (1, 3, 4, 8, 9, 13, 15, 16, 18)]
    told = {"over": "school", "row": "School 20", "of": nine, "parts": ["absent"]}
    entries.sources["figures"].totals = [Total.model_validate(told)]
    declared = protect(rows, entries, "dfe_2020")
    assert declared.untried == {} and len(declared.why) == 2
    # Where nothing is small, nothing is to be found.
    large = [each for each in figures if each.top > 5]
    assert protected(large).untried == {}


def _of_two_indicators(
    figures: list[Figure], others: list[Figure]
) -> tuple[pd.DataFrame, SimpleNamespace]:
    """Observations and entries, of which the second figures are of another indicator and file."""
    every = [*figures, *(replace(each, source="other") for each in others)]
    rows, entries = observations(every), catalogue(every)
    rows.loc[rows.index[len(figures) :], "indicator"] = "another"
    entries.indicators["another"] = entries.indicators["children"]
    return rows, entries


_BY_CAUSE = [
    Figure("cases", n, part=f"C{place}", by="cause", period=f"2009-10-Q{quarter}")
    for quarter, numbers in enumerate(((20, 31, 44), (17, 40, 39), (3, 36, 52)), 1)
    for place, n in enumerate(numbers)
]
_ACROSS = {
    "the whole of a breakdown": (
        _BY_CAUSE, [Figure("all", n, period=f"2009-10-Q{q}") for q, n in ((1, 95), (2, 96), (3, 91))]
    ),
    "two breakdowns of one whole": (
        _BY_CAUSE,
        [Figure("ages", n, part=f"A{place}", by="age", period=f"2009-10-Q{quarter}")
         for quarter, numbers in enumerate(((50, 45), (46, 50), (60, 31)), 1)
         for place, n in enumerate(numbers)],
    ),
    "what is left of a row, in a column of the same name": (
        [ALL, ON_TIME, LATE, OPEN], [Figure("still_open", 39, columns=("open",))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", _ACROSS)
def test_what_another_indicator_s_file_shows_gives_nothing_back(case):
    rows, entries = _of_two_indicators(*_ACROSS[case])
    hidden = protect(rows, entries, "dfe_2020")
    alone = protect(rows[rows["indicator"] == "children"], entries, "dfe_2020")
    assert hidden.exposed == ()
    # What would do without the other file would give a small number back beside it.
    assert report_of(rows, entries, "dfe_2020").exposed(set(alone.why))


def test_two_numbers_of_two_indicators_that_are_equal_once_are_so_by_chance():
    rows, entries = _of_two_indicators([Figure("girls", 41)], [Figure("visits", 41)])
    assert links(counted(rows, entries)).sure == []


def follows(figures, hidden) -> list[str]:
    """Small counts that elimination finds from what is shown."""
    found = counted(observations(figures), catalogue(figures))
    shown = shown_counts(figures, hidden)
    unknown = [name for name in found.counts if name not in shown]
    rows = np.array([[link.get(name, 0) for name in unknown] for link in links(found).sure])
    if not rows.size:
        return []
    rank = np.linalg.matrix_rank
    return [
        name
        for place, name in enumerate(unknown)
        if 1 <= found.counts[name].value <= 5
        and rank(np.vstack([rows, np.eye(len(unknown))[place]])) == rank(rows)
    ]


@pytest.mark.parametrize("case", [each for each, (_, wanted) in CASES.items() if len(wanted) > 1])
def test_hiding_the_small_one_alone_would_give_it_back(case):
    """The cases are real: without what goes with it, the small count follows."""
    figures, _ = CASES[case]
    small = {each.id for each in figures if 1 <= each.top <= 5}
    assert report_of(observations(figures), catalogue(figures), "dfe_2020").exposed(small)


def test_the_second_release_does_not_give_the_first_back():
    def causes(*numbers: int) -> list[Figure]:
        parts = [Figure("cases", n, part=f"C{p}", by="cause") for p, n in enumerate(numbers)]
        return [*parts, Figure("every", sum(numbers))]

    first, second = causes(3, 14, 9, 22), causes(8, 14, 9, 22)
    one = protected(first)
    assert sorted(one.why) == ["cases.C0.2009-10-Q2", "cases.C3.2009-10-Q2"]
    # By itself the second release has nothing small.
    assert not protected(second).why
    two = protected(second, releases=[one.release])
    # 22 stays hidden, and since 22 = 53 - 8 - 14 - 9, one more goes with it.
    assert two.why["cases.C3.2009-10-Q2"] == "earlier release"
    assert len(two.why) == 2
    assert two.exposed == ()
    third = protected(second, releases=[one.release, two.release])
    assert third.exposed == ()


@pytest.mark.parametrize("source", ["figures", "new system"])
def test_what_a_release_has_shown_is_known_whatever_its_column_is_called_now(source):
    """170 and 128 were shown; were 39 shown in place of 128 after a rename, 3 would follow."""
    one = protected([LATE, OPEN, ON_TIME, ALL][::-1])
    names = ("pending", "delayed", "within", "starts")
    renamed = [
        replace(each, columns=(name, *(["starts"] * (len(each.columns) - 1))), source=source)
        for name, each in zip(names, (OPEN, LATE, ON_TIME, ALL), strict=True)
    ]
    for figures in (renamed, renamed[::-1]):
        two = protected(figures, releases=[one.release])
        assert two.why.keys() == one.why.keys() and two.exposed == ()
    # Where the small one is no figure any more, what was hidden beside it stays hidden.
    rest = protected([each for each in renamed if each.measure != "late"], releases=[one.release])
    assert "open.2009-10-Q2" in rest.why


def test_what_is_kept_of_a_release_is_read_back(tmp_path):
    one = protected([LATE, OPEN, ON_TIME, ALL])
    folder = tmp_path / "reports" / "published" / "2009-10-Q1" / "v1" / "internal"
    folder.mkdir(parents=True)
    write_release(one.release, folder)
    (read,) = earlier_releases(Project(tmp_path), parse_quarter("2009-10-Q2"))
    # In which order the sums stand is no part of it.
    assert sorted(map(repr, map(sorted, map(dict.items, read.links)))) == sorted(
        map(repr, map(sorted, map(dict.items, one.release.links)))
    )
    assert replace(read, links=one.release.links) == one.release
    assert read.ids["late.2009-10-Q2"][1].endswith("= 170")


def test_columns_that_changed_places_are_not_taken_for_each_other():
    """What is m of column b now was in a; b's own count of before is another."""
    one = protected([Figure("m", 40, columns=("a",)), Figure("other", 7, columns=("b",))])
    now = {"m.2009-10-Q2": ["figures | b |  | Northmere | 2009-10-Q2 = 40"]}
    names = [each.name for each in one.release.called_as(now).counts]
    assert names[0] == now["m.2009-10-Q2"][0]
    assert names[1].startswith("before: figures | b")


def test_a_year_that_comes_later_does_not_give_a_quarter_back():
    numbers = enumerate((30, 2, 25, 41), 1)
    quarters = [Figure("moves", n, period=f"2009-10-Q{q}") for q, n in numbers]
    year = Figure("moves_of_year", 98, period="2009-10-FY", source="annual")
    one = protected(quarters)
    assert list(one.why) == ["moves.2009-10-Q2"]
    # The other quarters are known for good, so that the year itself must go.
    two = protected([*quarters, year], releases=[one.release])
    assert two.why == {
        "moves.2009-10-Q2": "small", "moves_of_year.2009-10-FY": "earlier release",
    }  # fmt: skip
    assert two.exposed == ()
    every = [*quarters, year]
    found = report_of(observations(every), catalogue(every), "dfe_2020", [one.release])
    assert found.exposed(set(one.why))


def test_what_a_release_has_given_away_is_said_and_not_hidden_in_vain():
    figures = [Figure("girls", 3), Figure("boys", 40), Figure("pupils", 43)]
    open_ = protected(figures, rule="none")
    later = protected(figures, releases=[open_.release])
    assert list(later.why) == ["girls.2009-10-Q2"]


@pytest.mark.parametrize("numbers", [(3, 14, 13, 22), (5, 30, 7, 8), (1, 6, 20, 30), (2, 9, 9, 9)])
def test_who_runs_the_program_again_with_other_numbers_sees_the_same_hidden(numbers):
    """Were the smallest of the others to go, 13 beside 14 would tell that the 3 is no 1."""

    def hidden(*numbers: int) -> list[int]:
        cells = [Figure("cases", n, part=f"C{p}", by="cause") for p, n in enumerate(numbers)]
        why = protected([*cells, Figure("every", sum(numbers))]).why
        return [place for place, each in enumerate(cells) if each.id in why]

    small, other = hidden(*numbers)
    for value in range(1, 6):
        also = list(numbers)
        also[small], also[other] = value, numbers[small] + numbers[other] - value
        assert hidden(*also) == [small, other]


def test_a_count_that_comes_back_to_what_it_was_is_another():
    """That all were 15 once tells nobody that they are again, if this release hides them."""

    def sexes(girls: int, boys: int) -> list[Figure]:
        counts = {"girls": girls, "boys": boys, "all": girls + boys}
        return [Figure(name, count) for name, count in counts.items()]

    releases = []
    for girls, boys in ((8, 7), (10, 7), (10, 5)):
        found = protected(sexes(girls, boys), releases=releases)
        assert found.exposed == ()
        releases.append(found.release)
    # The girls' 10 has been shown for good: that all are 15 must go.
    assert {"boys.2009-10-Q2", "all.2009-10-Q2"} <= set(found.why)


def test_who_has_two_editions_of_different_rules_works_nothing_out_from_both():
    """The 7 that the stricter edition hides is shown by the other, which hides the 22 instead."""
    numbers = enumerate((7, 14, 9, 22, 3))
    figures = [Figure("cases", n, part=f"C{p}", by="cause") for p, n in numbers]
    figures.append(Figure("every", 55))
    one, alone = protected(figures), protected(figures, "ohid")
    assert set(one.why) & set(alone.why) == {"cases.C4.2009-10-Q2"}
    other = protected(figures, "ohid", releases=[one.release.as_seen()])
    assert set(one.why) & set(other.why) > {"cases.C4.2009-10-Q2"}


def test_rules_by_edition_source_and_indicator():
    figures = [Figure("girls", 5), Figure("boys", 40)]
    assert protected(figures, "dfe_2020").why
    assert not protected(figures, "ons_conceptions").why
    assert not protected(figures, "none").why
    # Of a source with a stricter one; an internal edition shows all the same.
    assert protected(figures, "ons_conceptions", source="ohid").why
    assert not protected(figures, "none", source="ohid").why
    assert protected(figures, "dfe_2020", source="ohid", indicator="ons_conceptions").why == {}


def test_a_published_small_number_is_internal_only():
    """DfE, Education, health and care plans, 2024, City of London: 4 of 5 within 20 weeks."""
    plans = [Figure("in_20_weeks", 4, 5, period="2024", columns=("in_time", "issued"))]
    assert list(protected(plans, "dfe_2020").why) == ["in_20_weeks.2024"]
    assert not protected(plans, "none").why


# DfE, Characteristics of children in need, 2025, table D5: child protection plans at 31 March by
# how long they had lasted. DfE shows the first three counts and c for the last two.
_PLANS = {
    "County Durham": (489, (185, 170, 80)),
    "Gateshead": (218, (78, 49, 56)),
    "Hartlepool": (173, (53, 38, 62)),
}


@pytest.mark.parametrize("area", _PLANS)
@pytest.mark.parametrize("small", [1, 3, 5])
def test_no_more_is_hidden_than_the_department_hides(area, small):
    """Whichever small count stands behind the two that DfE does not show."""
    total, shown = _PLANS[area]
    durations = [*shown, total - sum(shown) - small, small]
    figures = [
        Figure("plans", number, part=f"Duration {place}", by="duration")
        for place, number in enumerate(durations)
    ]
    hidden = protected([*figures, Figure("all_plans", total)])
    assert len(hidden.why) == 2
    assert hidden.exposed == ()


@pytest.mark.parametrize("last", [1, 2, 3, 4])
def test_the_department_leaves_five_children_whom_we_do_not(last):
    """Westminster in 2021: 50 plans, of which 13, 17 and 15 of under a year, and c and c.

    So 5 children have had one for a year or more, however these two divide.
    """
    counts = (13, 17, 15, 5 - last, last)
    figures = [
        Figure("plans", n, part=f"Duration {k}", by="duration") for k, n in enumerate(counts)
    ]
    figures.append(Figure("all_plans", 50))
    theirs = {f"plans.Duration {k}.2009-10-Q2" for k in (3, 4)}
    whole = report_of(observations(figures), catalogue(figures), "dfe_2020")
    (together,) = whole.exposed(theirs)
    assert together.endswith(" = 5")
    hidden = protected(figures)
    assert theirs < hidden.why.keys() and len(hidden.why) == 3 and not hidden.exposed


def test_as_many_girls_as_boys_are_not_the_same_children():
    """A reader of 30 boys knows nothing of the girls; of 30 in another file he may."""
    sexes = [Figure("by_sex", 30, part=sex, by="sex") for sex in ("Girls", "Boys")]
    again = Figure("listed", 30, source="other")
    for figures, linked in ((sexes, 0), ([*sexes, again], 1), ([sexes[0], again], 1)):
        found = links(counted(observations(figures), catalogue(figures)))
        assert len(found.sure) == linked


def test_three_small_counts_of_one_breakdown_keep_each_other_uncertain():
    """Plans by how long they have lasted: DfE's table hides the three and shows the 11 and the 0.

    Each of the three can be anything from 1 to 8, so that no further cell need go.
    """
    counts = (11, 0, 3, 4, 3)
    figures = [
        Figure("plans", n, part=f"Duration {k}", by="duration") for k, n in enumerate(counts)
    ]
    figures.append(Figure("all_plans", sum(counts)))
    hidden = protected(figures)
    assert {*hidden.why} == {f"plans.Duration {k}.2009-10-Q2" for k in (2, 3, 4)}
    whole = report_of(observations(figures), catalogue(figures), "dfe_2020")
    gone = {whole.ids.index(name) for name in hidden.why}
    bounds = [
        readers_bounds(whole.cells, gone, whole.shown[name][0]) for name in sorted(hidden.why)
    ]
    assert bounds == [(1, 8), (1, 8), (1, 8)]
