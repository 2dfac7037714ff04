"""The gate: what a program can check of the board's page and the files beside it, rule by rule."""

from __future__ import annotations

from cypt_analysis.gate.beside import FILE_RULES, gate_files
from cypt_analysis.gate.browser import gate_in_browser, why_not
from cypt_analysis.gate.browser_rules import BROWSER_RULES
from cypt_analysis.gate.page import Page, finding
from cypt_analysis.gate.rules import COMPLETENESS, RULES
from cypt_analysis.ground.findings import Finding
from cypt_analysis.known import Known
from cypt_analysis.page.completeness import find_faults

__all__ = [
    "BROWSER_RULES", "COMPLETENESS", "FILE_RULES", "RULES", "count_rules", "gate_files",
    "gate_in_browser", "gate_page", "why_not",
]  # fmt: skip


def gate_page(html: str, known: Known) -> list[Finding]:
    """Every breach of a rule that the document itself shows; an empty list for a good page.

    ``known`` is what the page was made from. Each finding's ``rule`` is a
    name of `RULES` or `COMPLETENESS`; ``found`` quotes the element, ``advice`` mends it.
    Raises nothing for a page however broken.

    >>> [rule.name for rule in RULES][:3]
    ['language', 'title', 'h1']
    """
    page = Page(html, known)
    found = [finding(each.rule, each.found, each.advice) for each in find_faults(page, known)]
    for rule in RULES:
        found += rule.findings(page)
    return found


def count_rules(*, browser: bool) -> int:
    """How many rules the gate holds, with or without those that need a browser.

    >>> count_rules(browser=True) > count_rules(browser=False) > 40
    True
    """
    names = {rule.name for rule in RULES} | set(COMPLETENESS)
    return len(names) + len(FILE_RULES) + (len(BROWSER_RULES) if browser else 0)
