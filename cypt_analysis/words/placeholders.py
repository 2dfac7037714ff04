"""Placeholders: ``{{ looked_after.change_on_year }}`` prints a fact as the report prints it.

``{{ looked_after.change_on_year | direction }}`` prints "up 24%", and ``signed`` "+24%". A
placeholder is written in one piece: on one line, with no emphasis and no link inside. Within
it, an entity or an escaped character is the character that it stands for. What is broken is
no placeholder; `commentary.check_words` refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cypt_analysis.facts import PRINTERS, Facts
from cypt_analysis.ground.findings import UserError, list_words

_PLACEHOLDER = re.compile(r"\{\{(?P<inside>[^{}\n]*)\}\}")
_WELL_FORMED = re.compile(r"\s*(?P<name>[\w.\-]+)\s*(?:\|\s*(?P<printer>\w+)\s*)?")


def filled(text: str, facts: Facts | None) -> Iterator[tuple[int, int, str, str]]:
    """A text piece by piece: where it begins and ends, what is printed there, and which fact.

    Text between placeholders names no fact. Without ``facts`` placeholders stay as they are
    written. Raises UserError for one that has a `fault`.

    >>> list(filled("Up {{ neet.latest }}.", None))
    [(0, 3, 'Up ', ''), (3, 20, '{{ neet.latest }}', 'neet.latest'), (20, 21, '.', '')]
    """
    at = 0
    for match in _PLACEHOLDER.finditer(text):
        if match.start() > at:
            yield at, match.start(), text[at : match.start()], ""
        name, printer = _read(match)
        printed = match[0]
        if facts is not None:
            fact = facts[name]
            if printer not in PRINTERS:
                raise UserError(" ".join(_unknown(printed, printer)))
            printed = PRINTERS[printer](fact)
        yield match.start(), match.end(), printed, name
        at = match.end()
    if at < len(text):
        yield at, len(text), text[at:], ""


def fault(written: str, facts: Facts) -> tuple[str, str] | None:
    """Why a placeholder prints no fact, if so, and what to do."""
    match = _PLACEHOLDER.fullmatch(written)
    if match is None or _WELL_FORMED.fullmatch(match["inside"]) is None:
        advice = "Write {{ fact.name }} or {{ fact.name | direction }}."
        return f"'{written}' is not a fact's name.", advice
    name, printer = _read(match)
    if name not in facts:
        advice = facts.why_missing(name) or facts.suggestion(name).strip()
        advice = advice or "List the names with 'cypt facts'."
        return f"'{written}' names no fact.", advice
    return None if printer in PRINTERS else _unknown(written, printer)


def _read(match: re.Match[str]) -> tuple[str, str]:
    inside = _WELL_FORMED.fullmatch(match["inside"])
    return (inside["name"], inside["printer"] or "") if inside else (match["inside"].strip(), "")


def _unknown(written: str, printer: str) -> tuple[str, str]:
    known = list_words([name for name in PRINTERS if name], "or")
    return f"'{written}' ends in '{printer}'.", f"After | write {known}."
