"""What a clause says of a measure that no rule reads: it is told, not passed over."""

from __future__ import annotations

from collections.abc import Iterator

from cypt_analysis.claims.evidence import stem
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.line import AUXILIARY, MARK, NAME, NUMBER, PERIOD, WORD, Line
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.senses import MEASURED, in_activity

# The nouns that only a measure is called by.
_HEADS = words("unread.heads")
_STOPS = words("unread.stops")
_AFTER_VERB = words("unread.after_verb")
_BEFORE_HEAD = words("unread.before_head")
# What ends in -est and compares nothing, and what stands for a statement made before.
_NO_SUPERLATIVE = words("unread.no_superlative")
_PLAIN = words("unread.plain")
_MORE = frozenset({"more", "less", "fewer", "better", "worse"})
_NO_COMPARATIVE = words("unread.no_comparative")
_SO = frozenset({"so", "nor", "neither"})
_DID = frozenset({"did", "do", "does", "has", "have", "was", "were", "is", "are"})


def unread(scope: Scope, told: set[int]) -> Iterator[int]:
    """The places of the words that say something unknown of a measure.

    ``told`` are the places of what was read; a clause that holds one of them is read, save for a
    superlative, and for "so did" and "as many as", which say something more.
    """
    if not scope.paths or in_activity(scope):
        return
    line = scope.line
    numbers = any(at in scope.matched for at in line.numbers)
    for a, b in line.clauses:
        clause = range(a, b)
        if any(line.items[at].entry("unreal") for at in clause):
            continue
        about = numbers or any(stem(line.items[at].said) in MEASURED for at in clause)
        ranked = next((at for at in clause if at not in told and _is_ranked(line, at)), None)
        if about and ranked is not None:
            yield ranked
            continue
        if any(at in told for at in clause):
            continue
        compared = next((at for at in clause if _is_compared(line, at)), None)
        known = scope.evidence.lexicon.get(scope.indicator, frozenset())
        headed = numbers or any(line.items[at].said in _HEADS for at in clause)
        headed = headed or len(line.terms(clause) & known) > 1
        if compared is not None and headed:
            yield compared
            continue
        if any(line.items[at].kind == NUMBER or line.items[at].entry("deny") for at in clause):
            continue
        head = next((at for at in clause if line.items[at].said in _HEADS), None)
        if head is None or line.before(head) in _BEFORE_HEAD:
            continue
        known = scope.evidence.lexicon.get(scope.indicator, frozenset())
        verb = _verb_after(line, range(head + 1, b), known)
        if verb is not None:
            yield verb


def _is_ranked(line: Line, at: int) -> bool:
    """Whether a word is a superlative that no rule reads, or "so did" of what was said before."""
    item = line.items[at]
    if item.kind != WORD:
        return False
    if (
        item.said in _SO
        and line.after(at) in _DID
        and at
        and line.items[at - 1].said in ("and", ",")
    ):
        return True
    if item.said == "chance" and line.before(at) in ("than", "from", "to"):
        return True
    superlative = item.said.endswith("est") and len(item.said) > 5
    the = line.before(at) in ("the", "its", "their", "our", "at")
    return superlative and the and not item.entries and item.said not in _NO_SUPERLATIVE


def _is_compared(line: Line, at: int) -> bool:
    """Whether "as many … as" or "faster than" compares here."""
    item = line.items[at]
    bounds = at + 1 < len(line.items) and line.items[at + 1].kind in (NUMBER, NAME)
    if item.said == "than" and not bounds and line.after(at) not in ("before", "usual"):
        before = range(max(line.clause(at).start, at - 8), at)
        more = next((n for n in before if line.items[n].said in _MORE or (
            line.items[n].said.endswith("er") and len(line.items[n].said) > 4
            and line.items[n].said not in _NO_COMPARATIVE)), None)  # fmt: skip
        denied = more is not None and more > 0 and line.items[more - 1].entry("deny") is not None
        return more is not None and not denied
    if item.said == "as" and line.after(at) in ("many", "much", "high", "low", "large", "common"):
        return line.before(at) != "such"
    return False


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
            return ahead if ahead < places.stop and _is_unknown(line, ahead, known) else None
        if item.said.endswith("ed") and item.kind == WORD and not relative:
            after = line.after(at)
            told_of = at + 1 < len(line.items) and line.items[at + 1].kind == PERIOD
            ends = told_of or after in _AFTER_VERB or after.endswith("ly")
            named = at > places.start and stem(item.said) in known
            if not named:
                return at if ends and _is_unknown(line, at, known) else None
    return None


def _is_unknown(line: Line, place: int, known: frozenset[str]) -> bool:
    """Whether a predicate stands in no list: "zigzagged", "manageable"."""
    item = line.items[place]
    if item.kind != WORD or item.entries:
        return False
    adjective = line.after(place) in _AFTER_VERB or line.after(place) == "and"
    return item.said.endswith(("ed", "ing")) or (
        adjective and item.said not in _PLAIN and stem(item.said) not in known
    )
