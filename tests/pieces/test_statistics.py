"""Every call that is shown gives what stands beside it; the cases worked by hand are among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

import cypt_analysis.statistics as functions
from cypt_analysis.catalogue import Catalogue
from cypt_analysis.judgement.changes import OVERLAPPING
from cypt_analysis.judgement.signals import judge_signals
from cypt_analysis.known import Known
from cypt_analysis.report import Report
from tests.judgement.test_exception_rules_signals import STEADY, _monthly

NAMES = {name: getattr(functions, name) for name in functions.__all__}
Row = tuple[str, str, str, str, str]


def _soup(known: Known, name: str) -> BeautifulSoup:
    return BeautifulSoup(str(Report(known).indicator(name).statistics()), "lxml")


def _rows(known: Known, name: str) -> Iterator[Row]:
    for row in _soup(known, name).select("table.calls tbody tr"):
        measure, period, numbers, result, call = (c.get_text() for c in row.find_all(["th", "td"]))
        yield measure, period, numbers, result, call


def _figures(text: str) -> list[tuple[float, int]]:
    """The numbers of a text, each with its decimals."""
    found = re.findall(r"[+−-]?\d[\d,]*(?:\.\d+)?", text)
    plain = [each.replace(",", "").replace("−", "-") for each in found]
    return [(float(each), len(each.partition(".")[2])) for each in plain]


def _prints(value: float, figure: tuple[float, int]) -> bool:
    """Whether a value prints as a figure: no more than half its last digit away."""
    printed, decimals = figure
    return abs(value - printed) <= 0.5 * 10**-decimals + 1e-7


def _p(value: float, text: str) -> bool:
    return value < 0.001 if text == "below 0.001" else _prints(value, *_figures(text))


def _interval(result: str, given: tuple[float, float]) -> bool:
    level, _, limits = result.partition(": ")
    scale = 100 if "%" in limits else 1
    return level in ("95%", "99.8%") and all(
        _prints(value * scale, figure)
        for value, figure in zip(given, _figures(limits), strict=True)
    )


def _comparison(result: str, given: functions.Comparison) -> bool:
    limits, overlap, significant, p_value = result.split("; ")
    scale = 100 if given.kind == "proportion" else 1
    return (
        all(
            _prints(v * scale, f)
            for v, f in zip(given.difference_interval, _figures(limits), strict=True)
        )
        and overlap == f"intervals overlap: {'yes' if given.overlap else 'no'}"
        and significant == f"test significant: {'yes' if given.significant else 'no'}"
        and _p(given.p_value, p_value.removeprefix("p "))
    )


def _threshold(result: str, given: float) -> bool:
    return _prints(given * 100, *_figures(result))


def _run_rate(result: str, given: functions.RunRate) -> bool:
    return given.verdict == "within reach" and _prints(given.needed_safe, *_figures(result))


def _chart(result: str, given: functions.ControlChart) -> bool:
    limits = (given.mean[-1], given.lower[-1], given.upper[-1])
    shown = _figures(result.split("; ")[1])
    verdict, _, signal = result.partition("; ")[0].partition(" (")
    return (
        all(_prints(value, figure) for value, figure in zip(limits, shown, strict=True))
        and verdict == given.verdict
        and signal.removesuffix(")") == given.signal[-1]
    )


def _trend(result: str, given: functions.RecentTrend) -> bool:
    verdict, p_value = result.split("; p ")
    return verdict == given.verdict and _p(given.p_value, p_value)


SAYS: dict[str, Callable[[str, object], bool]] = {
    "wilson_interval": _interval,
    "rate_interval": _interval,
    "compare_proportions": _comparison,
    "compare_rates": _comparison,
    "significance_threshold": _threshold,
    "required_run_rate": _run_rate,
    "compare_to_benchmark": lambda result, given: result == given,
    "xmr_chart": _chart,
    "recent_trend": _trend,
    "event_effect": lambda result, given: result == given.verdict,
}  # type: ignore[dict-item]


def _check(row: Row) -> str:
    """Run a row's call and hold its result against what is printed; returns the function."""
    *_, result, call = row
    function = call.partition("(")[0]
    assert SAYS[function](result, eval(call, dict(NAMES))), row
    return function


