"""Typed tables + catalogue → the one tidy table, stacked by vintage.

A drop only adds: for each key the latest drop's row counts, and a row that it replaces
with another value is a revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.library.areas import AreaKind, every_area
from cypt_analysis.observations.denominators import with_denominators
from cypt_analysis.observations.intervals import with_intervals
from cypt_analysis.observations.rows import COLUMNS, observed_rows, period_columns

# The files beside the data whose latest row counts, and what names a row of each.
_BESIDE = {
    "targets": ["indicator", "measure", "period"],
    "quoted": ["indicator", "figure"],
    "assumptions": ["indicator", "measure", "period"],
}
# What is carried from an earlier row to see whether a later one revises it.
_REVISED = ["value", "status", "file", "row"]
# What a revised figure is of: one that was taken back is no observation any more.
_ABOUT = ["indicator", "measure", "breakdown", "area", "period"]


@dataclass(frozen=True)
class Received:
    """What drops have brought, oldest first: the latest row of each key, and revisions.

    ``rows`` has the columns of ``COLUMNS``, one row an ``id``, the value missing where a later
    drop took it back; ``revisions`` those of `Stacked`; ``beside`` the latest rows of each file
    beside the data.
    """

    catalogue: Catalogue
    authority: str
    quarters: tuple[Quarter, ...]
    rows: pd.DataFrame
    revisions: pd.DataFrame
    beside: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Stacked:
    """What was known at a quarter: observations, their revisions, and the files beside them.

    ``observations`` has one row a key with the columns of ``COLUMNS`` and the intervals, of the
    areas that the drop names; ``everywhere`` has ``path, period, area, value`` of every authority
    where the drop's areas are the register's, the authority itself among them;
    ``revisions`` has ``id, then, now, then_status, now_status, then_file, then_row, file,
    row, quarter`` and what the figure is of; ``now`` is missing where it was taken back. The
    other tables hold, for each key, the row of the latest drop.
    """

    observations: pd.DataFrame
    everywhere: pd.DataFrame
    revisions: pd.DataFrame
    targets: pd.DataFrame
    quoted: pd.DataFrame
    assumptions: pd.DataFrame


def receive(
    drops: Sequence[Drop], catalogue: Catalogue, earlier: Received | None = None
) -> Received:
    """What drops have brought; ``earlier`` saves stacking again those that it holds already.

    It is used where it holds the first of these drops and was received by the same catalogue
    for the same authority, whose name tells its own rows from those of other areas. The
    catalogue is that of the last drop: what it no longer reports is left out of them all.
    """
    authority = drops[-1].info.authority
    quarters = tuple(drop.quarter for drop in drops)
    if (
        earlier is None
        or earlier.catalogue is not catalogue
        or earlier.authority != authority
        or earlier.quarters != quarters[: len(earlier.quarters)]
    ):
        nothing = {name: pd.DataFrame() for name in _BESIDE}
        earlier = Received(catalogue, authority, (), pd.DataFrame(), pd.DataFrame(), nothing)
    later = drops[len(earlier.quarters) :]
    new = [observed_rows(drop, catalogue, drops[-1].info) for drop in later]
    rows, revisions = _vintages(_together([earlier.rows, *new], list(COLUMNS)))
    beside = {
        name: _latest(
            [earlier.beside[name], *(_table(drop, name, catalogue) for drop in later)], keys
        )
        for name, keys in _BESIDE.items()
    }
    revisions = _together([earlier.revisions, revisions], list(revisions.columns))
    return Received(catalogue, authority, quarters, rows, revisions, beside)


def settle(received: Received, info: DropInfo) -> Stacked:
    """What was known once drops were received: rows with a value, denominators and intervals."""
    order = ["indicator", "measure", "breakdown", "area", "end", "start"]
    rows = received.rows[received.rows["value"].notna()]
    named = rows["area"].isin(info.areas)
    everywhere, rows = _everywhere(rows, info), _spelt_alike(rows[named])
    rows = rows.sort_values(order, kind="stable").reset_index(drop=True)
    beside = received.beside
    return Stacked(
        observations=with_intervals(with_denominators(rows, beside["assumptions"], info)),
        everywhere=everywhere,
        revisions=received.revisions,
        targets=beside["targets"].assign(**period_columns(beside["targets"]["period"])),
        quoted=beside["quoted"],
        assumptions=beside["assumptions"],
    )


def _everywhere(rows: pd.DataFrame, info: DropInfo) -> pd.DataFrame:
    """The values of every authority, by the register; some publish theirs together."""
    columns = ["path", "period", "area", "value"]
    if not info.by_register:
        return pd.DataFrame(columns=columns)
    kinds = (AreaKind.AUTHORITY, AreaKind.JOINED)
    names = {each.name for each in every_area() if each.kind in kinds}
    return rows.loc[rows["area"].isin(names | {info.authority}), columns].reset_index(drop=True)


def _spelt_alike(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose breakdown is spelt as in the last of its path, however earlier ones have it."""
    if rows.empty:
        return rows
    newest = rows.sort_values(["quarter", "end", "row"], kind="stable")
    return rows.assign(breakdown=newest.groupby("path")["breakdown"].last().loc[rows["path"]].array)


def _together(tables: Sequence[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    # An empty table has no types, and would take those of the others away.
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)


def _vintages(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The latest row of each key, and the changes of value or status on the way to it.

    A later row without a value takes the earlier one back.
    """
    again = rows[rows["id"].duplicated(keep=False)]
    before = again.groupby("id", sort=False)[_REVISED].shift()
    then, now = before["value"].astype(float), again["value"].astype(float)
    changed = then.notna() & (
        ~np.isclose(now, then, rtol=0, atol=1e-9) | (again["status"] != before["status"])
    )
    # A value counts as received in the drop that first gave it as it now stands.
    first = again["received"].where(then.isna() | changed)
    received = first.groupby(again["id"], sort=False).ffill()
    rows = rows.assign(received=received.reindex(rows.index).fillna(rows["received"]))
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
        }
    )[changed]
    latest = rows.drop_duplicates("id", keep="last")
    return latest.reset_index(drop=True), revisions.reset_index(drop=True)


def _table(drop: Drop, source: str, catalogue: Catalogue) -> pd.DataFrame:
    """A file beside the data, with where each row stands, save on what is not reported."""
    table = drop.tables.get(source, pd.DataFrame())
    if len(table):
        table = table[[_is_reported(catalogue, row) for row in table.to_dict("records")]]
    return table.assign(row=table.index, file=drop.path(f"{source}.csv"), quarter=str(drop.quarter))


def _is_reported(catalogue: Catalogue, row: dict) -> bool:
    indicator = catalogue.indicators.get(row["indicator"])
    measures = [each.id for each in indicator.measure] if indicator else []
    return indicator is not None and row.get("measure", "") in ("", *measures)


def _latest(tables: Sequence[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    """The last row of each key."""
    together = _together(tables, [*keys, "row", "file", "quarter"])
    return together.drop_duplicates(keys, keep="last").reset_index(drop=True)
