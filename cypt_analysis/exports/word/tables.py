"""A table of the page as one of Word's: its first row a header, its caption also its title."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import zip_longest

from bs4 import Tag
from docx.oxml.xmlchemy import BaseOxmlElement

from cypt_analysis.exports.word.pieces import words
from cypt_analysis.exports.word.xml import w

# Twentieths of a point: the width of the text, of a letter, and of the room beside a cell.
_WIDTH, _LETTER, _ROOM = 9864, 100, 140
# Longer words are broken, and longer cells take no more room for it.
_LONGEST_WORD, _LONGEST_CELL = 16, 160
_LINE = {"val": "single", "sz": "4", "space": "0", "color": "C3CAD2"}
_RULE = {"val": "single", "sz": "8", "space": "0", "color": "16191D"}
Fill = Callable[[Tag, bool], list[BaseOxmlElement]]


def table_of(table: Tag, fill: Fill) -> BaseOxmlElement:
    """A table, whose cells ``fill`` writes as paragraphs: to the right where told.

    The rows of its head are marked, and stand again on each further page; no row is split.
    """
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    cells = [list(row.find_all(["th", "td"], recursive=False)) for row in rows]
    widths = _widths(cells)
    caption = words(table.caption) if table.caption is not None else ""
    head = "; ".join(words(cell) for cell in cells[0]) if cells else ""
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblW", w=str(_WIDTH), type="dxa"),
            w("tblBorders", w("bottom", **_LINE), w("insideH", **_LINE)),
            w("tblLayout", type="fixed"),
            w("tblCellMar", w("left", w="0", type="dxa"), w("right", w="100", type="dxa")),
            w("tblLook", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0",
              noHBand="1", noVBand="1"),
            w("tblCaption", val=caption),
            w("tblDescription", val=f"Columns: {head}"),
        ),
        w("tblGrid", *(w("gridCol", w=str(width)) for width in widths)),
        *(_row(row, line, widths, fill) for row, line in zip(rows, cells, strict=True)),
    )  # fmt: skip


def _row(row: Tag, cells: list[Tag], widths: list[int], fill: Fill) -> BaseOxmlElement:
    head = row.find_parent("thead") is not None
    properties = w("trPr", w("cantSplit"), *([w("tblHeader")] if head else []))
    borders = [w("tcBorders", w("bottom", **_RULE))] if head else []
    return w(
        "tr",
        properties,
        *(
            w(
                "tc",
                w("tcPr", w("tcW", w=str(width), type="dxa"), *borders),
                *fill(cell, "number" in cell.get("class", ())),
            )
            for cell, width in zip(cells, widths, strict=False)
        ),
    )


def _widths(cells: list[list[Tag]]) -> list[int]:
    """Of each column: room for its longest word, then of what is left as its longest cell asks."""
    said = [[words(cell) for cell in row] for row in cells]
    columns = list(zip_longest(*said, fillvalue=""))
    least = [_LETTER * min(_LONGEST_WORD, _longest(column)) + _ROOM for column in columns]
    asked = [min(_LONGEST_CELL, max(map(len, column))) + 1 for column in columns]
    left = max(0, _WIDTH - sum(least))
    wide = [low + left * each // sum(asked) for low, each in zip(least, asked, strict=True)]
    return [_WIDTH * each // max(_WIDTH, sum(wide)) for each in wide]


def _longest(column: Iterable[str]) -> int:
    return max((len(word) for cell in column for word in cell.split()), default=1)
