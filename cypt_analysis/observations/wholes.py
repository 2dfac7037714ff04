"""England and regions held against the areas that they are made of.

A rate, percentage or mean of a whole lies between those of its parts, whatever their sizes; a
count of a whole is the sum of theirs. One that is neither was made otherwise, as where the rates
of regions were added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.drops.rules import plain
from cypt_analysis.ground.findings import REVIEW, Finding
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.library.areas import authorities, every_area, known_area, region_of
from cypt_analysis.library.register import Area, AreaKind
from cypt_analysis.observations.spans import span_of
from cypt_analysis.readers.columnar import distinct_of, together

OUTSIDE, UNLIKE = "whole_outside_parts", "whole_unlike_parts"
_PARTS = (AreaKind.AUTHORITY, AreaKind.JOINED)
_WHOLES = (AreaKind.COUNTRY, AreaKind.REGION)
_KEYS = ["path", "period", "window"]
_NEEDED = (
    *_KEYS, "indicator", "measure", "breakdown", "kind", "area", "file", "row",
    "value", "numerator", "denominator", "start", "runs_to",
)  # fmt: skip
# This share of all authorities shows their range though some are not published.
_MOST = 0.75
# To what publishers round counts, the coarsest first.
_ROUNDED_TO = (1000.0, 100.0, 10.0, 5.0)
# Of fewer numbers it may be chance that all end alike.
_FEWEST = 3
# A column of ours may be the sum of so many rounded ones.
_COLUMNS = 4
_SUM_IS_NEAR = 0.02
# For what floating point leaves.
_HAIR = 1e-9


@dataclass(frozen=True)
class _Beside:
    """A row of a whole beside the rows of its parts, by their places in the table.

    ``complete`` says whether every part is among them.
    """

    whole: int
    parts: np.ndarray
    of: str
    complete: bool


@dataclass(frozen=True)
class _Table:
    """Rows of the register's areas as arrays, what is said of an area once for each.

    ``at`` is the place of each row's area among ``areas``; ``kinds`` and ``regions``, the codes of
    the regions that they lie in, are of the rows.
    """

    rows: pd.DataFrame
    areas: list[Area]
    at: np.ndarray
    kinds: np.ndarray
    regions: np.ndarray
    numbers: dict[str, np.ndarray]
    ends: np.ndarray
    chosen: dict[tuple, tuple[np.ndarray, bool]] = field(default_factory=dict)

    def value(self, beside: _Beside, name: str) -> tuple[float, np.ndarray]:
        """A number of the whole, and those of its parts."""
        return float(self.numbers[name][beside.whole]), self.numbers[name][beside.parts]


def held_against_parts(
    rows: pd.DataFrame, catalogue: Catalogue, info: DropInfo
) -> tuple[pd.DataFrame, list[Finding]]:
    """Rows without the wholes that cannot be, and what was found of wholes, to be looked at.

    ``rows`` have the columns of ``COLUMNS``, one row an ``id``. A rate, percentage or mean
    outside the range of its parts is left out, so that nothing stands beside it; a count unlike
    the sum of its parts is told alone.
    """
    table = _table(rows, info)
    kinds = table.rows["kind"].to_numpy()
    outside: list[tuple[str, _Beside]] = []
    unlike: list[tuple[str, _Beside]] = []
    for beside in _beside(table):
        is_count = kinds[beside.whole] == Kind.COUNT
        if not is_count and _is_outside(beside, *table.value(beside, "value")):
            outside.append(("value", beside))
        for name in ("value",) if is_count else ("numerator", "denominator"):
            if beside.complete and _is_unlike(*table.value(beside, name)):
                unlike.append((name, beside))
    told = [
        *(_outside(table, same, catalogue) for same in _alike(table, outside)),
        *(_unlike(table, same, catalogue) for same in _alike(table, unlike)),
    ]
    wrong = table.rows.index[[each.whole for _, each in outside]]
    return rows.drop(index=wrong) if len(wrong) else rows, told


def _table(rows: pd.DataFrame, info: DropInfo) -> _Table:
    """The rows of areas of the register; none where no whole is among them."""
    places, names = distinct_of(rows["area"])
    found = [
        known_area(info.code if name == info.authority else name, info.data_cut_off)
        for name in names
    ]
    wholes = any(area is not None and area.kind in _WHOLES for area in found)
    known = np.array([wholes and area is not None for area in found], dtype=bool)[places]
    mine = rows.loc[known, list(_NEEDED)]
    areas = [area for area in found if area is not None]
    numbers = np.cumsum([area is not None for area in found]) - 1
    at = numbers[places[known]] if len(mine) else np.array([], dtype=int)
    which, texts = distinct_of(mine["period"])
    return _Table(
        mine,
        areas,
        at,
        np.array([area.kind for area in areas], dtype=str)[at],
        np.array([_region(area) for area in areas], dtype=str)[at],
        {name: mine[name].to_numpy(dtype=float) for name in ("value", "numerator", "denominator")},
        np.array([parse_period(text).end for text in texts], dtype=object)[which],
    )


def _beside(table: _Table) -> Iterator[_Beside]:
    """Each whole beside its parts: a country's are its regions, or its authorities without them."""
    is_part = np.isin(table.kinds, _PARTS)
    keys = together([table.rows[name] for name in _KEYS])
    for places in keys.groupby(keys, sort=False).indices.values():
        kinds = table.kinds[places]
        regions, councils = places[kinds == AreaKind.REGION], places[is_part[places]]
        for whole in places[kinds == AreaKind.COUNTRY]:
            if len(regions) == _number_of(AreaKind.REGION):
                yield _Beside(int(whole), regions, "regions", complete=True)
            elif len(councils) > 1:
                yield _of_authorities(table, int(whole), councils, "")
        for whole in regions if len(councils) > 1 else ():
            code = table.regions[whole]
            inside = councils[table.regions[councils] == code]
            if len(inside) > 1:
                yield _of_authorities(table, int(whole), inside, code)


