"""How a figure lies in time: its window, the break it comes after, whether its period was over.

What may be compared has one ``series``: the same kind and span of period in the same window, on
the same side of each break, of a period that was over when its figure was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cypt_analysis.catalogue.entries import Break
from cypt_analysis.catalogue.kinds import Window
from cypt_analysis.ground.quarter import MONTHS, Period, format_date

# In which month the years of a kind of period begin.
_BEGINS = {"financial": 4, "academic": 9, "calendar": 1}
_YEAR = 12


@dataclass(frozen=True)
class Placed:
    """Where a figure stands in time.

    ``start`` is the first day that it covers, which in a year to date or a rolling year comes
    before that of the period it is named after. ``segment`` names the stretch between two breaks,
    ``since`` the break it comes after or lies across, in words; both are empty without one.
    """

    window: Window
    start: date
    end: date
    series: str
    segment: str
    since: str


def placed(
    period: Period,
    window: Window | None = None,
    restarts: str | None = None,
    breaks: Sequence[Break] = (),
) -> Placed:
    """Where the figure of a period stands, in a window and a series with breaks in order of time.

    >>> from cypt_analysis.ground.quarter import parse_period
    >>> december = placed(parse_period("2009-M12"), Window.YEAR_TO_DATE, "January")
    >>> january = placed(parse_period("2010-M01"), Window.YEAR_TO_DATE, "January")
    >>> december.start, december.series == january.series
    (datetime.date(2009, 1, 1), False)
    """
    usual = Window.SNAPSHOT if period.kind == "day" else Window.WHOLE
    window = window or usual
    start, series = period.start, period.series
    if window is not usual:
        series = f"{window} {series}"
    if window is Window.YEAR_TO_DATE:
        # A counter at one place in its year compares with that of the same place alone.
        start, series = _restart(period, restarts), f"{series} to {period.place}"
    elif window is Window.ROLLING and period.months < _YEAR:
        start = _months_before(period.end, _YEAR - 1)
    first = period.end if window is Window.SNAPSHOT else start
    segment, since = _segment(first, period.end, breaks)
    return Placed(window, start, period.end, f"{series} {segment}".strip(), segment, since)


def _restart(period: Period, restarts: str | None) -> date:
    """The day on which the counter that the period is a reading of began."""
    month = MONTHS.index(restarts) + 1 if restarts else _BEGINS.get(period.kind.split("_")[0])
    if month is None:
        return period.start
    year = period.end.year if period.end.month >= month else period.end.year - 1
    return date(year, month, 1)


def _months_before(day: date, months: int) -> date:
    index = day.year * _YEAR + day.month - 1 - months
    return date(index // _YEAR, index % _YEAR + 1, 1)


def _segment(first: date, last: date, breaks: Sequence[Break]) -> tuple[str, str]:
    before = [each for each in breaks if each.start <= first]
    within = [each for each in breaks if first < each.start <= last]
    if within:
        days = " and ".join(format_date(each.start) for each in within)
        reasons = " ".join(_sentence(each.reason) for each in within)
        return f"across {within[0].start}", f"it lies across the break on {days}: {reasons}"
    if not before:
        return "", ""
    latest = before[-1]
    told = f"the series begins anew on {format_date(latest.start)}: {_sentence(latest.reason)}"
    return f"from {latest.start}", told


def _sentence(reason: str) -> str:
    return reason if reason.endswith(".") else f"{reason}."
