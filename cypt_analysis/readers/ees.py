"""Files of Explore Education Statistics: long rows, filters, one column an indicator.

The area is that of the row's geographic level; the period follows from the time period and its
identifier. Columns come and go between releases and stand in another order: only names count.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.reads import Reads
from cypt_analysis.readers.cells import Rows
from cypt_analysis.readers.columnar import coded, distinct_of, each_pair
from cypt_analysis.readers.tables_in import column_named, named
from cypt_analysis.readers.wanted import wanted_rows

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


def with_area_and_period(rows: Rows, reads: Reads) -> Rows:
    """The rows with a column ``area``, a code of it, and a column ``period`` where it follows.

    Levels that no report is about (schools, wards) are left out.
    """
    level = column_named(rows, ("geographic_level",))
    if level is None:
        return rows
    rows = rows.chosen(_levels(rows[level]) != "")
    if not _MADE & set(map(named, reads.keep)):
        rows = wanted_rows(rows, reads.keep)
    levels = _levels(rows[level])
    # Each area is the place of its text among all that were met; the first is none.
    area, names = np.zeros(len(rows), dtype=np.intp), [""]
    for level_of, columns in _LEVELS.items():
        for column in filter(None, (column_named(rows, (each,)) for each in columns)):
            if not ((levels == level_of) & (area == 0)).any():
                break
            places, texts = distinct_of(rows[column])
            codes = list(map(without_point, texts))
            filled = np.array([code != "" for code in codes], dtype=bool)[places]
            chosen = (levels == level_of) & (area == 0) & filled
            area[chosen] = places[chosen] + len(names)
            names += codes
    return rows.assign({AREA: coded(area, names), **_periods(rows)})


def _levels(cells: pd.Series) -> np.ndarray:
    """The geographic level of each row, however it is written, as one of those with areas or ""."""
    places, texts = distinct_of(cells)
    read = [" ".join(text.split()).casefold() for text in texts]
    return np.array([each if each in _LEVELS else "" for each in read], dtype=str)[places]


def without_point(text: str) -> str:
    """A code as it is written, where a program took it for a number.

    >>> without_point("805.0"), without_point("."), without_point("E06000001")
    ('805', '', 'E06000001')
    """
    text = text.strip()
    whole, point, rest = text.partition(".")
    return whole if point and not rest.strip("0") else text


def _periods(rows: Rows) -> dict[str, pd.Series]:
    time = column_named(rows, ("time_period",))
    identifier = column_named(rows, ("time_identifier",))
    if time is None or identifier is None:
        return {PERIOD: rows[time]} if time else {}
    return {PERIOD: each_pair(rows[time], rows[identifier], _period)}


def _period(time: str, identifier: str) -> str:
    """A time period under its identifier in our own spelling, or as it stands.

    >>> _period("2025", "Reporting year"), _period("202425", "Academic year")
    ('2024-25-FY', '2024-25-AY')
    >>> _period("2024", "Week 3")
    '2024 Week 3'
    """
    time, identifier = time.strip(), identifier.strip()
    ending = _IDENTIFIERS.get(identifier.casefold())
    digits = without_point(time)
    if ending is None or not digits.isdigit() or len(digits) not in (4, 6):
        return f"{time} {identifier}".strip()
    if len(digits) == 6:
        return f"{digits[:4]}-{digits[4:]}-{ending or 'AY'}"
    year = int(digits)
    return f"{year - 1}-{year % 100:02d}-{ending}" if ending else digits
