"""One number that two files of a drop give: held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.sources import Total
from cypt_analysis.drops.groups import parts_of, plural
from cypt_analysis.drops.rules import plain
from cypt_analysis.ground.findings import ERROR, REVIEW, Finding
from cypt_analysis.ground.quarter import parse_period

# What names one number in both files: its period, by its days, and its area.
_Same = tuple[object, ...]


def check_across(
    tables: Mapping[str, pd.DataFrame],
    catalogue: Catalogue,
    folder: str,
    authority: str,
    earlier: Sequence[tuple[str, Mapping[str, pd.DataFrame]]] = (),
) -> list[Finding]:
    """Findings where two files disagree: ``same_as`` in the catalogue says of which columns.

    Two numbers for one thing are to be looked at; parts above the other file's whole are wrong, and
    looked at where they are another area's than the ``authority``'s: it cannot mend them.
    With the folders and tables of ``earlier`` drops, only what this one does not give itself is
    held against theirs, to be looked at.
    """
    findings: list[Finding] = []
    for source, column, other, theirs in _pairs(tables, catalogue):
        mine = _numbers(tables.get(other.id), other, theirs, other.file)
        known = dict(mine)
        for place, before in earlier:
            known |= _numbers(before.get(other.id), other, theirs, f"{place}/{other.file}")
        if earlier:
            known = {key: told for key, told in known.items() if key not in mine}
        table, file = tables[source.id], f"{folder}/{source.file}"
        for each in _differing(table, source, known, (column, theirs), file):
            elsewhere = "area" in table and table.at[each.row, "area"] not in ("", authority)
            findings.append(replace(each, severity=REVIEW) if elsewhere else each)
    # What an earlier drop gave may have been revised since.
    return [replace(each, severity=REVIEW) for each in findings] if earlier else findings


def _pairs(
    tables: Mapping[str, pd.DataFrame], catalogue: Catalogue
) -> Iterator[tuple[Source, str, Source, str]]:
    """The columns of a drop that another source gives too, with that source and its column."""
    for name, table in tables.items():
        source = catalogue.sources[name]
        for column, entry in source.columns.items():
            other, _, theirs = entry.same_as.partition(".")
            if other in catalogue.sources and column in table:
                yield source, column, catalogue.sources[other], theirs


def _numbers(
    table: pd.DataFrame | None, source: Source, column: str, file: str
) -> dict[_Same, tuple[float, str]]:
    """The numbers of a column, by what they are of, with where they stand."""
    if table is None or column not in table:
        return {}
    rows = zip(_keys(table, source), table[column], table.index, strict=True)
    return {
        key: (value, f"{file} row {row}") for key, value, row in rows if key and not pd.isna(value)
    }


def _keys(table: pd.DataFrame, source: Source) -> list[_Same]:
    areas = table["area"] if "area" in table else [""] * len(table)
    periods = table[source.period] if source.period in table else [""] * len(table)
    return [
        (area, parse_period(text).start, parse_period(text).end) if text else ()
        for area, text in zip(areas, periods, strict=True)
    ]


def _differing(
    table: pd.DataFrame,
    source: Source,
    known: Mapping[_Same, tuple[float, str]],
    columns: tuple[str, str],
    file: str,
) -> Iterator[Finding]:
    column, other_column = columns
    keys = pd.Series(_keys(table, source), index=table.index, dtype=object)
    for key, rows in table.groupby(keys, sort=False):
        if key not in known:
            continue
        theirs, where = known[key]
        period = rows[source.period].iloc[0]
        differs = rows[rows[column].notna() & (rows[column] != theirs)]
        says = f"but {other_column} of {period} is {plain(theirs)} in {where}."
        for value, those in differs.groupby(column, sort=False):
            found = f"{column} is {plain(float(str(value)))}, {says}"
            yield _finding(file, those, found, REVIEW)
        for total in source.totals:
            if total.over and total.total == column:
                yield from _above(rows, total, theirs, (says, file))


def _above(
    rows: pd.DataFrame, total: Total, whole: float, told: tuple[str, str]
) -> Iterator[Finding]:
    """Parts that are together more than another file says the whole is."""
    says, file = told
    parts = parts_of(rows, total)
    for name in total.parts:
        together = parts[name].sum()
        if together > whole:
            found = f"{plural(total.over).capitalize()} add up to {plain(together)}, {says}"
            yield _finding(file, parts, found, ERROR)


def _finding(file: str, rows: pd.DataFrame, found: str, severity: str) -> Finding:
    places = tuple(sorted(map(int, rows.index)))
    advice = "One of the two files is wrong or older. Ask those who sent them."
    several = places if len(places) > 1 else ()
    return Finding(file, places[0], found, advice, severity, "across", several)