def _region(area: Area) -> str:
    found = region_of(area)
    return found.code if found is not None else ""


@cache
def _there(on: date, region: str) -> frozenset[str]:
    """The codes of the authorities of a region, or of all, that are there on a day."""
    return frozenset(each.code for each in authorities(on) if region in ("", each.region))


def _of_authorities(table: _Table, whole: int, parts: np.ndarray, region: str) -> _Beside:
    """A whole beside authorities: those there at the end of the period, if all of them are."""
    there = _there(table.ends[whole], region)
    at = table.at[parts]
    # Most periods of most measures are of the same areas.
    key = (there, at.tobytes())
    if key not in table.chosen:
        table.chosen[key] = _covering([table.areas[each] for each in at], there)
    chosen, complete = table.chosen[key]
    return _Beside(whole, parts[chosen], "authorities", complete)


def _covering(areas: Sequence[Area], there: frozenset[str]) -> tuple[np.ndarray, bool]:
    """Which areas are the parts of what is made of ``there``, and whether they are all of it."""
    held = [frozenset(area.members or (area.code,)) for area in areas]
    inside = np.array([not codes.isdisjoint(there) for codes in held])
    covered = [code for codes, is_in in zip(held, inside, strict=True) if is_in for code in codes]
    every = there <= set(covered)
    # Joined authorities beside their members would count twice.
    once = len(covered) == len(set(covered))
    return inside if every else np.ones(len(areas), dtype=bool), every and once


def _is_outside(beside: _Beside, value: float, parts: np.ndarray) -> bool:
    if parts.min() <= value <= parts.max():
        return False
    most = len(parts) >= _MOST * _number_of(AreaKind.AUTHORITY)
    slack = (_unit(parts) + _unit([value, *parts])) / 2 + _HAIR
    beyond = value < parts.min() - slack or value > parts.max() + slack
    return beyond and (beside.complete or most)


