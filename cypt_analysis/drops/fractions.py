"""Columns of percentages that hold fractions: 0.67 where 67 is meant."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Source
from cypt_analysis.drops.rules import plain
from cypt_analysis.ground.findings import REVIEW, Finding

# A percentage of 1 or less beside ones of this and more is hardly of the same series.
_FAR = 10
# Small percentages in a file show that it writes percentages, not fractions.
_SMALL = 5


def check_fractions(table: pd.DataFrame, source: Source, file: str) -> list[Finding]:
    """Points to review where percentages look like fractions of one."""
    columns = [
        name
        for name, column in source.columns.items()
        if column.type == "percent" and name in table
    ]
    values = table[columns].to_numpy(dtype=float)
    small = bool(((values > 1) & (values <= _SMALL)).any())
    findings = []
    for name in columns:
        if not table[name].between(0, 1, inclusive="right").any():
            continue
        told = table[name][table[name] > 0]
        low = told[told <= 1]
        others = told[told > 1]
        if others.empty and (small or (low == 1).all()):
            continue
        if not others.empty and others.min() < _FAR:
            continue
        example = float(low.iloc[0])
        if others.empty:
            found = f"Every {name} lies between 0 and 1: are they fractions?"
        else:
            found = f"{name} is {plain(example)}, and {plain(others.min())} or more elsewhere."
        advice = f"Write {plain(example * 100)}, not {plain(example)}."
        rows = tuple(map(int, low.index))
        several = rows if len(rows) > 1 else ()
        findings.append(Finding(file, rows[0], found, advice, REVIEW, "fraction", several))
    return findings
