"""Days in figures alone: whether the day comes first or the month."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from cypt_analysis.readers.columnar import distinct_of
from cypt_analysis.readers.period_words import TIME
from cypt_analysis.readers.received import Told

_DAY = re.compile(rf"(\d\d?)[./](\d\d?)[./](?:19|20)?\d\d{TIME}", re.IGNORECASE)
_MONTHS = 12


def doubtful_days(cells: pd.Series) -> list[Told]:
    """What is said of a column of which no day shows that it stands before its month.

    >>> [each.row for each in doubtful_days(pd.Series(["01/04/2025", "3/4/2025"], index=[2, 3]))]
    [2]
    >>> doubtful_days(pd.Series(["03/04/2025", "13/04/2025"]))
    []
    """
    places, texts = distinct_of(cells)
    days = {place: match for place, each in enumerate(texts) if (match := _DAY.fullmatch(each))}
    either = [place for place, day in days.items() if int(day[1]) != int(day[2])]
    if not either or any(int(day[1]) > _MONTHS for day in days.values()):
        return []
    row = cells.index[np.flatnonzero(places == either[0])[0]]
    found = f"{cells.name} is '{texts[either[0]]}', and nothing shows that the day comes first."
    return [Told(int(row), found, "It was read so. If the month does, write days like 2025-06-30.")]
