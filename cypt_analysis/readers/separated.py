"""A text of separated values → its cells: what parts them is seen, no cell is lost in silence."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.readers.cells import Cells, cells_of

_SEPARATORS = ",;\t|"
# So much of a file is looked at to learn how wide it is, and how its cells are parted.
_TOP, _FIRST = 16_000, 200
# What a program writes so that a spreadsheet takes a number for a text: ="0012".
_AS_TEXT = '="'
_NOT_CLOSED = (
    "A quotation mark opens in this row and is never closed.",
    "Close it, or take it out.",
)
# What the reader of CSV says, and what is said of it here.
_NONSENSE = {
    "expected after": (
        "A quotation mark stands in the middle of a cell.",
        'Look for one that is not closed, or write it twice ("") within a cell.',
    ),
    "field limit": (
        f"A cell that begins here has more than {csv.field_size_limit():,} characters.",
        "No spreadsheet holds so much. Shorten it, or close the quotation mark that opens it.",
    ),
}


def records_of(text: str, separator: str = ",") -> list[list[str]]:
    """The rows of a text of separated values.

    Raises Unreadable, with the row, where a quotation mark makes nonsense of it.

    >>> records_of('a;"b;c"', ";")
    [['a', 'b;c']]
    """
    records: list[list[str]] = []
    try:
        # On an error, the rows before it stay.
        records.extend(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        told = next((told for part, told in _NONSENSE.items() if part in str(error)), _NOT_CLOSED)
        raise Unreadable(*told, len(records) + 1) from None
    return records


def ragged(cells: int, wanted: int) -> tuple[str, str]:
    """What is said of a row that has not as many cells as the header, and what to do.

    >>> ragged(1, 2)[0]
    'The row has 1 cell, but the header has 2.'
    """
    found = f"The row has {cells} cell{'' if cells == 1 else 's'}, but the header has {wanted}."
    if cells < wanted:
        return found, "Cells are missing: put a comma for each one that is empty."
    return (
        found,
        "Look for a comma too many, or put the cell that holds a comma in quotation marks.",
    )


def cells_of_records(records: Sequence[Sequence[str]]) -> Cells:
    """The cells of rows of several lengths, each filled up to the longest.

    >>> cells_of_records([["a", "b"], ['="01"']]).rows()
    [['a', 'b'], ['01', '']]
    """
    lengths = np.array(list(map(len, records)), dtype="int64")
    width = int(lengths.max(initial=0))
    cells = cells_of([[*map(_bare, row), *[""] * (width - len(row))] for row in records])
    return Cells(cells.columns, lengths=lengths)


def _bare(cell: str) -> str:
    """A cell without what makes a spreadsheet take it for a text."""
    inside = cell.removeprefix(_AS_TEXT).removesuffix('"')
    return inside if len(inside) == len(cell) - len(_AS_TEXT) - 1 and '"' not in inside else cell


def cells_of_text(text: str, separator: str) -> Cells | None:
    """The cells of a regular text, read by the column.

    None where rows have several lengths or end in several ways, where a cell may have swallowed
    rows or is too long, or where cells are written as formulas: such a text is read row by row.
    """
    width = _width(text, separator)
    ends_alike = "\r" not in text or text.count("\r") == text.count("\r\n")
    quoted = '"' in text
    if width < 2 or not ends_alike or (quoted and (_AS_TEXT in text or text.count('"') % 2)):
        return None
    # A quotation mark in the middle of a cell is for the reader that refuses what is no sense.
    if quoted and re.search(rf'"(?<=[^{separator}\r\n"]")(?=[^{separator}\r\n"])', text):
        return None
    names = [str(place) for place in range(width)]
    try:
        table = pa.csv.read_csv(
            pa.py_buffer(text.encode()),
            read_options=pa.csv.ReadOptions(column_names=names, block_size=1 << 22),
            parse_options=pa.csv.ParseOptions(
                delimiter=separator, quote_char='"', double_quote=True,
                newlines_in_values=quoted, ignore_empty_lines=False,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )  # fmt: skip
    except (pa.ArrowInvalid, UnicodeEncodeError):
        return None
    if quoted and table.num_rows != text.count("\n") + (not text.endswith("\n")):
        return None
    most = csv.field_size_limit()
    if len(text) > most and any(_longest(each) > most for each in table.columns):
        return None
    return Cells(tuple(table.columns), lengths=np.broadcast_to(width, table.num_rows))


def _longest(column: pa.ChunkedArray) -> int:
    # In bytes: no text has fewer of them than characters.
    return pc.max(pc.binary_length(column)).as_py() or 0


def _width(text: str, separator: str) -> int:
    """How many cells each of the first rows has, but for blank lines; 0 where they differ."""
    top = text[:_TOP]
    try:
        rows = list(csv.reader(io.StringIO(top, newline=""), delimiter=separator))
    except csv.Error:
        return 0
    # The last row of a part may be cut short.
    widths = set(map(len, rows[:-1] if len(text) > _TOP else rows)) - {0}
    return widths.pop() if len(widths) == 1 else 0


def separator_of(text: str) -> str:
    """What parts the cells: the mark that most of the first rows hold equally often.

    >>> separator_of("a;b\\n1,5;2")
    ';'
    """
    lines = [line for line in text[:_TOP].splitlines()[:_FIRST] if line.strip()]
    rows = ["".join(line.split('"')[::2]) for line in lines]
    counted = {mark: max((row.count(mark) for row in rows), default=0) for mark in _SEPARATORS}
    steady = {
        mark: sum(row.count(mark) == most for row in rows) if most else 0
        for mark, most in counted.items()
    }
    return max(_SEPARATORS, key=lambda mark: (steady[mark], counted[mark]))
