"""Status against target and direction of travel: each by one stated rule.

Status. The target whose period holds the observation's counts; failing one, the next
target to come. Once the target's period has ended it is Met or Missed, before that On
track or Off track. A yearly target for a count is shared out by the months gone. A target
to come is held against the straight line from the catalogue's baseline, if it names one.

Direction. The latest value beside the same period a year before, or else the period
before it. Where a test applies, a change that is not significant is No clear change.
Better and Worse follow the polarity; without one, Higher and Lower.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue, Indicator, Measure
from cypt_analysis.ground.printing import format_number
from cypt_analysis.ground.quarter import parse_period

MET, ON_TRACK, OFF_TRACK, MISSED = "Met", "On track", "Off track", "Missed"
NO_TARGET, NO_NEW_DATA, NARRATIVE = "No target", "No new data", "Narrative"
STATUS_WORDS = (MET, ON_TRACK, OFF_TRACK, MISSED, NO_TARGET, NO_NEW_DATA, NARRATIVE)
_WORST_FIRST = (MISSED, OFF_TRACK, ON_TRACK, MET)
BETTER, WORSE, NO_CHANGE, HIGHER, LOWER = "Better", "Worse", "No clear change", "Higher", "Lower"
TOO_FEW = "Too few points"
_JUDGED = (
    "polarity", "role", "verdict", "target", "target_period", "comparison", "set_by",
    "target_basis", "judged", "judged_of", "required", "way",
    "direction", "basis_of_change", "then_id",
    "then_period", "then", "then_assumed", "significant", "p_value", "overlap",
)  # fmt: skip
DIRECTION_WORDS = (BETTER, WORSE, NO_CHANGE, HIGHER, LOWER, TOO_FEW)
COMPARISONS = {
    "at least": np.greater_equal,
    "at most": np.less_equal,
    "below": np.less,
    "above": np.greater,
}


def direction(
    value: float, then: float, polarity: str, decimals: int, significant: bool | None
) -> str:
    """The direction word for a value beside an earlier one.

    ``significant`` is the test's verdict, None where no test applies. Values that print the
    same show no change.

    >>> direction(16.4, 17.7, "low", 1, significant=False)
    'No clear change'
    >>> direction(460, 372, "none", 0, significant=None)
    'Higher'
    """
    if format_number(value, decimals) == format_number(then, decimals) or significant is False:
        return NO_CHANGE
    if polarity == "none":
        return HIGHER if value > then else LOWER
    return BETTER if (value > then) == (polarity == "high") else WORSE


def status(value: float, required: float, comparison: str, *, ended: bool) -> str:
    """The status word for a value held against what is required of it.

    >>> status(5.7, 6.7, "at most", ended=False)
    'On track'
    """
    met = bool(COMPARISONS[comparison](value, required))
    if ended:
        return MET if met else MISSED
    return ON_TRACK if met else OFF_TRACK


def judge_measures(
    latest: pd.DataFrame,
    own: pd.DataFrame,
    pairs: pd.DataFrame,
    targets: pd.DataFrame,
    catalogue: Catalogue,
) -> pd.DataFrame:
    """One row a path, indexed by it: the latest observation with its target and verdicts.

    Added columns: ``polarity, role, verdict`` (the status word); ``target_period, target,
    comparison, set_by, target_basis`` (missing without a target), ``judged`` (the value held
    against it: the latest, or a year's count so far), ``judged_of`` (the ids that it adds up),
    ``required`` (the target, its share so far, or the trajectory's point), ``way`` (how that
    follows from the target, empty where it is the target); ``direction, basis_of_change, then_id,
    then_period, then, then_assumed, significant, p_value, overlap``.
    """
    rows = []
    best = pairs.sort_values("basis", ascending=False, kind="stable").drop_duplicates(
        "id", keep="first"
    )
    partner = best.set_index("id").to_dict("index") if len(best) else {}
    by_measure = dict(list(targets.groupby(["indicator", "measure"])))
    for observation in latest.to_dict("records"):
        measure = catalogue.indicators[observation["indicator"]].get(observation["measure"])
        row: dict[str, object] = {
            "polarity": measure.polarity,
            "role": measure.role,
            "verdict": NO_TARGET,
        }
        candidates = by_measure.get((observation["indicator"], observation["measure"]))
        target = _applying(observation, candidates)
        if target is not None:
            row |= _held_against(observation, target, measure, own)
        row |= _direction(observation, measure, partner.get(observation["id"]))
        rows.append({**observation, **row})
    table = pd.DataFrame(rows, columns=list(dict.fromkeys([*latest.columns, *_JUDGED])))
    for name in ("significant", "overlap"):
        table[name] = table[name].astype("boolean")
    table["then_assumed"] = table["then_assumed"].eq(True)
    return table.set_index("path", drop=False)


def _applying(observation: dict, targets: pd.DataFrame | None) -> dict | None:
    if targets is None:
        return None
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
        measure.kind == "count"
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
        "judged_of": "; ".join(ids),
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


def _direction(observation: dict, measure: Measure, pair: dict | None) -> dict[str, object]:
    if pair is None:
        return {"direction": TOO_FEW, "significant": None, "basis_of_change": ""}
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
        "direction": direction(
            observation["value"],
            pair["then_value"],
            measure.polarity,
            measure.decimals,
            significant,
        ),
    }


def worst(statuses: Iterable[str]) -> str:
    """The status of an indicator from those of its headline measures.

    >>> worst(["Met", "No target", "Missed"])
    'Missed'
    """
    known = set(statuses)
    return next((word for word in _WORST_FIRST if word in known), NO_TARGET)


def judge_indicators(judged: pd.DataFrame, catalogue: Catalogue, quarter: str) -> pd.DataFrame:
    """One row an indicator or theme, in the report's order, indexed by id.

    Columns: ``section, status, status_of`` (the measure that decides it), ``direction, path``
    (the headline measure's latest observation, empty without one) and ``is_new`` (whether this
    quarter's drop brought anything).
    """
    columns = ["indicator", "measure", "path", "received", "role", "verdict", "direction"]
    of_indicator: dict[str, list[dict]] = {}
    for row in judged[columns].to_dict("records"):
        of_indicator.setdefault(row["indicator"], []).append(row)
    rows = [
        {
            "section": section.id,
            **_judge(indicator, of_indicator.get(indicator.id, []), quarter),
        }
        for section in catalogue.sections
        for indicator in section.indicator
    ]
    return pd.DataFrame(rows).set_index("indicator", drop=False)


def _judge(indicator: Indicator, judged: list[dict], quarter: str) -> dict[str, object]:
    row: dict[str, object] = {
        "indicator": indicator.id,
        "status_of": "",
        "path": "",
        "direction": "",
        "is_new": True,
    }
    if not indicator.measure:
        return row | {"status": NARRATIVE}
    row["is_new"] = any(each["received"] == quarter for each in judged)
    latest = next((each for each in judged if each["path"] == indicator.id), None)
    row["path"] = latest["path"] if latest else ""
    row["direction"] = latest["direction"] if latest else TOO_FEW
    if not row["is_new"]:
        return row | {"status": NO_NEW_DATA}
    headlines = [each for each in judged if each["role"] == "headline"]
    status_word = worst(each["verdict"] for each in headlines)
    deciding = [each["measure"] for each in headlines if each["verdict"] == status_word]
    if deciding and indicator.headline not in deciding:
        row["status_of"] = deciding[0]
    return row | {"status": status_word}
