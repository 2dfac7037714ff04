"""What a typed table must hold, and the findings where it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Measure, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.catalogue.sources import Column, Total
from cypt_analysis.ground.findings import Finding, list_words
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.safe_text import slug

# A printed percentage may be rounded or, as in the 2009 report, cut off.
_PRINTED_SLACK = 1.0


@dataclass(frozen=True)
class Check:
    """One thing that must hold of each row: the columns that it is about, which rows break it,
    and what is said of such a row (what was found, and what to do).
    """

    rule: str
    columns: tuple[str, ...]
    broken: Callable[[pd.DataFrame], pd.Series]
    told: Callable[[pd.Series], tuple[str, str]]


def check_shape(
    table: pd.DataFrame, source: Source, measures: tuple[Measure, ...], file: str
) -> list[Finding]:
    """Findings for ranges, parts and wholes, totals, printed percentages and repeated keys.

    ``table`` is typed, indexed by spreadsheet row; absent optional columns are left out. One fault
    is told for each cell: a part above its whole does not add up either, but is one fault.
    """
    findings = []
    blamed: set[tuple[int, str]] = set()
    for check in _checks(source, measures, table):
        for row, cells in table[check.broken(table)].iterrows():
            places = {(row, name) for name in check.columns}
            if not places & blamed:
                findings.append(Finding(file, int(row), *check.told(cells), rule=check.rule))
            blamed |= places
    return findings


def measures_of(catalogue: Catalogue, source: Source) -> tuple[Measure, ...]:
    """The measures whose printed value can be held against numerator and denominator."""
    return tuple(
        measure
        for measure in catalogue.measures.values()
        if measure.source == source.id
        and measure.value
        and measure.numerator
        and measure.denominator
    )


def _checks(source: Source, measures: tuple[Measure, ...], table: pd.DataFrame) -> Iterator[Check]:
    """The checks of the columns that a table has, what explains other faults first."""
    present = set(table.columns)
    if source.role is Role.TARGETS and present >= {"comparison", "target"}:
        yield from _limits(present)
    columns = {name: column for name, column in source.columns.items() if name in present}
    if present >= set(source.keys):
        yield _unique(source, table)
    for name, column in columns.items():
        if column.numeric:
            yield _in_range(name, column)
    for name, column in columns.items():
        if column.part_of in present:
            yield _part_of(name, str(column.part_of), source)
    for total in source.totals:
        if present >= {total.total, *total.parts}:
            yield _adds_up(total, source)
    for measure in measures:
        if present >= {measure.value, measure.numerator, measure.denominator, *measure.where}:
            yield _agrees(measure, source)


_HIGH_IS_GOOD = ("at least", "above")


def _limits(present: set[str]) -> Iterator[Check]:
    """A target's tolerance and floor: each farther from it than what comes before."""
    names = [name for name in ("target", "tolerance", "floor") if name in present]
    for position, name in enumerate(names[1:], start=1):
        for before in names[:position]:
            yield _beyond(name, before)


def _beyond(name: str, before: str) -> Check:
    def broken(table: pd.DataFrame) -> pd.Series:
        high = table["comparison"].isin(_HIGH_IS_GOOD)
        return (table[name] > table[before]).where(high, table[name] < table[before])

    def told(cells: pd.Series) -> tuple[str, str]:
        side = "above" if cells["comparison"] in _HIGH_IS_GOOD else "below"
        found = f"{name} is {_plain(cells[name])}, {side} the {before} of {_plain(cells[before])}."
        return found, (
            f"Where a target is '{cells['comparison']}', its {name} cannot be {side} its {before}."
        )

    return Check("limits", (name, before), broken, told)


def _extract(source: Source, cells: pd.Series) -> str:
    period = cells.get(source.period, "")
    return f"Check the extract for {period}." if period else "Check the extract."


