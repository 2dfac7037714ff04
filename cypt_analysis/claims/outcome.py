"""What became of a number, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass

from cypt_analysis.claims.evidence import BASELINE, CHANGE, Candidate, Evidence
from cypt_analysis.claims.harvest import COUNT, RATE, Number
from cypt_analysis.ground.claim import CONTRADICTED, NOT_COMPARABLE
from cypt_analysis.ground.number_format import format_number, round_half_up

PERIOD, AREA, MEASURE, SIGN, AGE, UNIT, SENSE = (
    "period", "area", "measure", "sign", "age", "unit", "sense",
)  # fmt: skip
# Which conflict to tell of where several stand in the way.
ORDER = (SIGN, AGE, AREA, PERIOD, MEASURE, UNIT, SENSE)
VERDICT = {SIGN: CONTRADICTED, AGE: NOT_COMPARABLE, AREA: NOT_COMPARABLE}


@dataclass(frozen=True)
class Outcome:
    """What became of a number: its verdict, the fact it states, and what the data say."""

    verdict: str
    candidate: Candidate | None = None
    data: str = ""
    suggestion: str = ""
    derived: str = ""


def agrees(number: Number, value: float) -> bool:
    """Whether a value prints as the number at its precision, allowing for a hedge.

    >>> agrees(Number(0, 3, 24.0, "%", 0), 23.66)
    True
    >>> agrees(Number(0, 3, 200.0, "count", 0, "over"), 220)
    True
    """
    if number.allows is not None:
        return number.allows[0] <= value <= number.allows[1]
    if round_half_up(value, number.decimals) == number.value:
        return True
    whole = number.decimals == 0
    coarse = _figures(number.value) < _figures(round(value, 1))
    if not number.hedge or not whole or (number.hedge == "about" and not coarse):
        return False
    ratio = value / number.value if number.value else 0
    low, high = {"about": (0.94, 1.06), "over": (1.0, 1.1), "under": (0.9, 1.0)}[number.hedge]
    return low <= ratio <= high


def _figures(value: float) -> int:
    digits = f"{abs(value):.10g}".replace(".", "").lstrip("0")
    return len(digits.rstrip("0"))


def size(candidate: Candidate) -> float:
    """A value as it is printed: a change without its sign."""
    return abs(candidate.value) if candidate.is_change else candidate.value


def as_printed(number: Number, candidate: Candidate) -> bool:
    """Whether a number is written as its fact is printed, where that is not the value rounded."""
    return not number.hedge and format_number(number.value, number.decimals) == (
        candidate.shown.rstrip("%")
    )


def same_unit(number: Number, candidate: Candidate) -> bool:
    """Whether a number is written in the unit of a fact."""
    if number.unit == candidate.unit:
        return True
    return number.unit == COUNT and candidate.unit == RATE


def told_as(candidate: Candidate, evidence: Evidence) -> str:
    """A fact in words: its name, its value, area and period."""
    return f"{candidate.name} {value_of(candidate, evidence)}"


def value_of(candidate: Candidate, evidence: Evidence) -> str:
    """What a fact is, in words: "is +24% (30 September 2009)"."""
    label = f" ({candidate.period.label})" if candidate.period else ""
    area = f", {candidate.area}" if candidate.area != evidence.authority else ""
    sign = ""
    if candidate.is_change and candidate.sense != BASELINE:
        sign = "+" if candidate.value > 0 else "−"
    return f"is {sign}{candidate.shown}{area}{label}"


def advice_on(stop: str, candidate: Candidate, evidence: Evidence) -> str:
    """What to do where something speaks against the only fact of a number's value."""
    if stop == SIGN:
        return "Turn the direction word round, or check the figures."
    if stop == AGE:
        return "The figure is of another age group: say which, or leave it out."
    if stop == AREA:
        return f"The figure is of {candidate.area}: name the area, or give the other figure."
    if stop == PERIOD:
        label = candidate.period.label if candidate.period else "another period"
        return f"The figure is of {label}: name that period, or give the other figure."
    if stop == UNIT:
        return f"Its unit is {candidate.unit}."
    if stop == SENSE and candidate.sense == CHANGE:
        return "The figure is a change, not a level: say which way it goes."
    name = evidence.names.get(candidate.path, candidate.path)
    return f"The figure is of '{name}': check which is meant."
