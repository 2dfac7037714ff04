"""The list of promises that a drop keeps, with what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

from cypt_analysis.cycle.records import csv_rows, csv_text
from cypt_analysis.drops.layout import LAST_QUARTER
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_period
from cypt_analysis.ground.replacing import write_whole
from cypt_analysis.ground.safe_text import safe_text

PROMISES = "promises.csv"


@dataclass(frozen=True)
class Promised:
    """A promise of a report; ``became`` is what a person says of it, "" while it is open."""

    about: str
    promise: str
    said: str
    due: date
    made_in: str
    where: str
    became: str = ""


_COLUMNS = tuple(field.name for field in fields(Promised))


def read_promised(project: Project, quarter: Quarter) -> list[Promised]:
    """The promises that a quarter's drop keeps; none where it keeps no such list.

    Raises UserError where the list cannot be read, naming the row.
    """
    path = project.raw(quarter) / LAST_QUARTER / PROMISES
    if not path.is_file():
        return []
    shown = project.relative(path)
    names, rows = csv_rows(path, shown)
    missing = [name for name in _COLUMNS if name not in names]
    if missing:
        raise UserError(f"{shown} has no column '{missing[0]}'. Put it back.")
    return [_promised(row, n, shown) for n, row in enumerate(rows, start=2) if any(row.values())]


def _promised(row: dict[str, str], number: int, shown: str) -> Promised:
    cells = {name: row[name].strip() for name in _COLUMNS}
    try:
        due = parse_period(cells.pop("due")).end
    except ValueError:
        raise UserError(
            f"{shown} row {number}: due is '{row['due']}'. Write a day like 2009-12-31."
        ) from None
    return Promised(**cells, due=due)


def write_promised(folder: Path, promises: Iterable[Promised]) -> None:
    """Write the list into a folder, if there are any; no cell of it is run by a spreadsheet."""
    lines = [[safe_text(str(cell)) for cell in astuple(each)] for each in promises]
    if lines:
        write_whole(folder / PROMISES, csv_text(_COLUMNS, lines))