def _unique(source: Source, table: pd.DataFrame) -> Check:
    needed = [key for key in source.keys if not source.columns[key].blank]
    compared = _compared(table, source)

    def broken(table: pd.DataFrame) -> pd.Series:
        # A key that could not be read is a fault of its own.
        return compared.duplicated() & (table[needed] != "").all(axis=1)

    def told(cells: pd.Series) -> tuple[str, str]:
        same = (compared == compared.loc[cells.name]).all(axis=1)
        first = int(same[same].index[0])
        keys = table.loc[first, list(source.keys)]
        named = list_words([f"{key} '{text}'" for key, text in keys.items() if text])
        return f"Row {first} already holds {named}.", (
            f"Keep one row for each {list_words(source.keys)}."
        )

    return Check("unique", tuple(source.keys), broken, told)


def _compared(table: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The keys as they tell rows apart: texts that name the same fact are the same."""
    keys = table[list(source.keys)].copy()
    for name in source.keys:
        if source.columns[name].type in ("text", "area"):
            keys[name] = keys[name].map(lambda text: slug(text) or text)
    return keys


def _in_range(name: str, column: Column) -> Check:
    highest = 100.0 if column.max is None and column.type == "percent" else column.max

    def broken(table: pd.DataFrame) -> pd.Series:
        low = table[name] < column.min
        return low if highest is None else low | (table[name] > highest)

    def told(cells: pd.Series) -> tuple[str, str]:
        found = f"{name} is {_plain(cells[name])}."
        if column.type == "percent":
            return found, "A percentage lies between 0 and 100."
        if cells[name] < column.min:
            return found, f"It cannot be less than {_plain(column.min)}."
        return found, f"It cannot be more than {_plain(column.max or 0)}."

    return Check("range", (name,), broken, told)


def _part_of(part: str, whole: str, source: Source) -> Check:
    def told(cells: pd.Series) -> tuple[str, str]:
        found = f"{part} is {_plain(cells[part])}, but {whole} is {_plain(cells[whole])}."
        return found, f"A part cannot be larger than its whole. {_extract(source, cells)}"

    return Check("part", (part, whole), lambda table: table[part] > table[whole], told)


def _adds_up(total: Total, source: Source) -> Check:
    def broken(table: pd.DataFrame) -> pd.Series:
        known = table[[total.total, *total.parts]].notna().all(axis=1)
        return known & (table[list(total.parts)].sum(axis=1) != table[total.total])

    def told(cells: pd.Series) -> tuple[str, str]:
        parts = list_words([f"{name} {_plain(cells[name])}" for name in total.parts])
        together = _plain(sum(cells[name] for name in total.parts))
        return (
            f"{parts} add up to {together}, but {total.total} is {_plain(cells[total.total])}.",
            f"The parts must add up to the whole. {_extract(source, cells)}",
        )

    return Check("total", (total.total, *total.parts), broken, told)


def _agrees(measure: Measure, source: Source) -> Check:
    value, numerator, denominator = (
        str(name) for name in (measure.value, measure.numerator, measure.denominator)
    )
    # One unit in the last printed place.
    slack = _PRINTED_SLACK / 10**measure.decimals

    def broken(table: pd.DataFrame) -> pd.Series:
        whole = table[denominator].where(table[denominator] > 0)
        differs = (table[numerator] / whole * measure.scale - table[value]).abs() > slack
        for column, wanted in measure.where.items():
            differs &= table[column] == wanted
        return differs

    def told(cells: pd.Series) -> tuple[str, str]:
        recomputed = cells[numerator] / cells[denominator] * measure.scale
        kind = "percentage" if measure.unit == "%" else "rate"
        return (
            f"{value} is {_plain(cells[value])}, but {numerator} {_plain(cells[numerator])} of "
            f"{denominator} {_plain(cells[denominator])} is "
            f"{format_number(recomputed, measure.decimals)}.",
            f"The {kind} must follow from its numbers. {_extract(source, cells)}",
        )

    return Check("agrees", (value, numerator, denominator), broken, told)


def _plain(value: float) -> str:
    return f"{value:.10g}"
