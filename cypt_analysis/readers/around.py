"""What people write around a table: titles above its header, notes below its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cypt_analysis.catalogue import Source
from cypt_analysis.ground.findings import Finding, row_ranges
from cypt_analysis.ground.quarter import is_period

# So far down a header is looked for.
_TITLES = 20
_NUMBER = re.compile(r"[-+£]?[\d,.]+\s*%?|\[\w+\]")
_NOTE = re.compile(
    r"(sources?|notes?|footnotes?|figures?|data|produced|published|extracted|key|©|\*|†)\b"
    r"|[*†‡©]|\(?(\d{1,2}|[a-z])[.)]\s",
    re.IGNORECASE,
)
Record = Sequence[str]


def header_row(records: Sequence[Record], source: Source) -> int:
    """The index of the row that names the columns: the first, unless only a later one does."""
    wanted = {name for name, column in source.columns.items() if not column.optional}
    if _names(records[0]) & set(source.columns):
        return 0
    for place, record in enumerate(records[: _TITLES + 1]):
        if wanted <= _names(record):
            return place
    return 0


def header_name(cell: str) -> str:
    """A column's name as the catalogue has it."""
    return cell.strip().lower()


def _names(record: Record) -> set[str]:
    return set(map(header_name, record))


def titles(above: Sequence[Record], shown: str) -> list[Finding]:
    """What is said of the rows above a header."""
    rows = [place for place, record in enumerate(above, start=1) if any(map(str.strip, record))]
    if above and not rows:
        found = f"The first row is empty; row {len(above) + 1} names the columns."
        return [Finding(shown, 1, found, "Take it out.", rule="around")]
    what = "a title" if len(rows) == 1 else "titles"
    return [_told(rows, f"{what} above the table", shown)] if rows else []


def notes(rows: Sequence[tuple[int, Record]], header: Sequence[str], source: Source) -> set[int]:
    """The numbers of the rows at the end of a table that hold no figure but a note.

    A row of a typing error is none: a note stands by itself, in one cell, or begins like one.
    """
    last: list[tuple[int, Record]] = []
    for number, record in reversed(rows):
        if not _without_figures(record, header, source):
            break
        last.insert(0, (number, record))
    kept = [number for number, _ in rows]
    for place, (number, record) in enumerate(last):
        apart = kept.index(number) and kept[kept.index(number) - 1] < number - 1
        alone = len(header) > 1 and sum(map(bool, map(str.strip, record))) == 1
        if apart or alone or _NOTE.match(record[0].strip()):
            return {each for each, _ in last[place:]}
    return set()


def told_notes(rows: set[int], shown: str) -> list[Finding]:
    """What is said of the notes below a table."""
    what = "a note below the table" if len(rows) == 1 else "notes below the table"
    return [_told(sorted(rows), what, shown)] if rows else []


def _told(rows: list[int], what: str, shown: str) -> Finding:
    one = len(rows) == 1
    subject = f"Row {rows[0]} is" if one else f"Rows {row_ranges(rows)} are"
    advice = "Take it out." if one else "Take them out."
    return Finding(
        shown, rows[0], f"{subject} no data ({what}?).", advice, rule="around",
        rows=() if one else tuple(rows),
    )  # fmt: skip


def _without_figures(record: Record, header: Sequence[str], source: Source) -> bool:
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
