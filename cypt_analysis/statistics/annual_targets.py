"""A year against its target: sums, or the ratio of sums, and only when all of it has come."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

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

_MOST_DECIMALS = 6


@dataclass(frozen=True)
class AnnualTarget:
    """A year's figure against its target.

    value        the sum of the counts received, or the ratio of the sums of what was received
                 (times the multiplier); missing where nothing was received
    numerator, denominator   the sums; the denominator is missing for a count
    received, periods        how many periods of the year have come, of how many
    complete     whether all have
    verdict      "met", "missed", "missed, within the tolerance", "missed, beyond the floor"; for
                 an incomplete year "3 of 4 quarters received", or "already met" or "already
                 missed" of a count that cannot go back
    sentence     the same in plain words
    """

    value: float
    numerator: float
    denominator: float
    received: int
    periods: int
    complete: bool
    verdict: str
    sentence: str


def annual_target(
    numerators: Numbers,
    denominators: Numbers | None = None,
    *,
    target: float,
    periods: int = 4,
    polarity: str = "high",
    multiplier: float = 1,
    tolerance: float | None = None,
    floor: float | None = None,
    set_by: str = "",
    period_name: str = "quarters",
    strict: bool = False,
) -> AnnualTarget:
    """Hold a year against its target: counts are summed, proportions and rates are ratios of sums.

    Parameters: `numerators` of the year's periods, missing where a period has not come, and their
    `denominators` (leave out for a count); how many `periods` the year has, and their
    `period_name`. `target`, `tolerance` and `floor` are in the unit of the value: a proportion
    between 0 and 1 with `multiplier=1`, else a rate per `multiplier`. `tolerance` is how far a
    miss is still within it ("amber to 90%"), `floor` the value that must not be passed; `set_by`
    says who set them. `polarity` is "high" (at least) or "low" (at most), and `strict` asks for
    more than that (above, below), so that the target itself misses it.

    Returns an `AnnualTarget`. A year with a period missing is not judged, neither whole nor pro
    rata, but for a count that has passed its target already. Unrounded values decide: 92.96% does
    not meet 93%.

    Raises `InvalidInputError` naming every period with an impossible numerator or denominator,
    and for more periods than the year has, or a tolerance or floor on the wrong side.

    Source: arithmetic; a year's proportion is never the mean of its quarters' nor the last one.

    >>> year = annual_target([100, 100, 100, 9], [200, 200, 200, 10], target=0.8)
    >>> round(year.value, 3), year.verdict
    (0.507, 'missed')
    >>> annual_target([100, 100, 100], target=400).verdict
    '3 of 4 quarters received'
    """
    check_choice("polarity", polarity, POLARITIES)
    periods = check_whole("periods", periods, 1)
    multiplier = check_positive("multiplier", multiplier)
    goal = check_number("target", target)
    high = polarity == "high"
    bounds = _bounds(goal, tolerance, floor, polarity)
    inputs = _read_year(numerators, denominators, multiplier)
    if inputs.shape[0] > periods:
        raise fault_error(
            f"{inputs.shape[0]} {period_name} were given for a year of {periods} {period_name}"
        )
    known = ~inputs.missing()
    received = int(known.sum())
    numerator = float(inputs["numerator"][known].sum())
    counted = denominators is None
    denominator = np.nan if counted else float(inputs["denominator"][known].sum())
    value = numerator if counted else np.nan
    if not counted and denominator > 0:
        value = numerator * multiplier / denominator
    complete = received == periods
    verdict = f"{received} of {periods} {period_name} received"
    if complete:
        verdict = _judge(value, goal, bounds, high, strict)
    elif (counted and numerator > goal) or (counted and numerator == goal and high != strict):
        # A count cannot go back: what it has passed it keeps.
        verdict = "already met" if high else "already missed"
    share = not counted and multiplier == 1
    sentence = _sentence(verdict, goal, share, (numerator, denominator, value))
    if set_by and bounds:
        limits = " and ".join(f"{name} {_show(limit, share)}" for name, limit in bounds.items())
        sentence += f" ({limits}, set by {set_by})"
    return AnnualTarget(
        value, numerator, denominator, received, periods, complete, verdict, sentence
    )


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

    Parameters: `value`, and `target`, `tolerance`, `floor`, `polarity` and `strict` as those of
    `annual_target`, all in one unit.

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


def decimals_apart(value: float | None, target: float, decimals: int) -> int:
    """How many decimals print a figure so that it is not taken for the target that it misses.

    Parameters: `value` and `target` in the unit printed; the `decimals` wanted.

    Returns the smallest number of decimals from those wanted on at which the two differ in print
    (at most 6 more), or those wanted where they are equal or the value is missing.

    Raises `InvalidInputError` for numbers that cannot be read.

    Rounded as people do and the report prints: a half goes away from zero.

    Source: none; 82.96% beside a target of 83% must not be printed as 83.0% and missed.

    >>> decimals_apart(82.96, 83, 1), decimals_apart(82.4, 83, 1)
    (2, 1)
    """
    wanted = check_whole("decimals", decimals, 0)
    goal = check_number("target", target)
    figure = float(read(value=value).check()["value"])
    if np.isnan(figure) or figure == goal:
        return wanted
    for more in range(_MOST_DECIMALS + 1):
        if _as_printed(figure, wanted + more) != _as_printed(goal, wanted + more):
            return wanted + more
    return wanted + _MOST_DECIMALS


def _as_printed(value: float, decimals: int) -> Decimal:
    """A figure with some decimals, its half rounded away from zero and binary noise taken off."""
    exact = Decimal(repr(round(value, 9)))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


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


def _show(value: float, share: bool) -> str:
    return f"{100 * value:,.6g}%" if share else f"{value:,.6g}"


def _sentence(verdict: str, goal: float, share: bool, year: tuple[float, float, float]) -> str:
    numerator, denominator, value = year
    target = f"the target of {_show(goal, share)}"
    so_far = verdict.endswith("received") or verdict.startswith("already")
    span = "so far" if so_far else "in the year"
    if np.isnan(denominator):
        figure = f"{numerator:,.6g} {span}"
    elif np.isnan(value):
        figure = f"nothing {span}"
    else:
        scale = 100 if share else 1
        decimals = decimals_apart(scale * value, scale * goal, 1)
        shown = f"{scale * value:,.{decimals}f}" + ("%" if share else "")
        figure = f"{numerator:,.6g} of {denominator:,.6g} {span} ({shown})"
    if verdict.endswith("received"):
        return f"{figure}: {verdict}, so {target} is not judged"
    return f"{figure}: {target} {'is' if so_far else 'was'} {verdict}"
