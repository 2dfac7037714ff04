"""Periods and days as people read them."""

from __future__ import annotations

import calendar
import re
from datetime import date

from cypt_analysis.ground.spelling import Spelled

MONTHS = tuple(calendar.month_name[1:])
TERMS = ("autumn", "spring", "summer")


def months_of(period: Spelled) -> int:
    """Whole months covered; 0 for a day.

    >>> from cypt_analysis.ground.spelling import read_period
    >>> months_of(read_period("2009-10-Q2"))
    3
    """
    if period.kind == "day":
        return 0
    start, end = period.start, period.end
    return (end.year - start.year) * 12 + end.month - start.month + 1


def format_date(day: date) -> str:
    """A date as the page prints it.

    >>> format_date(date(2009, 11, 2))
    '2 November 2009'
    """
    return f"{day.day} {_month_year(day)}"


def _month_year(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _month_range(start: date, end: date) -> str:
    first = MONTHS[start.month - 1]
    if start.year != end.year:
        first = f"{first} {start.year}"
    return f"{first} to {_month_year(end)}"


def _slash_year(text: str) -> str:
    return f"{text[:4]}/{text[5:7]}"


def label_of(period: Spelled) -> str:
    """A period as a board member reads it.

    >>> from cypt_analysis.ground.spelling import read_period
    >>> label_of(read_period("2008-09-AY-T1T2"))
    'autumn and spring terms 2008/09'
    """
    kind, text = period.kind, period.text
    if kind == "day":
        return f"{period.start.day} {_month_year(period.start)}"
    if kind == "month":
        return _month_year(period.start)
    if kind == "months" and months_of(period) % 12 == 0:
        years = months_of(period) // 12
        return f"{'year' if years == 1 else f'{years} years'} to {_month_year(period.end)}"
    if kind in ("months", "financial_quarter", "calendar_quarter"):
        return _month_range(period.start, period.end)
    if kind == "academic_terms":
        names = [TERMS[int(number) - 1] for number in re.findall(r"T(\d)", text)]
        return f"{' and '.join(names)} term{'s' if len(names) > 1 else ''} {_slash_year(text)}"
    return text if kind == "calendar_year" else _slash_year(text)


def short_label_of(period: Spelled) -> str:
    """A period as a chart's axis shows it.

    >>> from cypt_analysis.ground.spelling import read_period
    >>> short_label_of(read_period("2009-10-Q2"))
    'Q2 2009/10'
    """
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
        end = f"{calendar.month_abbr[period.end.month]} {period.end.year}"
        whole = months_of(period) % 12 == 0
        return f"to {end}" if whole else f"{calendar.month_abbr[period.start.month]}–{end}"
    return label_of(period)
