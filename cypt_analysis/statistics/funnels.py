"""Funnel limits around a group's own value, with and without spread beyond chance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import special

from cypt_analysis.statistics._validation import (
    FloatArray,
    Numbers,
    Result,
    check_choice,
    check_confidence,
    check_positive,
    fault_error,
    read,
    refuse_events,
    refuse_parts,
)

Limits = tuple[Result, Result]

_TRIMMED_SHARE = 0.1
_MINIMUM_AREAS = 5


@dataclass(frozen=True)
class FunnelLimits:
    """Limits within which areas of a group lie by chance, if all shared the group's value.

    values              each area's proportion, or rate per multiplier
    centre              the group's own value: all events over all denominators
    limits_95, _998     `(lower, upper)` for each area's denominator, chance alone
    wide_95, wide_998   the same with the group's spread beyond chance allowed for
    dispersion          mean squared z-score, the tenth at each end drawn in, rescaled for that: 1
                        by chance
    dispersion_p        chance of such a spread if there were nothing but chance
    overdispersed       True, False, or None with fewer than five areas: too few to say
    position            words for each area: "within", "above 95%", "above 99.8%", "below 95%",
                        "below 99.8%", "missing"; by the wide limits where overdispersed
    """

    values: Result
    centre: float
    limits_95: Limits
    limits_998: Limits
    wide_95: Limits
    wide_998: Limits
    dispersion: float
    dispersion_p: float
    overdispersed: bool | None
    position: Any
    _kind: str = field(repr=False)
    _multiplier: float = field(repr=False)

    def limits_at(
        self, denominator: Numbers, confidence: float = 0.95, wide: bool = False
    ) -> Limits:
        """Limits at other denominators, for drawing the funnel's curves."""
        inputs = read(denominator=denominator)
        inputs.refuse(inputs["denominator"] <= 0, "denominator is 0 or less", "denominator")
        inputs.check()
        centre = self.centre / self._multiplier
        lower, upper = _limits(self._kind, centre, inputs["denominator"], confidence)
        if wide and self.overdispersed:
            lower, upper = _widen(self._kind, centre, (lower, upper), self.dispersion)
        return inputs.give(lower * self._multiplier), inputs.give(upper * self._multiplier)


def funnel_limits(
    numerator: Numbers, denominator: Numbers, kind: str = "proportion", multiplier: float = 1
) -> FunnelLimits:
    """Funnel limits at 95% and 99.8% for the areas of a group.

    Parameters: one numerator and denominator an area, arrays or Series; `kind` is "proportion" or
    "rate"; a rate is per `multiplier`. Areas with a missing value get missing limits and do not
    count towards the group's value.

    Returns a `FunnelLimits`. The limits are where the exact tail, interpolated between whole
    numbers, has its share: a count x is above the upper 95% limit where P(X >= x) is 2.5% or less
    (from 4, not 3, at an expectation of 1), and below the lower one where P(X <= x) is; those of
    a proportion are the mirror of its complement's. Spread beyond chance is measured by z-scores
    with the lowest and highest tenth drawn in to the tenth's edge, so that a few outliers are not
    taken for spread, divided by what that leaves of chance. Where it is larger than 95% of chance
    alone, the wide limits reach sqrt(dispersion) times as far from the centre; elsewhere they
    equal the plain ones.

    Raises `InvalidInputError` naming every row with an impossible numerator or denominator.

    Source: Spiegelhalter (2005), Stat Med 24: 1185-1202, sections 3 and 4 and appendix A.1, whose
    interpolated quantile takes the last count within the upper limit for the first beyond it, and
    whose wide limits start from normal ones; here tails are exact and their skew is kept.

    >>> funnel = funnel_limits([30, 41, 12, 25, 66], [200, 240, 100, 150, 210])
    >>> round(funnel.centre, 3), funnel.overdispersed, funnel.position[4]
    (0.193, True, 'above 95%')
    """
    check_choice("kind", kind, ("proportion", "rate"))
    multiplier = check_positive("multiplier", multiplier)
    inputs = read(numerator=numerator, denominator=denominator)
    if kind == "proportion":
        refuse_parts(inputs, "numerator", "denominator")
        if multiplier != 1:
            raise fault_error("a proportion is between 0 and 1: leave the multiplier at 1")
    else:
        refuse_events(inputs, "numerator", "denominator")
    inputs.check()
    if inputs.shape == () or len(inputs.shape) > 1:
        raise fault_error("a funnel needs one list of areas")
    known = ~inputs.missing()
    if not known.any():
        raise fault_error("a funnel needs at least one area with a value")
    events = np.where(known, inputs["numerator"], np.nan)
    exposure = np.where(known, inputs["denominator"], np.nan)
    values = events / exposure
    centre = float(events[known].sum() / exposure[known].sum())
    dispersion, p_value, overdispersed = _spread(kind, values[known], exposure[known], centre)
    plain = {level: _limits(kind, centre, exposure, level) for level in (0.95, 0.998)}
    wide = dict(plain)
    if overdispersed:
        wide = {level: _widen(kind, centre, plain[level], dispersion) for level in plain}

    def give(limits: Limits) -> Limits:
        return inputs.give(limits[0] * multiplier), inputs.give(limits[1] * multiplier)

    return FunnelLimits(
        values=inputs.give(values * multiplier),
        centre=centre * multiplier,
        limits_95=give(plain[0.95]),
        limits_998=give(plain[0.998]),
        wide_95=give(wide[0.95]),
        wide_998=give(wide[0.998]),
        dispersion=dispersion,
        dispersion_p=p_value,
        overdispersed=overdispersed,
        position=inputs.give_words(_positions(values, wide)),
        _kind=kind,
        _multiplier=multiplier,
    )


