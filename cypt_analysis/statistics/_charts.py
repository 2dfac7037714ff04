"""What every control chart has in common: its parts, its verdicts, and how it is put together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cypt_analysis.statistics._signals import SIGNALS, compare, signals
from cypt_analysis.statistics._timeline import Timeline
from cypt_analysis.statistics._validation import BoolArray, FloatArray, Inputs, Result, fault_error

MINIMUM_POINTS = 12
"""Below this number of points the limits are trial limits, and no signal is called from them."""

TOO_FEW = "too few points"
NOT_JUDGED = "not judged"
IMPROVES = {"high": 1, "low": -1, "none": 0}

Stretch = tuple[int, int, str]
"""Start, stop (excluded) and the cause why limits start anew, in places of the timeline."""


@dataclass(frozen=True)
class Segment:
    """A stretch of the chart with limits of its own.

    start, stop   points in order of time, stop excluded
    cause         why the limits start anew ("" for the first segment)
    baseline      points that the limits were drawn from
    mean, lower, upper  at its last point, where denominators vary
    mean_moving_range   missing for charts that do not use it
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
    """A control chart. Fields that are one a point have the form and the order of the input.

    values          the series (with its season taken out, if asked)
    mean, lower, upper              centre line and limits at each point
    near_lower, near_upper          two-thirds of the way to the limits
    signal          words, one a point, the first rule in this order that holds: "outside the
                    limits", "run of 7 rising or falling", "2 of 3 near a limit", "7 on one side";
                    "" where there is none
    direction       "high", "low", "rising", "falling" for each signal, else ""
    judgement       "improvement", "concern" or, for a polarity of none, "special cause"; else ""
    segments        one, and one more for each rebasing
    status          of the last segment: "limits", "trial limits" or "too few points"; "not judged"
                    where the chart is refused
    verdict         of the latest point: its judgement, "no signal", "too few points", or "not
                    judged" where the chart is refused
    target          as given
    assurance       "will pass", "will fail" or "neither" of the last segment's limits against the
                    target; "too few points" on trial limits, "not judged" without a target or for
                    a polarity of none
    kind            "XmR", "p", "u", "g", "t"; p' and u' with Laney's limits
    reason          why the chart is refused, or what else is to be said beside it; else ""
    latest          position of the latest point in the input; None where there is none
    dispersion      spread from point to point as a multiple of chance (p and u charts)
    """

    kind: str
    values: Result
    mean: Result
    lower: Result
    upper: Result
    near_lower: Result
    near_upper: Result
    signal: Any
    direction: Any
    judgement: Any
    target: float | None
    reason: str
    segments: tuple[Segment, ...] = ()
    status: str = NOT_JUDGED
    verdict: str = NOT_JUDGED
    assurance: str = NOT_JUDGED
    latest: int | None = None
    dispersion: float = math.nan


@dataclass(frozen=True)
class Lines:
    """A stretch's centre line, limits, and two-thirds of the way to them, one a place."""

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    near_lower: FloatArray
    near_upper: FloatArray


def lines(mean: FloatArray, lower: FloatArray, upper: FloatArray) -> Lines:
    """Lines with the near ones two-thirds of the way."""
    return Lines(mean, lower, upper, mean - (mean - lower) * 2 / 3, mean + (upper - mean) * 2 / 3)


def flat(length: int, mean: float, lower: float, upper: float) -> Lines:
    """Lines that are the same at every place."""
    return lines(*(np.full(length, value) for value in (mean, lower, upper)))


def stretches(timeline: Timeline, rebase: Mapping[Any, str] | None) -> list[Stretch]:
    """Where limits start anew, and why: only for a reason that can be printed."""
    starts = {0: ""}
    for date, cause in (rebase or {}).items():
        if not (isinstance(cause, str) and cause.strip()):
            raise fault_error(f"rebasing at {date!r} needs its cause in words")
        starts[timeline.find(date)] = cause.strip()
    ordered = sorted(starts)
    stops = [*ordered[1:], timeline.length]
    return [(start, stop, starts[start]) for start, stop in zip(ordered, stops, strict=True)]


