"""The outcome of a comparison of two periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cypt_analysis.statistics._validation import Result


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
