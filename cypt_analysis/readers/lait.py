"""The long table of the Local Authority Interactive Tool: one value an area, measure and year.

Its areas are names: numbers stand on the first year of each measure only. A dash is a value that
is missing or not shown.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.reads import Reads
from cypt_analysis.readers.columnar import each_text, texts_from
from cypt_analysis.readers.mapping import column_named
from cypt_analysis.readers.period_words import published

_AREA, _YEARS, _MEASURE = "LA and Regions", "Years", "Short Desc"


def with_area_and_period(rows: pd.DataFrame, reads: Reads) -> pd.DataFrame:
    """The rows with the columns ``area`` and ``period`` and, of the series that are wanted, ours.

    What a year covers differs from series to series, so it is read here where there are several.
    """
    area, years = column_named(rows, (_AREA,)), column_named(rows, (_YEARS,))
    measure = column_named(rows, (_MEASURE,))
    if area is None or years is None:
        return rows
    if not reads.series or measure is None:
        return rows.assign(area=rows[area], period=rows[years])
    rows = rows[rows[measure].isin([each.theirs for each in reads.series.values()])]
    measures, areas = rows[measure].astype("str"), rows[area]
    of_measure = measures.groupby(measures, sort=False).indices
    none = np.array([], dtype=np.intp)
    parts = []
    for name, series in reads.series.items():
        mine = of_measure.get(series.theirs, none)
        if series.without:
            mine = mine[~areas.iloc[mine].isin(series.without).to_numpy()]
        period = each_text(rows[years].iloc[mine], partial(published, means=series.covers))
        parts.append((mine, period, np.full(len(mine), name, dtype=object)))
    at, periods, names = (list(each) for each in zip(*parts, strict=True))
    wanted = rows.take(np.concatenate(at))
    series_named = pd.Series(texts_from(np.concatenate(names)), index=wanted.index)
    return wanted.assign(area=wanted[area], period=pd.concat(periods).array, series=series_named)