def status_of(points: int) -> str:
    """What limits drawn from so many points are."""
    return "limits" if points >= MINIMUM_POINTS else "trial limits"


def put_together(
    inputs: Inputs,
    timeline: Timeline,
    kind: str,
    placed: FloatArray,
    parts: list[tuple[Segment, Lines]],
    *,
    polarity: str,
    target: float | None = None,
    reason: str = "",
    dispersion: float = math.nan,
) -> ControlChart:
    """The chart of values at their places, from the segments (in places) and their lines."""
    codes, sides = np.zeros(placed.size, dtype=int), np.zeros(placed.size, dtype=int)
    for segment, drawn in parts:
        if segment.status == "limits":
            part = slice(segment.start, segment.stop)
            codes[part], sides[part] = signals(
                placed[part],
                drawn.mean,
                (drawn.lower, drawn.upper),
                (drawn.near_lower, drawn.near_upper),
            )
    judgement = _judge(codes, sides, polarity)
    last = parts[-1][0]

    def give(name: str) -> Result:
        line = np.concatenate([getattr(drawn, name) for _, drawn in parts])
        return inputs.give(timeline.gather(line))

    def give_words(words: np.ndarray) -> Any:
        return inputs.give_words(timeline.gather(words))

    known = np.flatnonzero(~np.isnan(placed))
    verdict = TOO_FEW
    if last.status == "limits":
        verdict = judgement[known[-1]] or "no signal"
    latest = int(timeline.order[timeline.point(known[-1])]) if known.size else None
    return ControlChart(
        values=inputs.give(timeline.gather(placed)),
        mean=give("mean"),
        lower=give("lower"),
        upper=give("upper"),
        near_lower=give("near_lower"),
        near_upper=give("near_upper"),
        signal=give_words(np.array(SIGNALS, dtype=object)[codes]),
        direction=give_words(_directions(codes, sides)),
        judgement=give_words(judgement),
        segments=tuple(_in_points(segment, timeline) for segment, _ in parts),
        status=last.status,
        verdict=verdict,
        target=target,
        assurance=_assure(last, target, polarity),
        kind=kind,
        reason=reason,
        latest=latest,
        dispersion=dispersion,
    )


def refused(
    inputs: Inputs, values: FloatArray, kind: str, reason: str, target: float | None = None
) -> ControlChart:
    """The series without limits, signals or verdict, and the reason."""
    blank = inputs.give(np.full(inputs.shape, np.nan))
    nothing = inputs.give_words(np.full(inputs.shape, "", dtype=object))
    lines_and_words = (blank, blank, blank, blank, blank, nothing, nothing, nothing)
    return ControlChart(kind, inputs.give(values), *lines_and_words, target, reason)


def _in_points(segment: Segment, timeline: Timeline) -> Segment:
    start, stop = timeline.point(segment.start), timeline.point(segment.stop)
    return replace(segment, start=start, stop=stop)


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
    good = sides * IMPROVES[polarity]
    words[found & (good > 0)] = "improvement"
    words[found & (good < 0)] = "concern"
    words[found & (good == 0)] = "special cause"
    return words


def _assure(last: Segment, target: float | None, polarity: str) -> str:
    if target is None or np.isnan(target) or polarity == "none":
        return NOT_JUDGED
    if last.status != "limits":
        return TOO_FEW
    # A target that is just met counts as met, so a limit on the target passes.
    worst, best = (last.lower, last.upper) if polarity == "high" else (last.upper, last.lower)
    direction = IMPROVES[polarity]
    if compare(worst, target) * direction >= 0:
        return "will pass"
    return "will fail" if compare(best, target) * direction < 0 else "neither"
