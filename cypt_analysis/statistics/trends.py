"""Recent trend: has a figure been rising or falling over its latest points?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from cypt_analysis.statistics._refusals import why_not_judged
from cypt_analysis.statistics._timeline import read_timeline
from cypt_analysis.statistics._two_samples import level_of
from cypt_analysis.statistics._validation import (
    FloatArray,
    Inputs,
    Numbers,
    check_choice,
    check_confidence,
    check_whole,
    fault_error,
    read,
    refuse_events,
    refuse_parts,
)
from cypt_analysis.statistics.intervals import event_limits, z_value

MINIMUM_POINTS = 5

# Beyond chance at this level the spread seen is taken as it is; else chance, which three
# departures from a line cannot rule out, has the weight of so many departures.
_SPREAD_LEVEL = 0.05
_CHANCE_FREEDOM = 5


@dataclass(frozen=True)
class RecentTrend:
    """The trend over the latest points of a series.

    verdict     "increasing", "decreasing", "no clear change", "too few points", or "not judged"
                where its periods overlap
    judgement   "getting better", "getting worse", or "" where there is no trend or no polarity
    slope       change of the proportion, or of the rate per multiplier, from point to point
    chi_squared of the trend by chance alone, one degree of freedom
    p_value     of the trend with the spread between the points allowed for
    sign_holds  whether the slope keeps its sign when each point is left out in turn
    points      latest unbroken points used (all there are, when too few)
    method      how it was tested, or why not
    dispersion  what the spread about the line was taken to be: 1 is chance alone
    """

    verdict: str
    points: int
    method: str
    judgement: str = ""
    slope: float = math.nan
    chi_squared: float = math.nan
    p_value: float = math.nan
    sign_holds: bool = False
    dispersion: float = math.nan


def recent_trend(
    numerator: Numbers,
    denominator: Numbers,
    kind: str = "proportion",
    multiplier: float = 1,
    *,
    polarity: str = "none",
    points: int = 5,
    confidence: float = 0.998,
    dates: Sequence[Any] | None = None,
    breaks: Mapping[Any, str] | None = None,
    window: str = "whole",
) -> RecentTrend:
    """Test the latest `points` of a series for a trend.

    Parameters: numerators and denominators at equal steps, arrays or Series; `kind` is "proportion"
    or "rate" (per `multiplier`). `dates` (or a Series' index of dates) put the points in order of
    time and show the periods that did not come; without them points are taken to be in order. The
    points must be unbroken: those after the latest missing one count, and those from the latest of
    the `breaks` on, which map dates to causes. `window` is "whole", or "rolling", "year to date" or
    "snapshot": those overlap and have no trend.

    Returns a `RecentTrend`. There is a trend where it passes `confidence` and the slope keeps its
    sign whichever point is left out. It is the chi-squared for trend (proportions) or of a
    weighted regression (rates, weights from the width of each 95% interval), divided by the
    spread about the line: never below chance; what is seen, where that is beyond chance at 5%;
    else what is seen drawn towards chance, which weighs as much as five departures from the line.
    The p is Student's with those degrees of freedom. Fewer unbroken points than asked for: "too
    few points".

    Raises `InvalidInputError` naming every row with an impossible numerator or denominator, or
    fewer than 5 `points` asked for.

    Source: Fingertips technical guidance, recent trends; Cochran (1954), Biometrics 10: 417-451,
    and Armitage (1955), Biometrics 11: 375-386; spread: McCullagh & Nelder (1989), Generalized
    Linear Models, section 4.5, shrunk to chance as by Smyth (2004), Stat Appl Genet Mol Biol 3:
    article 3. Without it 6% of steady series whose years differ by one percentage point were
    called trends at n = 2,500, at a level of 0.2%. The Fingertips source published in 2020 does not
    set the slope for proportions, and so calls every trend of them decreasing; here it is set.

    >>> trend = recent_trend([310, 342, 371, 402, 440], [2000, 2010, 1990, 2020, 2005])
    >>> trend.verdict, round(trend.slope, 4)
    ('increasing', 0.0158)
    """
    check_choice("kind", kind, ("proportion", "rate"))
    check_choice("polarity", polarity, ("low", "high", "none"))
    confidence = check_confidence(confidence)
    points = check_whole("points", points, MINIMUM_POINTS)
    refused = why_not_judged("a trend", window=window)
    inputs = read(numerator=numerator, denominator=denominator)
    (refuse_parts if kind == "proportion" else refuse_events)(inputs, "numerator", "denominator")
    inputs.check()
    if len(inputs.shape) != 1:
        raise fault_error("a trend needs one list of points")
    if refused:
        return RecentTrend("not judged", 0, f"none: {refused}")
    events, exposure = _latest_unbroken(inputs, points, dates, breaks or {})
    if events.size < points:
        return RecentTrend("too few points", events.size, "none: too few unbroken points")
    if kind == "proportion":
        values, weights, scale = events / exposure, exposure, _pooled_precision(events, exposure)
        method = "chi-squared for trend"
    else:
        values, scale = events / exposure * multiplier, 1.0
        weights = _precision(events, exposure, multiplier)
        method = "weighted regression"
    return _conclude(
        values, weights, scale, polarity=polarity, confidence=confidence, method=method
    )


def _latest_unbroken(
    inputs: Inputs,
    points: int,
    dates: Sequence[Any] | None,
    breaks: Mapping[Any, str],
) -> tuple[FloatArray, FloatArray]:
    """Events and exposure of the latest points, back to the latest gap or break."""
    timeline = read_timeline(inputs, dates)
    placed = [timeline.spread(inputs[name]) for name in ("numerator", "denominator")]
    gaps = np.flatnonzero(np.isnan(placed[0]) | np.isnan(placed[1]))
    start = max(int(gaps[-1]) + 1 if gaps.size else 0, timeline.length - points)
    start = max([start, *(timeline.find(date) for date in breaks)])
    return placed[0][start:], placed[1][start:]


def _spread(values: FloatArray, weights: FloatArray, scale: float) -> tuple[float, int]:
    """Spread about the line as a multiple of chance, and its degrees of freedom.

    `scale` turns weights into one over each point's variance by chance.
    """
    steps = np.arange(values.size, dtype=float)
    middle = np.average(values, weights=weights)
    line = middle + _slope(values, weights) * (steps - np.average(steps, weights=weights))
    departures = float(np.sum(weights * scale * (values - line) ** 2))
    freedom = values.size - 2
    if special.chdtrc(freedom, departures) < _SPREAD_LEVEL:
        return departures / freedom, freedom
    shrunk = (_CHANCE_FREEDOM + departures) / (_CHANCE_FREEDOM + freedom)
    return max(1.0, shrunk), _CHANCE_FREEDOM + freedom


def _conclude(
    values: FloatArray,
    weights: FloatArray,
    scale: float,
    *,
    polarity: str,
    confidence: float,
    method: str,
) -> RecentTrend:
    slope = _slope(values, weights)
    chi_squared = slope**2 * _slope_precision(weights) * scale
    dispersion, freedom = _spread(values, weights, scale)
    p_value = float(2 * special.stdtr(freedom, -np.sqrt(chi_squared / dispersion)))
    holds = _sign_holds(values, weights, slope)
    verdict = "no clear change"
    if p_value < level_of(confidence) and holds:
        verdict = "increasing" if slope > 0 else "decreasing"
    judgement = ""
    if verdict != "no clear change" and polarity != "none":
        better = (verdict == "increasing") == (polarity == "high")
        judgement = "getting better" if better else "getting worse"
    if dispersion > 1:
        method += f", spread between points {dispersion:.1f} times that of chance"
    return RecentTrend(
        verdict,
        values.size,
        method,
        judgement,
        slope,
        float(chi_squared),
        p_value,
        holds,
        dispersion,
    )


def _slope(values: FloatArray, weights: FloatArray, time: FloatArray | None = None) -> float:
    """Weighted least squares slope from point to point."""
    steps = np.arange(values.size, dtype=float) if time is None else time
    centred = steps - np.average(steps, weights=weights)
    return float(np.sum(weights * centred * values) / np.sum(weights * centred**2))


def _slope_precision(weights: FloatArray) -> float:
    """One over the slope's variance, with weights that are one over each variance."""
    steps = np.arange(weights.size, dtype=float)
    return float(np.sum(weights * (steps - np.average(steps, weights=weights)) ** 2))


def _pooled_precision(events: FloatArray, exposure: FloatArray) -> float:
    """What turns a denominator into one over the variance of its proportion (Cochran-Armitage)."""
    pooled = events.sum() / exposure.sum()
    return 0.0 if pooled in (0.0, 1.0) else float(1 / (pooled * (1 - pooled)))


def _precision(events: FloatArray, exposure: FloatArray, multiplier: float) -> FloatArray:
    """One over the variance of a rate, read back from the width of its 95% interval."""
    lower, upper = event_limits(events, 0.95)
    deviation = (upper - lower) / (2 * z_value(0.95)) * multiplier / exposure
    return np.asarray(1 / deviation**2)


def _sign_holds(values: FloatArray, weights: FloatArray, slope: float) -> bool:
    steps = np.arange(values.size, dtype=float)
    without = [
        _slope(np.delete(values, i), np.delete(weights, i), np.delete(steps, i))
        for i in range(values.size)
    ]
    return bool(slope != 0 and np.all(np.sign(without) == np.sign(slope)))
