"""What a part says that none of its statements answers for: a cause, a denial, "both"."""

from __future__ import annotations

from dataclasses import replace

from cypt_analysis.claims.about import About
from cypt_analysis.claims.evidence import QUOTED, TALLY
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.talk import (
    CHANGE,
    EXTREME,
    GROUP,
    HOLDS,
    OPEN,
    Said,
)  # fmt: skip

_LOOSE_QUANTIFIERS = words("judge.quantifiers")
_DENYING = frozenset({"no", "none", "neither", "never"})


def by_counts(said: list[Said]) -> list[Said]:
    """Of "3 schools are above the threshold": a count of those holds for the word as well; beside
    what is merely quoted, words that no fact knows are part of the quotation."""
    held = [e.fact for e in said if e.fact is not None and e.truth == HOLDS]
    tally = next((fact for fact in held if fact.sense == TALLY), None)
    if tally is None:
        quoted = bool(held) and all(fact.sense == QUOTED for fact in held)
        return [e for e in said if not (quoted and e.truth == OPEN and e.fact is None)]
    return [
        replace(e, truth=HOLDS, fact=tally, doubt=None) if e.truth == OPEN else e
        for e in said
    ]  # fmt: skip


def not_answered(what: About, said: list[Said], heard: Heard) -> list[Said]:
    """What a part says that none of its statements answers for: a cause, a denial, "both"."""
    part, found = what.part, []
    stated = any(each.figures or each.relations for each in heard.parts)
    if part.no_data and (said or stated):
        found.append(Said(part.start, OPEN, "No data decide it."))
    quantifiers = part.quantifiers & _LOOSE_QUANTIFIERS
    if len(what.areas) + len(what.refs) > 2:
        quantifiers -= {"both"}
    forms = {each.form for each in said}
    facts = {each.fact.name if each.fact else "" for each in said if each.truth == HOLDS}
    several = len(facts) > 1 and not part.quantifiers & _DENYING
    quoted = bool(said) and all(e.fact is not None and e.fact.sense == QUOTED for e in said)
    quoted = quoted and not part.blocking
    if said and not several and not quoted and not forms & {EXTREME, GROUP}:
        loose = quantifiers and CHANGE not in forms
        if part.denials or loose or part.blocking:
            at = (part.denials or part.blocking or [part.start])[0]
            found.append(Said(at, OPEN, "It was not read with a figure."))
    return found
