"""A file that no source knows → what it looks like, in words."""

from __future__ import annotations

from pathlib import Path

from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.readers.files import READABLE, grids_of
from cypt_analysis.readers.grids import Grid

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


def table_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """The names of a file's columns and the cells of some rows below, of its first table.

    Nothing where no row seems to name columns. Raises Unreadable or OSError as reading does.
    """
    for grid in grids_of(path, "", ""):
        top, at = _top(grid)
        if at is not None:
            places = [place for place, text in enumerate(top[at]) if text]
            below = [[row[place] if place < len(row) else "" for place in places] for row in top]
            # A note below the table has no more than one cell.
            rows = [row for row in below[at + 1 :] if len(list(filter(None, row))) > 1]
            return [top[at][place] for place in places], rows
    return [], []


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
