"""Points in order of time, with a place for each period that did not come."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cypt_analysis.statistics._validation import (
    FloatArray,
    Inputs,
    Numbers,
    fault_error,
    read,
)

_DAY_TYPES = (datetime.date, np.datetime64)  # a Timestamp and a datetime are dates too
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2}([T ].*)?)?)?$")
# A text such as 2009-10-Q2 sorts by time if only its digits change.
_YEAR_FIRST = re.compile(r"\d{4}\D")
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
            if type(label) is type(date) and label == date:
                return int(self.place[position])
        if self.moments is not None:
            try:
                moment = _moments([date])[0]
            except ValueError:
                moment = math.inf
            later = np.flatnonzero(self.moments >= moment)
            if later.size:
                return int(self.place[later[0]])
        raise fault_error(f"there is no point at {date!r} to rebase at, nor after it")


def read_timeline(
    inputs: Inputs, dates: Sequence[Any] | None = None, order: Numbers | None = None
) -> Timeline:
    """The timeline of one list of values.

    `order` are numbers that grow with time. Otherwise `dates` say when each point is: dates,
    periods, years, or texts such as 2009-01 (others that only differ in digits and begin with
    the year are sorted). Without either a Series' index counts if it holds dates or periods;
    else the points are taken to be in order, one a period.
    """
    size = inputs.shape[0]
    if order is not None:
        labels = list(range(size) if dates is None else dates)
        _check_length(labels, size)
        return _by_order(read(order=order).check()["order"], labels)
    if dates is None:
        index = inputs.index
        if index is None or not _tells_time(index):
            plain = np.arange(size)
            labels = list(range(size)) if index is None else list(index)
            return Timeline(plain, plain, labels, None)
        dates = list(index)
    labels = list(dates)
    _check_length(labels, size)
    try:
        moments = _moments(labels)
    except ValueError as error:
        raise fault_error(str(error)) from None
    order_of_time = np.argsort(moments, kind="stable")
    _refuse_repeats(moments[order_of_time], order_of_time, labels)
    labels = [labels[position] for position in order_of_time]
    moments = moments[order_of_time]
    return Timeline(order_of_time, _places(labels, moments), labels, moments)


def _check_length(labels: list[Any], size: int) -> None:
    if len(labels) != size:
        raise fault_error(f"{size} values have {len(labels)} dates")


def _by_order(moments: FloatArray, labels: list[Any]) -> Timeline:
    if moments.shape != (len(labels),):
        raise fault_error(f"{len(labels)} values have {moments.size} numbers of order")
    order = np.argsort(moments, kind="stable")
    _refuse_repeats(moments[order], order, labels)
    return Timeline(order, np.arange(order.size), [labels[i] for i in order], None)


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
    """Numbers that grow with time: days, periods, years, or places in the alphabet."""
    if all(isinstance(label, pd.Period) for label in labels):
        return np.array([label.start_time.toordinal() for label in labels], dtype=float)
    if all(isinstance(label, (*_DAY_TYPES, str)) for label in labels):
        texts = [label for label in labels if isinstance(label, str)]
        if all(_ISO.match(text) for text in texts):
            days = pd.to_datetime(pd.Series([str(label) for label in labels]), format="ISO8601")
            return (days - pd.Timestamp(0)).dt.total_seconds().to_numpy(dtype=float) / 86_400
        shapes = {re.sub(r"\d", "9", text) for text in texts}
        if len(texts) == len(labels) and len(shapes) == 1 and _YEAR_FIRST.match(texts[0]):
            return np.array([float(re.sub(r"\D", "", text)) for text in texts])
    elif not any(isinstance(label, (*_DAY_TYPES, str, bool)) for label in labels):
        return np.atleast_1d(read(dates=labels).check()["dates"])
    raise ValueError(
        "the dates cannot be put in order of time: write them like 2009-01, or give their order"
    )


def _places(labels: list[Any], moments: FloatArray) -> np.ndarray:
    """Whole periods from the first point; one that did not come leaves its place empty."""
    if moments.size < 2:
        return np.arange(moments.size)
    if isinstance(labels[0], str) and not _ISO.match(labels[0]):
        return np.arange(moments.size)
    if not isinstance(labels[0], (str, pd.Period, *_DAY_TYPES)):
        whole = np.all(moments % 1 == 0)
        return _by_common_step(moments) if whole else np.arange(moments.size)
    days = pd.to_datetime(pd.Series(moments), unit="D")
    if isinstance(labels[0], pd.Period):
        days = pd.Series([label.start_time for label in labels])
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
