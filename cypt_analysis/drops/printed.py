"""Printed percentages and rates held against their counts, as precisely as they were printed."""

from __future__ import annotations

from collections.abc import Iterator

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
    gap = _recomputed(measure, table) - table[columns[0]]
    chosen = pd.Series(True, index=table.index)
    for name, wanted in measure.where.items():
        chosen &= table[name] == wanted
    unit = 10.0 ** -own.astype(float)
    cut = (gap > unit / 2 + _HAIR) & (gap < unit - _HAIR)
    apart = gap.abs() > unit / 2 + _HAIR
    halves = _halves(measure, source, table)
    rounded = apart & _of_rounded(measure, table, unit, halves)
    wrong = apart & ~cut & ~rounded
    known = chosen & table[columns[0]].notna()
    finest = 10.0 ** -float(own[known].max()) if known.any() else 1.0
    coarse = gap.abs() > finest / 2 + _HAIR

    kind = "percentage" if measure.unit == "%" else "rate"
    must = f"The {kind} must follow from its numbers."
    yield Check(
        "agrees", columns, lambda table: wrong & chosen,
        lambda cells: (_told(measure, own, cells), f"{must} {extract_of(source, cells)}"),
    )  # fmt: skip
    yield Check(
        "rounded_inputs", columns, lambda table: rounded & chosen,
        lambda cells: (_told(measure, own + 1, cells), _CONSISTENT), REVIEW,
    )  # fmt: skip
    advice = "Was it cut off, or a number rounded? The report works it out from its numbers."
    yield Check(
        "rounded", columns, lambda table: (cut | coarse) & ~wrong & ~rounded & chosen,
        lambda cells: (_told(measure, own + 1, cells), advice), REVIEW,
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
    values = table[str(measure.value)].dropna()
    told = max((len(f"{value:.10g}".partition(".")[2]) for value in values), default=0)
    # Beyond one place more than the report prints, nothing rests on it.
    known = min(max(told, measure.decimals), measure.decimals + 1)
    return places[str(measure.value)].clip(upper=known)


def _halves(measure: Measure, source: Source, table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """By how much numerator and denominator may have been rounded, row by row; 0 where exact.

    The catalogue says to what a column is rounded, else it is seen: a column with fractions of
    full-time posts is rounded to its last place, a row of tens to tens.
    """
    names = (str(measure.numerator), str(measure.denominator))
    numerator, denominator = (table[name] for name in names)
    tens = (numerator % _TENS == 0) & (denominator % _TENS == 0) & (denominator > _TENS)
    found = []
    for name in names:
        declared = source.columns[name].rounded_to
        numbers = table[name].dropna()
        if declared:
            half = pd.Series(declared / 2, index=table.index)
        elif (numbers % 1 != 0).any():
            last = max(len(f"{value:.10g}".partition(".")[2]) for value in numbers)
            half = pd.Series(10.0**-last / 2, index=table.index)
        else:
            half = pd.Series(0.0, index=table.index)
        found.append(half.where(~tens, half.clip(lower=_TENS / 2)))
    return found[0], found[1]


def _of_rounded(
    measure: Measure, table: pd.DataFrame, unit: pd.Series, halves: tuple[pd.Series, pd.Series]
) -> pd.Series:
    """Whether a printed value may be that of numbers which were rounded after it."""
    value, numerator, denominator = (
        table[str(name)] for name in (measure.value, measure.numerator, measure.denominator)
    )
    top, bottom = halves
    least = (numerator - top) / (denominator + bottom) * measure.scale - unit / 2 - _HAIR
    below = denominator - bottom
    most = (numerator + top) / below.where(below > 0) * measure.scale + unit / 2 + _HAIR
    inexact = (top > 0) | (bottom > 0)
    return inexact & value.between(least, most.where(below > 0, float("inf")))


def _recomputed(measure: Measure, table: pd.DataFrame) -> pd.Series:
    denominator = table[str(measure.denominator)]
    return table[str(measure.numerator)] / denominator.where(denominator > 0) * measure.scale
