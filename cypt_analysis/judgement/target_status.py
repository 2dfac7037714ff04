"""Is the target met? Each status word by one stated rule.

The target whose period holds the observation's counts; failing one, the next target to come. Its
basis says what is held against it: of an annual one the year's sum or the ratio of its sums
(`target_year`), of one for a point in time the latest figure. Once the target's period is over and
all of it was received it is Met or Missed (or Within tolerance), before that On track or Off
track. A target to come is held against the straight line from the catalogue's baseline, if it
names one. What cannot be judged is Not judged, and ``target_note`` says why.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Measure
from cypt_analysis.catalogue.kinds import Kind, Window
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.judgement.changes import like_baseline
from cypt_analysis.judgement.target_year import HIGH_IS_GOOD, STRICT, Year, year_so_far
from cypt_analysis.observations.spans import span_of
from cypt_analysis.statistics import verdict_against_target

COLUMNS = (
    "verdict", "target_note", "target", "target_period", "comparison", "set_by", "target_basis",
    "tolerance", "floor", "limits_set_by", "judged", "judged_of", "judged_numerator",
    "judged_denominator", "required", "way", "parts", "parts_of", "was",
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
    TargetStatus.WITHIN_TOLERANCE,
    TargetStatus.NOT_JUDGED,
    TargetStatus.ON_TRACK,
    TargetStatus.MET,
)
_WORDS = {
    "met": (TargetStatus.MET, ""),
    "missed": (TargetStatus.MISSED, ""),
    "missed, within the tolerance": (TargetStatus.WITHIN_TOLERANCE, "missed"),
    "missed, beyond the floor": (TargetStatus.MISSED, "beyond the floor"),
}
PART = "part of the period only"
_NO_NUMBERS = "no numbers behind the figures, so the year cannot be worked out"
_ON_A_DAY = "a number on a day, and the target is for the year"
_ASSUMED = "a number counted is assumed"
_NOT_RECEIVED = "nothing received to its end"


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
    applies. ``judged`` is the value held against the target (the latest, or that of the year so
    far, which is made of ``judged_of`` and, for a ratio, of ``judged_numerator`` and
    ``judged_denominator``),
    ``required`` the target, its share so far, or the trajectory's point, ``way`` how that follows
    from the target, empty where it is the target, and ``parts`` how many of ``parts_of`` periods
    of the target's have been received. ``was`` is what the target asked before it was changed.
    """
    target = None if targets is None else _applying(observation, targets)
    if target is None:
        return {"verdict": TargetStatus.NO_TARGET, "target_note": "", "judged_of": []}
    found = {
        "target_note": "",
        "target_period": target["period"],
        "target_basis": target["basis"],
        **{name: target[name] for name in ("target", "comparison", "set_by")},
        **{name: _number(target.get(name)) for name in ("tolerance", "floor")},
        "limits_set_by": str(target.get("limits_set_by") or target["set_by"]),
        "judged": observation["value"],
        "judged_of": [observation["id"]],
        "required": target["target"],
        "way": "",
        "was": str(target.get("was") or ""),
        "parts": 1,
        "parts_of": 1,
    }
    return found | _held_against(observation, found | target, measure, own)


def _number(given: object) -> float:
    return np.nan if given is None or pd.isna(given) else float(str(given))


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
    over = bool(target.get("over", False))
    whole = observation["start"] == target["start"] and observation["end"] == target["end"]
    before = observation["start"] < target["start"]
    annual = target["basis"] == "annual" and not whole and not before
    if annual and observation["window"] != Window.SNAPSHOT:
        return _of_year(year_so_far(observation, target, measure, own), target, over)
    if pd.notna(observation["runs_to"]):
        return _not_judged(f"{span_of(observation).part}")
    if annual:
        return _not_judged(_ON_A_DAY)
    if not before and observation["end"] >= target["end"]:
        return _ended(observation["value"], target)
    if over:
        return _not_judged(_NOT_RECEIVED)
    required, way, note = float(target["target"]), "", ""
    if before:
        required, way = _on_the_way(observation, target, measure, own)
        # A point on the way there says by itself what is asked of its time.
        early = f"{span_of(observation).name}, before the target period"
        note = "" if way else early
    held = _underway(observation["value"], required, target, note)
    return {"required": required, "way": way, **held}


