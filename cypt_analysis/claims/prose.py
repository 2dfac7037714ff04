"""The claims of the page's other prose: what notebooks, catalogue and drop.toml say of the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cypt_analysis.claims.check import check_sentences
from cypt_analysis.claims.evidence import Evidence, stems_of
from cypt_analysis.claims.periods import mentions_of
from cypt_analysis.claims.quantities import Number, numbers_of
from cypt_analysis.claims.text import Sentence, sentences_of
from cypt_analysis.ground.claim import Claim
from cypt_analysis.known import Known
from cypt_analysis.words.prose import Passage, passages
from cypt_analysis.words.reading import plain, read


def check_prose(known: Known, evidence: Evidence) -> list[Claim]:
    """The claims of every text on the page that is no commentary, action, risk or headline.

    A number by which an entry defines what it measures is none.
    """
    found = list(passages(known))
    defined: dict[str, list[Number]] = {}
    for each in found:
        if each.is_definition:
            defined[each.indicator] = list(_defining(each, evidence))
    claims = []
    for each in found:
        numbers = defined.get(each.indicator, [])
        sentences = [_with_definition(s, numbers, evidence) for s in _sentences(each)]
        if each.is_definition:
            sentences = [_with_names(s, evidence) for s in sentences]
        for claim in check_sentences(sentences, evidence):
            claims.append(replace(claim, line=each.line, place=each.place))
    return claims


def _sentences(passage: Passage) -> list[Sentence]:
    if passage.is_markdown:
        reading = read(passage.text)
    else:
        reading = plain(passage.text, line=passage.line, section=passage.place)
    return list(sentences_of(reading, passage.file, passage.indicator))


def _defining(passage: Passage, evidence: Evidence) -> Iterator[Number]:
    """The numbers of a definition: what it says of no period is no figure."""
    for sentence in _sentences(passage):
        if not any(each.year for each in mentions_of(sentence.text)):
            yield from _numbers(sentence, evidence)


def _with_definition(sentence: Sentence, defined: list[Number], evidence: Evidence) -> Sentence:
    """A sentence in which the numbers of the definition claim nothing."""
    places = [
        (each.start, each.end)
        for each in _numbers(sentence, evidence)
        if any(_is_same(each, other) for other in defined)
    ]
    return replace(sentence, names=(*sentence.names, *places))


def _with_names(sentence: Sentence, evidence: Evidence) -> Sentence:
    """A definition, in which the words that the names of the measures use claim nothing."""
    paths = evidence.paths.get(sentence.indicator, ())
    named = frozenset[str]().union(*(stems_of(evidence.names.get(path, "")) for path in paths))
    places = [
        match.span() for match in re.finditer(r"[A-Za-z]+", sentence.text)
        if stems_of(match[0]) & named
    ]  # fmt: skip
    return replace(sentence, names=(*sentence.names, *places))


def _is_same(number: Number, other: Number) -> bool:
    near = 2.5 if number.share else 0.0
    return number.unit == other.unit and abs(number.value - other.value) <= near


def _numbers(sentence: Sentence, evidence: Evidence) -> list[Number]:
    nouns = evidence.nouns.get(sentence.indicator, frozenset())
    return numbers_of(sentence, nouns, evidence.literals)
