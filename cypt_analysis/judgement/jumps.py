"""Figures many times what their series ever was, before and after: has a digit slipped?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.quarter import Period
from cypt_analysis.judgement.newest import Newest, arrived, own_by_period
from cypt_analysis.judgement.repeated import Figures, Repeated, columns_of, figures_of

# So many times all others of its series, of which there are so many, and none so small that chance
# alone may do it.
_TIMES, _OTHERS, _LEAST = 4, 3, 20
# Beside the middle of the others: about ten times, or a tenth.
_TEN = (7, 14)


def jumped(drops: Sequence[Drop], catalogue: Catalogue) -> list[Repeated]:
    """Figures that the last drop brought anew, far beyond the others of their series."""
    return [each for new in arrived(drops[-1], catalogue) for each in _of(drops, new, catalogue)]


def _of(drops: Sequence[Drop], new: Newest, catalogue: Catalogue) -> Iterator[Repeated]:
    source, columns = new.source, columns_of(new.source, new.rows, catalogue)
    before: dict[Period, Figures] = {}
    for drop in drops[:-1]:
        earlier = own_by_period(drop, source)
        before |= {period: figures_of(source, rows, columns) for period, rows in earlier.items()}
    rows_of = own_by_period(drops[-1], source)
    now = {period: figures_of(source, rows, columns) for period, rows in rows_of.items()}
    known = before | now
    for period, figures in now.items():
        alike = [known[e] for e in known if e != period and e.series == period.series]
        for key, value in figures.items():
            others = [each[key] for each in alike if key in each]
            if value == before.get(period, {}).get(key) or not _is_beyond(value, others):
                continue
            row = _row_of(rows_of[period], key[1], value)
            of = f" of '{key[0]}'" if key[0] else ""
            found = (
                f"{key[1]}{of} is {value:,.10g} in {period.label}, {_times(value, others)}: "
                f"the others of its series lie between {min(others):,.10g} and {max(others):,.10g}."
            )
            advice = f"Check the extract, or ask {source.owner}."
            yield Repeated(source.id, drops[-1].file_of(source.id), row, found, advice, found)


def _is_beyond(value: float, others: Sequence[float]) -> bool:
    if len(others) < _OTHERS or max(value, *others) < _LEAST:
        return False
    return value > _TIMES * max(others) or value * _TIMES < min(others)


def _times(value: float, others: Sequence[float]) -> str:
    """How far a figure lies from the middle of the others, in words."""
    times = value / median(others)
    low, high = _TEN
    if low < times < high or low < 1 / times < high:
        return f"about {'ten times' if times > 1 else 'a tenth of'} what it is else"
    how = f"{times:.0f} times" if times > 1 else f"a {1 / times:.0f}th of"
    return f"{how} what it is else"


def _row_of(rows: pd.DataFrame, column: str, value: float) -> int:
    return int(rows.index[rows[column] == value][0])
