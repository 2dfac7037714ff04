"""The places of a form: bookmarks that stay where they are while a person writes around them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

LOCKED, FILL, ACTIONS, END = "locked", "fill", "actions", "end"
_NAME = re.compile(r"cypt_(?P<number>\d+)_(?P<kind>locked|fill|actions|end)(?:_(?P<section>\d+))?")
_GONE = (qn("w:del"), qn("w:moveFrom"))
_TRACKED = (*_GONE, qn("w:ins"), qn("w:moveTo"))
_INSIDE = (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag"))
_PARAGRAPH, _TABLE = qn("w:p"), qn("w:tbl")


@dataclass(frozen=True)
class Place:
    """Which indicator of the form, by number, and which part of it; a section of what to fill."""

    number: int
    kind: str
    section: int = 0

    @property
    def bookmark(self) -> str:
        """The name of the bookmark that begins it.

        >>> Place(1, FILL, 2).bookmark
        'cypt_1_fill_2'
        """
        tail = f"_{self.section}" if self.kind == FILL else ""
        return f"cypt_{self.number}_{self.kind}{tail}"


@dataclass(frozen=True)
class Piece:
    """A paragraph or table of a form, and the place that it stands in; ``begins`` that place."""

    place: Place
    element: BaseOxmlElement
    begins: bool

    @property
    def is_table(self) -> bool:
        """Whether it is a table."""
        return self.element.tag == _TABLE


def pieces(document: Document) -> Iterator[Piece]:
    """The paragraphs and tables of a form in order, from its first place on."""
    place = None
    for element in _blocks(document.element.body):
        found = next(filter(None, map(_named, element.iter(qn("w:bookmarkStart")))), None)
        place = found or place
        if place is not None:
            yield Piece(place, element, found is not None)


def _blocks(parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    for each in parent:
        if each.tag in (_PARAGRAPH, _TABLE):
            yield each
        elif each.tag in _INSIDE:
            yield from _blocks(each)


def _named(bookmark: BaseOxmlElement) -> Place | None:
    match = _NAME.fullmatch(bookmark.get(qn("w:name")) or "")
    if match is None:
        return None
    return Place(int(match["number"]), match["kind"], int(match["section"] or 0))


def said(element: BaseOxmlElement) -> str:
    """What a paragraph says once every tracked change is accepted, its lines apart."""
    parts = []
    for each in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):
        if any(parent.tag in _GONE for parent in each.iterancestors()):
            continue
        if each.tag == qn("w:t"):
            parts.append(each.text or "")
        else:
            parts.append({qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}.get(each.tag, " "))
    return "".join(parts)


def is_tracked(element: BaseOxmlElement) -> bool:
    """Whether anything in it was put in or taken out with changes tracked."""
    return next(element.iter(*_TRACKED), None) is not None


def rows_of(table: BaseOxmlElement) -> list[list[str]]:
    """What the cells of a table say, row by row."""
    rows = table.iter(qn("w:tr"))
    return [[_cell(cell) for cell in row.iter(qn("w:tc"))] for row in rows]


def _cell(cell: BaseOxmlElement) -> str:
    return " ".join(" ".join(map(said, cell.iter(_PARAGRAPH))).split())


def locked_texts(document: Document) -> dict[int, str]:
    """By number of the indicator, a digest of all that the form says and nobody is to change.

    The number 0 is that of its first lines. Actions have cells that are to be changed, and are held
    against what was asked by themselves.
    """
    texts: dict[int, list[str]] = {}
    for piece in pieces(document):
        if piece.place.kind == END:
            break
        mine = texts.setdefault(piece.place.number, [])
        if piece.is_table and piece.place.kind == LOCKED:
            mine += [" | ".join(row) for row in rows_of(piece.element)]
        elif piece.place.kind == LOCKED or piece.begins:
            mine.append(" ".join(said(piece.element).split()))
    return {
        number: hashlib.sha256("\n".join(filter(None, each)).encode()).hexdigest()[:16]
        for number, each in texts.items()
    }
