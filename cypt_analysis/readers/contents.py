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


def _told(grid: Grid) -> str:
    top = [
        [text for each in row if (text := " ".join(each.split()))] for row in grid.cells.rows(_DEEP)
    ]
    most = max(map(len, top), default=0)
    if not most:
        return ""
    at = next(place for place, row in enumerate(top) if len(row) * 2 >= most)
    header, names = at + 1, [f"'{each[:40]}'" for each in top[at]]
    below = len(grid.cells) - header
    size = f"{_counted(len(names), 'column')}, {_counted(below, 'row')} below"
    where = f"sheet '{grid.sheet}', row {header}" if grid.sheet else f"in row {header}"
    more = ", …" if len(names) > _COLUMNS else ""
    return f"{where}: {', '.join(names[:_COLUMNS])}{more} ({size})"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
