"""What reports promised, as a drop keeps it: by which day, and what became of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from io import StringIO
from pathlib import Path

from cypt_analysis.drops.layout import LAST_QUARTER
from cypt_analysis.ground.decoding import Unreadable, decoded
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_period
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
    try:
        text = decoded(read_file(path), shown, [])[0]
    except Unreadable as error:
        raise UserError(f"{shown}: {error} {error.advice or 'Save it as CSV UTF-8.'}") from None
    rows = csv.DictReader(StringIO(text))
    missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise UserError(f"{shown} has no column '{missing[0]}'. Put it back.")
    numbered = enumerate(rows, start=2)
    return [_promised(row, n, shown) for n, row in numbered if any(filter(None, row.values()))]


def _promised(row: dict[str, str], number: int, shown: str) -> Promised:
    cells = {name: (row[name] or "").strip() for name in _COLUMNS}
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
        with (folder / PROMISES).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([_COLUMNS, *lines])
