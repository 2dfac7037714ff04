"""Typed tables + catalogue → the one tidy table, stacked by vintage.

A drop only adds: for each key the latest drop's row counts, and a row that it replaces
with another value is a revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue, Indicator, Measure, Source
from cypt_analysis.catalogue.entries import Kind
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.key import area_word, written
from cypt_analysis.ground.quarter import Quarter, parse_period
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.ground.stats import Stat
from cypt_analysis.observations.intervals import with_intervals

COLUMNS = (
    "id", "path", "indicator", "measure", "kind", "breakdown", "area", "period", "series",
    "start", "end", "numerator", "denominator", "assumed", "value", "unit", "decimals", "scale",
    "change_decimals", "events", "status", "quarter", "received", "file", "row",
)  # fmt: skip


# The files beside the data whose latest row counts, and what names a row of each.
_BESIDE = {
    "targets": ["indicator", "measure", "period"],
    "quoted": ["indicator", "figure"],
    "assumptions": ["indicator", "measure", "period"],
}
# What is carried from an earlier row to see whether a later one revises it.
_REVISED = ["value", "status", "file", "row"]


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

    ``observations`` has one row a key with the columns of ``COLUMNS`` and the intervals;
    ``revisions`` has ``id, then, now, then_status, now_status, then_file, then_row, file,
    row, quarter``. The other tables hold, for each key, the row of the latest drop.
    """

    observations: pd.DataFrame
    revisions: pd.DataFrame
    targets: pd.DataFrame
    quoted: pd.DataFrame
    assumptions: pd.DataFrame


def area_slug(area: str, info: DropInfo) -> str:
    """An area as a part of a fact's name; nothing for the authority itself."""
    return area_word("" if area == info.authority else area)


def is_own(rows: pd.DataFrame, info: DropInfo) -> pd.Series:
    """Which rows are of the authority itself, not of an area that it is compared with."""
    return rows["area"] == info.authority


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
    new = [_observed(drop, catalogue, drops[-1].info) for drop in later]
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
    rows = rows.sort_values(order, kind="stable").reset_index(drop=True)
    beside = received.beside
    return Stacked(
        observations=with_intervals(_with_denominators(rows, beside["assumptions"], info)),
        revisions=received.revisions,
        targets=beside["targets"].assign(**_period_columns(beside["targets"]["period"])),
        quoted=beside["quoted"],
        assumptions=beside["assumptions"],
    )


def _together(tables: Sequence[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    # An empty table has no types, and would take those of the others away.
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)


def _observed(drop: Drop, catalogue: Catalogue, info: DropInfo) -> pd.DataFrame:
    """The rows of a drop, with the columns of ``COLUMNS``."""
    measures = [
        (indicator, measure)
        for indicator in catalogue.indicators.values()
        for measure in indicator.measure
        if measure.source in drop.tables
    ]
    parts = [_cells(drop, catalogue.sources[each.source], each) for _, each in measures]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    about = pd.DataFrame([_about(drop, *each) for each in measures])
    sizes = [len(part["row"]) for part in parts]
    rows = about.loc[np.repeat(about.index, sizes)].reset_index(drop=True)
    rows = rows.assign(
        **{name: np.concatenate([each[name] for each in parts]) for name in parts[0]}
    )
    rows = rows[rows["period"] != ""].reset_index(drop=True)
    counted = rows["numerator"] / rows["denominator"] * rows["scale"]
    rows["area"] = rows["area"].where(rows["area"] != "", info.authority)
    rows["path"] = _paths(rows)
    return rows.assign(
        id=_ids(rows, info.authority),
        value=counted.where(counted.notna(), rows["value"]),
        **_period_columns(rows["period"]),
    )[list(COLUMNS)]


def _about(drop: Drop, indicator: Indicator, measure: Measure) -> dict[str, object]:
    """What all rows of a measure share."""
    return {
        "path": indicator.path(measure),
        "indicator": indicator.id,
        "measure": measure.id,
        "kind": measure.kind,
        "unit": measure.unit,
        "decimals": measure.decimals,
        "scale": float(measure.scale),
        "change_decimals": measure.change_decimals,
        "events": measure.events,
        "assumed": False,
        "quarter": str(drop.quarter),
        "received": str(drop.quarter),
        "file": drop.path(f"{measure.source}.csv"),
    }


def _cells(drop: Drop, source: Source, measure: Measure) -> dict[str, np.ndarray]:
    """What differs from row to row of a measure; ``value`` is the printed one."""
    table = drop.tables[source.id]
    chosen = np.ones(len(table), dtype=bool)
    for name, wanted in measure.where.items():
        # An earlier drop may not have the column yet.
        chosen &= (table[name] == wanted).to_numpy() if name in table.columns else False

    def column(name: str | None, otherwise: object) -> np.ndarray:
        if name and name in table.columns:
            return table[name].to_numpy()[chosen]
        return np.full(chosen.sum(), otherwise)

    denominator = column(measure.denominator, np.nan)
    return {
        "breakdown": column(measure.breakdown, ""),
        "area": column("area", ""),
        "period": column(source.period, ""),
        "numerator": column(measure.numerator, np.nan),
        "denominator": np.where(denominator > 0, denominator, np.nan),
        "value": column(measure.value, np.nan),
        "status": column("status", ""),
        "row": table.index.to_numpy()[chosen],
    }


def _paths(rows: pd.DataFrame) -> pd.Series:
    slugs = {text: f".{slug(text)}" if text else "" for text in rows["breakdown"].unique()}
    return rows["path"] + rows["breakdown"].map(slugs)


def _ids(rows: pd.DataFrame, authority: str) -> list[str]:
    """What each value is called as a fact."""
    areas = rows["area"].where(rows["area"] != authority, "")
    cells = zip(rows["path"], rows["period"], areas, strict=True)
    return [written(*each, Stat.VALUE) for each in cells]


def _period_columns(periods: pd.Series) -> dict[str, pd.Series]:
    parsed = {text: parse_period(text) for text in periods.unique()}
    return {
        "series": periods.map({text: period.series for text, period in parsed.items()}),
        "start": pd.to_datetime(periods.map({text: p.start for text, p in parsed.items()})),
        "end": pd.to_datetime(periods.map({text: p.end for text, p in parsed.items()})),
    }


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
        }
    )[changed]
    latest = rows.drop_duplicates("id", keep="last")
    return latest.reset_index(drop=True), revisions.reset_index(drop=True)


def _with_denominators(
    observations: pd.DataFrame, assumptions: pd.DataFrame, info: DropInfo
) -> pd.DataFrame:
    """Denominators that follow from a rate's events, else those that a drop states as assumed."""
    table = observations.copy()
    scale = table["scale"].astype(float)
    implied = table["numerator"] * scale / table["value"].where(table["value"] > 0)
    known = table["denominator"].where(
        table["denominator"].notna() | (table["kind"] != Kind.RATE), implied
    )
    assumed = _assumed(table, assumptions).where(is_own(table, info))
    table["assumed"] = known.isna() & assumed.notna()
    table["denominator"] = known.where(known.notna(), assumed).astype(float)
    counted = table["value"] * table["denominator"] / scale
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
