"""Tables: caption, scoped headers, a row header in each row, no merged and no empty cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import Tag

from cypt_analysis.gate.page import Fault, Page, words_of
from cypt_analysis.ground.tables import SYMBOLS

_MAKE = "Make tables with Table of cypt_analysis.ground.tables."
_MARK = re.compile(r"\[[a-z]\]")


def _cells(row: Tag) -> list[Tag]:
    return [each for each in row.children if isinstance(each, Tag) and each.name in ("th", "td")]


def captions(page: Page) -> Iterator[Fault]:
    """Every table has a caption, and no two have the same."""
    said: Counter[str] = Counter()
    for table in page.named("table"):
        caption = table.find("caption")
        words = words_of(caption) if isinstance(caption, Tag) else ""
        if not words:
            yield Fault("A table has no caption:", f"Say what it shows. {_MAKE}", table)
        said[words] += 1
    for words, times in said.items():
        if words and times > 1:
            yield Fault(f"{times} tables have the caption '{words}'.", "Tell them apart in words.")


def column_headers(page: Page) -> Iterator[Fault]:
    """The first row is headers, each with the scope of its column."""
    for table in page.named("table"):
        heads = table.select("thead th")
        if not heads or table.select("thead td"):
            yield Fault("A table has no row of column headers:", _MAKE, table)
        for head in heads:
            if head.get("scope") != "col":
                yield Fault("A column header has no scope:", 'Write scope="col".', head)


def row_headers(page: Page) -> Iterator[Fault]:
    """Each row begins with a header of its own, with the scope of its row."""
    for table in page.named("table"):
        for row in table.select("tbody tr"):
            first = _cells(row)[:1]
            if not first or first[0].name != "th" or first[0].get("scope") != "row":
                yield Fault("A row has no row header:", 'Begin it with <th scope="row">.', row)


def merged_cells(page: Page) -> Iterator[Fault]:
    """No cell spans rows or columns."""
    for cell in page.having("colspan", "rowspan"):
        yield Fault("A cell is merged:", "Repeat its words in cells of their own.", cell)


def empty_cells(page: Page) -> Iterator[Fault]:
    """Every cell holds words; what is missing has a symbol."""
    for table in page.named("table"):
        for cell in table.find_all(["th", "td"]):
            if not words_of(cell):
                yield Fault("A cell is empty:", "Write [x], [z] or another symbol.", cell)


def shape(page: Page) -> Iterator[Fault]:
    """A table has rows, and each has as many cells as there are columns."""
    for table in page.named("table"):
        columns = len(table.select("thead tr:last-child > *"))
        rows = table.select("tbody tr")
        if not rows:
            yield Fault("A table has no rows:", "Say in a sentence that there is nothing.", table)
        for row in rows:
            cells = len(_cells(row))
            if columns and cells != columns and not row.select("[colspan]"):
                yield Fault(f"A row has {cells} cells under {columns} columns:", _MAKE, row)


def noise(page: Page) -> Iterator[Fault]:
    """No column of a table is of symbols alone that say there is nothing to say."""
    for table in page.named("table"):
        rows = [_cells(row) for row in table.select("tbody tr")]
        for place, head in enumerate(table.select("thead th")):
            cells = [words_of(row[place]) for row in rows if place < len(row)]
            if place and cells and all(cell in ("[z]", "[x]") for cell in cells):
                found = f"The column '{words_of(head)}' says nothing:"
                yield Fault(found, "Leave it out: see pieces/noise.py.", table)


def symbols(page: Page) -> Iterator[Fault]:
    """Each symbol in a table's cells is explained above the first table that uses it, and once."""
    told: set[str] = set()
    for line in page.of_class("symbols"):
        for mark in _MARK.findall(words_of(line)):
            if mark in told:
                yield Fault(f"{mark} is explained again:", "Once is enough.", line)
            told.add(mark)
    explained: set[str] = set()
    for table in page.named("table"):
        cells = " ".join(words_of(cell) for cell in table.find_all(["th", "td"]))
        used = {mark for mark in _MARK.findall(cells) if mark in SYMBOLS}
        wrap = table.find_parent("div") or table
        above = wrap.find_previous_sibling()
        key = words_of(above) if above is not None and "symbols" in above.get("class", []) else ""
        explained |= {mark for mark, meaning in SYMBOLS.items() if f"{mark} {meaning}" in key}
        for mark in sorted(used - explained):
            yield Fault(f"A table does not explain {mark}:", f"Explain it above. {_MAKE}", table)
