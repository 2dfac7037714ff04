"""The sections of a quarter's words, and faults of words: broken, too long, waiting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.layout import COMMENTARY
from cypt_analysis.facts import Facts
from cypt_analysis.ground.findings import MISSING, Finding, did_you_mean, row_ranges
from cypt_analysis.ground.said import BRIEF_WORDS
from cypt_analysis.words.links import check_links
from cypt_analysis.words.placeholders import fault
from cypt_analysis.words.reading import Reading, is_section, plain, read
from cypt_analysis.words.spoken import sentence_places

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
    return [*waiting.findings(), *findings]


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


class Waiting:
    """Which names of facts wait for which file of a drop, and where the words have them."""

    def __init__(self, drop: Drop, facts: Facts, catalogue: Catalogue) -> None:
        self.drop, self.facts, self.catalogue = drop, facts, catalogue
        self._places: dict[str, dict[str, set[int]]] = {}
        self._names: dict[str, set[str]] = {}

    def take(self, reading: Reading, file: str) -> frozenset[str]:
        """The names in a reading that wait for a file; they are told by `findings`."""
        taken = set()
        for block in reading.blocks:
            for run in block.runs:
                source = self._awaited(run.fact)
                if source is not None:
                    places = self._places.setdefault(source.file, {}).setdefault(file, set())
                    places.add(run.sources[0][0])
                    self._names.setdefault(source.file, set()).add(run.fact)
                    taken.add(run.fact)
        return frozenset(taken)

    def findings(self) -> Iterator[Finding]:
        """One finding for each file that has not come."""
        for file, places in self._places.items():
            number = len(self._names[file])
            what = "a figure" if number == 1 else f"{number} figures"
            found = f"The file has not come, and the words name {what} of it."
            where = "; ".join(
                f"{name.removeprefix(f'{self.drop.folder}/')}, "
                f"{'row' if len(rows) == 1 else 'rows'} {row_ranges(rows)}"
                for name, rows in places.items()
            )
            advice = f"Put it into the drop, or take these words out: {where}."
            yield Finding(self.drop.path(file), None, found, advice, rule=MISSING)

    def _awaited(self, name: str) -> Source | None:
        if not name or name in self.facts:
            return None
        measures, sources = self.catalogue.measures, self.catalogue.sources
        path = _longest(name, measures)
        found = [sources[measures[path].source]] if path else []
        if "target" in name.split("."):
            found += [each for each in sources.values() if each.role is Role.TARGETS]
        return next((each for each in found if each.id not in self.drop.tables), None)


def _longest(name: str, paths: Iterable[str]) -> str:
    """The longest of the paths that a name begins with."""
    found = [path for path in paths if name == path or name.startswith(f"{path}.")]
    return max(found, key=len, default="")
