"""Which way did a figure go? Each direction word by one stated rule.

The latest value beside the same period a year before, or else the period before it. Where a test
applies, a change that is not significant is No clear change. Better and Worse follow the polarity;
without one, or where numbers may not be tested (overlapping periods, too few counted), Higher and
Lower.
"""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Measure
from cypt_analysis.catalogue.kinds import Polarity
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.status import Direction

COLUMNS = (
    "direction", "basis_of_change", "then_id", "then_period", "then", "then_assumed",
    "significant", "p_value", "overlap", "untested",
)  # fmt: skip


def direction(
    value: float, then: float, polarity: str, decimals: int, significant: bool | None
) -> Direction:
    """The direction word for a value beside an earlier one.

    ``significant`` is the test's verdict, None where no test applies. Values that print the
    same show no change.

    >>> direction(16.4, 17.7, "low", 1, significant=False)
    <Direction.NO_CHANGE: 'No clear change'>
    >>> direction(460, 372, "none", 0, significant=None)
    <Direction.HIGHER: 'Higher'>
    """
    if format_number(value, decimals) == format_number(then, decimals) or significant is False:
        return Direction.NO_CHANGE
    if polarity == Polarity.NONE:
        return Direction.HIGHER if value > then else Direction.LOWER
    return Direction.BETTER if (value > then) == (polarity == Polarity.HIGH) else Direction.WORSE


def beside_earlier(observation: dict, measure: Measure, pair: dict | None) -> dict[str, object]:
    """The direction of an observation and what it rests on, by the names of ``COLUMNS``.

    ``pair`` is the observation beside an earlier one, None where there is nothing to compare.
    """
    if pair is None:
        return {
            "direction": Direction.TOO_FEW, "significant": None, "basis_of_change": "",
            "untested": "",
        }  # fmt: skip
    significant = None if pd.isna(pair["significant"]) else bool(pair["significant"])
    return {
        "basis_of_change": pair["basis"],
        "then_id": pair["then_id"],
        "then_period": pair["then_period"],
        "then": pair["then_value"],
        "then_assumed": bool(pair["then_assumed"]),
        "significant": significant,
        "p_value": pair["p_value"],
        "overlap": pair["overlap"],
        "untested": pair["untested"],
        "direction": direction(
            observation["value"],
            pair["then_value"],
            # What may not be tested is told without judgement.
            Polarity.NONE if pair["untested"] else measure.polarity,
            measure.decimals,
            significant,
        ),
    }
