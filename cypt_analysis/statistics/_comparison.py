"""The outcome of a comparison of two periods, and how it is put in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cypt_analysis.statistics._validation import Inputs, Result


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
    p_value              z-test of two proportions, E-test of two rates
    overlap              whether interval_1 and interval_2 overlap (touching is overlapping)
    significant          the verdict of the test
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
            self._second_opinion(),
        )
        flat = [np.asarray(column, dtype=object).ravel() for column in columns]
        words = np.empty(self._inputs.shape, dtype=object)
        for position, row in enumerate(zip(*flat, strict=True)):
            words.flat[position] = opening + self._say(decimals, row)
        return self._inputs.give_words(words)

    def _second_opinion(self) -> Any:
        """What the companion of the test says: the z-test's p, or the ratio's interval."""
        if self.ratio_interval is None:
            return np.asarray(self.p_value) < 1 - self.confidence
        lower, upper = (np.asarray(limit) for limit in self.ratio_interval)
        return (lower > 1) | (upper < 1)

    def _say(self, decimals: int, row: tuple[Any, ...]) -> str:
        earlier, later, p_value, overlap, significant, second_opinion = row
        if np.isnan(earlier) or np.isnan(later):
            return "cannot be compared: a figure is missing"
        movement = self._movement(decimals, earlier, later)
        verdict = self._verdict(bool(overlap), bool(significant), p_value)
        if bool(second_opinion) != bool(significant):
            verdict += f"; {self._edge(bool(significant))}"
        return f"{movement}; {verdict}"

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
        p = _print_p(p_value, 1 - self.confidence)
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

    def _edge(self, significant: bool) -> str:
        if self.kind == "proportion":
            side = "excludes" if significant else "includes"
            return f"at the edge: the interval of the difference {side} 0, whatever p says"
        side = "includes" if significant else "excludes"
        return f"at the edge: the exact interval of the ratio {side} 1"


def _print_p(p_value: float, level: float) -> str:
    """A p-value with two digits that matter, never rounded across the level it is held against."""
    if p_value < 0.001:
        return "p < 0.001"
    level = round(level, 10)  # 1 - 0.95 is a hair above 0.05
    decimals = 2 if p_value >= 0.095 else 3
    while decimals < 8 and (round(p_value, decimals) < level) != (p_value < level):
        decimals += 1
    return f"p = {p_value:.{decimals}f}"
