"""Rows and columns of a sheet that are hidden: what a person who looks at it does not see.

The reader of workbooks gives their cells like all others and does not say that they are hidden; in
an .xlsx the sheet's own XML does.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

_TAG = rb"<(?:\w+:)?%s\b([^>]*)>"
_ROW, _COLUMN = re.compile(_TAG % b"row"), re.compile(_TAG % b"col")
_SHEET, _RELATION = re.compile(_TAG % b"sheet"), re.compile(_TAG % b"Relationship")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# Workbooks in which it can be seen.
SEEN = (".xlsx", ".xlsm")


def hidden_in(path: Path, sheet: str) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The hidden rows and columns of a sheet, numbered from 1; None where it cannot be seen."""
    try:
        with zipfile.ZipFile(path) as book:
            text = book.read(_part(book, sheet))
        return _hidden(text)
    except (KeyError, ValueError, StopIteration, zipfile.BadZipFile):
        return None


def _hidden(text: bytes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    rows = []
    for place, each in enumerate(_tags(_ROW, text), start=1):
        if _is_so(each):
            rows.append(int(each.get("r", place)))
    columns = [
        number
        for each in _tags(_COLUMN, text)
        if _is_so(each)
        for number in range(int(each["min"]), int(each["max"]) + 1)
    ]
    return tuple(rows), tuple(columns)


def letters(column: int) -> str:
    """What a spreadsheet calls a column.

    >>> letters(4), letters(28)
    ('D', 'AB')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _part(book: zipfile.ZipFile, sheet: str) -> str:
    """The part of a workbook that holds a sheet."""
    sheets = _tags(_SHEET, book.read("xl/workbook.xml"))
    names = {
        each["name"]: next(value for key, value in each.items() if key.endswith(":id"))
        for each in sheets
    }
    relations = _tags(_RELATION, book.read("xl/_rels/workbook.xml.rels"))
    targets = {each["Id"]: each["Target"] for each in relations}
    target = targets[names[sheet]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _tags(pattern: re.Pattern[bytes], text: bytes) -> Iterator[dict[str, str]]:
    for match in pattern.finditer(text):
        yield {
            name.decode(): unescape((one or other).decode())
            for name, one, other in _ATTRIBUTE.findall(match[1])
        }


def _is_so(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden") in ("1", "true")
