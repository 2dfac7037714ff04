"""A raw file → its text and cells, as Excel or an extract left them."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Source
from cypt_analysis.ground.decoding import Unreadable, decoded
from cypt_analysis.ground.findings import Finding, nearest
from cypt_analysis.ground.machine import found_of, read_file
from cypt_analysis.ground.text_faults import mended, text_faults
from cypt_analysis.readers.around import header_name, header_row, notes, titles, told_notes
from cypt_analysis.readers.cells import Rows
from cypt_analysis.readers.columnar import distinct_of
from cypt_analysis.readers.separated import cells_of_text, ragged, records_of

_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}
# A row that nothing need be taken out of.
_PLAIN = re.compile("[\t\n -~]*")


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


def read_cells(text: str, shown: str, source: Source, findings: list[Finding]) -> pd.DataFrame:
    """The cells as text, indexed by spreadsheet row; blank rows are left out."""
    plain = _regular(text, source)
    if plain is not None:
        return plain
    records = _mended(_records(text, shown, findings), shown, findings)
    first = header_row(records, source) if records else 0
    findings += titles(records[:first], shown)
    records = records[first:]
    header = [header_name(name) for name in _without_blanks(records[0])] if records else []
    if header:
        named = ", ".join(_without_blanks(records[0]))
        findings += _check_header(header, named, (shown, first + 1), source)
    elif any(map(_without_blanks, records)):
        findings.append(Finding(shown, 1, "The first row is empty.", _first_row(source)))
    elif records:
        advice = "Export it again, or take it out of the drop if nothing was received."
        findings.append(Finding(shown, None, "The file is empty.", advice))
    # Under a header of other columns, what a row holds cannot be judged.
    readable = any(name in source.columns for name in header)
    numbered = list(enumerate(records[1:] if readable else [], start=first + 2))
    table = _rows(numbered, header, len(records[0]) if records else 0, source, (shown, findings))
    return table.loc[:, ~table.columns.duplicated()]


def _regular(text: str, source: Source) -> pd.DataFrame | None:
    """The cells of a file in which nothing is to be told of any row, read a column at a time.

    None for every other file: one with a mark to be mended, a row of another length, a title,
    note or blank row, or a column that the source does not have.
    """
    if not text.isascii() or '"' in text:
        return None
    header = text[: text.find("\n")].rstrip("\r").split(",")
    names = [header_name(name) for name in header]
    known = set(names) <= set(source.columns) and len(set(names)) == len(names)
    read = cells_of_text(text, ",") if known else None
    if read is None or len(read) < 2 or _check_header(names, "", ("", 1), source):
        return None
    rows = Rows(read, {name: place for place, name in enumerate(names)}, range(1, len(read)))
    cells = {name: rows[name] for name in names}
    last = [str(column.iloc[-1]) for column in cells.values()]
    if notes([(len(read), last)], names, source):
        return None
    blank = np.ones(len(rows), dtype=bool)
    for name, column in cells.items():
        places, texts = distinct_of(column)
        again = name == names[0] and any(header_name(each) == name for each in texts)
        # A mark that nobody sees is told of each row.
        if (
            again
            or max(map(len, texts)) > csv.field_size_limit()
            or not "".join(texts).isprintable()
        ):
            return None
        if blank.any():
            blank &= np.array([not each.strip() for each in texts])[places]
    return None if blank.any() else pd.DataFrame(cells, copy=False)


def _mended(records: list[list[str]], shown: str, findings: list[Finding]) -> list[list[str]]:
    """Cells without what cannot be seen, which is told with the rows that it stood in."""
    lines = [(number, "\n".join(record)) for number, record in enumerate(records, start=1)]
    doubtful = [(number, line) for number, line in lines if not _PLAIN.fullmatch(line)]
    findings += text_faults(doubtful, shown)
    for number, _ in doubtful:
        records[number - 1] = list(map(mended, records[number - 1]))
    return records


def _rows(
    numbered: list[tuple[int, list[str]]],
    header: list[str],
    width: int,
    source: Source,
    told: tuple[str, list[Finding]],
) -> pd.DataFrame:
    """The rows that are as long as the header, or can be read without a doubt."""
    shown, findings = told
    filled = [(number, record) for number, record in numbered if any(map(str.strip, record))]
    noted = notes(filled, header, source)
    findings += told_notes(noted, shown)
    rows, index = [], []
    for number, record in filled:
        if number in noted:
            continue
        if header_name(record[0]) == header[0] and header == [
            header_name(cell) for cell in _without_blanks(record)
        ]:
            found = "The row names the columns again."
            findings.append(Finding(shown, number, found, "Take it out."))
        elif len(record) == len(header):
            rows.append(record)
            index.append(number)
        elif _fits(record, header, width, source):
            rows.append((record + [""] * len(header))[: len(header)])
            index.append(number)
        else:
            findings.append(Finding(shown, number, *ragged(len(record), len(header))))
    return pd.DataFrame(rows, index=index, columns=header, dtype=object)


def _records(text: str, shown: str, findings: list[Finding]) -> list[list[str]]:
    """The rows of a file; none where a quotation mark makes nonsense of it."""
    try:
        return records_of(text) or [[]]
    except Unreadable as error:
        findings.append(Finding(shown, error.row, str(error), error.advice))
        return []


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


def _first_row(source: Source) -> str:
    return f"It must name the columns: {', '.join(source.columns)}."


def _check_header(
    header: list[str], first_row: str, place: tuple[str, int], source: Source
) -> list[Finding]:
    """What is wrong with the names of the columns; ``place`` is the file and their row."""
    shown, row = place
    mark = next((mark for mark in _SEPARATORS if mark in header[0]), None)
    if len(header) == 1 and mark:
        found = f"The columns are separated by {_SEPARATORS[mark]}, not by commas."
        return [Finding(shown, row, found, "Save it as 'CSV (comma delimited)' or 'CSV UTF-8'.")]
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
