"""A year against its target: sums, or the ratio of sums, and only when all of it has come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cypt_analysis.statistics._validation import (
    Inputs,
    Numbers,
    check_choice,
    check_number,
    check_positive,
    check_whole,
    fault_error,
    read,
    refuse_events,
    refuse_parts,
)

POLARITIES = ("low", "high")


@dataclass(frozen=True)
class AnnualTarget:
    """A year's figure against its target.

    value        the sum of the counts received, or the ratio of the sums of what was received
                 (times the multiplier); missing where nothing was received
    numerator, denominator   the sums; the denominator is missing for a count
    received, periods        how many periods of the year have come, of how many
    verdict      "met" or "missed"; for an incomplete year "3 of 4 received", or "already met" or
                 "already missed" of a count that cannot go back
    """

    value: float
    numerator: float
    denominator: float
    received: int
    periods: int
    verdict: str


def annual_target(
    numerators: Numbers,
    denominators: Numbers | None = None,
    *,
    target: float,
    periods: int = 4,
    polarity: str = "high",
    multiplier: float = 1,
    strict: bool = False,
) -> AnnualTarget:
    """Hold a year against its target: counts are summed, proportions and rates are ratios of sums.

    Parameters: `numerators` of the year's periods, missing where a period has not come, and their
    `denominators` (leave out for a count); how many `periods` the year has. `target` is in the
    unit of the value: a proportion between 0 and 1 with `multiplier=1`, else a rate per
    `multiplier`. `polarity` is "high" (at least) or "low" (at most), and `strict` asks for more
    than that (above, below), so that the target itself misses it.

    Returns an `AnnualTarget`. A year with a period missing is not judged, neither whole nor pro
    rata, but for a count that has passed its target already. Unrounded values decide: 92.96% does
    not meet 93%. A tolerance or a floor is for `verdict_against_target` of the value.

    Raises `InvalidInputError` naming every period with an impossible numerator or denominator,
    and for more periods than the year has.

    Source: arithmetic; a year's proportion is never the mean of its quarters' nor the last one.

    >>> year = annual_target([100, 100, 100, 9], [200, 200, 200, 10], target=0.8)
    >>> round(year.value, 3), year.verdict
    (0.507, 'missed')
    >>> annual_target([100, 100, 100], target=400).verdict
    '3 of 4 received'
    """
    check_choice("polarity", polarity, POLARITIES)
    periods = check_whole("periods", periods, 1)
    multiplier = check_positive("multiplier", multiplier)
    goal = check_number("target", target)
    high = polarity == "high"
    inputs = _read_year(numerators, denominators, multiplier)
    if inputs.shape[0] > periods:
        raise fault_error(f"{inputs.shape[0]} periods were given for a year of {periods}")
    known = ~inputs.missing()
    received = int(known.sum())
    numerator = float(inputs["numerator"][known].sum())
    counted = denominators is None
    denominator = np.nan if counted else float(inputs["denominator"][known].sum())
    value = numerator if counted else np.nan
    if not counted and denominator > 0:
        value = numerator * multiplier / denominator
    verdict = f"{received} of {periods} received"
    if received == periods:
        verdict = _judge(value, goal, {}, high, strict)
    elif (counted and numerator > goal) or (counted and numerator == goal and high != strict):
        # A count cannot go back: what it has passed it keeps.
        verdict = "already met" if high else "already missed"
    return AnnualTarget(value, numerator, denominator, received, periods, verdict)


def verdict_against_target(
    value: float,
    *,
    target: float,
    polarity: str = "high",
    strict: bool = False,
    tolerance: float | None = None,
    floor: float | None = None,
) -> str:
    """Hold one figure, whole as it is, against its target.

    Parameters: `value`, and `target`, `polarity` and `strict` as those of `annual_target`, all in
    one unit. `tolerance` is how far a miss is still within it ("amber to 90%"), `floor` the value
    that must not be passed.

    Returns "met", "missed", "missed, within the tolerance" or "missed, beyond the floor".

    Raises `InvalidInputError` for numbers that cannot be read, or a tolerance or floor on the
    wrong side.

    Source: arithmetic.

    >>> verdict_against_target(92, target=95, tolerance=90)
    'missed, within the tolerance'
    """
    check_choice("polarity", polarity, POLARITIES)
    goal = check_number("target", target)
    bounds = _bounds(goal, tolerance, floor, polarity)
    return _judge(check_number("value", value), goal, bounds, polarity == "high", strict)


def _read_year(numerators: Numbers, denominators: Numbers | None, multiplier: float) -> Inputs:
    if denominators is None:
        inputs = read(numerator=numerators)
        inputs.refuse(inputs["numerator"] < 0, "numerator is below 0", "numerator")
    else:
        inputs = read(numerator=numerators, denominator=denominators)
        refuse = refuse_parts if multiplier == 1 else refuse_events
        refuse(inputs, "numerator", "denominator")
    inputs.check()
    if len(inputs.shape) != 1:
        raise fault_error("a year needs one list of its periods")
    return inputs


def _bounds(
    goal: float, tolerance: float | None, floor: float | None, polarity: str
) -> dict[str, float]:
    """Tolerance and floor where given, each farther from the target than what comes before."""
    bounds: dict[str, float] = {}
    last, before = goal, "target"
    for name, given in (("tolerance", tolerance), ("floor", floor)):
        if given is None:
            continue
        limit = check_number(name, given)
        if limit > last if polarity == "high" else limit < last:
            raise fault_error(
                f"{name} is {limit:g}; "
                + (
                    f"for a polarity of {polarity} it cannot be better than the target"
                    if before == "target"
                    else f"it must lie beyond the {before}"
                )
            )
        bounds[name] = limit
        last, before = limit, name
    return bounds


def _judge(value: float, goal: float, bounds: dict[str, float], high: bool, strict: bool) -> str:
    def reaches(limit: float) -> bool:
        return value >= limit if high else value <= limit

    if reaches(goal) and not (strict and value == goal):
        return "met"
    if "tolerance" in bounds and reaches(bounds["tolerance"]):
        return "missed, within the tolerance"
    if "floor" in bounds and not reaches(bounds["floor"]):
        return "missed, beyond the floor"
    return "missed"
