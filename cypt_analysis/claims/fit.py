"""What in the slots of a number speaks against its stating a fact."""

from __future__ import annotations

import re
from functools import lru_cache

from cypt_analysis.claims import slots as slot
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
    stems_of,
)  # fmt: skip
from cypt_analysis.claims.fit_of_measure import measure_differs
from cypt_analysis.claims.fit_of_period import period_differs
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.outcome import AGE, AREA, MEASURE, PERIOD, SENSE, SIGN
from cypt_analysis.claims.quantities import COUNT, PERCENT, RANK
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.slots import Slots
from cypt_analysis.claims.slots_of_area import names_own
from cypt_analysis.ground.number_format import round_half_up
from cypt_analysis.ground.stats import Stat

_CUES = {
    THRESHOLD: r"\b(?:would|need|required?|have had to|to count|threshold)",
    LIMIT: r"\b(?:interval|confidence|range|CI\b)",
    MONTHLY: r"\bmonth",
    NEEDED: r"\b(?:needs?|must|remaining|required?)\b",
    BASELINE: r"\b(?:below|cut|reduc|f[ae]ll|baseline|lower|down|since)",
}
_COUNTED = {Stat.ABOVE_TARGET: r"\babove", Stat.ACTIONS: r"\bactions", Stat.RISKS: r"\brisks"}
_GOAL = r"\b(?:target|threshold|goal|aim|objective|ambition|on course for|required|ceiling|plan)"
_AGES = re.compile(
    r"\b(?:under|aged under)[- ](?P<under>\d+)s?\b|\baged? (?P<low>\d+) (?:to|and|-|–) "
    r"(?P<high>\d+)",
    re.IGNORECASE,
)
_DIFFERENCES = {
    slot.CHANGE: (CHANGE, BASELINE), slot.GAP: (GAP, BASELINE), slot.TO_TARGET: (TO_TARGET,),
    slot.DIFFERENCE: (CHANGE, GAP, TO_TARGET, BASELINE),
}  # fmt: skip


def stops(slots: Slots, candidate: Candidate, scope: Scope) -> list[str]:
    """What speaks against a number's stating a fact."""
    checks = (
        (SENSE, _sense_differs), (AREA, _area_differs), (PERIOD, period_differs),
        (MEASURE, measure_differs), (SIGN, _sign_differs), (AGE, _age_differs),
    )  # fmt: skip
    return [name for name, differs in checks if differs(slots, candidate, scope)]


