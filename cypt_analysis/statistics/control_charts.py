"""XmR control charts: is a series steady, and is it able to meet its target?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cypt_analysis.statistics._charts import (
    IMPROVES,
    MINIMUM_POINTS,
    NOT_JUDGED,
    TOO_FEW,
    ControlChart,
    Lines,
    Segment,
    Stretch,
    flat,
    put_together,
    refused,
    status_of,
    stretches,
)
from cypt_analysis.statistics._refusals import why_not_judged
from cypt_analysis.statistics._timeline import read_timeline
from cypt_analysis.statistics._validation import (
    FloatArray,
    Numbers,
    check_choice,
    check_whole,
    fault_error,
    read,
)
from cypt_analysis.statistics.seasons import season_taken_out

__all__ = ["MINIMUM_POINTS", "ControlChart", "Segment", "xmr_chart"]

# 3 / 1.128: three deviations, where 1.128 turns the mean moving range of pairs into a deviation.
_LIMIT_FACTOR = 2.66
# The upper limit of a moving range itself, as a multiple of the mean moving range.
_RANGE_FACTOR = 3.267


def xmr_chart(
    values: Numbers,
    dates: Sequence[Any] | None = None,
    *,
    baseline: int | None = None,
    rebase: Mapping[Any, str] | None = None,
    target: float | None = None,
    polarity: str = "none",
    screen_ranges: bool = False,
    kind: str = "flow",
    window: str = "whole",
    season: int | None = None,
) -> ControlChart:
    """Draw an XmR chart of one series.

    Parameters: `values`, a sequence, array or Series. `dates` (by default a Series' index, if it
    holds dates or periods) put the points in order of time, and a period that did not come is a
    gap; without any the points are taken to be in order. `baseline` is how many points of each
    segment its limits are drawn from (all, by default). `rebase` maps the date of a break to its
    named cause: limits start anew at the first point from that date on, and only for a reason that
    can be printed. `screen_ranges` leaves moving ranges of 3.267 times their mean or more out,
    once. `polarity` is what is good. `kind` is "flow" or "stock" and `window` "whole", "rolling",
    "year to date" or "snapshot"; `season` is how many periods a year has, if the series has a
    season, which is then taken out first (`take_out_season`).

    Returns a `ControlChart` in the unit of the values. Limits are the mean and 2.66 mean moving
    ranges each side. Fewer than 12 points give trial limits, from which no signal is called, and
    the verdict "too few points". A missing value has no moving range and breaks a run. A point on
    a limit is inside it; equal values break a run; a constant series has limits equal to its
    mean. A stock, a window that overlaps, or a season of fewer than three years: no limits, the
    verdict "not judged", and the `reason`.

    Raises `InvalidInputError` naming every value that is no number, a date that is unreadable or
    there twice, a rebasing after the last point or without its cause, or a baseline below 2.

    Source: NHS England "Making data count" and its NHSRplotthedots package (rules and their
    order); Wheeler (2000), Understanding Variation. That package gives a constant series NaN.

    >>> chart = xmr_chart([31, 28, 33, 30, 29, 32, 30, 31, 28, 30, 29, 45], polarity="low")
    >>> round(float(chart.upper[0]), 1), chart.signal[-1], chart.verdict
    (41.0, 'outside the limits', 'concern')
    """
    check_choice("polarity", polarity, tuple(IMPROVES))
    baseline, target = check_baseline(baseline), check_target(target)
    inputs = read(values=values).check()
    if len(inputs.shape) != 1:
        raise fault_error("a control chart needs one list of values")
    timeline = read_timeline(inputs, dates)
    reason = why_not_judged("a control chart", kind=kind, window=window)
    placed, note = timeline.spread(inputs["values"]), ""
    if season is not None and not reason:
        placed, _, reason = season_taken_out(placed, check_whole("season", season, 2))
        note = "the season is taken out: values are what they would be in an average period"
    if reason:
        return refused(inputs, inputs["values"], "XmR", reason, target)
    parts = [
        _draw(placed, stretch, baseline, screen=screen_ranges)
        for stretch in stretches(timeline, rebase)
    ]
    return put_together(
        inputs, timeline, "XmR", placed, parts, polarity=polarity, target=target, reason=note
    )


def _draw(
    placed: FloatArray, stretch: Stretch, baseline: int | None, *, screen: bool
) -> tuple[Segment, Lines]:
    """One stretch and its limits, from its first `baseline` known points."""
    start, stop, cause = stretch
    values = placed[start:stop]
    mean, mean_range, points = centre_and_range(values, baseline, screen=screen)
    reach = _LIMIT_FACTOR * mean_range
    status = "too few points" if np.isnan(mean_range) else status_of(points)
    segment = Segment(
        start, stop, cause, points, mean, mean - reach, mean + reach, mean_range, status
    )
    return segment, flat(stop - start, mean, mean - reach, mean + reach)


def centre_and_range(
    values: FloatArray, baseline: int | None, *, screen: bool = False
) -> tuple[float, float, int]:
    """Mean, mean moving range (missing without one) and number of the first known points."""
    known = np.flatnonzero(~np.isnan(values))
    if baseline is not None:
        known = known[:baseline]
    if not known.size:
        return np.nan, np.nan, 0
    mean = float(np.mean(values[known]))
    ranges = np.abs(np.diff(values[: known[-1] + 1]))
    ranges = ranges[~np.isnan(ranges)]
    if not ranges.size:
        return mean, np.nan, int(known.size)
    mean_range = float(ranges.mean())
    if screen:
        kept = ranges[ranges < _RANGE_FACTOR * mean_range]
        mean_range = float(kept.mean()) if kept.size else mean_range
    return mean, mean_range, int(known.size)


def check_baseline(baseline: int | None) -> int | None:
    """The number of points to draw limits from, or None for all."""
    return None if baseline is None else check_whole("baseline", baseline, 2)


def check_target(target: float | None) -> float | None:
    """The target as a float; None where there is none."""
    value = float(read(target=target).check()["target"])
    return None if np.isnan(value) else value


_ASSURANCE = {
    "will pass": "consistently met",
    "will fail": "consistently missed",
    "neither": "hit and miss",
    TOO_FEW: TOO_FEW,
}
_SIDES = {"high": "high", "rising": "high", "low": "low", "falling": "low"}


@dataclass(frozen=True)
class Icons:
    """Two words that take the place of the two icons.

    variation  "common cause"; "improvement", "concern" or "special cause" with ", high" or ", low"
               for the side on which the latest figures lie; "too few points"; "not judged"
    assurance  "consistently met", "consistently missed", "hit and miss"; "no target"; "too few
               points"; "not judged"
    """

    variation: str
    assurance: str


def icons(chart: ControlChart) -> Icons:
    """The icons of variation and of assurance of a control chart, as words.

    Parameters: any `ControlChart`.

    Returns `Icons`. Variation is that of the latest point; assurance says whether the limits
    would let the target be met every time, never, or now and then.

    Raises nothing.

    Source: NHS England, Making Data Count.

    >>> from cypt_analysis.statistics import xmr_chart
    >>> values = [31, 28, 33, 30, 29, 32, 30, 31, 28, 30, 29, 45]
    >>> icons(xmr_chart(values, polarity="low", target=60))
    Icons(variation='concern, high', assurance='consistently met')
    """
    variation = chart.verdict
    if variation == "no signal":
        variation = "common cause"
    elif variation not in (TOO_FEW, NOT_JUDGED):
        variation = f"{variation}, {_side(chart)}"
    assurance = _ASSURANCE.get(chart.assurance, NOT_JUDGED)
    if assurance == NOT_JUDGED and chart.target is None and chart.verdict != NOT_JUDGED:
        assurance = "no target"
    return Icons(variation, assurance)


def _side(chart: ControlChart) -> str:
    directions = np.asarray(chart.direction, dtype=object)
    # Without a signal at the latest point it is the time since the last event that is long.
    return _SIDES.get(directions[chart.latest], "high") if chart.latest is not None else "high"
