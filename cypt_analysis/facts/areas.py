"""Each observation beside those of other areas: gaps, neighbours' mean, quartiles, and its place.

What others have does not hang on the authority's own figure, which may be hidden, or not received:
then a row stands for it (`unseen`). Its own place and its gaps do.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Polarity
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.facts.making import Recipe, adding_up, each_of, make, points, together
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.key import NEIGHBOURS, written_values
from cypt_analysis.ground.number_format import RANK, RELATIVE
from cypt_analysis.ground.stats import Stat
from cypt_analysis.library.areas import every_area
from cypt_analysis.library.register import AreaKind
from cypt_analysis.observations.rows import is_own
from cypt_analysis.observations.settled import Stacked
from cypt_analysis.observations.vintages import NeighbourSet
from cypt_analysis.statistics.neighbours import RANK_MEANS

_PERIOD = ["path", "period"]


def unseen(observations: pd.DataFrame, info: DropInfo) -> pd.DataFrame:
    """A row each path and period of which other areas have a figure and the authority has none.

    It is as the authority's own would be, with its name as ``id``, and without value and numbers.
    """
    own = is_own(observations, info)
    others = observations[~own & observations["runs_to"].isna()].drop_duplicates(_PERIOD)
    mine = pd.MultiIndex.from_frame(observations.loc[own, _PERIOD])
    rows = others[~pd.MultiIndex.from_frame(others[_PERIOD]).isin(mine)]
    nothing = dict.fromkeys(("value", "published", "numerator", "denominator"), np.nan)
    nobody = pd.Series("", index=rows.index)
    # What was never received of the authority was first reported with the others' figures.
    return rows.assign(
        **nothing, area=info.authority, first="",
        id=written_values(rows["path"], rows["period"], nobody),
    )  # fmt: skip


def polarities(rows: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Which way is good, of each row of observations; a part of a measure has the measure's."""
    known = {
        (indicator.id, measure.id): str(measure.polarity)
        for indicator in catalogue.indicators.values()
        for measure in indicator.measure
    }
    pairs = zip(rows["indicator"], rows["measure"], strict=True)
    return pd.Series([known[pair] for pair in pairs], index=rows.index, dtype=object)


def places(both: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The place of each ``id`` among its others: ``place``, ``tied`` and ``means``, what 1 is.

    ``both`` has a row an id and other area, with ``published`` and ``published_other``. Figures
    that are published alike are alike, though the counts behind them would tell them apart: they
    share the first of their places, as published tables have it; ``tied`` counts them. Without a
    value of its own it has no place.
    """
    way = polarities(both, catalogue)
    own, other = both["published"], both["published_other"]
    better = (other < own).where(way == Polarity.LOW, other > own)
    table = pd.DataFrame({"better": better, "tied": other == own, "way": way})
    groups = table.groupby(both["id"], sort=False)
    found = groups[["better", "tied"]].sum()
    known = own.notna().groupby(both["id"], sort=False).first()
    return pd.DataFrame(
        {
            "place": (found["better"] + 1).where(known),
            "tied": found["tied"],
            "means": groups["way"].first().map(RANK_MEANS),
        }
    )


def best_of(both: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The best of each id's other areas: its ``area`` and ``value``.

    Areas that are best together are named together. Where no way is good none is best.
    """
    way = polarities(both, catalogue)
    judged = both[way != Polarity.NONE]
    sign = way[judged.index].map({Polarity.LOW: 1, Polarity.HIGH: -1}).astype(float)
    cost = judged["published_other"] * sign
    best = judged[cost == cost.groupby(judged["id"], sort=False).transform("min")]
    groups = best.groupby("id", sort=False)
    return pd.DataFrame(
        {
            "area": groups["area_other"].agg(list_words),
            "value": groups["value_other"].first(),
        }
    )


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
        points(rows["unit"]), adding_up(rows, rows["value_other"]), area=rows["area_other"],
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


# With fewer, quarters of them say nothing.
_LEAST = 20


def among_all(own: pd.DataFrame, everywhere: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Quartiles of every authority's values, how many have one, and the authority's place.

    The first place is the best by the measure's polarity, the highest value where it has none;
    those of one value share it. ``everywhere`` has ``path, period, area, value, published``; a row
    of ``own`` without a value has no place, and the rest all the same.
    """
    both = own[["id", "path", "indicator", "measure", "period", "value", "published"]].merge(
        everywhere, on=["path", "period"], suffixes=("", "_other")
    )
    if both.empty:
        return together([])
    groups = both.groupby("id", sort=False)["value_other"]
    counted = groups.size()
    counted = counted[counted >= _LEAST]
    rows = own.set_index("id", drop=False).reindex(counted.index)
    values = groups.quantile([0.25, 0.5, 0.75]).unstack().reindex(counted.index)
    found = places(both, catalogue).reindex(counted.index)
    of = "the values of " + counted.astype(str) + " authorities" + _together(both, counted.index)
    others = (found["tied"] - 1).astype("Int64").astype(str)
    shared = (", shared with " + others + " of them").where(found["tied"] > 1, "")
    place = "place among " + of + ", " + found["means"] + shared
    none = pd.Series([()] * len(rows), index=rows.index, dtype=object)
    return together(
        [
            make(rows, each)
            for each in (
                Recipe(Stat.AUTHORITIES_COUNTED, counted, "number of " + of, none, "areas", 0),
                Recipe(Stat.AUTHORITIES_QUARTILE_1, values[0.25], "first quartile of " + of, none),
                Recipe(Stat.AUTHORITIES_MEDIAN, values[0.5], "median of " + of, none),
                Recipe(Stat.AUTHORITIES_QUARTILE_3, values[0.75], "third quartile of " + of, none),
                Recipe(Stat.AUTHORITIES_RANK, found["place"], place, each_of(rows["id"]), RANK, 0),
            )
        ]
    )


def _together(both: pd.DataFrame, ids: pd.Index) -> pd.Series:
    """What is said of authorities that publish one figure together: it counts once."""
    joined = [each.name for each in every_area() if each.kind is AreaKind.JOINED]
    pairs = both["area"].isin(joined).groupby(both["id"], sort=False).sum().reindex(ids)
    return (" (" + pairs.astype(str) + " of them joint figures, each counted once)").where(
        pairs > 0, ""
    )
