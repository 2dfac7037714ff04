"""Points in order of time, with a place for each period that did not come."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from cypt_analysis.statistics._validation import (
    FloatArray,
    Inputs,
    fault_error,
    read,
)

_DAY_TYPES = (datetime.date, np.datetime64)  # a Timestamp and a datetime are dates too
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2}([T ].*)?)?)?$")
# 2009-10 among 2008-09 and 2010-11 is a year, and no month.
_TWO_YEARS = re.compile(r"(\d\d)(\d\d)-(\d\d)$")
# 2009-10-Q2, 2009-M08, 2008/09, 2007-M07..2008-M06: the year first, then its part.
_YEAR_AND_PART = re.compile(r"(\d{4})(?:[-/]\d{2})?(?:.*?([QMT])(\d{1,2}))?")
_PARTS = {"Q": 4, "M": 12, "T": 3, None: 1}
_DAYS_OF_A_SHORT_MONTH = 28


@dataclass(frozen=True)
class Timeline:
    """Where each point of the input stands in time.

    order   positions of the input, earliest first
    place   of each point in that order, in whole periods from the first one
    labels  of the points in that order
    moments numbers that grow with time, in that order; None where labels only name the points
    """

    order: np.ndarray
    place: np.ndarray
    labels: list[Any]
    moments: FloatArray | None

    @property
    def length(self) -> int:
        """Periods from the first to the last, those that did not come counted too."""
        return int(self.place[-1]) + 1 if self.place.size else 0

    def spread(self, values: FloatArray) -> FloatArray:
        """Values of the input at their places in time; missing where no period came."""
        placed = np.full(self.length, np.nan)
        placed[self.place] = values[self.order]
        return placed

    def gather(self, placed: np.ndarray) -> np.ndarray:
        """What stands at each point's place, in the order of the input."""
        values = np.empty(self.order.size, dtype=placed.dtype)
        values[self.order] = placed[self.place]
        return values

    def point(self, place: int) -> int:
        """How many points come before a place."""
        return int(np.searchsorted(self.place, place))

    def find(self, date: Any) -> int:
        """The place of the point that a date names, or of the first one after it."""
        for position, label in enumerate(self.labels):
            if _same(label, date):
                return int(self.place[position])
        if self.moments is not None:
            moment = self._moment(date)
            later = np.flatnonzero(self.moments >= moment)
            if later.size:
                return int(self.place[later[0]])
        raise fault_error(f"there is no point at {date!r} to rebase at, nor after it")

    def _moment(self, date: Any) -> float:
        """A date on the labels' own scale; never reached where it cannot be read on it."""
        in_parts = _are_years_and_parts(self.labels)
        if isinstance(date, Real) != isinstance(self.labels[0], Real):
            return math.inf
        try:
            if in_parts != (isinstance(date, str) and _are_years_and_parts([date, self.labels[0]])):
                return math.inf
            return float(_year_and_part(date) if in_parts else _moments([date])[0])
        except ValueError:
            return math.inf


def _same(label: Any, date: Any) -> bool:
    """Whether they are one date of one kind; a text is never compared with a number or a day."""
    numbers = isinstance(label, Real) and isinstance(date, Real)
    return (numbers or type(label) is type(date)) and bool(label == date)


def read_timeline(inputs: Inputs, dates: Sequence[Any] | None = None) -> Timeline:
    """The timeline of one list of values.

    `dates` say when each point is: dates, periods, years, or texts such as 2009-01, 2008/09,
    2009-M08 or 2009-10-Q2. Without them a Series' index counts if it holds dates or periods; else
    the points are taken to be in order, one a period.
    """
    size = inputs.shape[0]
    if dates is None:
        index = inputs.index
        if index is None or not _tells_time(index):
            plain = np.arange(size)
            labels = list(range(size)) if index is None else list(index)
            return Timeline(plain, plain, labels, None)
        dates = list(index)
    labels = list(dates)
    if len(labels) != size:
        raise fault_error(f"{size} values have {len(labels)} dates")
    try:
        moments = _moments(labels)
    except ValueError as error:
        raise fault_error(str(error)) from None
    order_of_time = np.argsort(moments, kind="stable")
    _refuse_repeats(moments[order_of_time], order_of_time, labels)
    labels = [labels[position] for position in order_of_time]
    moments = moments[order_of_time]
    return Timeline(order_of_time, _places(labels, moments), labels, moments)


