"""What a typed table must hold, and the findings where it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Measure, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.catalogue.sources import Column, Total
from cypt_analysis.drops.printed import printed_checks
from cypt_analysis.drops.rules import UNIQUE, Check, extract_of, plain
from cypt_analysis.ground.findings import Finding, list_words
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.readers.columnar import each_text, together


def check_shape(
    table: pd.DataFrame,
    source: Source,
    measures: tuple[Measure, ...],
    file: str,
    places: pd.DataFrame | None = None,
) -> list[Finding]:
    """Findings for ranges, parts and wholes, totals, printed percentages and repeated keys.

    ``table`` is typed, indexed by spreadsheet row; absent optional columns are left out. One fault
    is told for each cell: a part above its whole does not add up either, but is one fault.
    ``places`` are how many places each number was printed with, the measure's where not given.
    """
    findings = []
    blamed: set[tuple[int, str]] = set()
    for check in _checks(source, measures, table, places):
        broken = check.broken(table)
        for row, cells in table[broken].iterrows() if broken.any() else ():
            cells_meant = {(row, name) for name in check.columns}
            if not cells_meant & blamed:
                told = check.told(cells)
                findings.append(
                    Finding(
                        file, int(row), *told, check.severity, check.rule, columns=check.columns
                    )
                )
            blamed |= cells_meant
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


def _checks(
    source: Source,
    measures: tuple[Measure, ...],
    table: pd.DataFrame,
    places: pd.DataFrame | None,
) -> Iterator[Check]:
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
        if not total.over and present >= {total.total, *total.parts}:
            yield _adds_up(total, source)
    for measure in measures:
        if present >= {measure.value, measure.numerator, measure.denominator, *measure.where}:
            yield from printed_checks(measure, source, table, places)


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
        found = f"{name} is {plain(cells[name])}, {side} the {before} of {plain(cells[before])}."
        return found, (
            f"Where a target is '{cells['comparison']}', its {name} cannot be {side} its {before}."
        )

    return Check("limits", (name, before), broken, told)


def _unique(source: Source, table: pd.DataFrame) -> Check:
    needed = [key for key in source.keys if not source.columns[key].blank]
    keys_of_rows = compared(table, source)
    again = keys_of_rows.duplicated()

    def broken(table: pd.DataFrame) -> pd.Series:
        # A key that could not be read is a fault of its own.
        return again & (table[needed] != "").all(axis=1) if again.any() else again

    def key_of(texts: Iterable[object]) -> tuple[object, ...]:
        return tuple(slug(each) or each if isinstance(each, str) else each for each in texts)

    @cache
    def firsts() -> dict[tuple[object, ...], tuple]:
        # Rows of ours may share one of the file: a figure is found by its keys.
        once = table.loc[~again.to_numpy(), list(source.keys)]
        return {key_of(each[1:]): each for each in once.itertuples(name=None)}

    def told(cells: pd.Series) -> tuple[str, str]:
        first, *keys = firsts()[key_of(cells[list(source.keys)])]
        texts = zip(source.keys, keys, strict=True)
        named = list_words([f"{key} '{text}'" for key, text in texts if text])
        whose = any(column.personal for column in source.columns.values())
        why = ": rows are not added up." if whose else "."
        return f"Row {first} already holds {named}.", (
            f"Keep one row for each {list_words(source.keys)}{why}"
        )

    return Check(UNIQUE, tuple(source.keys), broken, told)


def compared(table: pd.DataFrame, source: Source) -> pd.Series:
    """The keys as they tell rows apart, as a number: texts that name the same fact are the same."""
    named = [source.columns[name].type in ("text", "area") for name in source.keys]
    return together(
        [
            each_text(table[name], lambda text: slug(text) or text) if is_name else table[name]
            for name, is_name in zip(source.keys, named, strict=True)
        ]
    )


def _in_range(name: str, column: Column) -> Check:
    highest = 100.0 if column.max is None and column.type == "percent" else column.max

    def broken(table: pd.DataFrame) -> pd.Series:
        low = table[name] < column.min
        return low if highest is None else low | (table[name] > highest)

    def told(cells: pd.Series) -> tuple[str, str]:
        found = f"{name} is {plain(cells[name])}."
        if column.type == "percent":
            return found, "A percentage lies between 0 and 100."
        if cells[name] < column.min:
            return found, f"It cannot be less than {plain(column.min)}."
        return found, f"It cannot be more than {plain(column.max or 0)}."

    return Check("range", (name,), broken, told)


def _part_of(part: str, whole: str, source: Source) -> Check:
    def told(cells: pd.Series) -> tuple[str, str]:
        found = f"{part} is {plain(cells[part])}, but {whole} is {plain(cells[whole])}."
        return found, f"A part cannot be larger than its whole. {extract_of(source, cells)}"

    return Check("part", (part, whole), lambda table: table[part] > table[whole], told)


def _adds_up(total: Total, source: Source) -> Check:
    def broken(table: pd.DataFrame) -> pd.Series:
        parts = table[list(total.parts)]
        known = parts.notna().all(axis=1) & table[total.total].notna() & total.complete
        # Parts that are known may be above the whole where others are not.
        return (parts.sum(axis=1) > table[total.total]) | (
            known & (parts.sum(axis=1) != table[total.total])
        )

    def told(cells: pd.Series) -> tuple[str, str]:
        names = [name for name in total.parts if pd.notna(cells[name])]
        parts = list_words([f"{name} {plain(cells[name])}" for name in names])
        together, whole = sum(cells[name] for name in names), cells[total.total]
        must = "The parts must add up to the whole."
        if not total.complete:
            must = "Parts cannot be more than their whole."
        return (
            f"{parts} add up to {plain(together)}, but {total.total} is {plain(whole)}.",
            f"{must} {extract_of(source, cells)}",
        )

    return Check("total", (total.total, *total.parts), broken, told)
