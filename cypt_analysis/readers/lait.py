"""The long table of the Local Authority Interactive Tool: one value an area, measure and year.

Its areas are names: numbers stand on the first year of each measure only. A dash is a value that
is missing or not shown.
"""

from __future__ import annotations

import numpy as np

from cypt_analysis.catalogue.reads import Reads
from cypt_analysis.readers.cells import Rows
from cypt_analysis.readers.columnar import coded, distinct_of, places_by_text, with_text
from cypt_analysis.readers.period_words import published
from cypt_analysis.readers.tables_in import column_named

_AREA, _YEARS, _MEASURE, _VALUES = "LA and Regions", "Years", "Short Desc", "Values"
_NOUGHT = ("0", "0.0")


def with_area_and_period(rows: Rows, reads: Reads) -> Rows:
    """The rows with the columns ``area`` and ``period`` and, of the series that are wanted, ours.

    What a year covers differs from series to series, so it is read here where there are several.
    """
    area, years = column_named(rows, (_AREA,)), column_named(rows, (_YEARS,))
    measure = column_named(rows, (_MEASURE,))
    if area is None or years is None:
        return rows
    if not reads.series or measure is None:
        return rows.assign({"area": rows[area], "period": rows[years]})
    rows = rows.chosen(rows[measure].isin([each.theirs for each in reads.series.values()]))
    of_measure = places_by_text(rows[measure])
    none = np.array([], dtype=np.intp)
    parts, areas = [], rows[area]
    for series in reads.series.values():
        mine = of_measure.get(series.theirs, none)
        if series.without:
            mine = mine[~areas.iloc[mine].isin(series.without).to_numpy()]
        parts.append(mine)
    wanted = rows.take(np.concatenate(parts))
    named = np.repeat(np.arange(len(parts)), list(map(len, parts)))
    # What a year is in one series and in another.
    which, texts = distinct_of(wanted[years])
    covers = [each.covers for each in reads.series.values()]
    kinds = list(dict.fromkeys(covers))
    written = [published(text, means) for means in kinds for text in texts]
    kind = np.array([kinds.index(each) for each in covers])[named]
    for place, series in enumerate(reads.series.values()):
        values = column_named(wanted, (_VALUES,)) if series.nought else None
        if values is not None:
            none_there = (named == place) & wanted[values].isin(_NOUGHT)
            marked = with_text(wanted[values], none_there, series.nought)
            wanted = wanted.assign({values: marked})
    return wanted.assign(
        {
            "area": wanted[area],
            "period": coded(kind * len(texts) + which, written),
            "series": coded(named, list(reads.series)),
        }
    )