@cache
def _number_of(kind: AreaKind) -> int:
    return sum(each.kind is kind and each.last is None for each in every_area())


def _is_unlike(whole: float, parts: np.ndarray) -> bool:
    if np.isnan(whole):
        return False
    apart = abs(parts.sum() - whole)
    if np.isnan(apart) or apart < _HAIR:
        return False
    slack = _COLUMNS * (_grain(parts) * len(parts) + _grain([whole], fewest=1)) / 2
    return bool(apart > slack + _HAIR)


def _unit(values: Iterable[float]) -> float:
    """The last place that any of some values was given to."""
    places = max(len(f"{value:.10g}".partition(".")[2]) for value in values)
    return float(10.0**-places)


def _grain(values: Sequence[float] | np.ndarray, fewest: int = _FEWEST) -> float:
    """To what counts are seen to be rounded: 0 where they are whole and exact.

    >>> _grain([120, 40, 90]), _grain([121, 40, 90]), _grain([7.6, 8.8, 9])
    (10.0, 0.0, 0.1)
    """
    known = np.asarray(values, dtype=float)
    if (known % 1 != 0).any():
        return _unit(known)
    seen = known[known != 0]
    if len(seen) < fewest:
        return 0.0
    fits = (seen[:, np.newaxis] % _ROUNDED_TO == 0).all(axis=0)
    return next((each for each, so in zip(_ROUNDED_TO, fits, strict=True) if so), 0.0)


Same = list[tuple[str, _Beside]]


def _outside(table: _Table, same: Same, catalogue: Catalogue) -> Finding:
    name, last = same[-1]
    whole, parts = table.value(last, name)
    found = (
        f"{_named(table, last, catalogue)} is {plain(whole)}, but those of its {len(parts)} "
        f"{last.of} lie between {plain(parts.min())} and {plain(parts.max())}."
    )
    if abs(whole / parts.sum() - 1) < _SUM_IS_NEAR:
        found += f" It is near their sum, {plain(round(parts.sum(), 2))}."
    advice = "It is left out, and nothing compared with it. Ask the publisher for the true one."
    return _finding(table, same, found, advice, OUTSIDE)


def _unlike(table: _Table, same: Same, catalogue: Catalogue) -> Finding:
    name, last = same[-1]
    whole, parts = table.value(last, name)
    what = "" if name == "value" else f" (the {name})"
    found = (
        f"{_named(table, last, catalogue)}{what} is {plain(whole)}, but its {len(parts)} "
        f"{last.of} add up to {plain(round(parts.sum(), 6))}."
    )
    return _finding(table, same, found, "Which is right? Ask those who publish it.", UNLIKE)


def _alike(table: _Table, found: Same) -> list[Same]:
    """What was found of one series in one file together, the latest period last."""
    groups: dict[tuple[str, ...], Same] = {}
    about = [table.rows[name].to_numpy() for name in ("path", "file")]
    for name, each in sorted(found, key=lambda pair: table.ends[pair[1].whole]):
        key = (name, each.of, *(values[each.whole] for values in about))
        groups.setdefault(key, []).append((name, each))
    return list(groups.values())


def _named(table: _Table, beside: _Beside, catalogue: Catalogue) -> str:
    whole = table.rows.iloc[beside.whole]
    measure = catalogue.indicators[whole["indicator"]].get(whole["measure"])
    name = f"{measure.name} ({whole['breakdown']})" if whole["breakdown"] else measure.name
    return f"{name} of {whole['area']} in {span_of(whole).name}"


def _finding(table: _Table, same: Same, found: str, advice: str, rule: str) -> Finding:
    last = table.rows.iloc[same[-1][1].whole]
    rows = tuple(sorted({int(table.rows["row"].iloc[each.whole]) for _, each in same}))
    if len(rows) > 1:
        found += f" {len(rows)} rows are like it."
    several = rows if len(rows) > 1 else ()
    return Finding(last["file"], int(last["row"]), found, advice, REVIEW, rule, several)
