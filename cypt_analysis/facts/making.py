"""How a table of facts is made from rows of observations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cypt_analysis.ground.key import written
from cypt_analysis.ground.number_format import (
    POINTS,
    decimals_adding_up,
    decimals_seen,
    format_signed,
    format_value,
)
from cypt_analysis.ground.stats import Sign, Stat

KEY = ("indicator", "measure", "breakdown", "period", "area", "stat")
COLUMNS = (
    "fact", *KEY, "path", "then_period", "value", "unit", "printed", "decimals", "expression",
    "inputs",
)  # fmt: skip
ALIAS_COLUMNS = ("alias", *KEY, "fact")


@dataclass(frozen=True)
class Recipe:
    """How one stat follows from each of some rows: a series is aligned with them, a text is of all.

    ``inputs`` are tuples of what the expression uses. ``area`` is another area that the fact is
    about, ``then`` the period that a change is counted from. The rows' own unit and decimals
    hold unless others are given; ``shown`` is what is printed where it is not the value itself.
    """

    stat: Stat
    value: pd.Series
    expression: pd.Series | str
    inputs: pd.Series
    unit: pd.Series | str | None = None
    decimals: pd.Series | int | None = None
    area: pd.Series | str = ""
    then: pd.Series | str = ""
    shown: pd.Series | None = None


def make(rows: pd.DataFrame, recipe: Recipe) -> pd.DataFrame:
    """Facts of rows of observations, with the columns of ``COLUMNS``; without a value, none."""
    stat = recipe.stat
    table = pd.DataFrame(
        {
            "fact": names(rows, stat, recipe.area),
            **{name: rows[name] for name in ("indicator", "measure", "breakdown", "period")},
            "area": recipe.area,
            "stat": stat.value,
            "path": rows["path"],
            "then_period": recipe.then,
            "value": recipe.value.astype(float),
            "shown": (recipe.value if recipe.shown is None else recipe.shown).astype(float),
            "unit": rows["unit"] if recipe.unit is None else recipe.unit,
            "printed": "",
            "decimals": rows["decimals"] if recipe.decimals is None else recipe.decimals,
            "expression": recipe.expression,
            "inputs": recipe.inputs,
        },
        index=rows.index,
    )
    known = np.isfinite(table["value"])
    table = table if known.all() else table[known]
    if stat.sign is Sign.DIRECTION:
        pairs = zip(table["value"], table["decimals"], strict=True)
        table = table.assign(decimals=[decimals_seen(value, int(least)) for value, least in pairs])
    cells = zip(table["shown"], table["unit"], table["decimals"], strict=True)
    printed = [_printed(stat.sign, *each) for each in cells]
    return table.drop(columns="shown").assign(printed=printed)


def _printed(sign: Sign, value: float, unit: str, decimals: int) -> str:
    if sign is Sign.PLAIN:
        return format_value(value, unit, decimals)
    shown = format_value(abs(value), unit, decimals)
    return format_signed(value, shown, decimals) if sign is Sign.KEPT else shown


def no_facts() -> pd.DataFrame:
    """A table of facts without a row.

    >>> len(no_facts())
    0
    """
    return pd.DataFrame(columns=list(COLUMNS))


def together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Tables of facts as one; an empty one has no types, and would take those of the others."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else no_facts()


def names(rows: pd.DataFrame, stat: Stat, area: pd.Series | str = "") -> pd.Series:
    """The names of a stat of rows of observations."""
    areas = [area] * len(rows) if isinstance(area, str) else area
    cells = zip(rows["path"], rows["period"], areas, strict=True)
    found = [written(path, period, each, stat) for path, period, each in cells]
    return pd.Series(found, index=rows.index, dtype=object)


def each_of(*inputs: pd.Series) -> pd.Series:
    """What facts rest on, side by side, as a tuple for each."""
    return pd.Series(list(zip(*inputs, strict=True)), index=inputs[0].index, dtype=object)


def number_text(values: pd.Series) -> pd.Series:
    """Numbers as an expression writes them."""
    return values.map(lambda value: f"{value:.10g}", na_action="ignore").astype(object)


def where(rows: pd.DataFrame, before: str = "") -> pd.Series:
    """The file and row that a value was received in, the file alone where no row is told: 0.

    ``before`` begins the names of both columns.
    """
    row = rows[f"{before}row"].astype(int)
    return rows[f"{before}file"] + (" row " + row.astype(str)).where(row > 0, "")


def points(units: pd.Series) -> pd.Series:
    """The unit of a difference: percentages differ in percentage points."""
    return units.where(units != "%", POINTS)


def adding_up(rows: pd.DataFrame, other: pd.Series) -> pd.Series:
    """The decimals of the difference to other values, so that it is the one that a reader takes."""
    cells = zip(rows["value"], other, rows["decimals"], strict=True)
    found = [decimals_adding_up(one, two, int(least)) for one, two, least in cells]
    return pd.Series(found, index=rows.index, dtype="int64")


def decimals_set(values: pd.Series) -> pd.Series:
    """The decimals that a figure was written with."""
    return values.map(lambda value: len(f"{value:.10g}".partition(".")[2]))
