"""What is worked out of observations, each as the call that works it out.

A row is one observation, or a pair of them; most also take a table of rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Measure
from cypt_analysis.catalogue.entries import Event
from cypt_analysis.catalogue.kinds import Kind
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
    u_chart,
    xmr_chart,
)
from cypt_analysis.statistics.calls import Call

DIRECTIONS = {"low": "decrease", "high": "increase"}
THRESHOLD_RULES = ("intervals", "test")


def comparison(pair: Any, kind: str, scale: float) -> Call[Comparison]:
    """An observation beside an earlier one; a count of events is a rate over equal spans.

    Events that follow from an assumed number of children are taken to the nearest whole.
    """
    if kind == Kind.PROPORTION:
        earlier = (pair["then_numerator"], pair["then_denominator"])
        return Call(compare_proportions, (*earlier, pair["numerator"], pair["denominator"]))
    events = "value" if kind == Kind.COUNT else "numerator"
    then, now = np.round(pair[f"then_{events}"]), np.round(pair[events])
    if kind == Kind.COUNT:
        return Call(compare_rates, (then, 1, now, 1, 1))
    return Call(compare_rates, (then, pair["then_denominator"], now, pair["denominator"], scale))


def threshold(row: Any, rule: str, direction: str, decimals: int | None = None) -> Call[Any]:
    """What the next proportion must pass to be a change, if as many are counted.

    With ``decimals`` it is rounded to the side on which whatever passes it is one.
    """
    size = row["denominator"]
    counted = (row["numerator"], size, size, rule, direction)
    options = {} if decimals is None else {"decimals": decimals}
    return Call(significance_threshold, counted, options)


def run_rate(row: Any) -> Call[RunRate]:
    """What each remaining period must bring for the yearly target of a count."""
    year, length = parse_period(row["target_period"]), parse_period(row["period"]).months
    done = (row["end"].year - year.start.year) * 12 + row["end"].month - year.start.month + 1
    polarity = "high" if row["comparison"] == "at least" else "low"
    periods = (done // length, year.months // length)
    return Call(required_run_rate, (row["judged"], *periods, row["target"]), {"polarity": polarity})


def benchmark(row: Any, other: float, measure: Measure) -> Call[str]:
    """The intervals of a value against another area's value.

    A value with no more decimals than are printed was received so, and is known to half a unit.
    """
    limits = ((row["lower_95"], row["upper_95"]), (row["lower_998"], row["upper_998"]))
    options: dict[str, Any] = {"denominator": row["denominator"]}
    if round(other, measure.decimals) == other:
        options["decimals"] = measure.decimals
    return Call(compare_to_benchmark, (row["value"], *limits, other, measure.polarity), options)


def control_chart(
    series: pd.DataFrame, measure: Measure, target: float | None
) -> Call[ControlChart]:
    """The XmR chart of a series; a stock and overlapping periods are refused with the reason."""
    values = series["value"].to_numpy(dtype=float)
    # A count that is not of separate events is of people, mostly the same ones next time.
    kind = "stock" if measure.kind is Kind.COUNT and not measure.events else "flow"
    options = {"polarity": measure.polarity, "kind": kind, "window": window(series)}
    held = None if pd.isna(target) else target
    return Call(xmr_chart, (values, list(series["start"])), {"target": held, **options})


def count_chart(series: pd.DataFrame) -> Call[ControlChart]:
    """The u chart of separate events over equal spans of time, which shows how much they vary."""
    options = {"window": window(series)}
    values = series["value"].to_numpy(dtype=float)
    spans = [1] * len(series)
    return Call(u_chart, (values, spans, list(series["start"])), options)


def trend(series: pd.DataFrame, measure: Measure) -> Call[RecentTrend] | None:
    """The recent trend of a series; None for a kind or numbers that it cannot be tested of."""
    counted = series["numerator"].notna() & series["denominator"].notna()
    if measure.kind not in (Kind.PROPORTION, Kind.RATE) or not counted.any():
        return None
    numbers = (series["numerator"], series["denominator"], measure.kind, measure.scale)
    options = {
        "polarity": measure.polarity, "dates": list(series["start"]), "window": window(series)
    }  # fmt: skip
    return Call(recent_trend, numbers, options)


def event(series: pd.DataFrame, measure: Measure, at: Event) -> Call[EventEffect]:
    """Whether a flow stepped at an event; a stock is refused with the reason."""
    options = {"kind": "flow" if measure.events else "stock", "window": window(series)}
    return Call(event_effect, (series["value"], list(series["start"]), at.date), options)


def window(series: pd.DataFrame) -> str:
    """Whether the periods of one series are days ("snapshot"), overlap ("rolling") or neither."""
    if (series["series"] == "day").all():
        return "snapshot"
    ordered = series.sort_values("end")
    overlaps = ordered["start"].iloc[1:].to_numpy() <= ordered["end"].iloc[:-1].to_numpy()
    return "rolling" if overlaps.any() else "whole"
