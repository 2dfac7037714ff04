"""A drop's typed tables → rows of observations: which measure, area and period each is of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue, Indicator, Measure, Source
from cypt_analysis.catalogue.entries import Break
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.gather import FILE
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.drops.tables import MARK
from cypt_analysis.drops.withheld import INFERRED
from cypt_analysis.ground.key import area_word, written_values
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.observations.windows import Placed, placed
from cypt_analysis.readers.columnar import distinct_of, each_text, texts_from

COLUMNS = (
    "id", "path", "indicator", "measure", "kind", "breakdown", "area", "period", "series",
    "window", "start", "end", "runs_to", "segment", "since", "numerator", "denominator",
    "assumed", "value", "published", "unit", "decimals", "scale", "change_decimals", "events",
    "status", "quarter", "received", "first", "taken", "file", "row", "mark", "inferred",
)  # fmt: skip

# The columns that are at first what ``quarter`` is.
_OF_DROP = ("received", "first")
_NONE = np.array([], dtype=np.intp)
# The places of each text in a column of a source, looked for once for all its measures.
Known = dict[tuple[str, str], dict]
_TEXTS = ("breakdown", "area", "period", "status", "file", "mark")


def area_slug(area: str, info: DropInfo) -> str:
    """An area as a part of a fact's name; nothing for the authority itself."""
    return area_word("" if area == info.authority else area)


def is_own(rows: pd.DataFrame, info: DropInfo) -> pd.Series:
    """Which rows are of the authority itself, not of an area that it is compared with."""
    return rows["area"] == info.authority


def observed_rows(
    drop: Drop, catalogue: Catalogue, info: DropInfo, *, same: bool = True
) -> pd.DataFrame:
    """The rows of a drop, with the columns of ``COLUMNS``, as the project of ``info`` knows them.

    ``same`` says whether the drop's authority is that of ``info``, perhaps under another name;
    of another authority's drop only the other areas' rows count. Of two rows with one ``id`` the
    one that was taken later stands last.
    """
    measures = [
        (indicator, measure)
        for indicator in catalogue.indicators.values()
        for measure in indicator.measure
        if measure.source in drop.tables
    ]
    known: Known = {}
    parts = [_cells(drop, catalogue.sources[each.source], each, known) for _, each in measures]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = _side_by_side(pd.DataFrame([_about(drop, *each) for each in measures]), parts)
    own = rows["area"].isin(["", drop.info.authority] if same else _never_own(drop, info))
    counts = (rows["period"] != "") & (same | ~own)
    rows = rows if counts.all() else rows[counts]
    if rows["taken"].notna().any():
        rows = rows.sort_values("taken", kind="stable", na_position="first")
    rows = rows.reset_index(drop=True)
    rows["area"] = rows["area"].where(~rows["area"].isin(["", drop.info.authority]), info.authority)
    counted = rows["numerator"] / rows["denominator"] * rows["scale"]
    rows["path"] = _paths(rows)
    return rows.assign(
        id=written_values(
            rows["path"], rows["period"], rows["area"].where(rows["area"] != info.authority, "")
        ),
        value=counted.where(counted.notna(), rows["value"]),
        # The figure as it was given, at its publisher's precision; without one, what is counted.
        published=rows["value"].where(rows["value"].notna(), counted),
        **_in_time(rows, drop, catalogue, info),
    )[list(COLUMNS)]


def _side_by_side(about: pd.DataFrame, parts: list[dict[str, np.ndarray]]) -> pd.DataFrame:
    """What all rows of a measure share beside what differs from row to row of it.

    ``about`` has a row a measure, ``parts`` the columns of each.
    """
    places = np.repeat(np.arange(len(about)), [len(part["row"]) for part in parts])
    columns: dict[str, object] = {"about": places}
    for name, shared in about.items():
        columns[str(name)] = shared.array.take(places)
    # Every row of a drop is of its quarter: one text in memory is enough.
    columns |= dict.fromkeys(_OF_DROP, columns["quarter"])
    for name in list(parts[0]):
        each = [part.pop(name) for part in parts]
        whole = np.concatenate(each) if len(each) > 1 else each[0]
        columns[name] = texts_from(whole) if name in _TEXTS else whole
    return pd.DataFrame(columns)


def _never_own(drop: Drop, info: DropInfo) -> list[str]:
    """The areas of another authority's drop that say nothing of this one, whatever their names."""
    return ["", drop.info.authority, info.authority]


