"""How far from the target? The number that meets it, and what the rest of the year must bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cypt_analysis.statistics._rounding import round_safely
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
    sentence     the same in plain words, with `needed_safe`
    needed_safe  `needed` as it is to be printed, rounded to the side on which it is enough
    """

    needed: float
    verdict: str
    sentence: str
    needed_safe: float


def required_run_rate(
    so_far: float,
    periods_done: int,
    periods_total: int,
    target: float,
    kind: str = "total",
    *,
    polarity: str = "high",
    best_possible: float | None = None,
    decimals: int | None = None,
) -> RunRate:
    """What the remaining periods must average for the year's target, or that it is out of reach.

    Parameters: for `kind="total"` (adoptions in the year) `so_far` is the sum of the periods done
    and `target` the year's sum; for `kind="average"` (a percentage, a rate) `so_far` is their
    mean and `target` the year's mean, each period weighing the same. `polarity` is "high" or
    "low". `best_possible` is the most (high) or least (low) that one period can bring: without it
    the least is 0 and the most is unlimited. Write 1 for a proportion, or 100 in percent.
    `decimals` to print: by default 1 for a total, and four digits in all for an average.

    Returns a `RunRate`, in the unit of `so_far`. "already met" can only be said of a total that
    cannot go back.

    Raises `InvalidInputError` for periods that do not fit or figures that are no finite numbers.

    Source: arithmetic.

    >>> print(required_run_rate(so_far=11, periods_done=2, periods_total=4, target=30).sentence)
    the remaining 2 periods must average at least 9.5 each to meet the year's target of 30
    """
    check_choice("kind", kind, ("total", "average"))
    check_choice("polarity", polarity, POLARITIES)
    so_far, target = check_number("so_far", so_far), check_number("target", target)
    if best_possible is not None:
        best_possible = check_number("best_possible", best_possible)
    periods_done, periods_total = _check_periods(periods_done, periods_total)
    remaining = periods_total - periods_done
    if kind == "total":
        needed = (target - so_far) / remaining if remaining else np.nan
    else:
        whole = target * periods_total - so_far * periods_done
        needed = whole / remaining if remaining else np.nan
    verdict = _verdict(
        so_far,
        target,
        needed,
        remaining,
        kind=kind,
        polarity=polarity,
        best_possible=best_possible,
    )
    if decimals is None:
        decimals = 1 if kind == "total" else _decimals_of_four_digits(needed)
    safe = needed
    if remaining:
        safe = float(round_safely(needed, decimals, up=polarity == "high"))
    return RunRate(needed, verdict, _sentence(verdict, safe, remaining, target, polarity), safe)


def _decimals_of_four_digits(value: float) -> int:
    if not np.isfinite(value) or value == 0:
        return 0
    return int(np.clip(3 - np.floor(np.log10(abs(value))), 0, 12))


def _check_periods(periods_done: int, periods_total: int) -> tuple[int, int]:
    total = check_whole("periods_total", periods_total, 1)
    done = check_whole("periods_done", periods_done, 0)
    if not 1 <= done <= total:
        raise fault_error(
            f"{done} of {total} periods are done; write at least 1 and no more than there are"
        )
    return done, total


def _verdict(
    so_far: float,
    target: float,
    needed: float,
    remaining: int,
    *,
    kind: str,
    polarity: str,
    best_possible: float | None,
) -> str:
    high = polarity == "high"
    if not remaining:
        return "met" if (so_far >= target if high else so_far <= target) else "missed"
    if high:
        if kind == "total" and needed <= 0:
            return "already met"
        out_of_reach = best_possible is not None and needed > best_possible
    else:
        out_of_reach = needed < (0 if best_possible is None else best_possible)
    return "out of reach" if out_of_reach else "within reach"


def _sentence(verdict: str, needed: float, remaining: int, target: float, polarity: str) -> str:
    goal = f"the year's target of {target:,.6g}"
    bound = "at least" if polarity == "high" else "at most"
    rest = "the last period" if remaining == 1 else f"the remaining {remaining} periods"
    each = "bring" if remaining == 1 else "average"
    tail = "" if remaining == 1 else " each"
    if verdict == "within reach":
        return f"{rest} must {each} {bound} {_plain(needed)}{tail} to meet {goal}"
    if verdict == "out of reach":
        return f"{goal} is out of reach: {rest} would have to {each} {bound} {_plain(needed)}{tail}"
    if verdict == "already met":
        return f"{goal} is already met"
    return f"{goal} was {verdict}"


def _plain(value: float) -> str:
    """A rounded number without the zeros at its end."""
    text = f"{value:,.12f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
