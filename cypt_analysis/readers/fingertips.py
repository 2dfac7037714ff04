"""Files of Fingertips (OHID): one row an area, period, sex, age and category.

An area stands there once under each of its parents, and beside the rows of everybody stand those
of categories (deprivation, ethnicity): one row of each area and period is read.
"""

from __future__ import annotations

from cypt_analysis.catalogue.reads import Reads
from cypt_analysis.readers.cells import Rows
from cypt_analysis.readers.columnar import together
from cypt_analysis.readers.tables_in import column_named

_CODE, _CATEGORY = "Area Code", "Category Type"


def with_area_and_period(rows: Rows, reads: Reads) -> Rows:
    """The rows of everybody, each area once a period, sex, age and indicator."""
    category = column_named(rows, (_CATEGORY,))
    if category is not None:
        rows = rows.chosen(rows[category] == "")
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
    once = rows.chosen(~together([rows[name] for name in keys]).duplicated())
    return once.assign({"area": once[code], "period": once[period]})