def _in_time(
    rows: pd.DataFrame, drop: Drop, catalogue: Catalogue, info: DropInfo
) -> dict[str, pd.Series]:
    """Where each row stands in time, by the names of the columns."""
    periods, _ = distinct_of(rows["period"])
    alike = (rows["about"] * (periods.max(initial=0) + 1) + periods) * 2 + is_own(rows, info)
    places, _ = pd.factorize(alike)
    firsts = rows[~alike.duplicated()]
    owns = is_own(firsts, info)
    keys = zip(firsts["indicator"], firsts["measure"], firsts["period"], owns, strict=True)
    found = [_placed(key, drop, catalogue, info) for key in keys]

    def column(values: list[object], kind: str) -> pd.Series:
        return pd.Series(pd.array(values, dtype=kind).take(places), index=rows.index)

    ends = column([each.end for each in found], "datetime64[s]")
    cut = rows["taken"].clip(upper=pd.Timestamp(drop.info.data_cut_off))
    cut = cut.fillna(pd.Timestamp(drop.info.data_cut_off))
    series = column([each.series for each in found], "str")
    running = cut < ends
    return {
        "series": series.where(~running, series + " part of " + rows["period"]),
        "window": column([str(each.window) for each in found], "str"),
        "start": column([each.start for each in found], "datetime64[s]"),
        "end": ends,
        "runs_to": cut.where(running),
        "segment": column([each.segment for each in found], "str"),
        "since": column([each.since for each in found], "str"),
    }


def _placed(
    key: tuple[str, str, str, bool], drop: Drop, catalogue: Catalogue, info: DropInfo
) -> Placed:
    indicator, measure, period, own = key
    entry = catalogue.indicators[indicator]
    about = entry.get(measure)
    breaks = list(entry.breaks_of(about))
    began = info.succeeds
    if own and began is not None and began.since is not None:
        breaks = sorted(
            [*breaks, Break(date=began.since, reason=began.reason)], key=lambda each: each.start
        )
    window = drop.windows.get(entry.path(about), about.window)
    return placed(parse_period(period), window, about.restarts, breaks)


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
    }


def _chosen(table: pd.DataFrame, measure: Measure, known: Known) -> np.ndarray:
    """The places of a measure's rows in its source's table, in their order."""
    chosen = np.arange(len(table))
    for name, wanted in measure.where.items():
        key = (measure.source, name)
        if key not in known:
            # An earlier drop may not have the column yet.
            known[key] = table.groupby(name, sort=False).indices if name in table else {}
        chosen = np.intersect1d(chosen, known[key].get(wanted, _NONE), assume_unique=True)
    return chosen


def _cells(drop: Drop, source: Source, measure: Measure, known: Known) -> dict[str, np.ndarray]:
    """What differs from row to row of a measure; ``value`` is the printed one."""
    table = drop.tables[source.id]
    chosen = _chosen(table, measure, known)
    table = table.take(chosen) if len(chosen) < len(table) else table

    def column(name: str | None, otherwise: object) -> np.ndarray:
        if name and name in table.columns:
            return table[name].to_numpy()
        return np.full(len(table), otherwise, dtype=object if isinstance(otherwise, str) else None)

    def inferred(name: str | None) -> np.ndarray:
        return column(f"{name}{INFERRED}", np.nan).astype(float)

    denominator = column(measure.denominator, np.nan)
    dates = source.dates
    dated = next((name for name in dates if name in table.columns), None)
    taken = column(dated, np.datetime64("NaT", "s"))
    return {
        "taken": pd.to_datetime(taken).to_numpy() if dated else taken,
        "breakdown": column(measure.breakdown, ""),
        "area": column("area", ""),
        "period": column(source.period, ""),
        "numerator": column(measure.numerator, np.nan),
        "denominator": np.where(denominator > 0, denominator, np.nan),
        "value": column(measure.value, np.nan),
        "status": column("status", ""),
        "file": column(FILE, drop.file_of(source.id)),
        "row": table.index.to_numpy(),
        "inferred": inferred(measure.numerator or measure.value),
        "mark": _marks(table, measure),
    }


def _marks(table: pd.DataFrame, measure: Measure) -> np.ndarray:
    """How each figure is marked that is not shown: confidential before all, else the first mark."""
    found = np.full(len(table), "", dtype=object)
    for name in (measure.value, measure.numerator, measure.denominator):
        if f"{name}{MARK}" in table.columns:
            marks = table[f"{name}{MARK}"].to_numpy()
            found = np.where((found == "") | (marks == HIDDEN_MARK), marks, found)
    return found


def _paths(rows: pd.DataFrame) -> pd.Series:
    return rows["path"] + each_text(
        rows["breakdown"], lambda text: f".{slug(text)}" if text else ""
    )


def period_columns(periods: pd.Series) -> dict[str, pd.Series]:
    """The series, first and last day of periods as they stand, by the names of their columns."""
    parsed = {text: parse_period(text) for text in periods.unique()}
    return {
        "series": periods.map({text: period.series for text, period in parsed.items()}),
        "start": pd.to_datetime(periods.map({text: p.start for text, p in parsed.items()})),
        "end": pd.to_datetime(periods.map({text: p.end for text, p in parsed.items()})),
    }
