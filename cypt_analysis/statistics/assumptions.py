"""How much rests on an assumed number of children?"""

from __future__ import annotations

import numpy as np

from cypt_analysis.statistics._two_samples import (
    bisect,
    difference_limits,
    excludes,
)
from cypt_analysis.statistics._validation import (
    BoolArray,
    FloatArray,
    Numbers,
    Result,
    check_choice,
    check_confidence,
    read_periods,
    refuse_parts,
)
from cypt_analysis.statistics.intervals import wilson_limits

# Halving or doubling a number of children twenty times is beyond any assumption.
_FARTHEST = 2.0**20


def verdict_turns_at(
    numerator_1: Numbers,
    denominator_1: Numbers,
    numerator_2: Numbers,
    denominator_2: Numbers,
    confidence: float = 0.95,
    *,
    assumed: str = "both",
) -> Result:
    """How many times as many (or as few) children it would take for the verdict to turn.

    Parameters: those of `compare_proportions`, with assumed numbers in them; `assumed` says which
    period's denominator is assumed: "both", "earlier" or "later". The proportions stay as they
    are.

    Returns a factor in the form of the input. Above 1: what is within the range of chance would
    be a change from that many times as many children on. Below 1: what is a change would be one
    down to that share of the children. Infinite (or 0) where the verdict would not turn at all;
    missing where an input is.

    Raises `InvalidInputError` as `compare_proportions` does, and for another word in `assumed`.

    Source: the test of `compare_proportions`, solved by bisection.

    >>> round(verdict_turns_at(407, 2300, 377, 2300), 1)
    2.8
    """
    confidence = check_confidence(confidence)
    check_choice("assumed", assumed, ("both", "earlier", "later"))
    counts = (numerator_1, denominator_1, numerator_2, denominator_2)
    inputs = read_periods(counts, refuse_parts).check()
    absent = inputs.missing()
    k_1, n_1, k_2, n_2 = (np.where(absent, 1.0, array) for array in inputs.arrays.values())

    def significant(log_factor: FloatArray) -> BoolArray:
        factor = np.exp(log_factor)
        first = 1.0 if assumed == "later" else factor
        second = 1.0 if assumed == "earlier" else factor
        limits_1 = wilson_limits(k_1 * first, n_1 * first, confidence)
        limits_2 = wilson_limits(k_2 * second, n_2 * second, confidence)
        return excludes(difference_limits(k_1 / n_1, limits_1, k_2 / n_2, limits_2), 0)

    here = np.zeros(inputs.shape)
    now = significant(here)
    # More children make a change of what is none, fewer none of what is one.
    away = np.where(now, -np.log(_FARTHEST), np.log(_FARTHEST))
    turn, _ = bisect(lambda at: significant(at) == now, here, away)
    turns = significant(away) != now
    factor = np.where(turns, np.exp(turn), np.where(now, 0.0, np.inf))
    return inputs.give(np.where(absent, np.nan, factor))
