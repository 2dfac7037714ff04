"""A sentence as it could stand: its numbers as the data have them, its words turned round."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from cypt_analysis.claims.evidence import Evidence
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.quantities import COUNT
from cypt_analysis.claims.text import Sentence
from cypt_analysis.ground.claim import MATCH, MISMATCH, NUMBER, ROUNDING, WORD, Claim, Outcome

# Where in a sentence what is put in place of what.
Change = tuple[int, int, str]


def could_stand(
    claims: Sequence[Claim], sentence: Sentence, evidence: Evidence,
    judge: Callable[[Sentence], Sequence[Claim]],
) -> str:  # fmt: skip
    """The sentence with its wrong numbers and words mended, if the data then bear all of it out.

    ``judge`` gives the claims of a sentence in its place. Empty where no mending does.
    """
    wrong = [each for each in claims if each.outcome is Outcome.NOT_BORNE_OUT]
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