def _sense_differs(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    sense, text = candidate.sense, scope.line.text
    if _is_other_side(slots, candidate, scope):
        return True
    if slots.pace and sense in (VALUE, PART) and slots.pace not in candidate.written:
        # So many a month are not so many in a quarter.
        months = candidate.period.months if candidate.period else 0
        return _MONTHS.get(slots.pace, 0) != months
    if sense == TARGET:
        if slots.sense == slot.TARGET or slots.whole:
            return False
        before = scope.line.items[: slots.place]
        first = scope.line.items[0].said if scope.line.items else ""
        aimed = [each.said for each in before[-2:]] in (
            ["to", "reach"],
            ["to", "hit"],
            ["to", "meet"],
        )
        told = (
            aimed
            or any(each.entry("goal") or each.said == "on course" for each in before)
            or (
                (scope.line.says("against", "to") or first in ("it", "they", "this", "these"))
                and bool(re.search(_GOAL, scope.block))
            )
        )
        told = told or _is_beside_value(slots, candidate, scope)
        return slots.sense in _DIFFERENCES or not told
    if slots.sense == slot.TARGET:
        return sense not in (TARGET, THRESHOLD, QUOTED, TALLY)
    if sense in (CHANGE, GAP, TO_TARGET):
        return sense not in _DIFFERENCES.get(slots.sense, ())
    if sense in _CUES:
        chunk = scope.line.chunk(slots.place)
        local = text[scope.line.items[chunk.start].start : scope.line.items[chunk.stop - 1].end]
        where = local if sense in (MONTHLY, BASELINE) else text
        return not re.search(_CUES[sense], where, re.IGNORECASE)
    if sense == TALLY:
        if candidate.stat is Stat.NEIGHBOURS_COUNTED:
            return not re.match(r"\s+(?:\w+\s){0,2}neighbours", text[slots.number.end :])
        return not re.search(_COUNTED[candidate.stat], text, re.IGNORECASE)
    if sense == QUOTED:
        return _quoted_differs(slots, candidate, scope)
    if (
        slots.sense in (slot.TO_TARGET, slot.DIFFERENCE)
        and candidate.unit == COUNT
        and sense == VALUE
        and {"few", "short"} & candidate.terms
        and slots.way <= 0
    ):
        # A count of how many too few is a value of its own.
        return False
    return slots.sense in _DIFFERENCES


_AGAINST = words("fit.against")


def _is_beside_value(slots: Slots, target: Candidate, scope: Scope) -> bool:
    """Whether a number is set against the value of its target: "27 groups against 40"."""
    led = scope.line.before(slots.place) in _AGAINST
    return led and any(f.path == target.path and f.sense == VALUE for f in scope.matched.values())


_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DENIED = frozenset({"not", "no", "without", "too", "late"})


def is_denied(path: str, scope: Scope) -> bool:
    """Whether a measure counts what is not so: "Assessments not yet completed"."""
    return bool(_DENIED & set(scope.evidence.names.get(path, "").lower().split()))


def _is_other_side(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    """Whether a share or a part is told of those that a measure does not count."""
    counted = candidate.sense == VALUE and candidate.unit == PERCENT
    counted = counted or candidate.stat is Stat.NUMERATOR
    return slots.negated and counted and not is_denied(candidate.path, scope)


def _quoted_differs(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    """Whether the sentence does not speak of a quoted figure, or says more of a measure."""
    if slots.number.unit == RANK == candidate.unit:
        return not scope.line.says("group", "neighbours", "comparators", "areas", "authorities")
    if slots.number.fact:
        # Its author named it: the sentence need only speak of it.
        return not candidate.terms & stems_of(scope.line.text)
    chunk = scope.line.chunk(slots.place)
    local = scope.line.text[
        scope.line.items[chunk.start].start : scope.line.items[chunk.stop - 1].end
    ]
    said = stems_of(local) | stems_of(" ".join(slots.terms[2]))
    own = candidate.terms & said
    evidence = scope.evidence
    rather = any(
        own < (evidence.terms[path] & said) and evidence.observed[path][0].unit == candidate.unit
        for path in evidence.paths.get(candidate.indicator, ()) if path in evidence.observed
    )  # fmt: skip
    return not own or rather


def _area_differs(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    own = scope.evidence.authority
    if slots.stranger and candidate.sense in (VALUE, PART, CHANGE):
        return True
    if candidate.sense == GAP:
        return candidate.area not in (slots.rivals or _areas(scope))
    tied = slots.area or own
    if candidate.sense not in (VALUE, PART, CHANGE, LIMIT, MONTHLY):
        return candidate.area != own and candidate.area not in _areas(scope)
    if tied not in (own, candidate.area) and candidate.area == own:
        return not names_own(scope.line, scope.line.chunk(slots.place))
    if not slots.area and candidate.area != own:
        chunk = scope.line.chunk(slots.place)
        # "Faster than England, at 24": either may be meant.
        if scope.line.before(slots.place) in ("at", "with"):
            chunk = scope.line.clause(slots.place)
        return all(scope.line.items[at].area != candidate.area for at in chunk)
    return candidate.area != tied


def _areas(scope: Scope) -> set[str]:
    return {each.area for each in scope.line.items if each.area}


def _sign_differs(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    if candidate.sense == THRESHOLD and slots.way:
        good = {"low": -1, "high": 1}.get(scope.evidence.polarity.get(candidate.path, ""), 0)
        return bool(good) and slots.way != good
    if not candidate.is_change:
        return False
    value = -candidate.value if candidate.sense == BASELINE else candidate.value
    if slots.good and candidate.sense in (TO_TARGET, GAP):
        good = {"low": -1, "high": 1}.get(scope.evidence.polarity.get(candidate.path, ""), 0)
        return bool(good) and (value > 0) != (slots.good * good > 0)
    if not slots.way or round_half_up(value, candidate.decimals) == 0:
        return False
    if candidate.sense == TO_TARGET and scope.line.has("goal_missed") is not None:
        return False
    return (value > 0) != (slots.way > 0)


def ages_named(text: str) -> frozenset[int]:
    """The upper bounds of the age groups that a text names.

    >>> sorted(ages_named("Among under-16s, and women aged 15 to 17"))
    [16, 17]
    """
    return frozenset(int(m["under"] or m["high"]) for m in _AGES.finditer(text))


@lru_cache(maxsize=256)
def other_ages(text: str, known: frozenset[int]) -> bool:
    """Whether a text names age groups, and none of those known. "Under 18" is "0 to 17" too."""
    said = {(int(m["under"] or m["high"]), bool(m["under"])) for m in _AGES.finditer(text)}
    alike = {each for age, under in said for each in (age, age - 1 if under else age + 1)}
    return bool(said and known) and not alike & known


def _age_differs(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    known = candidate.ages or scope.evidence.ages.get(candidate.indicator, frozenset())
    return candidate.unit != COUNT and other_ages(scope.line.text, known)
