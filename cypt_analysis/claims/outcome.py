"""What became of a number, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from cypt_analysis.claims.evidence import BASELINE, CHANGE, Candidate, Evidence
from cypt_analysis.claims.quantities import COUNT, MONEY, PERCENT, POINTS, RATE, Number
from cypt_analysis.claims.slots import Slots
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, NOT_COMPARABLE
from cypt_analysis.ground.number_format import format_number

PERIOD, AREA, MEASURE, SIGN, AGE, UNIT, SENSE = (
    "period", "area", "measure", "sign", "age", "unit", "sense",
)  # fmt: skip
# Which conflict to tell of where several stand in the way.
ORDER = (SIGN, AGE, AREA, PERIOD, MEASURE, UNIT, SENSE)
VERDICT = {SIGN: CONTRADICTED, AGE: NOT_COMPARABLE, AREA: NOT_COMPARABLE}


class _Denied(Protocol):
    """A word that may be denied."""

    @property
    def denied(self) -> bool:
        """Whether it is."""


@dataclass(frozen=True)
class Outcome:
    """What became of a number: its verdict, the fact it states, and what the data say."""

    verdict: str
    candidate: Candidate | None = None
    data: str = ""
    suggestion: str = ""
    derived: str = ""
    operands: tuple[Candidate, ...] = ()


TURN = "Turn the word round, or check the figures."


def verdict(right: bool, word: _Denied, fact: Candidate | None, told: str) -> Outcome:
    """A match where what a word says holds, or does not where it is denied."""
    if right != word.denied:
        return Outcome(MATCH, fact, told)
    return Outcome(CONTRADICTED, fact, told, TURN)


def turned(outcome: Outcome, *, denied: bool) -> Outcome:
    """The verdict on words that may be denied: "did not hit its target"."""
    if not denied:
        return outcome
    if outcome.verdict == CONTRADICTED:
        return Outcome(MATCH, outcome.candidate, outcome.data)
    if outcome.verdict == MATCH and outcome.candidate is not None:
        return Outcome(CONTRADICTED, outcome.candidate, outcome.data, "Say how it stands.")
    return outcome


def agrees(slots: Slots, value: float, base: int = 0) -> bool:
    """Whether a value is one that a number, with its bounds, allows; ``base`` is that of a rate."""
    number = slots.number
    times = base / number.base if base and number.base else 1.0
    low, high = _nearby(number, slots.hedge, times)
    said = number.value * times
    if slots.top is not None:
        return said <= value <= slots.top.value * times
    if slots.hedge in ("over", "least"):
        at_least = value >= said if slots.hedge == "least" else value > said
        return at_least and value <= max(_FAR * said, high)
    if slots.hedge in ("under", "most"):
        at_most = value <= said if slots.hedge == "most" else value < said
        return at_most and value >= min(said / _FAR, low)
    return low <= value <= high


# A bound that is further away than this says nothing of a value.
_FAR = 2.1


def _nearby(number: Number, hedge: str, times: float) -> tuple[float, float]:
    """The values that print as a number at its precision, or near it where it is told so."""
    value = number.value
    if number.share:
        near = min(max(0.08 * value, 0.5), 2.5)
        wide = 1.5 * near if hedge == "about" else near
        if hedge == "just_over":
            return value + 1e-9, value + 2 * near
        if hedge == "just_under":
            return value - 2 * near, value - 1e-9
        return (value - 2 * near, value) if hedge == "near" else (value - wide, value + wide)
    half = 0.5 * 10.0**-number.decimals
    low, high = value - half, value + half - 1e-9
    whole = number.decimals <= 0
    if hedge == "just_over":
        return value * times + 1e-9, 1.08 * value * times
    if hedge == "just_under":
        return 0.92 * value * times, value * times - 1e-9
    if hedge == "near" and whole:
        low = min(low, 0.88 * value)
    if hedge == "about" and whole and _figures(value) <= 2:
        low, high = min(low, 0.94 * value), max(high, 1.06 * value)
    return (low - 1e-9) * times, high * times


def _figures(value: float) -> int:
    digits = f"{abs(value):.10g}".replace(".", "").lstrip("0")
    return len(digits.rstrip("0"))


def size(candidate: Candidate) -> float:
    """A value as it is printed: a change without its sign."""
    return abs(candidate.value) if candidate.is_change else candidate.value


def as_printed(slots: Slots, candidate: Candidate) -> bool:
    """Whether a number is written as its fact is printed, where that is not the value rounded."""
    number = slots.number
    scaled = bool(number.base and candidate.base and number.base != candidate.base)
    return (
        not slots.hedge
        and not scaled
        and number.decimals >= 0
        and (format_number(number.value, number.decimals) == candidate.shown.rstrip("%"))
    )


def same_unit(number: Number, candidate: Candidate) -> bool:
    """Whether a number is written in the unit of a fact."""
    if number.unit == candidate.unit:
        return True
    if number.bare and candidate.unit == PERCENT:
        return True
    if number.unit == MONEY:
        return candidate.unit == COUNT and "pound" in candidate.written
    if number.unit == POINTS:
        return candidate.unit == COUNT and candidate.written.startswith("point")
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
