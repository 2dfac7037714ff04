"""The interval of each observation: by which method, and the call that works it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from cypt_analysis.statistics import rate_interval, wilson_interval
from cypt_analysis.statistics.calls import Call

CONFIDENCES = {"95": 0.95, "998": 0.998}
METHODS = {
    "proportion": "Wilson score",
    "rate": "exact Poisson below 10, Byar's from 10",
    "count": "exact Poisson below 10, Byar's from 10",
}


def interval(row: Any, kind: str, confidence: float, multiplier: float = 1) -> Call[tuple]:
    """The interval of one observation, or of a table of them of one kind.

    A proportion's is between 0 and 1; a rate's is per ``multiplier`` (`multipliers`).
    """
    if kind == "proportion":
        return Call(wilson_interval, (row["numerator"], row["denominator"], confidence))
    if kind == "rate":
        counted = (row["numerator"], row["denominator"], multiplier, confidence)
        return Call(rate_interval, counted)
    return Call(rate_interval, (row["value"], 1, 1, confidence))


def multipliers(rows: pd.DataFrame) -> pd.Series:
    """What turned each rate's numerator over its denominator into its value.

    Where the denominator is assumed and events are whole, it is not quite what rates are per.
    """
    events = rows["numerator"].where(rows["numerator"] > 0)
    factor = rows["value"] * rows["denominator"] / events
    # But for the noise of floating point it is mostly that.
    quite = events.isna() | np.isclose(factor, rows["scale"], rtol=1e-9)
    return factor.mask(quite, rows["scale"])


def with_intervals(observations: pd.DataFrame) -> pd.DataFrame:
    """Add ``lower_95, upper_95, lower_998, upper_998, method``; missing where none applies.

    A count of a whole population on a day is no sample and has no interval.
    """
    table = observations.copy()
    table["method"] = ""
    for name in CONFIDENCES:
        table[f"lower_{name}"] = np.nan
        table[f"upper_{name}"] = np.nan
    for kind, rows, multiplier in _alike(table):
        table.loc[rows.index, "method"] = METHODS[kind]
        scale = 100 if kind == "proportion" else 1
        for name, confidence in CONFIDENCES.items():
            lower, upper = interval(rows, kind, confidence, multiplier).run()
            table.loc[rows.index, f"lower_{name}"] = lower * scale
            table.loc[rows.index, f"upper_{name}"] = upper * scale
    return table


def _alike(table: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame, float]]:
    """The observations that have an interval, with all that one call can take together."""
    rated = table["numerator"].notna() & table["denominator"].notna()
    yield "proportion", table[(table["kind"] == "proportion") & rated], 1
    rates = table[(table["kind"] == "rate") & rated]
    for multiplier, rows in rates.groupby(multipliers(rates)):
        yield "rate", rows, float(multiplier)
    yield "count", table[(table["kind"] == "count") & table["events"].astype(bool)], 1
