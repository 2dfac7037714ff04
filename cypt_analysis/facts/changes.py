"""How far each observation is from the one before and from the one a year before: "up 24%"."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.facts.making import Recipe, each_of, make, points, together
from cypt_analysis.ground.key import written
from cypt_analysis.ground.number_format import P_VALUE, RELATIVE
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.stats import Stat
from cypt_analysis.judgement.changes import latest_of, not_compared
from cypt_analysis.observations.spans import span_of

# What there is of a change, and the name of the earlier figure, by its basis.
_STATS = {
    basis: [
        Stat(f"change_on_{basis}{part}") for part in ("", "_absolute", "_p", "_lower", "_upper")
    ]
    for basis in ("year", "previous")
}
EARLIER = {"year": Stat.YEAR_BEFORE, "previous": Stat.PREVIOUS}


def missing(own: pd.DataFrame, pairs: pd.DataFrame) -> dict[str, str]:
    """Why there are no changes from figures that do not compare, by the names they would have."""
    found = {}
    for row in dicts_of(not_compared(own, pairs)):
        for stat in (*_STATS[row["basis"]], EARLIER[row["basis"]]):
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
    then = rows["then_value"].astype(float)
    both = each_of(rows["id"], rows["then_id"])
    ratio = "(" + rows["id"] + " / " + rows["then_id"] + " − 1) × 100"
    minus = rows["id"] + " − " + rows["then_id"]
    test = "test of " + rows["id"] + " against " + rows["then_id"]
    interval = "95% interval of " + minus
    unit = points(rows["unit"])
    in_percent = (rows["value"] / then.where(then != 0) - 1) * 100
    told = (
        (in_percent, ratio, RELATIVE, rows["change_decimals"]),
        (rows["value"] - then, minus, unit, None),
        (rows["p_value"], test, P_VALUE, 3),
        (rows["difference_lower"], interval, unit, None),
        (rows["difference_upper"], interval, unit, None),
    )
    made = [
        make(rows, Recipe(stat, value, text, both, in_unit, decimals, then=rows["then_period"]))
        for stat, (value, text, in_unit, decimals) in zip(_STATS[basis], told, strict=True)
    ]
    return together(made)
