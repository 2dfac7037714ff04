"""What the rules look at: the page as a document, beside what it was made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from bs4 import CData, NavigableString, Tag

from cypt_analysis.ground.findings import Finding
from cypt_analysis.known import Known
from cypt_analysis.page.completeness import PAGE
from cypt_analysis.page.document import Document
from cypt_analysis.page.stitch import text_of

_LONGEST_QUOTE = 90
# Text that is read; comments, style sheets and the like are kinds of their own.
_TEXT = (NavigableString, CData)
_QUOTED = ("id", "class", "href", "aria-label", "aria-labelledby", "scope", "role", "style")


class Page(Document):
    """A board's page with the data and the catalogue that it must be true to."""

    def __init__(self, html: str, known: Known) -> None:
        super().__init__(html)
        self.known = known

    @cached_property
    def charts(self) -> list[Tag]:
        """The drawings of the page's charts, each a picture of one width."""
        inside = [svg for svg in self.named("svg") if svg.find_parent("figure") is not None]
        return [svg for svg in inside if svg.find_parent("svg") is None]

    @cached_property
    def schemes(self) -> dict[str, dict[str, str]]:
        """The properties of the style sheet on a light and on a dark page, with their values."""
        style = "".join(each.get_text() for each in self.named("style"))
        before, _, after = style.partition("prefers-color-scheme: dark")
        light, dark = (_properties(part) for part in (before, after))
        return {"light": light, "dark": light | dark}

    @cached_property
    def summary_rows(self) -> list[Tag]:
        """The rows of the summary of performance."""
        tables = [table for table in self.of_class("summary") if table.name == "table"]
        return [row for table in tables for row in table.select("tbody tr")]

    def summary_cells(self, column: str) -> list[Tag]:
        """The cells of one column of the summary, none where it is left out."""
        found: list[Tag] = []
        for row in self.summary_rows:
            table = row.find_parent("table")
            names = (
                []
                if table is None
                else [" ".join(th.get_text().split()) for th in table.select("thead th")]
            )
            cells = row.find_all(["th", "td"])
            found += [cells[at] for at, name in enumerate(names[: len(cells)]) if name == column]
        return found


def _properties(style: str) -> dict[str, str]:
    root = re.search(r":root\s*\{([^}]*)\}", style)
    declared = re.findall(r"(--[\w-]+)\s*:\s*([^;]+);", root[1] if root else "")
    return {name: value.strip() for name, value in declared}


class Fault(NamedTuple):
    """One breach of a rule: a sentence, what to do, and the element where there is one."""

    found: str
    advice: str
    element: Tag | None = None


Check = Callable[[Page], Iterator[Fault]]


class Rule(NamedTuple):
    """One rule of the page: its name, and the check that says what it asks for and holds it."""

    name: str
    check: Check

    def findings(self, page: Page) -> list[Finding]:
        """Every breach as a finding that names the rule and quotes the element."""
        return [finding(self.name, sentence(fault), fault.advice) for fault in self.check(page)]


def finding(rule: str, found: str, advice: str) -> Finding:
    """A breach of a rule as a finding, whose words begin with the rule's name.

    >>> finding("h1", "The page has 2 h1 headings.", "Keep one.").found
    'h1: The page has 2 h1 headings.'
    """
    return Finding(PAGE, None, f"{rule}: {found}", advice, rule=rule)


def sentence(fault: Fault) -> str:
    """What was found, with the element's opening tag and the nearest id, if it has none."""
    if fault.element is None:
        return fault.found
    return f"{fault.found} {quote(fault.element)}{_whereabouts(fault.element)}"


def quote(tag: Tag) -> str:
    """An element's opening tag, as short as tells it from others.

    >>> quote(Document('<p id="a" class="b c" title="x">d</p>').soup.p)
    '<p id="a" class="b c">'
    """
    told = [f'{name}="{_flat(tag[name])}"' for name in _QUOTED if tag.has_attr(name)]
    return f"<{' '.join([tag.name, *told])}>"


def _flat(value: object) -> str:
    text = " ".join(value) if isinstance(value, list) else str(value)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 2]} …"


def _whereabouts(tag: Tag) -> str:
    above = None if tag.get("id") else tag.find_parent(id=True)
    words = text_of(tag)[:40] if tag.name not in ("svg", "figure", "table", "html") else ""
    said = f" '{words}'" if words else ""
    return f"{said} in '{above['id']}'." if above is not None else f"{said}."


def words_of(tag: Tag) -> str:
    """The words that a reader of the element meets, without those hidden from screen readers.

    >>> words_of(Document('<p><b aria-hidden="true">x</b> Met</p>').soup.p)
    'Met'
    """
    return " ".join("".join(_said(tag)).split())


def _said(tag: Tag) -> Iterator[str]:
    for node in tag.children:
        if isinstance(node, Tag):
            if node.get("aria-hidden") != "true":
                yield from _said(node)
        elif type(node) in _TEXT:
            yield node


def digits_in(text: str) -> list[str]:
    """The numbers in a text, as they are printed.

    >>> digits_in("from 1,204 to 7.6%, 2008/09")
    ['1,204', '7.6%', '2008', '09']
    >>> digits_in("Oak 30, Elm 20, Ash [c]")
    ['30', '20']
    """
    return re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?%?", text)
