"""Content: the first screen says what the data says; no sentence is left unfinished."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import Tag

from cypt_analysis.gate.page import Fault, Page, words_of
from cypt_analysis.ground.said import BRIEF_WORDS
from cypt_analysis.ground.status import IN_BALANCE, TargetStatus
from cypt_analysis.page.completeness import HEADLINES

MOST_HEADLINES = 5
_UNFINISHED = re.compile(
    r"\{\{|\}\}|\{%|\bNaN\b|\bnan\b|\bNaT\b|\bundefined\b|\binf%?\b|\bTODO\b|\bTBC\b|\bXX+\b"
    r"|[Ll]orem ipsum|<(?:NA|class|function|object)\b|\bTraceback\b"
)
_STATES = ("DRAFT", "FINAL")


def _headlines(page: Page) -> Tag | None:
    heading = page.soup.find("h2", string=HEADLINES)
    return heading.find_parent("section") if isinstance(heading, Tag) else None


def missed_targets(page: Page) -> Iterator[Fault]:
    """Every missed target is named in the headlines."""
    section = _headlines(page)
    told = words_of(section) if section is not None else ""
    known = page.known
    missed = known.judged["verdict"] == TargetStatus.MISSED
    judged = known.judged[missed & (known.judged["breakdown"] == "")]
    for _, row in judged.iterrows():
        indicator = page.known.catalogue.indicators[row["indicator"]]
        name = indicator.get(row["measure"]).name
        if bool(known.verdicts.loc[indicator.id, "is_new"]) and name not in told:
            found = f"The missed target of '{name}' is not in the headlines."
            yield Fault(found, "Name it there: the Board reads the headlines first.")


def balance(page: Page) -> Iterator[Fault]:
    """The balance line adds up, and counts what the summary table shows."""
    line = page.soup.select_one(".balance")
    if line is None:
        yield Fault("The headlines have no balance line.", "Show headlines.balance.")
        return
    text = words_of(line)
    total, said = _counted(text)
    tags = [words_of(tag) for row in page.summary_rows for tag in row.select("td .tag")]
    shown = Counter(word for word in tags if word in list(TargetStatus))
    advice = "Count each indicator and theme once: 'Of 15 indicators and themes: 1 met, …'."
    if total != sum(said.values()):
        yield Fault(f"The balance line does not add up to {total}: '{text}'.", advice)
    elif shown.total() == total and said != shown:
        yield Fault(f"The balance line differs from the summary table: '{text}'.", advice)


def _counted(text: str) -> tuple[int, Counter[str]]:
    """The total and the counts by status word of a balance line."""
    lead = re.match(r"Of (\d+)", text)
    counts = Counter(
        {
            word: int(match[1])
            for word, said in IN_BALANCE.items()
            if (match := re.search(rf"\b(\d+) {said}\b", text))
        }
    )
    return (int(lead[1]) if lead else -1), counts


def lengths(page: Page) -> Iterator[Fault]:
    """At most five headlines; comments in the summary have 25 words or fewer."""
    section = _headlines(page)
    items = [] if section is None else section.select(".headlines li")
    if not 1 <= len(items) <= MOST_HEADLINES:
        found = f"There are {len(items)} headlines, not 1 to {MOST_HEADLINES}."
        yield Fault(found, "Rank them and keep the first.")
    for cell in [row.select_one("td:last-child") for row in page.summary_rows]:
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
