"""Words: plain enough, nothing said three times over, no note on the making of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from cypt_analysis.gate.page import Fault, Page, words_of
from cypt_analysis.page.stitch import HEADLINES
from cypt_analysis.page.written_out import first_use, running, says
from cypt_analysis.words.grade import grade
from cypt_analysis.words.wording import best_change

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
    texts = {f"'{HEADLINES}'": _headlines(page), "The comments of the summary": _comments(page)}
    for name, text in texts.items():
        if grade(text) > HARDEST:
            found = f"{name} reads at grade {grade(text):.1f}, above {HARDEST}."
            yield Fault(found, advice)


def _headlines(page: Page) -> str:
    heading = page.by_id.get("headlines")
    section = None if heading is None else heading.find_parent("section")
    return " ".join(map(words_of, running(section))) if isinstance(section, Tag) else ""


def _comments(page: Page) -> str:
    return " ".join(map(words_of, page.summary_cells("Comment")))


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
