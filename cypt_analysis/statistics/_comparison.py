"""The outcome of a comparison of two periods, and how it is put in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cypt_analysis.statistics._two_samples import level_of
from cypt_analysis.statistics._validation import Inputs, Result
from cypt_analysis.statistics.multiple import format_p


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
    _inputs: Inputs = field(repr=False, compare=False)

    def sentence(self, decimals: int = 1, name: str = "") -> Any:
        """The comparison in plain words, a str for a scalar, else an array or Series of str.

        `decimals` are those of the percentages or rates as printed; `name` opens the sentence.
        """
        opening = f"{name} " if name else ""
        columns = (
            self.value_1,
            self.value_2,
            self.p_value,
            self.overlap,
            self.significant,
        )
        flat = [np.asarray(column, dtype=object).ravel() for column in columns]
        words = np.empty(self._inputs.shape, dtype=object)
        for position, row in enumerate(zip(*flat, strict=True)):
            words.flat[position] = opening + self._say(decimals, row)
        return self._inputs.give_words(words)

    def _say(self, decimals: int, row: tuple[Any, ...]) -> str:
        earlier, later, p_value, overlap, significant = row
        if np.isnan(earlier) or np.isnan(later):
            return "cannot be compared: a figure is missing"
        movement = self._movement(decimals, earlier, later)
        return f"{movement}; {self._verdict(bool(overlap), bool(significant), p_value)}"

    def _movement(self, decimals: int, earlier: float, later: float) -> str:
        before, after = (self._print(decimals, value) for value in (earlier, later))
        # Proportions and plain counts of events have a multiplier of 1 and need no unit.
        unit = "" if self.multiplier == 1 else f" per {self.multiplier:,.15g}"
        if before == after:
            return f"stayed at {after}{unit}"
        return f"{'rose' if later > earlier else 'fell'} from {before} to {after}{unit}"

    def _print(self, decimals: int, value: float) -> str:
        if self.kind == "proportion":
            return f"{100 * value:.{decimals}f}%"
        return f"{value:,.{decimals}f}"

    def _verdict(self, overlap: bool, significant: bool, p_value: float) -> str:
        level = f"{100 * self.confidence:g}%"
        p = format_p(p_value, level_of(self.confidence))
        if overlap and not significant:
            return f"this is within the range of chance ({level} intervals overlap; {p})"
        if significant and not overlap:
            return f"this is more than chance would explain ({level} intervals do not overlap; {p})"
        if significant:
            return (
                f"the two rules disagree: the test finds a change ({p}), but the {level} "
                "intervals overlap"
            )
        return (
            f"the two rules disagree: the {level} intervals do not overlap, but the test finds "
            f"no change ({p})"
        )
