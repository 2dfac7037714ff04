"""Placeholders that name a period: the same sentence a quarter later, and without the period."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from cypt_analysis.ground.quarter import Period, parse_period, parse_quarter

_PLACEHOLDER = re.compile(r"\{\{[^{}\n]*\}\}")
_MONTH = r"\d{4}-M\d{2}"
# A period within a fact's name, the longer spellings first.
_PERIOD = re.compile(
    rf"(?<=\.)(?:\d{{4}}-\d{{2}}-(?:Q[1-4]|FY|AY(?:-T[123]+)?|\d{{2}})|{_MONTH}(?:\.\.{_MONTH})?|"
    r"\d{4}-Q[1-4]|\d{4})(?=[.\s|}])"
)
# Those of which there is another one every quarter.
_BY_QUARTER = ("financial_quarter", "calendar_quarter", "month", "months", "day")


def without_pins(text: str) -> str:
    """A text whose placeholders do not say of which period: what two quarters' words share.

    >>> without_pins("It was {{ neet.2009-M08 }} in 2009.")
    'It was {{ neet.* }} in 2009.'
    """
    return _PLACEHOLDER.sub(lambda match: _PERIOD.sub("*", match[0]), text)


def is_pinned(text: str) -> bool:
    """Whether a placeholder of a text names a period.

    >>> is_pinned("It was {{ neet.2009-M08 }}."), is_pinned("It was {{ neet.latest }}.")
    (True, False)
    """
    return without_pins(text) != text


def moved_on(text: str) -> str:
    """A text whose placeholders name periods three months later; years stay what they were.

    >>> moved_on("{{ neet.2009-M11 }}, {{ caf.2009-10-Q4 }} and {{ referrals.2008-09-FY }}")
    '{{ neet.2010-M02 }}, {{ caf.2010-11-Q1 }} and {{ referrals.2008-09-FY }}'
    """
    return _PLACEHOLDER.sub(lambda match: _PERIOD.sub(_next, match[0]), text)


def _next(match: re.Match[str]) -> str:
    try:
        period = parse_period(match[0])
    except ValueError:
        return match[0]
    return _later(period) if period.kind in _BY_QUARTER else match[0]


def _later(period: Period) -> str:
    if period.kind == "financial_quarter":
        return str(parse_quarter(period.text).plus(1))
    if period.kind == "day":
        return three_months_on(period.start).isoformat()
    first, last = three_months_on(period.start), three_months_on(period.end)
    if period.kind == "calendar_quarter":
        return f"{last.year}-Q{last.month // 3}"
    begin, end = (f"{day.year}-M{day.month:02d}" for day in (first, last))
    return begin if period.kind == "month" else f"{begin}..{end}"


def three_months_on(day: date) -> date:
    """The same day three months later, the last of a month for the last of a month.

    >>> three_months_on(date(2009, 9, 30))
    datetime.date(2009, 12, 31)
    """
    year, month = day.year + (day.month > 9), (day.month + 2) % 12 + 1
    last = monthrange(year, month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if is_last else min(day.day, last))
