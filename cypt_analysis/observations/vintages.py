"""Rows of drop after drop → the latest row of each key, and the revisions on the way to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.observations.causes import COMPARED, causes
from cypt_analysis.observations.rows import COLUMNS

# What is carried from an earlier row to see whether a later one revises it.
_REVISED = [*COMPARED, "status", "quarter", "file", "row"]


# What a revised figure is of: one that was taken back is no observation any more.
_ABOUT = [
    "indicator", "measure", "breakdown", "area", "period", "window", "start", "runs_to",
]  # fmt: skip


@dataclass(frozen=True)
class NeighbourSet:
    """The statistical neighbours that a drop names, and what it calls the set."""

    quarter: str
    name: str
    areas: tuple[str, ...]


def vintages(
    stacked: Sequence[pd.DataFrame],
    sets: Sequence[NeighbourSet],
    told: Mapping[tuple[str, str], str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The latest row of each key, and the changes of value or status on the way to it.

    ``stacked`` are rows with each key once in a table, the earliest first. A later row without a
    value takes the earlier one back; an earlier row without one makes a later value late. ``told``
    are the reasons of drops for another definition, by quarter and file.
    """
    rows = together(stacked, list(COLUMNS))
    # Within one of the tables each key stands once.
    alone = sum(len(each) > 0 for each in stacked) < 2
    again = rows.iloc[:0] if alone else rows[rows["id"].duplicated(keep=False)]
    before = again.groupby("id", sort=False)[_REVISED].shift()
    then, now = before["value"].astype(float), again["value"].astype(float)
    changed = then.notna() & (
        ~np.isclose(now, then, rtol=0, atol=1e-9) | (again["status"] != before["status"])
    )
    # A row that was there without its figure; the first row of a key has none before it.
    late = then.isna() & now.notna() & before["file"].notna()
    # A value counts as received in the drop that first gave it as it now stands.
    first = again["received"].where(then.isna() | changed)
    received = first.groupby(again["id"], sort=False).ffill()
    if len(again):
        firsts = again.groupby("id", sort=False)["first"].transform("first")
        rows = rows.assign(
            received=received.reindex(rows.index).fillna(rows["received"]),
            first=firsts.reindex(rows.index).fillna(rows["first"]),
        )
    cause = causes(before, again, told)
    revisions = pd.DataFrame(
        {
            "id": again["id"],
            "then": then,
            "now": now,
            "then_status": before["status"],
            "now_status": again["status"],
            "then_file": before["file"],
            "then_row": before["row"],
            "file": again["file"],
            "row": again["row"],
            "quarter": again["quarter"],
            **{name: again[name] for name in _ABOUT},
            "cause": _of_another_set(before, again, sets).where(cause == "", cause),
        }
    )[changed | late]
    latest = rows.drop_duplicates("id", keep="last") if len(again) else rows
    return latest.reset_index(drop=True), revisions.reset_index(drop=True)


def _of_another_set(
    before: pd.DataFrame, again: pd.DataFrame, sets: Sequence[NeighbourSet]
) -> pd.Series:
    """That the mean of the neighbours is one of others now, where a later drop names others."""
    areas = {each.quarter: frozenset(each.areas) for each in sets}
    then, now = before["quarter"].map(areas), again["quarter"].map(areas)
    other = (again["area"] == NEIGHBOURS) & then.notna() & (then != now)
    return ("Neighbour set of " + again["quarter"]).where(other, "")


def together(tables: Sequence[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Tables one below the other; without any row an empty one of these columns."""
    # An empty table has no types, and would take those of the others away.
    filled = [table for table in tables if len(table)]
    if len(filled) == 1:
        return filled[0].reset_index(drop=True)
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)
