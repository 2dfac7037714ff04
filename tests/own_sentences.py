"""What the program says of a quarter, put through the reading that its commentary goes through."""

from __future__ import annotations

from typing import NamedTuple

from cypt_analysis.claims.check import check_text
from cypt_analysis.claims.gathering import gather
from cypt_analysis.ground.claim import Outcome
from cypt_analysis.known import Known
from cypt_analysis.words.headlines import what_matters
from cypt_analysis.words.sentences import own_sentences


class Told(NamedTuple):
    """The sentences that state something, those that a person is left with, and the faults."""

    sentences: frozenset[str]
    for_a_person: list[str]
    faults: list[str]


def read_again(known: Known) -> Told:
    """Every sentence of findings, "is the change real?" and what matters, read as any other."""
    texts = [*own_sentences(known)]
    texts += [(line.indicator, text) for line in what_matters(known) for text in line.sentences]
    evidence = gather(known)
    claims = [
        claim
        for name, text in texts
        for claim in check_text(text, "own words", name, evidence, known.facts)
    ]
    worst: dict[Outcome, dict[str, str]] = {each: {} for each in Outcome}
    for each in claims:
        worst[each.outcome][each.sentence] = f"{each.sentence} {each.printed}: {each.data}"
    return Told(
        frozenset(each.sentence for each in claims),
        list(worst[Outcome.FOR_A_PERSON].values()),
        list(worst[Outcome.NOT_BORNE_OUT].values()),
    )
