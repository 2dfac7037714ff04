"""A file in our own columns → its cells, as Excel or an extract left them: each slip is told."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Source
from cypt_analysis.ground.decoding import Unreadable, decoded
from cypt_analysis.ground.findings import Finding, nearest, row_ranges
from cypt_analysis.ground.machine import found_of, read_file
from cypt_analysis.ground.quarter import is_period
from cypt_analysis.ground.text_faults import mended, text_faults
from cypt_analysis.readers.cells import Cells, Rows
from cypt_analysis.readers.separated import cells_of_records, cells_of_text, ragged, records_of

# A row that nothing need be taken out of.
_PLAIN = re.compile("[\t\n -~]*")
# So far down a header is looked for.
_TITLES = 20
_NUMBER = re.compile(r"[-+£]?[\d,.]+\s*%?|\[\w+\]")
_NOTE = re.compile(
    r"(sources?|notes?|footnotes?|figures?|data|produced|published|extracted|key|©|\*|†)\b"
    r"|[*†‡©]|\(?(\d{1,2}|[a-z])[.)]\s",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RawFile:
    """One raw file as it was read: for provenance.

    ``header`` has the columns of one that came in a shape of its own.
    """

    path: str
    sha256: str
    rows: int
    encoding: str
    # The source that it is a file of; none of drop.toml and the words.
    source: str = ""
    header: tuple[str, ...] = ()


def decode(path: Path, shown: str, findings: list[Finding]) -> tuple[str, RawFile]:
    """The text of a file, and the file as it was read. Raises Unreadable: no text, or no file."""
    try:
        raw = read_file(path)
    except OSError as error:
        raise Unreadable(*found_of(error)) from None
    text, encoding = decoded(raw, shown, findings)
    return text, RawFile(shown, hashlib.sha256(raw).hexdigest(), 0, encoding)


@dataclass(frozen=True)
class _Table:
    """The cells of a file, the place of the row that names its columns, and their names.

    ``ends`` is the place behind the last cell of each row in which something stands.
    """

    cells: Cells
    ends: np.ndarray
    first: int
    header: tuple[str, ...]
    source: Source

    @property
    def filled(self) -> np.ndarray:
        """The places of the rows below the header in which something stands.

        Under a header of other columns, what a row holds cannot be judged.
        """
        known = any(name in self.source.columns for name in self.header)
        below = np.arange(self.first + 1, len(self.cells) if known else 0)
        return below[self.ends[below] > 0]

    def record(self, row: int) -> list[str]:
        """The cells of a row up to the last in which something stands."""
        return [str(self.cells.column(place)[row]) for place in range(self.ends[row])]


def read_cells(text: str, shown: str, source: Source, findings: list[Finding]) -> pd.DataFrame:
    """The cells as text, indexed by spreadsheet row; blank rows are left out."""
    try:
        cells = _cells_of(text, shown, findings)
    except Unreadable as error:
        findings.append(Finding(shown, error.row, str(error), error.advice))
        return pd.DataFrame()
    top, ends = cells.rows(_TITLES + 1), _ends(cells)
    if not ends.any():
        advice = "Export it again, or take it out of the drop if nothing was received."
        findings.append(Finding(shown, None, "The file is empty.", advice))
        return pd.DataFrame()
    first = _header_row(top, source)
    findings += _titles(top[:first], shown)
    named = top[first][: ends[first]]
    table = _Table(cells, ends, first, tuple(map(_name, named)), source)
    if named:
        findings += _check_header(list(table.header), ", ".join(named), (shown, first + 1), source)
    else:
        findings.append(Finding(shown, 1, "The first row is empty.", _first_row(source)))
    kept = _kept(table, shown, findings)
    places = {name: table.header.index(name) for name in table.header}
    rows = Rows(cells, places, range(first + 1, len(cells)))
    rows = rows.chosen(rows.index.isin(kept + 1))
    return pd.DataFrame({name: rows[name] for name in places}, index=rows.index, copy=False)


def _cells_of(text: str, shown: str, findings: list[Finding]) -> Cells:
    """The cells of a text without what cannot be seen, which is told with the rows it stood in.

    One in which nothing is to be told is read by the column. Raises Unreadable where a quotation
    mark makes nonsense of it, or a cell is longer than any spreadsheet's.
    """
    read = cells_of_text(text, ",") if text.isascii() and '"' not in text else None
    if read and all(_is_plain(read.column(each).categories) for each in range(len(read.columns))):
        return read
    records = records_of(text)
    lines = [(number, "\n".join(record)) for number, record in enumerate(records, start=1)]
    doubtful = [(number, line) for number, line in lines if not _PLAIN.fullmatch(line)]
    findings += text_faults(doubtful, shown)
    for number, _ in doubtful:
        records[number - 1] = list(map(mended, records[number - 1]))
    return cells_of_records(records)


def _is_plain(texts: Iterable[str]) -> bool:
    return all(each.isprintable() and len(each) <= csv.field_size_limit() for each in texts)


def _ends(cells: Cells) -> np.ndarray:
    """The place behind the last cell of each row in which something stands."""
    ends = np.zeros(len(cells), dtype="int64")
    for place in range(len(cells.columns)):
        ends[_where(cells, place, lambda text: bool(text.strip()))] = place + 1
    return ends


def _where(cells: Cells, place: int, holds: Callable[[str], bool]) -> np.ndarray:
    """In which rows something holds of the text in a column, asked once a text."""
    column = cells.column(place)
    return np.array([holds(each) for each in column.categories], dtype=bool)[column.codes]


def _kept(table: _Table, shown: str, findings: list[Finding]) -> np.ndarray:
    """The places of the rows that can be read without a doubt; what is wrong with others is told.

    They are as long as the header, or lack at their end what Excel leaves off: empty cells of
    words, never those of figures.
    """
    cells, header, size = table.cells, table.header, len(table.header)
    rows = table.filled
    if not len(rows) or cells.lengths is None:
        return rows
    notes = _notes(table)
    if notes:
        what = "a note below the table" if len(notes) == 1 else "notes below the table"
        findings.append(_no_data(notes, what, shown))
    rows = rows[~np.isin(rows, notes)]
    like = rows[_where(cells, 0, lambda text: _name(text) == header[0])[rows]]
    again = [row for row in map(int, like) if tuple(map(_name, table.record(row))) == header]
    found = "The row names the columns again."
    findings += [Finding(shown, row + 1, found, "Take it out.") for row in again]
    rows = rows[~np.isin(rows, again)]
    columns = [table.source.columns.get(name) for name in header]
    needed = [not (each and each.blank and each.type == "text") for each in columns]
    least = max((place + 1 for place, each in enumerate(needed) if each), default=0)
    lengths = cells.lengths[rows]
    fits = (table.ends[rows] <= size) & (lengths >= least) & (lengths <= cells.lengths[table.first])
    fits |= lengths == size
    findings += [
        Finding(shown, int(row) + 1, *ragged(int(length), size))
        for row, length in zip(rows[~fits], lengths[~fits], strict=True)
    ]
    return rows[fits]


def _header_row(top: Sequence[Sequence[str]], source: Source) -> int:
    """The place of the row that names the columns: the first, unless only a later one does."""
    wanted = {name for name, column in source.columns.items() if not column.optional}
    names = [set(map(_name, record)) for record in top]
    if names[0] & set(source.columns):
        return 0
    return next((place for place, have in enumerate(names) if wanted <= have), 0)


def _name(cell: str) -> str:
    """A column's name as the catalogue has it."""
    return cell.strip().lower()


