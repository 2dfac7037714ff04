"""A statement that was judged → its verdict, what the data say, and what to do."""

from __future__ import annotations

from cypt_analysis.claims.agreement import agrees, same_unit
from cypt_analysis.claims.evidence import QUOTED, Candidate
from cypt_analysis.claims.items import Item, Line
from cypt_analysis.claims.judge import Judged
from cypt_analysis.claims.outcome import Outcome, value_of
from cypt_analysis.claims.quantities import COUNT, Number
from cypt_analysis.claims.staleness import aged
from cypt_analysis.claims.talk import FAILS, HOLDS, TOTAL, Doubt, Said
from cypt_analysis.ground.claim import (
    CONTRADICTED,
    MATCH,
    MISMATCH,
    NOT_COMPARABLE,
    NOT_SIGNIFICANT,
    ROUNDING,
    UNREAD,
    UNTRACED,
    Verdict,
)  # fmt: skip

# A sentence that is wrong may say another thing, if more words of it than this were not read.
_MOST_UNREAD_WHERE_WRONG = 1
_CONFIRM = "Let a person confirm it, or leave it out."
_DOUBTS: dict[Doubt | None, tuple[Verdict, str]] = {
    Doubt.CHANCE: (NOT_SIGNIFICANT, "Say that it is within chance, or leave the word out."),
    Doubt.APART: (NOT_COMPARABLE, "Say that the two do not compare, or leave it out."),
    Doubt.UNREAD: (UNREAD, "Say it in other words, or let a person confirm it."),
}


def outcome_of(said: Said, judged: Judged, around: str) -> Outcome:
    """What became of a statement; ``around`` is the text of its paragraph and its section."""
    line, fact = judged.line, said.fact
    item = line.items[said.at]
    told = _told(said, line)
    if said.truth == HOLDS:
        return aged(said, line, around) or Outcome(MATCH, fact, told)
    unread = len(judged.residue) > _MOST_UNREAD_WHERE_WRONG
    sure = said.form == TOTAL or said.doubt is Doubt.ROUNDED
    unread = unread and not sure and not (item.number and item.number.fact)
    if said.truth == FAILS and not unread and said.doubt is not Doubt.APART:
        return _wrong(said, item, told)
    verdict, advice = _DOUBTS.get(said.doubt, (UNTRACED, _CONFIRM))
    return Outcome(verdict, fact, told or "No fact says it.", advice)


def _told(said: Said, line: Line) -> str:
    """What the data say of a statement."""
    fact = said.fact
    if fact is None:
        return said.why
    value = f"{fact.name} {value_of(fact, line.evidence.authority)}"
    return f"{value}: {said.why}" if said.why else value


def _wrong(said: Said, item: Item, told: str) -> Outcome:
    fact = said.fact
    if said.doubt is Doubt.ROUNDED:
        return Outcome(
            ROUNDING, fact, f"{said.why}.", "Write what comes of it, or leave out how it comes."
        )
    if item.number is None or said.doubt is Doubt.WAY:
        return Outcome(CONTRADICTED, fact, told, "Turn the word round, or check the figures.")
    if fact is not None and _is_rounded(item.number, fact):
        return Outcome(ROUNDING, fact, told, f"Write {fact.shown}.")
    if fact is not None and fact.area != "" and not same_unit(item.number, fact):
        return Outcome(MISMATCH, fact, told, f"Its unit is {fact.unit}.")
    return Outcome(MISMATCH, fact, told, "Check which figure is meant.")


def _is_rounded(number: Number, fact: Candidate) -> bool:
    """Whether a number is one step of its last figure away."""
    step = 10.0**-number.decimals
    if number.unit == COUNT and fact.unit == COUNT:
        return False
    return same_unit(number, fact) and any(
        agrees(number, "", abs(fact.value) + each) for each in (-step, step)
    )


def unread(judged: Judged) -> list[int]:
    """The place of the first word that a sentence, every statement of which holds, says beside them
    and that is of no measure: it may be of another thing."""
    stated = [each for each in judged.said if not (each.fact and each.fact.sense == QUOTED)]
    holds = bool(stated) and all(each.truth == HOLDS for each in judged.said)
    # What is counted and its parts are told by their names: "17 are green".
    holds = holds and any(each.form != TOTAL for each in stated)
    return list(judged.beside[:1]) if holds else []
