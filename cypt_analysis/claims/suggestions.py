"""What to write instead: the fact nearest by value, the one nearest by name, their placeholders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from cypt_analysis.claims.evidence import CHANGE, QUOTED, TARGET, VALUE, Candidate
from cypt_analysis.claims.outcome import Outcome, same_unit, size, value_of
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.slots import Slots
from cypt_analysis.ground.claim import MATCH

_TELLING = (VALUE, CHANGE, QUOTED, TARGET)


def placeholder(fact: Candidate) -> str:
    """What an author writes to have a fact filled in, a change with its direction."""
    printer = " | direction" if fact.sense == CHANGE else ""
    return f"{{{{ {fact.name}{printer} }}}}"


def for_number(outcome: Outcome, slots: Slots, scope: Scope) -> Outcome:
    """The outcome of a number with the facts that could be written there.

    Where a placeholder printed it, that fact is written there already.
    """
    if slots.number.fact:
        return outcome
    if outcome.candidate is not None:
        return _with(outcome, [outcome.candidate], scope)
    pool = [
        each for each in scope.evidence.candidates.get(scope.indicator, ())
        if each.sense in _TELLING and same_unit(slots.number, each)
    ]  # fmt: skip
    by_value = min(pool, key=lambda each: abs(size(each) - slots.number.value), default=None)
    by_name = max(pool, key=lambda each: _closeness(each, scope), default=None)
    return _with(outcome, [each for each in (by_value, by_name) if each is not None], scope)


def for_word(outcome: Outcome, place: int, scope: Scope) -> Outcome:
    """The outcome of a word with the change, or else the value, that could be written there."""
    evidence = scope.evidence
    newest = evidence.observed.get(scope.subject(place), [None])[-1]
    found = outcome.candidate or newest
    if found is None:
        return outcome
    changes = [
        each for each in evidence.candidates.get(found.indicator, ())
        if each.sense == CHANGE and (each.path, each.period) == (found.path, found.period)
    ]  # fmt: skip
    changes.sort(key=lambda each: each.basis != "year")
    return _with(outcome, [found, *changes[:1]], scope)


def _closeness(fact: Candidate, scope: Scope) -> tuple[int, date, bool]:
    """How many words of a sentence a fact is about; of equal ones the newest value comes first."""
    shared = len(fact.terms & scope.line.all_terms)
    return shared, fact.period.end if fact.period else date.min, fact.sense == VALUE


def _with(outcome: Outcome, facts: Iterable[Candidate], scope: Scope) -> Outcome:
    """An outcome that needs mending, with facts named at the end of its suggestion."""
    if outcome.verdict == MATCH:
        return outcome
    named = {each.name: each for each in facts}.values()
    told = [f"{placeholder(each)}, which {value_of(each, scope.evidence)}" for each in named]
    if not told:
        return outcome
    return replace(outcome, suggestion=f"{outcome.suggestion} Or write {', or '.join(told)}.")
