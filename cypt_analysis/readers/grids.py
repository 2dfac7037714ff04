"""A file as it came → the cells of its tables as text, each row numbered as a spreadsheet shows it.

Comma separated text in the usual encodings, workbooks (xlsx, xls, xlsb, ods) and parquet. Nothing
is judged here: a cell is what it would be if it were typed.
"""

from __future__ import annotations

import codecs
import dataclasses
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from cypt_analysis.ground.decoding import Unreadable, decoded, require_text
from cypt_analysis.ground.findings import Finding, errors, list_words, row_ranges
from cypt_analysis.readers.cells import Cells, cells_of, cells_of_parquet
from cypt_analysis.readers.received import Told
from cypt_analysis.readers.separated import (
    cells_of_records,
    cells_of_text,
    records_of,
    separator_of,
)
from cypt_analysis.readers.sheet_xml import SEEN, Unseen, letters, unseen_in

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TEXTS = (".csv", ".txt", ".tsv")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How workbooks begin: packed XML, and the older kinds.
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x09\x08", b"\x09\x04", b"\x09\x02")
_NO_BOOK = (
    "The file cannot be read as a workbook.",
    "Open it, and save it as an Excel workbook (.xlsx).",
)


@dataclass(frozen=True)
class Grid:
    """The cells of one table or sheet.

    ``sheet`` is the name of the sheet, "" for a file that has none. ``told`` is what a person
    should know of the file: hidden sheets that were left, bytes that had to be guessed. ``merged``
    are the first and the last row and column of cells that are one: each of them has its text.
    """

    cells: Cells
    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    told: tuple[Told, ...] = field(default=())
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_grids(path: Path, sheet: str = "", separator: str = "") -> list[Grid]:
    """Every table of a file; of a workbook the sheets whose name fits a pattern.

    Raises Unreadable where the file is not what its name says, is locked by a password or has no
    such sheet.
    """
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        return _sheets(path, sheet)
    if suffix == ".parquet":
        return [_parquet(path)]
    return [grid_of_text(path.read_bytes(), separator)]


def grid_of_text(raw: bytes, separator: str = "") -> Grid:
    """The cells of a text of separated values, whatever its encoding.

    >>> grid_of_text("a;b\\r\\nÉ;2".encode("utf-16")).cells.rows()
    [['a', 'b'], ['É', '2']]
    """
    findings: list[Finding] = []
    require_text(raw, table=True)
    text, encoding = _text_of(raw, findings)
    separator = separator or separator_of(text)
    cells = cells_of_text(text, separator) or cells_of_records(records_of(text, separator))
    told = tuple(Told(each.row, each.found, each.advice, bool(errors([each]))) for each in findings)
    return Grid(cells, encoding=encoding, separator=separator, told=told)


