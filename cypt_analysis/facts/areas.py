"""Each observation beside those of other areas: how far away, their mean, the rank among them."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.drops.info import DropInfo
from cypt_analysis.facts.making import Recipe, each_of, make, points, together
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.number_format import RANK, RELATIVE
from cypt_analysis.ground.stats import Stat


def against_areas(own: pd.DataFrame, observations: pd.DataFrame, info: DropInfo) -> pd.DataFrame:
    """How far the authority is from each other area at the same period, and from neighbours."""
    others = observations[observations["area"] != info.authority]
    columns = ["path", "period", "id", "area", "value"]
    rows = own.merge(others[columns], on=["path", "period"], suffixes=("", "_other"))
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
    near = rows[rows["area_other"].isin(info.neighbours)]
    return together([make(rows, relative), make(rows, absolute), _among_neighbours(near)])


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
