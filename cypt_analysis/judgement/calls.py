"""What is worked out of observations, each as the call that works it out.

A row is one observation, or a pair of them; most also take a table of rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
    NeighbourSummary,
    RecentTrend,
    RunRate,
    compare_proportions,
    compare_rates,
    compare_to_benchmark,
    event_effect,
    neighbour_summary,
    numerator_gap,
    p_chart,
    recent_trend,
    required_run_rate,
    significance_thresholds,
    u_chart,
    verdict_turns_at,
    xmr_chart,
)
from cypt_analysis.statistics.attribute_charts import RARE
from cypt_analysis.statistics.calls import Call

THRESHOLD_RULES = ("intervals", "test")
# In these windows the next figure is not tested against this one.
NO_NEXT = ("rolling", Window.YEAR_TO_DATE)


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


def thresholds(row: Any, kind: str, rule: str, scale: float, decimals: int | None) -> Call[Any]:
    """What the next figure must fall below, or rise above, to be a change, if as many are counted.

    Of a proportion between 0 and 1, of a rate in its unit; with ``decimals`` rounded to the side
    on which whatever passes it is one.
    """
    size = row["denominator"]
    options: dict[str, Any] = {"decimals": decimals}
    events = row["numerator"]
    if kind == Kind.RATE:
        options |= {"kind": "rate", "multiplier": scale}
        events = np.round(events)
    return Call(significance_thresholds, (events, size, size, rule), options)


def turning_point(pair: Any) -> Call[Any] | None:
    """How many times as many would have to be counted for the test's verdict to turn.

    None where neither number is assumed, or the pair is not of proportions.
    """
    earlier, later = bool(pair["then_assumed"]), bool(pair["assumed"])
    if pair["kind"] != Kind.PROPORTION or not (earlier or later):
        return None
    which = "both" if earlier and later else "earlier" if earlier else "later"
    counted = comparison(pair, Kind.PROPORTION, 1).arguments
    return Call(verdict_turns_at, counted, {"assumed": which})


def short_of(row: Any) -> Call[Any] | None:
    """How many more, or fewer, would have met a target; None where that many were not counted."""
    counted = pd.notna(row["numerator"]) and pd.notna(row["denominator"]) and not row["assumed"]
    ways = {"at least": "high", "at most": "low"}
    itself = row["value"] == row["judged"] and row["required"] == row["target"]
    if not counted or not itself or row["comparison"] not in ways:
        return None
    if row["kind"] not in (Kind.PROPORTION, Kind.RATE):
        return None
    share = row["kind"] == Kind.PROPORTION
    target = row["target"] / row["scale"] if share else row["target"]
    numbers = (row["numerator"], row["denominator"], target, ways[row["comparison"]])
    return Call(numerator_gap, numbers, {} if share else {"multiplier": row["scale"]})


def among_neighbours(
    own: Any, others: pd.DataFrame, measure: Measure, neighbours: Sequence[str], name: str
) -> Call[NeighbourSummary] | None:
    """The area among its statistical neighbours, those without a figure too; None without any."""
    found = dict(zip(others["area"], others["value"].tolist(), strict=True))
    values = [found.get(each, math.nan) for each in neighbours]
    if all(map(math.isnan, values)):
        return None
    arguments = (values, own["value"], measure.polarity, name)
    return Call(neighbour_summary, arguments, {"names": list(neighbours)})


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
    """The chart that the kind of a measure asks for; what has no chart is refused with the reason.

    Proportions and rates with their numbers have p and u charts; a stock and overlapping periods
    have none; else XmR. A measure with a season has it taken out first. It is held against the
    target of the ``latest`` judged row where that is one for each point: a quarter is not able to
    meet what is asked of a year.
    """
    # A count that is not of separate events is of people, mostly the same ones next time.
    kind = "stock" if measure.kind is Kind.COUNT and not measure.events else "flow"
    options: dict[str, Any] = {
        "polarity": measure.polarity, "kind": kind, "window": window(series)
    }  # fmt: skip
    held = latest["target"] if _is_for_each_period(latest) else None
    dates, season = list(series["start"]), _season(series, measure)
    values = series["value"].to_numpy(dtype=float)
    if not season and measure.kind in (Kind.PROPORTION, Kind.RATE) and _all_counted(series):
        top, bottom = (series[name].to_numpy(float) for name in ("numerator", "denominator"))
        if measure.kind is Kind.PROPORTION:
            share = None if held is None else held / measure.scale
            return Call(p_chart, (top, bottom, dates), {"target": share, **options})
        options["multiplier"] = measure.scale
        return Call(u_chart, (np.round(top), bottom, dates), {"target": held, **options})
    if kind == "flow" and measure.kind is Kind.COUNT and np.nanmean(values) < RARE:
        # It is refused, and the reason names the chart that rare events need.
        return count_chart(series)
    if season:
        options["season"] = season
    return Call(xmr_chart, (values, dates), {"target": held, **options})


def _all_counted(series: pd.DataFrame) -> bool:
    """Whether there are numbers behind every value; one that was withheld is a gap."""
    shown, top, bottom = (
        ~np.isnan(series[name].to_numpy(float)) for name in ("value", "numerator", "denominator")
    )
    return bool(shown.any() and (top & bottom)[shown].all())


def chart_scale(call: Call[ControlChart]) -> float:
    """What a chart's values are multiplied by to be in the unit of the measure."""
    return 100.0 if call.function is p_chart else 1.0


def _season(series: pd.DataFrame, measure: Measure) -> int | None:
    """How many periods a year has, of a measure that follows the time of year."""
    months = parse_period(series["period"].iloc[0]).months
    return 12 // months if measure.season and 0 < months <= 6 else None


def count_chart(series: pd.DataFrame) -> Call[ControlChart]:
    """The u chart of separate events over equal spans of time, which shows how much they vary."""
    options = {"window": window(series)}
    values = series["value"].to_numpy(dtype=float)
    spans = [1] * len(series)
    return Call(u_chart, (values, spans, list(series["start"])), options)


def _is_for_each_period(row: Any) -> bool:
    if pd.isna(row["target"]):
        return False
    asked, period = parse_period(row["target_period"]), parse_period(row["period"])
    return row["target_basis"] != "annual" or asked.months == period.months


def trend(series: pd.DataFrame, measure: Measure) -> Call[RecentTrend] | None:
    """The recent trend of a series; None for a kind or numbers that it cannot be tested of.

    None too of a measure with a season: five periods of it are not five of the same.
    """
    counted = series["numerator"].notna() & series["denominator"].notna()
    if measure.kind not in (Kind.PROPORTION, Kind.RATE) or not counted.any():
        return None
    if _season(series, measure):
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
    starts, ends = series["start"].to_numpy(), series["end"].to_numpy()
    order = np.argsort(ends, kind="stable")
    overlaps = starts[order][1:] <= ends[order][:-1]
    return "rolling" if overlaps.any() else "whole"
