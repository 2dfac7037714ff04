"""What in the surroundings of a number speaks against its stating a fact."""

from __future__ import annotations

import re

from cypt_analysis.claims.conflicts_of_measure import measure_differs
from cypt_analysis.claims.conflicts_of_period import GOES_ON, period_differs
from cypt_analysis.claims.context import Context
from cypt_analysis.claims.evidence import (
    BASELINE,
    CHANGE,
    GAP,
    LIMIT,
    MONTHLY,
    NEEDED,
    PART,
    QUOTED,
    TALLY,
    TARGET,
    THRESHOLD,
    TO_TARGET,
    VALUE,
    Candidate,
    Evidence,
    stems_of,
)
from cypt_analysis.claims.harvest import COUNT, PERCENT, POINTS, Number
from cypt_analysis.claims.outcome import AGE, AREA, MEASURE, PERIOD, SENSE, SIGN
from cypt_analysis.ground.number_format import round_half_up
from cypt_analysis.ground.stats import Stat

_CUES = {
    THRESHOLD: r"\b(?:would|need|required?|have had to|to count|threshold)",
    LIMIT: r"\b(?:interval|between|confidence|range)",
    MONTHLY: r"\bmonth",
    NEEDED: r"\b(?:needs?|must|remaining|required?)\b",
    BASELINE: r"\b(?:below|cut|reduc|f[ae]ll|baseline|lower|down|since)",
}
_COUNTED = {
    Stat.ABOVE_TARGET: r"\babove", Stat.ACTIONS: r"\bactions", Stat.RISKS: r"\brisks",
}  # fmt: skip
_TARGET = r"\b(?:target|threshold|goal|aim|objective|ambition|on course for|required|ceiling|plan)"
_AGAINST = r"\b(?:against|of|to|than|below|above) (?:the )?$"
_REFERS = re.compile(r"(?:It|They|This|These)\b")
_OWN_AREA = r"\b(?:our|we|us|ours|local(?:ly)?|the city|the council|the borough)\b"
_AGES = re.compile(
    r"\b(?:under|aged under)[- ](?P<under>\d+)s?\b|\baged? (?P<low>\d+) (?:to|and|-|–) "
    r"(?P<high>\d+)",
    re.IGNORECASE,
)


def conflicts(number: Number, candidate: Candidate, context: Context) -> list[str]:
    """What in a number's surroundings speaks against its stating a fact."""
    checks = (
        (SENSE, _sense_differs), (AREA, _area_differs), (PERIOD, period_differs),
        (MEASURE, measure_differs), (SIGN, _sign_differs), (AGE, _age_differs),
    )  # fmt: skip
    return [name for name, differs in checks if differs(number, candidate, context)]


def _sense_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    sense = candidate.sense
    local = context.local(number)
    cued_target = context.target_cued(number)
    if sense == TARGET:
        if cued_target or re.search(_TARGET, context.text[: number.start], re.IGNORECASE):
            return False
        if context.says(_TARGET):
            return not GOES_ON.match(local)
        refers = re.search(_AGAINST, context.text[: number.start]) or _REFERS.match(context.text)
        return not (refers and context.says(_TARGET, block=True))
    if cued_target and sense in (VALUE, PART, LIMIT, MONTHLY):
        return True
    if sense in _CUES:
        where = context.text if sense in (THRESHOLD, NEEDED, LIMIT) else local
        return not re.search(_CUES[sense], where, re.IGNORECASE)
    if sense == TALLY:
        if candidate.stat is Stat.NEIGHBOURS_COUNTED:
            return not re.match(r"\s+(?:\w+\s){0,2}neighbours", context.text[number.end :])
        return not re.search(_COUNTED[candidate.stat], context.text, re.IGNORECASE)
    if sense == QUOTED:
        if number.fact:
            # Its author named it: the sentence need only speak of it.
            return not candidate.terms & stems_of(context.text)
        said = stems_of(f"{local} {context.shared}")
        return not candidate.terms & said or _measured_rather(candidate, said, context.evidence)
    cued = context.change_cued(number)
    if sense == CHANGE and _beside_area(number, context):
        return True
    if candidate.is_change:
        told_of = re.search(r"\bthan the $", context.text[: number.start])
        tells = cued or _sign_of(number, context) or context.direction(number)
        return bool(told_of) or not tells
    if cued and number.unit in (PERCENT, POINTS) and sense in (VALUE, PART):
        before = context.text[max(0, number.start - 12) : number.start]
        return not re.search(r"\b(?:to|from|at|was|is|of)\s+(?:\w+ )?$", before)
    return False


