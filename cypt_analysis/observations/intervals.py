"""The interval of each observation: by which method, and the call that works it out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.statistics import rate_interval, wilson_interval
from cypt_analysis.statistics.calls import Call

CONFIDENCES = {"95": 0.95, "998": 0.998}
METHODS: dict[str, str] = {
    Kind.PROPORTION: "Wilson score",
    Kind.RATE: "exact Poisson below 10, Byar's from 10",
    Kind.COUNT: "exact Poisson below 10, Byar's from 10",
}
_FLOATS = dict.fromkeys(("numerator", "denominator", "value", "scale"), float)


def interval(row: Any, kind: str, confidence: float, multiplier: float = 1) -> Call[tuple]:
    """The interval of one observation, or of a table of them of one kind.

    A proportion's is between 0 and 1; a rate's is per ``multiplier`` (`multipliers`).
    """
    if kind == Kind.PROPORTION:
        return Call(wilson_interval, (row["numerator"], row["denominator"], confidence))
    if kind == Kind.RATE:
        counted = (row["numerator"], row["denominator"], multiplier, confidence)
        return Call(rate_interval, counted)
    return Call(rate_interval, (row["value"], 1, 1, confidence))


def multipliers(rows: pd.DataFrame) -> pd.Series:
    """What turned each rate's numerator over its denominator into its value.

    Where the denominator is assumed and events are whole, it is not quite what rates are per.
    """
    events = rows["numerator"].where(rows["numerator"] > 0)
    return (rows["value"] * rows["denominator"] / events).fillna(rows["scale"])


def with_intervals(observations: pd.DataFrame) -> pd.DataFrame:
    """Add ``lower_95, upper_95, lower_998, upper_998, method``; missing where none applies.

    A count of a whole population on a day is no sample and has no interval.
    """
    table = observations.copy(deep=False)
    rated = table["numerator"].notna() & table["denominator"].notna()
    has_one = {
        Kind.PROPORTION: rated, Kind.RATE: rated, Kind.COUNT: table["events"].astype(bool),
    }  # fmt: skip
    table["method"] = ""
    for name in CONFIDENCES:
        table[f"lower_{name}"] = np.nan
        table[f"upper_{name}"] = np.nan
    for kind, chosen in has_one.items():
        rows = table.loc[chosen & (table["kind"] == kind), list(_FLOATS)].astype(float)
        table.loc[rows.index, "method"] = METHODS[kind]
        # All rates at once are rates of 1, as each has a multiplier of its own.
        unit = {Kind.PROPORTION: 100, Kind.RATE: multipliers(rows), Kind.COUNT: 1}[kind]
        for name, confidence in CONFIDENCES.items():
            lower, upper = interval(rows, kind, confidence).run()
            table.loc[rows.index, f"lower_{name}"] = lower * unit
            table.loc[rows.index, f"upper_{name}"] = upper * unit
    return table
