"""Every call that is shown gives what stands beside it; the cases worked by hand are among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

import cypt_analysis.statistics as functions
from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.quarter import parse_period
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
    limits, overlap, significant, p_value, adjusted = result.split("; ")
    scale = 100 if given.kind == "proportion" else 1
    return (
        all(
            _prints(v * scale, f)
            for v, f in zip(given.difference_interval, _figures(limits), strict=True)
        )
        and overlap == f"intervals overlap: {'yes' if given.overlap else 'no'}"
        and significant == f"test significant: {'yes' if given.significant else 'no'}"
        and _p(given.p_value, p_value.removeprefix("p "))
        # No test is judged more leniently for being one of many.
        and (adjusted.endswith("below 0.001") or _figures(adjusted)[0][0] >= given.p_value - 0.005)
    )


def _thresholds(result: str, given: tuple[float, float]) -> bool:
    edges = [edge for edge in given if np.isfinite(edge)]
    shown = _figures(result.partition(", by the")[0])
    scale = 100 if "%" in result else 1
    return len(shown) == len(edges) and all(
        _prints(edge * scale, figure) for edge, figure in zip(edges, shown, strict=True)
    )


def _turning(result: str, factor: float) -> bool:
    if factor == 0 or not np.isfinite(factor):
        return result == "the verdict holds however many were counted"
    [(shown, _)] = _figures(result)
    # On the side on which the verdict is sure to hold.
    return (1 < shown <= factor) if factor > 1 else (factor <= shown < 1)


def _neighbours(result: str, given: functions.NeighbourSummary) -> bool:
    counted = f"{given.count} with a figure, {given.blanks} without"
    place = f"place {given.rank:g} of {given.ranked}, {given.rank_means}"
    return result.endswith(counted) and place in result


def _run_rate(result: str, given: functions.RunRate) -> bool:
    return given.verdict == "within reach" and _prints(given.needed_safe, *_figures(result))


def _chart(result: str, given: functions.ControlChart) -> bool:
    scale = 100 if given.kind in ("p", "p'") else 1
    limits = [line[-1] * scale for line in (given.mean, given.lower, given.upper)]
    shown = _figures(result.split("; ")[1])
    variation, _, signal = result.partition("; ")[0].partition(" (")
    return (
        all(_prints(value, figure) for value, figure in zip(limits, shown, strict=True))
        and variation == functions.icons(given).variation
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
    "significance_thresholds": _thresholds,
    "verdict_turns_at": _turning,
    "neighbour_summary": _neighbours,
    "required_run_rate": _run_rate,
    "numerator_gap": lambda result, given: _figures(result)[:1] == [(given, 0)] or given == 0,
    "compare_to_benchmark": lambda result, given: result == given,
    "xmr_chart": _chart,
    "p_chart": _chart,
    "u_chart": _chart,
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
        name, "after 2007/08", "439 of 2,480 (assumed)",
        "below 14.7% or above 20.9%, by the intervals",
        'significance_thresholds(438.96, 2480, 2480, "intervals", decimals=1)',
    ) in rows  # fmt: skip
    [turns] = [row for row in rows if row[0] == name and row[4].startswith("verdict_turns")]
    assert turns[3] == "the verdict holds up to 2.5 times that number"
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
    # Of proportions without a polarity, and of rates, the page says none, the analyst's list does.
    assert ran["significance_thresholds"] >= len(named.drop_duplicates())
    assumed = tested[
        (tested["kind"] == "proportion") & (tested["assumed"] | tested["then_assumed"])
    ]
    assert ran["verdict_turns_at"] == len(assumed.drop_duplicates(["id", "then_id"]))


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
    assert row[3].startswith("concern, high (outside the limits); mean")


QUARTERS = [f"{2006 + n // 4}-{7 + n // 4:02}-Q{n % 4 + 1}" for n in range(16)]


def _with_series(known: Known, path: str, **columns: list[float]) -> Known:
    """What was known, with sixteen quarters of a measure in place of what was received."""
    one = known.own[known.own["path"] == path].iloc[-1:]
    spans = [parse_period(text) for text in QUARTERS]
    rows = pd.concat([one] * len(QUARTERS), ignore_index=True).assign(
        **columns, period=QUARTERS, series=[span.series for span in spans], assumed=False,
        start=[pd.Timestamp(span.start) for span in spans],
        end=[pd.Timestamp(span.end) for span in spans],
        id=[f"{path}.{text}" for text in QUARTERS],
    )  # fmt: skip
    others = known.observations[known.observations["path"] != path]
    known = replace(known, observations=pd.concat([others, rows], ignore_index=True))
    judged = known.judged.copy()
    judged.loc[path, ["series", "id"]] = rows["series"].iloc[-1], rows["id"].iloc[-1]
    known = replace(known, judged=judged)
    known = replace(known, benchmarks=known.benchmarks.iloc[:0])
    return replace(known, signals=judge_signals(judged, known.own, known.catalogue))


SHARES = [52, 47, 55, 50, 44, 53, 49, 51, 46, 54, 48, 50, 52, 49, 51, 90]


@pytest.mark.parametrize(
    ("path", "scale", "function"),
    [
        ("caf", 100, "p_chart"),
        ("caf.late", 100, "p_chart"),
        ("conceptions.annual", 1000, "u_chart"),
    ],
)
def test_a_proportion_has_a_p_chart_and_a_rate_a_u_chart(
    known_q2: Known, path: str, scale: float, function: str
) -> None:
    """52 of 400 and the like, then 90: three standard errors of 51 in 400 end below 23%."""
    values = [share / 400 * scale for share in SHARES]
    columns = {"numerator": SHARES, "denominator": [400.0] * 16, "value": values}
    known = _with_series(known_q2, path, **columns)
    name = path.partition(".")[0]
    [row] = [row for row in _rows(known, name) if row[4].startswith(("p_", "u_", "xmr"))]
    assert _check(row) == function
    mean = sum(SHARES) / 6400
    error = mean * (1 - mean) if function == "p_chart" else mean
    upper = (mean + 3 * (error / 400) ** 0.5) * scale
    assert f"to {upper:.1f}" in row[3]
    assert "outside the limits" in row[3]


def test_rare_events_have_no_chart_by_period_and_the_reason_names_the_one_they_need(
    known_q2: Known,
) -> None:
    rare = [0.0, 1, 2, 0, 1, 0, 0, 3, 1, 0, 2, 0, 1, 0, 0, 4]
    known = _with_series(known_q2, "health_and_safety", value=rare)
    assert not [row for row in _rows(known, "health_and_safety") if "_chart" in row[4]]
    text = " ".join(_soup(known, "health_and_safety").get_text(" ").split())
    assert "a g or t chart of the time between them is" in text


def test_a_season_is_taken_out_first_or_the_series_is_not_judged(known_q2: Known) -> None:
    """Four quarters that differ by their season alone are no signal once it is out."""
    season = [80.0, 100, 120, 100]
    noise = [1, -2, 2, -1, 0, 1, -1, 2, -2, 0, 1, -1, 0, 2, -1, 0]
    values = [season[n % 4] + extra for n, extra in enumerate(noise)]
    known = _with_season(_with_series(known_q2, "health_and_safety", value=values))
    [row] = [row for row in _rows(known, "health_and_safety") if row[4].startswith("xmr")]
    assert "season=4" in row[4] and row[3].startswith("common cause; mean")
    assert "the season is taken out" in row[3]
    short = known.observations[~known.observations["id"].str.contains("health_and_safety.200[67]-")]
    known = replace(known, observations=short)
    known = replace(known, signals=judge_signals(known.judged, known.own, known.catalogue))
    assert not [row for row in _rows(known, "health_and_safety") if row[4].startswith("xmr")]
    assert "a season needs three years" in _soup(known, "health_and_safety").get_text(" ")


def _with_season(known: Known) -> Known:
    """The same, where the catalogue says that every measure follows the time of year."""
    sections = []
    for section in known.catalogue.sections:
        entries = [
            entry.model_copy(
                update={
                    "measure": tuple(m.model_copy(update={"season": True}) for m in entry.measure)
                }
            )
            for entry in section.indicator
        ]
        sections.append(section.model_copy(update={"indicator": tuple(entries)}))
    catalogue = Catalogue(sections=tuple(sections), sources=known.catalogue.sources)
    known = replace(known, catalogue=catalogue)
    return replace(known, signals=judge_signals(known.judged, known.own, catalogue))


@pytest.mark.parametrize(
    ("counted", "comparison", "said"),
    [
        # Published: 12 more children of 2,457 and 93% would have been met.
        (2274.0, "at least", "12 more"),
        (2286.0, "at least", "none: it is met"),
        (2290.0, "at most", "5 fewer"),
    ],
)
def test_how_many_would_have_met_a_target(
    known_q2: Known, counted: float, comparison: str, said: str
) -> None:
    judged = known_q2.judged.copy()
    share = counted / 2457 * 100
    judged.loc["obesity", ["numerator", "denominator", "value", "judged"]] = [
        counted, 2457.0, share, share,
    ]  # fmt: skip
    judged.loc["obesity", ["target", "required"]] = 93.0
    judged.loc["obesity", ["comparison", "assumed"]] = [comparison, False]
    known = replace(known_q2, judged=judged)
    [row] = [row for row in _rows(known, "obesity") if row[4].startswith("numerator_gap")]
    assert row[3] == said
    assert _check(row) == "numerator_gap"


def test_an_area_is_shown_among_its_neighbours_and_the_blanks_are_counted(known_q2: Known) -> None:
    """NEET 7.8%, Bournemouth 8.2%, Bristol 7.9%: the lowest of three, and low is good."""
    [row] = [row for row in _rows(known_q2, "neet") if row[4].startswith("neighbour_summary")]
    blanks = len(known_q2.info.neighbours) - 2
    assert row[3] == (
        "mean 8.1%, median 8.1%, 7.9% to 8.2%; place 1 of 3, 1 is the best (lowest); not banded; "
        f"best Bristol 7.9%; 2 with a figure, {blanks} without"
    )
    assert known_q2.info.neighbour_set in row[4]


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
