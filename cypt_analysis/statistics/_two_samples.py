"""Tests of two samples, with p and interval of one and the same test: plain arrays in and out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import special

from cypt_analysis.statistics._validation import BoolArray, FloatArray
from cypt_analysis.statistics.intervals import wilson_limits_at

Limits = tuple[FloatArray, FloatArray]

_HALVINGS = 70
# Two-sided p is 0 in floats from here on.
_FARTHEST_Z = 64.0


def level_of(confidence: float) -> float:
    """The level of a test: 0.05 for a confidence of 0.95, without the hair that floats leave."""
    return round(1 - confidence, 12)


def bisect(holds: Callable[[FloatArray], BoolArray], low: FloatArray, high: FloatArray) -> Limits:
    """Where a rule that holds at `low` and fails at `high` turns, element by element."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        held = holds(middle)
        low, high = np.where(held, middle, low), np.where(held, high, middle)
    return np.asarray(low), np.asarray(high)


def difference_limits(
    value_1: FloatArray, limits_1: Limits, value_2: FloatArray, limits_2: Limits
) -> Limits:
    """Interval of value_2 - value_1 from the interval of each (Newcombe; Zou & Donner)."""
    difference = value_2 - value_1
    down = np.hypot(value_2 - limits_2[0], limits_1[1] - value_1)
    up = np.hypot(limits_2[1] - value_2, value_1 - limits_1[0])
    return difference - down, difference + up


def excludes(limits: Limits, point: float) -> BoolArray:
    """Whether the point lies outside the limits; on a limit is inside."""
    return np.asarray((limits[0] > point) | (limits[1] < point))


def newcombe_p(k_1: FloatArray, n_1: FloatArray, k_2: FloatArray, n_2: FloatArray) -> FloatArray:
    """The smallest level at which Newcombe's interval of the difference excludes 0.

    His limits move outwards as z grows, so the z at which the nearer one meets 0 is unique.
    """
    value_1, value_2 = k_1 / n_1, k_2 / n_2

    def still_excluded(z: FloatArray) -> BoolArray:
        limits_1, limits_2 = wilson_limits_at(k_1, n_1, z), wilson_limits_at(k_2, n_2, z)
        return excludes(difference_limits(value_1, limits_1, value_2, limits_2), 0)

    differs = value_1 != value_2
    shape = np.shape(differs)
    z, _ = bisect(still_excluded, np.zeros(shape), np.full(shape, _FARTHEST_Z))
    return np.where(differs, 2 * special.ndtr(-z), 1.0)


def mid_p_value(k_1: FloatArray, n_1: FloatArray, k_2: FloatArray, n_2: FloatArray) -> FloatArray:
    """Twice the smaller tail of the later events among all, the observed count counting half."""
    share, rest = n_2 / (n_1 + n_2), n_1 / (n_1 + n_2)
    smaller = np.minimum(_half_tail(k_2, k_1, share, rest), _half_tail(k_1, k_2, rest, share))
    return np.asarray(2 * smaller)


def mid_p_ratio_limits(
    k_1: FloatArray, n_1: FloatArray, k_2: FloatArray, n_2: FloatArray, confidence: float
) -> Limits:
    """Limits of rate 2 over rate 1 at which each tail of the mid-p test is half the level."""
    tail = level_of(confidence) / 2
    scale = n_1 / n_2
    with np.errstate(divide="ignore"):
        return scale * _lowest_odds(k_2, k_1, tail), scale / _lowest_odds(k_1, k_2, tail)


def _half_tail(
    count: FloatArray, others: FloatArray, share: FloatArray, rest: FloatArray
) -> FloatArray:
    """Chance of more than `count` among `count + others`, and half that of `count` itself."""
    reached = np.where(count > 0, _at_least(count, others + 1, share, rest), 1.0)
    passed = np.where(others > 0, _at_least(count + 1, others, share, rest), 0.0)
    return np.asarray((reached + passed) / 2)


def _at_least(a: FloatArray, b: FloatArray, share: FloatArray, rest: FloatArray) -> FloatArray:
    """Incomplete beta function, from whichever of share and rest keeps its digits."""
    a, b = np.maximum(a, 0.5), np.maximum(b, 0.5)  # lower ones are not used, and must not warn
    return np.where(share < 0.5, special.betainc(a, b, share), special.betaincc(b, a, rest))


def _lowest_odds(count: FloatArray, others: FloatArray, tail: float) -> FloatArray:
    """Odds of the lower limit of a share: 0 where nothing was counted.

    The limit lies between those of "count or more" and "more than count", which are beta
    quantiles; between them it is found on the scale of log odds, which keeps digits near 1.
    """
    some = np.where(count > 0, count, 1.0)
    more = np.where(others > 0, others, 1.0)
    low = _log_odds_quantile(some, others + 1, tail)
    high = _log_odds_quantile(some + 1, more, tail)
    # With nothing else counted, "more than all" cannot happen: share**count / 2 is the tail.
    alone = np.log(2 * tail) / some
    low = np.where(others > 0, low, alone - np.log(-np.expm1(alone)))
    high = np.where(others > 0, high, low)

    def below(log_odds: FloatArray) -> BoolArray:
        share, rest = special.expit(log_odds), special.expit(-log_odds)
        return np.asarray(_half_tail(some, others, share, rest) < tail)

    found, _ = bisect(below, low, high)
    return np.where(count > 0, np.exp(np.where(others > 0, found, low)), 0.0)


def _log_odds_quantile(a: FloatArray, b: FloatArray, tail: float) -> FloatArray:
    return np.asarray(
        np.log(special.betaincinv(a, b, tail)) - np.log(special.betainccinv(b, a, tail))
    )
