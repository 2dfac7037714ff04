"""Typed tables + catalogue → what drops have brought, one row a key, stacked by vintage.

A drop only adds: for each key the latest drop's row counts, and a row that it replaces
with another value is a revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.authority import same_authority
from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.observations.redefined import redefinitions
from cypt_analysis.observations.rows import Breaks, observed_rows
from cypt_analysis.observations.vintages import NeighbourSet, together, vintages

# The files beside the data whose latest row counts, and what names a row of each.
_BESIDE = {
    "targets": ["indicator", "measure", "period"],
    "quoted": ["indicator", "figure"],
    "assumptions": ["indicator", "measure", "period"],
}


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


def receive(
    drops: Sequence[Drop], catalogue: Catalogue, earlier: Received | None = None
) -> Received:
    """What drops have brought; ``earlier`` saves stacking again those that it holds already.

    It is used where it holds the first of these drops and was received by the same catalogue
    for the same authority, whose name tells its own rows from those of other areas. The
    catalogue is that of the last drop: what it no longer reports is left out of them all.
    """
    found = _received(drops, catalogue, earlier, {})
    if not any(drop.info.redefined for drop in drops):
        return found
    breaks, faults = redefinitions(found.rows, found.revisions, drops, catalogue)
    found = _received(drops, catalogue, None, breaks) if breaks else found
    return replace(found, findings=(*found.findings, *faults))


def _received(
    drops: Sequence[Drop], catalogue: Catalogue, earlier: Received | None, breaks: Breaks
) -> Received:
    whose = _whose(drops)
    quarters = tuple(drop.quarter for drop in drops)
    if earlier is None or not _goes_on(earlier, catalogue, whose, quarters):
        nothing = {name: pd.DataFrame() for name in _BESIDE}
        earlier = Received(catalogue, whose, (), pd.DataFrame(), pd.DataFrame(), nothing)
    done, same = len(earlier.quarters), whose[2]
    later = [(drop, is_same) for drop, is_same in zip(drops[done:], same[done:], strict=True)]
    findings: list[Finding] = []
    new = [
        observed_rows(drop, catalogue, drops[-1].info, findings, same=is_same, breaks=breaks)
        for drop, is_same in later
    ]
    sets = tuple(_neighbour_set(drop) for drop in drops)
    told = {
        (str(drop.quarter), file): reason
        for drop in drops
        for source, reason in drop.info.redefined.items()
        for file in {*drop.came.get(source, ()), *drop.files_of(source)}
    }
    rows, revisions = vintages([earlier.rows, *new], sets, told)
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
    revisions = together([earlier.revisions, revisions], list(revisions.columns))
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
    """The last row of each key; of a target also what it ``was``, and when it was ``changed``."""
    rows = together(tables, [*keys, "row", "file", "quarter"])
    if "target" in rows and len(rows):
        rows = rows.assign(**_asked_before(rows, keys))
    return rows.drop_duplicates(keys, keep="last").reset_index(drop=True)


def _asked_before(rows: pd.DataFrame, keys: list[str]) -> dict[str, pd.Series]:
    """What each target was before its last change, as "at least 40", and the drop of that."""
    asked = rows["comparison"] + " " + rows["target"].map("{:.10g}".format)
    whose = [rows[key] for key in keys]
    before = asked.groupby(whose, sort=False).shift()
    is_other = before.notna() & (before != asked)
    found = {"was": before.where(is_other), "changed": rows["quarter"].where(is_other)}
    for name, told in found.items():
        known = told.fillna(rows[name].replace("", None)) if name in rows else told
        found[name] = known.groupby(whose, sort=False).ffill().fillna("").astype(object)
    return found
