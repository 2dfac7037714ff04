"""Typed tables + catalogue → the one tidy table, stacked by vintage.

A drop only adds: for each key the latest drop's row counts, and a row that it replaces
with another value is a revision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.authority import same_authority
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.findings import REVIEW, Finding, list_words
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.library.areas import AreaKind, every_area
from cypt_analysis.observations.causes import COMPARED, causes
from cypt_analysis.observations.decimals import with_decimals_apart
from cypt_analysis.observations.denominators import with_denominators
from cypt_analysis.observations.intervals import with_intervals
from cypt_analysis.observations.rows import COLUMNS, observed_rows, period_columns
from cypt_analysis.observations.wholes import held_against_parts

# The files beside the data whose latest row counts, and what names a row of each.
_BESIDE = {
    "targets": ["indicator", "measure", "period"],
    "quoted": ["indicator", "figure"],
    "assumptions": ["indicator", "measure", "period"],
}
# What is carried from an earlier row to see whether a later one revises it.
_REVISED = [*COMPARED, "status", "quarter", "file", "row"]
# What a revised figure is of: one that was taken back is no observation any more.
_ABOUT = ["indicator", "measure", "breakdown", "area", "period"]
# Of a figure that is marked instead of shown.
MARKED = (
    "id", "path", "indicator", "measure", "breakdown", "area", "period", "end", "quarter", "mark",
    "start", "runs_to", "window", "unit", "decimals", "status", "received", "file", "row",
)  # fmt: skip


@dataclass(frozen=True)
class NeighbourSet:
    """The statistical neighbours that a drop names, and what it calls the set."""

    quarter: str
    name: str
    areas: tuple[str, ...]


# Of the authority: its name, the day it began, and of each drop whether it is this one's.
Whose = tuple[str, date | None, tuple[bool, ...]]


@dataclass(frozen=True)
class Received:
    """What drops have brought, oldest first: the latest row of each key, and revisions.

    ``rows`` has the columns of ``COLUMNS``, one row an ``id``, the value missing where a later
    drop took it back; ``revisions`` those of `Stacked`; ``beside`` the latest rows of each file
    beside the data.
    """

    catalogue: Catalogue
    whose: Whose
    quarters: tuple[Quarter, ...]
    rows: pd.DataFrame
    revisions: pd.DataFrame
    beside: dict[str, pd.DataFrame]
    findings: tuple[Finding, ...] = ()
    sets: tuple[NeighbourSet, ...] = ()


@dataclass(frozen=True)
class Stacked:
    """What was known at a quarter: observations, their revisions, and the files beside them.

    ``observations`` has one row a key with the columns of ``COLUMNS``, save the mark, and the
    intervals, of the areas that the drop names; ``everywhere`` has ``path, period, area, value,
    published`` of every authority where the drop's areas are the register's, the authority itself
    among them;
    ``revisions`` has ``id, then, now, then_status, now_status, then_file, then_row, file,
    row, quarter, cause`` and what the figure is of; ``now`` is missing where it was taken back,
    ``then`` where it came late.
    The other tables hold, for each key, the row of the latest drop. ``findings`` are of England's
    and regions' figures that are not those of their parts, whichever drop brought them;
    ``marked`` has the columns of ``MARKED``, a row a figure that is marked instead of shown.
    ``hidden`` of an observation is empty until an edition hides it. ``confidential`` has the rows
    that were received with a mark in place of a number, and what their count must have been; some
    are observations too, as their value was given.
    """

    observations: pd.DataFrame
    everywhere: pd.DataFrame
    revisions: pd.DataFrame
    targets: pd.DataFrame
    quoted: pd.DataFrame
    assumptions: pd.DataFrame
    sets: tuple[NeighbourSet, ...] = ()
    confidential: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))
    findings: tuple[Finding, ...] = ()
    marked: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(MARKED)))


def receive(
    drops: Sequence[Drop], catalogue: Catalogue, earlier: Received | None = None
) -> Received:
    """What drops have brought; ``earlier`` saves stacking again those that it holds already.

    It is used where it holds the first of these drops and was received by the same catalogue
    for the same authority, whose name tells its own rows from those of other areas. The
    catalogue is that of the last drop: what it no longer reports is left out of them all.
    """
    whose = _whose(drops)
    quarters = tuple(drop.quarter for drop in drops)
    if earlier is None or not _goes_on(earlier, catalogue, whose, quarters):
        nothing = {name: pd.DataFrame() for name in _BESIDE}
        earlier = Received(catalogue, whose, (), pd.DataFrame(), pd.DataFrame(), nothing)
    done, same = len(earlier.quarters), whose[2]
    later = [(drop, is_same) for drop, is_same in zip(drops[done:], same[done:], strict=True)]
    new = [observed_rows(drop, catalogue, drops[-1].info, same=is_same) for drop, is_same in later]
    findings = [
        found for rows, (drop, _) in zip(new, later, strict=True) for found in repeated(rows, drop)
    ]
    # Within one drop the row taken later counts, and the earlier one was never reported.
    if findings:
        new = [rows.drop_duplicates("id", keep="last") for rows in new]
    sets = tuple(_neighbour_set(drop) for drop in drops)
    told = {
        (str(drop.quarter), file): reason
        for drop in drops
        for source, reason in drop.info.redefined.items()
        for file in drop.came.get(source, (drop.file_of(source),))
    }
    rows, revisions = _vintages([earlier.rows, *new], sets, told)
    beside = {
        name: _latest(
            [
                earlier.beside[name],
                *(_table(drop, name, catalogue) for drop, same in later if same),
            ],
            keys,
        )
        for name, keys in _BESIDE.items()
    }
    revisions = _together([earlier.revisions, revisions], list(revisions.columns))
    found = (*earlier.findings, *findings)
    return Received(catalogue, whose, quarters, rows, revisions, beside, found, sets)


def _neighbour_set(drop: Drop) -> NeighbourSet:
    return NeighbourSet(str(drop.quarter), drop.info.set_title, drop.info.neighbours)


def _whose(drops: Sequence[Drop]) -> Whose:
    info = drops[-1].info
    since = info.succeeds.since if info.succeeds is not None else None
    return info.authority, since, same_authority([drop.info for drop in drops])


def _goes_on(
    earlier: Received, catalogue: Catalogue, whose: Whose, quarters: tuple[Quarter, ...]
) -> bool:
    held = len(earlier.quarters)
    return (
        earlier.catalogue is catalogue
        and earlier.quarters == quarters[:held]
        and (*earlier.whose[:2], earlier.whose[2][:held]) == (*whose[:2], whose[2][:held])
    )


def repeated(rows: pd.DataFrame, drop: Drop) -> list[Finding]:
    """Rows of one drop that give one figure twice: the one taken later counts, if dates tell.

    ``rows`` stand in the order in which they were taken.
    """
    findings = []
    twice = rows[rows["id"].duplicated(keep=False)]
    for name, same in twice.groupby("id", sort=False):
        first, last = same.iloc[0], same.iloc[-1]
        lines = list_words([str(int(row)) for row in same["row"]])
        found = f"Rows {lines} all give {name}."
        if len(same) == 2:
            found = f"Rows {lines} both give {name}."
        if same["taken"].notna().all() and same["taken"].is_unique:
            advice = f"Row {int(last['row'])} was taken later and counts. Keep one."
            point = Finding(last["file"], int(last["row"]), found, advice, REVIEW, "same_figure")
            findings.append(point)
            continue
        advice = "Which one counts cannot be told. Keep one row for each figure."
        findings.append(
            Finding(first["file"], int(first["row"]), found, advice, rule="same_figure")
        )
    return findings


def settle(received: Received, info: DropInfo) -> Stacked:
    """What was known once drops were received: rows with a value, denominators and intervals."""
    order = ["indicator", "measure", "breakdown", "area", "end", "start"]
    secret = received.rows[received.rows["confidential"].eq(True)]
    known = received.rows["value"].notna()
    marked = received.rows[~known & (received.rows["mark"] != "")]
    rows = received.rows if known.all() else received.rows[known]
    rows, told = held_against_parts(rows, received.catalogue, info)
    everywhere, rows = _everywhere(rows, info), _spelt_alike(_compared(rows, received, info))
    rows = rows.drop(columns="mark").sort_values(order, kind="stable", ignore_index=True)
    beside = received.beside
    targets = _with_limits(beside["targets"], info)
    table = with_decimals_apart(rows, targets, received.catalogue, info)
    return Stacked(
        observations=with_intervals(with_denominators(table, beside["assumptions"], info))
        .drop(columns="inferred")
        .assign(hidden=""),
        confidential=_compared(secret, received, info),
        everywhere=everywhere,
        revisions=_compared(received.revisions, received, info),
        targets=targets,
        quoted=beside["quoted"],
        assumptions=beside["assumptions"],
        sets=received.sets,
        findings=tuple(told),
        marked=_compared(marked, received, info)[list(MARKED)].reset_index(drop=True),
    )


def _compared(rows: pd.DataFrame, received: Received, info: DropInfo) -> pd.DataFrame:
    """The rows of areas that are compared one by one: of the register, those that a drop names."""
    if not info.by_register or rows.empty:
        return rows
    before = {area for each in received.sets for area in each.areas}
    return rows[rows["area"].isin({*info.areas, *before})]


def _everywhere(rows: pd.DataFrame, info: DropInfo) -> pd.DataFrame:
    """The values of every authority, by the register; some publish theirs together."""
    columns = ["path", "period", "area", "value", "published"]
    if not info.by_register:
        return pd.DataFrame(columns=columns)
    kinds = (AreaKind.AUTHORITY, AreaKind.JOINED)
    names = {each.name for each in every_area() if each.kind in kinds}
    return rows.loc[rows["area"].isin(names | {info.authority}), columns].reset_index(drop=True)


def _spelt_alike(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose breakdown is spelt as in the last of its path, however earlier ones have it."""
    every = rows[["path", "breakdown"]].drop_duplicates()
    several = every.loc[every["path"].duplicated(), "path"]
    if several.empty:
        return rows
    order = ["quarter", "end", "row"]
    some = rows.loc[rows["path"].isin(several), ["path", "breakdown", *order]]
    last = some.sort_values(order, kind="stable").groupby("path")["breakdown"].last()
    spelt = rows["breakdown"].copy()
    spelt.loc[some.index] = last.loc[some["path"]].array
    return rows.assign(breakdown=spelt)


