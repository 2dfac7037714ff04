"""What would it take? The value that counts as a change, the number that meets a target."""

from __future__ import annotations

from typing import Any

import numpy as np

from cypt_analysis.statistics._two_samples import bisect, difference_limits, level_of, mid_p_value
from cypt_analysis.statistics._validation import (
    BoolArray,
    FloatArray,
    Inputs,
    Numbers,
    Result,
    check_choice,
    check_confidence,
    check_positive,
    check_whole,
    read,
    refuse_events,
    refuse_parts,
)
from cypt_analysis.statistics.intervals import event_limits, wilson_limits, z_value

# Relative: an edge that is a round number on paper can be a hair off it in floats.
_HAIR = 1e-9


def round_safely(values: FloatArray | float, decimals: int, *, up: bool) -> FloatArray:
    """Values rounded up or down to some decimals; a hair from a round number is that number."""
    scale = 10.0 ** check_whole("decimals", decimals, 0)
    scaled = np.asarray(values, dtype=float) * scale
    nearest = np.round(scaled)
    on_it = np.abs(scaled - nearest) <= _HAIR * np.maximum(np.abs(nearest), 1)
    beyond = np.ceil(scaled) if up else np.floor(scaled)
    return np.where(on_it, nearest, beyond) / scale


_DIRECTIONS = ("decrease", "increase")


def significance_threshold(
    numerator: Numbers,
    denominator: Numbers,
    next_denominator: Numbers,
    rule: str = "intervals",
    direction: str = "decrease",
    *,
    confidence: float = 0.95,
    decimals: int | None = None,
) -> Result:
    """The proportion that next time's figure must pass to count as a change.

    Parameters: this time's `numerator` and `denominator`, and the `next_denominator` expected;
    numbers, arrays or Series that broadcast to one shape. `rule="intervals"` asks that the two
    Wilson intervals do not overlap, `rule="test"` that Newcombe's interval of the difference
    excludes 0: the `overlap` and `significant` of `compare_proportions`. `direction` is
    "decrease" or "increase". `decimals` are those of the percentage as printed: the edge is then
    rounded away from this time's figure, so that whatever passes the printed one is a change.
    Ask only where next time's figure will be of the same kind of period.

    Returns a proportion between 0 and 1 in the form of the input: a figure beyond it counts as a
    change, one exactly on it does not. It is missing where an input is, and where no figure
    would do, because even 0% (or 100%) is within the range of chance (or not beyond the edge as
    rounded).

    Raises `InvalidInputError` naming every row with an impossible numerator or denominator.

    Source: Wilson (1927), whose limits are solved for the value in closed form; Newcombe (1998),
    Stat Med 17: 873-890, method 10, solved by bisection.

    >>> round(significance_threshold(0.177 * 2480, 2480, 2480), 3)
    0.148
    >>> round(significance_threshold(0.177 * 2480, 2480, 2480, rule="test"), 3)
    0.156
    >>> edge = significance_threshold(439, 2480, 2400)
    >>> round(edge, 5), significance_threshold(439, 2480, 2400, decimals=1)
    (0.14774, 0.147)
    """
    confidence = check_confidence(confidence)
    check_choice("rule", rule, ("intervals", "test"))
    check_choice("direction", direction, _DIRECTIONS)
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
    if direction == "increase":
        threshold = 1 - threshold
    if decimals is not None:
        threshold = round_safely(100 * threshold, decimals, up=direction == "increase")
        threshold = np.round(threshold / 100, decimals + 2)
        passable = threshold < 1 if direction == "increase" else threshold > 0
        threshold = np.where(passable, threshold, np.nan)
    return inputs.give(threshold)


