"""An area among others: its statistical neighbours, and quarters of a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cypt_analysis.statistics._validation import (
    FloatArray,
    Numbers,
    check_choice,
    fault_error,
    read,
)

POLARITIES = ("low", "high", "none")

# What the first place is, by which way is good.
RANK_MEANS = {
    "low": "1 is the best (lowest)",
    "high": "1 is the best (highest)",
    "none": "1 is the highest",
}
_BANDS = {
    "judged": ("best quarter", "second quarter", "third quarter", "worst quarter"),
    "plain": ("highest quarter", "second quarter", "third quarter", "lowest quarter"),
}
_NOT_BANDED = "not banded"
_QUARTERS = (0.25, 0.5, 0.75)
_LEAST_TO_BAND = 4


@dataclass(frozen=True)
class NeighbourSummary:
    """An area among its statistical neighbours.

    mean, median      of the neighbours with a value, unweighted, without the area itself
    minimum, maximum  of the same
    count             neighbours with a value
    blanks            neighbours left out because they have none
    rank, ranked      the area's place among the neighbours and itself, of how many; ties share
                      the first of their places; None where it has no value
    rank_means        what 1 is, in words to print beside it
    tied              neighbours with exactly the area's value: they share its rank
    quartiles         three values that cut the neighbours and the area into quarters
    quartile_band     the area's quarter in words, as `quartile_bands` gives it
    best, best_value  names of the best neighbours by polarity (several where they tie, none where
                      they have no names or the polarity is none), and their value
    name, date        of the set of neighbours, as given
    """

    mean: float
    median: float
    minimum: float
    maximum: float
    count: int
    blanks: int
    rank: int | None
    ranked: int
    tied: int
    name: str
    date: str
    rank_means: str
    quartiles: tuple[float, float, float]
    quartile_band: str
    best: tuple[Any, ...]
    best_value: float


def neighbour_summary(
    values: Numbers,
    own: float | None,
    polarity: str = "none",
    name: str = "",
    date: str = "",
    *,
    names: Sequence[Any] | None = None,
) -> NeighbourSummary:
    """Summarise the statistical neighbours, and the area's place among them.

    Parameters: `values` of the neighbours (without the area itself), a sequence, array or Series
    with missing values where a neighbour has none; `own`, the area's value; `polarity`; the
    `name` and `date` of the set, which a report must print; the neighbours' `names` (by default a
    Series' index). Use the set of the time of the figures: a later set changes no earlier mean.

    Returns a `NeighbourSummary` in the unit of the values. With no neighbour's value the mean and
    the others are missing. Rank 1 is the best by polarity; for a polarity of none it is the
    highest, and `rank_means` says so.

    Raises `InvalidInputError` naming every value that is not a finite number.

    Source: unweighted mean, and ties that share the first of their places, as the national
    benchmark tables have them.

    >>> summary = neighbour_summary([62.0, 55.0, None, 71.0], own=58.0, polarity="low")
    >>> round(summary.mean, 2), summary.median, summary.rank, summary.ranked, summary.blanks
    (62.67, 62.0, 2, 4, 1)
    """
    check_choice("polarity", polarity, POLARITIES)
    neighbours = np.atleast_1d(read(values=values).check()["values"])
    if neighbours.ndim > 1:
        raise fault_error("values must be one list of neighbours")
    labels = _labels(values, names, neighbours.size)
    own_value = float(read(own=own).check()["own"])
    there = ~np.isnan(neighbours)
    known = neighbours[there]
    ranks = not np.isnan(own_value)
    better = known < own_value if polarity == "low" else known > own_value
    tied = int((known == own_value).sum())
    group = np.append(known, own_value) if ranks else known
    some = known if known.size else np.array([np.nan])
    best_value = float("nan")
    if known.size and polarity != "none":
        best_value = float(known.min() if polarity == "low" else known.max())
    return NeighbourSummary(
        mean=float(some.mean()),
        median=float(np.median(some)),
        minimum=float(some.min()),
        maximum=float(some.max()),
        count=int(known.size),
        blanks=int(neighbours.size - known.size),
        rank=int(better.sum()) + 1 if ranks else None,
        ranked=int(known.size) + int(ranks),
        tied=tied,
        name=name,
        date=date,
        rank_means=RANK_MEANS[polarity],
        quartiles=_quartiles(group),
        quartile_band=str(_bands(group, polarity)[-1]) if ranks else _NOT_BANDED,
        best=tuple(labels[i] for i in np.flatnonzero(neighbours == best_value)) if labels else (),
        best_value=best_value,
    )


def quartile_bands(values: Numbers, polarity: str = "none") -> Any:
    """The quarter of a group that each of its areas is in.

    Parameters: `values` of all areas of the group, a sequence, array or Series; `polarity` is
    "high" or "low" (what is good), or "none".

    Returns words in the form of the input: "best quarter", "second quarter", "third quarter",
    "worst quarter"; for a polarity of none "highest quarter" to "lowest quarter"; "not banded"
    for a missing value, fewer than four values, or a group whose middle half is all one value.
    A value on a quartile is in the better (or higher) of the two quarters that it parts.

    Raises `InvalidInputError` naming every value that is not a finite number.

    Source: quartiles by linear interpolation (type 7 of Hyndman & Fan 1996, Am Stat 50: 361-365),
    as spreadsheets calculate them.

    >>> quartile_bands([12.0, 15.5, 9.0, 11.0, None], "low").tolist()
    ['third quarter', 'worst quarter', 'best quarter', 'second quarter', 'not banded']
    """
    check_choice("polarity", polarity, POLARITIES)
    inputs = read(values=values).check()
    if len(inputs.shape) != 1:
        raise fault_error("values must be one list of areas")
    return inputs.give_words(_bands(inputs["values"], polarity))


def _quartiles(values: FloatArray) -> tuple[float, float, float]:
    known = values[~np.isnan(values)]
    if known.size < _LEAST_TO_BAND:
        return (float("nan"),) * 3
    first, second, third = (float(np.quantile(known, share)) for share in _QUARTERS)
    return first, second, third


def _bands(values: FloatArray, polarity: str) -> Any:
    # The worse a value is, the larger: then a value on an edge falls on its better side.
    worse = values if polarity == "low" else -values
    edges = np.array(_quartiles(worse))
    words = np.array(_BANDS["plain" if polarity == "none" else "judged"], dtype=object)
    if np.isnan(edges).any() or edges[0] == edges[2]:
        return np.full(values.shape, _NOT_BANDED, dtype=object)
    place = np.searchsorted(edges, np.where(np.isnan(worse), 0, worse), side="left")
    return np.where(np.isnan(values), _NOT_BANDED, words[place])


def _labels(values: Numbers, names: Sequence[Any] | None, count: int) -> list[Any]:
    if names is None:
        return list(values.index) if isinstance(values, pd.Series) else []
    if len(names) != count:
        raise fault_error(f"{len(names)} names were given for {count} neighbours")
    return list(names)
