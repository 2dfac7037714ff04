"""Each observation among those of every authority: quartiles, and the place among them."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.facts.making import Recipe, each_of, make, together
from cypt_analysis.facts.places import places
from cypt_analysis.ground.number_format import RANK
from cypt_analysis.ground.stats import Stat
from cypt_analysis.library.areas import every_area
from cypt_analysis.library.register import AreaKind

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
