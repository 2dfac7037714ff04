"""The long table of the Local Authority Interactive Tool: one value an area, measure and year.

Its areas are names: numbers stand on the first year of each measure only. A dash is a value that
is missing or not shown.
"""

from __future__ import annotations

import pandas as pd

from cypt_analysis.readers.mapping import column_named


def with_area_and_period(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the columns ``area`` and ``period``, both as the table writes them."""
    found = {
        ours: column_named(rows, (theirs,))
        for ours, theirs in (("area", "LA and Regions"), ("period", "Years"))
    }
    return rows.assign(**{ours: rows[name] for ours, name in found.items() if name is not None})
