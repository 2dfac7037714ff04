"""All that a finished page says, by heading: each text of it belongs to one line, so none is lost.

A part of the page that is new tomorrow is read like the others: nothing is looked for by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, Tag

from cypt_analysis.words.spoken import sentence_places

# What stands within a line; any other element is one of its own.
_WITHIN = frozenset(
    {
        "a", "abbr", "b", "bdi", "br", "cite", "code", "data", "del", "dfn", "em", "i", "ins",
        "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "tspan", "u",
        "var", "wbr",
    }
)  # fmt: skip
_PARTS = ["section", "nav", "header", "footer"]
_HEADINGS, _CELLS = ["h1", "h2", "h3"], ["td", "th"]
# Attributes that are read out, or shown, in place of what stands there or beside it.
_TOLD = ("alt", "aria-label", "aria-description", "title")
_READ_OUT, _IN_CHART = "Read out: ", "In a chart: "
_SUMMARY, _NO_PART = "summary", "The page"


@dataclass(frozen=True)
class Line:
    """A sentence, cell or label: under which heading, and whether it is read as words.

    Other tables than the summary, what is written in pictures, and what stands for them are not.
    """

    under: str
    text: str
    is_words: bool


def lines_of(page: BeautifulSoup) -> Iterator[Line]:
    """Every text of a page in its order, sentence by sentence, and what its attributes tell.

    >>> page = BeautifulSoup("<section><h2>Care</h2><p>Up. Down.</p></section>", "lxml")
    >>> [(each.under, each.text) for each in lines_of(page)]
    [('Care', 'Care'), ('Care', 'Up.'), ('Care', 'Down.')]
    """
    said: dict[tuple[int, str], tuple[Tag, list[str]]] = {}
    for each in page.descendants:
        if isinstance(each, Tag):
            for name in filter(each.has_attr, _TOLD):
                said[id(each), name] = each, [f"{_READ_OUT}{each[name]}"]
        # Scripts, styles and comments are strings of other kinds.
        elif type(each) is NavigableString:
            home = next(e for e in each.parents if e.name not in _WITHIN)
            if each.strip() or (id(home), "") in said:
                said.setdefault((id(home), ""), (home, []))[1].append(each)
    for home, texts in said.values():
        yield from _lines(home, " ".join("".join(texts).split()))


def _lines(home: Tag, text: str) -> Iterator[Line]:
    table = home.find_parent("table")
    drawn = home.find_parent("svg") is not None
    is_words = not (drawn or text.startswith(_READ_OUT) or (table and table.get("id") != _SUMMARY))
    under, lead = _heading(home), _IN_CHART if drawn else _lead(home)
    for begin, end in sentence_places(text):
        yield Line(under, lead + text[begin:end].strip(), is_words)


def _heading(home: Tag) -> str:
    """The heading of the innermost part that has one."""
    for part in (each for each in (home, *home.parents) if each.name in _PARTS):
        found = part.find(_HEADINGS)
        if isinstance(found, Tag) and found.find_parent(_PARTS) is part:
            return text_of(found)
    return _NO_PART


def _lead(home: Tag) -> str:
    """Of a cell its row and column, of what is said of a term the term; else nothing."""
    if home.name == "dd":
        term = home.find_previous_sibling("dt")
        return f"{text_of(term)}: " if isinstance(term, Tag) else ""
    cell = home if home.name in _CELLS else home.find_parent(_CELLS)
    row, table = home.find_parent("tr"), home.find_parent("table")
    if not (isinstance(cell, Tag) and row and table):
        return ""
    cells, head = row.find_all(_CELLS), table.find("tr")
    columns = head.find_all(_CELLS) if isinstance(head, Tag) else []
    if cell is cells[0] or row is head or len(columns) != len(cells):
        return ""
    # Cells that say the same are equal, and not the same.
    column = next(name for name, each in zip(columns, cells, strict=True) if each is cell)
    return f"{text_of(cells[0])}, {text_of(column)}: "


def text_of(tag: Tag) -> str:
    """The text of a cell or heading, whose parts stand apart."""
    return " ".join(tag.get_text(" ").split())
