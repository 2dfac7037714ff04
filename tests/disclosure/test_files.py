"""Sums over several indicators and files: no small count follows where they are declared or no
chance, and the analyst is asked of one that may be."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cypt_analysis.catalogue.entries import MadeOf
from cypt_analysis.disclosure import Protection, hidden_quoted, protect
from cypt_analysis.disclosure.protect import report_of
from cypt_analysis.disclosure.releases import write_release
from tests.disclosure.world import Figure, catalogue, observations


def _several(*groups: list[Figure]) -> tuple[pd.DataFrame, object]:
    """Figures of as many indicators, whose sources each names."""
    figures = [each for group in groups for each in group]
    rows, entries = observations(figures), catalogue(figures)
    rows["indicator"] = [f"i{n}" for n, group in enumerate(groups) for _ in group]
    entries.indicators |= {f"i{n}": entries.indicators["children"] for n in range(len(groups))}
    return rows, entries


def _line(name: str, *numbers: int, by: str = "", periods: tuple[str, ...] = ()) -> list[Figure]:
    """A figure of its own file by quarter, or by other periods."""
    when = periods or tuple(f"2009-10-Q{n}" for n in range(1, len(numbers) + 1))
    return [
        Figure(name, n, period=period, source=f"file of {name}")
        for n, period in zip(numbers, when, strict=True)
    ]


def _rows(name: str, by: str, *numbers: int) -> list[Figure]:
    return [
        Figure(name, n, part=f"{by} {place}", by=by, source=f"file of {name}")
        for place, n in enumerate(numbers)
    ]


_STOCK = [
    Figure("looked_after", n, period=day, window="snapshot", source="stock")
    for n, day in ((460, "2009-06-30"), (465, "2009-09-30"))
]
SURE = {
    "open and closed are all": (
        _line("open", 50, 3), _line("closed", 60, 44), _line("every", 110, 47)),
    "boys and girls are all, in four quarters": (
        _line("boys", 21, 3, 19, 26), _line("girls", 144, 139, 151, 148),
        _line("pupils", 165, 142, 170, 174)),
    "quarters and their year": (
        _line("moves", 7, 3, 8, 9), _line("of_year", 27, periods=("2009-10-FY",))),
    "quarters and the year to date": (
        _line("moves", 40, 3), _line("so_far", 40, 43, periods=(
            "2009-M04..2009-M06", "2009-M04..2009-M09"))),
    "months and their quarter": (
        _line("moves", 20, 2, 25, periods=("2009-M07", "2009-M08", "2009-M09")),
        _line("of_quarter", 47, periods=("2009-10-Q2",))),
    "schools and all of them": (
        _rows("absent", "school", 120, 3, 167), _line("late", 290, periods=("2009-10-Q2",))),
    "a stock and who came and went": (
        _STOCK, _line("started", 8, periods=("2009-10-Q2",)),
        _line("ceased", 3, periods=("2009-10-Q2",))),
}  # fmt: skip


@pytest.mark.parametrize("case", SURE)
def test_what_several_indicators_show_gives_nothing_back(case, tmp_path):
    rows, entries = _several(*SURE[case])
    hidden = protect(rows, entries, "dfe_2020")
    small = set(rows.loc[rows["value"] <= 5, "id"])
    assert small < set(hidden.why) and len(hidden.why) == len(small) + 1
    assert hidden.exposed == ()
    # Hiding the small one alone would give it back.
    assert report_of(rows, entries, "dfe_2020").exposed(small)
    # Whatever found a sum, the release that rests on it is kept.
    write_release(hidden.release, tmp_path)


_QUARTERS = tuple(f"{year}-Q{n}" for year in ("2008-09", "2009-10") for n in (1, 2, 3, 4))


def _columns(source: str, **columns: tuple[int, ...]) -> list[Figure]:
    return [
        Figure(name, n, period=period, source=source, columns=(name,))
        for name, numbers in columns.items()
        for n, period in zip(numbers, _QUARTERS, strict=False)
    ]


_STARTED, _HOME, _ADOPTED = (41, 38, 52, 33, 47, 29, 44, 36), (20, 31, 28, 40, 22, 35, 19, 27), (
    9, 12, 8, 7, 11, 4, 10, 13)  # fmt: skip
_START = tuple(460 + sum(_STARTED[:n]) - sum(_HOME[:n]) - sum(_ADOPTED[:n]) for n in range(8))
_END = (*_START[1:], _START[-1] + 36 - 27 - 13)
SURE |= {
    "who came and went in one file of one indicator": (
        _columns("flows", at_start=_START, started=_STARTED, home=_HOME, adopted=_ADOPTED,
                 at_end=_END),),
    "sexes by ages and all of them": (
        [Figure(sex, n, part=age, by="age", where={"sex": sex}, period=period, columns=("n",))
         for sex, age, row in (("Girls", "Under 10", (20, 22, 19)), ("Girls", "Over", (8, 3, 9)),
                               ("Boys", "Under 10", (31, 30, 36)), ("Boys", "Over", (25, 21, 24)))
         for n, period in zip(row, _QUARTERS, strict=False)]
        + [Figure("every", n, period=period, columns=("children",))
           for n, period in zip((84, 76, 88), _QUARTERS, strict=False)],),
    "sexes by ages and all of them, once": (
        [Figure(sex, n, part=age, by="age", where={"sex": sex}, columns=("n",))
         for sex, age, n in (("Girls", "Under 10", 20), ("Girls", "Over", 3), ("Boys", "Under 10", 31),
                             ("Boys", "Over", 25))] + [Figure("every", 79, columns=("children",))],),
    "teams by quarter and all of them in the year": (
        [Figure("plans", n, part=team, by="team", period=f"2008-09-Q{q}", columns=("plans",))
         for team, row in (("North", (20, 12, 14, 13)), ("South", (9, 3, 11, 8)),
                           ("West", (15, 17, 18, 15))) for q, n in enumerate(row, 1)]
        + [Figure("year", 155, period="2008-09-FY", source="of the year", columns=("plans",))],),
    "boys and girls by team, and children": (
        [Figure(sex, n, part=team, by="team", columns=(sex,), source="teams", period=period)
         for sex, rows in (("girls", ((20, 3), (21, 9))), ("boys", ((31, 25), (33, 27))))
         for period, row in zip(_QUARTERS, rows, strict=False)
         for team, n in zip(("North", "South"), row, strict=True)]
        + [Figure("children", n, source="all", period=period)
           for n, period in zip((79, 90), _QUARTERS, strict=False)],),
    "boys and girls by quarter, and who started in the year": (
        _columns("quarters", girls=(9, 3, 11, 8), boys=(15, 17, 18, 15)),
        [Figure("started_in_year", 96, period="2008-09-FY", source="year")],),
    "the same in one indicator": (
        [*_columns("quarters", girls=(9, 3, 11, 8), boys=(15, 17, 18, 15)),
         Figure("started_in_year", 96, period="2008-09-FY", source="year")],),
    "three columns of one file and their whole in another": (
        _columns("kinds", foster=(412, 405, 399, 401, 410, 420, 418, 415),
                 residential=(61, 60, 58, 63, 66, 59, 62, 64), secure=(7, 8, 6, 9, 7, 3, 8, 6)),
        _columns("all", looked_after=(480, 473, 463, 473, 483, 482, 488, 485))),
}  # fmt: skip


_CHANCE = {"denied_by": "A. Person", "because": "Families, not children."}
MAYBE = {
    "one period of three files": (
        _line("open", 3), _line("closed", 44), _line("every", 47)),
    "schools and ages": (_rows("absent", "school", 12, 3, 14), _rows("seen", "age", 16, 13)),
    "one number twice": (
        [Figure("done", 167, 170, columns=("done", "all"), source="a"),
         Figure("every", 170, columns=("all",), source="a", period="2009-10-Q2")],
        [Figure("finished", 167, source="b")]),
}  # fmt: skip


@pytest.mark.parametrize("case", MAYBE)
def test_a_sum_that_may_be_chance_is_told_and_hides_nothing(case):
    hidden = _protected(*MAYBE[case])
    assert len(hidden.why) == 1
    (asked,) = hidden.asked
    assert " = 3" in asked.secret or " = 167" in asked.secret
    assert len(asked.others) >= 1 and asked.secret not in asked.others
    assert len(asked.measures) > 1


def test_the_number_of_indicators_silences_no_question():
    """57 with plans without 54 boys are 3 girls, in one quarter, of 22 indicators in as many files."""
    chance = np.random.default_rng(3)
    others = [_line(f"m{n}", int(each)) for n, each in enumerate(chance.integers(100, 900, 19))]
    hidden = _protected(_line("girls", 3), _line("boys", 54), _line("plans", 57), *others)
    assert any({"i0.girls", "i1.boys", "i2.plans"} == {*each.measures} for each in hidden.asked)


def test_reasons_beside_a_start_and_an_end_are_asked_of():
    """476 and 38 that started without 481 at the end, 18 and 11 are 4 who were adopted."""
    reasons = [
        Figure("ceased", n, part=part, by="reason", source="flows")
        for part, n in (("Home", 18), ("Other", 11), ("Adopted", 4))
    ]
    told = [Figure(name, n, source="flows") for name, n in (
        ("at_start", 476), ("started", 38), ("at_end", 481))]  # fmt: skip
    hidden = _protected([*reasons, *told])
    assert hidden.asked or len(hidden.why) > 1


def test_a_measure_of_which_nothing_else_is_a_sum_is_denied_all_at_once():
    given = MAYBE["one period of three files"]
    entries = _entries(given, "i0.open", MadeOf(**_CHANCE))
    assert not protect(_several(*given)[0], entries, "dfe_2020").asked


def _protected(*groups: list[Figure]) -> Protection:
    rows, entries = _several(*groups)
    return protect(rows, entries, "dfe_2020")


def _answered(case: list[list[Figure]], at: str, *of: str, **denied: str) -> Protection:
    """The same where the catalogue says of a measure what it is made of, or is not."""
    return protect(_several(*case)[0], _entries(case, at, MadeOf(of=of, **denied)), "dfe_2020")


def _entries(case: list[list[Figure]], at: str, said: MadeOf) -> object:
    entries = _several(*case)[1]
    for measure in entries.indicators["children"].measure:
        if measure.id == at.partition(".")[2]:
            measure.made_of = (said,)
    return entries


DECLARED = {
    "contacts by source and by team": (
        (_rows("contacts", "source", 12, 3, 14), _rows("by_team", "team", 16, 13)),
        "i0.contacts", ("i1.by_team",)),
    "ages over two files and all of them": (
        (_rows("young", "age", 20, 3), _rows("old", "age_group", 11, 16), _line("every", 50, periods=("2009-10-Q2",))),
        "i2.every", ("i0.young", "i1.old")),
    "quarters and their year, by district": (
        ([Figure("moves", n, part=part, by="district", period=f"2008-09-Q{q}", source="a")
          for part, row in (("North", (7, 3, 8, 9)), ("South", (17, 11, 12, 13)))
          for q, n in enumerate(row, 1)],
         [Figure("year", n, part=part, by="area", period="2008-09-FY", source="b")
          for part, n in (("North", 27), ("South", 53))]),
        "i1.year", ("i0.moves",)),
    "a number, and who attended and was seen": (
        (_STOCK, _line("attended", 8, periods=("2009-10-Q2",)),
         _line("seen", 3, periods=("2009-10-Q2",))),
        "i0.looked_after", ("i1.attended", "-i2.seen")),
    "a denominator": (
        ([Figure("done", 128, 170, columns=("done", "all"), source="a")],
         _line("seen", 167, periods=("2009-10-Q2",)), _line("missed", 3, periods=("2009-10-Q2",))),
        "i1.seen", ("i0.done.denominator", "-i2.missed")),
}  # fmt: skip


@pytest.mark.parametrize("case", DECLARED)
def test_a_declared_sum_hides_what_must_go_and_a_denied_one_nothing(case):
    given, at, of = DECLARED[case]
    rows, _ = _several(*given)
    declared = _answered(given, at, *of)
    small = set(rows.loc[rows["value"] <= 5, "id"])
    assert small <= declared.why.keys() and not declared.exposed and not declared.asked
    denied = _answered(given, at, *of, **_CHANCE)
    assert not denied.asked and len(denied.why) < len(declared.why)
    # With that alone hidden the small one follows from what is declared.
    told = report_of(rows, _entries(given, at, MadeOf(of=of)), "dfe_2020")
    assert told.exposed(set(denied.why))


def test_of_many_numbers_no_sum_by_chance_hides_or_is_told():
    """Forty unrelated indicators of four quarters: of 2,000 sums of two in one quarter many hold."""
    chance = np.random.default_rng(7)
    sizes = chance.lognormal(4, 1, 40)
    numbers = chance.poisson(sizes[:, None] * np.ones(4)) + 6
    numbers[:6, 0] = [1, 2, 3, 4, 5, 3]
    hidden = _protected(*(_line(f"m{n}", *row) for n, row in enumerate(numbers.tolist())))
    assert len(hidden.why) <= 7 and len(hidden.asked) <= 2


def test_two_flows_whose_names_are_not_of_coming_and_going_are_chance():
    """8 and 3 fit the change of a number by chance: nobody's names say otherwise."""
    flows = (_line(name, n, periods=("2009-10-Q2",)) for name, n in (("attended", 8), ("seen", 3)))
    assert len(_protected(_STOCK, *flows).why) == 1


