"""Printed percentages and rates held against their counts, as precisely as they were printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Measure, Source
from cypt_analysis.drops.rules import Check, extract_of, plain
from cypt_analysis.ground.findings import REVIEW
from cypt_analysis.ground.number_format import format_number

# For what floating point leaves of half a unit.
_HAIR = 1e-9
# To what publishers round national and regional counts.
_TENS = 10
_CONSISTENT = (
    "That is consistent with rounded inputs: it was worked out before its numbers were rounded. "
    "The report works it out from its numbers."
)


def printed_checks(
    measure: Measure, source: Source, table: pd.DataFrame, places: pd.DataFrame | None
) -> Iterator[Check]:
    """What a printed value may be of its counts: rounded, in whichever way, to its own places.

    One that was cut off, rounded to fewer places than its column has, or worked out before its
    numbers were rounded, is to be looked at.
    """
    columns = (str(measure.value), str(measure.numerator), str(measure.denominator))
    own = _places(measure, table, places)
    value, numerator, denominator = (table[name].to_numpy(dtype=float) for name in columns)
    counted = np.where(denominator > 0, denominator, np.nan)
    gap = numerator / counted * measure.scale - value
    chosen = np.ones(len(table), dtype=bool)
    for name, wanted in measure.where.items():
        chosen &= (table[name] == wanted).to_numpy()
    unit = 10.0 ** -own.to_numpy(dtype=float)
    cut = (gap > unit / 2 + _HAIR) & (gap < unit - _HAIR)
    apart = np.abs(gap) > unit / 2 + _HAIR
    rounded = apart
    if apart.any():
        halves = _halves(columns[1:], source, table)
        numbers = (value, numerator, denominator)
        rounded = apart & _of_rounded(numbers, measure.scale, unit, halves)
    wrong = apart & ~cut & ~rounded
    known = chosen & ~np.isnan(value)
    finest = 10.0 ** -float(own[known].max()) if known.any() else 1.0
    coarse = np.abs(gap) > finest / 2 + _HAIR

    finer = own + 1
    kind = "percentage" if measure.unit == "%" else "rate"
    must = f"The {kind} must follow from its numbers."
    yield Check(
        "agrees", columns, lambda table: wrong & chosen,
        lambda cells: (_told(measure, own, cells), f"{must} {extract_of(source, cells)}"),
    )  # fmt: skip
    yield Check(
        "rounded_inputs", columns, lambda table: rounded & chosen,
        lambda cells: (_told(measure, finer, cells), _CONSISTENT), REVIEW,
    )  # fmt: skip
    advice = "Was it cut off, or a number rounded? The report works it out from its numbers."
    yield Check(
        "rounded", columns, lambda table: (cut | coarse) & ~wrong & ~rounded & chosen,
        lambda cells: (_told(measure, finer, cells), advice), REVIEW,
    )  # fmt: skip


def _told(measure: Measure, places: pd.Series, cells: pd.Series) -> str:
    """What a row prints beside what follows from its counts, to at least so many places."""
    value, numerator, denominator = (
        str(name) for name in (measure.value, measure.numerator, measure.denominator)
    )
    recomputed = cells[numerator] / cells[denominator] * measure.scale
    shown = max(measure.decimals, int(places.loc[cells.name]))
    return (
        f"{value} is {plain(cells[value])}, but {numerator} {plain(cells[numerator])} of "
        f"{denominator} {plain(cells[denominator])} is {format_number(recomputed, shown)}."
    )


def _places(measure: Measure, table: pd.DataFrame, places: pd.DataFrame | None) -> pd.Series:
    """To how many places each value was printed; the measure's where it is not known.

    A program writes 34.0 for 34: noughts count only where other values of the column have more.
    """
    if places is None:
        return pd.Series(measure.decimals, index=table.index)
    told = _last_place(table[str(measure.value)].dropna().to_numpy(dtype=float))
    # Beyond one place more than the report prints, nothing rests on it.
    known = min(max(told, measure.decimals), measure.decimals + 1)
    return places[str(measure.value)].clip(upper=known)


def _halves(
    names: Sequence[str], source: Source, table: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """By how much numerator and denominator may have been rounded, row by row; 0 where exact.

    The catalogue says to what a column is rounded, else it is seen: a column with fractions of
    full-time posts is rounded to its last place, a row of tens to tens.
    """
    numerator, denominator = (table[name].to_numpy(dtype=float) for name in names)
    tens = (numerator % _TENS == 0) & (denominator % _TENS == 0) & (denominator > _TENS)
    found = []
    for name, each in zip(names, (numerator, denominator), strict=True):
        declared = source.columns[name].rounded_to
        numbers = each[~np.isnan(each)]
        half = 0.0
        if declared:
            half = declared / 2
        elif (numbers % 1 != 0).any():
            half = 10.0 ** -_last_place(numbers) / 2
        found.append(np.where(tens, max(half, _TENS / 2), half))
    return found[0], found[1]


def _last_place(values: np.ndarray) -> int:
    """How many places after the point the longest of some numbers has."""
    longest = (len(f"{value:.10g}".partition(".")[2]) for value in np.unique(values))
    return max(longest, default=0)


def _of_rounded(
    numbers: tuple[np.ndarray, np.ndarray, np.ndarray],
    scale: float,
    unit: np.ndarray,
    halves: tuple[np.ndarray, np.ndarray],
) -> np.ndarray:
    """Whether a printed value may be that of numbers which were rounded after it."""
    value, numerator, denominator = numbers
    top, bottom = halves
    below = np.where(denominator > bottom, denominator - bottom, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        least = (numerator - top) / (denominator + bottom) * scale - unit / 2 - _HAIR
    most = (numerator + top) / below * scale + unit / 2 + _HAIR
    most = np.where(denominator > bottom, most, np.inf)
    return ((top > 0) | (bottom > 0)) & (value >= least) & (value <= most)
