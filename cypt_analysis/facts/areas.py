"""Each observation beside those of other areas: how far away, their mean, the rank among them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.facts.making import Recipe, each_of, make, points, together
from cypt_analysis.facts.places import best_of, places
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.number_format import RANK, RELATIVE
from cypt_analysis.ground.stats import Stat
from cypt_analysis.observations.settled import Stacked
from cypt_analysis.observations.vintages import NeighbourSet


def against_areas(
    own: pd.DataFrame, stacked: Stacked, info: DropInfo, catalogue: Catalogue
) -> pd.DataFrame:
    """How far the authority is from each other area at the same period, and from neighbours.

    ``own`` has its rows, without a value where others have one and it has none (`beside`).
    The neighbours of a period are those of the drop whose report gave its figures first: what was
    published does not change because a later drop names others. Figures of a part of a period
    stand beside none.
    """
    observations, sets = stacked.observations, stacked.sets
    others = observations[(observations["area"] != info.authority) & observations["runs_to"].isna()]
    columns = ["path", "period", "window", "id", "area", "value", "published", "first"]
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
    near = rows.assign(set=_set_of(rows, sets))
    near = near[near["set"] >= 0]
    return together([make(rows, relative), make(rows, absolute), _among(near, sets, catalogue)])


def _set_of(rows: pd.DataFrame, sets: Sequence[NeighbourSet]) -> pd.Series:
    """The set by which a row is beside a neighbour, -1 where it is beside none.

    It is that which its period was first reported with.
    """
    # Quarters sort as their names do.
    together = rows[["first", "first_other"]].max(axis=1)
    found = pd.Series(-1, index=rows.index)
    settled: set[str] = set()
    for place, each in enumerate(sets):
        known = rows["area_other"].isin(each.areas) & (together <= each.quarter)
        mine = rows["id"].isin(set(rows.loc[known, "id"]) - settled)
        settled |= set(rows.loc[mine, "id"])
        found[mine & rows["area_other"].isin(each.areas)] = place
    return found


def _among(near: pd.DataFrame, sets: Sequence[NeighbourSet], catalogue: Catalogue) -> pd.DataFrame:
    """Mean, median, rank, place and best among the named neighbours that have a value."""
    if near.empty:
        return together([])
    groups = near.groupby("id", sort=False)
    rows = groups.first()
    theirs = groups["id_other"].agg(tuple)
    own_too = (theirs.index.to_series().map(lambda name: (name,)) + theirs).astype(object)
    higher = (near["published_other"] > near["published"]).groupby(near["id"], sort=False).sum()
    mean, median = groups["value_other"].mean(), groups["value_other"].median()
    listed, among = theirs.map("; ".join), own_too.map("; ".join)
    whose = " (" + groups.size().astype(str) + " of " + rows["set"].map(_named(sets)) + ")"
    recipes = [
        Recipe(Stat.MEAN, mean, "mean of " + listed + whose, theirs, area=NEIGHBOURS),
        Recipe(Stat.MEDIAN, median, "median of " + listed + whose, theirs, area=NEIGHBOURS),
        Recipe(
            Stat.NEIGHBOURS_COUNTED, groups.size(), "number of " + listed + whose, theirs,
            "areas", 0,
        ),
        Recipe(
            Stat.RANK, (higher + 1).where(rows["value"].notna()),
            "rank, highest first, among " + among + whose, own_too, RANK, 0,
        ),
    ]  # fmt: skip
    found = places(near, catalogue)
    shared = (", shared with " + found["tied"].astype(str)).where(found["tied"] > 0, "")
    place = "place among " + among + whose + ", " + found["means"] + shared
    recipes.append(Recipe(Stat.NEIGHBOURS_PLACE, found["place"], place, own_too, RANK, 0))
    made = [make(rows, each) for each in recipes]
    best = best_of(near, catalogue)
    judged = rows.loc[best.index]
    told = "the best of " + listed[best.index] + whose[best.index]
    chosen = Recipe(Stat.BEST_NEIGHBOUR, best["value"], told, theirs[best.index], area=best["area"])
    return together([*made, make(judged, chosen)])


def _named(sets: Sequence[NeighbourSet]) -> dict[int, str]:
    """How many neighbours each set names, what it is called and the report that it came with."""
    return {
        place: f"{len(each.areas)} neighbours, {each.name.rstrip('.')}, as of {each.quarter}"
        for place, each in enumerate(sets)
    }
