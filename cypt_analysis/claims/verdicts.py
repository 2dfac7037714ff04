"""A statement that was judged → its verdict, what the data say, the sentence as it could be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from cypt_analysis.claims.agreement import agrees, same_unit
from cypt_analysis.claims.evidence import QUOTED, Candidate, Evidence
from cypt_analysis.claims.items import Item, Line
from cypt_analysis.claims.judge import Judged
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.outcome import Outcome, value_of
from cypt_analysis.claims.part import FAILS, HOLDS, TOTAL, Doubt, Said
from cypt_analysis.claims.quantities import COUNT, Number
from cypt_analysis.claims.staleness import aged
from cypt_analysis.claims.text import Sentence
from cypt_analysis.ground.claim import (
    CONTRADICTED,
    MATCH,
    MISMATCH,
    NOT_COMPARABLE,
    NOT_SIGNIFICANT,
    NUMBER,
    ROUNDING,
    UNREAD,
    UNTRACED,
    WORD,
    Claim,
    Verdict,
)
from cypt_analysis.ground.claim import Outcome as Became

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


# Where in a sentence what is put in place of what.
Change = tuple[int, int, str]


def could_stand(
    claims: Sequence[Claim], sentence: Sentence, evidence: Evidence,
    judge: Callable[[Sentence], Sequence[Claim]],
) -> str:  # fmt: skip
    """The sentence with its wrong numbers and words mended, if the data then bear all of it out.

    ``judge`` gives the claims of a sentence in its place. Empty where no mending does.
    """
    wrong = [each for each in claims if each.outcome is Became.NOT_BORNE_OUT]
    numbers = [change for each in wrong if (change := _number(each, evidence))]
    turned = [change for each in wrong if (change := _word(each, evidence))]
    for changes in filter(None, (numbers, turned, numbers and turned and numbers + turned)):
        text = _with(sentence.text, changes)
        told = judge(replace(sentence, text=text, filled=(), names=()))
        if told and all(each.verdict == MATCH for each in told):
            return text
    return ""


def _number(claim: Claim, evidence: Evidence) -> Change | None:
    """The value of the fact that a number was held against, written as the number is."""
    fact = evidence.by_name.get(claim.facts[0]) if claim.facts else None
    digits = re.fullmatch(r"[+−]?[\d.,]+(%?)(.*)", claim.printed)
    if claim.kind != NUMBER or claim.verdict not in (MISMATCH, ROUNDING) or not (fact and digits):
        return None
    return claim.start, claim.end, f"{fact.shown.removesuffix('%')}{digits[1]}{digits[2]}"


def _word(claim: Claim, evidence: Evidence) -> Change | None:
    other = _opposites().get(claim.printed.lower()) if claim.kind == WORD else None
    if other is None:
        return None
    fact = evidence.by_name.get(claim.facts[0]) if claim.facts else None
    if fact is not None and fact.unit != COUNT:
        other = re.sub(r"^fewer\b", "less", other)  # Fewer children, and less of a rate.
    return claim.start, claim.end, other.capitalize() if claim.printed[0].isupper() else other


@cache
def _opposites() -> dict[str, str]:
    pairs = [each.split("=") for each in words("mending.opposites")]
    return {one: other for a, b in pairs for one, other in ((a, b), (b, a))}


def _with(text: str, changes: Sequence[Change]) -> str:
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text
