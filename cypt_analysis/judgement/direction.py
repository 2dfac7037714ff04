"""Which way did a figure go? Each direction word by one stated rule.

The latest value beside the same period a year before, or else the period before it. A test decides:
a change that is not significant is No clear change, one that is is Better or Worse by the polarity,
Higher or Lower without one. What was not tested (no numbers behind it, a count of the same people,
periods that overlap, too few counted, spread beyond chance) is Higher or Lower, not tested.
"""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Measure
from cypt_analysis.catalogue.kinds import Polarity
from cypt_analysis.ground.status import Direction

COLUMNS = (
    "direction", "basis_of_change", "then_id", "then_period", "then_start", "then", "then_assumed",
    "significant", "p_value", "overlap", "untested",
)  # fmt: skip


def direction(value: float, then: float, polarity: str, significant: bool | None) -> Direction:
    """The direction word for a value beside an earlier one; every place that prints one has it.

    ``significant`` is the test's verdict, None where none was made: the word then says so, and
    is without judgement whatever the polarity.

    >>> direction(16.4, 17.7, "low", significant=False)
    <Direction.NO_CHANGE: 'No clear change'>
    >>> direction(500, 398, "low", significant=None)
    <Direction.HIGHER_UNTESTED: 'Higher, not tested'>
    """
    if significant is None:
        if value == then:
            return Direction.SAME_UNTESTED
        return Direction.HIGHER_UNTESTED if value > then else Direction.LOWER_UNTESTED
    if value == then or not significant:
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
        "then_start": pair["then_start"],
        "then": pair["then_value"],
        "then_assumed": bool(pair["then_assumed"]),
        "significant": significant,
        "p_value": pair["p_value"],
        "overlap": pair["overlap"],
        "untested": pair["untested"],
        "direction": direction(
            observation["value"], pair["then_value"], measure.polarity, significant
        ),
    }