def _refuse_repeats(moments: FloatArray, order: np.ndarray, labels: list[Any]) -> None:
    if np.isnan(moments).any():
        raise fault_error("a date is missing")
    again = order[1:][np.diff(moments) == 0]
    if again.size:
        raise fault_error(f"two points have the date {labels[int(again[0])]!r}")


def _tells_time(index: pd.Index) -> bool:
    if isinstance(index, (pd.DatetimeIndex, pd.PeriodIndex)):
        return True
    return len(index) > 0 and all(
        isinstance(label, (pd.Period, *_DAY_TYPES))
        or (isinstance(label, str) and _ISO.match(label))
        for label in index
    )


def _moments(labels: list[Any]) -> FloatArray:
    """Numbers that grow with time: days, or for years and parts of years those."""
    if all(isinstance(label, pd.Period) for label in labels):
        return _days([label.start_time for label in labels])
    if _are_years_and_parts(labels):
        return np.array([_year_and_part(text) for text in labels])
    if all(
        _ISO.match(label) if isinstance(label, str) else isinstance(label, _DAY_TYPES)
        for label in labels
    ):
        return _days([str(label) for label in labels])
    if not any(isinstance(label, (*_DAY_TYPES, pd.Period, str, bool)) for label in labels):
        return np.atleast_1d(read(dates=labels).check()["dates"])
    raise ValueError("the dates cannot be put in order of time: write them like 2009-01")


def _days(labels: list[Any]) -> FloatArray:
    days = pd.to_datetime(pd.Series(labels), format="ISO8601", utc=True)
    since = days - pd.Timestamp(0, tz="UTC")
    return np.asarray(since.dt.total_seconds().to_numpy(dtype=float) / 86_400)


def _are_years_and_parts(labels: list[Any]) -> bool:
    """Whether all labels are texts of one shape that begin with the year, and no days."""
    if not labels or not all(isinstance(label, str) for label in labels):
        return False
    if all(_ISO.match(text) for text in labels):
        pairs = [_TWO_YEARS.match(text) for text in labels]
        return len(labels) > 1 and all(
            pair and (int(pair[2]) + 1) % 100 == int(pair[3]) for pair in pairs
        )
    shapes = {re.sub(r"\d", "9", text) for text in labels}
    return len(shapes) == 1 and _YEAR_AND_PART.match(labels[0]) is not None


def _year_and_part(text: str) -> float:
    found = _YEAR_AND_PART.match(text.split("..", maxsplit=1)[0])
    if found is None:
        raise ValueError(f"the date {text!r} does not begin with a year")
    return int(found[1]) * _PARTS[found[2]] + int(found[3] or 0)


def _places(labels: list[Any], moments: FloatArray) -> np.ndarray:
    """Whole periods from the first point; one that did not come leaves its place empty."""
    if moments.size < 2:
        return np.arange(moments.size)
    if _are_years_and_parts(labels):
        return _by_common_step(moments)
    if not isinstance(labels[0], (str, pd.Period, *_DAY_TYPES)):
        whole = np.all(moments % 1 == 0)
        return _by_common_step(moments) if whole else np.arange(moments.size)
    days = pd.to_datetime(pd.Series(moments), unit="D")
    months = (days.dt.year * 12 + days.dt.month).to_numpy(dtype=float)
    steps = np.diff(months)
    if np.all(steps > 0) and np.median(np.diff(moments)) >= _DAYS_OF_A_SHORT_MONTH:
        return _by_common_step(months)
    # Days or weeks: the typical step, so that a day early or late is no gap.
    places = np.round((moments - moments[0]) / np.median(np.diff(moments)))
    return places.astype(int) if np.all(np.diff(places) > 0) else np.arange(moments.size)


def _by_common_step(moments: FloatArray) -> np.ndarray:
    steps = np.diff(moments).astype(int)
    return np.concatenate([[0], np.cumsum(steps // math.gcd(*steps.tolist()))]).astype(int)
