"""Confidence intervals for one figure: a proportion, a rate, a count of events, a mean.

A whole-population count (children looked after on a day) has no interval here on purpose: it is
a count, not a sample. Judge its flow (`event_effect`) or its control chart (`xmr_chart`).
"""

from __future__ import annotations

import numpy as np
from scipy import special

from cypt_analysis.statistics._validation import (
    FloatArray,
    Numbers,
    Result,
    check_confidence,
    check_positive,
    read,
    read_counts,
    read_parts,
    refuse_events,
)

SMALL_COUNT = 10
"""Below this count a rate takes the exact Poisson interval; from it on, Byar's."""


def wilson_interval(
    numerator: Numbers, denominator: Numbers, confidence: float = 0.95
) -> tuple[Result, Result]:
    """Wilson score interval of a proportion.

    Parameters: `numerator` of `denominator`, numbers, arrays or Series that broadcast to one
    shape; `confidence` between 0 and 1. Missing in is missing out.

    Returns `(lower, upper)` as proportions between 0 and 1, in the form of the input: floats,
    arrays, or Series with the index kept.

    Raises `InvalidInputError` (a `ValueError`) naming every row with a negative numerator, a
    numerator above its denominator, or a denominator of 0 or less.

    Source: Wilson (1927), J Am Stat Assoc 22: 209-212; method 3 of Newcombe (1998), Stat Med
    17: 857-872. The lower limit is written as a quotient, which keeps its digits at large counts
    where the usual difference loses them.

    >>> lower, upper = wilson_interval(81, 263)
    >>> round(lower, 4), round(upper, 4)
    (0.2553, 0.3662)
    """
    confidence = check_confidence(confidence)
    inputs = read_parts("numerator", "denominator", numerator=numerator, denominator=denominator)
    inputs.check()
    lower, upper = wilson_limits(inputs["numerator"], inputs["denominator"], confidence)
    return inputs.give(lower), inputs.give(upper)


def byars_interval(count: Numbers, confidence: float = 0.95) -> tuple[Result, Result]:
    """Byar's approximate interval of a Poisson count.

    Parameters: `count` of events, 0 or more, a number, array or Series; `confidence`.

    Returns `(lower, upper)` in events, in the form of the input. The approximation is meant for
    10 events or more (within 0.2% of exact at 95%); where its lower limit would fall below 0, at
    very small counts, it is 0.

    Raises `InvalidInputError` naming every row with a negative count.

    Source: Breslow & Day (1987), Statistical Methods in Cancer Research II, IARC, p. 69, eq. 2.13.

    >>> lower, upper = byars_interval(100)
    >>> round(lower, 2), round(upper, 2)
    (81.36, 121.63)
    """
    confidence = check_confidence(confidence)
    inputs = read_counts(count=count).check()
    lower, upper = byars_limits(inputs["count"], confidence)
    return inputs.give(lower), inputs.give(upper)


def exact_poisson_interval(count: Numbers, confidence: float = 0.95) -> tuple[Result, Result]:
    """Exact (central) interval of a Poisson count.

    Parameters: `count` of events, 0 or more, a number, array or Series; `confidence`.

    Returns `(lower, upper)` in events, in the form of the input. At 0 events the lower limit is
    0 and the upper one still holds half of the error, as everywhere else.

    Raises `InvalidInputError` naming every row with a negative count.

    Source: Garwood (1936), Biometrika 28: 437-442; in the form of chi-squared quantiles, Ulm
    (1990), Am J Epidemiol 131: 373-375.

    >>> lower, upper = exact_poisson_interval(5)
    >>> round(lower, 3), round(upper, 3)
    (1.623, 11.668)
    """
    confidence = check_confidence(confidence)
    inputs = read_counts(count=count).check()
    lower, upper = exact_poisson_limits(inputs["count"], confidence)
    return inputs.give(lower), inputs.give(upper)


def rate_interval(
    numerator: Numbers, denominator: Numbers, multiplier: float = 10_000, confidence: float = 0.95
) -> tuple[Result, Result]:
    """Interval of a rate: exact Poisson below 10 events, Byar's approximation from 10 on.

    Parameters: `numerator` events over `denominator` (children, or child-years), numbers, arrays
    or Series; the rate is per `multiplier`. The denominator is taken as known.

    Returns `(lower, upper)` as rates per `multiplier`, in the form of the input.

    Raises `InvalidInputError` naming every row with a negative numerator or a denominator of 0 or
    less. Events may outnumber children, so a numerator above the denominator is not an error.

    Source: the choice by count follows OHID's PHEindicatormethods (`phe_rate`); the limits are
    those of `exact_poisson_interval` and `byars_interval`.

    >>> lower, upper = rate_interval(183, 49_650, multiplier=10_000)
    >>> round(lower, 1), round(upper, 1)
    (31.7, 42.6)
    """
    confidence = check_confidence(confidence)
    multiplier = check_positive("multiplier", multiplier)
    inputs = read(numerator=numerator, denominator=denominator)
    refuse_events(inputs, "numerator", "denominator")
    inputs.check()
    lower, upper = event_limits(inputs["numerator"], confidence)
    scale = multiplier / inputs["denominator"]
    return inputs.give(lower * scale), inputs.give(upper * scale)


