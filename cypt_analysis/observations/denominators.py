"""Denominators: as they were received, else as they follow, else as a drop assumes them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.observations.rows import is_own


def with_denominators(
    observations: pd.DataFrame, assumptions: pd.DataFrame, info: DropInfo
) -> pd.DataFrame:
    """Denominators that follow from a rate's events, else those that a drop states as assumed."""
    table = observations.copy(deep=False)
    scale = table["scale"].astype(float)
    implied = table["numerator"] * scale / table["value"].where(table["value"] > 0)
    known = table["denominator"].where(
        table["denominator"].notna() | (table["kind"] != Kind.RATE), implied
    )
    assumed = _assumed(table, assumptions).where(is_own(table, info))
    table["assumed"] = known.isna() & assumed.notna()
    table["denominator"] = known.where(known.notna(), assumed).astype(float)
    counted = table["value"] * table["denominator"] / scale
    # What was received as confidential is not worked back.
    counted = counted.where(table["mark"] != HIDDEN_MARK)
    # Events are whole; a percentage of an assumed denominator is left unrounded.
    counted = counted.where(table["kind"] != Kind.RATE, counted.round())
    table["numerator"] = table["numerator"].where(table["numerator"].notna(), counted).astype(float)
    return table


def _assumed(table: pd.DataFrame, assumptions: pd.DataFrame) -> pd.Series:
    keys = ["indicator", "measure", "period"]
    if assumptions.empty:
        return pd.Series(np.nan, index=table.index)
    known = assumptions.set_index(keys)["denominator"]
    of_period = known.reindex(pd.MultiIndex.from_frame(table[keys])).to_numpy()
    # A row without a period holds for every period that has none of its own.
    of_any = known.reindex(pd.MultiIndex.from_frame(table[keys].assign(period=""))).to_numpy()
    return pd.Series(np.where(np.isnan(of_period), of_any, of_period), index=table.index)
