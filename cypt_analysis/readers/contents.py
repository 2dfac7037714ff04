"""A file that no source knows → what it looks like, in words."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.readers.files import READABLE, grids_of
from cypt_analysis.readers.grids import Grid
from cypt_analysis.readers.period_words import period_of
from cypt_analysis.readers.tables_in import header_of

_KINDS = ("financial_quarter", "day", "month", "financial_year", "academic_year", "months")
_COLUMNS, _SHEETS, _DEEP = 4, 3, 60


def contents_of(path: Path) -> str:
    """The sheets of a file with the row that seems to name their columns; "" where none is read.

    That is the first row in which at least half as many cells are filled as in any.
    """
    if path.suffix.lower() not in READABLE:
        return ""
    try:
        found = [told for grid in grids_of(path, "", "") if (told := _told(grid))]
    except (Unreadable, OSError):
        return ""
    more = f"; {len(found) - _SHEETS} more sheets" if len(found) > _SHEETS else ""
    return f"It holds {'; '.join(found[:_SHEETS])}{more}." if found else ""


class Sketch(NamedTuple):
    """A table as it seems: its columns' names, some of its rows, what stands above it.

    ``labels`` are what names each column in the last of the ``deep`` rows of its header.
    """

    header: list[str]
    rows: list[list[str]]
    titles: list[str]
    labels: list[str]
    deep: int


def table_of(path: Path) -> Sketch | None:
    """The first table of a file; none where no row seems to name columns.

    A second row of names is one of periods, as months stand below the one cell that is above them.
    Raises Unreadable or OSError as reading does.
    """
    for grid in grids_of(path, "", ""):
        top, at = _top(grid)
        if at is None:
            continue
        below = list(filter(None, top[at + 1])) if at + 1 < len(top) else []
        deep = 2 if len(below) > 1 and all(map(kind_of, below)) else 1
        names = header_of(top, at + deep - 1, deep, spread=grid.cells.lengths is not None)
        places = [place for place, text in enumerate(names) if text]
        cells = [[row[each] if each < len(row) else "" for each in places] for row in top]
        # A note below the table has no more than one cell.
        rows = [row for row in cells[at + deep :] if len(list(filter(None, row))) > 1]
        titles = [" ".join(dict.fromkeys(filter(None, row))) for row in top[:at]]
        return Sketch([names[e] for e in places], rows, titles, cells[at + deep - 1], deep)
    return None


def kind_of(text: str) -> str:
    """The kind of period that a text seems to be, the commonest first; "" where it is none.

    >>> kind_of("Q2 2025/26"), kind_of("Apr-26"), kind_of("412")
    ('financial_quarter', 'month', '')
    """
    return next((kind for kind in _KINDS if _is(text, kind)), "")


def _is(text: str, kind: str) -> bool:
    try:
        return bool(period_of(text, (kind,)))
    except ValueError:
        return False


def _top(grid: Grid) -> tuple[list[list[str]], int | None]:
    """The first rows of a grid, and which of them seems to name its columns."""
    top = [[" ".join(each.split()) for each in row] for row in grid.cells.rows(_DEEP)]
    filled = [len(list(filter(None, row))) for row in top]
    most = max(filled, default=0)
    return top, next((at for at, n in enumerate(filled) if n * 2 >= most), None) if most else None


def _told(grid: Grid) -> str:
    top, at = _top(grid)
    if at is None:
        return ""
    header, names = at + 1, [f"'{each[:40]}'" for each in top[at] if each]
    below = len(grid.cells) - header
    size = f"{_counted(len(names), 'column')}, {_counted(below, 'row')} below"
    where = f"sheet '{grid.sheet}', row {header}" if grid.sheet else f"in row {header}"
    more = ", …" if len(names) > _COLUMNS else ""
    return f"{where}: {', '.join(names[:_COLUMNS])}{more} ({size})"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
