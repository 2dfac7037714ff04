"""Each observation beside those of other areas: how far away, their mean, the rank among them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cypt_analysis.drops.info import DropInfo
from cypt_analysis.facts.making import Recipe, each_of, make, points, together
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.number_format import RANK, RELATIVE
from cypt_analysis.ground.stats import Stat
from cypt_analysis.observations.vintages import NeighbourSet


def against_areas(
    own: pd.DataFrame, observations: pd.DataFrame, info: DropInfo, sets: Sequence[NeighbourSet]
) -> pd.DataFrame:
    """How far the authority is from each other area at the same period, and from neighbours.

    The neighbours of a period are those of the drop whose report gave its figures first: what was
    published does not change because a later drop names others. Figures of a part of a period
    stand beside none.
    """
    others = observations[(observations["area"] != info.authority) & observations["runs_to"].isna()]
    columns = ["path", "period", "window", "id", "area", "value", "first"]
    whole = own[own["runs_to"].isna()]
    rows = whole.merge(others[columns], on=["path", "period", "window"], suffixes=("", "_other"))
    if rows.empty:
        return together([])
    both = each_of(rows["id"], rows["id_other"])
    minus = rows["id"] + " − " + rows["id_other"]
    ratio = "(" + rows["id"] + " / " + rows["id_other"] + " − 1) × 100"
    relative = Recipe(
        Stat.GAP_TO,
        (rows["value"] / rows["value_other"].where(rows["value_other"] != 0) - 1) * 100,
        ratio, both, RELATIVE, 0, rows["area_other"],
    )  # fmt: skip
    absolute = Recipe(
        Stat.GAP_TO_ABSOLUTE, rows["value"] - rows["value_other"], minus, both,
        points(rows["unit"]), area=rows["area_other"],
    )  # fmt: skip
    near = rows[_is_neighbour(rows, sets)]
    return together([make(rows, relative), make(rows, absolute), _among_neighbours(near)])


def _is_neighbour(rows: pd.DataFrame, sets: Sequence[NeighbourSet]) -> pd.Series:
    """Which rows are beside a neighbour of the set that their period was first reported with."""
    # Quarters sort as their names do.
    together = rows[["first", "first_other"]].max(axis=1)
    found = pd.Series(False, index=rows.index)
    settled: set[str] = set()
    for each in sets:
        known = rows["area_other"].isin(each.areas) & (together <= each.quarter)
        mine = rows["id"].isin(set(rows.loc[known, "id"]) - settled)
        settled |= set(rows.loc[mine, "id"])
        found |= mine & rows["area_other"].isin(each.areas)
    return found


def _among_neighbours(near: pd.DataFrame) -> pd.DataFrame:
    """Mean, median and rank among the named neighbours that have a value."""
    if near.empty:
        return together([])
    groups = near.groupby("id", sort=False)
    rows = groups.first()
    theirs = groups["id_other"].agg(tuple)
    own_too = (theirs.index.to_series().map(lambda name: (name,)) + theirs).astype(object)
    higher = (near["value_other"] > near["value"]).groupby(near["id"], sort=False).sum()
    mean, median = groups["value_other"].mean(), groups["value_other"].median()
    listed, among = theirs.map("; ".join), own_too.map("; ".join)
    recipes = (
        Recipe(Stat.MEAN, mean, "mean of " + listed, theirs, area=NEIGHBOURS),
        Recipe(Stat.MEDIAN, median, "median of " + listed, theirs, area=NEIGHBOURS),
        Recipe(Stat.NEIGHBOURS_COUNTED, groups.size(), "number of " + listed, theirs, "areas", 0),
        Recipe(
            Stat.RANK, higher + 1, "rank, highest first, among " + among, own_too, RANK, 0
        ),
    )  # fmt: skip
    return together([make(rows, each) for each in recipes])
