"""The four rules of a control chart, on one stretch of a series with its limits."""

from __future__ import annotations

from typing import Any

import numpy as np

from cypt_analysis.statistics._validation import BoolArray, FloatArray

OUTSIDE = "outside the limits"
SIGNALS = ("", OUTSIDE, "run of 7 rising or falling", "2 of 3 near a limit", "7 on one side")
"""In order of precedence; a point shows the first that holds."""

_RUN = 7
# Limits come from sums, so a point that is on a limit on paper can be a hair off it in floats.
_HAIR = 1e-11


def compare(value: Any, reference: Any) -> Any:
    """1 above, -1 below, 0 equal but for rounding, or missing."""
    difference = np.asarray(np.subtract(value, reference), dtype=float)
    scale = np.maximum(np.abs(value), np.abs(reference))
    sign = np.where(np.abs(difference) <= _HAIR * scale, 0, np.sign(difference))
    return np.where(np.isnan(sign), 0, sign).astype(int)


def signals(
    values: FloatArray,
    mean: FloatArray,
    limits: tuple[FloatArray, FloatArray],
    near: tuple[FloatArray, FloatArray],
) -> tuple[np.ndarray, np.ndarray]:
    """For each point the position of its rule in `SIGNALS`, and the side or direction.

    Values stand one a period in order of time; a missing one breaks every rule but the first.
    """
    side = compare(values, mean)
    beyond = np.where(compare(values, limits[1]) > 0, 1, 0)
    beyond = beyond - np.where(compare(values, limits[0]) < 0, 1, 0)
    close = (compare(values, near[1]) > 0) | (compare(values, near[0]) < 0)
    rules = (
        beyond,
        _runs(values),
        np.where(_two_of_three(close & (beyond == 0), side), side, 0),
        _one_side(side),
    )
    codes = np.zeros(values.size, dtype=int)
    sides = np.zeros(values.size, dtype=int)
    for code in range(len(rules), 0, -1):
        found = rules[code - 1] != 0
        codes[found], sides[found] = code, rules[code - 1][found]
    return codes, sides


def _runs(values: FloatArray) -> np.ndarray:
    """1 or -1 at every point of seven or more in a row that rise or fall.

    A point where one run turns into another takes the later one.
    """
    steps = compare(values[1:], values[:-1])
    found = np.zeros(values.size, dtype=int)
    for start in range(values.size - _RUN + 1):
        first = steps[start]
        if first and np.all(steps[start : start + _RUN - 1] == first):
            found[start : start + _RUN] = first
    return found


def _two_of_three(close: BoolArray, side: np.ndarray) -> BoolArray:
    """The near points of any three in a row on one side of the mean with two of them near."""
    found = np.zeros(close.size, dtype=bool)
    for start in range(close.size - 2):
        three = slice(start, start + 3)
        if abs(side[three].sum()) == 3 and close[three].sum() >= 2:
            found[three] |= close[three]
    return found


def _one_side(side: np.ndarray) -> np.ndarray:
    """1 or -1 at every point of seven or more in a row on one side of the mean."""
    found = np.zeros(side.size, dtype=int)
    for start in range(side.size - _RUN + 1):
        if abs(side[start : start + _RUN].sum()) == _RUN:
            found[start : start + _RUN] = side[start]
    return found
