"""Files of Explore Education Statistics: long rows, filters, one column an indicator.

The area is that of the row's geographic level; the period follows from the time period and its
identifier. Columns come and go between releases and stand in another order: only names count.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.reads import Reads
from cypt_analysis.readers.columnar import distinct_of, each_text, spread, texts_of
from cypt_analysis.readers.mapping import column_named, wanted_rows
from cypt_analysis.readers.tables_in import named

AREA, PERIOD = "area", "period"
# The columns that are made here: rows cannot be chosen by them before.
_MADE = {AREA, PERIOD}
# The column that names the area, by geographic level; the first that is filled counts.
_LEVELS = {
    "national": ("country_code",),
    "regional": ("region_code",),
    "local authority": ("new_la_code", "old_la_code", "la_name"),
}
# What the identifier of a time period says → the ending of our own spelling.
_IDENTIFIERS = {
    "academic year": "AY", "reporting year": "FY", "financial year": "FY", "calendar year": "",
}  # fmt: skip


def with_area_and_period(rows: pd.DataFrame, reads: Reads) -> pd.DataFrame:
    """The rows with a column ``area``, a code of it, and a column ``period`` where it follows.

    Levels that no report is about (schools, wards) are left out.
    """
    level = column_named(rows, ("geographic_level",))
    if level is None:
        return rows
    rows = rows[np.isin(_levels(rows[level]), list(_LEVELS))]
    if not _MADE & set(map(named, reads.keep)):
        rows = wanted_rows(rows, reads.keep)
    levels = _levels(rows[level])
    area = np.full(len(rows), "", dtype=object)
    for name, columns in _LEVELS.items():
        for column in filter(None, (column_named(rows, (each,)) for each in columns)):
            open_still = np.flatnonzero((levels == name) & (area == ""))
            places, texts = distinct_of(rows[column].iloc[open_still])
            area[open_still] = spread(list(map(without_point, texts)), places)
    named_so = pd.Series(area, index=rows.index, dtype="str")
    return rows.assign(**{AREA: named_so, **_periods(rows)})


def _levels(cells: pd.Series) -> np.ndarray:
    """The geographic level of each row, however it is written."""
    places, texts = distinct_of(cells)
    return spread([" ".join(text.split()).casefold() for text in texts], places).astype(str)


def without_point(text: str) -> str:
    """A code as it is written, where a program took it for a number.

    >>> without_point("805.0"), without_point("."), without_point("E06000001")
    ('805', '', 'E06000001')
    """
    text = text.strip()
    whole, point, rest = text.partition(".")
    return whole if point and not rest.strip("0") else text


def _periods(rows: pd.DataFrame) -> dict[str, pd.Series]:
    time = column_named(rows, ("time_period",))
    identifier = column_named(rows, ("time_identifier",))
    if time is None or identifier is None:
        return {PERIOD: texts_of(rows[time])} if time else {}
    together = texts_of(rows[time]) + "\n" + texts_of(rows[identifier])
    return {PERIOD: each_text(together, _period)}


def _period(text: str) -> str:
    """A time period under its identifier in our own spelling, or as it stands.

    >>> _period("2025\\nReporting year"), _period("202425\\nAcademic year")
    ('2024-25-FY', '2024-25-AY')
    >>> _period("2024\\nWeek 3")
    '2024 Week 3'
    """
    time, identifier = (each.strip() for each in text.split("\n", 1))
    ending = _IDENTIFIERS.get(identifier.casefold())
    digits = without_point(time)
    if ending is None or not digits.isdigit() or len(digits) not in (4, 6):
        return f"{time} {identifier}".strip()
    if len(digits) == 6:
        return f"{digits[:4]}-{digits[4:]}-{ending or 'AY'}"
    year = int(digits)
    return f"{year - 1}-{year % 100:02d}-{ending}" if ending else digits
