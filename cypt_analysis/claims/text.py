"""A reading → sentences, each with its line, its place and the facts that were filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cypt_analysis.claims.lexicon import words
from cypt_analysis.ground.safe_text import typed
from cypt_analysis.words.commentary import SECTIONS
from cypt_analysis.words.reading import Reading
from cypt_analysis.words.spoken import Block, Kind, sentence_places


@dataclass(frozen=True)
class Sentence:
    """One sentence as it will be read, and where it stands.

    ``filled`` holds the place and the name of each fact that a placeholder printed, ``names``
    the places of names of measures, whose words and numbers claim nothing. Sentences
    with the same ``block`` stand in one paragraph, or in one list or table with the line that
    opens it. ``at`` is where it begins in the spoken text; a cell's headers stand before it.
    """

    file: str
    line: int
    indicator: str
    section: str
    block: int
    text: str
    filled: tuple[tuple[int, int, str], ...] = ()
    names: tuple[tuple[int, int], ...] = ()
    at: int = 0


def sentences_of(reading: Reading, file: str, indicator: str) -> Iterator[Sentence]:
    """The sentences of a text. The headings of its sections state nothing.

    >>> from cypt_analysis.words.reading import read
    >>> [each.text for each in sentences_of(read("## Issues\\n\\nUp. Down\\nagain."), "a.md", "")]
    ['Up.', 'Down again.']
    """
    for block in reading.blocks:
        if block.kind is not Kind.HEADING or block.text not in SECTIONS:
            yield from _of_block(block, file, indicator)


def _of_block(block: Block, file: str, indicator: str) -> Iterator[Sentence]:
    text, headers = typed(block.text), _headers(block)
    names = ((0, len(headers)),) if headers else ()
    places = [(run.start - block.start, run.end - block.start, run.fact) for run in block.runs]
    for first, end in sentence_places(text):
        piece = text[first:end].strip()
        if not piece:
            continue
        begin = text.index(piece, first)
        at = block.start + begin - len(headers)
        away = len(headers) - begin
        inside = tuple((a + away, b + away, n) for a, b, n in places if n and begin <= a < end)
        line, _ = block.source(block.start + begin)
        yield Sentence(
            file, line, indicator, block.section, block.group, headers + piece, inside, names, at
        )


_ENGLISH = words("text.english")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SHORTEST = 8


def is_english(text: str) -> bool:
    """Whether a sentence may be in English: a longer one without one small word of it is not.

    >>> is_english("Cynyddodd nifer y plant sydd yn derbyn gofal dros y flwyddyn.")
    False
    """
    said = _LETTERS.findall(text.lower())
    small = [each for each in _LETTERS.findall(text) if each.islower()]
    return len(small) < _SHORTEST or not _ENGLISH.isdisjoint(said)


def _headers(block: Block) -> str:
    """What the lead and the headers of a cell say of it: "By quarter: June 2009, children: "."""
    heads = ", ".join(typed(each) for each in (block.row, block.column) if each)
    if block.kind is not Kind.CELL or not heads:
        return ""
    return f"{typed(block.lead)} {heads}: ".lstrip()
