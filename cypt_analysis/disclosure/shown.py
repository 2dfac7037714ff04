"""Observations as an edition shows them: without the numbers it hides, others rounded."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.disclosure.protect import Protection
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.library.areas import every_area
from cypt_analysis.library.register import AreaKind
from cypt_analysis.observations.intervals import with_intervals

_NUMBERS = (
    "numerator", "denominator", "value", "lower_95", "upper_95", "lower_998", "upper_998",
)  # fmt: skip


def as_shown(
    observations: pd.DataFrame, protection: Protection, confidential: pd.DataFrame
) -> pd.DataFrame:
    """Observations with what is hidden taken out, and ``mark`` saying so.

    A hidden row keeps what it is of and no number. Why it is hidden nothing of an edition says.
    Rows that were received as ``confidential``, and so are no observations, stand among them.
    """
    table = _rounded(observations, protection)
    more = confidential[~confidential["id"].isin(table["id"])]
    if len(more):
        more = more.reindex(columns=table.columns).assign(method="", assumed=False)
        table = pd.concat([table, more], ignore_index=True)
    gone = table["id"].isin(protection.why)
    table.loc[gone, list(_NUMBERS)] = float("nan")
    table.loc[gone, "method"] = ""
    return table.assign(mark=np.where(gone, HIDDEN_MARK, ""))


def _rounded(observations: pd.DataFrame, protection: Protection) -> pd.DataFrame:
    """Counts rounded where a rule asks for it, with the percentages and intervals of these."""
    rules = observations["id"].map(protection.rules)
    nation = observations["area"].isin(_countries())
    base = pd.Series(
        [each.national if of_nation and each.national > 1 else each.rounding
         for each, of_nation in zip(rules, nation, strict=True)],
        index=observations.index, dtype=float,
    )  # fmt: skip
    chosen = base > 1
    table = observations.copy()
    if not chosen.any():
        return table
    counts = chosen & (table["kind"] == Kind.COUNT)
    table.loc[counts, "value"] = _nearest(table.loc[counts, "value"], base[counts])
    parts = chosen & ~counts & ~table["assumed"].astype(bool) & table["numerator"].notna()
    for name in ("numerator", "denominator"):
        rows = parts & table[name].notna() & ((table["kind"] != Kind.RATE) | (name == "numerator"))
        table.loc[rows, name] = _nearest(table.loc[rows, name], base[rows])
    ratios = parts & (table["denominator"] > 0)
    share = table["numerator"] / table["denominator"] * table["scale"].astype(float)
    table.loc[ratios, "value"] = share[ratios]
    names = [name for name in table.columns if name not in observations.columns]
    return with_intervals(table.drop(columns=names))


def _nearest(values: pd.Series, base: pd.Series) -> pd.Series:
    """To the nearest multiple, halves up."""
    return (values + base / 2) // base * base


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(each.name for each in every_area() if each.kind is AreaKind.COUNTRY)
