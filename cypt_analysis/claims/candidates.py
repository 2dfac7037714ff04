"""A fact of the table made into a candidate: what it is about beside its value."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cypt_analysis.claims.evidence import (
    BASELINE,
    CHANGE,
    GAP,
    LIMIT,
    MONTHLY,
    NEEDED,
    PART,
    QUOTED,
    TALLY,
    TARGET,
    THRESHOLD,
    TO_TARGET,
    VALUE,
    Candidate,
    stems_of,
)
from cypt_analysis.claims.harvest import COUNT, PERCENT, POINTS, RANK, RATE
from cypt_analysis.drops.info import NEIGHBOURS
from cypt_analysis.ground.printing import POINTS as POINTS_UNIT
from cypt_analysis.ground.printing import RELATIVE
from cypt_analysis.ground.quarter import Period, parse_period

SENSES = {
    "": VALUE, "numerator": PART, "denominator": PART, "per_month": MONTHLY, "target": TARGET,
    "pro_rata_target": TARGET, "so_far": VALUE, "needed_per_period": NEEDED,
    "gap_to_target": TO_TARGET, "reduction_from_baseline": BASELINE, "above_target": TALLY,
    "threshold_intervals": THRESHOLD, "threshold_test": THRESHOLD, "lower_95": LIMIT,
    "upper_95": LIMIT, "neighbours_mean": VALUE, "neighbours_median": VALUE, "rank": VALUE,
    "neighbours_counted": TALLY, "actions": TALLY, "risks": TALLY, "quoted": QUOTED,
    "change_on_year": CHANGE, "change_on_year_absolute": CHANGE, "change_on_previous": CHANGE,
    "change_on_previous_absolute": CHANGE,
}  # fmt: skip
_AGES = re.compile(r"\bunder[- ]?(\d+)s?\b|\baged? (?:under )?(\d+)(?: to (\d+))?", re.IGNORECASE)


def candidate_of(
    row: dict, about: Mapping[str, dict], areas: Mapping[str, str],
    terms: Mapping[str, frozenset[str]], ages: Mapping[str, frozenset[int]],
) -> Candidate:  # fmt: skip
    """A row of the table of facts with what it is about; ``areas`` are those by their slug."""
    stat, name = row["stat"], row["fact"]
    sense = GAP if stat.startswith("gap_to_") and stat != "gap_to_target" else SENSES[stat]
    base = name if stat == "" else name[: -len(stat) - 1] if name.endswith(stat) else name
    row_about = about.get(base, {})
    path = str(row_about.get("path") or base.split(".target")[0])
    area = str(row_about.get("area") or areas[""])
    if sense == GAP:
        slug = stat.removeprefix("gap_to_").removesuffix("_absolute")
        area = areas.get(slug, slug)
    if stat.startswith("neighbours_m"):
        area = NEIGHBOURS
    unit = _unit(row["unit"], stat)
    inputs = row["inputs"].split("; ")
    paired = sense in (CHANGE, BASELINE) and len(inputs) > 1
    then = about.get(inputs[1], {}).get("period") if paired else None
    words = terms.get(path, frozenset())
    own_ages = ages.get(path, frozenset())
    if sense == QUOTED:
        details = _quoted(row)
        words, own_ages = stems_of(details), ages_of(details)
        path = name
    return Candidate(
        name, float(row["value"]), unit, row["printed"], int(row["decimals"]), sense, path,
        row["indicator"], area, _period(row["period"]), _period(then or ""), words,
        str(row_about.get("status", "")),
        "year" if "_on_year" in stat else "previous" if "_on_previous" in stat else "",
        str(row_about.get("series", "")), own_ages,
    )  # fmt: skip


def _quoted(row: dict) -> str:
    """What a quoted figure is about: its name and its unit."""
    figure = row["fact"].split(".", 1)[1].replace("_", " ")
    return f"{figure} {row['unit']}"


def _unit(unit: str, stat: str) -> str:
    if stat == "rank" or unit == "rank":
        return RANK
    if unit in ("%", RELATIVE):
        return PERCENT
    if unit == POINTS_UNIT:
        return POINTS
    return RATE if re.match(r"per 1[0,]+", unit) else COUNT


def _period(text: object) -> Period | None:
    try:
        return parse_period(str(text))
    except ValueError:
        return None


def ages_of(text: str) -> frozenset[int]:
    """The ages that a text names as the upper bound of a group."""
    return frozenset(int(match[1] or match[3] or match[2]) for match in _AGES.finditer(text))
