"""An area beside others: a benchmark, its statistical neighbours, a funnel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cypt_analysis.statistics._validation import (
    FloatArray,
    Inputs,
    Numbers,
    check_choice,
    fault_error,
    read,
)

POLARITIES = ("low", "high", "none")

_WORDS = {
    "judged": ("much worse", "worse", "similar", "better", "much better"),
    "plain": ("much lower", "lower", "similar", "higher", "much higher"),
}
_NOT_COMPARED = "not compared"


def compare_to_benchmark(
    value: Numbers,
    limits_95: tuple[Numbers, Numbers] | None,
    limits_998: tuple[Numbers, Numbers] | None,
    benchmark: Numbers,
    polarity: str = "none",
) -> Any:
    """An area's interval against a benchmark's value, in words.

    Parameters: `value` and its `(lower, upper)` at 95% and 99.8%, and `benchmark`, all in one
    unit; numbers, arrays or Series. `polarity` is "high" or "low" (what is good), or "none".

    Returns words in the form of the input: "much better", "better", "similar", "worse", "much
    worse"; for a polarity of none "much higher", "higher", "similar", "lower", "much lower". A
    benchmark on a limit is within it. Without a value, a benchmark or a 95% interval:
    "not compared". Without a 99.8% interval the words with "much" are not used.

    Raises `InvalidInputError` naming every row whose limits are out of order, or whose 99.8%
    interval does not hold its 95% one.

    Source: Fingertips, comparison with a benchmark by confidence interval, two levels.

    >>> compare_to_benchmark(0.164, (0.150, 0.180), (0.142, 0.189), 0.183, "low")
    'better'
    """
    check_choice("polarity", polarity, POLARITIES)
    nothing = (np.nan, np.nan)
    low, high = nothing if limits_95 is None else limits_95
    outer_low, outer_high = nothing if limits_998 is None else limits_998
    inputs = read(
        value=value,
        lower_95=low,
        upper_95=high,
        lower_998=outer_low,
        upper_998=outer_high,
        benchmark=benchmark,
    )
    _refuse_disorder(inputs)
    inputs.check()
    above = _side(inputs["lower_95"], inputs["lower_998"], inputs["benchmark"])
    below = _side(-inputs["upper_95"], -inputs["upper_998"], -inputs["benchmark"])
    position = above - below if polarity != "low" else below - above
    words = np.array(_WORDS["plain" if polarity == "none" else "judged"], dtype=object)
    needed = ("value", "lower_95", "upper_95", "benchmark")
    absent = np.any([np.isnan(inputs[name]) for name in needed], axis=0)
    return inputs.give_words(np.where(absent, _NOT_COMPARED, words[position + 2]))


def _side(limit: FloatArray, outer_limit: FloatArray, benchmark: FloatArray) -> Any:
    """0 within, 1 beyond the inner limit, 2 beyond the outer one too."""
    return (limit > benchmark).astype(int) + (outer_limit > benchmark)


def _refuse_disorder(inputs: Inputs) -> None:
    for level in ("95", "998"):
        shown = f"{level[:2]}%" if level == "95" else "99.8%"
        inputs.refuse(
            (inputs[f"lower_{level}"] > inputs["value"])
            | (inputs[f"upper_{level}"] < inputs["value"]),
            f"the value is outside its own {shown} interval",
            "value",
        )
    inputs.refuse(
        (inputs["lower_998"] > inputs["lower_95"]) | (inputs["upper_998"] < inputs["upper_95"]),
        "the 99.8% interval does not hold the 95% interval",
    )


@dataclass(frozen=True)
class NeighbourSummary:
    """An area among its statistical neighbours.

    mean, median      of the neighbours with a value, unweighted, without the area itself
    minimum, maximum  of the same
    count             neighbours with a value
    blanks            neighbours left out because they have none
    rank, ranked      the area's place among the neighbours and itself, of how many; 1 is the
                      best (for a polarity of none, the highest); None where it has no value
    tied              neighbours with exactly the area's value: they share its rank
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


def neighbour_summary(
    values: Numbers, own: float | None, polarity: str = "none", name: str = "", date: str = ""
) -> NeighbourSummary:
    """Summarise the statistical neighbours, and the area's rank among them.

    Parameters: `values` of the neighbours (without the area itself), a sequence, array or Series
    with missing values where a neighbour has none; `own`, the area's value; `polarity`; the
    `name` and `date` of the set, which a report must print.

    Returns a `NeighbourSummary` in the unit of the values. With no neighbour's value the mean and
    the others are missing.

    Raises `InvalidInputError` naming every value that is not a finite number.

    Source: unweighted mean, as the national benchmark tables use it; rank "1, 2, 2, 4".

    >>> summary = neighbour_summary([62.0, 55.0, None, 71.0], own=58.0, polarity="low")
    >>> round(summary.mean, 2), summary.median, summary.rank, summary.ranked, summary.blanks
    (62.67, 62.0, 2, 4, 1)
    """
    check_choice("polarity", polarity, POLARITIES)
    neighbours = np.atleast_1d(read(values=values).check()["values"])
    if neighbours.ndim > 1:
        raise fault_error("values must be one list of neighbours")
    own_value = float(read(own=own).check()["own"])
    known = neighbours[~np.isnan(neighbours)]
    ranks = not np.isnan(own_value)
    better = known < own_value if polarity == "low" else known > own_value
    some = known if known.size else np.array([np.nan])
    return NeighbourSummary(
        mean=float(some.mean()),
        median=float(np.median(some)),
        minimum=float(some.min()),
        maximum=float(some.max()),
        count=int(known.size),
        blanks=int(neighbours.size - known.size),
        rank=int(better.sum()) + 1 if ranks else None,
        ranked=int(known.size) + int(ranks),
        tied=int((known == own_value).sum()),
        name=name,
        date=date,
    )
