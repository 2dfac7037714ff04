"""What is worked out of observations, each as the call that works it out.

A row is one observation, or a pair of them; most also take a table of rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Measure
from cypt_analysis.catalogue.entries import Event
from cypt_analysis.catalogue.kinds import Kind, Window
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
    polarity = "high" if row["comparison"] == "at least" else "low"
    periods = (int(row["parts"]), int(row["parts_of"]))
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


def control_chart(series: pd.DataFrame, measure: Measure, latest: Any) -> Call[ControlChart]:
    """The XmR chart of a series; a stock and overlapping periods are refused with the reason.

    It is held against the target of the ``latest`` judged row where that is one for each point: a
    quarter is not able to meet what is asked of a year.
    """
    values = series["value"].to_numpy(dtype=float)
    # A count that is not of separate events is of people, mostly the same ones next time.
    kind = "stock" if measure.kind is Kind.COUNT and not measure.events else "flow"
    options = {"polarity": measure.polarity, "kind": kind, "window": window(series)}
    held = latest["target"] if _is_for_each_period(latest) else None
    return Call(xmr_chart, (values, list(series["start"])), {"target": held, **options})


def _is_for_each_period(row: Any) -> bool:
    if pd.isna(row["target"]):
        return False
    asked, period = parse_period(row["target_period"]), parse_period(row["period"])
    return row["target_basis"] != "annual" or asked.months == period.months


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
    """The window of one series, as declared, or "rolling" where its periods overlap."""
    declared = set(series["window"]) if "window" in series else {Window.WHOLE}
    if len(declared) == 1 and Window.WHOLE not in declared:
        return str(declared.pop())
    ordered = series.sort_values("end")
    overlaps = ordered["start"].iloc[1:].to_numpy() <= ordered["end"].iloc[:-1].to_numpy()
    return "rolling" if overlaps.any() else "whole"
