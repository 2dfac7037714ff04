"""A drop's typed tables → rows of observations: which measure, area and period each is of."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue, Indicator, Measure, Source
from cypt_analysis.catalogue.entries import Break
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.drops.tables import FILE
from cypt_analysis.drops.withheld import INFERRED, MARK
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.key import area_word, written_values
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.observations.repeats import without_repeats
from cypt_analysis.observations.windows import Placed, placed
from cypt_analysis.readers.columnar import (
    below_one_another,
    coded,
    distinct_of,
    each_pair,
    each_text,
    everywhere,
    places_by_text,
    texts_of,
    together,
)

COLUMNS = (
    "id", "path", "indicator", "measure", "kind", "breakdown", "area", "period", "series",
    "window", "start", "end", "runs_to", "segment", "since", "numerator", "denominator",
    "assumed", "value", "published", "unit", "decimals", "scale", "change_decimals", "events",
    "status", "quarter", "received", "first", "taken", "file", "row", "mark", "inferred",
)  # fmt: skip

_NONE = np.array([], dtype=np.intp)
# Breaks that drops make, by indicator and measure.
Breaks = dict[tuple[str, str], list[Break]]
# The places of each text in a column of a source, looked for once for all its measures.
Known = dict[tuple[str, str], dict]
# The columns of the rows of some measures.
Part = dict[str, pd.Series | np.ndarray]
_TEXTS = ("breakdown", "area", "period", "status", "file", "mark")


def area_slug(area: str, info: DropInfo) -> str:
    """An area as a part of a fact's name; nothing for the authority itself."""
    return area_word("" if area == info.authority else area)


def is_own(rows: pd.DataFrame, info: DropInfo) -> pd.Series:
    """Which rows are of the authority itself, not of an area that it is compared with."""
    return rows["area"] == info.authority


