"""Counts that no figure shows: who subtracts finds no small one, and large ones hide nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cypt_analysis.catalogue.sources import Total
from cypt_analysis.disclosure import protect
from cypt_analysis.disclosure.protect import report_of
from tests.disclosure.world import Figure, catalogue, observations, protected


def _to_date(*numbers: int) -> list[Figure]:
    ends = ("06", "09", "12")
    return [
        Figure("moves", n, period=f"2009-M04..2009-M{end}", window="year to date")
        for n, end in zip(numbers, ends, strict=False)
    ]


def _rows(by: str, *rows: tuple[str, int], measure: str = "cases") -> list[Figure]:
    return [Figure(measure, n, part=part, by=by, columns=("n",)) for part, n in rows]


# Each is of counts of which those left out are 3; the numbers that leave 30 follow each.
CASES = {
    "columns of a row without one": lambda left: [
        Figure("started", 167 + left), Figure("on_time", 128), Figure("open", 39)],
    "percentages of one base": lambda left: [
        Figure("on_time", 128, 167 + left, columns=("on_time", "initiated")),
        Figure("open", 39, 167 + left, columns=("open", "initiated"))],
    "percentages of which some are of others' children": lambda left: [
        Figure(name, n, 167 + left, columns=(name, "initiated"))
        for name, n in (("on_time", 128), ("open", 39), ("seen", 100))],
    "a row of all and rows without one": lambda left: _rows(
        "sex", ("Girls", 30), ("Boys", 17), ("Total", 47 + left)),
    "a total in another file": lambda left: [
        *_rows("sex", ("Girls", 30), ("Boys", 17)), Figure("every", 47 + left, source="other")],
    "with and without some": lambda left: [
        Figure("cla", 457 + left, columns=("all",)), Figure("excl", 457)],
    "with and without some, by the measures' names": lambda left: [
        Figure("a", 457 + left, name="Children looked after", source="other"),
        Figure("b", 457, name="Children looked after, excluding UASC")],
    "all and those with something": lambda left: [
        Figure("children", 457 + left), Figure("children_with_a_plan", 457)],
    "ages within ages": lambda left: _rows("age", ("Under 16", 41), ("Under 18", 41 + left)),
    "ages within others and all": lambda left: _rows(
        "age", ("Under 1", 20), ("Under 2", 20 + left), ("Under 5", 90)),
    "days within days": lambda left: [
        Figure("a", 120, 220, columns=("in_45_days", "all")),
        Figure("b", 120 + left, 220, columns=("in_50_days", "all"))],
    "a year to date": lambda left: _to_date(40, 40 + left, 90),
    "terms of a year": lambda left: [
        Figure("excluded", 12, period="2008-09-AY-T1T2"),
        Figure("excluded", 12 + left, period="2008-09-AY")],
    "the last quarter of a year": lambda left: [
        *(Figure("moves", n, period=f"2008-09-Q{q}") for q, n in ((1, 7), (2, 11), (3, 8))),
        Figure("moves", 26 + left, period="2008-09-FY")],
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_left_between_figures_is_judged_as_any_count(case):
    figures = CASES[case](3)
    hidden = protected(figures)
    assert 1 <= len(hidden.why) <= 2 and hidden.exposed == ()
    assert {*hidden.why.values()} == {"to protect another"}
    # A whole stays where a part will do.
    wholes = (
        "started",
        "children.",
        "every",
        "cases.Total",
        "cla",
        "excluded.2008-09-AY.",
        "moves.2008-09-FY",
    )
    assert not any(f"{name}.".startswith(wholes) for name in hidden.why)
    # With nothing hidden the 3 would follow; of 30 nothing is to be hidden.
    rows = observations(figures), catalogue(figures)
    (left,) = {each.partition(" = ")[2] for each in report_of(*rows, "dfe_2020").exposed(set())}
    assert left == "3"
    assert not protected(CASES[case](30)).why


def test_by_a_rule_that_shows_a_3_nothing_goes_for_it():
    figures = CASES["a year to date"](5)
    assert protected(figures).why and not protected(figures, "ons_conceptions").why
    assert not protected(figures, "none").why


def test_a_declared_whole_of_rows_that_do_not_name_all():
    figures = _rows("school", ("Oak", 30), ("Elm", 17), ("Together", 50))
    entries = catalogue(figures)
    assert not protect(observations(figures), entries, "dfe_2020").why
    told = {"over": "school", "row": "Together", "parts": ["n"], "complete": False}
    entries.sources["figures"].totals = [Total.model_validate(told)]
    assert len(protect(observations(figures), entries, "dfe_2020").why) == 1


@pytest.mark.parametrize(
    "figures",
    [
        _rows("year group", ("Year 9", 120), ("Year 10", 123)),
        [Figure("year_9", 120), Figure("year_10", 123)],
        [Figure("moves", 40, period="2009-10-Q1"), Figure("moves", 43, period="2009-10-Q2")],
        [Figure("cla", n, period=day, window="snapshot") for n, day in ((460, "2009-06-30"), (463, "2009-09-30"))],
        [Figure("all", 48), *_rows("sex", ("Girls", 28), ("Boys", 20))],
    ],
    ids=["years of school", "columns of these", "quarters", "stocks", "all named"],
)  # fmt: skip
def test_two_near_numbers_that_are_not_one_within_the_other_hide_nothing(figures):
    assert not protected(figures).why


def test_a_later_release_does_not_give_back_what_was_between():
    """The flow of the second quarter stays unknown when the year to date is shown again."""
    one = protected(_to_date(40, 43))
    two = protected(_to_date(40, 43, 60), releases=[one.release])
    assert two.exposed == () and one.why.keys() <= two.why.keys()
    assert not protected(_to_date(40, 49, 60)).why


def test_a_0_left_over_hides_nothing():
    figures = CASES["columns of a row without one"](0)
    assert not protected(figures).why
    assert not protected([replace(each, period="2008") for each in figures]).why


def test_small_rows_together_are_a_small_count_too():
    """Of 48 children 19 and 24 are older: who hides 2 under 10 and 3 of 10 to 12 shows 5 under 13."""
    ages = (("Under 10", 2), ("10 to 12", 3), ("13 to 15", 19), ("16 to 17", 24))
    figures = [*_rows("age", *ages), Figure("children", 48, columns=("n",))]
    hidden = protected(figures)
    assert len(hidden.why) == 3 and not hidden.exposed
    told = report_of(observations(figures), catalogue(figures), "dfe_2020")
    assert [
        each.rpartition(" = ")[2]
        for each in told.exposed({"cases.Under 10.2009-10-Q2", "cases.10 to 12.2009-10-Q2"})
    ] == ["5"]
    assert (
        len(
            protected(
                [
                    *_rows("age", ("Under 10", 2), ("10 to 12", 4), *ages[2:]),
                    Figure("children", 49, columns=("n",)),
                ]
            ).why
        )
        == 2
    )
