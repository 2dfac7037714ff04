"""Whether a value is one that a number, as it is written and hedged, allows."""

from __future__ import annotations

from cypt_analysis.claims.evidence import Candidate
from cypt_analysis.claims.quantities import COUNT, MONEY, PERCENT, POINTS, RATE, TIMES, Number
from cypt_analysis.claims.roles import Figure
from cypt_analysis.ground.number_format import format_number

# How far a value may lie from a number that is hedged, as a share of it.
_NEAR = {"about": 0.06, "near": 0.12, "just_over": 0.08, "just_under": 0.08}
BOUNDS = ("over", "least", "under", "most")
# A bound that is further away than this says nothing of a value.
_FAR = 2.1
_LITTLE = 1e-9
# How near a ratio comes to "doubled", and where it is nearly or more than doubled.
_RATIOS = {"near": (0.72, 1.0), "over": (1.0, 1.6), "under": (0.5, 1.0)}
_RATIO = (0.93, 1.07)


def limits(number: Number, hedge: str) -> tuple[float, float]:
    """The lowest and the highest value that a number allows.

    >>> from cypt_analysis.claims.quantities import COUNT, Number
    >>> limits(Number(0, 2, 40, COUNT, 0), "least")
    (39.999999999, 84.0)
    """
    value = number.value
    half = 0.5 * 10.0**-number.decimals
    near = min(max(0.08 * value, 0.5), 2.5) if number.share else half + _LITTLE
    low, high = value - near, value + near
    wide = 2 * near if number.share else max(_NEAR.get(hedge, 0) * value, half)
    bounds = {
        "over": (value + _LITTLE, max(_FAR * value, high)),
        "least": (value - _LITTLE, max(_FAR * value, high)),
        "under": (value / _FAR, value - _LITTLE),
        "most": (value / _FAR, value + _LITTLE),
        "just_over": (value + _LITTLE, value + wide),
        "just_under": (value - wide, value - _LITTLE),
        "near": (min(value - wide, low), value if number.share else high),
        "about": (min(value - wide, low), max(value + wide, high)),
    }
    return bounds.get(hedge, (low, high))


def agrees(number: Number, hedge: str, value: float, shown: str = "", base: int = 0) -> bool:
    """Whether a value is one that a number allows; ``base`` is that of a rate, ``shown`` how the
    value is printed, which a number without a hedge may be written as."""
    scale = base / number.base if base and number.base else 1.0
    low, high = limits(number, hedge)
    if low * scale <= value <= high * scale:
        return True
    if shown and not hedge and scale == 1.0:
        return format_number(number.value, max(number.decimals, 0)) == shown.rstrip("%")
    return False


def figure_states(figure: Figure, fact: Candidate) -> bool:
    """Whether a number of a part may state a fact."""
    return states(figure.number, figure.hedge, fact)


def states(number: Number, hedge: str, fact: Candidate) -> bool:
    """Whether a number may state a fact, a change told without its sign."""
    return same_unit(number, fact) and agrees(number, hedge, abs(fact.value), fact.shown, fact.base)


def same_unit(number: Number, fact: Candidate) -> bool:
    """Whether a number is written in the unit of a fact."""
    if number.unit == fact.unit:
        return True
    if number.bare and fact.unit == PERCENT:
        return True
    if number.unit == MONEY:
        return fact.unit == COUNT and "pound" in fact.written
    if number.unit == POINTS:
        return fact.unit == COUNT and fact.written.startswith("point")
    return number.unit == COUNT and fact.unit == RATE and not number.counted


def is_difference(number: Number, hedge: str, one: Candidate, two: Candidate) -> bool | None:
    """Whether two values differ by a number: in their own unit, in per cent, or so many times;
    nothing where its unit is none of theirs."""
    a, b = one.value, two.value
    if number.counted and RATE in (one.unit, two.unit):
        return False
    if number.unit == PERCENT and not number.bare:
        return agrees(number, hedge, abs(a / b - 1) * 100 if b else float("nan"))
    if number.unit == TIMES:
        ratio = a / b if b else float("nan")
        return agrees(number, hedge, ratio) or bool(ratio and agrees(number, hedge, 1 / ratio))
    if number.unit == POINTS and one.unit != PERCENT and not one.written.startswith("point"):
        return False
    shown = abs(round(a, one.decimals) - round(b, two.decimals))
    return any(agrees(number, hedge, round(each, 6)) for each in (abs(a - b), shown))


def is_multiple(ratio: float, times: float, hedge: str) -> bool:
    """Whether a ratio is about so many times: of a half, its other side.

    >>> is_multiple(2.02, 2, ""), is_multiple(0.51, 0.5, ""), is_multiple(1.7, 2, "over")
    (True, True, False)
    """
    share = ratio / times if times > 1 else times / max(ratio, _LITTLE)
    low, high = _RATIOS.get(hedge, _RATIO)
    return low <= share <= high