def mean_interval(values: Numbers, confidence: float = 0.95) -> tuple[Result, Result]:
    """Student's t interval of the mean of a sample.

    Parameters: `values`, one sample (a sequence, array or Series), or a two-dimensional array
    with one sample a row.

    Returns `(lower, upper)` in the unit of the values: floats for one sample, arrays for several.
    Fewer than two values have no interval, and a sample with a missing value has a missing
    interval: leave missing values out first, if they may be left out.

    Raises `InvalidInputError` naming every value that is not a finite number.

    Source: Student (1908), Biometrika 6: 1-25.

    >>> lower, upper = mean_interval([3.1, 2.7, 3.6, 3.3])
    >>> round(lower, 2), round(upper, 2)
    (2.57, 3.78)
    """
    confidence = check_confidence(confidence)
    inputs = read(values=values).check()
    sample = np.atleast_1d(inputs["values"])
    size = sample.shape[-1]
    if size < 2:
        nothing = np.full(sample.shape[:-1], np.nan)
        return _plain(nothing), _plain(nothing)
    mean = sample.mean(axis=-1)
    margin = special.stdtrit(size - 1, (1 + confidence) / 2) * (
        sample.std(axis=-1, ddof=1) / np.sqrt(size)
    )
    return _plain(mean - margin), _plain(mean + margin)


def z_value(confidence: float) -> float:
    """The two-sided normal quantile at full precision: 1.959964 at 0.95."""
    return float(special.ndtri((1 + confidence) / 2))


def wilson_limits(
    numerator: FloatArray, denominator: FloatArray, confidence: float
) -> tuple[FloatArray, FloatArray]:
    """Wilson limits of checked arrays; the other modules build on it."""
    return wilson_limits_at(numerator, denominator, z_value(confidence))


def wilson_limits_at(
    numerator: FloatArray, denominator: FloatArray, z: FloatArray | float
) -> tuple[FloatArray, FloatArray]:
    """Wilson limits at a normal quantile, one for all or one a row."""
    z_squared = z**2
    proportion = numerator / denominator
    spread = np.sqrt(z_squared * (z_squared + 4 * numerator * (1 - proportion)))
    larger_root = (2 * numerator + z_squared + spread) / 2
    # Only at z = 0 with nothing counted is the root 0, and the limit with it.
    lower = numerator * proportion / np.where(larger_root > 0, larger_root, 1)
    upper = larger_root / (denominator + z_squared)
    # Rounding must not put a limit on the wrong side of the value, nor above 1.
    return np.minimum(lower, proportion), np.clip(upper, proportion, 1)


def byars_limits(count: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Byar's limits of checked counts."""
    z = z_value(confidence)
    positive = np.where(count > 0, count, np.nan)
    root = 1 - 1 / (9 * positive) - z / (3 * np.sqrt(positive))
    lower = count * np.maximum(root, 0) ** 3
    lower = np.where(count == 0, 0.0, lower)
    above = count + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return lower, upper


def exact_poisson_limits(count: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Exact Poisson limits of checked counts.

    Half a chi-squared quantile with 2k degrees of freedom is an inverse incomplete gamma
    function of k, which needs no distribution object.
    """
    tail = (1 - confidence) / 2
    positive = np.where(count > 0, count, np.nan)
    lower = np.where(count == 0, 0.0, special.gammaincinv(positive, tail))
    upper = special.gammainccinv(count + 1, tail)
    return lower, upper


def event_limits(count: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Limits of a count of events: exact below `SMALL_COUNT`, Byar's from it on."""
    lower, upper = byars_limits(count, confidence)
    small = count < SMALL_COUNT
    if not np.any(small):
        return lower, upper
    lower, upper = np.array(lower), np.array(upper)
    lower[small], upper[small] = exact_poisson_limits(count[small], confidence)
    return lower, upper


def _plain(array: FloatArray) -> Result:
    return float(array) if np.ndim(array) == 0 else array
