"""What became of a number or a word: its verdict, the fact that was meant, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from cypt_analysis.claims.agreement import same_unit
from cypt_analysis.claims.evidence import (
    BASELINE,
    CHANGE,
    GAP,
    QUOTED,
    TARGET,
    VALUE,
    Candidate,
    Evidence,
)
from cypt_analysis.claims.items import Item, Line
from cypt_analysis.claims.quantities import POINTS
from cypt_analysis.ground.claim import MATCH, UNTRACED

_TELLING = (VALUE, CHANGE, GAP, QUOTED, TARGET)
# What is said of a fact that is no value.
_KINDS = {CHANGE: "change", TARGET: "target", GAP: "gap", QUOTED: "quoted"}


@dataclass(frozen=True)
class Outcome:
    """A verdict, the fact that it rests on, what the data say, and what to do."""

    verdict: str
    fact: Candidate | None = None
    data: str = ""
    suggestion: str = ""


def value_of(fact: Candidate, authority: str) -> str:
    """What a fact is, in words: "is +24% (30 September 2009)"."""
    label = f" ({fact.period.label})" if fact.period else ""
    area = f", {fact.area}" if fact.area != authority else ""
    sign = ""
    if fact.is_change and fact.sense != BASELINE:
        sign = "+" if fact.value > 0 else "−"
    return f"is {sign}{fact.shown}{area}{label}"


def meaning(fact: Candidate, evidence: Evidence) -> str:
    """What was read: "Children looked after, change on a year before, 30 September 2009"."""
    area = fact.area if fact.area != evidence.authority else ""
    name = evidence.names.get(fact.path) or fact.name
    kind = _KINDS.get(fact.sense, "") if fact.sense is not None else ""
    change = f"{kind} on {fact.then.label}" if fact.sense == CHANGE and fact.then else kind
    return ", ".join(filter(None, [name, change, area, fact.period.label if fact.period else ""]))


def placeholder(fact: Candidate) -> str:
    """What an author writes to have a fact filled in, a change with its direction."""
    printer = " | direction" if fact.sense == CHANGE else ""
    return f"{{{{ {fact.name}{printer} }}}}"


def with_advice(outcome: Outcome, item: Item, line: Line) -> Outcome:
    """An outcome that needs mending, with the facts that could be written there.

    Where a placeholder printed a number, its fact is written there already.
    """
    if outcome.verdict == MATCH or (item.number is not None and item.number.fact):
        return outcome
    facts = _meant(outcome, item, line)
    named = {each.name: each for each in facts}.values()
    authority = line.evidence.authority
    told = [f"{placeholder(each)}, which {value_of(each, authority)}" for each in named]
    if not told:
        return outcome
    return replace(outcome, suggestion=f"{outcome.suggestion} Or write {', or '.join(told)}.")


def _meant(outcome: Outcome, item: Item, line: Line) -> Iterable[Candidate]:
    """The facts that may be meant: the one that was compared; of a number one that prints alike,
    and that nearest by name; of a word the value and its change, or its gap to another area."""
    evidence, indicator = line.evidence, line.sentence.indicator
    facts = evidence.candidates.get(indicator, [])
    found = outcome.fact
    if item.number is not None:
        number = item.number
        pool = [each for each in facts if each.sense in _TELLING and same_unit(number, each)]
        step = 10.0**-number.decimals / 2
        alike = [each for each in pool if abs(_size(each) - number.value) < step]
        path = found.path if found is not None else ""
        near = max(
            alike, key=lambda each: (each.path == path, _closeness(each, line)), default=None
        )
        named = max(pool, key=lambda each: _closeness(each, line), default=None)
        meant = named if found is None or outcome.verdict == UNTRACED else found
        return [each for each in (meant or found, near) if each is not None]
    if found is None:
        paths = [p for p in evidence.paths.get(indicator, ()) if evidence.observed.get(p)]
        best = max(paths, key=lambda p: len(evidence.terms[p] & line.terms), default="")
        found = evidence.observed[best][-1] if best else None
    if found is None:
        return []
    sense = CHANGE if found.area == evidence.authority else GAP
    changes = [
        each for each in evidence.candidates.get(found.indicator, ())
        if each.sense == sense and (each.path, each.period) == (found.path, found.period)
        and each.area == found.area
    ]  # fmt: skip
    changes.sort(key=lambda each: (each.basis != "year", each.unit != POINTS))
    return [found, *changes[:1]]


def _size(fact: Candidate) -> float:
    return abs(fact.value) if fact.is_change else fact.value


def _closeness(fact: Candidate, line: Line) -> tuple[int, date, bool]:
    """How many words of a sentence a fact is about; of equal ones the newest value comes first."""
    shared = len(fact.terms & line.terms)
    return shared, fact.period.end if fact.period else date.min, fact.sense == VALUE