def observed_rows(
    drop: Drop, catalogue: Catalogue, info: DropInfo, findings: list[Finding], *,
    same: bool = True, breaks: Breaks | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The rows of a drop, with the columns of ``COLUMNS``, as the project of ``info`` knows them.

    ``same`` says whether the drop's authority is that of ``info``, perhaps under another name;
    of another authority's drop only the other areas' rows count. Each ``id`` stands there once;
    what is found where it did not is added. ``breaks`` are those beside the catalogue's.
    """
    measures = [
        (indicator, measure)
        for indicator in catalogue.indicators.values()
        for measure in indicator.measure
        if measure.source in drop.tables
    ]
    if not measures:
        return pd.DataFrame(columns=list(COLUMNS))
    parts = _parts(drop, catalogue, [measure for _, measure in measures])
    rows = _side_by_side(pd.DataFrame([_about(drop, *each) for each in measures]), parts)
    here = ["", drop.info.authority]
    # Of another authority's drop, whatever the names of the two, nothing is of this one.
    own = rows["area"].isin(here if same else [*here, info.authority])
    counts = (rows["period"] != "") & (same | ~own)
    rows = rows if counts.all() else rows[counts]
    if rows["taken"].notna().any():
        rows = rows.sort_values("taken", kind="stable", na_position="first")
    rows = rows.reset_index(drop=True)
    rows["area"] = each_text(rows["area"], lambda text: info.authority if text in here else text)
    rows["path"] = each_pair(rows["path"], rows["breakdown"], _path)
    counted = rows["numerator"] / rows["denominator"] * rows["scale"]
    words = each_text(rows["area"], lambda text: area_slug(text, info))
    path, period = texts_of(rows["path"]), texts_of(rows["period"])
    columns = {
        **rows,
        "path": path,
        "period": period,
        # A row counts as received in its own drop until a later one repeats it.
        "received": rows["quarter"],
        "first": rows["quarter"],
        **_in_time(rows, drop, catalogue, info, breaks or {}),
        "id": written_values(path, period, words),
        "value": counted.where(counted.notna(), rows["value"]),
        # The figure as it was given, at its publisher's precision; without one, what is counted.
        "published": rows["value"].where(rows["value"].notna(), counted),
    }
    made = pd.DataFrame(_as_texts({name: columns[name] for name in COLUMNS}), copy=False)
    again = together([rows["path"], rows["period"], words]).duplicated(keep=False)
    return without_repeats(made, again, info, findings) if again.any() else made


def _as_texts(columns: dict[str, pd.Series]) -> dict[str, pd.Series]:
    """Columns as plain text; those that say one and the same thing in each row share it."""
    shared: dict[str, pd.Series] = {}
    made = {}
    for name, each in columns.items():
        alike = list(each.cat.categories) if each.dtype == "category" else []
        if len(alike) != 1:
            made[name] = texts_of(each)
            continue
        if alike[0] not in shared:
            shared[alike[0]] = texts_of(each)
        made[name] = shared[alike[0]]
    return made


def _parts(drop: Drop, catalogue: Catalogue, measures: list[Measure]) -> list[Part]:
    """What differs from row to row of measures, of those in the same columns at once.

    ``about`` is the place of each row's measure among them.
    """
    known: Known = {}
    alike: dict[tuple[str | None, ...], list[int]] = {}
    for place, each in enumerate(measures):
        columns = (each.source, each.breakdown, each.numerator, each.denominator, each.value)
        alike.setdefault(columns, []).append(place)
    parts = []
    for places in alike.values():
        first = measures[places[0]]
        chosen = [_chosen(drop.tables[first.source], measures[each], known) for each in places]
        about = np.repeat(places, list(map(len, chosen)))
        source = catalogue.sources[first.source]
        parts.append({"about": about, **_cells(drop, source, first, np.concatenate(chosen))})
    return parts


def _side_by_side(about: pd.DataFrame, parts: list[Part]) -> pd.DataFrame:
    """What all rows of a measure share beside what differs from row to row of it.

    ``about`` has a row a measure, ``parts`` the columns of some measures each.
    """
    columns: dict[str, object] = {}
    for name in list(parts[0]):
        join = below_one_another if name in _TEXTS else np.concatenate
        columns[name] = join([part.pop(name) for part in parts])
    places = np.asarray(columns["about"])
    for name, shared in about.items():
        is_text = isinstance(shared.iloc[0], str)
        columns[str(name)] = coded(places, shared) if is_text else shared.to_numpy()[places]
    rows = pd.DataFrame(columns, copy=False)
    return rows if (np.diff(places) >= 0).all() else rows.sort_values("about", kind="stable")


def _path(path: str, breakdown: str) -> str:
    return f"{path}.{slug(breakdown)}" if breakdown else path


def _in_time(
    rows: pd.DataFrame, drop: Drop, catalogue: Catalogue, info: DropInfo, more: Breaks
) -> dict[str, pd.Series]:
    """Where each row stands in time, by the names of the columns."""
    periods, _ = distinct_of(rows["period"])
    alike = (rows["about"] * (periods.max(initial=0) + 1) + periods) * 2 + is_own(rows, info)
    places, _ = pd.factorize(alike)
    firsts = rows[~alike.duplicated()]
    owns = is_own(firsts, info)
    keys = zip(firsts["indicator"], firsts["measure"], firsts["period"], owns, strict=True)
    found = [_placed(key, drop, catalogue, info, more) for key in keys]

    def texts(values: list[str]) -> pd.Series:
        return pd.Series(coded(places, values), index=rows.index)

    def days(values: list[date]) -> pd.Series:
        return pd.Series(np.array(values, dtype="datetime64[s]")[places], index=rows.index)

    ends = days([each.end for each in found])
    cut = rows["taken"].clip(upper=pd.Timestamp(drop.info.data_cut_off))
    cut = cut.fillna(pd.Timestamp(drop.info.data_cut_off))
    series = texts([each.series for each in found])
    running = cut < ends
    if running.any():
        to_date = each_pair(series, rows["period"], lambda one, period: f"{one} part of {period}")
        series = texts_of(series).where(~running, texts_of(to_date))
    return {
        "series": series,
        "window": texts([str(each.window) for each in found]),
        "start": days([each.start for each in found]),
        "end": ends,
        "runs_to": cut.where(running),
        "segment": texts([each.segment for each in found]),
        "since": texts([each.since for each in found]),
    }


def _placed(
    key: tuple[str, str, str, bool], drop: Drop, catalogue: Catalogue, info: DropInfo, more: Breaks
) -> Placed:
    indicator, measure, period, own = key
    entry = catalogue.indicators[indicator]
    about = entry.get(measure)
    breaks = [*entry.breaks_of(about), *more.get((indicator, measure), ())]
    if own and (began := info.succeeds) is not None and began.since is not None:
        breaks.append(Break(date=began.since, reason=began.reason))
    breaks.sort(key=lambda each: each.start)
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
            known[key] = places_by_text(table[name]) if name in table else {}
        mine = known[key].get(wanted, _NONE)
        whole = len(chosen) == len(table)
        chosen = mine if whole else np.intersect1d(chosen, mine, assume_unique=True)
    return chosen


def _cells(drop: Drop, source: Source, measure: Measure, chosen: np.ndarray) -> Part:
    """What differs from row to row of a measure; ``value`` is the printed one."""
    table = drop.tables[source.id]
    index = table.index.take(chosen)

    def texts(name: str | None, otherwise: str) -> pd.Series:
        has = name and name in table.columns
        return _taken(table[name], chosen) if has else everywhere(otherwise, index)

    def numbers(name: str | None) -> np.ndarray:
        has = name and name in table.columns
        return table[name].to_numpy()[chosen].astype(float) if has else np.full(len(chosen), np.nan)

    denominator = numbers(measure.denominator)
    dated = next((name for name in source.dates if name in table.columns), None)
    never = np.full(len(chosen), np.datetime64("NaT", "s"))
    return {
        "taken": pd.to_datetime(table[dated].to_numpy()[chosen]).to_numpy() if dated else never,
        "breakdown": texts(measure.breakdown, ""),
        "area": texts("area", ""),
        "period": texts(source.period, ""),
        "numerator": numbers(measure.numerator),
        "denominator": np.where(denominator > 0, denominator, np.nan),
        "value": numbers(measure.value),
        "status": texts("status", ""),
        "file": texts(FILE, drop.file_of(source.id)),
        "row": index.to_numpy(),
        "inferred": numbers(f"{measure.numerator or measure.value}{INFERRED}"),
        "mark": _marks(table, measure, chosen),
    }


def _taken(column: pd.Series, places: np.ndarray) -> pd.Series:
    return column if np.array_equal(places, np.arange(len(column))) else column.take(places)


def _marks(table: pd.DataFrame, measure: Measure, chosen: np.ndarray) -> pd.Series:
    """How each figure is marked that is not shown: confidential before all, else the first mark."""
    found = everywhere("", table.index.take(chosen))
    for name in (measure.value, measure.numerator, measure.denominator):
        if f"{name}{MARK}" in table.columns:
            marks = _taken(table[f"{name}{MARK}"], chosen)
            found = each_pair(found, marks, _first_mark)
    return found


def _first_mark(one: str, other: str) -> str:
    return other if other == HIDDEN_MARK else one or other
