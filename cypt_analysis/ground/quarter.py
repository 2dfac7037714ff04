"""Quarters name reports; periods say what a measurement covers.

Every spelling is one that a spreadsheet leaves alone: ``2008-09`` would come back from
Excel as ``Sep-08``, ``2008-09-FY`` comes back as it went in.
"""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from cypt_analysis.ground.spelling import KIND_NAMES, NotInCalendar, double_year, read_spelling

__all__ = [
    "KIND_NAMES", "MONTHS", "NotInCalendar", "Period", "Quarter", "format_date", "is_period",
    "parse_period", "parse_quarter",
]  # fmt: skip


MONTHS = tuple(calendar.month_name[1:])
_TERMS = ("autumn", "spring", "summer")


def format_date(day: date) -> str:
    """A date as the page prints it.

    >>> format_date(date(2009, 11, 2))
    '2 November 2009'
    """
    return f"{day.day} {_month_year(day)}"


def _month_year(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _short_month_year(day: date) -> str:
    return f"{calendar.month_abbr[day.month]} {day.year}"


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
        start, end = self.start, self.end
        return (end.year - start.year) * 12 + end.month - start.month + 1

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
        if self.kind == "day":
            return format_date(self.start)
        if self.kind == "month":
            return _month_year(self.start)
        if self.kind == "months" and self.months % 12 == 0:
            years = self.months // 12
            return f"{'year' if years == 1 else f'{years} years'} to {_month_year(self.end)}"
        if self.kind in ("months", "financial_quarter", "calendar_quarter"):
            first = MONTHS[self.start.month - 1]
            if self.start.year != self.end.year:
                first = f"{first} {self.start.year}"
            return f"{first} to {_month_year(self.end)}"
        if self.kind == "academic_terms":
            names = self._terms
            return f"{' and '.join(names)} term{'s' if len(names) > 1 else ''} {self._slash_year}"
        return self.text if self.kind == "calendar_year" else self._slash_year

    @property
    def short_label(self) -> str:
        """The period as a chart's axis shows it.

        >>> parse_period("2009-10-Q2").short_label
        'Q2 2009/10'
        """
        if self.kind == "financial_quarter":
            return f"Q{self.text[-1]} {self._slash_year}"
        if self.kind == "calendar_quarter":
            return f"{self.text[-2:]} {self.text[:4]}"
        if self.kind == "day":
            return f"{self.start.day} {_short_month_year(self.start)}"
        if self.kind == "month":
            return _short_month_year(self.start)
        if self.kind == "academic_terms":
            return f"{'–'.join(name[:3] for name in self._terms)} {self._slash_year}"
        if self.kind == "months":
            end = _short_month_year(self.end)
            whole = self.months % 12 == 0
            return f"to {end}" if whole else f"{calendar.month_abbr[self.start.month]}–{end}"
        return self.label

    @property
    def place(self) -> str:
        """Where in its year it lies: periods of one series and place are a whole year apart.

        >>> parse_period("2009-10-Q2").place, parse_period("2008-02-29").place
        ('Q2', 'end of 02')
        """
        if self.kind == "day":
            # A stock counted "at the end of February" is dated by either day in a leap year.
            if self.start.month == 2 and self.start.day >= 28:
                return "end of 02"
            return f"{self.start:%m-%d}"
        if self.kind == "months":
            last = self.end.year - self.start.year
            return f"{self.text[5:8]}..{last}{self.text[-4:]}"
        return self.text[8:] if self._names_next else self.text[5:]

    @property
    def _names_next(self) -> bool:
        return self.kind in ("financial_quarter", "financial_year") or "academic" in self.kind

    @property
    def _slash_year(self) -> str:
        return f"{self.text[:4]}/{self.text[5:7]}"

    @property
    def _terms(self) -> list[str]:
        return [_TERMS[int(number) - 1] for number in re.findall(r"T(\d)", self.text)]

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

        >>> parse_period("2008-02-29").shifted(1).text
        '2009-02-28'
        """
        year = int(self.text[:4]) + years
        if self.kind == "day":
            last = calendar.monthrange(year, self.start.month)[1]
            return parse_period(f"{year:04d}-{self.start:%m}-{min(self.start.day, last):02d}")
        if self.kind == "months":
            spans = self.text.split("..")
            return parse_period("..".join(f"{int(s[:4]) + years:04d}{s[4:]}" for s in spans))
        named = double_year(year) if self._names_next else f"{year:04d}"
        return parse_period(named + self.text[len(named) :])

    @property
    def year_before(self) -> Period:
        """The same period a year before."""
        return self.shifted(-1)

    def is_year_before(self, other: Period) -> bool:
        """Whether this is the same period as the other, a year before.

        The end of February is one place, whichever of its days a count is dated by.

        >>> parse_period("2008-02-29").is_year_before(parse_period("2009-02-28"))
        True
        """
        same = (self.series, self.place) == (other.series, other.place)
        return same and self.start.year == other.start.year - 1

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
        return f"{double_year(self.year)}-Q{self.number}"

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
    with suppress(ValueError):
        kind, spelled, *_ = read_spelling(str(text))
        if kind == "financial_quarter":
            return Quarter(int(spelled[:4]), int(spelled[-1]))
    raise ValueError(f"'{text}' is not a quarter. Write quarters like 2009-10-Q2.")


@lru_cache(maxsize=16384)
def parse_period(text: str) -> Period:
    """Read a period in any of the spellings of ``KIND_NAMES``.

    Raises ValueError when the text is none of them; NotInCalendar, with a sentence for the
    user, when it is spelled like one but there is no such day, or its years do not follow.

    >>> parse_period("2009-M08").label
    'August 2009'
    """
    return Period(*read_spelling(text))


def is_period(text: str) -> bool:
    """Whether a text is a period in one of our spellings.

    >>> is_period("2009-10-Q2"), is_period("Source: case system")
    (True, False)
    """
    try:
        parse_period(text)
    except ValueError:
        return False
    return True