def _limits(kind: str, centre: float, exposure: FloatArray, confidence: float) -> Limits:
    tail = (1 - check_confidence(confidence)) / 2
    lower = _quantile(kind, centre, exposure, tail)
    if kind == "proportion":
        upper = exposure - _quantile(kind, 1 - centre, exposure, tail)
        return np.clip(lower / exposure, 0, centre), np.clip(upper / exposure, centre, 1)
    # P(X >= x) is one whole number later what 1 - P(X <= x) is.
    upper = _quantile(kind, centre, exposure, 1 - tail) + (centre > 0)
    return np.clip(lower / exposure, 0, centre), np.maximum(upper / exposure, centre)


def _quantile(kind: str, centre: float, exposure: FloatArray, share: float) -> FloatArray:
    """The binomial or Poisson quantile, interpolated between whole numbers.

    The smallest whole number whose cumulative probability reaches the share, less the part of
    its own probability that goes beyond.
    """
    if centre in (0.0, 1.0) and (kind == "proportion" or centre == 0.0):
        return centre * exposure

    def cumulative(count: FloatArray) -> FloatArray:
        at = np.maximum(count, 0)
        if kind == "proportion":
            below = np.where(
                at >= exposure,
                1.0,
                special.betaincc(at + 1, np.maximum(exposure - at, 1e-300), centre),
            )
        else:
            below = special.pdtr(at, exposure * centre)
        return np.asarray(np.where(count < 0, 0.0, below))

    mean = exposure * centre
    variance = mean * (1 - centre) if kind == "proportion" else mean
    guess = np.maximum(np.floor(mean + special.ndtri(share) * np.sqrt(variance)) - 3, -1)
    count = guess
    # Step up from below the normal guess, after stepping down where the guess was too high.
    while np.any(too_high := cumulative(count) >= share):
        count = np.where(too_high, np.maximum(count - 5, -1), count)
        if np.all(count[too_high] < 0):
            break
    while np.any(short := cumulative(count) < share):
        count = np.where(short, count + 1, count)
    reached, before = cumulative(count), cumulative(count - 1)
    return np.asarray(count - (reached - share) / (reached - before))


def _spread(
    kind: str, values: FloatArray, exposure: FloatArray, centre: float
) -> tuple[float, float, bool | None]:
    variance = centre * (1 - centre) if kind == "proportion" else centre
    areas = len(values)
    if areas < _MINIMUM_AREAS or variance == 0:
        return np.nan, np.nan, None if areas < _MINIMUM_AREAS else False
    z = (values - centre) / np.sqrt(variance / exposure)
    low, high = np.quantile(z, [_TRIMMED_SHARE, 1 - _TRIMMED_SHARE])
    left_by_chance, freedom_each = _winsorised_chance()
    dispersion = float(np.mean(np.clip(z, low, high) ** 2)) / left_by_chance
    # One area's worth is spent on the centre.
    p_value = float(special.chdtrc(freedom_each * (areas - 1), freedom_each * areas * dispersion))
    return dispersion, p_value, bool(p_value < 0.05 and dispersion > 1)


def _winsorised_chance() -> tuple[float, float]:
    """Of squared normal scores drawn in at their own tenths: the mean, and chi-squared's freedom.

    The freedom for each area is that of a chi-squared variable with the same relative variance,
    2 / variance; the tenths are themselves estimated, which adds to it (their influence function).
    """
    tail = _TRIMMED_SHARE
    edge = -float(special.ndtri(tail))
    height = float(np.exp(-(edge**2) / 2) / np.sqrt(2 * np.pi))
    middle = 1 - 2 * tail
    inside = middle - 2 * edge * height
    mean = inside + 2 * tail * edge**2
    fourth = 3 * middle - 2 * height * (edge**3 + 3 * edge) + 2 * tail * edge**4
    pull = 2 * tail * edge / height
    variance = (
        (fourth - mean**2) + pull**2 * middle * 2 * tail - 2 * pull * (inside - mean * middle)
    )
    return mean, 2 / (variance / mean**2)


def _widen(kind: str, centre: float, limits: Limits, dispersion: float) -> Limits:
    reach = np.sqrt(dispersion)
    lower, upper = (centre + reach * (limit - centre) for limit in limits)
    return np.maximum(lower, 0), np.minimum(upper, 1.0) if kind == "proportion" else upper


def _positions(values: FloatArray, limits: dict[float, Limits]) -> Any:
    position = np.full(values.shape, "within", dtype=object)
    for level, label in ((0.95, "95%"), (0.998, "99.8%")):
        lower, upper = limits[level]
        position[values > upper] = f"above {label}"
        position[values < lower] = f"below {label}"
    position[np.isnan(values)] = "missing"
    return position
