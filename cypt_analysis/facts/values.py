"""Facts as they were received: observations with the numbers behind them, quotations, tallies."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.drops.drop import Drop
from cypt_analysis.facts.making import (
    Recipe,
    decimals_set,
    each_of,
    make,
    names,
    number_text,
    together,
    where,
)
from cypt_analysis.ground.stats import Stat
from cypt_analysis.observations.spans import spans_of


def values(rows: pd.DataFrame, authority: str) -> pd.DataFrame:
    """The value of each observation, with the areas it is compared with."""
    counted = (
        rows["numerator"].notna() & rows["denominator"].notna() & ~rows["assumed"].astype(bool)
    )
    # A rate with events but a denominator that only follows from it was received as a rate.
    counted &= rows["kind"] != Kind.RATE
    times = " × " + number_text(rows["scale"])
    worked = number_text(rows["numerator"]) + " / " + number_text(rows["denominator"]) + times
    expression = worked.where(counted, "as received")
    area = rows["area"].where(rows["area"] != authority, "")
    recipe = Recipe(Stat.VALUE, rows["value"], expression, each_of(where(rows)), area=area)
    return make(rows, recipe)


def parts(own: pd.DataFrame) -> pd.DataFrame:
    """Numerators and denominators that were received, not assumed."""
    real = own[~own["assumed"].astype(bool)]
    top = Recipe(Stat.NUMERATOR, real["numerator"], "as received", each_of(where(real)), "count", 0)
    # The denominator of a rate follows from its events, whether or not it was received too.
    rate = real["kind"] == Kind.RATE
    numerator = names(real, Stat.NUMERATOR)
    implied = numerator + " × " + number_text(real["scale"]) + " / " + real["id"]
    expression = implied.where(rate, "as received")
    inputs = each_of(numerator, real["id"]).where(rate, each_of(where(real)))
    bottom = Recipe(Stat.DENOMINATOR, real["denominator"], expression, inputs, "count", 0)
    return together([make(real, top), make(real, bottom)])


def per_month(own: pd.DataFrame) -> pd.DataFrame:
    """Counts over several months, per month."""
    rows = own[own["kind"] == Kind.COUNT]
    months = pd.Series([each.months for each in spans_of(rows)], rows.index, dtype="int64")
    rows, months = rows[months > 1], months[months > 1]
    expression = rows["id"] + " / " + months.astype(str) + " months"
    shared = rows["value"] / months
    recipe = Recipe(Stat.PER_MONTH, shared, expression, each_of(rows["id"]), "per month", 0)
    return make(rows, recipe)


def limits(own: pd.DataFrame) -> pd.DataFrame:
    """The limits of each interval, at both levels."""
    made = []
    for stat, level in (
        (Stat.LOWER_95, "95%"), (Stat.UPPER_95, "95%"),
        (Stat.LOWER_998, "99.8%"), (Stat.UPPER_998, "99.8%"),
    ):  # fmt: skip
        text = level + " " + own["method"] + " interval of " + own["id"]
        made.append(make(own, Recipe(stat, own[stat.value], text, each_of(own["id"]))))
    return together(made)


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
