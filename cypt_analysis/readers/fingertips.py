"""Files of Fingertips (OHID): one row an area, period, sex, age and category.

An area stands there once under each of its parents, and beside the rows of everybody stand those
of categories (deprivation, ethnicity): one row of each area and period is read.
"""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue.reads import Reads
from cypt_analysis.readers.mapping import column_named

_CODE, _CATEGORY = "Area Code", "Category Type"


def with_area_and_period(rows: pd.DataFrame, reads: Reads) -> pd.DataFrame:
    """The rows of everybody, each area once a period, sex, age and indicator."""
    category = column_named(rows, (_CATEGORY,))
    if category is not None:
        rows = rows[rows[category] == ""]
    code = column_named(rows, (_CODE,))
    period = column_named(rows, ("Time period",))
    if code is None or period is None:
        return rows
    keys = [
        name
        for name in (
            code,
            period,
            *(column_named(rows, (e,)) for e in ("Indicator ID", "Sex", "Age")),
        )
        if name is not None
    ]
    once = rows[~rows.duplicated(keys)]
    return once.assign(area=once[code], period=once[period])
