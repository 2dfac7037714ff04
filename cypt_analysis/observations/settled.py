"""What drops have brought → the one tidy table of a quarter, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.library.areas import every_area, name_of
from cypt_analysis.library.register import AreaKind
from cypt_analysis.observations.decimals import with_decimals_apart
from cypt_analysis.observations.denominators import with_denominators
from cypt_analysis.observations.intervals import with_intervals
from cypt_analysis.observations.received import Received
from cypt_analysis.observations.rows import COLUMNS
from cypt_analysis.observations.vintages import NeighbourSet
from cypt_analysis.observations.wholes import held_against_parts

# Of a figure that is marked instead of shown.
MARKED = (
    "id", "path", "indicator", "measure", "breakdown", "area", "period", "end", "quarter", "mark",
    "start", "runs_to", "window", "unit", "decimals", "status", "received", "file", "row",
)  # fmt: skip


@dataclass(frozen=True)
class Stacked:
    """What was known at a quarter: observations, their revisions, and the files beside them.

    ``observations`` has one row a key with the columns of ``COLUMNS``, save what is inferred, and
    the intervals, of the areas that the drop names; ``everywhere`` has ``path, period, area,
    value, published`` of every authority where the drop's areas are the register's, the authority
    itself among them;
    ``revisions`` has ``id, then, now, then_status, now_status, then_file, then_row, file,
    row, quarter, cause`` and what the figure is of; ``now`` is missing where it was taken back,
    ``then`` where it came late.
    The other tables hold, for each key, the row of the latest drop. ``findings`` are of England's
    and regions' figures that are not those of their parts, whichever drop brought them;
    ``marks`` has the rows that came with a mark in place of a number, of which ``mark`` says why,
    and ``inferred`` what a confidential count must have been; some are observations too, as their
    value was given. Of an observation ``mark`` is empty until an edition hides it.
    """

    observations: pd.DataFrame
    everywhere: pd.DataFrame
    revisions: pd.DataFrame
    targets: pd.DataFrame
    quoted: pd.DataFrame
    assumptions: pd.DataFrame
    sets: tuple[NeighbourSet, ...] = ()
    marks: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))
    findings: tuple[Finding, ...] = ()

    @property
    def confidential(self) -> pd.DataFrame:
        """The rows that came with a number that nobody may know."""
        return self.marks[self.marks["mark"] == HIDDEN_MARK]

    @property
    def marked(self) -> pd.DataFrame:
        """The figures that are marked instead of shown, with the columns of ``MARKED``."""
        return self.marks.loc[self.marks["value"].isna(), list(MARKED)].reset_index(drop=True)


def settle(received: Received, info: DropInfo) -> Stacked:
    """What was known once drops were received: rows with a value, denominators and intervals."""
    order = ["indicator", "measure", "breakdown", "area", "end", "start"]
    known = received.rows["value"].notna()
    rows = received.rows if known.all() else received.rows[known]
    rows, told = held_against_parts(rows, received.catalogue, info)
    everywhere, rows = _everywhere(rows, info), _spelt_alike(_compared(rows, received, info))
    rows = rows.sort_values(order, kind="stable", ignore_index=True)
    beside = received.beside
    targets = _with_limits(beside["targets"], info)
    table = with_decimals_apart(rows, targets, received.catalogue, info)
    return Stacked(
        observations=with_intervals(with_denominators(table, beside["assumptions"], info))
        .drop(columns="inferred")
        .assign(mark=""),
        marks=_compared(received.rows[received.rows["mark"] != ""], received, info),
        everywhere=everywhere,
        revisions=_compared(received.revisions, received, info),
        targets=targets,
        quoted=beside["quoted"],
        assumptions=beside["assumptions"],
        sets=received.sets,
        findings=tuple(told),
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
    names = {name_of(each) for each in every_area() if each.kind in kinds}
    return rows.loc[rows["area"].isin(names | {info.authority}), columns].reset_index(drop=True)


def _spelt_alike(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose breakdown is spelt as in the last of its path, however earlier ones have it."""
    if (rows["breakdown"] == "").all():
        return rows
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
    table = targets.assign(**_period_columns(targets["period"]))
    table["over"] = table["end"] <= pd.Timestamp(info.data_cut_off)
    for name in ("tolerance", "floor"):
        known = table.get(name, pd.Series(np.nan, index=table.index))
        table[name] = known.astype(float)
    if "set_by" in table:
        named = table.get("limits_set_by", table["set_by"])
        table["limits_set_by"] = named.where(named.notna() & (named != ""), table["set_by"])
    return table


def _period_columns(periods: pd.Series) -> dict[str, pd.Series]:
    """The series, first and last day of periods as they stand, by the names of their columns."""
    parsed = {text: parse_period(text) for text in periods.unique()}
    return {
        "series": periods.map({text: period.series for text, period in parsed.items()}),
        "start": pd.to_datetime(periods.map({text: p.start for text, p in parsed.items()})),
        "end": pd.to_datetime(periods.map({text: p.end for text, p in parsed.items()})),
    }
