"""Facts from the files beside the data: figures quoted, and how many actions and risks."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.drops.drop import Drop
from cypt_analysis.facts.making import Recipe, decimals_set, each_of, make, together, where
from cypt_analysis.ground.stats import Stat


def quoted(quoted: pd.DataFrame) -> pd.DataFrame:
    """Figures quoted from other documents, each with its source."""
    if quoted.empty:
        return together([])
    # A quoted figure is called as a measure of its indicator would be.
    path = quoted["indicator"] + "." + quoted["figure"]
    rows = quoted.assign(measure=quoted["figure"], breakdown="", path=path)
    recipe = Recipe(
        Stat.QUOTED, rows["value"], "quoted: " + rows["source"], each_of(where(rows)),
        decimals=decimals_set(rows["value"]),
    )  # fmt: skip
    return make(rows, recipe)


def tallies(drop: Drop) -> pd.DataFrame:
    """How many actions and risks each indicator has."""
    counted = [stat for stat in (Stat.RISKS, Stat.ACTIONS) if stat in drop.tables]
    return together([_tally(stat, drop.tables[stat], drop) for stat in counted])


def _tally(stat: Stat, table: pd.DataFrame, drop: Drop) -> pd.DataFrame:
    """How many rows each indicator has in a file that is called as the stat."""
    name = f"{stat}.csv"
    counted = table.index.to_series().groupby(table["indicator"]).agg(["size", "min", "max"])
    rows = pd.DataFrame({"indicator": counted.index}, index=counted.index).assign(
        measure="", breakdown="", period="", path=counted.index
    )
    lines = counted["min"].astype(str) + " to " + counted["max"].astype(str)
    inputs = each_of(f"{drop.path(name)} rows " + lines)
    return make(rows, Recipe(stat, counted["size"], f"rows of {name}", inputs, stat.value, 0))
