"""Cells that a file marks confidential, and what anybody could work back from the rest of it.

What is worked back is never shown: it is what an edition must keep from being worked back.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Source
from cypt_analysis.catalogue.sources import Total
from cypt_analysis.ground.status import HIDDEN_MARK

# The ends of columns' names beside one of numbers: how those are marked that are not shown, and
# what its confidential cells must have been.
MARK = ".mark"
INFERRED = ".inferred"


def with_confidential(table: pd.DataFrame, source: Source) -> pd.DataFrame:
    """A typed table that knows which of its numbers were received as confidential.

    Beside a column that has any stands one of the numbers that fit the totals, missing elsewhere;
    a mark that no total bears on is taken for 1.
    """
    numeric = [name for name, column in source.columns.items() if column.numeric and name in table]
    hidden = {
        name: here
        for name in numeric
        if f"{name}{MARK}" in table and (here := table[f"{name}{MARK}"] == HIDDEN_MARK).any()
    }
    if not hidden:
        return table
    marked = pd.DataFrame(hidden).reindex(columns=numeric, fill_value=False)
    # Where a mark stands no number does.
    guessed = table[numeric].astype(float)
    for total in source.totals:
        for places, whole in _sums(guessed, table, total, source):
            _fill(guessed, marked, places, whole)
    return table.assign(
        **{f"{name}{INFERRED}": guessed[name].fillna(1.0).where(hidden[name]) for name in hidden}
    )


Places = list[tuple[int, str]]


def _sums(
    numbers: pd.DataFrame, table: pd.DataFrame, total: Total, source: Source
) -> Iterator[tuple[Places, float]]:
    """The cells that add up, and what they add up to, of a total of the catalogue."""
    parts = [name for name in total.parts if name in numbers]
    if not total.over:
        if total.total in numbers:
            for row, whole in numbers[total.total].items():
                yield [(int(row), name) for name in parts], float(whole)
        return
    keys = [name for name in source.keys if name != total.over and name in table]
    groups = table.groupby(keys, sort=False) if keys else [((), table)]
    for _, rows in groups:
        whole_rows = rows.index[rows[total.over] == total.row] if total.row else rows.index
        mine = rows.index.difference(whole_rows) if total.row else rows.index
        if total.of:
            mine = rows.index[rows[total.over].isin(total.of)]
        for name in parts:
            column = name if total.row else total.total
            if column in numbers and len(whole_rows):
                whole = float(numbers.loc[whole_rows, column].max())
                yield [(int(row), name) for row in mine], whole


def _fill(numbers: pd.DataFrame, marked: pd.DataFrame, places: Places, whole: float) -> None:
    """Share what is left of a whole among the marked cells that are still unknown."""
    unknown = [place for place in places if marked.at[place] and np.isnan(numbers.at[place])]
    known = sum(numbers.at[place] for place in places if not np.isnan(numbers.at[place]))
    left = whole - known
    if not unknown or np.isnan(left) or left < len(unknown):
        return
    for number, place in enumerate(unknown):
        share = left // (len(unknown) - number)
        numbers.at[place] = share
        left -= share