def _measured_rather(candidate: Candidate, said: frozenset[str], evidence: Evidence) -> bool:
    """Whether the words about a quoted figure say all that it is about, and more, of a measure."""
    own = candidate.terms & said
    return any(
        own < (evidence.terms[path] & said) and evidence.observed[path][0].unit == candidate.unit
        for path in evidence.paths.get(candidate.indicator, ())
        if path in evidence.observed
    )


def _beside_area(number: Number, context: Context) -> bool:
    """Whether a number is told as how far above or below another area."""
    return any(
        0 <= start - number.end <= 25
        and re.search(r"\b(?:above|below|than)\s*$", context.text[number.end : start])
        for start, _, _ in context.areas
    )


def _area_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    evidence = context.evidence
    tied = context.area_of(number)
    if not tied and context.beside_stranger(number) and candidate.sense in (VALUE, PART, CHANGE):
        return True
    if candidate.sense == GAP:
        start, end = context.chunk_of(number.start)
        named = [name for a, _, name in context.areas if start <= a < end] or [
            name for _, _, name in context.areas
        ]
        return candidate.area not in named
    if candidate.area == evidence.authority:
        own_too = _names_own_area(number, context)
        return bool(tied) and not own_too and candidate.sense in (VALUE, PART, CHANGE)
    if tied:
        return tied != candidate.area
    start, end = context.chunk_of(number.start)
    return all(name != candidate.area for a, _, name in context.areas if start <= a < end)


def _names_own_area(number: Number, context: Context) -> bool:
    """Whether the part around a number says "our" and the like, not of another area."""
    start, end = context.chunk_of(number.start)
    text = context.text
    for a, b, _ in context.areas:
        text = f"{text[:a]}{' ' * (b - a)}{text[b:]}"
    return bool(re.search(_OWN_AREA, text[start:end], re.IGNORECASE))


def _sign_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    said = _sign_of(number, context) or context.direction(number)
    if candidate.sense == THRESHOLD and said:
        good = {"low": -1, "high": 1}.get(context.evidence.polarity.get(candidate.path, ""), 0)
        return bool(good) and said != good
    if not candidate.is_change:
        return False
    value = -candidate.value if candidate.sense == BASELINE else candidate.value
    if not said or round_half_up(value, candidate.decimals) == 0:
        return False
    if candidate.sense == TO_TARGET and context.says(r"\bmissed\b"):
        return False
    return (value > 0) != (said > 0)


def _sign_of(number: Number, context: Context) -> int:
    """1 for a number written with a plus, -1 with a minus, 0 without a sign."""
    return {"+": 1, "-": -1, "−": -1, "–": -1}.get(context.text[number.start], 0)


def ages_named(text: str) -> frozenset[int]:
    """The upper bounds of the age groups that a text names.

    >>> sorted(ages_named("Among under-16s, and women aged 15 to 17"))
    [16, 17]
    """
    return frozenset(int(m["under"] or m["high"]) for m in _AGES.finditer(text))


def _age_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    said = ages_named(context.text)
    known = candidate.ages or context.evidence.ages.get(candidate.indicator, frozenset())
    if not said or not known or candidate.unit == COUNT:
        return False
    return not (said & known)
