"""When a source's file is next expected: by the words of its entry, else by its cycle."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from cypt_analysis.catalogue import Source
from cypt_analysis.catalogue.kinds import CYCLE_MONTHS
from cypt_analysis.ground.quarter import MONTHS, Quarter

_MONTH = re.compile(
    rf"\b(?:(?P<part>early|mid|late)[- ])?(?P<month>{'|'.join(MONTHS)})\b", re.IGNORECASE
)
_DAYS = {"early": 10, "mid": 20}


def expected_by(
    source: Source, quarter: Quarter, cut_off: date, last: tuple[Quarter, date] | None
) -> date | None:
    """By which day a quarter's file of a source is expected; None where it is not due.

    ``last`` is the quarter for which a file last came, and that drop's data cut-off. An annual
    source is due once a year, on the day that its entry's words name ("late October"); without such
    words four quarters after it last came. A quarterly one is due at each data cut-off. What comes
    irregularly is expected on no day.
    """
    months = CYCLE_MONTHS.get(source.cycle)
    if months is None:
        return None
    named = due_day(source.due, cut_off) if source.cycle == "annual" else None
    if named is not None:
        return None if last is not None and last[1] >= named else named
    return cut_off if last is None or last[0].plus(months // 3) <= quarter else None


def due_day(words: str, until: date) -> date | None:
    """The last day up to another that words name by its month; None where they name none.

    >>> due_day("late October", date(2026, 1, 31)), due_day("mid-November", date(2025, 10, 31))
    (datetime.date(2025, 10, 31), datetime.date(2024, 11, 20))
    """
    named = list(_MONTH.finditer(words))
    if not named:
        return None
    month = MONTHS.index(named[-1]["month"].capitalize()) + 1
    part = (named[-1]["part"] or "").lower()
    days = (
        date(year, month, _DAYS.get(part, monthrange(year, month)[1]))
        for year in (until.year, until.year - 1)
    )
    return next(day for day in days if day <= until)
