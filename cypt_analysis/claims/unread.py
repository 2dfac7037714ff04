"""Verbs of a measure that no rule reads: what was not read is told, not passed over."""

from __future__ import annotations

from collections.abc import Iterator

from cypt_analysis.claims.evidence import stem
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.line import AUXILIARY, MARK, NUMBER, PERIOD, WORD, Line
from cypt_analysis.claims.scope import Scope

# The nouns that only a measure is called by.
_HEADS = words("unread.heads")
_STOPS = words("unread.stops")
_AFTER_VERB = words("unread.after_verb")
_BEFORE_HEAD = words("unread.before_head")


def unread(scope: Scope, told: set[int]) -> Iterator[int]:
    """The places of the verbs that say something unknown of a measure.

    ``told`` are the places of what was read; a clause that holds one of them is read.
    """
    if not scope.paths or "activity" in scope.line.sentence.section.lower():
        return
    line = scope.line
    for a, b in line.clauses:
        clause = range(a, b)
        if any(at in told for at in clause) or any(line.items[at].kind == NUMBER for at in clause):
            continue
        if any(line.items[at].entry("unreal", "deny") for at in clause):
            continue
        head = next((at for at in clause if line.items[at].said in _HEADS), None)
        if head is None or line.before(head) in _BEFORE_HEAD:
            continue
        known = scope.evidence.lexicon.get(scope.indicator, frozenset())
        verb = _verb_after(line, range(head + 1, b), known)
        if verb is not None:
            yield verb


def _verb_after(line: Line, places: range, known: frozenset[str]) -> int | None:
    """The first finite verb after a noun where it is one that no list holds.

    ``known`` are words by which measures are called: "children looked after".
    """
    relative = False
    for at in places:
        item = line.items[at]
        if item.kind == MARK or item.said in _STOPS:
            return None
        relative = relative or item.said in ("who", "which", "that", "whose")
        if item.said in AUXILIARY and not relative:
            ahead = at + 1
            while ahead < places.stop and (
                line.items[ahead].said in AUXILIARY or line.items[ahead].said.endswith("ly")
            ):
                ahead += 1
            return ahead if ahead < places.stop and _is_unknown(line, ahead) else None
        if item.said.endswith("ed") and item.kind == WORD and not relative:
            after = line.after(at)
            told_of = at + 1 < len(line.items) and line.items[at + 1].kind == PERIOD
            ends = told_of or after in _AFTER_VERB or after.endswith("ly")
            named = at > places.start and stem(item.said) in known
            if not named:
                return at if ends and _is_unknown(line, at) else None
    return None


def _is_unknown(line: Line, place: int) -> bool:
    item = line.items[place]
    return item.kind == WORD and not item.entries and item.said.endswith(("ed", "ing"))
