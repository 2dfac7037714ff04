"""The quarter's words: read in sections, checked, and filled with facts.

``{{ looked_after.change_on_year }}`` prints a fact as the report prints it;
``{{ looked_after.change_on_year | direction }}`` prints "up 24%", and ``signed`` "+24%".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import COMMENTARY, INTRODUCTIONS, Drop
from cypt_analysis.facts import PRINTERS, Fact, Facts
from cypt_analysis.ground.findings import Finding, did_you_mean, list_words
from cypt_analysis.ground.said import BRIEF_WORDS

BRIEF, SUMMARY, ISSUES, ACTIVITY = (
    "In brief",
    "Summary",
    "Issues",
    "Performance improvement activity",
)
SECTIONS = (BRIEF, SUMMARY, ISSUES, ACTIVITY)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_SECTION = re.compile(r"##\s+(.*?)\s*#*\s*$")
_PLACEHOLDER = re.compile(r"\{\{(?P<inside>[^{}]*)\}\}")
_WELL_FORMED = re.compile(r"\s*(?P<name>[\w.\-]+)\s*(?:\|\s*(?P<printer>\w+)\s*)?")
_BRACES = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True)
class Part:
    """One section of a commentary file, with the line on which its text begins."""

    heading: str
    line: int
    text: str


def parts_of(text: str) -> list[Part]:
    """The sections of a commentary file, in their order; text before a heading has none.

    >>> parts_of("## Summary\\nRising.\\n")
    [Part(heading='Summary', line=2, text='Rising.')]
    """
    parts: list[Part] = []
    heading, first = "", 1
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), "## end"], start=1):
        section = _SECTION.fullmatch(line)
        if section is None:
            lines.append(line)
            continue
        body = "\n".join(lines).strip("\n")
        if heading or body.strip():
            blank = next((i for i, each in enumerate(lines) if each.strip()), 0)
            parts.append(Part(heading, first + blank, body))
        heading, first, lines = section[1], number + 1, []
    return parts


def part(text: str, heading: str) -> str:
    """The text of one section, empty where the file does not have it."""
    return "\n\n".join(each.text for each in parts_of(text) if each.heading == heading).strip()


def check_words(drop: Drop, facts: Facts, catalogue: Catalogue) -> list[Finding]:
    """Findings for unknown facts and sections in the words of a drop."""
    findings = []
    for name, text in drop.commentary.items():
        file = drop.path(f"{COMMENTARY}/{name}.md")
        findings += check_placeholders(text, facts, file)
        findings += _check_links(text, file)
        if name not in INTRODUCTIONS:
            findings += _check_sections(text, facts, file)
    for name, table in drop.tables.items():
        source = catalogue.sources[name]
        for column in source.words:
            for row, cell in table[column].items():
                findings += check_placeholders(cell, facts, drop.path(source.file), int(row))
    return findings


def check_placeholders(text: str, facts: Facts, file: str, row: int | None = None) -> list[Finding]:
    """Findings for placeholders that name no fact; ``row`` is a table's, else lines count."""
    findings = []
    for number, line in enumerate(text.split("\n"), start=1):
        at = row or number
        for match in _PLACEHOLDER.finditer(line):
            fault = _fault(match["inside"], facts)
            if fault:
                findings.append(Finding(file, at, f"'{match[0]}' {fault[0]}", fault[1]))
        if _BRACES.search(_PLACEHOLDER.sub("", line)):
            advice = "Write {{ fact.name }} on one line."
            findings.append(
                Finding(file, at, f"A placeholder is not closed: '{line.strip()}'.", advice)
            )
    return findings


def _fault(inside: str, facts: Facts) -> tuple[str, str] | None:
    match = _WELL_FORMED.fullmatch(inside)
    if match is None:
        return "is not a fact's name.", "Write {{ fact.name }} or {{ fact.name | direction }}."
    if match["name"] not in facts:
        advice = facts.suggestion(match["name"]).strip() or "List the names with 'cypt facts'."
        return "names no fact.", advice
    if (match["printer"] or "") not in PRINTERS:
        known = list_words([name for name in PRINTERS if name], "or")
        return f"ends in '{match['printer']}'.", f"After | write {known}."
    return None


def _check_links(text: str, file: str) -> list[Finding]:
    """Links to anywhere but a section: the page opens without a network, and leads nowhere else."""
    findings = []
    for block in markdown().parse(text):
        for token in block.children or ():
            target = str(token.attrs.get("href", "#"))
            if not target.startswith("#"):
                advice = "Write the address as text, or link to a section, like #obesity."
                row = block.map[0] + 1 if block.map else None
                findings.append(Finding(file, row, f"A link leads to '{target}'.", advice))
    return findings


def _check_sections(text: str, facts: Facts, file: str) -> list[Finding]:
    findings = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = _HEADING.fullmatch(line)
        if match and (match[1] != "##" or match[2] not in SECTIONS):
            hint = did_you_mean(match[2], SECTIONS).strip()
            advice = hint or f"Sections: {', '.join('## ' + name for name in SECTIONS)}."
            findings.append(Finding(file, number, f"'{line}' is no section.", advice))
    for each in parts_of(text):
        if not each.heading:
            found = "The text stands before the first heading."
            findings.append(Finding(file, each.line, found, "Put it under ## Summary."))
    brief = part(text, BRIEF)
    words = len(_PLACEHOLDER.sub("0", brief).split())
    if words > BRIEF_WORDS:
        found = f"'{BRIEF}' has {words} words."
        advice = f"The summary table has room for {BRIEF_WORDS}."
        findings.append(Finding(file, None, found, advice))
    return findings


def fill(text: str, facts: Facts) -> str:
    """Text with each placeholder replaced by its fact as printed.

    Raises UserError for an unknown fact; `check_words` reports those with file and line.
    """
    return "".join(part for part, _ in filled(text, facts))


def filled(text: str, facts: Facts) -> Iterator[tuple[str, Fact | None]]:
    """The text piece by piece; a placeholder's piece is the fact as printed, with the fact.

    Raises UserError for an unknown fact.

    >>> import pandas as pd
    >>> list(filled("Nothing to fill in.", Facts(pd.DataFrame({"fact": []}))))
    [('Nothing to fill in.', None)]
    """
    at = 0
    for match in _PLACEHOLDER.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], None
        inside = _WELL_FORMED.fullmatch(match["inside"])
        fact = facts[inside["name"] if inside else match["inside"].strip()]
        yield PRINTERS[(inside["printer"] if inside else None) or ""](fact), fact
        at = match.end()
    if at < len(text):
        yield text[at:], None


@cache
def markdown() -> MarkdownIt:
    """The Markdown of commentary: no HTML, no pictures."""
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def facts_named(text: str) -> Iterator[str]:
    """The names of the facts that a text uses."""
    for match in _PLACEHOLDER.finditer(text):
        yield match["inside"].partition("|")[0].strip()
