"""What is worked out of observations, each as the call that works it out.

A row is one observation, or a pair of them; most also take a table of rows.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from cypt_analysis.catalogue import Measure
from cypt_analysis.catalogue.entries import Event, Kind
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.statistics import (
    Comparison,
    ControlChart,
    EventEffect,
    RecentTrend,
    RunRate,
    compare_proportions,
    compare_rates,
    compare_to_benchmark,
    event_effect,
    recent_trend,
    required_run_rate,
    significance_threshold,
    xmr_chart,
)
from cypt_analysis.statistics.calls import Call

DIRECTIONS = {"low": "decrease", "high": "increase"}
THRESHOLD_RULES = ("intervals", "test")


def comparison(pair: Any, kind: str, scale: float) -> Call[Comparison]:
    """An observation beside an earlier one; a count of events is a rate over equal spans."""
    if kind == Kind.COUNT:
        return Call(compare_rates, (pair["then_value"], 1, pair["value"], 1, 1))
    earlier = (pair["then_numerator"], pair["then_denominator"])
    counted = (*earlier, pair["numerator"], pair["denominator"])
    if kind == Kind.PROPORTION:
        return Call(compare_proportions, counted)
    return Call(compare_rates, (*counted, scale))


def threshold(row: Any, rule: str, direction: str) -> Call[Any]:
    """What the next proportion must pass to be a change, if as many are counted."""
    size = row["denominator"]
    return Call(significance_threshold, (row["numerator"], size, size, rule, direction))


def run_rate(row: Any) -> Call[RunRate]:
    """What each remaining period must bring for the yearly target of a count."""
    year, length = parse_period(row["target_period"]), parse_period(row["period"]).months
    done = (row["end"].year - year.start.year) * 12 + row["end"].month - year.start.month + 1
    polarity = "high" if row["comparison"] == "at least" else "low"
    periods = (done // length, year.months // length)
    return Call(required_run_rate, (row["judged"], *periods, row["target"]), {"polarity": polarity})


def benchmark(row: Any, other: float, polarity: str) -> Call[str]:
    """The intervals of a value against another area's value."""
    limits = ((row["lower_95"], row["upper_95"]), (row["lower_998"], row["upper_998"]))
    return Call(compare_to_benchmark, (row["value"], *limits, other, polarity))


def control_chart(
    series: pd.DataFrame, measure: Measure, target: float | None
) -> Call[ControlChart]:
    """The XmR chart of a series in order of time."""
    held = None if pd.isna(target) else target
    values = series["value"].to_numpy(dtype=float)
    return Call(xmr_chart, (values,), {"target": held, "polarity": measure.polarity})


def trend(series: pd.DataFrame, measure: Measure) -> Call[RecentTrend] | None:
    """The recent trend of a series; None for a kind or numbers that it cannot be tested of."""
    counted = series[series["numerator"].notna() & series["denominator"].notna()]
    if measure.kind not in (Kind.PROPORTION, Kind.RATE) or counted.empty:
        return None
    numbers = (counted["numerator"], counted["denominator"], measure.kind, measure.scale)
    return Call(recent_trend, numbers, {"polarity": measure.polarity})


def event(series: pd.DataFrame, measure: Measure, at: Event) -> Call[EventEffect]:
    """Whether a flow stepped at an event; a stock is refused with the reason."""
    kind = "flow" if measure.events else "stock"
    return Call(event_effect, (series["value"], list(series["start"]), at.date), {"kind": kind})
