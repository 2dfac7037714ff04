"""How far each observation is from the one before and from the one a year before: "up 24%"."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.facts.making import Recipe, each_of, make, points, together
from cypt_analysis.ground.key import written
from cypt_analysis.ground.number_format import P_VALUE, RELATIVE
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.stats import Stat
from cypt_analysis.judgement.changes import latest_of
from cypt_analysis.judgement.comparable import not_compared
from cypt_analysis.observations.spans import span_of

_MISSING = {
    "year": (
        Stat.CHANGE_ON_YEAR, Stat.CHANGE_ON_YEAR_ABSOLUTE, Stat.CHANGE_ON_YEAR_P,
        Stat.CHANGE_ON_YEAR_LOWER, Stat.CHANGE_ON_YEAR_UPPER, Stat.YEAR_BEFORE,
    ),
    "previous": (
        Stat.CHANGE_ON_PREVIOUS, Stat.CHANGE_ON_PREVIOUS_ABSOLUTE, Stat.CHANGE_ON_PREVIOUS_P,
        Stat.CHANGE_ON_PREVIOUS_LOWER, Stat.CHANGE_ON_PREVIOUS_UPPER, Stat.PREVIOUS,
    ),
}  # fmt: skip


def missing(own: pd.DataFrame, pairs: pd.DataFrame) -> dict[str, str]:
    """Why there are no changes from figures that do not compare, by the names they would have."""
    found = {}
    for row in dicts_of(not_compared(own, pairs)):
        for stat in _MISSING[row["basis"]]:
            for period in ("", row["period"]):
                found[written(row["path"], period, "", stat)] = row["reason"]
    for row in dicts_of(latest_of(own)):
        span = span_of(row)
        if span.part:
            why = f"{span.name} is {span.part}"
            for stat in (Stat.HIGHEST, Stat.LOWEST, Stat.PER_MONTH):
                found[written(row["path"], "", "", stat)] = why
    return found


def before_revision(own: pd.DataFrame, revisions: pd.DataFrame, quarter: str) -> pd.DataFrame:
    """What the report before gave of each figure that this quarter's drop revised, and why."""
    now = revisions[(revisions["quarter"] == quarter) & revisions["then"].notna()]
    told = now[["id", "then", "cause", "then_file", "then_row"]]
    # Of a figure that an edition hides the earlier one is hidden too.
    rows = own[own["value"].notna()].merge(told, on="id")
    if rows.empty:
        return together([])
    why = ("; " + rows["cause"].astype(object)).where(rows["cause"] != "", "")
    inputs = each_of(rows["then_file"] + " row " + rows["then_row"].astype(int).astype(str))
    given = "as the report before gave it" + why
    return make(rows, Recipe(Stat.BEFORE_REVISION, rows["then"], given, inputs))


def not_shown(marked: pd.DataFrame, own: pd.DataFrame, authority: str) -> dict[str, str]:
    """Why there are no figures that are marked, nor gaps to them, by the names of both.

    Where no figure of the authority's ``own`` is shown, there is no latest one either.
    """
    found = {}
    shown = set(own["path"])
    for row in dicts_of(marked.sort_values("end", kind="stable")):
        area = "" if row["area"] == authority else row["area"]
        whose = row["area"] or authority
        why = f"{span_of(row).name} of {whose} is marked {row['mark']}"
        for stat in (Stat.VALUE, *((Stat.GAP_TO, Stat.GAP_TO_ABSOLUTE) if area else ())):
            found[written(row["path"], row["period"], area, stat)] = why
        if not area and row["path"] not in shown:
            found[written(row["path"], "", "", Stat.VALUE)] = why
    return found


def changes(pairs: pd.DataFrame) -> pd.DataFrame:
    """Changes on the year and on the period before, relative and absolute, and their tests."""
    made = [_changes(rows, str(basis)) for basis, rows in pairs.groupby("basis", sort=False)]
    return together(made)


def _changes(rows: pd.DataFrame, basis: str) -> pd.DataFrame:
    on_year = basis == "year"
    then = rows["then_value"].astype(float)
    both = each_of(rows["id"], rows["then_id"])
    ratio = "(" + rows["id"] + " / " + rows["then_id"] + " − 1) × 100"
    minus = rows["id"] + " − " + rows["then_id"]
    test = "test of " + rows["id"] + " against " + rows["then_id"]
    earlier = rows["then_period"]
    unit = points(rows["unit"])
    relative = Recipe(
        Stat.CHANGE_ON_YEAR if on_year else Stat.CHANGE_ON_PREVIOUS,
        (rows["value"] / then.where(then != 0) - 1) * 100,
        ratio, both, RELATIVE, rows["change_decimals"], then=earlier,
    )  # fmt: skip
    absolute = Recipe(
        Stat.CHANGE_ON_YEAR_ABSOLUTE if on_year else Stat.CHANGE_ON_PREVIOUS_ABSOLUTE,
        rows["value"] - then, minus, both, unit, then=earlier,
    )  # fmt: skip
    chance = Recipe(
        Stat.CHANGE_ON_YEAR_P if on_year else Stat.CHANGE_ON_PREVIOUS_P,
        rows["p_value"], test, both, P_VALUE, 3, then=earlier,
    )  # fmt: skip
    lower = Recipe(
        Stat.CHANGE_ON_YEAR_LOWER if on_year else Stat.CHANGE_ON_PREVIOUS_LOWER,
        rows["difference_lower"], "95% interval of " + minus, both, unit, then=earlier,
    )  # fmt: skip
    upper = Recipe(
        Stat.CHANGE_ON_YEAR_UPPER if on_year else Stat.CHANGE_ON_PREVIOUS_UPPER,
        rows["difference_upper"], "95% interval of " + minus, both, unit, then=earlier,
    )  # fmt: skip
    return together([make(rows, each) for each in (relative, absolute, chance, lower, upper)])
