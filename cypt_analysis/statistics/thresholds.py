"""What would it take? The value that counts as a change, the number that meets a target."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cypt_analysis.statistics._e_test import e_test_p_value
from cypt_analysis.statistics._validation import (
    BoolArray,
    FloatArray,
    Numbers,
    Result,
    check_choice,
    check_confidence,
    check_positive,
    read,
    refuse_events,
    refuse_parts,
)
from cypt_analysis.statistics.comparisons import difference_limits
from cypt_analysis.statistics.intervals import event_limits, wilson_limits, z_value

_HALVINGS = 60


def significance_threshold(
    numerator: Numbers,
    denominator: Numbers,
    next_denominator: Numbers,
    rule: str = "intervals",
    direction: str = "decrease",
    *,
    confidence: float = 0.95,
) -> Result:
    """The proportion that next time's figure must pass to count as a change.

    Parameters: this time's `numerator` and `denominator`, and the `next_denominator` expected;
    numbers, arrays or Series that broadcast to one shape. `rule="intervals"` asks that the two
    Wilson intervals do not overlap, `rule="test"` that Newcombe's interval of the difference
    excludes 0: the `overlap` and `significant` of `compare_proportions`. `direction` is
    "decrease" or "increase".

    Returns a proportion between 0 and 1 in the form of the input: a figure beyond it counts as a
    change, one exactly on it does not. It is missing where an input is, and where no figure
    would do, because even 0% (or 100%) is within the range of chance.

    Raises `InvalidInputError` naming every row with an impossible numerator or denominator.

    Source: Wilson (1927), whose limits are solved for the value in closed form; Newcombe (1998),
    Stat Med 17: 873-890, method 10, solved by bisection.

    >>> round(significance_threshold(0.177 * 2480, 2480, 2480), 3)
    0.148
    >>> round(significance_threshold(0.177 * 2480, 2480, 2480, rule="test"), 3)
    0.156
    """
    check_confidence(confidence)
    check_choice("rule", rule, ("intervals", "test"))
    check_choice("direction", direction, ("decrease", "increase"))
    inputs = read(numerator=numerator, denominator=denominator, next_denominator=next_denominator)
    refuse_parts(inputs, "numerator", "denominator")
    inputs.refuse(inputs["next_denominator"] <= 0, "next_denominator is 0 or less")
    inputs.check()
    counted, size, next_size = (inputs[name] for name in inputs.arrays)
    if direction == "increase":
        # A rise of those counted is a fall of those not counted.
        counted = size - counted
    lowest = _below_intervals if rule == "intervals" else _below_test
    threshold = lowest(counted, size, next_size, confidence)
    threshold = np.where(threshold > 0, threshold, np.nan)
    return inputs.give(1 - threshold if direction == "increase" else threshold)


def rate_significance_threshold(
    numerator: Numbers,
    denominator: Numbers,
    next_denominator: Numbers,
    rule: str = "intervals",
    direction: str = "decrease",
    *,
    multiplier: float = 10_000,
    confidence: float = 0.95,
) -> Result:
    """The rate that next time's figure must pass to count as a change.

    Parameters: as for `significance_threshold`, with events over their denominators and rates per
    `multiplier`. Events are whole numbers. `rule="intervals"` and `rule="test"` (the E-test) are
    the `overlap` and `significant` of `compare_rates`.

    Returns a rate per `multiplier` in the form of the input. It is the rate of a whole number of
    events, the last that does not count: any beyond it counts as a change. It is missing where an
    input is, and where even no events at all would be within the range of chance.

    Raises `InvalidInputError` naming every row with a negative or broken number of events or a
    denominator of 0 or less.

    Source: the rules of `compare_rates`, searched over whole numbers of events.

    >>> round(rate_significance_threshold(183, 49_650, 49_650), 1)
    26.8
    """
    check_confidence(confidence)
    check_choice("rule", rule, ("intervals", "test"))
    check_choice("direction", direction, ("decrease", "increase"))
    check_positive("multiplier", multiplier)
    inputs = read(numerator=numerator, denominator=denominator, next_denominator=next_denominator)
    refuse_events(inputs, "numerator", "denominator")
    inputs.refuse(inputs["numerator"] % 1 > 0, "numerator is not a whole number", "numerator")
    inputs.refuse(inputs["next_denominator"] <= 0, "next_denominator is 0 or less")
    inputs.check()
    step = -1 if direction == "decrease" else 1
    edges = np.full(inputs.shape, np.nan)
    for position in np.flatnonzero(~inputs.missing()):
        events, size, next_size = (float(inputs[name].flat[position]) for name in inputs.arrays)
        judge = _rate_judge(events, size, next_size, rule, confidence)
        edges.flat[position] = _last_unchanged(round(events / size * next_size), step, judge)
    return inputs.give(edges * multiplier / inputs["next_denominator"])


def _rate_judge(
    events: float, size: float, next_size: float, rule: str, confidence: float
) -> Callable[[int], bool]:
    """Whether a number of events next time counts as a change."""
    limits = [limit / size for limit in event_limits(np.array(events), confidence)]

    def judge(next_events: int) -> bool:
        if rule == "test":
            return e_test_p_value(events, size, next_events, next_size) < 1 - confidence
        lower, upper = event_limits(np.array(float(next_events)), confidence)
        return bool(upper / next_size < limits[0] or lower / next_size > limits[1])

    return judge


def _last_unchanged(unchanged: int, step: int, judge: Callable[[int], bool]) -> float:
    """The last whole number, going by `step` from one that is no change, that is none either."""
    stride = 1
    while not judge(changed := max(unchanged + step * stride, 0)):
        if changed == 0:
            return np.nan
        stride *= 2
    while abs(changed - unchanged) > 1:
        middle = (changed + unchanged) // 2
        if judge(middle):
            changed = middle
        else:
            unchanged = middle
    return float(unchanged)


def _below_intervals(
    numerator: FloatArray, denominator: FloatArray, next_denominator: FloatArray, confidence: float
) -> FloatArray:
    """The value whose upper Wilson limit is this time's lower one.

    Wilson's limit is where the score test is on its edge, so the value lies z standard errors
    from its own limit, with the error taken at the limit.
    """
    edge, _ = wilson_limits(numerator, denominator, confidence)
    return edge - z_value(confidence) * np.sqrt(edge * (1 - edge) / next_denominator)


def _below_test(
    numerator: FloatArray, denominator: FloatArray, next_denominator: FloatArray, confidence: float
) -> FloatArray:
    """The value where Newcombe's interval of the difference just touches 0."""
    value = numerator / denominator
    limits = wilson_limits(numerator, denominator, confidence)

    def counts_as_change(next_value: FloatArray) -> BoolArray:
        next_limits = wilson_limits(next_value * next_denominator, next_denominator, confidence)
        _, upper = difference_limits(value, limits, next_value, next_limits)
        return np.asarray(upper < 0)

    threshold = _bisect(counts_as_change, np.zeros_like(value), value + 0.0)
    return np.where(counts_as_change(np.zeros_like(value)), threshold, np.nan)


def _bisect(
    holds: Callable[[FloatArray], BoolArray], low: FloatArray, high: FloatArray
) -> FloatArray:
    """Where a rule that holds at `low` and fails at `high` turns, element by element."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        held = holds(middle)
        low, high = np.where(held, middle, low), np.where(held, high, middle)
    return np.asarray(low)
