"""One number that two files of a drop give: held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
    tables: Mapping[str, pd.DataFrame], catalogue: Catalogue, folder: str
) -> list[Finding]:
    """Findings where two files disagree: ``same_as`` in the catalogue says of which columns.

    Two numbers for one thing are to be looked at; parts above the other file's whole are wrong.
    """
    findings: list[Finding] = []
    for name, table in tables.items():
        source = catalogue.sources[name]
        for column, entry in source.columns.items():
            other_name, _, other_column = entry.same_as.partition(".")
            other = tables.get(other_name)
            if not other_name or other is None or column not in table or other_column not in other:
                continue
            other_source = catalogue.sources[other_name]
            known = _numbers(other, other_source, other_column)
            told = (column, other_column, other_source.file)
            findings += _differing(table, source, known, told, f"{folder}/{source.file}")
    return findings


def _numbers(table: pd.DataFrame, source: Source, column: str) -> dict[_Same, tuple[float, int]]:
    """The numbers of a column with their rows, by what they are of."""
    rows = zip(_keys(table, source), table[column], table.index, strict=True)
    return {key: (value, int(row)) for key, value, row in rows if key and not pd.isna(value)}


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
    known: Mapping[_Same, tuple[float, int]],
    told: tuple[str, str, str],
    file: str,
) -> Iterator[Finding]:
    column, other_column, other_file = told
    keys = pd.Series(_keys(table, source), index=table.index, dtype=object)
    for key, rows in table.groupby(keys, sort=False):
        if key not in known:
            continue
        theirs, row = known[key]
        period = rows[source.period].iloc[0]
        differs = rows[rows[column].notna() & (rows[column] != theirs)]
        says = f"but {other_column} of {period} is {plain(theirs)} in {other_file} row {row}."
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