def _of_year(year: Year, target: dict, over: bool) -> dict[str, object]:
    """The status of a year of which some periods were received, or all."""
    numerator, denominator = year.numbers
    found = {
        "judged": year.value, "judged_of": year.ids, "judged_numerator": numerator,
        "judged_denominator": denominator, "parts": year.received, "parts_of": year.periods,
        **_verdict_of_year(year, target, over),
    }  # fmt: skip
    if year.assumed:
        notes = filter(None, [found["target_note"], _ASSUMED])
        found["target_note"] = "; ".join(map(str, notes))
    return found


def _verdict_of_year(year: Year, target: dict, over: bool) -> dict[str, object]:
    if year.why_not or not year.received:
        return _not_judged(year.why_not or year.told)
    if year.complete:
        unknown = year.alone and not year.cumulative
        return _not_judged(_NO_NUMBERS) if unknown else _ended(year.value, target)
    if year.passed:
        return {**_ended(year.value, target), "target_note": f"already; {year.told}"}
    goal = float(target["target"])
    if year.alone and (year.cumulative or not over):
        # The figure of one period says how that period went, and no more.
        return _underway(year.value, goal, target, f"{year.alone} alone")
    if year.gap or over:
        return _not_judged(year.told)
    if not year.is_count:
        return _underway(year.value, goal, target, year.told)
    required, way = goal * year.months / year.months_of, f"× {year.months} / {year.months_of}"
    held = _underway(year.value, required, target, year.told)
    return {"required": required, "way": way, **held}


def _not_judged(why: str) -> dict[str, object]:
    return {"verdict": TargetStatus.NOT_JUDGED, "target_note": why}


def _underway(value: float, required: float, target: dict, note: str = "") -> dict[str, object]:
    word = status(value, required, target["comparison"], ended=False)
    return {"verdict": word, "target_note": note}


def _ended(value: float, target: dict) -> dict[str, object]:
    """The status of a target whose period is over: met, missed, or missed within the tolerance."""
    limits = {
        name: None if np.isnan(target[name]) else target[name] for name in ("tolerance", "floor")
    }
    told = verdict_against_target(
        float(value),
        target=float(target["target"]),
        polarity="high" if target["comparison"] in HIGH_IS_GOOD else "low",
        strict=target["comparison"] in STRICT,
        **limits,
    )
    word, note = _WORDS[told]
    return {"verdict": word, "target_note": note}


def _on_the_way(
    observation: dict, target: dict, measure: Measure, own: pd.DataFrame
) -> tuple[float, str]:
    """The point on the straight line from baseline to target at the observation's middle."""
    baseline = measure.baseline
    if baseline is None:
        return float(target["target"]), ""
    rows = own[(own["indicator"] == observation["indicator"])]
    rows = rows[(rows["measure"] == baseline.measure) & (rows["period"] == baseline.period)]
    # No line is drawn from before a break, nor from a whole year to a part of one.
    rows = rows[like_baseline(rows, observation)]
    if rows.empty:
        return float(target["target"]), ""
    first = rows.iloc[0]
    begun, now = (span_of(each).middle for each in (first, observation))
    due = parse_period(target["period"]).middle
    share = (now - begun) / (due - begun)
    required = float(first["value"] + (target["target"] - first["value"]) * share)
    return required, f"on the straight line from {first['id']}"


def is_pro_rata(judged: pd.DataFrame) -> pd.Series:
    """Which rows are the count of a year so far, held against its share of the target."""
    return (judged["way"] != "") & (judged["kind"] == Kind.COUNT) & (judged["parts_of"] > 1)
