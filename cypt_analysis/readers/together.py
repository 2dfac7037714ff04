"""Several tables of one source, and a column that another source's table gives → one table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd

from cypt_analysis.catalogue.reads import Joined
from cypt_analysis.ground.quarter import Period, is_period, parse_period

# A figure is joined to periods that end at most so long after it.
_A_YEAR = timedelta(days=366)


def by_period(parts: Sequence[pd.DataFrame], period: str) -> pd.DataFrame:
    """The rows of tables, of each period those of the first table that has it.

    What a publisher has taken out of a release does not come back from another one.

    >>> first = pd.DataFrame({"period": ["2024"], "value": [1]})
    >>> second = pd.DataFrame({"period": ["2023", "2024"], "value": [2, 3]})
    >>> by_period([first, second], "period")["value"].tolist()
    [1, 2]
    """
    kept, seen = [], set[str]()
    for part in parts:
        new = part[~part[period].isin(seen)]
        seen |= set(part[period])
        if len(new):
            kept.append(new)
    return pd.concat(kept) if kept else parts[0]


def newest_of(periods: pd.Series) -> str:
    """The period of a column that ends last, the first of those that do; "" where it has none.

    >>> newest_of(pd.Series(["2024-25-FY", "2023-24-FY", "soon"]))
    '2024-25-FY'
    """
    texts = filter(is_period, periods.unique())
    return max(texts, key=lambda text: parse_period(text).end, default="")


def joined(table: pd.DataFrame, other: pd.DataFrame, how: Joined, period: str) -> pd.Series:
    """A column for a table's rows out of another table, which has ``area`` and ``period``.

    Of each area the figure whose period ended last before the end of the row's own, not more than
    a year before; missing where there is none.

    >>> rows = pd.DataFrame({"area": ["383"], "period": ["2024-25-FY"]})
    >>> children = pd.DataFrame(
    ...     {"area": ["383"] * 2, "period": ["2023-06-30", "2024-06-30"], "number": [5, 6]})
    >>> joined(rows, children, Joined(source="populations", column="number"), "period").tolist()
    [6]
    """
    known = {text: parse_period(text) for text in other["period"].unique() if is_period(text)}
    last = {
        text: _last_before(parse_period(text), known)
        for text in table[period].unique()
        if is_period(text)
    }
    once = other.drop_duplicates(["area", "period"])
    keys = [once[name].astype(object) for name in ("area", "period")]
    figures = pd.Series(once[how.column].to_numpy(), index=pd.MultiIndex.from_arrays(keys))
    ends = table[period].astype(object).map(last)
    wanted = pd.MultiIndex.from_arrays([table["area"].astype(object), ends])
    return pd.Series(figures.reindex(wanted).to_numpy(), index=table.index)


def _last_before(period: Period, known: dict[str, Period]) -> str | None:
    near = {
        each.end: text
        for text, each in known.items()
        if period.end - _A_YEAR < each.end <= period.end
    }
    return near[max(near)] if near else None
