"""Figures of other areas: the authority with others, one that has ended, or none of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import pandas as pd

from cypt_analysis.catalogue import Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.findings import REVIEW, Finding, list_words
from cypt_analysis.ground.quarter import Period, format_date, is_period, parse_period
from cypt_analysis.library.areas import every_area, find_area, name_of, standing_for
from cypt_analysis.library.register import Area, AreaKind

# So many areas are named, and the rest counted.
_FEW = 3


def check_joined(table: pd.DataFrame, source: Source, info: DropInfo, file: str) -> list[Finding]:
    """Points to review where a series' newest figures are of another area that the authority is in.

    That is one that it is joined with, or one before it that had ended by then. "No new data" would
    be said of figures that did come. ``table`` is typed, its areas are called as the register does.
    """
    if not info.by_register or not {"area", source.period} <= set(table):
        return []
    others = _others(info.code, info.data_cut_off)
    if not table["area"].isin(others).any():
        return []
    rows = table[
        table["area"].isin({*others, info.authority}) & table[source.period].map(is_period)
    ]
    periods = rows[source.period].map(parse_period)
    counts = [_counts(others.get(a), each) for a, each in zip(rows["area"], periods, strict=True)]
    rows = rows.assign(ends=[each.end for each in periods])[counts]
    series = [key for key in source.keys if key not in ("area", source.period)]
    groups = rows.groupby(series, dropna=False) if series else [((), rows)]
    newest = (group[group["ends"] == group["ends"].max()] for _, group in groups)
    return [
        _told(last.iloc[0], others, source, info, file)
        for last in newest
        if len(last) and not (last["area"] == info.authority).any()
    ]


def check_own(table: pd.DataFrame, source: Source, info: DropInfo, file: str) -> list[Finding]:
    """A point to review where a file has figures of other areas, and none of the authority's own.

    Its report would say "No new data", and count the others as its neighbours.
    """
    others = _others(info.code, info.data_cut_off) if info.by_register else ()
    own = {"", info.authority, *others}
    if source.role is not Role.DATA or "area" not in table or not len(table):
        return []
    if table["area"].isin(own).any():
        return []
    found = f"No row is of '{info.authority}'; there are rows of {list_words(_few(table['area']))}."
    advice = "Is it another area's file? Of the authority nothing in it is new."
    return [Finding(file, None, found, advice, REVIEW, "no_own_rows")]


def _few(areas: pd.Series) -> list[str]:
    """The first of some areas, quoted, and how many more there are."""
    names = [f"'{each}'" for each in areas.unique()]
    return names if len(names) <= _FEW else [*names[:_FEW], f"{len(names) - _FEW} more"]


def check_ended(table: pd.DataFrame, source: Source, info: DropInfo, file: str) -> list[Finding]:
    """Points to review where figures are of an area in a period that began after it had ended."""
    if not info.by_register or not {"area", source.period} <= set(table):
        return []
    ended = _ended()
    rows = table[table["area"].isin(ended)]
    late: dict[str, list[int]] = {}
    for row, name, text in zip(rows.index, rows["area"], rows[source.period], strict=True):
        last = ended[name].last
        if last is not None and is_period(text) and parse_period(text).start > last:
            late.setdefault(name, []).append(int(row))
    return [
        _told_ended(ended[name], table.loc[at], source, info, file) for name, at in late.items()
    ]


def _told_ended(
    area: Area, rows: pd.DataFrame, source: Source, info: DropInfo, file: str
) -> Finding:
    assert area.last is not None
    named = list_words([each.labelled for each in standing_for(area, info.data_cut_off)], "or")
    found = (
        f"A figure of {parse_period(rows[source.period].iloc[0]).label} is of '{area.name}', which "
        f"was there until {format_date(area.last)}."
    )
    advice = f"Correct the area or the period. Is {named} meant?"
    several = tuple(map(int, rows.index)) if len(rows) > 1 else ()
    return Finding(file, int(rows.index[0]), found, advice, REVIEW, "ended_area", several)


@cache
def _ended() -> Mapping[str, Area]:
    """The areas that are no more, by their names."""
    return {name_of(each): each for each in every_area() if each.last is not None}


@cache
def _others(code: str, day: date) -> Mapping[str, Area]:
    """The areas joined of an authority and others, and those before it, by their names."""
    own = find_area(code, day)
    return {
        name_of(each): each
        for each in every_area()
        if (each.kind is AreaKind.JOINED and own.code in each.members)
        or (each.last is not None and own in standing_for(each, day))
    }


def _counts(area: Area | None, period: Period) -> bool:
    """Whether a figure could be the authority's: not one of an area that was still there."""
    return area is None or area.last is None or period.start > area.last


def _told(
    row: pd.Series, others: Mapping[str, Area], source: Source, info: DropInfo, file: str
) -> Finding:
    last = others[row["area"]].last
    series = [str(row[key]) for key in source.keys if key not in ("area", source.period)]
    of = f" of {list_words(series)}" if series else ""
    whose = " together" if last is None else f", which was there until {format_date(last)}"
    found = (
        f"Figures{of} of {parse_period(row[source.period]).label} are of '{row['area']}'{whose}: "
        f"there are none of {info.authority} alone."
    )
    advice = "They are not shown as its own. Say so in the commentary of what rests on them."
    return Finding(file, int(row.name), found, advice, REVIEW, "joined_areas")