def _with_limits(targets: pd.DataFrame, info: DropInfo) -> pd.DataFrame:
    """Targets with their first and last day, tolerance and floor, and who set these.

    ``over`` says whether their period had ended at the data cut-off.
    """
    table = targets.assign(**period_columns(targets["period"]))
    table["over"] = table["end"] <= pd.Timestamp(info.data_cut_off)
    for name in ("tolerance", "floor"):
        known = table.get(name, pd.Series(np.nan, index=table.index))
        table[name] = known.astype(float)
    if "set_by" in table:
        named = table.get("limits_set_by", table["set_by"])
        table["limits_set_by"] = named.where(named.notna() & (named != ""), table["set_by"])
    return table


def _together(tables: Sequence[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    # An empty table has no types, and would take those of the others away.
    filled = [table for table in tables if len(table)]
    if len(filled) == 1:
        return filled[0].reset_index(drop=True)
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)


def _vintages(
    stacked: Sequence[pd.DataFrame],
    sets: Sequence[NeighbourSet],
    told: Mapping[tuple[str, str], str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The latest row of each key, and the changes of value or status on the way to it.

    ``stacked`` are rows with each key once in a table, the earliest first. A later row without a
    value takes the earlier one back; an earlier row without one makes a later value late. ``told``
    are the reasons of drops for another definition, by quarter and file.
    """
    rows = _together(stacked, list(COLUMNS))
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


def _table(drop: Drop, source: str, catalogue: Catalogue) -> pd.DataFrame:
    """A file beside the data, with where each row stands, save on what is not reported."""
    table = drop.tables.get(source, pd.DataFrame())
    if len(table):
        table = table[[_is_reported(catalogue, row) for row in table.to_dict("records")]]
    return table.assign(row=table.index, file=drop.file_of(source), quarter=str(drop.quarter))


def _is_reported(catalogue: Catalogue, row: dict) -> bool:
    indicator = catalogue.indicators.get(row["indicator"])
    measures = [each.id for each in indicator.measure] if indicator else []
    return indicator is not None and row.get("measure", "") in ("", *measures)


def _latest(tables: Sequence[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    """The last row of each key."""
    together = _together(tables, [*keys, "row", "file", "quarter"])
    return together.drop_duplicates(keys, keep="last").reset_index(drop=True)
