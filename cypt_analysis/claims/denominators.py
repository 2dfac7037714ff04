"""What a share or a rate rests on: few people, those of another time, or those of another name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cypt_analysis.claims.agreement import agrees
from cypt_analysis.claims.cardinals import CARDINAL, cardinal
from cypt_analysis.claims.evidence import VALUE, Candidate, Evidence, with_value
from cypt_analysis.claims.items import Item
from cypt_analysis.claims.judge import Judged
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.quantities import PERCENT, RATE, Number
from cypt_analysis.claims.talk import HOLDS
from cypt_analysis.ground.claim import MISMATCH, NOT_SIGNIFICANT

# A share of fewer moves by five points or more with one of them.
_FEW = 10
_MORE = re.compile(rf"\b(?P<n>\d+|{CARDINAL}) or more\b", re.IGNORECASE)
_FEWER = re.compile(rf"\b(?P<n>\d+|{CARDINAL}) or (?:fewer|less)\b", re.IGNORECASE)


def judge_denominators(judged: Judged) -> Iterator[tuple[Item, Outcome]]:
    """Each number that misleads although it is right as printed, or that was right once."""
    line = judged.line
    evidence, items = line.evidence, line.items
    given = {each.number.value for each in items if each.number is not None}
    fewer = {cardinal(each["n"]) for each in _FEWER.finditer(line.text)}
    for said in judged.said:
        fact, item = said.fact, items[said.at]
        found = None
        if item.number is None:
            continue
        if said.truth != HOLDS:
            found = _of_older(item.number, given, evidence, line.sentence.indicator)
        elif fact is not None and _turns_name(fact, fewer, evidence):
            told = f"{with_value(fact)} is of {evidence.names[fact.path]}"
            found = Outcome(MISMATCH, fact, told, "Say what is measured.")
        elif fact is not None and item.number.unit == PERCENT and not line.sentence.names:
            # A sentence of the program's own stands beside the number and its interval.
            found = _few(fact, given, evidence)
        if found is not None:
            yield item, found


def _few(fact: Candidate, given: set[float], evidence: Evidence) -> Outcome | None:
    """A percentage of few people whose numbers are not given beside it."""
    some, whole = (evidence.by_name.get(f"{fact.name}.{x}") for x in ("numerator", "denominator"))
    if fact.sense != VALUE or some is None or whole is None or whole.value >= _FEW:
        return None
    if {some.value, whole.value} <= given:
        return None
    ends = [evidence.by_name.get(f"{fact.name}.{x}_95") for x in ("lower", "upper")]
    range_ = " to ".join(each.shown for each in ends if each is not None)
    told = f"{fact.name} is {some.shown} of {whole.shown}; its 95% interval is {range_}"
    return Outcome(NOT_SIGNIFICANT, fact, told, f"Write {some.shown} of {whole.shown}.")


def _of_older(
    number: Number, given: set[float], evidence: Evidence, indicator: str
) -> Outcome | None:
    """A rate of as many as are told beside it, among those who lived there at another time."""
    facts = evidence.by_name
    for rate in evidence.candidates.get(indicator, ()) if number.decimals else ():
        some = facts.get(f"{rate.name}.numerator")
        told = some is not None and some.value in given and not agrees(number, "", rate.value)
        if rate.unit != RATE or rate.sense != VALUE or some is None or not told:
            continue
        for other in evidence.observed.get(rate.path, ()):
            whole = facts.get(f"{other.name}.denominator")
            if whole is None or other.period in (rate.period, None):
                continue
            if agrees(number, "", rate.base * some.value / whole.value):
                at = other.period.label if other.period else ""
                data = f"{with_value(rate)}; {number.value:g} is of the {whole.shown} of {at}"
                return Outcome(MISMATCH, rate, data, "Divide by those of the same time.")
    return None


def _turns_name(fact: Candidate, fewer: set[int], evidence: Evidence) -> bool:
    """Whether "three or more" of a measure's name is turned round: "three or fewer"."""
    named = evidence.names.get(fact.path, "") if fewer else ""
    return any(cardinal(each["n"]) in fewer for each in _MORE.finditer(named))
