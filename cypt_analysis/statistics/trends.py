"""Recent trend: has a figure been rising or falling over its latest points?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from cypt_analysis.statistics._validation import (
    FloatArray,
    Numbers,
    check_choice,
    check_confidence,
    fault_error,
    read,
    refuse_events,
    refuse_parts,
)
from cypt_analysis.statistics.intervals import event_limits, z_value

MINIMUM_POINTS = 5


@dataclass(frozen=True)
class RecentTrend:
    """The trend over the latest points of a series.

    verdict     "increasing", "decreasing", "no clear change" or "too few points"
    judgement   "getting better", "getting worse", or "" where there is no trend or no polarity
    slope       change of the proportion, or of the rate per multiplier, from point to point
    chi_squared, p_value   of the trend, one degree of freedom
    sign_holds  whether the slope keeps its sign when each point is left out in turn
    points      latest unbroken points used (all there are, when too few)
    method      how it was tested
    """

    verdict: str
    judgement: str
    slope: float
    chi_squared: float
    p_value: float
    sign_holds: bool
    points: int
    method: str


def recent_trend(
    numerator: Numbers,
    denominator: Numbers,
    kind: str = "proportion",
    multiplier: float = 1,
    *,
    polarity: str = "none",
    points: int = 5,
    confidence: float = 0.998,
) -> RecentTrend:
    """Test the latest `points` of a series for a trend.

    Parameters: numerators and denominators in time order at equal steps, arrays or Series; `kind`
    is "proportion" or "rate" (per `multiplier`). The points must be unbroken: those after the
    latest missing one count.

    Returns a `RecentTrend`. There is a trend where the chi-squared for trend (proportions) or of
    a weighted regression (rates, weights from the width of each 95% interval) passes
    `confidence`, and the slope keeps its sign whichever point is left out. Fewer unbroken points
    than asked for: "too few points".

    Raises `InvalidInputError` naming every row with an impossible numerator or denominator, or
    fewer than 5 `points` asked for.

    Source: Fingertips technical guidance, recent trends; Cochran (1954), Biometrics 10: 417-451,
    and Armitage (1955), Biometrics 11: 375-386. The Fingertips source published in 2020 does not
    set the slope for proportions, and so calls every trend of them decreasing; here it is set.

    >>> trend = recent_trend([310, 342, 371, 402, 440], [2000, 2010, 1990, 2020, 2005])
    >>> trend.verdict, round(trend.slope, 4)
    ('increasing', 0.0158)
    """
    check_choice("kind", kind, ("proportion", "rate"))
    check_choice("polarity", polarity, ("low", "high", "none"))
    confidence = check_confidence(confidence)
    if points < MINIMUM_POINTS:
        raise fault_error(f"points is {points}; a trend needs at least {MINIMUM_POINTS}")
    inputs = read(numerator=numerator, denominator=denominator)
    (refuse_parts if kind == "proportion" else refuse_events)(inputs, "numerator", "denominator")
    inputs.check()
    if len(inputs.shape) != 1:
        raise fault_error("a trend needs one list of points")
    gaps = np.flatnonzero(inputs.missing())
    start = max(int(gaps[-1]) + 1 if gaps.size else 0, inputs.shape[0] - points)
    events, exposure = inputs["numerator"][start:], inputs["denominator"][start:]
    if events.size < points:
        method = "none: too few unbroken points"
        nan = float("nan")
        return RecentTrend("too few points", "", nan, nan, nan, False, events.size, method)
    if kind == "proportion":
        values, weights = events / exposure, exposure
        chi_squared = _chi_squared_for_trend(events, exposure)
        method = "chi-squared for trend"
    else:
        values = events / exposure * multiplier
        weights = _precision(events, exposure, multiplier)
        chi_squared = _slope(values, weights) ** 2 * _slope_precision(weights)
        method = "weighted regression"
    return _conclude(
        values, weights, chi_squared, polarity=polarity, confidence=confidence, method=method
    )


def _conclude(
    values: FloatArray,
    weights: FloatArray,
    chi_squared: float,
    *,
    polarity: str,
    confidence: float,
    method: str,
) -> RecentTrend:
    slope = _slope(values, weights)
    p_value = float(special.chdtrc(1, chi_squared))
    holds = _sign_holds(values, weights, slope)
    verdict = "no clear change"
    if p_value < 1 - confidence and holds:
        verdict = "increasing" if slope > 0 else "decreasing"
    judgement = ""
    if verdict != "no clear change" and polarity != "none":
        better = (verdict == "increasing") == (polarity == "high")
        judgement = "getting better" if better else "getting worse"
    return RecentTrend(
        verdict, judgement, slope, float(chi_squared), p_value, holds, values.size, method
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


def _chi_squared_for_trend(events: FloatArray, exposure: FloatArray) -> float:
    """Cochran-Armitage: the slope against its variance at the pooled proportion."""
    pooled = events.sum() / exposure.sum()
    if pooled in (0.0, 1.0):
        return 0.0
    slope = _slope(events / exposure, exposure)
    return float(slope**2 * _slope_precision(exposure) / (pooled * (1 - pooled)))


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
