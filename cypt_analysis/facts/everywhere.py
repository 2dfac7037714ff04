"""Each observation among those of every authority: quartiles, and the place among them."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Polarity
from cypt_analysis.facts.making import Recipe, each_of, make, together
from cypt_analysis.ground.number_format import RANK
from cypt_analysis.ground.stats import Stat

# With fewer, quarters of them say nothing.
_LEAST = 20


def among_all(own: pd.DataFrame, everywhere: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Quartiles of every authority's values, how many have one, and the authority's place.

    The first place is the best by the measure's polarity, the highest value where it has none;
    those of one value share their mean place. ``everywhere`` has ``path, period, area, value``.
    """
    both = own[["id", "path", "period", "value"]].merge(
        everywhere, on=["path", "period"], suffixes=("", "_other")
    )
    if both.empty:
        return together([])
    groups = both.groupby("id", sort=False)["value_other"]
    counted = groups.size()
    counted = counted[counted >= _LEAST]
    rows = own.set_index("id", drop=False).reindex(counted.index)
    values = groups.quantile([0.25, 0.5, 0.75]).unstack().reindex(counted.index)
    places = _places(both, catalogue).reindex(counted.index)
    of = "the values of " + counted.astype(str) + " authorities"
    none = pd.Series([()] * len(rows), index=rows.index, dtype=object)
    return together(
        [
            make(rows, each)
            for each in (
                Recipe(Stat.AUTHORITIES_COUNTED, counted, "number of " + of, none, "areas", 0),
                Recipe(Stat.AUTHORITIES_QUARTILE_1, values[0.25], "first quartile of " + of, none),
                Recipe(Stat.AUTHORITIES_MEDIAN, values[0.5], "median of " + of, none),
                Recipe(Stat.AUTHORITIES_QUARTILE_3, values[0.75], "third quartile of " + of, none),
                Recipe(
                    Stat.AUTHORITIES_RANK, places, "place among " + of, each_of(rows["id"]), RANK, 0
                ),
            )
        ]
    )


def _places(both: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """The authority's place among all, by id; those of one value share their mean place."""
    low = {path for path, measure in catalogue.measures.items() if measure.polarity == Polarity.LOW}
    lower = both["path"].isin(low)
    better = (both["value_other"] < both["value"]).where(lower, both["value_other"] > both["value"])
    tied = both["value_other"] == both["value"]
    sums = pd.DataFrame({"better": better, "tied": tied}).groupby(both["id"], sort=False).sum()
    return sums["better"] + (sums["tied"] + 1) / 2
