"""Content: the first screen says what the data says; no sentence is left unfinished."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from cypt_analysis.gate.page import Fault, Page, words_of
from cypt_analysis.ground.said import BRIEF_WORDS
from cypt_analysis.judgement.consequence import MOST
from cypt_analysis.page.stitch import HEADLINES

_UNFINISHED = re.compile(
    r"\{\{|\}\}|\{%|\bNaN\b|\bnan\b|\bNaT\b|\bundefined\b|\binf%?\b|\bTODO\b|\bTBC\b|\bXX+\b"
    r"|[Ll]orem ipsum|<(?:NA|class|function|object)\b|\bTraceback\b"
)
_STATES = ("DRAFT", "FINAL")


def _headlines(page: Page) -> Tag | None:
    heading = page.soup.find("h2", string=HEADLINES)
    return heading.find_parent("section") if isinstance(heading, Tag) else None


def lengths(page: Page) -> Iterator[Fault]:
    """At most six things matter; comments in the summary have 25 words or fewer."""
    section = _headlines(page)
    items = [] if section is None else section.select(".headlines li")
    if not 1 <= len(items) <= MOST:
        found = f"There are {len(items)} things under '{HEADLINES}', not 1 to {MOST}."
        yield Fault(found, "Rank them and keep the first.")
    for cell in page.summary_cells("Comment"):
        number = len(words_of(cell).split())
        if number > BRIEF_WORDS:
            found = f"A comment in the summary has {number} words, more than {BRIEF_WORDS}:"
            yield Fault(found, "Shorten '## In brief' in its commentary.", cell)


def unfinished(page: Page) -> Iterator[Fault]:
    """No placeholder, no missing value and no word of the program is left in the text."""
    for text in page.soup.body.find_all(string=_UNFINISHED) if page.soup.body else ():
        match = _UNFINISHED.search(text)
        # What annex C advises a person to write is no text left open.
        shown = text.find_parent("code", class_="placeholder") is not None
        if match and not shown and text.find_parent(["style", "script"]) is None:
            found = f"The text holds '{match[0]}', as if it were not finished:"
            yield Fault(found, "Fill it in, or say in words that nothing is known.", text.parent)


def state(page: Page) -> Iterator[Fault]:
    """The header says in words whether the report is a draft, and for which quarter it is."""
    header = page.soup.find("header")
    told = words_of(header) if isinstance(header, Tag) else ""
    if not any(word in told for word in _STATES):
        yield Fault("The header says neither DRAFT nor FINAL.", "Say which, in words.", header)
    if page.known.quarter.title not in told:
        advice = f"Write '{page.known.quarter.title}'."
        yield Fault("The header does not name the quarter.", advice, header)
