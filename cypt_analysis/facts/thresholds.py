"""Each observation beside a baseline, and the edge of chance after it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.facts.areas import polarities
from cypt_analysis.facts.making import Recipe, each_of, make, together
from cypt_analysis.ground.number_format import RELATIVE
from cypt_analysis.ground.stats import Stat
from cypt_analysis.judgement.calls import NO_NEXT, window
from cypt_analysis.judgement.calls import thresholds as edges
from cypt_analysis.judgement.changes import like_baseline
from cypt_analysis.statistics.comparisons import SMALL_DENOMINATOR


def beside_baselines(
    own: pd.DataFrame, catalogue: Catalogue
) -> Iterator[tuple[pd.DataFrame, pd.Series]]:
    """Observations of each measure with a baseline, and the one that they are counted from."""
    based = (
        (indicator.id, measure.id, measure.baseline)
        for indicator in catalogue.indicators.values()
        for measure in indicator.measure
        if measure.baseline is not None
    )
    for indicator, measure, baseline in based:
        mine = own[(own["indicator"] == indicator) & (own["breakdown"] == "")]
        first = mine[(mine["measure"] == baseline.measure) & (mine["period"] == baseline.period)]
        rows = mine[mine["measure"] == measure]
        if len(first):
            rows = rows[like_baseline(rows, first.iloc[0])]
        if len(first) and len(rows):
            yield rows, first.iloc[0]


def reductions(own: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The reduction from the baseline that the catalogue names."""
    made = []
    for rows, first in beside_baselines(own, catalogue):
        value = (1 - rows["value"] / float(first["value"])) * 100
        expression = "(1 − " + rows["id"] + f" / {first['id']}) × 100"
        inputs = each_of(rows["id"], pd.Series(first["id"], index=rows.index))
        recipe = Recipe(
            Stat.REDUCTION_FROM_BASELINE, value, expression, inputs, RELATIVE, 0,
            then=str(first["period"]),
        )  # fmt: skip
        made.append(make(rows, recipe))
    return together(made)


def thresholds(own: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """What the next figure must pass to be a change for the better, on the same denominator.

    Its value is the edge itself; it is printed rounded to the side on which whatever passes it is
    a change. None where next time's figure would not be tested: of a window that overlaps this
    one, of a year to date that is longer, or of fewer than 30.
    """
    counted = own[(own["kind"] == Kind.PROPORTION) & (own["denominator"] >= SMALL_DENOMINATOR)]
    rows = counted.groupby(["path", "series"]).filter(lambda each: window(each) not in NO_NEXT)
    way = polarities(rows, catalogue).map({"low": "decrease", "high": "increase"})
    made = []
    for (direction, decimals), group in rows.groupby([way, rows["decimals"].astype(int)]):
        side = ("decrease", "increase").index(str(direction))
        for stat, rule in ((Stat.THRESHOLD_INTERVALS, "intervals"), (Stat.THRESHOLD_TEST, "test")):
            edge, safe = (
                edges(group, Kind.PROPORTION, rule, 100, places).run()[side]
                for places in (None, int(decimals))
            )
            text = f"significance threshold ({rule}, {direction}) after " + group["id"]
            # Where no figure that can be printed passes the edge, there is none to name.
            value = pd.Series(edge * 100, index=group.index).where(np.isfinite(safe))
            shown = pd.Series(safe * 100, index=group.index)
            made.append(make(group, Recipe(stat, value, text, each_of(group["id"]), shown=shown)))
    return together(made)
