"""What the reader of workbooks does not say of a sheet, out of the sheet's own XML.

Rows and columns that are hidden come like all others; a number that is shown as a percentage comes
as a fraction; a formula that failed, or whose result was never kept, comes as a blank cell; the
raised sign of a note comes as a letter or digit like those before it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from cypt_analysis.readers.received import NO_RESULT

_TAG = rb"<(?:\w+:)?%s\b([^>]*)>"
_ROW, _COLUMN = re.compile(_TAG % b"row"), re.compile(_TAG % b"col")
_SHEET, _RELATION = re.compile(_TAG % b"sheet"), re.compile(_TAG % b"Relationship")
_FORMAT, _STYLE = re.compile(_TAG % b"numFmt"), re.compile(_TAG % b"xf")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_RESULT = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
_SHARED = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?r>.*?</(?:\w+:)?r>", re.DOTALL)
_WORDS = re.compile(rb"<(?:\w+:)?t\b[^>]*>([^<]*)</")
_RAISED = b'"superscript"'
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PLACE = re.compile(r"([A-Z]+)(\d+)")
# The formats of percentages that every workbook has without saying so.
_PERCENT = {"9", "10"}
# Workbooks in which it can be seen.
SEEN = (".xlsx", ".xlsm", ".ods")
_TABLE, _OFFICE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{each}:1.0}}" for each in ("table", "office")
)


@dataclass(frozen=True)
class Unseen:
    """Hidden rows and columns of a sheet, numbered from 1, and cells that are not what they seem.

    ``texts`` has, by row and column, what stands in a cell whose formula failed ("#REF!") or has
    no result ("=A1+A2", after `NO_RESULT`), and a number that is shown as a percentage as such
    ("23.5%"); of a text with raised signs the rest, and behind a figure these ("460 [1]").
    """

    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    texts: dict[tuple[int, int], str] = field(default_factory=dict)


def unseen_in(path: Path, sheet: str) -> Unseen | None:
    """What cannot be seen of a sheet in its cells; None where it cannot be known."""
    try:
        with zipfile.ZipFile(path) as book:
            if path.suffix.lower() == ".ods":
                return _of_open_document(book.read("content.xml"), sheet)
            text = book.read(_part(book, sheet))
            odd = _Odd(_percent_styles(book), _raised_texts(book))
        return Unseen(*_hidden(text), dict(_texts(text, odd)))
    except (KeyError, ValueError, StopIteration, ElementTree.ParseError, zipfile.BadZipFile):
        return None


def _of_open_document(text: bytes, sheet: str) -> Unseen:
    """What cannot be seen of a sheet of an open document, which says once what it repeats."""
    every = ElementTree.fromstring(text).iter(f"{_TABLE}table")
    table = next(each for each in every if each.get(f"{_TABLE}name") == sheet)
    hidden: dict[str, list[int]] = {"column": [], "row": []}
    texts: dict[tuple[int, int], str] = {}
    for kind, some in hidden.items():
        for numbers, each in _numbered(table.iter(f"{_TABLE}table-{kind}"), kind):
            if each.get(f"{_TABLE}visibility", "visible") != "visible":
                some.extend(numbers)
            for places, cell in _numbered(each, "column") if kind == "row" else ():
                if cell.get(f"{_OFFICE}value-type") == "percentage":
                    shown = f"{float(cell.get(f'{_OFFICE}value', '')) * 100:.10g}%"
                    texts |= {(row, column): shown for row in numbers for column in places}
    return Unseen(tuple(hidden["row"]), tuple(hidden["column"]), texts)


def _numbered(
    every: Iterable[ElementTree.Element], kind: str
) -> Iterator[tuple[range, ElementTree.Element]]:
    """Rows, columns or cells with the numbers, from 1, of those that each stands for."""
    last = 0
    for each in every:
        first, last = last + 1, last + int(each.get(f"{_TABLE}number-{kind}s-repeated", "1"))
        yield range(first, last + 1), each


@dataclass(frozen=True)
class _Odd:
    """The styles of percentages, and by number the shared texts with raised signs."""

    percent: set[str]
    raised: dict[str, str]


def _texts(text: bytes, odd: _Odd) -> Iterator[tuple[tuple[int, int], str]]:
    if not (odd.percent or odd.raised or re.search(rb'"(?:e|superscript)"', text)) and not (
        _FORMULA.search(text)
    ):
        return
    for match in _CELL.finditer(text):
        [about] = _tags(_CELL, match[0])
        place = _PLACE.fullmatch(about.get("r", ""))
        found = _text_of(about, match[2], odd)
        if place and found:
            yield (int(place[2]), number_of(place[1])), found


def _text_of(about: dict[str, str], inside: bytes, odd: _Odd) -> str:
    """What stands in a cell that is not what it seems; nothing for any other."""
    result, formula = _RESULT.search(inside), _FORMULA.search(inside)
    kind = about.get("t", "n")
    if kind == "e":
        return unescape(result[1].decode()) if result else "#N/A"
    if formula and not result and kind != "str":
        return f"{NO_RESULT}={unescape((formula[1] or b'').decode())}"
    if result and kind == "n" and about.get("s") in odd.percent:
        return f"{float(result[1]) * 100:.10g}%"
    if kind == "inlineStr":
        return _without_raised(inside)
    return odd.raised.get(result[1].decode(), "") if result and kind == "s" else ""


def _raised_texts(book: zipfile.ZipFile) -> dict[str, str]:
    """The texts of a workbook with raised signs, by their numbers."""
    name = "xl/sharedStrings.xml"
    shared = book.read(name) if name in book.namelist() else b""
    if _RAISED not in shared:
        return {}
    found = {
        str(place): _without_raised(each) for place, each in enumerate(_SHARED.findall(shared))
    }
    return {place: text for place, text in found.items() if text}


def _without_raised(text: bytes) -> str:
    """A text without its raised signs, which stay in brackets behind a figure; "" without any."""
    if _RAISED not in text:
        return ""
    parts: dict[bool, str] = {True: "", False: ""}
    for run in _RUN.findall(text):
        parts[_RAISED in run] += "".join(unescape(each.decode()) for each in _WORDS.findall(run))
    words, note = parts[False].strip(), parts[True].strip()
    return f"{words} [{note}]" if words[-1:].isdigit() or words.endswith("%") else words


def _percent_styles(book: zipfile.ZipFile) -> set[str]:
    """The numbers of the cells' styles that show a number as a percentage."""
    if "xl/styles.xml" not in book.namelist():
        return set()
    text = book.read("xl/styles.xml")
    formats = {each["numFmtId"] for each in _tags(_FORMAT, text) if "%" in each["formatCode"]}
    styles = _STYLES.search(text)
    every = _tags(_STYLE, styles[0]) if styles else ()
    return {
        str(place) for place, each in enumerate(every) if each.get("numFmtId") in formats | _PERCENT
    }


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


def number_of(column: str) -> int:
    """The number of a column, from 1, by what a spreadsheet calls it.

    >>> number_of("D"), number_of("AB")
    (4, 28)
    """
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


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