def test_a_sum_that_fails_in_one_period_is_none():
    hidden = _protected(_line("open", 50, 3), _line("closed", 60, 44), _line("every", 111, 47))
    assert len(hidden.why) == 1 and not hidden.asked


def test_a_column_that_another_file_has_as_confidential_is_not_what_is_left():
    """Received were [c] late and [c] in time of 47; the own file has 44 in time."""
    received = [Figure(name, n, columns=(name,), source="department") for name, n in (
        ("late", 1), ("in_time", 1), ("every", 47))]  # fmt: skip
    rows, entries = _several(
        received, [Figure("own", 44, columns=("in_time",), source="own")],
        [Figure("apart", 30, columns=("in_time",), source="own", period="2009-10-Q1")],
    )  # fmt: skip
    secret = rows.iloc[:2].assign(inferred=1.0)
    hidden = protect(rows.iloc[2:], entries, "dfe_2020", confidential=secret)
    assert "own.2009-10-Q2" in hidden.why and "apart.2009-10-Q1" not in hidden.why


def test_a_row_of_a_new_system_is_known_as_before_whatever_it_is_called():
    """Shown were North 20 and South 14; the new system has them, West 3 and all of them, 37."""

    def plans(source: str, measure: str, **rows: int) -> list[Figure]:
        return [Figure(measure, n, part=part, by="team", source=source) for part, n in rows.items()]

    old = _several(plans("teams", "cases", North=20, South=14))
    release = protect(*old, "dfe_2020").release
    new = _several([*plans("list", "plans", North=20, South=14, West=3),
                    Figure("every", 37, source="list", columns=("plans",))])  # fmt: skip
    hidden = protect(*new, "dfe_2020", [release])
    # South is known: it cannot keep West uncertain.
    assert {"plans.West.2009-10-Q2", "every.2009-10-Q2"} <= hidden.why.keys() and not hidden.exposed


