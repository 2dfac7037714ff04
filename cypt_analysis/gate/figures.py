"""The rules of data.xlsx and of data.csv with its description, as programs meet them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from cypt_analysis.gate.word import Word, attribute

_FORMULA = ("=", "+", "-", "@")
_A4 = "9"
# Sheets that hold words about the others, and no table of figures.
_WITHOUT_TABLE = ("Cover",)


class Book:
    """A workbook's sheets by name, as the parts that it is packed of."""

    def __init__(self, content: bytes) -> None:
        self._parts = Word(content)
        relations = {
            attribute(each, "Id"): attribute(each, "Target")
            for each in self._parts.part("xl/_rels/workbook.xml.rels")
        }
        self.book = self._parts.part("xl/workbook.xml")
        self.sheets = {
            attribute(each, "name"): self._parts.part(f"xl/{relations[each.get(_ID)]}")
            for each in self.book.iter("{*}sheet")
        }

    @property
    def core(self) -> Any:
        """The document's properties."""
        return self._parts.part("docProps/core.xml")


_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def one_table(book: Book) -> Iterator[str]:
    """Each sheet holds one table, marked as such, no merged cell and no formula."""
    for name, sheet in book.sheets.items():
        if name not in _WITHOUT_TABLE and len(list(sheet.iter("{*}tablePart"))) != 1:
            yield f"The sheet {name} has not one table marked as such."
        if sheet.find(".//{*}mergeCell") is not None:
            yield f"The sheet {name} has merged cells."
        if sheet.find(".//{*}f") is not None:
            yield f"The sheet {name} holds a formula."


def printing(book: Book) -> Iterator[str]:
    """Each sheet is printed on A4 across, one page wide, its header row on each page."""
    titled = {
        attribute(each, "localSheetId")
        for each in book.book.iter("{*}definedName")
        if attribute(each, "name") == "_xlnm.Print_Titles"
    }
    for place, (name, sheet) in enumerate(book.sheets.items()):
        setup, fit = sheet.find(".//{*}pageSetup"), sheet.find(".//{*}pageSetUpPr")
        across = attribute(setup, "orientation") == "landscape"
        if not across or attribute(setup, "paperSize") != _A4 or attribute(fit, "fitToPage") != "1":
            yield f"The sheet {name} is not set up for A4 across, one page wide."
        if name not in ("Cover", "Contents", "Notes") and str(place) not in titled:
            yield f"The sheet {name} does not repeat its header row."


def properties(book: Book) -> Iterator[str]:
    """It has a title and an author, and no time of making."""
    for name in ("title", "creator"):
        if not (book.core.findtext(f"{{*}}{name}") or "").strip():
            yield f"It has no {name}."
    if not (book.core.findtext("{*}created") or "").endswith("T00:00:00Z"):
        yield "It keeps a time of making, so that no two of one report are the same."


def described(data: bytes, description: bytes | None) -> Iterator[str]:
    """A data file has a description beside it, of its columns in their order."""
    if description is None:
        yield "There is no description beside it."
        return
    told = json.loads(description)
    head = next(csv.reader(io.StringIO(data.decode("utf-8"))), [])
    names = [each["name"] for each in told["tableSchema"]["columns"]]
    if head != names:
        odd = sorted(set(head) ^ set(names)) or ["their order"]
        yield f"Its description does not fit its columns: {', '.join(odd)}."


def cells(data: bytes) -> Iterator[str]:
    """A row for each figure, once; a number or its mark, and no cell that a program would run."""
    seen: set[str] = set()
    for number, row in enumerate(csv.DictReader(io.StringIO(data.decode("utf-8"))), 2):
        if row["id"] in seen:
            yield f"Row {number} has the figure {row['id']} again."
        seen.add(row["id"])
        if bool(row["value"]) == bool(row["mark"]):
            yield f"Row {number} has not either a value or a mark."
        for name, cell in row.items():
            if cell.startswith(_FORMULA) and not _is_number(cell):
                yield f"Row {number}, column {name}: a spreadsheet would run '{cell[:30]}'."


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
