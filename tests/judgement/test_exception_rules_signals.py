"""By which rule an indicator is an exception, and what a series and a benchmark signal."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.charts import draw_control_chart
from cypt_analysis.judgement.exceptions import (
    DECISION,
    FROM_BENCHMARK,
    MISSED_TARGET,
    OFF_TARGET,
    SIGNAL,
    reasons_of,
    review_exceptions,
)
from cypt_analysis.judgement.signals import judge_benchmarks, judge_signals
from cypt_analysis.known import Known
from cypt_analysis.pieces.block import Block


def _rules(known: Known, name: str) -> list[str]:
    indicator = known.catalogue.indicators[name]
    reasons = reasons_of(indicator, known.judged, known.benchmarks, known.signals)
    return [reason.rule for reason in reasons]


@pytest.mark.parametrize(
    ("indicator", "rules"),
    [
        # The published report: 7.8% against 7.6%; 12 children too few measured against 93%.
        ("neet", [MISSED_TARGET]),
        ("obesity", [MISSED_TARGET]),
        # 67% against 68.4% to come; three schools above 6.1% with a term to go.
        ("breastfeeding", [OFF_TARGET]),
        ("persistent_absence", [OFF_TARGET]),
        # 40.9 where the line from 48.1 in 1998 to 26.4 in 2010 asks for about 31.
        ("conceptions", [OFF_TARGET, FROM_BENCHMARK]),
        # No target is printed for either.
        ("child_protection", [DECISION]),
        ("looked_after", [DECISION]),
        # Parenting improvement is 76.5% against 83%, outside the section.
        ("parenting", [OFF_TARGET]),
        ("referrals", []),
        ("caf", []),
        ("health_and_safety", []),
    ],
)
def test_the_rules_that_each_published_indicator_meets(
    known_q2: Known, catalogue: Catalogue, indicator: str, rules: list[str]
) -> None:
    assert _rules(known_q2, indicator) == rules


def test_the_analyst_is_told_of_an_exception_elsewhere(known_q2: Known) -> None:
    found = [each for each in known_q2.findings if each.rule == "exception_elsewhere"]
    assert [each.file for each in found] == ["catalogue entry parenting"]
    assert "target off track" in found[0].found


def test_the_analyst_is_told_what_no_longer_meets_a_rule(
    known_q2: Known, catalogue: Catalogue
) -> None:
    """Without the recorded decision, nothing keeps looked after children in the section."""
    without = _replaced(catalogue, "looked_after", board_decision="")
    tables = (known_q2.verdicts, known_q2.judged, known_q2.benchmarks, known_q2.signals)
    found = [each for each in review_exceptions(without, *tables) if each.rule == "no_exception"]
    assert [each.file for each in found] == ["catalogue entry looked_after"]


def _replaced(catalogue: Catalogue, name: str, **changes: object) -> Catalogue:
    sections = tuple(
        section.model_copy(
            update={
                "indicator": tuple(
                    entry.model_copy(update=changes) if entry.id == name else entry
                    for entry in section.indicator
                )
            }
        )
        for section in catalogue.sections
    )
    return Catalogue(sections=sections, sources=catalogue.sources)


def test_benchmark_verdicts_follow_exact_poisson_limits(known_q2: Known) -> None:
    """176 conceptions (40.9 per 1,000 of 4,310): the South East's 33.1 lies below the 95%
    interval but inside the 99.8% one; England's 41.4 lies inside both. In 2007, 181
    conceptions at 42.0 leave 33.0 outside even the 99.8% interval."""

    def lower(count: int, rate: float, confidence: float) -> float:
        return float(stats.chi2.ppf((1 - confidence) / 2, 2 * count) / 2 * rate / count)

    assert lower(176, 40.9, 0.95) > 33.1 > lower(176, 40.9, 0.998)
    assert lower(181, 42.0, 0.998) > 33.0
    verdicts = known_q2.benchmarks.set_index(["path", "area"])["verdict"]
    assert verdicts["conceptions", "South East"] == "worse"
    assert verdicts["conceptions", "England"] == "similar"
    assert verdicts["conceptions.annual", "South East"] == "much worse"
    # No numbers behind the NEET rate were received.
    assert verdicts["neet.official_rate", "Bristol"] == "not compared"


def _monthly(known: Known, values: list[float]) -> Known:
    """What was known, with a run of quarterly incidents in place of the two received."""
    one = known.observations[known.observations["path"] == "health_and_safety"].iloc[-1:]
    rows = pd.concat([one] * len(values), ignore_index=True)
    starts = pd.date_range("2006-04-01", periods=len(values), freq="QS")
    texts = [
        f"{year}-{(year + 1) % 100:02d}-Q{(start.month - 4) // 3 % 4 + 1}"
        for start in starts
        for year in [start.year - (start.month < 4)]
    ]
    rows = rows.assign(
        value=values, period=texts, start=starts, end=starts + pd.offsets.QuarterEnd(1),
        id=[f"health_and_safety.{text}" for text in texts],
    )  # fmt: skip
    others = known.observations[known.observations["path"] != "health_and_safety"]
    return dataclasses.replace(known, observations=pd.concat([others, rows], ignore_index=True))


STEADY = [100, 104, 98, 103, 97, 101, 105, 99, 102, 98, 101]


@pytest.mark.parametrize(
    ("values", "verdict", "signal"),
    [
        (STEADY, "too few points", ""),
        ([*STEADY, 100], "no signal", ""),
        # Mean 108 with moving ranges of about 12: the last point is far above the limit.
        ([*STEADY, 190], "concern", "outside the limits"),
        ([*STEADY, 20], "improvement", "outside the limits"),
    ],
)
def test_a_control_chart_speaks_from_twelve_points(
    known_q2: Known, catalogue: Catalogue, values: list[float], verdict: str, signal: str
) -> None:
    known = _monthly(known_q2, values)
    own = known.observations[known.observations["area"] == known.info.authority]
    signals = judge_signals(known.judged, own, catalogue).set_index("path")
    row = signals.loc["health_and_safety"]
    assert (row["chart"], row["latest_signal"], row["points"]) == (verdict, signal, len(values))


def test_a_signal_makes_an_exception(known_q2: Known, catalogue: Catalogue) -> None:
    known = _monthly(known_q2, [*STEADY, 190])
    own = known.observations[known.observations["area"] == known.info.authority]
    signals = judge_signals(known.judged, own, catalogue)
    entry = catalogue.indicators["health_and_safety"]
    [reason] = reasons_of(entry, known.judged, known.benchmarks, signals)
    assert reason.rule == SIGNAL
    assert "outside the limits" in reason.what


def test_the_control_chart_is_drawn_from_twelve_points(
    known_q2: Known, catalogue: Catalogue
) -> None:
    entry = catalogue.indicators["health_and_safety"]
    incidents = entry.get("incidents")
    assert draw_control_chart(_monthly(known_q2, STEADY), entry, incidents) is None
    chart = draw_control_chart(_monthly(known_q2, [*STEADY, 190]), entry, incidents)
    assert chart is not None
    assert chart.id == "control-health-and-safety-incidents"
    assert "over 12 points" in chart.alt
    # The limits are the mean and 2.66 mean moving ranges, worked here by hand.
    values = np.array([*STEADY, 190], dtype=float)
    upper = values.mean() + 2.66 * np.abs(np.diff(values)).mean()
    assert f"{upper:.1f}" in chart.alt


@pytest.mark.parametrize("name", ["child_protection", "looked_after"])
def test_a_stock_is_not_tested_for_an_event(
    known_q2: Known, catalogue: Catalogue, name: str
) -> None:
    """Numbers on a day cannot decide; the sentence says which series would."""
    text = str(Block(known_q2, catalogue.indicators[name]).event())
    assert "not tested" in text
    assert "starts (and ends) per month" in text


def test_the_points_before_and_after_the_event_are_told(
    known_q2: Known, catalogue: Catalogue
) -> None:
    text = str(Block(known_q2, catalogue.indicators["looked_after"]).event())
    assert "Before it: 372 on 30 September 2008. After it: 460 on 30 September 2009." in text


def test_the_obesity_question_is_answered_in_full(known_q2: Known, catalogue: Catalogue) -> None:
    """The published report: 17.7% to 16.4% is not significant, below 14.8% would be (by
    intervals; 15.6% by the test); overweight 7.5 to 12.9 is significant, 12.9 to 13.4 is not."""
    table = Block(known_q2, catalogue.indicators["obesity"]).changes()
    cells = {(row[0], row[1].split(" ")[0], row[2].split(" ")[0]): row for row in table.rows}
    fall = cells["Year 6 children who are obese", "17.7%", "16.4%"]
    assert (fall[4], fall[5], fall[7], fall[8]) == ("yes", "no", "below 14.8%", "below 15.6%")
    jump = cells["Reception children who are overweight", "7.5%", "12.9%"]
    assert (jump[4], jump[5], jump[6]) == ("no", "yes", "below 0.001")
    drift = cells["Reception children who are overweight", "12.9%", "13.4%"]
    assert (drift[4], drift[5]) == ("yes", "no")


def test_benchmarks_are_for_the_same_period_only(known_q2: Known, catalogue: Catalogue) -> None:
    """England has no referral rate for 2007/08, so an older latest value is not compared."""
    older = known_q2.judged.copy()
    older.loc["referrals", ["period", "value"]] = ["2007-08-FY", 660.0]
    table = judge_benchmarks(older, known_q2.observations, catalogue)
    assert "referrals" not in set(table["path"])
