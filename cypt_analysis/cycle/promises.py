"""What reports said would be done or told, found in their words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.claims.periods import DAY, MONTH, SEASON, YEAR, mentions_of
from cypt_analysis.cycle.promised import Promised
from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.quarter import MONTHS
from cypt_analysis.ground.safe_text import quoted
from cypt_analysis.words.carried import passages
from cypt_analysis.words.prose import Passage

_NEXT = re.compile(
    r"\b(?:(?:the|our) )?next (?:quarter|report|PIR|meeting|board|update)(?:'s)?\b|"
    r"\blater reports?\b|\b(?:the )?(?:coming|following) quarter\b",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"\b(?:will|shall|'ll|(?:is|are|was|were|be) (?:to|due|expected|planned|scheduled|set)|"
    r"to be|going to|due|expected|plans? to|planned|intends?|aims?|goes live|starts?|begins?|"
    r"await(?:s|ed|ing)?)\b|^report\b",
    re.IGNORECASE,
)
_MONTH_NAMES = "|".join(MONTHS)
_BY = re.compile(
    r"\b(?:by|before|until|up to|no later than)\s+(?:the\s+)?(?:(?:end|middle|beginning|start|"
    r"close)\s+of\s+)?(?:the\s+)?(?:early|late|mid-?)?\s*$",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|on|from|at|during|for)\s+(?:the\s+)?(?:early|late|mid-?)?\s*$", re.I)
# A month or a feast without its year: the first one after the report.
_BARE = re.compile(
    rf"\b(?:by|before|in|from|until|up to)\s+(?:the end of\s+)?(?P<month>{_MONTH_NAMES}|Christmas|"
    r"Easter)\b(?!\s+(?:\d|of\s+\d))"
)
_FEASTS = {"Christmas": (12, 25), "Easter": (4, 30)}
_YEAR_END = re.compile(
    r"\b(?:by|before) (?:the )?end of (?:the|this) (?P<of>calendar |financial )?year\b",
    re.IGNORECASE,
)
# What was to be done by then lies behind the report.
_WAS = re.compile(r"\b(?:was|were) (?:to|due|expected|planned|scheduled|set)\b", re.IGNORECASE)
# What a target says is to come has a file of its own.
_TARGET = re.compile(r"\btargets?\b", re.IGNORECASE)


def promises(drop: Drop, catalogue: Catalogue, next_board: date) -> list[Promised]:
    """The promises in the words of a drop: what is to be told next time, or done by a day.

    A day before the quarter began is history. Words without a year mean the first such month
    after the report's board; the next quarter or report is that of ``next_board``.
    """
    return [
        Promised(
            each.indicator, quoted(each.text), said, due, str(drop.quarter),
            f"{each.file} line {each.line}",
        )
        for each in passages(drop, catalogue)
        if not _TARGET.search(each.text)
        for said, due in _due(each, drop, next_board)
    ]  # fmt: skip


def _due(passage: Passage, drop: Drop, next_board: date) -> list[tuple[str, date]]:
    """The first day that a sentence promises something for, with the words that say so."""
    text = passage.text
    known = list(_dated(text, drop.quarter.period.start))
    known += _undated(text, drop.info.reference_date)
    following = _NEXT.search(text)
    if following and _WILL.search(text):
        known.append((following[0], next_board))
    return sorted(known, key=lambda each: each[1])[:1]


def _dated(text: str, since: date) -> Iterator[tuple[str, date]]:
    for mention in mentions_of(text):
        # A span of months or a year is mostly what a figure covers, not when something is due.
        day = mention.last if mention.kind in (DAY, MONTH, SEASON, YEAR) else None
        if day is None or day < since:
            continue
        before = text[: mention.start]
        tied = _BY.search(before)
        if tied or (_IN.search(before) and _WILL.search(before)):
            begin = tied.start() if tied else mention.start
            yield text[begin : mention.end], day


def _undated(text: str, after: date) -> Iterator[tuple[str, date]]:
    for match in _BARE.finditer(text):
        if _WILL.search(text[: match.start()]) or match[0].lower().startswith(("by", "before")):
            was = _WAS.search(text[: match.start()])
            yield match[0], _first_after(match["month"], after.replace(day=1), past=bool(was))
    for match in _YEAR_END.finditer(text):
        month = 12 if (match["of"] or "").strip().lower() == "calendar" else 3
        yield match[0], _month_end(month, after)


def _first_after(name: str, after: date, *, past: bool) -> date:
    """The end of the first month of a name from a day on, or of the last one before it."""
    month, day = _FEASTS.get(name, (MONTHS.index(name) + 1 if name in MONTHS else 0, 0))
    end = _month_end(month, after)
    end = end.replace(year=end.year - 1, day=28) if past else end
    return end.replace(day=day or monthrange(end.year, end.month)[1])


def _month_end(month: int, after: date) -> date:
    year = after.year + (month < after.month)
    return date(year, month, monthrange(year, month)[1])
