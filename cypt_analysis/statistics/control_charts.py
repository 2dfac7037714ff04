"""XmR control charts: is a series steady, and is it able to meet its target?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cypt_analysis.statistics._signals import SIGNALS, compare, signals
from cypt_analysis.statistics._validation import (
    BoolArray,
    FloatArray,
    Inputs,
    Numbers,
    Result,
    check_choice,
    fault_error,
    read,
)

MINIMUM_POINTS = 12
"""Below this number of points the limits are trial limits, and no signal is called from them."""

# 3 / 1.128: three deviations, where 1.128 turns the mean moving range of pairs into a deviation.
_LIMIT_FACTOR = 2.66
# The upper limit of a moving range itself, as a multiple of the mean moving range.
_RANGE_FACTOR = 3.267

_IMPROVES = {"high": 1, "low": -1, "none": 0}


@dataclass(frozen=True)
class Segment:
    """A stretch of the chart with limits of its own.

    start, stop   positions, stop excluded
    cause         why the limits start anew ("" for the first segment)
    baseline      points that the limits were drawn from
    mean, lower, upper, mean_moving_range
    status        "limits", "trial limits" (fewer than 12 points), "too few points" (fewer than 2)
    """

    start: int
    stop: int
    cause: str
    baseline: int
    mean: float
    lower: float
    upper: float
    mean_moving_range: float
    status: str


@dataclass(frozen=True)
class ControlChart:
    """An XmR chart. Fields that are one a point have the form of the input.

    values          the series
    mean, lower, upper              centre line and limits at each point
    near_lower, near_upper          two-thirds of the way to the limits
    signal          words, one a point, the first rule in this order that holds: "outside the
                    limits", "run of 7 rising or falling", "2 of 3 near a limit", "7 on one side";
                    "" where there is none
    direction       "high", "low", "rising", "falling" for each signal, else ""
    judgement       "improvement", "concern" or, for a polarity of none, "special cause"; else ""
    segments        one, and one more for each rebasing
    status          of the last segment: "limits", "trial limits" or "too few points"
    verdict         of the latest point: its judgement, "no signal" or "too few points"
    target          as given
    assurance       "will pass", "will fail" or "neither" of the last segment's limits against the
                    target; "too few points" on trial limits, "not judged" without a target or for
                    a polarity of none
    """

    values: Result
    mean: Result
    lower: Result
    upper: Result
    near_lower: Result
    near_upper: Result
    signal: Any
    direction: Any
    judgement: Any
    segments: tuple[Segment, ...]
    status: str
    verdict: str
    target: float | None
    assurance: str


def xmr_chart(
    values: Numbers,
    dates: Sequence[Any] | None = None,
    *,
    baseline: int | None = None,
    rebase: Mapping[Any, str] | None = None,
    target: float | None = None,
    polarity: str = "none",
    screen_ranges: bool = False,
) -> ControlChart:
    """Draw an XmR chart of one series in time order.

    Parameters: `values`, a sequence, array or Series; `dates`, its labels (by default a Series'
    index, else positions). `baseline` is how many points of each segment its limits are drawn
    from (all, by default). `rebase` maps the date of the first point of a new segment to the
    named cause: limits start anew only for a reason that can be printed. `screen_ranges` leaves
    moving ranges of 3.267 times their mean or more out, once. `polarity` is what is good.

    Returns a `ControlChart` in the unit of the values. Limits are the mean and 2.66 mean moving
    ranges each side. Fewer than 12 points give trial limits, from which no signal is called, and
    the verdict "too few points". A missing value has no moving range and breaks a run. A point on
    a limit is inside it; equal values break a run; a constant series has limits equal to its mean.

    Raises `InvalidInputError` naming every value that is no number, an unknown date to rebase at, a
    rebasing without its cause, or a baseline below 2.

    Source: NHS England "Making data count" and its NHSRplotthedots package (rules and their
    order); Wheeler (2000), Understanding Variation. That package gives a constant series NaN.

    >>> chart = xmr_chart([31, 28, 33, 30, 29, 32, 30, 31, 28, 30, 29, 45], polarity="low")
    >>> round(float(chart.upper[0]), 1), chart.signal[-1], chart.verdict
    (41.0, 'outside the limits', 'concern')
    """
    check_choice("polarity", polarity, tuple(_IMPROVES))
    inputs = read(values=values).check()
    if len(inputs.shape) != 1:
        raise fault_error("a control chart needs one list of values")
    series = inputs["values"]
    starts = _starts(inputs, dates, rebase or {})
    if baseline is not None and baseline < 2:
        raise fault_error(f"baseline is {baseline}; limits need at least 2 points")
    stops = [*list(starts)[1:], len(series)]
    segments = tuple(
        _segment(series, start, stop, cause, baseline=baseline, screen=screen_ranges)
        for (start, cause), stop in zip(starts.items(), stops, strict=True)
    )
    codes, sides = _all_signals(series, segments)
    judgement = _judge(codes, sides, polarity)
    last = segments[-1]
    mean, lower, upper = (_spread_out(segments, field) for field in ("mean", "lower", "upper"))
    return ControlChart(
        values=inputs.give(series),
        mean=inputs.give(mean),
        lower=inputs.give(lower),
        upper=inputs.give(upper),
        near_lower=inputs.give(mean - (mean - lower) * 2 / 3),
        near_upper=inputs.give(mean + (upper - mean) * 2 / 3),
        signal=inputs.give_words(np.array(SIGNALS, dtype=object)[codes]),
        direction=inputs.give_words(_directions(codes, sides)),
        judgement=inputs.give_words(judgement),
        segments=segments,
        status=last.status,
        verdict=_verdict(series, judgement, last),
        target=target,
        assurance=_assure(last, target, polarity),
    )


def _starts(
    inputs: Inputs, dates: Sequence[Any] | None, rebase: Mapping[Any, str]
) -> dict[int, str]:
    """Where segments start, and why, in time order."""
    labels = list(inputs.index if dates is None and inputs.index is not None else dates or [])
    if dates is None and inputs.index is None:
        labels = list(range(inputs.shape[0]))
    if len(labels) != inputs.shape[0]:
        raise fault_error(f"{inputs.shape[0]} values have {len(labels)} dates")
    starts = {0: ""}
    for date, cause in rebase.items():
        if date not in labels:
            raise fault_error(f"there is no point at {date!r} to rebase at")
        if not (isinstance(cause, str) and cause.strip()):
            raise fault_error(f"rebasing at {date!r} needs its cause in words")
        starts[labels.index(date)] = cause.strip()
    return dict(sorted(starts.items()))


def _segment(
    series: FloatArray,
    start: int,
    stop: int,
    cause: str,
    *,
    baseline: int | None,
    screen: bool,
) -> Segment:
    """Limits of one stretch, from its first `baseline` known points."""
    stretch = series[start:stop]
    known = np.flatnonzero(~np.isnan(stretch))
    if baseline is not None:
        known = known[:baseline]
    used = stretch[: known[-1] + 1] if known.size else stretch[:0]
    ranges = np.abs(np.diff(used))
    ranges = ranges[~np.isnan(ranges)]
    if not ranges.size:
        mean = float(np.mean(used[known])) if known.size else np.nan
        nan = float("nan")
        return Segment(start, stop, cause, known.size, mean, nan, nan, nan, "too few points")
    mean_range = float(ranges.mean())
    if screen:
        kept = ranges[ranges < _RANGE_FACTOR * mean_range]
        mean_range = float(kept.mean()) if kept.size else mean_range
    mean = float(np.mean(used[known]))
    reach = _LIMIT_FACTOR * mean_range
    status = "limits" if known.size >= MINIMUM_POINTS else "trial limits"
    return Segment(
        start, stop, cause, int(known.size), mean, mean - reach, mean + reach, mean_range, status
    )


def _all_signals(
    series: FloatArray, segments: tuple[Segment, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """The first rule that holds at each point, and its direction; runs end with a segment."""
    codes = np.zeros(series.size, dtype=int)
    sides = np.zeros(series.size, dtype=int)
    for segment in segments:
        if segment.status == "limits":
            part = slice(segment.start, segment.stop)
            codes[part], sides[part] = signals(
                series[part], segment.mean, segment.lower, segment.upper
            )
    return codes, sides


def _directions(codes: np.ndarray, sides: np.ndarray) -> np.ndarray:
    words = np.full(codes.shape, "", dtype=object)
    run = codes == SIGNALS.index("run of 7 rising or falling")
    words[run & (sides > 0)], words[run & (sides < 0)] = "rising", "falling"
    level = (codes > 0) & ~run
    words[level & (sides > 0)], words[level & (sides < 0)] = "high", "low"
    return words


def _judge(codes: np.ndarray, sides: np.ndarray, polarity: str) -> np.ndarray:
    words = np.full(codes.shape, "", dtype=object)
    found: BoolArray = codes > 0
    good = sides * _IMPROVES[polarity]
    words[found & (good > 0)] = "improvement"
    words[found & (good < 0)] = "concern"
    words[found & (good == 0)] = "special cause"
    return words


def _verdict(series: FloatArray, judgement: np.ndarray, last: Segment) -> str:
    if last.status != "limits":
        return "too few points"
    latest = np.flatnonzero(~np.isnan(series))[-1]
    return judgement[latest] or "no signal"


def _assure(last: Segment, target: float | None, polarity: str) -> str:
    if target is None or np.isnan(target) or polarity == "none":
        return "not judged"
    if last.status != "limits":
        return "too few points"
    # A target that is just met counts as met, so a limit on the target passes.
    worst, best = (last.lower, last.upper) if polarity == "high" else (last.upper, last.lower)
    direction = _IMPROVES[polarity]
    if compare(worst, target) * direction >= 0:
        return "will pass"
    return "will fail" if compare(best, target) * direction < 0 else "neither"


def _spread_out(segments: tuple[Segment, ...], field: str) -> FloatArray:
    return np.concatenate(
        [np.full(segment.stop - segment.start, getattr(segment, field)) for segment in segments]
    )
