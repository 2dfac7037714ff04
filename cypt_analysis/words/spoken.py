"""Spoken text: what a reader sees of a block of text, and where each character was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

# Where a character was written: its line and its column, from 1; column 0 where it is not known.
Source = tuple[int, int]
# A sentence may begin with a placeholder that is not filled in.
_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?(?:[A-Z0-9£]|\{\{))")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|No|St|Dr|Mr|Mrs|Ms|approx|cf|vs|pp?))\.\s*$")


def sentence_places(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text begins and ends, with the space behind it.

    >>> list(sentence_places("Up. Down, e.g. In May."))
    [(0, 4), (4, 22)]
    """
    begin = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[begin : match.start()]):
            continue
        yield begin, match.end()
        begin = match.end()
    yield begin, len(text)


class Kind(StrEnum):
    """What a block of text is."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    HEADING = "heading"
    CELL = "cell"
    CODE = "code"


@dataclass(frozen=True)
class Run:
    """A stretch of spoken text that stands in one token, typed or printed by a placeholder.

    ``start`` is its place in the spoken text of the whole, ``token`` which part of its block
    it stands in, ``sources`` where each of its characters was written, and ``fact`` the name
    of the fact that its placeholder prints.
    """

    start: int
    text: str
    token: int
    sources: tuple[Source, ...]
    fact: str = ""

    @property
    def end(self) -> int:
        """The place after its last character."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Block:
    """A paragraph, an item, a heading, a cell or code: text that is read in one go.

    ``section`` is the ``##`` heading above it. Blocks with the same ``group`` belong
    together: a list or a table with the line that opens it, ``lead``. A cell of a table knows
    the headers of its ``row`` and ``column``. ``token`` is its place in the reading's tokens.
    """

    kind: Kind
    runs: tuple[Run, ...]
    line: int
    section: str = ""
    group: int = 0
    lead: str = ""
    row: str = ""
    column: str = ""
    token: int = 0

    @cached_property
    def text(self) -> str:
        """Its spoken text."""
        return "".join(run.text for run in self.runs)

    @property
    def start(self) -> int:
        """Where its text begins in the spoken text of the whole."""
        return self.runs[0].start

    @property
    def end(self) -> int:
        """Where its text ends there."""
        return self.runs[-1].end

    def source(self, place: int) -> Source:
        """The line and the column in which a character of the spoken text was written."""
        run = next(each for each in self.runs if place < each.end)
        return run.sources[place - run.start]
