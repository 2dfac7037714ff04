"""Disclosure control: small counts go, and so does whatever would give them back.

Compute on true counts, then suppress and round once, before anything is saved for show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cypt_analysis.statistics._protection import Relation, exposed_cells, relations
from cypt_analysis.statistics._validation import BoolArray, check_choice, fault_error, read


@dataclass(frozen=True)
class DisclosureRules:
    """One publisher's rules.

    lowest, highest   counts from lowest to highest are suppressed
    symbol            what is printed in their place
    secondary         whether further counts go where arithmetic would give one back
    national_base     national figures are rounded to this (1: not rounded)
    source            where the rules are written
    """

    lowest: int
    highest: int
    symbol: str
    secondary: bool
    national_base: int
    source: str


RULES: dict[str, DisclosureRules] = {
    "DCSF 2008": DisclosureRules(
        1, 5, "x", True, 1, "DCSF statistical first releases, 2008: conventions of the tables"
    ),
    "DfE 2020": DisclosureRules(
        1, 5, "c", True, 10, "DfE, Children looked after in England, 2020: methodology"
    ),
    "ONS conceptions": DisclosureRules(
        0, 4, "z", True, 1, "ONS, Conceptions in England and Wales: counts below 5"
    ),
}
"""Rules are data: a new publisher or a new year is a new entry, and no other line changes."""


@dataclass(frozen=True)
class Suppressed:
    """A table safe to show, in the form of the input with its totals added at the end.

    shown      counts, the rules' symbol where one is hidden
    hidden     True where a count is hidden, for its own size or to protect another
    primary    True where it is hidden for its own size
    rules      the name of the rules applied
    """

    shown: Any
    hidden: Any
    primary: Any
    rules: str

    def apply(self, values: Any) -> Any:
        """Hide in `values` what is hidden here: the percentages, rates or limits of the counts.

        `values` has the shape of `shown`, or that of the counts without their totals.
        """
        hidden = np.asarray(self.hidden, dtype=bool)
        array = np.asarray(values, dtype=object)
        if array.shape != hidden.shape:
            hidden = hidden[tuple(slice(0, -1) for _ in hidden.shape)]
        if array.shape != hidden.shape:
            raise fault_error(f"values of shape {array.shape} do not fit counts {hidden.shape}")
        covered = np.where(hidden, RULES[self.rules].symbol, array)
        if isinstance(values, pd.DataFrame):
            return pd.DataFrame(covered, index=values.index, columns=values.columns)
        if isinstance(values, pd.Series):
            return pd.Series(covered, index=values.index, dtype=object)
        return covered


def suppress(
    counts: Any, rules: str = "DfE 2020", national: bool = False, totals: bool = True
) -> Suppressed:
    """Suppress the small counts of a table, and what would give them back.

    Parameters: `counts`, the parts of one total (a sequence, array or Series) or a table of parts
    with row and column totals (two-dimensional array or DataFrame), without the totals: they are
    computed. `rules` is a name in `RULES`. `national` figures are rounded to the rules' base.
    With `totals=False` no total is published: none is shown, and nothing is secondary.

    Returns a `Suppressed`, whose `shown` has the totals at the end (labelled "Total"). After
    secondary suppression at least two values remain possible for every count that is hidden for
    its own size, also for a reader who takes every sum, knows the rules and has guessed which
    parts went for their own size and which to protect another. The smallest count that helps goes
    next; when none is left, a total. A percentage, rate or interval goes with its count: see
    `apply`. To protect the rest of a denominator too, give both parts: those counted and those
    not.

    Raises `InvalidInputError` naming every row with a count that is missing, negative or broken.

    Source: DfE and ONS, see `RULES`; secondary suppression as in Hundepool and others (2012),
    Statistical Disclosure Control, chapter 4.

    >>> suppress([3, 14, 9, 22], rules="DfE 2020").shown.tolist()
    ['c', 14, 'c', 22, 48]
    """
    check_choice("rules", rules, tuple(RULES))
    rule = RULES[rules]
    parts = _read_table(counts)
    table = _with_totals(parts) if totals else parts
    primary = (table >= rule.lowest) & (table <= rule.highest)
    hidden = primary.copy()
    if rule.secondary and totals:
        hidden = _protect(table, primary, rule)
    figures = _round(table, rule.national_base) if national else table
    shown = np.where(hidden, rule.symbol, figures.astype(object))
    return Suppressed(
        _in_form(shown, counts, totals),
        _in_form(hidden, counts, totals),
        _in_form(primary, counts, totals),
        rules,
    )


def _read_table(counts: Any) -> np.ndarray:
    if isinstance(counts, pd.DataFrame):
        inputs = read(counts=counts.to_numpy())
    else:
        inputs = read(counts=counts)
    if len(inputs.shape) not in (1, 2) or 0 in inputs.shape:
        raise fault_error("counts must be one list or one table, and not empty")
    values = inputs["counts"]
    inputs.refuse(np.isnan(values), "the count is missing")
    inputs.refuse(values < 0, "the count is below 0", "counts")
    inputs.refuse(values % 1 > 0, "the count is not a whole number", "counts")
    inputs.check()
    return values.astype(np.int64)


def _with_totals(parts: np.ndarray) -> np.ndarray:
    """The parts with every total added at the end of each dimension."""
    table = parts
    for axis in range(parts.ndim):
        table = np.concatenate([table, table.sum(axis=axis, keepdims=True)], axis=axis)
    return table


def _protect(table: np.ndarray, primary: BoolArray, rule: DisclosureRules) -> BoolArray:
    """Hide further counts until no primary one can be worked out."""
    bounds = _readers_bounds(table.shape, primary, rule)
    sums = relations(table.shape)
    hidden = primary.ravel().copy()
    values = table.ravel()
    small = [int(cell) for cell in np.flatnonzero(hidden)]
    # A count that is safe stays safe when another is hidden, so only the exposed are tried again.
    exposed = list(exposed_cells(values, hidden, small, sums, bounds))
    while exposed:
        hidden[_next_to_hide(values, hidden, exposed, sums, table.shape)] = True
        exposed = list(exposed_cells(values, hidden, exposed, sums, bounds))
    # A count hidden early can become needless; the largest that is goes back on show first.
    for cell in sorted(np.flatnonzero(hidden & ~primary.ravel()), key=lambda cell: -values[cell]):
        hidden[cell] = False
        hidden[cell] = any(True for _ in exposed_cells(values, hidden, small, sums, bounds))
    return hidden.reshape(table.shape)


def _readers_bounds(
    shape: tuple[int, ...], primary: BoolArray, rule: DisclosureRules
) -> list[tuple[int, int | None]]:
    """The least and most that a reader who knows the rules can take each hidden count for.

    The worst reader has guessed which parts went for their own size. Why a total went they cannot
    tell, because a total may be hidden for want of anything else.
    """
    bounds: list[tuple[int, int | None]] = []
    for cell, small in enumerate(primary.ravel()):
        if _totals_in(cell, shape):
            bounds.append((rule.lowest, None))
        else:
            bounds.append((rule.lowest, rule.highest) if small else (rule.highest + 1, None))
    return bounds


def _next_to_hide(
    values: np.ndarray,
    hidden: BoolArray,
    exposed: list[int],
    sums: list[Relation],
    shape: tuple[int, ...],
) -> int:
    """The smallest shown count in a sum with an exposed one; parts before totals.

    A 0 that may be shown stays: a reader takes what is hidden for more than that, and a hidden 0
    would mislead without protecting.
    """
    near = {
        cell for relation in sums for cell in relation.cells if set(exposed) & set(relation.cells)
    }
    anywhere = set(range(values.size))
    for among in (near, anywhere):
        candidates = [cell for cell in among if not hidden[cell] and values[cell] > 0]
        if candidates:
            return min(candidates, key=lambda cell: (_totals_in(cell, shape), values[cell], cell))
    raise AssertionError("everything is hidden, so nothing can be exposed")


def _totals_in(cell: int, shape: tuple[int, ...]) -> int:
    """0 for a part, 1 for the total of a row or column, 2 for the grand total."""
    place = np.unravel_index(cell, shape)
    return sum(int(index) == size - 1 for index, size in zip(place, shape, strict=True))


def _round(table: np.ndarray, base: int) -> np.ndarray:
    """To the nearest multiple of the base, halves up."""
    return (table + base // 2) // base * base


def _in_form(array: np.ndarray, like: Any, totals: bool) -> Any:
    def labels(index: pd.Index) -> pd.Index:
        return pd.Index([*index, "Total"]) if totals else index

    if isinstance(like, pd.DataFrame):
        return pd.DataFrame(array, index=labels(like.index), columns=labels(like.columns))
    if isinstance(like, pd.Series):
        return pd.Series(array, index=labels(like.index))
    return array
