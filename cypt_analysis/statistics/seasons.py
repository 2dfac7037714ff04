"""Taking a season out of a series: each figure against the same period of the other years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cypt_analysis.statistics._timeline import read_timeline
from cypt_analysis.statistics._validation import (
    FloatArray,
    Numbers,
    Result,
    check_whole,
    fault_error,
    read,
)

LEAST_YEARS = 3
"""A season that has been seen less often cannot be told from chance."""

_TOO_SHORT = (
    "a season needs three years or more of every period to be taken out: {} has come in {} years"
)


@dataclass(frozen=True)
class WithoutSeason:
    """A series with its season taken out.

    values  what each figure would be in an average period; missing where the series is refused
    season  what was taken out of each
    years   how often the period that came least has come
    reason  why the series is refused, else ""
    """

    values: Result
    season: Result
    years: int
    reason: str


def take_out_season(
    values: Numbers, periods_per_year: int, dates: Sequence[Any] | None = None
) -> WithoutSeason:
    """Take the season out of a series of at least three years.

    Parameters: `values`, a sequence, array or Series; `periods_per_year` (12 months, 4 quarters, 3
    terms); `dates` as for `xmr_chart`.

    Returns a `WithoutSeason` in the unit and the order of the values. The series is a straight
    line, a season that repeats, and what remains. What remains of a figure is small because it
    has itself helped to shape the season, the more so the fewer the years: each is scaled back to
    the scatter of a single figure, so that limits and signals keep their level. For the latest
    figure this is the comparison with the same period of the earlier years.

    Raises `InvalidInputError` naming every value that is no number, and for dates that cannot be
    put in order.

    Source: least squares with a term for each period of the year; residuals studentised
    internally (Cook & Weisberg 1982, Residuals and Influence in Regression, section 2.2.1).

    >>> quarters = [90, 110, 95, 105, 91, 109, 96, 104, 89, 111, 94, 106]
    >>> [round(value) for value in take_out_season(quarters, 4).values.tolist()]
    [100, 100, 100, 100, 101, 99, 101, 99, 99, 101, 99, 101]
    """
    per_year = check_whole("periods_per_year", periods_per_year, 2)
    inputs = read(values=values).check()
    if len(inputs.shape) != 1:
        raise fault_error("a season is taken out of one list of values")
    timeline = read_timeline(inputs, dates)
    placed = timeline.spread(inputs["values"])
    adjusted, season, reason = season_taken_out(placed, per_year)
    return WithoutSeason(
        inputs.give(timeline.gather(adjusted)),
        inputs.give(timeline.gather(season)),
        int(_times_seen(placed, per_year).min()),
        reason,
    )


def season_taken_out(placed: FloatArray, per_year: int) -> tuple[FloatArray, FloatArray, str]:
    """Values at their places without the season, the season, and why it could not be taken out."""
    blank = np.full(placed.size, np.nan)
    seen = _times_seen(placed, per_year)
    if seen.min() < LEAST_YEARS:
        which = f"period {int(seen.argmin()) + 1} of {per_year}"
        return blank, blank, _TOO_SHORT.format(which, int(seen.min()))
    known = ~np.isnan(placed)
    place = np.arange(placed.size)
    columns = np.eye(per_year)[place % per_year]
    design = np.column_stack([columns, place - place.mean()])
    factor, _ = np.linalg.qr(design[known])
    # A figure that decides its own place entirely has nothing left to judge.
    left = np.maximum(1 - np.sum(factor**2, axis=1), 1e-12)
    estimates = np.linalg.lstsq(design[known], placed[known], rcond=None)[0]
    levels = estimates[:per_year]
    season = (levels - levels.mean())[place % per_year]
    line = levels.mean() + estimates[-1] * (place - place.mean())
    adjusted = blank.copy()
    adjusted[known] = line[known] + (placed - line - season)[known] / np.sqrt(left)
    return adjusted, season, ""


def _times_seen(placed: FloatArray, per_year: int) -> np.ndarray:
    known = np.flatnonzero(~np.isnan(placed))
    return np.bincount(known % per_year, minlength=per_year)
