"""The sections of the quarter's words, and the faults that are found in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.layout import COMMENTARY
from cypt_analysis.facts import Facts
from cypt_analysis.ground.findings import Finding, did_you_mean
from cypt_analysis.ground.said import BRIEF_WORDS
from cypt_analysis.words.links import check_links
from cypt_analysis.words.names import named
from cypt_analysis.words.placeholders import fault
from cypt_analysis.words.reading import Reading, is_section, plain, read
from cypt_analysis.words.spoken import sentence_places
from cypt_analysis.words.waiting import Waiting

# The last is folded on the page and left out on paper: what a board member need not read.
SECTIONS = ("In brief", "Summary", "Issues", "Performance improvement activity", "In detail")
BRIEF, SUMMARY, ISSUES, ACTIVITY, DETAIL = SECTIONS
# A file that waits for its words.
BARE = "\n\n".join(f"## {each}" for each in SECTIONS) + "\n"
# Far beyond what anybody follows, and what is checked in a moment.
_MOST_WORDS, _LONGEST_SENTENCE, _LONGEST_BLOCK = 200, 2_000, 20_000
_DIVIDE = "Nobody can follow that. Divide it:"
_BRACES = re.compile(r"\{\{|\}\}")


def check_words(
    drop: Drop, facts: Facts, catalogue: Catalogue, ids: frozenset[str] = frozenset()
) -> list[Finding]:
    """Findings for unknown facts and sections in the words of a drop, and for broken links.

    ``ids`` are those of the page that links may lead to. What the words name of a file that has
    not come is told once, of that file.
    """
    findings: list[Finding] = []
    waiting = Waiting(drop, facts, catalogue)
    for name, text in drop.commentary.items():
        file, reading = drop.path(f"{COMMENTARY}/{name}.md"), read(text)
        findings += check_placeholders(reading, facts, file, waiting.take(reading, file))
        findings += _check_length(reading, file)
        findings += check_links(reading, ids, file)
        findings += _check_numbering(reading, file)
        if name in catalogue.indicators:
            findings += _check_sections(reading, text.split("\n"), file)
            findings += _check_brief(reading, file)
    for name, table in drop.tables.items():
        source = catalogue.sources[name]
        file = drop.file_of(source.id)
        for column in source.words:
            for row, cell in table[column].items():
                reading = plain(cell, line=int(row))
                findings += check_placeholders(reading, facts, file, waiting.take(reading, file))
                findings += _check_length(reading, file)
    return [*waiting.findings(), *findings, *named(drop)]


def _check_length(reading: Reading, file: str) -> Iterator[Finding]:
    """Paragraphs and sentences without end: each of their numbers is held against all words."""
    for block in reading.blocks:
        line, _ = block.source(block.start)
        if len(block.text) > _LONGEST_BLOCK:
            found = f"A paragraph or cell has {len(block.text):,} characters."
            advice = f"{_DIVIDE} {_LONGEST_BLOCK:,} at most can be checked."
            yield Finding(file, line, found, advice)
            continue
        for begin, end in sentence_places(block.text):
            words = len(block.text[begin:end].split())
            if words > _MOST_WORDS or end - begin > _LONGEST_SENTENCE:
                found = f"A sentence has {words:,} words and {end - begin:,} characters."
                most = f"{_MOST_WORDS} words and {_LONGEST_SENTENCE:,} characters"
                yield Finding(file, line, found, f"{_DIVIDE} {most} at most can be checked.")


def check_placeholders(
    reading: Reading, facts: Facts, file: str, told_before: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """Findings for placeholders that print no fact, and for braces that are part of none.

    The reading is one without facts; ``told_before`` are names of which nothing is said here.
    """
    for block in reading.blocks:
        at = block.start
        for line in block.text.split("\n"):
            inside = [run for run in block.runs if at <= run.start < at + len(line)]
            for run in inside:
                asked = run.fact and run.fact not in told_before
                told = fault(run.text, facts) if asked else None
                if told:
                    yield Finding(file, run.sources[0][0], *told)
            if _BRACES.search("".join("0" if run.fact else run.text for run in inside)):
                advice = "Write {{ fact.name }} on one line, with no marks inside."
                found = f"A placeholder is not closed: '{line.strip()}'."
                yield Finding(file, block.source(at)[0], found, advice)
            at += len(line) + 1


def _check_numbering(reading: Reading, file: str) -> Iterator[Finding]:
    """Numbers of items that do not count, as where a sentence begins with "460."."""
    last: dict[int, int] = {}
    for token in reading.tokens:
        if token.type == "ordered_list_open":
            first = int(token.attrs.get("start", 1))
            if first not in (1, last.get(token.level, 0) + 1):
                found = f"'{first}.' is read as the number of an item, and does not count on."
                advice = f"Begin a list with 1, or write {first}\\. for the number itself."
                yield Finding(file, token.map[0] + 1 if token.map else None, found, advice)
            last[token.level] = first - 1
        elif token.type == "list_item_open" and token.info:
            last[token.level - 1] += 1


def _check_sections(reading: Reading, lines: list[str], file: str) -> Iterator[Finding]:
    names = {block.token: block.text for block in reading.blocks}
    for place, token in enumerate(reading.tokens):
        name = names.get(place + 1, "")
        if token.type == "heading_open" and not (is_section(token) and name in SECTIONS):
            line = (token.map or [0])[0] + 1
            hint = did_you_mean(name, SECTIONS).strip()
            advice = hint or f"Sections: {', '.join('## ' + each for each in SECTIONS)}."
            yield Finding(file, line, f"'{lines[line - 1]}' is no section.", advice)
    before = next((block for block in reading.blocks if not block.section), None)
    if before:
        found = "The text stands before the first heading."
        yield Finding(file, before.line, found, "Put it under ## Summary.")


def _check_brief(reading: Reading, file: str) -> Iterator[Finding]:
    """More words in brief than there is room for; what a placeholder prints counts as one."""
    runs = [run for block in reading.under(BRIEF) for run in (*block.runs, None)]
    said = "".join(" " if run is None else "0" if run.fact else run.text for run in runs)
    words = len(said.split())
    if words > BRIEF_WORDS:
        found = f"'{BRIEF}' has {words} words."
        advice = f"The summary table has room for {BRIEF_WORDS}."
        yield Finding(file, None, found, advice)
