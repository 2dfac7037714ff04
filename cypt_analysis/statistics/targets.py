"""How far from the target? The number that meets it, and what the rest of the year must bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cypt_analysis.statistics._validation import (
    BoolArray,
    FloatArray,
    Inputs,
    Numbers,
    Result,
    check_choice,
    check_number,
    check_positive,
    check_whole,
    fault_error,
    read,
    refuse_events,
)
from cypt_analysis.statistics.thresholds import round_safely

POLARITIES = ("low", "high")


def numerator_needed(
    denominator: Numbers, target: Numbers, polarity: str = "high", multiplier: float = 1
) -> Result:
    """The whole number that meets a target: at least (high is good) or at most (low is good).

    Parameters: `denominator`; `target` in the unit of the value: a proportion between 0 and 1
    with `multiplier=1`, else a rate per `multiplier`. Numbers, arrays or Series. Missing in is
    missing out. The target is met by the unrounded value: 92.96% does not meet 93%.

    Returns the smallest numerator with a value of the target or above (`polarity="high"`), or the
    largest with the target or below (`"low"`), as whole floats in the form of the input.

    Raises `InvalidInputError` naming every row with a denominator of 0 or less, a negative target,
    or a proportion above 1.

    Source: arithmetic. The published "12 more children measured" is the gap of `numerator_gap`.

    >>> numerator_needed(2457, 0.93)
    2286.0
    """
    return _needed(read(denominator=denominator, target=target), polarity, multiplier)


def numerator_gap(
    numerator: Numbers,
    denominator: Numbers,
    target: Numbers,
    polarity: str = "high",
    multiplier: float = 1,
) -> Result:
    """How many more (high is good) or fewer (low is good) would have met the target.

    Parameters: those of `numerator_needed`, with the `numerator` that there was.

    Returns whole floats in the form of the input; 0 where the target is met.

    Raises `InvalidInputError` naming every row with a negative numerator or a denominator of 0 or
    less, a negative target, or a proportion above 1.

    Source: arithmetic.

    >>> numerator_gap(2274, 2457, 0.93)
    12.0
    """
    inputs = read(numerator=numerator, denominator=denominator, target=target)
    refuse_events(inputs, "numerator", "denominator")
    needed = np.asarray(_needed(inputs, polarity, multiplier), dtype=float)
    there = inputs["numerator"]
    gap = needed - there if polarity == "high" else there - needed
    # A numerator that is itself an estimate can be broken; people are not.
    return inputs.give(np.maximum(np.ceil(gap), 0))


def _needed(inputs: Inputs, polarity: str, multiplier: float) -> Result:
    check_choice("polarity", polarity, POLARITIES)
    multiplier = check_positive("multiplier", multiplier)
    inputs.refuse(inputs["denominator"] <= 0, "denominator is 0 or less", "denominator")
    inputs.refuse(inputs["target"] < 0, "target is below 0", "target")
    if multiplier == 1:
        inputs.refuse(inputs["target"] > 1, "target is above 1, the whole", "target")
    inputs.check()
    denominator, target = inputs["denominator"], inputs["target"]
    value = np.round(target * denominator / multiplier)

    def met(count: FloatArray) -> BoolArray:
        reached = count * multiplier / denominator
        return np.asarray(reached >= target if polarity == "high" else reached <= target)

    # Rounded, not taken up or down, because 0.93 of 100 is a hair above 93 in floats; where the
    # nearest whole number does not meet the target, the next one does.
    step = 1 if polarity == "high" else -1
    value = np.where(met(value), value, value + step)
    return inputs.give(np.maximum(value, 0))


@dataclass(frozen=True)
class RunRate:
    """What each remaining period must bring for the year's target.

    needed       per remaining period, exactly (missing when the year is over); "at least" for a
                 polarity of high, "at most" for low
    verdict      "within reach", "already met", "out of reach", "met" or "missed" (year over)
    needed_safe  `needed` as it is to be printed, rounded to the side on which it is enough
    """

    needed: float
    verdict: str
    needed_safe: float


def required_run_rate(
    so_far: float,
    periods_done: int,
    periods_total: int,
    target: float,
    *,
    polarity: str = "high",
    decimals: int = 1,
) -> RunRate:
    """What the remaining periods must bring each for the year's target, or that it is out of reach.

    Parameters: `so_far` is the sum of the periods done (adoptions in the year), `target` that
    asked of the whole year. `polarity` is "high" or "low"; one period can bring nought at the
    least, and there is no most. `decimals` to print.

    Returns a `RunRate`, in the unit of `so_far`.

    Raises `InvalidInputError` for periods that do not fit or figures that are no finite numbers.

    Source: arithmetic.

    >>> rate = required_run_rate(so_far=27, periods_done=1, periods_total=4, target=40)
    >>> round(rate.needed, 2), rate.needed_safe, rate.verdict
    (4.33, 4.4, 'within reach')
    """
    check_choice("polarity", polarity, POLARITIES)
    so_far, target = check_number("so_far", so_far), check_number("target", target)
    total = check_whole("periods_total", periods_total, 1)
    done = check_whole("periods_done", periods_done, 0)
    if not 1 <= done <= total:
        raise fault_error(
            f"{done} of {total} periods are done; write at least 1 and no more than there are"
        )
    high = polarity == "high"
    if done == total:
        reached = so_far >= target if high else so_far <= target
        return RunRate(np.nan, "met" if reached else "missed", np.nan)
    needed = (target - so_far) / (total - done)
    verdict = "within reach"
    # A sum cannot go back: what it has passed it keeps.
    if needed <= 0 if high else needed < 0:
        verdict = "already met" if high else "out of reach"
    return RunRate(needed, verdict, float(round_safely(needed, decimals, up=high)))
