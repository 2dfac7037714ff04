"""g and t charts: the time or the cases between events that are too rare to count by period."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from cypt_analysis.statistics._charts import (
    IMPROVES,
    TOO_FEW,
    ControlChart,
    Lines,
    Segment,
    put_together,
    status_of,
)
from cypt_analysis.statistics._timeline import read_timeline
from cypt_analysis.statistics._validation import (
    FloatArray,
    Numbers,
    check_choice,
    check_number,
    fault_error,
    read,
)
from cypt_analysis.statistics.control_charts import centre_and_range, check_baseline

# Tails of a normal variable at three and two deviations.
_FAR, _NEAR = (float(special.ndtr(-z)) for z in (3, 2))
# The power that makes exponential times near normal.
_POWER = 1 / 3.6
_LIMIT_FACTOR = 2.66
_OPPOSITE = {"low": "high", "high": "low", "none": "none"}


def g_chart(
    between: Numbers,
    *,
    polarity: str = "none",
    baseline: int | None = None,
    since_last: float | None = None,
) -> ControlChart:
    """Draw a g chart: whole numbers of days or cases between rare events.

    Parameters: `between`, in order of time, 0 or more (`days_between` gives them from dates).
    `polarity` is that of the events themselves: "low" where few are good, so that a long time
    between them is an improvement. `baseline` is how many points the limits are drawn from.
    `since_last` is how long it is since the last event so far.

    Returns a `ControlChart` in the unit of `between`. The centre is the median, and the limits
    are the tails of a geometric distribution as far out as three deviations of a normal one; the
    near ones as far as two. A time since the last event beyond the upper limit is a verdict too,
    with a `reason` that says so. Fewer than 12 points: "too few points".

    Raises `InvalidInputError` naming every row with a negative or unreadable number.

    Source: Benneyan (2001), Health Care Manag Sci 4: 305-318, with probability limits.

    >>> chart = g_chart([12, 30, 3, 18, 25, 7, 41, 16, 9, 22, 14, 28], polarity="low")
    >>> round(float(chart.upper[0])), chart.verdict
    (127, 'no signal')
    """
    return _chart("g", between, _geometric, polarity, baseline, since_last)


def t_chart(
    between: Numbers,
    *,
    polarity: str = "none",
    baseline: int | None = None,
    since_last: float | None = None,
) -> ControlChart:
    """Draw a t chart: time between rare events, in days and parts of days.

    Parameters: those of `g_chart`.

    Returns a `ControlChart` in the unit of `between`: an XmR chart of the times to the power of
    1/3.6, which are near normal where events come at random, turned back. The others as for
    `g_chart`.

    Raises `InvalidInputError` naming every row with a negative or unreadable number.

    Source: Nelson (1994), J Qual Technol 26: 239-241.

    >>> chart = t_chart([12, 30, 3, 18, 25, 7, 41, 16, 9, 22, 14, 28, 260], polarity="low")
    >>> chart.signal[-1], chart.verdict
    ('outside the limits', 'improvement')
    """
    return _chart("t", between, _transformed, polarity, baseline, since_last)


def days_between(dates: Any) -> np.ndarray:
    """Days from each event to the next.

    Parameters: the `dates` of all events, in any order.

    Returns whole days, one fewer than events, in order of time; 0 for two events of one day.

    Raises `InvalidInputError` naming every date that cannot be read.

    Source: arithmetic.

    >>> days_between(["2009-03-01", "2009-01-30", "2009-03-15"]).tolist()
    [30, 14]
    """
    days = pd.to_datetime(pd.Series(list(dates), dtype=object), errors="coerce", format="ISO8601")
    rows = read(day=np.zeros(len(days)))
    rows.refuse(days.isna(), "the date cannot be read")
    rows.check()
    return np.diff(np.sort(days.to_numpy("M8[D]"))).astype(int)


def _chart(
    kind: str,
    between: Numbers,
    draw: Callable[[FloatArray], dict[str, float]],
    polarity: str,
    baseline: int | None,
    since_last: float | None,
) -> ControlChart:
    check_choice("polarity", polarity, tuple(IMPROVES))
    baseline = check_baseline(baseline)
    inputs = read(between=between)
    inputs.refuse(inputs["between"] < 0, "between is below 0", "between")
    inputs.check()
    if len(inputs.shape) != 1:
        raise fault_error("a chart of times needs one list of them")
    values = inputs["between"]
    known = values[~np.isnan(values)][:baseline]
    levels = _levels(known, draw)
    drawn = Lines(**{name: np.full(values.size, level) for name, level in levels.items()})
    segment = Segment(
        0, values.size, "", known.size, levels["mean"], levels["lower"], levels["upper"],
        float("nan"), status_of(known.size) if known.size > 1 else TOO_FEW,
    )  # fmt: skip
    chart = put_together(
        inputs, read_timeline(inputs, range(values.size)), kind, values, [(segment, drawn)],
        polarity=_OPPOSITE[polarity],
    )  # fmt: skip
    return chart if since_last is None else _so_far(chart, since_last, polarity)


def _levels(known: FloatArray, draw: Callable[[FloatArray], dict[str, float]]) -> dict[str, float]:
    names = [field.name for field in dataclasses.fields(Lines)]
    if known.size < 2:
        return dict.fromkeys(names, float("nan"))
    if np.all(known == known[0]):
        return dict.fromkeys(names, float(known[0]))
    return draw(known)


def _geometric(known: FloatArray) -> dict[str, float]:
    chance = 1 / (1 + float(known.mean()))
    log_without = np.log1p(-chance)

    def from_above(tail: float) -> float:
        """Where the chance of so many or more has fallen to the tail."""
        return float(np.log(tail) / log_without)

    def from_below(tail: float) -> float:
        """Where the chance of so many or fewer has risen to the tail; 0 where it begins above."""
        return max(float(np.log1p(-tail) / log_without) - 1, 0.0)

    return {
        "mean": max(from_below(0.5), 0.0),
        "lower": from_below(_FAR),
        "upper": from_above(_FAR),
        "near_lower": from_below(_NEAR),
        "near_upper": from_above(_NEAR),
    }


def _transformed(known: FloatArray) -> dict[str, float]:
    mean, mean_range, _ = centre_and_range(known**_POWER, None)
    reach = _LIMIT_FACTOR * mean_range

    def back(value: float) -> float:
        return float(max(value, 0.0) ** (1 / _POWER))

    return {
        "mean": back(mean),
        "lower": back(mean - reach),
        "upper": back(mean + reach),
        "near_lower": back(mean - reach * 2 / 3),
        "near_upper": back(mean + reach * 2 / 3),
    }


def _so_far(chart: ControlChart, since_last: float, polarity: str) -> ControlChart:
    """The verdict with the time since the last event, which can only grow, in it."""
    so_far = check_number("since_last", since_last)
    last = chart.segments[-1]
    if last.status != "limits" or so_far <= last.upper:
        return chart
    verdict = {"low": "improvement", "high": "concern", "none": "special cause"}[polarity]
    reason = f"{so_far:,.6g} since the last event is beyond the upper limit of {last.upper:,.4g}"
    return dataclasses.replace(chart, verdict=verdict, reason=reason)
