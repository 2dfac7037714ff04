"""Tables and charts: what each says to who does not see it, and the same data to keep."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from bs4 import Tag

from cypt_analysis.charts.layout import SIZES
from cypt_analysis.charts.svg import SCENERY
from cypt_analysis.charts.worth import FEWEST_POINTS
from cypt_analysis.gate.page import Fault, Page, digits_in, words_of
from cypt_analysis.ground.tables import SYMBOLS
from cypt_analysis.page.stitch import text_of

_MAKE = "Make tables with Table of cypt_analysis.ground.tables."
_MARK = re.compile(r"\[[a-z]\]")


def _cells_of(row: Tag) -> list[Tag]:
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
            first = _cells_of(row)[:1]
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
            cells = len(_cells_of(row))
            if columns and cells != columns and not row.select("[colspan]"):
                yield Fault(f"A row has {cells} cells under {columns} columns:", _MAKE, row)


def noise(page: Page) -> Iterator[Fault]:
    """No column of a table is of symbols alone that say there is nothing to say."""
    for table in page.named("table"):
        rows = [_cells_of(row) for row in table.select("tbody tr")]
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


SHORTEST, LONGEST = 30, 300
_PLACEHOLDER = re.compile(
    r"no description|placeholder|untitled|lorem ipsum|\bto ?do\b|\btbc\b|alt(ernative)? text"
    r"|\.(png|svg|jpe?g|gif)\b|^(an? )?(image|picture|photo|graphic|figure|chart|graph)\W*\d*\W*$",
    re.IGNORECASE,
)
_FROM_DATA = "Let the package's figure functions write it from the data."


def alternative_text(page: Page) -> Iterator[Fault]:
    """Of 30 to 300 characters, no placeholder, the finding first, with a value of the chart's data.

    That there is one, and that no two are the same, the page's completeness check says.
    """
    for picture in page.pictures:
        text = str(picture.get("aria-label") or picture.get("alt") or "").strip()
        if text and (fault := _wrong_with(text, picture.find_parent("figure"))):
            yield Fault(f"An alternative text {fault}:", _FROM_DATA, picture)


def _wrong_with(text: str, figure: Tag | None) -> str:
    if not SHORTEST <= len(text) <= LONGEST:
        return f"has {len(text)} characters, not {SHORTEST} to {LONGEST}"
    if _PLACEHOLDER.search(text):
        return "is a placeholder"
    if figure is None:
        return ""
    if (values := _values(figure)) and not values & set(digits_in(text)):
        return "names no value of its data table"
    title = figure.find(class_="chart-title")
    found = set(digits_in(text_of(title))) if isinstance(title, Tag) else set()
    if found and not found & set(digits_in(text)[:1]):
        return "does not begin with the finding of its title"
    return ""


def _values(figure: Tag) -> set[str]:
    """The numbers in the cells of a chart's data table, beside its row headers."""
    data = _data_of(figure)
    cells = data.find_all("td") if data is not None else []
    return {number for cell in cells for number in digits_in(text_of(cell))}


def _data_of(figure: Tag) -> Tag | None:
    """What is folded after a chart: its data as a table and as a file."""
    after = figure.find_next_sibling()
    return after if isinstance(after, Tag) and "chart-data" in after.get("class", ()) else None


def drawings(page: Page) -> Iterator[Fault]:
    """One picture with two drawings, wide and narrow, each hidden behind the picture's one text."""
    for figure in page.of_class("chart"):
        pictures = [tag for tag in figure.find_all(True) if tag.get("role") == "img"]
        svgs = [svg for svg in page.charts if figure in svg.parents]
        found = [(" ".join(svg.get("class", ())), svg.get("aria-hidden")) for svg in svgs]
        if len(pictures) != 1 or found != [(size.name, "true") for size in SIZES]:
            said = f"A chart has {len(pictures)} named pictures and {len(svgs)} drawings, no pair:"
            yield Fault(said, _FROM_DATA, figure)
            continue
        for svg, size in zip(svgs, SIZES, strict=True):
            box = str(svg.get("viewbox") or svg.get("viewBox") or "0 0 inf 0").split()
            if (width := float(box[2])) > size.width:
                said = f"A {size.name} drawing is {width:g} px wide, more than {size.width:g}:"
                yield Fault(said, _FROM_DATA, svg)


def points(page: Page) -> Iterator[Fault]:
    """No chart of few points: a course, and areas side by side, are told of five or more."""
    for svg in page.charts:
        marks = [use for use in svg.find_all("use") if use.find_parent(class_=SCENERY) is None]
        if marks and len(marks) < FEWEST_POINTS:
            found = f"A chart has {len(marks)} points, fewer than {FEWEST_POINTS}:"
            yield Fault(found, "Show the figures with their target instead.", svg)


def sources(page: Page) -> Iterator[Fault]:
    """Every chart says where its data came from."""
    for figure in page.named("figure"):
        caption = figure.find("figcaption")
        said = text_of(caption) if isinstance(caption, Tag) else ""
        if not re.search(r"Source: \w", said):
            yield Fault("A chart does not say its source:", "Write 'Source: …' below it.", figure)


def downloads(page: Page) -> Iterator[Fault]:
    """The file that a chart offers holds the cells of its data table."""
    for figure in page.named("figure"):
        data = _data_of(figure)
        link = data.select_one("a[download][href]") if data is not None else None
        table = data.find("table") if data is not None else None
        if (
            isinstance(link, Tag)
            and isinstance(table, Tag)
            and _kept(str(link["href"])) != _table_cells(table)
        ):
            found = "The file that a chart offers is not its data table:"
            yield Fault(found, "Make both with Figure of cypt_analysis.charts.", figure)


def _kept(address: str) -> list[list[str]]:
    text = unquote(address.partition(",")[2]).removeprefix("\ufeff")
    return [[_plain(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]


def _table_cells(table: Tag) -> list[list[str]]:
    rows = table.find_all("tr")
    return [[_plain(text_of(cell)) for cell in row.find_all(["th", "td"])] for row in rows]


def _plain(text: str) -> str:
    return " ".join(text.split()).removeprefix("'")
