"""Quarters name reports; periods say what a measurement covers.

Every spelling is one that a spreadsheet leaves alone: ``2008-09`` would come back from
Excel as ``Sep-08``, ``2008-09-FY`` comes back as it went in.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

MONTHS = tuple(calendar.month_name[1:])
TERMS = ("autumn", "spring", "summer")
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


@dataclass(frozen=True)
class Period:
    """What a measurement covers: its kind, spelling, first and last day.

    Periods sort by their last day, then by their first, then by their spelling: a calendar year
    and the four quarters to its end always come in the same order.

    >>> period = parse_period("2007-M07..2008-M06")
    >>> period.label, period.months
    ('year to June 2008', 12)
    """

    kind: str
    text: str
    start: date
    end: date

    def __lt__(self, other: Period) -> bool:
        return (self.end, self.start, self.text) < (other.end, other.start, other.text)

    def __str__(self) -> str:
        return self.text

    @property
    def months(self) -> int:
        """Whole months covered; 0 for a day.

        >>> parse_period("2009-10-Q2").months
        3
        """
        if self.kind == "day":
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def middle(self) -> datetime:
        """Half way from the beginning of the first day to that of the last.

        >>> parse_period("2009-M06").middle
        datetime.datetime(2009, 6, 15, 12, 0)
        """
        return datetime.combine(self.start, time.min) + (self.end - self.start) / 2

    @property
    def label(self) -> str:
        """The period as a board member reads it.

        >>> parse_period("2008-09-AY-T1T2").label
        'autumn and spring terms 2008/09'
        """
        return _label(self)

    @property
    def short_label(self) -> str:
        """The period as a chart's axis shows it.

        >>> parse_period("2009-10-Q2").short_label
        'Q2 2009/10'
        """
        return _short_label(self)

    @property
    def series(self) -> str:
        """Periods with the same series compare with each other: kind and span, not position.

        >>> parse_period("2007-08-AY").series == parse_period("2008-09-AY-T1T2").series
        False
        """
        if self.kind == "months":
            return f"months:{self.months}"
        if self.kind == "academic_terms":
            return f"academic_terms:{self.text[11:]}"
        return self.kind

    def shifted(self, years: int) -> Period:
        """The same period a number of years later (negative: earlier).

        >>> parse_period("2009-09-30").shifted(-1).text
        '2008-09-30'
        """
        return parse_period(_shift_years(self, years))

    @property
    def year_before(self) -> Period:
        """The same period a year before."""
        return self.shifted(-1)

    def contains(self, other: Period) -> bool:
        """Whether the other period lies within this one.

        >>> parse_period("2009-10-FY").contains(parse_period("2009-10-Q2"))
        True
        """
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, order=True)
class Quarter:
    """A financial quarter, which names a report: ``2009-10-Q2`` is July to September 2009.

    >>> quarter = parse_quarter("2009-10-Q2")
    >>> str(quarter.previous), quarter.title
    ('2009-10-Q1', 'Quarter 2 2009/10 (July to September 2009)')
    """

    year: int
    number: int

    def __str__(self) -> str:
        return f"{_double_year(self.year)}-Q{self.number}"

    @property
    def period(self) -> Period:
        """The quarter as a period."""
        return parse_period(str(self))

    @property
    def title(self) -> str:
        """The quarter as a report's heading says it."""
        return (
            f"Quarter {self.number} {self.year}/{(self.year + 1) % 100:02d} ({self.period.label})"
        )

    @property
    def previous(self) -> Quarter:
        """The quarter before."""
        return self.plus(-1)

    def plus(self, quarters: int) -> Quarter:
        """The quarter a number of quarters later (negative: earlier).

        >>> str(parse_quarter("2009-10-Q4").plus(1))
        '2010-11-Q1'
        """
        index = self.year * 4 + self.number - 1 + quarters
        return Quarter(index // 4, index % 4 + 1)


def parse_quarter(text: str) -> Quarter:
    """Read a financial quarter such as ``2009-10-Q2``.

    Raises ValueError with a sentence for the user.

    >>> parse_quarter("2009-10-Q2")
    Quarter(year=2009, number=2)
    """
    match = _COMPILED["financial_quarter"].fullmatch(str(text).strip())
    if match is None or not _years_follow(match):
        raise ValueError(f"'{text}' is not a quarter. Write quarters like 2009-10-Q2.")
    return Quarter(int(match["year"]), int(match["part"]))


@lru_cache(maxsize=16384)
def parse_period(text: str) -> Period:
    """Read a period in any of the spellings of ``KIND_NAMES``.

    Raises ValueError when the text is none of them; NotInCalendar, with a sentence for the
    user, when it is spelled like one but there is no such day, or its years do not follow.

    >>> parse_period("2009-M08").label
    'August 2009'
    >>> parse_period("30/09/2009").text
    '2009-09-30'
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
            follows = _double_year(int(match["year"]))[5:]
            raise NotInCalendar(f"{match['year']} is followed by {follows}, not {match['next']}.")
        try:
            start, end = _span(kind, match)
        except ValueError:
            raise NotInCalendar("There is no such day.") from None
        if end < start:
            raise NotInCalendar("It ends before it begins.")
        return Period(kind, text, start, end)
    raise ValueError(f"'{text}' is not a period.")


def _years_follow(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    return "next" not in groups or int(groups["next"]) == (int(groups["year"]) + 1) % 100


def _double_year(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"


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


def _shift_years(period: Period, years: int) -> str:
    if period.kind == "day":
        year = period.start.year + years
        last = calendar.monthrange(year, period.start.month)[1]
        return f"{year:04d}-{period.start.month:02d}-{min(period.start.day, last):02d}"
    if period.kind == "months":
        return "..".join(
            f"{int(part[:4]) + years:04d}{part[4:]}" for part in period.text.split("..")
        )
    year = int(period.text[:4]) + years
    if "next" in _COMPILED[period.kind].groupindex:
        return _double_year(year) + period.text[7:]
    return f"{year:04d}{period.text[4:]}"


def _month_year(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _month_range(start: date, end: date) -> str:
    first = MONTHS[start.month - 1]
    if start.year != end.year:
        first = f"{first} {start.year}"
    return f"{first} to {_month_year(end)}"


def _slash_year(text: str) -> str:
    return f"{text[:4]}/{text[5:7]}"


def _label(period: Period) -> str:
    kind, text = period.kind, period.text
    if kind == "day":
        return f"{period.start.day} {_month_year(period.start)}"
    if kind == "month":
        return _month_year(period.start)
    if kind == "months" and period.months % 12 == 0:
        years = period.months // 12
        return f"{'year' if years == 1 else f'{years} years'} to {_month_year(period.end)}"
    if kind in ("months", "financial_quarter", "calendar_quarter"):
        return _month_range(period.start, period.end)
    if kind == "academic_terms":
        names = [TERMS[int(number) - 1] for number in re.findall(r"T(\d)", text)]
        return f"{' and '.join(names)} term{'s' if len(names) > 1 else ''} {_slash_year(text)}"
    return text if kind == "calendar_year" else _slash_year(text)


def _short_label(period: Period) -> str:
    kind, text = period.kind, period.text
    if kind == "financial_quarter":
        return f"Q{text[-1]} {_slash_year(text)}"
    if kind == "calendar_quarter":
        return f"{text[-2:]} {text[:4]}"
    if kind == "day":
        return f"{period.start.day} {calendar.month_abbr[period.start.month]} {period.start.year}"
    if kind == "month":
        return f"{calendar.month_abbr[period.start.month]} {period.start.year}"
    if kind == "academic_terms":
        names = [TERMS[int(number) - 1][:3] for number in re.findall(r"T(\d)", text)]
        return f"{'–'.join(names)} {_slash_year(text)}"
    if kind == "months":
        return f"to {calendar.month_abbr[period.end.month]} {period.end.year}"
    return _label(period)


def format_date(day: date) -> str:
    """A date as the page prints it.

    >>> format_date(date(2009, 11, 2))
    '2 November 2009'
    """
    return f"{day.day} {_month_year(day)}"
