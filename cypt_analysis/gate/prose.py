"""Words: finished, no longer than there is room for, plain enough, not said three times over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from cypt_analysis.gate.page import Fault, Page, words_of
from cypt_analysis.ground.said import BRIEF_WORDS
from cypt_analysis.judgement.consequence import MOST
from cypt_analysis.page.stitch import HEADLINES
from cypt_analysis.page.written_out import first_use, running, says
from cypt_analysis.words.grade import grade
from cypt_analysis.words.wording import best_change

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


HARDEST = 8
# What matters, the finding and the words of who answers for it: once each.
MOST_TIMES = 3
_MAKING = re.compile(
    r"\b[\w-]+\.(?:csv|xlsx?|toml|md|json|ipynb|parquet)\b|\bdata/(?:raw|processed)\b"
    r"|\bcatalogue entr(?:y|ies)\b|\braw files?\b|\bthe published report\b|\bdata drops?\b"
)


def grades(page: Page) -> Iterator[Fault]:
    """What matters, and the comments of the summary, read at the grade of a child of thirteen."""
    advice = "Shorten its sentences and use shorter words."
    section = _headlines(page)
    told = {
        f"'{HEADLINES}'": [] if section is None else running(section),
        "The comments of the summary": page.summary_cells("Comment"),
    }
    for name, parts in told.items():
        text = " ".join(map(words_of, parts))
        if grade(text) > HARDEST:
            found = f"{name} reads at grade {grade(text):.1f}, above {HARDEST}."
            yield Fault(found, advice)


def repetitions(page: Page) -> Iterator[Fault]:
    """The latest figure of an indicator and its change are not printed again and again."""
    known = page.known
    listed = list(page.soup.select(".headlines li"))
    for name, path in known.verdicts["path"].items():
        indicator = known.catalogue.indicators[str(name)]
        heading = page.by_id.get(indicator.anchor)
        block = None if heading is None else heading.find_parent("section", class_="block")
        if not path or not isinstance(block, Tag):
            continue
        row = known.judged.loc[path]
        change = best_change(known.facts, str(path), row)
        latest = known.facts.get(str(row["id"]))
        for fact in filter(None, (latest, change)):
            times = [each for each in [*running(block), *listed] if _prints(each, fact.printed)]
            times = [each for each in times if each not in listed or _is_of(each, row, page)]
            if _tells(fact.printed) and len(times) > MOST_TIMES:
                found = f"'{fact.printed}' of '{indicator.label}' is printed {len(times)} times:"
                yield Fault(found, "Say it once: take it out of the commentary.", times[-1])


def _tells(printed: str) -> bool:
    """Whether a number is one that can be told from others: two digits or more."""
    return sum(each.isdigit() for each in printed) > 1


def _prints(block: Tag, printed: str) -> bool:
    return bool(re.search(rf"(?<![\d.,]){re.escape(printed)}(?![\d.]*\d)", words_of(block)))


def _is_of(item: Tag, row: dict, page: Page) -> bool:
    """Whether a line of what matters is about the measure of a judged row."""
    measure = page.known.catalogue.indicators[row["indicator"]].get(row["measure"])
    before, _, after = measure.says.partition("{value}")
    told = max((before or measure.name, after), key=len).strip()
    return told in words_of(item)


def making(page: Page) -> Iterator[Fault]:
    """No note on files, entries or what a file lost stands on the board's page."""
    main = page.soup.find("main")
    for text in main.find_all(string=_MAKING) if isinstance(main, Tag) else ():
        match = _MAKING.search(text)
        if match and text.find_parent(["style", "svg"]) is None:
            advice = "Write it beside the files, or in the analyst's own notes."
            yield Fault(f"The page speaks of its making, '{match[0]}':", advice, text.parent)


def abbreviations(page: Page) -> Iterator[Fault]:
    """Each abbreviation of the project's list is written out where it is first used."""
    main, header = page.soup.find("main"), page.soup.find("header")
    if not isinstance(main, Tag):
        return
    blocks = list(running(main))
    for each in page.known.settings.abbreviation:
        if isinstance(header, Tag) and says(header, each.long):
            continue
        block = first_use(blocks, each.short)
        if block is not None and not says(block, each.long):
            found = f"'{each.short}' is not written out where it is first used:"
            yield Fault(found, f"Write {each.long} beside it.", block)
