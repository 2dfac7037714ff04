"""Is the change real? Two periods of a proportion or a rate, judged by two rules side by side.

By interval: the two intervals do not overlap. It is the field's habit, and cautious: with equal
denominators it asks for p of about 0.006. By test: the change is larger than chance explains at
the confidence given. The two verdicts are never mixed: a `Comparison` holds both, and its
sentence says so when they disagree.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from cypt_analysis.statistics._comparison import Comparison
from cypt_analysis.statistics._e_test import e_test_p_value
from cypt_analysis.statistics._validation import (
    BoolArray,
    FloatArray,
    Inputs,
    Numbers,
    check_confidence,
    check_positive,
    read,
    refuse_events,
    refuse_parts,
)
from cypt_analysis.statistics.intervals import event_limits, wilson_limits

Limits = tuple[FloatArray, FloatArray]


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
    interval of the difference is Newcombe's hybrid score interval, and `significant` says that it
    excludes 0. `p_value` is that of the two-proportion z-test with a pooled proportion, which can
    fall on the other side at the very edge; the sentence says so then.

    Raises `InvalidInputError` naming every row with a negative numerator, a numerator above its
    denominator, or a denominator of 0 or less.

    Source: Newcombe (1998), Stat Med 17: 873-890, method 10; Wilson's interval for each period.

    >>> change = compare_proportions(407, 2300, 377, 2300)
    >>> change.overlap, change.significant, round(change.p_value, 2)
    (True, False, 0.24)
    >>> print(change.sentence())
    fell from 17.7% to 16.4%; this is within the range of chance (95% intervals overlap; p = 0.24)
    """
    check_confidence(confidence)
    inputs = read(
        numerator_1=numerator_1,
        denominator_1=denominator_1,
        numerator_2=numerator_2,
        denominator_2=denominator_2,
    )
    refuse_parts(inputs, "numerator_1", "denominator_1")
    refuse_parts(inputs, "numerator_2", "denominator_2")
    inputs.check()
    value_1 = inputs["numerator_1"] / inputs["denominator_1"]
    value_2 = inputs["numerator_2"] / inputs["denominator_2"]
    limits_1 = wilson_limits(inputs["numerator_1"], inputs["denominator_1"], confidence)
    limits_2 = wilson_limits(inputs["numerator_2"], inputs["denominator_2"], confidence)
    difference = difference_limits(value_1, limits_1, value_2, limits_2)
    return _comparison(
        inputs,
        "proportion",
        1,
        confidence,
        values=(value_1, value_2),
        limits=(limits_1, limits_2),
        difference=difference,
        p_value=_pooled_z_test(inputs),
        significant=excludes(difference, 0),
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

    Returns a `Comparison`: rates per `multiplier`, difference later minus earlier with an
    interval that joins the two shown (exact below 10 events, Byar's from 10), and the ratio later
    over earlier with its exact conditional interval. `p_value` is that of the E-test, and
    `significant` says that it is below 1 - confidence. The E-test decides because the conditional
    interval is cautious at small counts: it misses real changes that the E-test finds at the same
    false alarm rate. The sentence says so when the ratio's interval reads otherwise.

    Raises `InvalidInputError` naming every row with a negative or broken number of events or a
    denominator of 0 or less.

    Source: Krishnamoorthy & Thomson (2004), J Stat Plan Inference 119: 23-35 (E-test; SciPy
    counts the pair without any events as extreme when the rates are equal, here p is 1 then);
    Przyborowski & Wilenski (1940), Biometrika 31: 313-323 (conditional); Zou & Donner (2008),
    Stat Med 27: 1693-1702 (interval of the difference).

    >>> change = compare_rates(120, 49_000, 183, 49_650)
    >>> round(change.ratio, 2), change.significant
    (1.51, True)
    >>> print(change.sentence().split("; ")[0])
    rose from 24.5 to 36.9 per 10,000
    """
    check_confidence(confidence)
    check_positive("multiplier", multiplier)
    inputs = read(
        numerator_1=numerator_1,
        denominator_1=denominator_1,
        numerator_2=numerator_2,
        denominator_2=denominator_2,
    )
    for period in "12":
        refuse_events(inputs, f"numerator_{period}", f"denominator_{period}")
        broken = inputs[f"numerator_{period}"] % 1 > 0
        inputs.refuse(broken, f"numerator_{period} is not a whole number", f"numerator_{period}")
    inputs.check()
    value_1, limits_1 = _rate(inputs, "1", multiplier, confidence)
    value_2, limits_2 = _rate(inputs, "2", multiplier, confidence)
    p_value = _e_test(inputs)
    return _comparison(
        inputs,
        "rate",
        multiplier,
        confidence,
        values=(value_1, value_2),
        limits=(limits_1, limits_2),
        difference=difference_limits(value_1, limits_1, value_2, limits_2),
        p_value=p_value,
        significant=p_value < 1 - confidence,
        ratio_limits=conditional_ratio_limits(inputs, confidence),
    )


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


def conditional_ratio_limits(inputs: Inputs, confidence: float) -> Limits:
    """Exact interval of rate 2 over rate 1.

    Given the number of events in both periods together, those of the later one are binomial; its
    Clopper-Pearson limits turn into limits of the ratio.
    """
    earlier, later = inputs["numerator_1"], inputs["numerator_2"]
    scale = inputs["denominator_1"] / inputs["denominator_2"]
    tail = (1 - confidence) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        # Share and rest are each computed by themselves: 1 - share would lose digits near 1.
        lower = special.betaincinv(later, earlier + 1, tail) / special.betainccinv(
            earlier + 1, later, tail
        )
        upper = special.betainccinv(later + 1, earlier, tail) / special.betaincinv(
            earlier, later + 1, tail
        )
    lower = scale * np.where(later == 0, 0, lower)
    upper = scale * np.where(earlier == 0, np.inf, upper)
    absent = inputs.missing()
    return np.where(absent, np.nan, lower), np.where(absent, np.nan, upper)


def _rate(
    inputs: Inputs, period: str, multiplier: float, confidence: float
) -> tuple[FloatArray, Limits]:
    events = inputs[f"numerator_{period}"]
    scale = multiplier / inputs[f"denominator_{period}"]
    lower, upper = event_limits(events, confidence)
    return events * scale, (lower * scale, upper * scale)


def _pooled_z_test(inputs: Inputs) -> FloatArray:
    k_1, n_1 = inputs["numerator_1"], inputs["denominator_1"]
    k_2, n_2 = inputs["numerator_2"], inputs["denominator_2"]
    pooled = (k_1 + k_2) / (n_1 + n_2)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n_1 + 1 / n_2))
    # With nothing or everything counted in both periods there is no difference to test.
    z = np.divide(k_2 / n_2 - k_1 / n_1, error, out=np.zeros(inputs.shape), where=error != 0)
    return np.asarray(2 * special.ndtr(-np.abs(z)))


def _e_test(inputs: Inputs) -> FloatArray:
    p_values = np.full(inputs.shape, np.nan)
    names = ("numerator_1", "denominator_1", "numerator_2", "denominator_2")
    known = ~inputs.missing()
    for position in np.flatnonzero(known):
        row = (float(inputs[name].flat[position]) for name in names)
        p_values.flat[position] = e_test_p_value(*row)
    return p_values


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
    ratio_limits: Limits | None = None,
) -> Comparison:
    absent = inputs.missing()
    blank = np.where(absent, np.nan, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        # From 0, a change has no size relative to the start.
        ratio = np.where(values[0] == 0, np.nan, values[1] / values[0])
    overlap = (limits[0][0] <= limits[1][1]) & (limits[1][0] <= limits[0][1])
    give = inputs.give
    return Comparison(
        kind=kind,
        multiplier=multiplier,
        confidence=confidence,
        value_1=give(values[0] + blank),
        value_2=give(values[1] + blank),
        interval_1=(give(limits[0][0]), give(limits[0][1])),
        interval_2=(give(limits[1][0]), give(limits[1][1])),
        difference=give(values[1] - values[0]),
        difference_interval=(give(difference[0]), give(difference[1])),
        relative_change=give(ratio - 1),
        ratio=None if ratio_limits is None else give(ratio),
        ratio_interval=(
            None if ratio_limits is None else (give(ratio_limits[0]), give(ratio_limits[1]))
        ),
        p_value=give(p_value + blank),
        overlap=inputs.give_verdict(overlap, absent),
        significant=inputs.give_verdict(significant, absent),
        _inputs=inputs,
    )
