"""Typed tables + catalogue → the one tidy table, stacked by vintage.

A drop only adds: for each key the latest drop's row counts, and a row that it replaces
with another value is a revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue, Indicator, Measure
from cypt_analysis.cells import slug
from cypt_analysis.drop_info import NEIGHBOURS, DropInfo
from cypt_analysis.ingest import Drop
from cypt_analysis.quarter import parse_period
from cypt_analysis.statistics import rate_interval, wilson_interval

CONFIDENCES = {"95": 0.95, "998": 0.998}
METHODS = {
    "proportion": "Wilson score",
    "rate": "exact Poisson below 10, Byar's from 10",
    "count": "exact Poisson below 10, Byar's from 10",
}
COLUMNS = (
    "id", "path", "indicator", "measure", "kind", "breakdown", "area", "period", "series",
    "start", "end", "numerator", "denominator", "assumed", "value", "unit", "decimals", "scale",
    "change_decimals", "events", "status", "quarter", "received", "file", "row",
)  # fmt: skip


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
    if area in ("", info.authority):
        return ""
    return "neighbours" if area == NEIGHBOURS else slug(area)


def stack(drops: Sequence[Drop], catalogue: Catalogue) -> Stacked:
    """Stack the drops up to a quarter, oldest first."""
    info = drops[-1].info
    assumptions = _latest(drops, "assumptions", ["indicator", "measure", "period"])
    every = [
        _of_measure(drop, catalogue, indicator, measure, info)
        for drop in drops
        for indicator in catalogue.indicators.values()
        for measure in indicator.measure
        if measure.source in drop.tables
    ]
    rows = pd.concat([_empty(), *every], ignore_index=True) if every else _empty()
    observations, revisions = _vintages(rows)
    observations = with_intervals(_with_denominators(observations, assumptions, info))
    return Stacked(
        observations=observations,
        revisions=revisions,
        targets=_spans(_latest(drops, "targets", ["indicator", "measure", "period"])),
        quoted=_latest(drops, "quoted", ["indicator", "figure"]),
        assumptions=assumptions,
    )


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=list(COLUMNS))


def _of_measure(
    drop: Drop, catalogue: Catalogue, indicator: Indicator, measure: Measure, info: DropInfo
) -> pd.DataFrame:
    table = drop.tables[measure.source]
    for name, wanted in measure.where.items():
        table = table[table[name] == wanted]
    size = len(table)
    blank = pd.Series([""] * size, index=table.index, dtype=object)

    def column(wanted: str | None, otherwise: pd.Series) -> pd.Series:
        return table[wanted] if wanted and wanted in table.columns else otherwise

    missing = pd.Series(np.nan, index=table.index)
    numerator = column(measure.numerator, missing)
    denominator = column(measure.denominator, missing).where(lambda counts: counts > 0)
    printed = column(measure.value, missing)
    counted = numerator / denominator * measure.scale
    value = counted.where(counted.notna(), printed)
    breakdown = column(measure.breakdown, blank)
    area = column("area", pd.Series(info.authority, index=table.index, dtype=object))
    rows = pd.DataFrame(
        {
            "path": _paths(indicator.path(measure), breakdown),
            "breakdown": breakdown,
            "area": area,
            "period": table[catalogue.sources[measure.source].period],
            "numerator": numerator,
            "denominator": denominator,
            "value": value,
            "status": column("status", blank),
            "row": table.index,
        }
    )
    rows = rows[rows["period"] != ""].reset_index(drop=True)
    return rows.assign(
        id=_ids(rows, info),
        indicator=indicator.id,
        measure=measure.id,
        kind=measure.kind,
        unit=measure.unit,
        decimals=measure.decimals,
        scale=measure.scale,
        change_decimals=measure.change_decimals,
        events=measure.events,
        assumed=False,
        quarter=str(drop.quarter),
        received=str(drop.quarter),
        file=drop.path(f"{measure.source}.csv"),
        **_period_columns(rows["period"]),
    )[list(COLUMNS)]


def _paths(path: str, breakdown: pd.Series) -> pd.Series:
    slugs = {text: f"{path}.{slug(text)}" if text else path for text in breakdown.unique()}
    return breakdown.map(slugs).astype(object)


def _ids(rows: pd.DataFrame, info: DropInfo) -> pd.Series:
    slugs = {area: area_slug(area, info) for area in rows["area"].unique()}
    areas = rows["area"].map(slugs).astype(object)
    ids = rows["path"] + "." + rows["period"]
    return ids.where(areas == "", ids + "." + areas).astype(object)


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
    rows = rows.reset_index(drop=True)
    before = rows.groupby("id", sort=False)[["value", "status", "file", "row", "quarter"]].shift()
    then, now = before["value"].astype(float), rows["value"].astype(float)
    changed = then.notna() & (
        ~np.isclose(now, then, rtol=0, atol=1e-9) | (rows["status"] != before["status"])
    )
    # A value counts as received in the drop that first gave it as it now stands.
    first = rows["quarter"].where(then.isna() | changed)
    rows["received"] = first.groupby(rows["id"], sort=False).ffill()
    revisions = pd.DataFrame(
        {
            "id": rows["id"],
            "then": before["value"],
            "now": rows["value"],
            "then_status": before["status"],
            "now_status": rows["status"],
            "then_file": before["file"],
            "then_row": before["row"],
            "file": rows["file"],
            "row": rows["row"],
            "quarter": rows["quarter"],
        }
    )[changed]
    latest = rows.drop_duplicates("id", keep="last")
    latest = latest[latest["value"].notna()]
    order = ["indicator", "measure", "breakdown", "area", "end", "start"]
    latest = latest.sort_values(order, kind="stable").reset_index(drop=True)
    return latest, revisions.reset_index(drop=True)


def _with_denominators(
    observations: pd.DataFrame, assumptions: pd.DataFrame, info: DropInfo
) -> pd.DataFrame:
    """Denominators that follow from a rate's events, else those that a drop states as assumed."""
    table = observations.copy()
    scale = table["scale"].astype(float)
    implied = table["numerator"] * scale / table["value"].where(table["value"] > 0)
    known = table["denominator"].where(
        table["denominator"].notna() | (table["kind"] != "rate"), implied
    )
    assumed = _assumed(table, assumptions).where(table["area"] == info.authority)
    table["assumed"] = known.isna() & assumed.notna()
    table["denominator"] = known.where(known.notna(), assumed).astype(float)
    counted = table["value"] * table["denominator"] / scale
    # Events are whole; a percentage of an assumed denominator is left unrounded.
    counted = counted.where(table["kind"] != "rate", counted.round())
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


