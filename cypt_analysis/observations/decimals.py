"""Decimals enough to tell a figure from the target or the area that it stands beside."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.number_format import decimals_apart
from cypt_analysis.observations.rows import is_own


def with_decimals_apart(
    rows: pd.DataFrame, targets: pd.DataFrame, catalogue: Catalogue, info: DropInfo
) -> pd.DataFrame:
    """Rows with more ``decimals`` where one would print like a target or a benchmark it is not.

    82.96% beside a target of 83% is printed as 82.96% wherever it stands: as 83.0% it would be
    called missed and look met.
    """
    table = rows.copy(deep=False)
    own = rows[is_own(rows, info)]
    beside = [_targets_beside(own, targets), _benchmarks_beside(own, rows, catalogue)]
    pairs = pd.concat(beside, ignore_index=True)
    apart = (rows["value"].reindex(pairs["place"]).to_numpy(dtype=float) - pairs["goal"]).abs()
    unit = 10.0 ** -rows["decimals"].reindex(pairs["place"]).to_numpy(dtype=float)
    pairs = pairs[(apart < unit).to_numpy()]
    for place, other, goal in zip(pairs["place"], pairs["other"], pairs["goal"], strict=True):
        value, decimals = float(rows.at[place, "value"]), int(rows.at[place, "decimals"])
        if np.isclose(value, goal, rtol=1e-12, atol=1e-9):
            continue
        needed = decimals_apart(value, goal, decimals)
        for each in (place, other):
            if each >= 0:
                known = min(needed, _places(float(rows.at[each, "value"])))
                table.at[each, "decimals"] = max(int(table.at[each, "decimals"]), known)
    return table


def _places(value: float) -> int:
    """How many decimals a figure has at most: none are shown that it was not given with."""
    return len(f"{value:.10g}".partition(".")[2])


def _targets_beside(own: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    keys = ["indicator", "measure"]
    mine = own[[*keys]].assign(place=own.index)
    # One that is being set may have no number yet.
    known = targets[[*keys, "target"]].dropna() if len(targets) else targets
    if known.empty:
        return pd.DataFrame({"place": [], "other": [], "goal": []})
    both = mine.merge(known.drop_duplicates(), on=keys)
    return pd.DataFrame({"place": both["place"], "other": -1, "goal": both["target"]})


def _benchmarks_beside(own: pd.DataFrame, rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    named = [
        (indicator.id, measure.id, area)
        for indicator in catalogue.indicators.values()
        for measure in indicator.measure
        for area in measure.benchmarks
    ]
    wanted = pd.DataFrame(named, columns=["indicator", "measure", "area"])
    keys = ["path", "period", "window"]
    near = rows.loc[rows["area"].isin(wanted["area"]), [*keys, *wanted.columns, "value"]]
    if near.empty:
        return pd.DataFrame({"place": [], "other": [], "goal": []})
    others = near.assign(other=near.index, goal=near["value"]).merge(wanted, on=[*wanted.columns])
    mine = own[keys].assign(place=own.index)
    both = mine.merge(others[[*keys, "other", "goal"]], on=keys)
    return both[["place", "other", "goal"]]
