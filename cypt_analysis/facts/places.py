"""The authority's place among other areas, by which way is good, and the best of them."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Polarity
from cypt_analysis.ground.findings import list_words
from cypt_analysis.statistics.neighbours import RANK_MEANS


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
