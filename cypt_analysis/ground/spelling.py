"""How periods are written in files: which spellings there are, and what days each covers."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

# Terms end on other days in each authority; these are nominal and only used for ages.
_TERM_ENDS = ((12, 31), (4, 30), (8, 31))

KIND_NAMES = {
    "financial_quarter": "financial quarters like 2009-10-Q2",
    "financial_year": "financial years like 2008-09-FY",
    "academic_year": "academic years like 2008-09-AY",
    "academic_terms": "terms of an academic year like 2008-09-AY-T1T2 (autumn and spring)",
    "calendar_quarter": "calendar quarters like 2008-Q2",
    "calendar_year": "calendar years like 2008",
    "month": "months like 2009-M08",
    "months": "spans of months like 2007-M07..2008-M06",
    "day": "days like 2009-09-30 or 30/09/2009",
}

_PATTERNS = {
    "financial_quarter": r"(?P<year>\d{4})-(?P<next>\d{2})-Q(?P<part>[1-4])",
    "financial_year": r"(?P<year>\d{4})-(?P<next>\d{2})-FY",
    "academic_year": r"(?P<year>\d{4})-(?P<next>\d{2})-AY",
    "academic_terms": r"(?P<year>\d{4})-(?P<next>\d{2})-AY-(?P<terms>T1|T2|T3|T1T2|T2T3)",
    "calendar_quarter": r"(?P<year>\d{4})-Q(?P<part>[1-4])",
    "calendar_year": r"(?P<year>\d{4})",
    "month": r"(?P<year>\d{4})-M(?P<month>0[1-9]|1[0-2])",
    "months": (
        r"(?P<year>\d{4})-M(?P<month>0[1-9]|1[0-2])"
        r"\.\.(?P<last_year>\d{4})-M(?P<last_month>0[1-9]|1[0-2])"
    ),
    "day": r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
}
_COMPILED = {kind: re.compile(pattern, re.ASCII) for kind, pattern in _PATTERNS.items()}
# What Excel on a British computer makes of 2009-09-30.
_BRITISH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


class NotInCalendar(ValueError):
    """A period spelled as one, of years that do not follow or a day that does not exist."""


def read_spelling(text: str) -> tuple[str, str, date, date]:
    """The kind of a period, its spelling, and its first and last day.

    Raises ValueError when the text is none of ``KIND_NAMES``; NotInCalendar, with a sentence for
    the user, when it is spelled like one but there is no such day, or its years do not follow.

    >>> read_spelling("30/09/2009")[:2]
    ('day', '2009-09-30')
    """
    text = text.strip()
    british = _BRITISH_DAY.fullmatch(text)
    if british:
        text = f"{british[3]}-{int(british[2]):02d}-{int(british[1]):02d}"
    for kind, pattern in _COMPILED.items():
        match = pattern.fullmatch(text)
        if match is None:
            continue
        if not _years_follow(match):
            follows = double_year(int(match["year"]))[5:]
            raise NotInCalendar(f"{match['year']} is followed by {follows}, not {match['next']}.")
        try:
            start, end = _span(kind, match)
        except ValueError:
            raise NotInCalendar("There is no such day.") from None
        if end < start:
            raise NotInCalendar("It ends before it begins.")
        return kind, text, start, end
    raise ValueError(f"'{text}' is not a period.")


def double_year(year: int) -> str:
    """A year that ends in the next one.

    >>> double_year(2009)
    '2009-10'
    """
    return f"{year}-{(year + 1) % 100:02d}"


def _years_follow(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    return "next" not in groups or int(groups["next"]) == (int(groups["year"]) + 1) % 100


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _span(kind: str, match: re.Match[str]) -> tuple[date, date]:
    year = int(match["year"])
    if kind == "financial_quarter":
        month = {"1": 4, "2": 7, "3": 10, "4": 1}[match["part"]]
        first = date(year + (month == 1), month, 1)
        return first, _month_end(first.year, month + 2)
    if kind == "financial_year":
        return date(year, 4, 1), date(year + 1, 3, 31)
    if kind == "academic_year":
        return date(year, 9, 1), date(year + 1, 8, 31)
    if kind == "academic_terms":
        return _term_span(year, match["terms"])
    if kind == "calendar_quarter":
        month = int(match["part"]) * 3
        return date(year, month - 2, 1), _month_end(year, month)
    if kind == "calendar_year":
        return date(year, 1, 1), date(year, 12, 31)
    if kind == "day":
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    first = date(year, int(match["month"]), 1)
    if kind == "month":
        return first, _month_end(year, first.month)
    return first, _month_end(int(match["last_year"]), int(match["last_month"]))


def _term_span(year: int, terms: str) -> tuple[date, date]:
    first, last = int(terms[1]) - 1, int(terms[-1]) - 1
    ends = [date(year + (month < 9), month, day) for month, day in _TERM_ENDS]
    start = date(year, 9, 1) if first == 0 else ends[first - 1] + timedelta(days=1)
    return start, ends[last]
