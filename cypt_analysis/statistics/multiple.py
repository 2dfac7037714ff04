"""Many tests at once, and how a p is printed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cypt_analysis.statistics._validation import (
    Numbers,
    Result,
    check_confidence,
    check_whole,
    fault_error,
    read,
)


@dataclass(frozen=True)
class FalseAlarms:
    """What chance alone brings in a number of tests.

    tests         how many were made
    expected      how many would be called changes if nothing had changed
    sentence      the same in plain words
    """

    tests: int
    expected: float
    sentence: str


def expected_false_alarms(tests: int, confidence: float = 0.95) -> FalseAlarms:
    """How many of a report's tests would call a change if nothing at all had changed.

    Parameters: the number of `tests` made, 0 or more, and the `confidence` of each.

    Returns a `FalseAlarms`. The number expected holds whether or not the tests depend on each
    other. Exact tests of small counts raise fewer alarms than this.

    Raises `InvalidInputError` for a number that is not whole or a confidence that is no share.

    Source: the binomial distribution.

    >>> expected_false_alarms(33).expected, expected_false_alarms(9).sentence
    (1.65, '9 tests were made; chance alone would show a change in 0.45')
    """
    number = check_whole("tests", tests, 0)
    level = round(1 - check_confidence(confidence), 12)
    expected = number * level
    made = "1 test was" if number == 1 else f"{number:,} tests were"
    sentence = f"{made} made; chance alone would show a change in {expected:.2g}"
    return FalseAlarms(number, round(expected, 10), sentence)


def adjusted_p_values(p_values: Numbers) -> Result:
    """P-values adjusted for the number of tests, by the false discovery rate.

    Parameters: `p_values` of all tests of a list, a sequence, array or Series. A missing one
    stays missing and is not counted as a test.

    Returns adjusted p-values in the form of the input: calling changes where they are below 0.05
    keeps the expected share of false ones among those called at 5%.

    Raises `InvalidInputError` naming every row that is no number between 0 and 1.

    Source: Benjamini & Hochberg (1995), J R Stat Soc B 57: 289-300.

    >>> [round(p, 3) for p in adjusted_p_values([0.01, 0.04, 0.03, 0.5]).tolist()]
    [0.04, 0.053, 0.053, 0.5]
    """
    inputs = read(p_values=p_values)
    p = inputs["p_values"]
    inputs.refuse((p < 0) | (p > 1), "p_values is not between 0 and 1", "p_values")
    inputs.check()
    if len(inputs.shape) != 1:
        raise fault_error("p_values must be one list of tests")
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * known.size / np.arange(1, known.size + 1)
    adjusted = np.full(p.shape, np.nan)
    # No test is adjusted above one with a larger p.
    adjusted[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return inputs.give(adjusted)
