"""A raw file → its text and cells, as Excel or an extract left them."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cypt_analysis.catalogue import Source
from cypt_analysis.ground.findings import Finding, nearest
from cypt_analysis.ground.machine import found_of, read_file

_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}


@dataclass(frozen=True)
class RawFile:
    """One raw file as it was read: for provenance."""

    path: str
    sha256: str
    rows: int
    encoding: str


def decode(path: Path, shown: str) -> tuple[str, RawFile]:
    """The text of a file: UTF-8 with or without a mark, else Windows-1252 as Excel saves it.

    Raises Unreadable where it is no text, or no file.
    """
    try:
        raw = read_file(path)
    except OSError as error:
        raise Unreadable(*found_of(error)) from None
    digest = hashlib.sha256(raw).hexdigest()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw:
        raise Unreadable("The file is not plain text in UTF-8 or Windows-1252.")
    try:
        return raw.decode("utf-8-sig"), RawFile(shown, digest, 0, "utf-8")
    except UnicodeDecodeError:
        try:
            return raw.decode("cp1252"), RawFile(shown, digest, 0, "windows-1252")
        except UnicodeDecodeError:
            raise Unreadable("The file is neither UTF-8 nor Windows-1252.") from None


class Unreadable(Exception):
    """A file whose text cannot be read: why, and what to do where saving it anew is no help."""

    def __init__(self, why: str, advice: str = "") -> None:
        super().__init__(why)
        self.advice = advice


def read_cells(text: str, shown: str, source: Source, findings: list[Finding]) -> pd.DataFrame:
    """The cells as text, indexed by spreadsheet row; blank rows are left out."""
    records = _records(text, shown, findings)
    header = [_header(name) for name in _without_blanks(records[0])] if records else []
    if header:
        findings += _check_header(header, ", ".join(_without_blanks(records[0])), shown, source)
    elif any(map(_without_blanks, records)):
        findings.append(Finding(shown, 1, "The first row is empty.", _first_row(source)))
    elif records:
        advice = "Export it again, or take it out of the drop if nothing was received."
        findings.append(Finding(shown, None, "The file is empty.", advice))
    rows, index = [], []
    # Under a header of other columns, what a row holds cannot be judged.
    readable = any(name in source.columns for name in header)
    for number, record in enumerate(records[1:] if readable else [], start=2):
        if not any(map(str.strip, record)):
            continue
        if len(record) == len(header):
            rows.append(record)
        elif _fits(record, header, len(records[0]), source):
            rows.append((record + [""] * len(header))[: len(header)])
        else:
            findings.append(_ragged(len(record), len(header), shown, number))
            continue
        index.append(number)
    table = pd.DataFrame(rows, index=index, columns=header, dtype=object)
    return table.loc[:, ~table.columns.duplicated()]


def _records(text: str, shown: str, findings: list[Finding]) -> list[list[str]]:
    """The rows of a file; none where a quotation mark makes nonsense of it."""
    records: list[list[str]] = []
    try:
        # On an error, the rows before it stay.
        records.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        stray = "expected after" in str(error)
        found = "A quotation mark opens in this row and is never closed."
        advice = "Close it, or take it out."
        if stray:
            found = "A quotation mark stands in the middle of a cell."
            advice = 'Look for one that is not closed, or write it twice ("") within a cell.'
        findings.append(Finding(shown, len(records) + 1, found, advice))
        return []
    return records or [[]]


def _without_blanks(record: list[str]) -> list[str]:
    """A row without the blank cells at its end."""
    length = len(record)
    while length and not record[length - 1].strip():
        length -= 1
    return record[:length]


def _fits(record: list[str], header: list[str], first_row: int, source: Source) -> bool:
    """Whether a row of another length than the header can still be read without a doubt."""
    if len(_without_blanks(record)) > len(header) or len(record) > first_row:
        return False
    return all(_may_be_left_off(name, source) for name in header[len(record) :])


def _may_be_left_off(name: str, source: Source) -> bool:
    """Excel leaves off empty cells at a row's end; only where no figure can be lost."""
    column = source.columns.get(name)
    return column is not None and column.blank and column.type == "text"


def _ragged(cells: int, wanted: int, shown: str, number: int) -> Finding:
    found = f"The row has {cells} cell{'' if cells == 1 else 's'}, but the header has {wanted}."
    advice = "Look for a comma too many, or put the cell that holds a comma in quotation marks."
    if cells < wanted:
        advice = "Cells are missing: put a comma for each one that is empty."
    return Finding(shown, number, found, advice)


def _first_row(source: Source) -> str:
    return f"It must name the columns: {', '.join(source.columns)}."


def _header(name: str) -> str:
    return name.replace("\ufeff", "").strip().lower()


def _check_header(header: list[str], first_row: str, shown: str, source: Source) -> list[Finding]:
    mark = next((mark for mark in _SEPARATORS if mark in header[0]), None)
    if len(header) == 1 and mark:
        found = f"The columns are separated by {_SEPARATORS[mark]}, not by commas."
        return [Finding(shown, 1, found, "Save it as 'CSV (comma delimited)' or 'CSV UTF-8'.")]
    missing = [n for n, c in source.columns.items() if n not in header and not c.optional]
    if not any(name in source.columns or nearest(name, missing) for name in header):
        return [Finding(shown, 1, f"The first row is '{first_row}'.", _first_row(source))]
    findings = []
    for name in dict.fromkeys(name for name in header if name and header.count(name) > 1):
        findings.append(Finding(shown, 1, f"The column '{name}' stands there twice.", "Keep one."))
    for name in dict.fromkeys(header):
        if name in source.columns:
            continue
        if not name:
            after = (
                f"after '{header[header.index('') - 1]}'" if header.index("") else "at the start"
            )
            hint = f"Is it '{missing[0]}'?" if len(missing) == 1 else "Name it, or take it out."
            missing = missing if len(missing) > 1 else []
            findings.append(Finding(shown, 1, f"The column {after} has no name.", hint))
            continue
        meant = nearest(name, missing) or nearest(name, source.columns)
        # A misspelt name is one fault, not an unknown column and a missing one.
        missing = [each for each in missing if each != meant]
        hint = (
            f"Did you mean '{meant}'?" if meant else f"Known columns: {', '.join(source.columns)}."
        )
        findings.append(Finding(shown, 1, f"The column '{name}' is not known.", hint))
    for name in missing:
        findings.append(Finding(shown, 1, f"The column '{name}' is missing.", "Add it."))
    return findings
