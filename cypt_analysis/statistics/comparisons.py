"""Is the change real? Two periods of a proportion or a rate, judged by two rules side by side.

By interval: the two intervals do not overlap. It is the field's habit, and cautious: with equal
denominators it asks for p of about 0.006. By test: the change is larger than chance explains at
the confidence given. The two verdicts are never mixed: a `Comparison` holds both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cypt_analysis.statistics._two_samples import (
    Limits,
    difference_limits,
    excludes,
    level_of,
    mid_p_ratio_limits,
    mid_p_value,
    newcombe_p,
)
from cypt_analysis.statistics._validation import (
    BoolArray,
    FloatArray,
    Inputs,
    Numbers,
    Result,
    check_confidence,
    check_positive,
    read_periods,
    refuse_events,
    refuse_parts,
)
from cypt_analysis.statistics.intervals import event_limits, wilson_limits


@dataclass(frozen=True)
class Comparison:
    """Two periods of one figure compared: 1 is the earlier, 2 the later.

    Every field but the first three has the form of the input: a number, an array or a Series.

    kind                 "proportion" or "rate"
    multiplier           1 for a proportion, else what the rates are per
    confidence           of every interval and verdict
    value_1, value_2     proportions between 0 and 1, or rates per multiplier
    interval_1, _2       `(lower, upper)` of each
    difference           value_2 - value_1
    difference_interval  `(lower, upper)`
    relative_change      difference / value_1: -0.07 is 7% lower; missing where value_1 is 0
    ratio                value_2 / value_1 of rates, else None
    ratio_interval       `(lower, upper)` of it; the upper limit is infinite where value_1 is 0
    p_value              of the test whose interval decides: Newcombe's for two proportions, the
                         exact conditional test (mid-p) for two rates
    overlap              whether interval_1 and interval_2 overlap (touching is overlapping)
    significant          the verdict of the test; p, interval and verdict never contradict
    small                whether a denominator is below 30: then the figures are shown, not judged
    """

    kind: str
    multiplier: float
    confidence: float
    value_1: Result
    value_2: Result
    interval_1: tuple[Result, Result]
    interval_2: tuple[Result, Result]
    difference: Result
    difference_interval: tuple[Result, Result]
    relative_change: Result
    ratio: Result | None
    ratio_interval: tuple[Result, Result] | None
    p_value: Result
    overlap: Any
    significant: Any
    small: Any


SMALL_DENOMINATOR = 30
"""A figure that follows from fewer is shown and not judged."""


def compare_proportions(
    numerator_1: Numbers,
    denominator_1: Numbers,
    numerator_2: Numbers,
    denominator_2: Numbers,
    confidence: float = 0.95,
) -> Comparison:
    """Compare a proportion in an earlier period (1) with a later one (2).

    Parameters: the numerator and denominator of each period, numbers, arrays or Series that
    broadcast to one shape. Missing in is missing out.

    Returns a `Comparison`: proportions between 0 and 1, difference later minus earlier. The
    interval of the difference is Newcombe's hybrid score interval, `significant` says that it
    excludes 0, and `p_value` is the smallest level at which it does: one test, which cannot
    contradict itself. (A pooled z-test beside it can: for 0 of 50 against 4 of 50 it says 0.041,
    where the interval holds 0.) Equal proportions have a p of 1.

    Raises `InvalidInputError` naming every row with a negative numerator, a numerator above its
    denominator, or a denominator of 0 or less.

    Source: Newcombe (1998), Stat Med 17: 873-890, method 10; Wilson's interval for each period;
    p by inverting the interval, as in Agresti (2013), Categorical Data Analysis, section 1.4.

    >>> change = compare_proportions(407, 2300, 377, 2300)
    >>> change.overlap, change.significant, round(change.p_value, 2)
    (True, False, 0.24)
    """
    confidence = check_confidence(confidence)
    counts = (numerator_1, denominator_1, numerator_2, denominator_2)
    inputs = read_periods(counts, refuse_parts).check()
    k_1, n_1, k_2, n_2 = _four(inputs)
    values = k_1 / n_1, k_2 / n_2
    limits = wilson_limits(k_1, n_1, confidence), wilson_limits(k_2, n_2, confidence)
    difference = difference_limits(values[0], limits[0], values[1], limits[1])
    significant = excludes(difference, 0)
    return _comparison(
        inputs,
        "proportion",
        1,
        confidence,
        values=values,
        limits=limits,
        difference=difference,
        p_value=_agreeing(newcombe_p(k_1, n_1, k_2, n_2), significant, confidence),
        significant=significant,
        small=np.minimum(n_1, n_2) < SMALL_DENOMINATOR,
    )


def compare_rates(
    numerator_1: Numbers,
    denominator_1: Numbers,
    numerator_2: Numbers,
    denominator_2: Numbers,
    multiplier: float = 10_000,
    *,
    confidence: float = 0.95,
) -> Comparison:
    """Compare a rate in an earlier period (1) with a later one (2).

    Parameters: events and what they are counted over in each period, numbers, arrays or Series
    that broadcast to one shape; rates are per `multiplier`. Events are whole numbers: the tests
    count them one by one. Missing in is missing out.

    Returns a `Comparison`: rates per `multiplier`, and the ratio later over earlier. Given the
    events of both periods together, the later ones are binomial; `p_value` is the mid-p of that
    exact test, `ratio_interval` holds the ratios that it does not reject, and `significant` says
    that the interval excludes 1. The interval of the difference joins the two shown (exact below
    10 events, Byar's from 10); where at the very edge it would read otherwise than the test, its
    nearer limit is 0. Without any events p is 1.

    Raises `InvalidInputError` naming every row with a negative or broken number of events or a
    denominator of 0 or less.

    Source: Przyborowski & Wilenski (1940), Biometrika 31: 313-323 (conditional test); Lancaster
    (1961), J Am Stat Assoc 56: 223-234, and Rothman & Boice (1979), Epidemiologic Analysis with a
    Programmable Calculator (mid-p and its interval); Zou & Donner (2008), Stat Med 27: 1693-1702
    (interval of the difference). An E-test with an unpooled pivot gives 0.24 for 10 in 100
    against 5 in 1,000; this gives 8 in a hundred million.

    >>> change = compare_rates(120, 49_000, 183, 49_650)
    >>> round(change.ratio, 2), change.significant
    (1.51, True)
    """
    confidence = check_confidence(confidence)
    multiplier = check_positive("multiplier", multiplier)
    counts = (numerator_1, denominator_1, numerator_2, denominator_2)
    inputs = read_periods(counts, refuse_events)
    for name in ("numerator_1", "numerator_2"):
        inputs.refuse(inputs[name] % 1 > 0, f"{name} is not a whole number", name)
    inputs.check()
    k_1, n_1, k_2, n_2 = _four(inputs)
    values, limits = zip(
        *(_rate(k, n, multiplier, confidence) for k, n in ((k_1, n_1), (k_2, n_2))), strict=True
    )
    ratio_limits = mid_p_ratio_limits(k_1, n_1, k_2, n_2, confidence)
    significant = excludes(ratio_limits, 1)
    return _comparison(
        inputs,
        "rate",
        multiplier,
        confidence,
        values=values,
        limits=limits,
        difference=_on_the_side_of_the_test(
            difference_limits(values[0], limits[0], values[1], limits[1]),
            values[1] - values[0],
            significant,
        ),
        p_value=_agreeing(mid_p_value(k_1, n_1, k_2, n_2), significant, confidence),
        significant=significant,
        # Events over equal spans of time (a multiplier of 1) are over no children.
        small=(np.minimum(n_1, n_2) < SMALL_DENOMINATOR) & (multiplier != 1),
        ratio_limits=ratio_limits,
    )


def _four(inputs: Inputs) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """The counts and denominators; a row with anything missing is harmless ones, blanked later."""
    absent = inputs.missing()
    k_1, n_1, k_2, n_2 = (np.where(absent, 1.0, array) for array in inputs.arrays.values())
    return k_1, n_1, k_2, n_2


def _agreeing(p_value: FloatArray, significant: BoolArray, confidence: float) -> FloatArray:
    """The p-value, on the interval's side of the level also where both are within a rounding."""
    level = level_of(confidence)
    below = np.nextafter(level, 0)
    return np.where(significant, np.minimum(p_value, below), np.maximum(p_value, level))


def _on_the_side_of_the_test(
    limits: Limits, difference: FloatArray, significant: BoolArray
) -> Limits:
    lower, upper = limits
    rises, falls = difference > 0, difference < 0
    lower = np.where(significant & rises, np.maximum(lower, 0), lower)
    upper = np.where(significant & falls, np.minimum(upper, 0), upper)
    return (
        np.where(significant, lower, np.minimum(lower, 0)),
        np.where(significant, upper, np.maximum(upper, 0)),
    )


def _rate(
    events: FloatArray, exposure: FloatArray, multiplier: float, confidence: float
) -> tuple[FloatArray, Limits]:
    scale = multiplier / exposure
    lower, upper = event_limits(events, confidence)
    return events * scale, (lower * scale, upper * scale)


def _comparison(
    inputs: Inputs,
    kind: str,
    multiplier: float,
    confidence: float,
    *,
    values: tuple[FloatArray, FloatArray],
    limits: tuple[Limits, Limits],
    difference: Limits,
    p_value: FloatArray,
    significant: BoolArray,
    small: BoolArray,
    ratio_limits: Limits | None = None,
) -> Comparison:
    absent = inputs.missing()

    def give(array: FloatArray) -> Result:
        return inputs.give(np.where(absent, np.nan, array))

    def give_pair(pair: Limits) -> tuple[Result, Result]:
        return give(pair[0]), give(pair[1])

    with np.errstate(divide="ignore", invalid="ignore"):
        # From 0, a change has no size relative to the start.
        ratio = np.where(values[0] == 0, np.nan, values[1] / values[0])
    overlap = (limits[0][0] <= limits[1][1]) & (limits[1][0] <= limits[0][1])
    return Comparison(
        kind=kind,
        multiplier=multiplier,
        confidence=confidence,
        value_1=give(values[0]),
        value_2=give(values[1]),
        interval_1=give_pair(limits[0]),
        interval_2=give_pair(limits[1]),
        difference=give(values[1] - values[0]),
        difference_interval=give_pair(difference),
        relative_change=give(ratio - 1),
        ratio=None if ratio_limits is None else give(ratio),
        ratio_interval=None if ratio_limits is None else give_pair(ratio_limits),
        p_value=give(p_value),
        overlap=inputs.give_verdict(overlap, absent),
        significant=inputs.give_verdict(significant, absent),
        small=inputs.give_verdict(small, absent),
    )