def test_a_quoted_whole_does_not_give_a_part_back():
    """Quoted are 57; 54 are boys and shown, 3 girls and hidden."""
    rows, entries = _several(_line("girls", 3), _line("boys", 54))
    rows["indicator"] = "children"
    quoted = pd.DataFrame(
        {"indicator": "children", "value": [57.0, 51.0, 60.0], "unit": "children"}
    )
    found = hidden_quoted(quoted, rows.iloc[:1], rows, entries, "dfe_2020")
    assert found.tolist() == [True, True, False]


@pytest.mark.parametrize(("value", "kind", "gone"), [
    (5.6, "proportion", True), (94.4, "proportion", True), (12.5, "proportion", False),
    (555.6, "rate", True)])  # fmt: skip
def test_a_share_without_counts_gives_no_hidden_count_back(value, kind, gone):
    """3 of 54 were late: 5.6%, which a file has as a number by itself."""
    figures = [Figure("late", 3), Figure("finished", 54), Figure("share", 0, 54, kind=kind)]
    rows = observations(figures).assign(decimals=1)
    rows.loc[2, ["numerator", "denominator", "value"]] = [np.nan, np.nan, value]
    hidden = protect(rows, catalogue(figures), "dfe_2020")
    assert ("share.2009-10-Q2" in hidden.why) == gone