def _text_of(raw: bytes, findings: list[Finding]) -> tuple[str, str]:
    """The text of a file: of two or four bytes a letter, else as every other text is read."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strictly(raw, encoding), encoding
    wide = _utf16_without_mark(raw)
    return (_strictly(raw, wide), wide) if wide else decoded(raw, "", findings)


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        found = f"The file begins as {encoding.upper()} and does not go on so."
        raise Unreadable(found, "Save it as 'CSV UTF-8'.") from None


def _utf16_without_mark(raw: bytes) -> str:
    """Which half of the pairs of bytes is empty, as in a Latin text of two bytes a letter."""
    sample = raw[:2_000]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = sample[start::2]
        if half and half.count(0) > 0.9 * len(half):
            return encoding
    return ""


def _sheets(path: Path, pattern: str) -> list[Grid]:
    with path.open("rb") as file:
        begin = file.read(1_000)
    if begin and not begin.startswith(_BOOKS):
        return [_no_workbook(path, begin)]
    try:
        book = CalamineWorkbook.from_path(path)
    except PasswordError:
        raise Unreadable("The workbook is locked by a password.", "Save it without one.") from None
    except (CalamineError, zipfile.BadZipFile, ValueError):
        raise Unreadable(*_NO_BOOK) from None
    with book:
        known = [each.name for each in book.sheets_metadata]
        hidden = [e.name for e in book.sheets_metadata if e.visible is not SheetVisibleEnum.Visible]
        named = [name for name in known if _fits(name, pattern)]
        if not named:
            there = list_words([f"'{each}'" for each in known])
            found = f"No sheet is called '{pattern}': there are {there}."
            raise Unreadable(found, "Name one of them in the source's entry.")
        wanted = named if pattern else [name for name in named if name not in hidden]
        left = tuple(
            Told(None, f"The sheet '{each}' is hidden.", "It was not read.")
            for each in hidden
            if each not in wanted
        )
        seen = path.suffix.lower() in SEEN
        unseen = [unseen_in(path, name) if seen else None for name in wanted]
        grids = [_sheet(book, *each) for each in zip(wanted, unseen, strict=True)]
    return [
        dataclasses.replace(grid, told=(*left, *_told_of(path, grid, what, hidden)))
        for grid, what in zip(grids, unseen, strict=True)
    ]


def _no_workbook(path: Path, begin: bytes) -> Grid:
    """A text that has the ending of a workbook, as many systems export it."""
    require_text(begin, table=True)
    try:
        grid = grid_of_text(path.read_bytes()) if path.suffix.lower() == ".xls" else None
    except Unreadable:
        grid = None
    if grid is None:
        raise Unreadable(*_NO_BOOK)
    found = f"The file is text with the ending of a workbook ({path.suffix})."
    told = Told(None, found, "It was read as text. See whether its columns are right.")
    return dataclasses.replace(grid, told=(told, *grid.told))


def _told_of(path: Path, grid: Grid, unseen: Unseen | None, hidden: list[str]) -> list[Told]:
    """What a person who looks at a sheet does not see of what is read."""
    told, sheet = [], grid.sheet
    if sheet in hidden:
        told.append(Told(None, f"The sheet '{sheet}' is hidden.", "It is the one that was read."))
    if unseen is None:
        found = (
            "Whether rows or columns are hidden, a formula failed or a number is shown as a "
            f"percentage cannot be seen in a workbook of {path.suffix}."
        )
        return [*told, Told(None, found, "Every row was read. Look, or save it as .xlsx.")]
    cells = dict(enumerate(grid.cells.rows(), start=1))
    rows = [each for each in unseen.rows if any(cells.get(each, ()))]
    columns = [
        each
        for each in unseen.columns
        if any("".join(row[each - 1 : each]) for row in cells.values())
    ]
    names = list_words([letters(each) for each in columns])
    for some, which, first in (("Row", row_ranges(rows), rows), ("Column", names, columns)):
        if first:
            are = f"{some} {which} is" if len(first) == 1 else f"{some}s {which} are"
            read = "It was read" if len(first) == 1 else "They were read"
            advice = f"{read} like the others. Take out what does not count."
            told.append(Told(rows[0] if some == "Row" else None, f"{are} hidden.", advice))
    return told


def _fits(name: str, pattern: str) -> bool:
    """Whether a sheet's name fits a pattern, whatever blanks stand around and in it."""
    name, pattern = (" ".join(each.split()).casefold() for each in (name, pattern))
    return not pattern or fnmatchcase(name, pattern)


def _sheet(book: CalamineWorkbook, name: str, unseen: Unseen | None) -> Grid:
    sheet = book.get_sheet_by_name(name)
    rows = [list(map(cell_text, row)) for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), text in (unseen.texts if unseen else {}).items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = text
    merged = sheet.merged_cell_ranges or ()
    for (top, left), (bottom, right) in merged:
        # A merged cell stands for each of those that it covers.
        for each in rows[top : bottom + 1]:
            each[left : right + 1] = [rows[top][left]] * len(each[left : right + 1])
    return Grid(cells_of(rows), name, merged=tuple((*first, *last) for first, last in merged))


def _parquet(path: Path) -> Grid:
    try:
        return Grid(cells_of_parquet(path, cell_text))
    except (pa.ArrowException, OSError):
        found = "The file cannot be read as parquet."
        raise Unreadable(found, "Export it again.") from None


def cell_text(value: object) -> str:
    """A cell of a workbook as it would be typed: whole numbers without a point, days as days.

    >>> cell_text(170.0), cell_text(datetime(2009, 9, 30)), cell_text(None)
    ('170', '2009-09-30', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        at_midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return str(value.date()) if at_midnight else value.isoformat(sep=" ")
    return str(value)
