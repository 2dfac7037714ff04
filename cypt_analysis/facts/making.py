"""How a table of facts is made from rows of observations."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.printing import POINTS, format_value

COLUMNS = (
    "fact", "value", "unit", "printed", "expression", "inputs", "indicator", "measure",
    "breakdown", "period", "stat", "decimals", "change",
)  # fmt: skip
_ABOUT = ("indicator", "measure", "breakdown", "period", "path")


def no_facts() -> pd.DataFrame:
    """A table of facts without a row."""
    return pd.DataFrame(columns=list(COLUMNS))


def make(
    rows: pd.DataFrame,
    stat: str | pd.Series,
    value: pd.Series,
    unit: str | pd.Series,
    decimals: int | pd.Series,
    expression: pd.Series,
    inputs: pd.Series,
    *,
    change: bool = False,
    names: pd.Series | None = None,
) -> pd.DataFrame:
    """Facts of rows of observations, leaving out those without a value."""
    about = {name: rows[name] for name in _ABOUT if name in rows}
    named = (
        names
        if names is not None
        else rows["id"] + ("." + stat if isinstance(stat, str) and stat else "")
    )
    table = pd.DataFrame(
        {
            "fact": named, "value": value.astype(float), "unit": unit, "expression": expression,
            "inputs": inputs, "stat": stat, "decimals": decimals, "change": change, **about,
        },
        index=rows.index,
    )  # fmt: skip
    table = table[table["value"].notna() & np.isfinite(table["value"])]
    shown = table["value"].abs() if change else table["value"]
    printed = [
        format_value(*cells) for cells in zip(shown, table["unit"], table["decimals"], strict=True)
    ]
    return table.assign(printed=printed)


def number_text(values: pd.Series) -> pd.Series:
    """Numbers as an expression writes them."""
    return values.map(lambda value: f"{value:.10g}", na_action="ignore").astype(object)


def where(rows: pd.DataFrame) -> pd.Series:
    """The file and row that a value was received in."""
    return rows["file"] + " row " + rows["row"].astype(str)


def points(units: pd.Series) -> pd.Series:
    """The unit of a difference: percentages differ in percentage points."""
    return units.where(units != "%", POINTS)


def decimals_set(values: pd.Series) -> pd.Series:
    """The decimals that a figure was written with."""
    return values.map(lambda value: len(f"{value:.10g}".partition(".")[2]))


def measure_path(catalogue: Catalogue, indicator: str, measure: str) -> str:
    """The path of a measure's facts."""
    entry = catalogue.indicators[indicator]
    return entry.path(entry.get(measure))
