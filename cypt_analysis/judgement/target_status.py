"""Is the target met? Each status word by one stated rule.

The target whose period holds the observation's counts; failing one, the next target to come.
Once the target's period has ended it is Met or Missed, before that On track or Off track. A
yearly target for a count is shared out by the months gone. A target to come is held against the
straight line from the catalogue's baseline, if it names one.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Measure
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.status import TargetStatus

COLUMNS = (
    "verdict", "target", "target_period", "comparison", "set_by", "target_basis", "judged",
    "judged_of", "required", "way",
)  # fmt: skip
COMPARISONS = {
    "at least": np.greater_equal,
    "at most": np.less_equal,
    "below": np.less,
    "above": np.greater,
}
_WORST_FIRST = (
    TargetStatus.MISSED,
    TargetStatus.OFF_TRACK,
    TargetStatus.ON_TRACK,
    TargetStatus.MET,
)


def status(value: float, required: float, comparison: str, *, ended: bool) -> TargetStatus:
    """The status word for a value held against what is required of it.

    >>> status(5.7, 6.7, "at most", ended=False)
    <TargetStatus.ON_TRACK: 'On track'>
    """
    met = bool(COMPARISONS[comparison](value, required))
    if ended:
        return TargetStatus.MET if met else TargetStatus.MISSED
    return TargetStatus.ON_TRACK if met else TargetStatus.OFF_TRACK


def worst(statuses: Iterable[str]) -> TargetStatus:
    """The status of an indicator from those of its headline measures.

    >>> worst(["Met", "No target", "Missed"])
    <TargetStatus.MISSED: 'Missed'>
    """
    known = set(statuses)
    return next((word for word in _WORST_FIRST if word in known), TargetStatus.NO_TARGET)


def against_target(
    observation: dict, targets: pd.DataFrame | None, measure: Measure, own: pd.DataFrame
) -> dict[str, object]:
    """The status of an observation and what it follows from, by the names of ``COLUMNS``.

    ``targets`` are those of the measure, None without any. Only the status is given where none
    applies. ``judged`` is the value held against the target (the latest, or a year's count so
    far), ``judged_of`` the ids that it adds up, ``required`` the target, its share so far, or the
    trajectory's point, and ``way`` how that follows from the target, empty where it is the target.
    """
    target = None if targets is None else _applying(observation, targets)
    if target is None:
        return {"verdict": TargetStatus.NO_TARGET, "judged_of": []}
    return _held_against(observation, target, measure, own)


def _applying(observation: dict, targets: pd.DataFrame) -> dict | None:
    start, end = observation["start"], observation["end"]
    holding = targets[(targets["start"] <= start) & (targets["end"] >= end)]
    if len(holding):
        return dict(holding.sort_values("start").iloc[-1])
    coming = targets[targets["end"] > end].sort_values("end")
    return dict(coming.iloc[0]) if len(coming) else None


def _held_against(
    observation: dict, target: dict, measure: Measure, own: pd.DataFrame
) -> dict[str, object]:
    value, required = observation["value"], target["target"]
    ids, way = [observation["id"]], ""
    shared = (
        measure.kind == Kind.COUNT
        and target["basis"] == "annual"
        # A count on a day is not shared out: it stands for itself.
        and target["start"] <= observation["start"] < observation["end"]
        and observation["period"] != target["period"]
    )
    if shared:
        value, months, ids = _so_far(observation, target, own)
        whole = parse_period(target["period"]).months
        required = target["target"] * months / whole
        way = f"× {months} / {whole}"
    elif observation["end"] < target["start"]:
        required, way = _on_the_way(observation, target, measure, own)
    return {
        "target": target["target"],
        "target_period": target["period"],
        "comparison": target["comparison"],
        "set_by": target["set_by"],
        "target_basis": target["basis"],
        "judged": value,
        "judged_of": ids,
        "required": required,
        "way": way,
        "verdict": status(
            value,
            required,
            target["comparison"],
            ended=target["start"] <= observation["start"] and observation["end"] >= target["end"],
        ),
    }


def _so_far(observation: dict, target: dict, own: pd.DataFrame) -> tuple[float, int, list[str]]:
    """The year's count over the periods received, the months that they cover, their ids."""
    year = own[
        (own["path"] == observation["path"])
        & (own["series"] == observation["series"])
        & (own["start"] >= target["start"])
        & (own["end"] <= observation["end"])
    ]
    months = sum(parse_period(text).months for text in year["period"])
    return float(year["value"].sum()), months, list(year["id"])


def _on_the_way(
    observation: dict, target: dict, measure: Measure, own: pd.DataFrame
) -> tuple[float, str]:
    """The point on the straight line from baseline to target at the observation's middle."""
    baseline = measure.baseline
    if baseline is None:
        return float(target["target"]), ""
    rows = own[(own["indicator"] == observation["indicator"])]
    rows = rows[(rows["measure"] == baseline.measure) & (rows["period"] == baseline.period)]
    if rows.empty:
        return float(target["target"]), ""
    first = rows.iloc[0]
    begun, now, due = (parse_period(each["period"]).middle for each in (first, observation, target))
    share = (now - begun) / (due - begun)
    required = float(first["value"] + (target["target"] - first["value"]) * share)
    return required, f"on the straight line from {first['id']}"
