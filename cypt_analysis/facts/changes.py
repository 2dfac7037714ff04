"""How far each observation is from earlier ones and a baseline, "up 24%", and the edge to come."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.facts.areas import polarities
from cypt_analysis.facts.making import (
    Recipe,
    adding_up,
    each_of,
    make,
    points,
    together,
    where,
)
from cypt_analysis.ground.key import written
from cypt_analysis.ground.number_format import P_VALUE, RELATIVE
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.stats import Stat
from cypt_analysis.judgement.calls import NO_NEXT, window
from cypt_analysis.judgement.calls import thresholds as edges
from cypt_analysis.judgement.changes import latest_of, like_baseline, not_compared
from cypt_analysis.observations.spans import span_of
from cypt_analysis.statistics.comparisons import SMALL_DENOMINATOR

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
    inputs = each_of(where(rows, "then_"))
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
        (rows["value"] - then, minus, unit, adding_up(rows, then)),
        (rows["p_value"], test, P_VALUE, 3),
        (rows["difference_lower"], interval, unit, None),
        (rows["difference_upper"], interval, unit, None),
    )
    made = [
        make(rows, Recipe(stat, value, text, both, in_unit, decimals, then=rows["then_period"]))
        for stat, (value, text, in_unit, decimals) in zip(_STATS[basis], told, strict=True)
    ]
    return together(made)


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
