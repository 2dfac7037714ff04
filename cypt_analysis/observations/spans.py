"""What a figure covers, in words: nothing else turns the dates of a figure into them.

A figure is named after a period and may cover more: the year to date or a rolling year begin before
the quarter that names them. Every sentence, title, header and label prints its span.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from cypt_analysis.catalogue.kinds import Window
from cypt_analysis.ground.quarter import Period, format_date, parse_period

_YEAR = 12
# What stands after "in the" and not after "in" alone.
_WITH_ARTICLE = ("year", "autumn", "spring", "summer")


@dataclass(frozen=True)
class Span:
    """The days that a figure covers, beside the period that it is named after.

    ``start`` is its first day, ``runs_to`` the day on which it was taken where that came before
    the period was over.

    >>> span = Span(parse_period("2009-10-Q3"), Window.YEAR_TO_DATE, date(2009, 4, 1))
    >>> span.label, span.when, span.short
    ('April to December 2009, the year to date', 'in April to December 2009', 'Apr–Dec 2009')
    """

    named: Period
    window: Window
    start: date
    runs_to: date | None = None

    @cached_property
    def covered(self) -> Period | None:
        """What it covers as a period; None from one day of a month to another."""
        end = self.named.end
        moving = self.window in (Window.YEAR_TO_DATE, Window.ROLLING)
        if not moving or self.start == self.named.start:
            return self.named
        if (end + timedelta(days=1)).day > 1:
            return None
        return parse_period(f"{self.start:%Y-M%m}..{end:%Y-M%m}")

    @property
    def order(self) -> tuple[date, date, str]:
        """By its last day, then by its first: alike for all that covers the same days."""
        return self.named.end, self.start, self.name

    @property
    def middle(self) -> datetime:
        """Half way from the beginning of its first day to that of its last."""
        return datetime.combine(self.start, time.min) + (self.named.end - self.start) / 2

    @property
    def months(self) -> int:
        """Whole months covered; 0 for a day, and from one day of a month to another."""
        return self.covered.months if self.covered else 0

    @property
    def next_year(self) -> Span:
        """The same span a year later."""
        named, day = self.named.shifted(1), self.start
        moved = named.start if day == self.named.start else day.replace(year=day.year + 1)
        return replace(self, named=named, start=moved, runs_to=None)

    @property
    def name(self) -> str:
        """Its dates alone: "April to December 2009"."""
        if self.covered is None:
            return f"{format_date(self.start)} to {format_date(self.named.end)}"
        return self.covered.label

    @property
    def label(self) -> str:
        """Its dates as a cell has them, that it is a year to date, and that it is cut short."""
        grows = self.window is Window.YEAR_TO_DATE and self.covered is not self.named
        told = "the year to date" if grows and self.months != _YEAR else ""
        return ", ".join(filter(None, [self.name, told, self.part]))

    @property
    def when(self) -> str:
        """Its dates after their preposition: "in the year to June 2008"."""
        if self.covered is None:
            return f"from {self.name}"
        return f"{'on' if self.covered.kind == 'day' else 'in'} {self.noun}"

    @property
    def noun(self) -> str:
        """Its dates after any word: "the year to June 2008"."""
        return f"{'the ' if self.name.startswith(_WITH_ARTICLE) else ''}{self.name}"

    @property
    def short(self) -> str:
        """Its dates as an axis has them."""
        return self.covered.short_label if self.covered else self.named.short_label

    @property
    def part(self) -> str:
        """That a figure covers a part of its period only, empty where it covers all of it."""
        until = self.runs_to
        return f"part of the period only, to {format_date(until)}" if until else ""


def span_of(row: Any) -> Span:
    """The span of an observation, or of any row with its ``period, window, start, runs_to``."""
    return _span(row["period"], row["window"], row["start"], row["runs_to"])


def spans_of(rows: pd.DataFrame) -> list[Span]:
    """The span of each row of a table, in their order."""
    columns = (rows[name] for name in ("period", "window", "start", "runs_to"))
    return [_span(*cells) for cells in zip(*columns, strict=True)]


def earlier_span(row: Any) -> Span:
    """The span of the earlier figure that a row is compared with, which is of the same window."""
    return _span(row["then_period"], row["window"], row["then_start"], pd.NaT)


def span_named(text: str) -> Span:
    """The span of what is of a whole period and no figure: a target, an assumption.

    >>> span_named("2009-10-FY").when
    'in 2009/10'
    """
    period = parse_period(text)
    return Span(period, Window.SNAPSHOT if period.kind == "day" else Window.WHOLE, period.start)


@lru_cache(maxsize=16384)
def _span(period: str, window: str, start: pd.Timestamp, runs_to: pd.Timestamp) -> Span:
    until = None if pd.isna(runs_to) else runs_to.date()
    return Span(parse_period(period), Window(window), start.date(), until)