def rate_significance_threshold(
    numerator: Numbers,
    denominator: Numbers,
    next_denominator: Numbers,
    rule: str = "intervals",
    direction: str = "decrease",
    *,
    multiplier: float = 10_000,
    confidence: float = 0.95,
    decimals: int | None = None,
) -> Result:
    """The rate that next time's figure must pass to count as a change.

    Parameters: as for `significance_threshold`, with events over their denominators and rates per
    `multiplier`. Events are whole numbers. `rule="intervals"` and `rule="test"` (the exact
    conditional test with mid-p) are the `overlap` and `significant` of `compare_rates`.

    Returns a rate per `multiplier` in the form of the input. It is the rate of a whole number of
    events, the last that does not count: any beyond it counts as a change. It is missing where an
    input is, and where even no events at all would be within the range of chance.

    Raises `InvalidInputError` naming every row with a negative or broken number of events or a
    denominator of 0 or less.

    Source: the rules of `compare_rates`, searched over whole numbers of events.

    >>> round(rate_significance_threshold(183, 49_650, 49_650), 1)
    26.8
    """
    confidence = check_confidence(confidence)
    check_choice("rule", rule, ("intervals", "test"))
    check_choice("direction", direction, _DIRECTIONS)
    multiplier = check_positive("multiplier", multiplier)
    inputs = read(numerator=numerator, denominator=denominator, next_denominator=next_denominator)
    refuse_events(inputs, "numerator", "denominator")
    inputs.refuse(inputs["numerator"] % 1 > 0, "numerator is not a whole number", "numerator")
    inputs.refuse(inputs["next_denominator"] <= 0, "next_denominator is 0 or less")
    inputs.check()
    edges = _last_unchanged(inputs, rule, direction, confidence)
    edges = edges * multiplier / inputs["next_denominator"]
    if decimals is not None:
        edges = round_safely(edges, decimals, up=direction == "increase")
        # No rate is below 0.
        edges = np.where((direction == "increase") | (edges > 0), edges, np.nan)
    return inputs.give(edges)


def significance_thresholds(
    numerator: Numbers,
    denominator: Numbers,
    next_denominator: Numbers,
    rule: str = "intervals",
    *,
    kind: str = "proportion",
    multiplier: float = 10_000,
    confidence: float = 0.95,
    decimals: int | None = None,
) -> tuple[Result, Result]:
    """The figures below and above which next time's counts as a change.

    Parameters: those of `significance_threshold` for `kind="proportion"`, and those of
    `rate_significance_threshold` for `kind="rate"`.

    Returns `(below, above)`, each in the form and the unit of those functions, and missing where
    no figure in that direction would do.

    Raises `InvalidInputError` as they do.

    Source: as there.

    >>> below, above = significance_thresholds(400, 2300, 2300, decimals=1)
    >>> below, above
    (0.144, 0.206)
    """
    check_choice("kind", kind, ("proportion", "rate"))
    settings: dict[str, Any] = {"confidence": confidence, "decimals": decimals}
    if kind == "rate":
        settings["multiplier"] = multiplier
    threshold = significance_threshold if kind == "proportion" else rate_significance_threshold
    below, above = (
        threshold(numerator, denominator, next_denominator, rule, direction, **settings)
        for direction in _DIRECTIONS
    )
    return below, above


def _last_unchanged(inputs: Inputs, rule: str, direction: str, confidence: float) -> FloatArray:
    """The last number of events next time, going from this time's rate, that is no change."""
    absent = inputs.missing()
    events, size, next_size = (
        np.where(absent, 1.0, inputs[name])
        for name in ("numerator", "denominator", "next_denominator")
    )
    step = -1 if direction == "decrease" else 1
    limits = [limit / size for limit in event_limits(events, confidence)]

    def changed(next_events: FloatArray) -> BoolArray:
        if rule == "test":
            p_value = mid_p_value(events, size, next_events, next_size)
            return np.asarray(p_value < level_of(confidence))
        lower, upper = event_limits(next_events, confidence)
        return np.asarray((upper / next_size < limits[0]) | (lower / next_size > limits[1]))

    unchanged = np.round(events / size * next_size)
    stride = 1.0
    beyond = np.maximum(unchanged + step * stride, 0)
    while np.any(short := ~changed(beyond) & (beyond > 0)):
        stride *= 2
        beyond = np.where(short, np.maximum(unchanged + step * stride, 0), beyond)
    found = changed(beyond)
    while np.any(np.abs(beyond - unchanged) > 1):
        middle = np.floor((beyond + unchanged) / 2)
        is_change = changed(middle) & found
        beyond = np.where(is_change, middle, beyond)
        unchanged = np.where(is_change, unchanged, middle)
        if not np.any(found):
            break
    return np.where(found & ~absent, unchanged, np.nan)


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

    threshold, _ = bisect(counts_as_change, np.zeros_like(value), value + 0.0)
    return np.where(counts_as_change(np.zeros_like(value)), threshold, np.nan)
