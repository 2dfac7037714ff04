"""A drop's typed tables → rows of observations: which measure, area and period each is of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue, Indicator, Measure, Source
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.key import area_word, written
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.ground.stats import Stat

COLUMNS = (
    "id", "path", "indicator", "measure", "kind", "breakdown", "area", "period", "series",
    "start", "end", "numerator", "denominator", "assumed", "value", "unit", "decimals", "scale",
    "change_decimals", "events", "status", "quarter", "received", "file", "row",
)  # fmt: skip


def area_slug(area: str, info: DropInfo) -> str:
    """An area as a part of a fact's name; nothing for the authority itself."""
    return area_word("" if area == info.authority else area)


def is_own(rows: pd.DataFrame, info: DropInfo) -> pd.Series:
    """Which rows are of the authority itself, not of an area that it is compared with."""
    return rows["area"] == info.authority


def observed_rows(drop: Drop, catalogue: Catalogue, info: DropInfo) -> pd.DataFrame:
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
        **period_columns(rows["period"]),
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


def period_columns(periods: pd.Series) -> dict[str, pd.Series]:
    """The series, first and last day of periods, by the names of their columns."""
    parsed = {text: parse_period(text) for text in periods.unique()}
    return {
        "series": periods.map({text: period.series for text, period in parsed.items()}),
        "start": pd.to_datetime(periods.map({text: p.start for text, p in parsed.items()})),
        "end": pd.to_datetime(periods.map({text: p.end for text, p in parsed.items()})),
    }
