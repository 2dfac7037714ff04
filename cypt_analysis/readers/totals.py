"""Rows that hold a total of the others: no data, as the report works its totals out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

import pandas as pd

from cypt_analysis.catalogue.reads import Reads
from cypt_analysis.catalogue.sources import Source
from cypt_analysis.readers.columnar import distinct_of
from cypt_analysis.readers.received import Told

# What a row of all areas together is called.
_TOTAL = re.compile(r"(?:grand |sub-?)?totals?:?|all (?:areas|authorities)|overall", re.IGNORECASE)


def without_totals(
    cells: pd.DataFrame, reads: Reads, source: Source, told: list[Told]
) -> pd.DataFrame:
    """The rows but those that are called a total of the others.

    What the source does not declare is told: no area is called so.
    """
    keys = [name for name in source.keys if name in cells.columns and name != source.period]
    wanted = [" ".join(each.casefold().split()) for each in reads.totals]
    total = pd.Series(False, index=cells.index)
    for name in keys:
        texts = distinct_of(cells[name])[1]
        if declared := [each for each in texts if wanted and _fits_any(each, wanted)]:
            total |= cells[name].isin(declared)
        called = [each for each in texts if _TOTAL.fullmatch(each.strip())]
        if source.columns[name].type == "area" and called:
            here = cells[name].isin(called) & ~total
            rows = tuple(map(int, cells.index[here].unique()))
            advice = "The rows of areas are what is read. See whether that is right."
            if rows:
                which, be = rows_named(rows)
                found = f"{which} {be} of '{called[0]}', which is no area: left out."
                told.append(Told(rows[0], found, advice))
            total |= here
    return cells[~total] if total.any() else cells


def _fits_any(text: str, patterns: Sequence[str]) -> bool:
    text = " ".join(text.casefold().split())
    return any(text == each or fnmatchcase(text, each) for each in patterns)


def rows_named(rows: tuple[int, ...]) -> tuple[str, str]:
    """Rows as a message names them, and the verb that goes with them.

    >>> rows_named((4,)), rows_named((4, 5))
    (('Row 4', 'is'), ('Rows 4 to 5', 'are'))
    """
    one = (f"Row {rows[0]}", "is")
    return one if len(rows) == 1 else (f"Rows {rows[0]} to {rows[-1]}", "are")
