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
    """How many actions each indicator has, and how many risks stand on the register."""
    made = []
    if "risks" in drop.tables:
        made.append(_tally(Stat.RISKS, "risk_management", drop.tables["risks"], drop))
    actions = drop.tables.get("actions")
    for indicator, group in actions.groupby("indicator") if actions is not None else ():
        made.append(_tally(Stat.ACTIONS, str(indicator), group, drop))
    return together(made)


def _tally(stat: Stat, indicator: str, table: pd.DataFrame, drop: Drop) -> pd.DataFrame:
    name = f"{stat}.csv"
    rows = pd.DataFrame(
        {"indicator": indicator, "measure": "", "breakdown": "", "period": "", "path": indicator},
        index=[0],
    )
    lines = f"{drop.path(name)} rows {table.index.min()} to {table.index.max()}"
    value, inputs = pd.Series([len(table)]), each_of(pd.Series([lines]))
    return make(rows, Recipe(stat, value, f"rows of {name}", inputs, stat.value, 0))