def with_intervals(observations: pd.DataFrame) -> pd.DataFrame:
    """Add ``lower_95, upper_95, lower_998, upper_998, method``; missing where none applies.

    A count of a whole population on a day is no sample and has no interval.
    """
    table = observations.copy()
    rated = table["numerator"].notna() & table["denominator"].notna()
    groups = {
        "proportion": (table["kind"] == "proportion") & rated,
        "rate": (table["kind"] == "rate") & rated,
        "count": (table["kind"] == "count") & table["events"].astype(bool),
    }
    table["method"] = ""
    for kind, chosen in groups.items():
        table.loc[chosen, "method"] = METHODS[kind]
    for name, confidence in CONFIDENCES.items():
        for side in ("lower", "upper"):
            table[f"{side}_{name}"] = np.nan
        for kind, chosen in groups.items():
            lower, upper = _interval(kind, table[chosen], confidence)
            table.loc[chosen, f"lower_{name}"] = lower
            table.loc[chosen, f"upper_{name}"] = upper
    return table


def _interval(
    kind: str, rows: pd.DataFrame, confidence: float
) -> tuple[np.ndarray | pd.Series, np.ndarray | pd.Series]:
    value = rows["value"].to_numpy(dtype=float)
    numerator = rows["numerator"].to_numpy(dtype=float)
    denominator = rows["denominator"].to_numpy(dtype=float)
    if kind == "proportion":
        lower, upper = wilson_interval(numerator, denominator, confidence)
        return lower * 100, upper * 100
    if kind == "rate":
        # The multiplier is what turned numerator over denominator into the value.
        lower, upper = rate_interval(numerator, denominator, 1, confidence)
        scale = np.divide(
            value * denominator, numerator, out=np.zeros_like(value), where=numerator > 0
        )
        return lower * scale, upper * scale
    return rate_interval(value, np.ones_like(value), 1, confidence)


def _latest(drops: Sequence[Drop], source: str, keys: list[str]) -> pd.DataFrame:
    """Rows of a file beside the data, the latest drop's for each key, with where they stand."""
    tables = []
    for drop in drops:
        if source in drop.tables:
            table = drop.tables[source]
            tables.append(
                table.assign(
                    row=table.index, file=drop.path(f"{source}.csv"), quarter=str(drop.quarter)
                )
            )
    if not tables:
        return pd.DataFrame(columns=[*keys, "row", "file", "quarter"])
    together = pd.concat(tables, ignore_index=True)
    return together.drop_duplicates(keys, keep="last").reset_index(drop=True)


def _spans(targets: pd.DataFrame) -> pd.DataFrame:
    return targets.assign(**_period_columns(targets["period"]))
