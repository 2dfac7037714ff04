"""Commentary → sentences, each with its file, line and the facts that were filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"\{\{\s*([\w.\-]+)\s*(?:\|\s*(\w+)\s*)?\}\}")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\s*$")
_BULLET = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])\s+(?=\S)")
_TABLE = re.compile(r"\s*\|")
_MARKS = re.compile(r"\*{1,3}|`+|(?<=\s)_(?=\w)|(?<=\w)_(?=\s)")
_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9£])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|No|St|Dr|Mr|Mrs|Ms|approx|cf|vs|pp?))\.\s*$")
Fill = Callable[[str, str], str]


@dataclass(frozen=True)
class Sentence:
    """One sentence as it will be read, and where it stands.

    ``filled`` holds the place and the name of each fact that a placeholder printed, ``names``
    the places of names of measures, whose words and numbers claim nothing. Sentences
    with the same ``block`` stand in one paragraph, or in one list with the line that opens it.
    """

    file: str
    line: int
    indicator: str
    section: str
    block: int
    text: str
    filled: tuple[tuple[int, int, str], ...] = ()
    names: tuple[tuple[int, int], ...] = ()


def sentences_of(
    text: str, file: str, indicator: str, fill: Fill, first_line: int = 1
) -> list[Sentence]:
    """The sentences of a Markdown text, placeholders filled by ``fill(name, printer)``.

    >>> [each.text for each in sentences_of("## Issues\\n\\nUp. Down\\nagain.", "a.md", "", str)]
    ['Up.', 'Down again.']
    """
    found: list[Sentence] = []
    section, block, joined = "", 0, False
    for number, lines, heading in _blocks(text):
        if heading:
            section, block, joined = lines[0], block + 1, False
            continue
        is_item = bool(_BULLET.match(lines[0]))
        if not (is_item and joined):
            block += 1
        joined = is_item or lines[-1].rstrip().endswith(":")
        found += _split(number + first_line - 1, lines, file, indicator, section, block, fill)
    return found


def _blocks(text: str) -> Iterator[tuple[int, list[str], bool]]:
    """Paragraphs, list items and rows of tables with their first line; headings by themselves."""
    lines: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        heading = _HEADING.fullmatch(line)
        breaks = heading or not line.strip() or _BULLET.match(line) or _TABLE.match(line)
        if breaks and lines:
            yield start, lines, False
            lines = []
        if heading:
            yield number, [heading[1]], True
        elif line.strip():
            if not lines:
                start = number
            lines.append(line)


def _split(
    number: int, lines: list[str], file: str, indicator: str, section: str, block: int, fill: Fill
) -> Iterator[Sentence]:
    text, places, starts = "", [], []
    for line in lines:
        starts.append(len(text))
        bare = _MARKS.sub(lambda m: " " * len(m[0]), line)
        bullet = None if text else _BULLET.match(bare)
        if bullet:
            bare = " " * bullet.end() + bare[bullet.end() :]
        at = 0
        for match in _PLACEHOLDER.finditer(bare):
            text += bare[at : match.start()]
            printed = fill(match[1], match[2] or "")
            places.append((len(text), len(text) + len(printed), match[1]))
            text += printed
            at = match.end()
        text += bare[at:] + " "
    for first, end in _ends(text):
        piece = text[first:end]
        begin = first + len(piece) - len(piece.lstrip())
        piece = piece.strip()
        if not piece:
            continue
        at_line = number + sum(1 for each in starts[1:] if each <= begin)
        inside = tuple((a - begin, b - begin, n) for a, b, n in places if begin <= a < end)
        yield Sentence(file, at_line, indicator, section, block, piece, inside)


def _ends(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[begin : match.start()]):
            continue
        yield begin, match.end()
        begin = match.end()
    yield begin, len(text)
