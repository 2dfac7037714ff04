"""One file of a drop → a typed table, and what is found in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

import pandas as pd

from cypt_analysis.catalogue import Source
from cypt_analysis.catalogue.reads import Reads
from cypt_analysis.drops.around import check_around
from cypt_analysis.drops.typed_tables import NAMES, Known, mended_cells, table_of
from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.ground.findings import REVIEW, Finding, folded
from cypt_analysis.ground.machine import found_of, read_file
from cypt_analysis.ground.quarter import is_period, parse_period
from cypt_analysis.readers.asked import reads_of
from cypt_analysis.readers.files import each_sheet, is_own_form
from cypt_analysis.readers.files import read_file as read_file_of
from cypt_analysis.readers.grids import TEXTS
from cypt_analysis.readers.raw import RawFile
from cypt_analysis.readers.received import Received, Told

# The rule of what a reader tells of a file in another shape than our own.
AS_CAME = "as_received"
_EXPORT = "Export it again."
# The column of a table that came in several files or sheets which says in which a row stands.
FILE = "(file)"
# Between the names of a file and its sheet.
SHEET = ", sheet "


@dataclass(frozen=True)
class Arrived:
    """A file of a source, and how messages name it.

    Of a file that many reports share only what was over by the day ``until`` is read.
    """

    path: Path
    shown: str
    until: date | None = None


def read_arrived(
    file: Arrived, source: Source, known: Known, findings: list[Finding]
) -> tuple[pd.DataFrame | None, RawFile | None]:
    """The table of a source's file in whichever of its shapes it has come.

    None where it cannot be read; what is found in it is added.
    """
    plain = not source.reads or is_own_form(file.path, source)
    if plain:
        reads = tuple(Reads(decimal=each.decimal) for each in source.reads[:1] if each.decimal)
        source = source.model_copy(update={"reads": reads})
    sha256, parts = "", list[_Part]()
    try:
        sha256 = hashlib.sha256(read_file(file.path)).hexdigest()
        sheets = each_sheet(file.path, source)
    except (Unreadable, OSError) as error:
        findings.append(_refused(file.path, file.shown, error))
        return None, None
    for each in sheets:
        sheet = reads_of(each).sheet if len(sheets) > 1 else ""
        try:
            received = read_file_of(file.path, each, known[1].released.get(source.id))
        except (Unreadable, OSError) as error:
            findings.append(_refused(file.path, of_sheet(file.shown, sheet), error))
            continue
        parts.append(_part(received, file, each, known, findings))
    if not parts:
        return None, None
    header = () if plain else tuple(dict.fromkeys(chain(*(each.header for each in parts))))
    rows = sum(each.rows for each in parts)
    raw = RawFile(file.shown, sha256, rows, parts[0].encoding, source.id, header)
    return _as_one(parts), raw


@dataclass(frozen=True)
class _Part:
    """The table of a file or one of its sheets, as messages name it, and how it came."""

    where: str
    table: pd.DataFrame
    rows: int
    header: tuple[str, ...]
    encoding: str


def _part(
    received: Received, file: Arrived, source: Source, known: Known, findings: list[Finding]
) -> _Part:
    where = of_sheet(file.shown, received.sheet)
    told = _found(received.told, where)
    named = (file.path.stem, received.sheet)
    told += check_around(received.around, named, source, known[1], where)
    # Where a column is missing, nothing can be judged of the rest.
    cells = received.cells if file.until is None else _over(received.cells, source, file.until)
    usable = mended_cells(cells, source, where, told) if received.sound else cells.iloc[:0]
    table = table_of(usable, source, known, where, told)
    findings += folded(told)
    return _Part(where, table, len(cells), received.header, received.encoding)


def _as_one(parts: Sequence[_Part]) -> pd.DataFrame:
    """The tables of several sheets one below the other, each row with its sheet."""
    if len(parts) == 1:
        return parts[0].table
    names = frozenset[str]().union(*(each.table.attrs.pop(NAMES) for each in parts))
    table = pd.concat([each.table.assign(**{FILE: each.where}) for each in parts])
    table.attrs[NAMES] = names
    return table


def of_sheet(file: str, sheet: str) -> str:
    """A file and its sheet as messages name them.

    >>> of_sheet("data/raw/2025-26-Q2/contacts.xlsx", "Q1")
    'data/raw/2025-26-Q2/contacts.xlsx, sheet Q1'
    """
    return f"{file}{SHEET}{sheet}" if sheet else file


def _refused(path: Path, where: str, error: Unreadable | OSError) -> Finding:
    """What is said of a file or sheet that cannot be read."""
    why, advice = found_of(error) if isinstance(error, OSError) else (str(error), error.advice)
    row = error.row if isinstance(error, Unreadable) else None
    otherwise = "Save it as 'CSV UTF-8'." if path.suffix.lower() in TEXTS else _EXPORT
    return Finding(where, row, why, advice or otherwise)


def _found(told: Iterable[Told], shown: str) -> list[Finding]:
    """What a reader tells of a file, as findings."""
    return [
        Finding(
            shown, each.row, each.found, each.advice, "error" if each.fault else REVIEW, AS_CAME
        )
        for each in told
    ]


def _over(cells: pd.DataFrame, source: Source, day: date) -> pd.DataFrame:
    """The rows of periods that were over on a day."""
    if source.period not in cells:
        return cells
    later = [
        text
        for text in cells[source.period].unique()
        if is_period(text) and parse_period(text).end > day
    ]
    return cells[~cells[source.period].isin(later)]