def _titles(above: Sequence[Sequence[str]], shown: str) -> list[Finding]:
    """What is said of the rows above a header."""
    rows = [place for place, record in enumerate(above) if any(map(str.strip, record))]
    if above and not rows:
        found = f"The first row is empty; row {len(above) + 1} names the columns."
        return [Finding(shown, 1, found, "Take it out.", rule="around")]
    what = "a title" if len(rows) == 1 else "titles"
    return [_no_data(rows, f"{what} above the table", shown)] if rows else []


def _notes(table: _Table) -> list[int]:
    """The places of the rows at the end of a table that hold no figure but a note.

    A row of a typing error is none: a note stands by itself, in one cell, or begins like one.
    """
    last, notes = list[int](), list[int]()
    rows = table.filled
    for at in reversed(range(len(rows))):
        row, record = int(rows[at]), table.record(int(rows[at]))
        if not _without_figures(record, table.header, table.source):
            break
        last.insert(0, row)
        apart = at > 0 and rows[at - 1] < row - 1
        alone = len(table.header) > 1 and sum(map(bool, map(str.strip, record))) == 1
        if apart or alone or _NOTE.match(record[0].strip()):
            notes = list(last)
    return notes


def _no_data(places: Sequence[int], what: str, shown: str) -> Finding:
    rows = [place + 1 for place in places]
    one = len(rows) == 1
    subject = f"Row {rows[0]} is" if one else f"Rows {row_ranges(rows)} are"
    advice = "Take it out." if one else "Take them out."
    return Finding(
        shown, rows[0], f"{subject} no data ({what}?).", advice, rule="around",
        rows=() if one else tuple(rows),
    )  # fmt: skip


def _without_figures(record: Sequence[str], header: Sequence[str], source: Source) -> bool:
    """Whether no cell of a row holds a number, a period or a date where one belongs."""
    judged = 0
    for name, cell in zip(header, record, strict=False):
        column = source.columns.get(name)
        text = cell.strip()
        if column is None or not text:
            continue
        if column.numeric or column.type in ("period", "date"):
            judged += 1
            if (column.numeric and _NUMBER.fullmatch(text)) or is_period(text):
                return False
    return judged > 0 or sum(map(bool, map(str.strip, record))) == 1


def _first_row(source: Source) -> str:
    return f"It must name the columns: {', '.join(source.columns)}."


def _check_header(
    header: list[str], first_row: str, place: tuple[str, int], source: Source
) -> list[Finding]:
    """What is wrong with the names of the columns; ``place`` is the file and their row."""
    shown, row = place
    missing = [n for n, c in source.columns.items() if n not in header and not c.optional]
    if not any(name in source.columns or nearest(name, missing) for name in header):
        return [Finding(shown, row, f"The first row is '{first_row}'.", _first_row(source))]
    findings = []
    for name in dict.fromkeys(name for name in header if name and header.count(name) > 1):
        findings.append(
            Finding(shown, row, f"The column '{name}' stands there twice.", "Keep one.")
        )
    for name in dict.fromkeys(header):
        if name in source.columns:
            continue
        if not name:
            after = (
                f"after '{header[header.index('') - 1]}'" if header.index("") else "at the start"
            )
            hint = f"Is it '{missing[0]}'?" if len(missing) == 1 else "Name it, or take it out."
            missing = missing if len(missing) > 1 else []
            findings.append(Finding(shown, row, f"The column {after} has no name.", hint))
            continue
        meant = nearest(name, missing) or nearest(name, source.columns)
        # A misspelt name is one fault, not an unknown column and a missing one.
        missing = [each for each in missing if each != meant]
        hint = (
            f"Did you mean '{meant}'?" if meant else f"Known columns: {', '.join(source.columns)}."
        )
        findings.append(Finding(shown, row, f"The column '{name}' is not known.", hint))
    for name in missing:
        findings.append(Finding(shown, row, f"The column '{name}' is missing.", "Add it."))
    return findings