@pytest.mark.parametrize(("quarter", "least"), [("known_q1", 50), ("known_q2", 165)])
def test_every_call_that_is_shown_gives_the_result_beside_it(
    quarter: str, least: int, request: pytest.FixtureRequest, catalogue: Catalogue
) -> None:
    known = request.getfixturevalue(quarter)
    ran = Counter(
        _check(row)
        for name, entry in catalogue.indicators.items()
        if entry.measure
        for row in _rows(known, name)
    )
    assert ran.total() >= least, ran


def test_a_row_says_measure_period_numbers_result_and_call(known_q2: Known) -> None:
    """The published case: 17.7% of 2,480 a year before, so that below 14.796% would be a change.

    As printed that is rounded to the side on which it holds.
    """
    rows = list(_rows(known_q2, "obesity"))
    name = "Year 6 children who are obese"
    assert (
        name, "after 2007/08", "439 of 2,480 (assumed)", "below 14.7%, by the intervals",
        'significance_threshold(438.96, 2480, 2480, "intervals", "decrease", decimals=1)',
    ) in rows  # fmt: skip
    [test] = [row for row in rows if row[0] == name and row[4].startswith("compare")]
    assert test[1:3] == (
        "2007/08 to 2008/09",
        "439 of 2,480 (assumed), then 407 of 2,480 (assumed)",
    )
    assert "intervals overlap: yes; test significant: no" in test[3]
    assert test[4] == "compare_proportions(438.96, 2480, 406.72, 2480)"


def test_all_that_was_computed_is_shown(known_q2: Known, catalogue: Catalogue) -> None:
    """As many rows as there are intervals at two levels, tests, and thresholds by two rules."""
    ran = Counter(
        row[4].partition("(")[0]
        for name, entry in catalogue.indicators.items()
        if entry.measure
        for row in _rows(known_q2, name)
    )
    intervals = ran["wilson_interval"] + ran["rate_interval"]
    assert intervals == 2 * known_q2.own["lower_95"].notna().sum()
    tested = known_q2.pairs[known_q2.pairs["significant"].notna()]
    tests = ran["compare_proportions"] + ran["compare_rates"]
    assert tests == len(tested.drop_duplicates(["id", "then_id"]))
    shown = known_q2.facts.table
    thresholds = shown["stat"].isin(["threshold_intervals", "threshold_test"])
    named = shown.loc[thresholds, ["indicator", "measure", "breakdown", "period", "stat"]]
    assert ran["significance_threshold"] == len(named.drop_duplicates())


def test_a_control_chart_is_shown_where_it_applies_and_refused_where_never(
    known_q1: Known, known_q2: Known, catalogue: Catalogue
) -> None:
    for known in (known_q1, known_q2):
        for name, entry in catalogue.indicators.items():
            if entry.measure:
                text = _soup(known, name).get_text().replace("a control chart is not drawn of", "")
                assert "control chart" not in text.lower()
    known = _monthly(known_q2, [*STEADY, 190])
    known = replace(known, signals=judge_signals(known.judged, known.own, catalogue))
    soup = _soup(known, "health_and_safety")
    assert soup.find("figure", id="control-health-and-safety-incidents") is not None
    [row] = [row for row in _rows(known, "health_and_safety") if row[4].startswith("xmr_chart")]
    assert _check(row) == "xmr_chart"
    assert row[2] == "12 points"
    assert row[3].startswith("concern (outside the limits); mean")


def test_what_has_no_interval_says_why(known_q1: Known, known_q2: Known) -> None:
    text = _soup(known_q2, "neet").get_text(" ")
    assert "a count of everyone is no sample" in text
    assert "the numbers behind the figures have not been received" in text
    assert "Young people who are NEET" in text
    assert "Nothing has been received" in _soup(known_q1, "parenting").get_text(" ")


def test_what_is_not_judged_says_why(known_q2: Known) -> None:
    """A number on a day, and a change between two windows of which one is mostly the other."""
    text = _soup(known_q2, "looked_after").get_text(" ")
    assert "Not judged: a control chart is not drawn of this series" in " ".join(text.split())
    assert "judge their starts and their ends" in text
    pairs = known_q2.pairs.copy()
    pairs.loc[pairs["path"] == "conceptions.annual", "untested"] = OVERLAPPING
    text = _soup(replace(known_q2, pairs=pairs), "conceptions").get_text(" ")
    told = "a change between two periods: the two periods share some of their months"
    assert text.count(told) == 1
    assert told not in _soup(known_q2, "conceptions").get_text(" ")
