"""What a typed table must hold (pandera), and the findings where it does not."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from cypt_analysis.catalogue import Catalogue, Measure, Source
from cypt_analysis.catalogue.entries import Column, Total
from cypt_analysis.ground.findings import Finding, list_words
from cypt_analysis.ground.printing import format_number
from cypt_analysis.ground.safe_text import slug

# A printed percentage may be rounded or, as in the 2009 report, cut off.
_PRINTED_SLACK = 1.0
_RULES = ("unique", "range", "part", "total", "agrees")


def check_shape(
    table: pd.DataFrame, source: Source, measures: tuple[Measure, ...], file: str
) -> list[Finding]:
    """Findings for ranges, parts and wholes, totals, printed percentages and repeated keys.

    ``table`` is typed, indexed by spreadsheet row; absent optional columns are left out.
    """
    try:
        _schema(source, measures, tuple(table.columns)).validate(table, lazy=True)
    except SchemaErrors as failures:
        cases = failures.failure_cases.drop_duplicates(["check", "index"])
        faults = zip(cases["check"].astype(str), cases["index"], strict=True)
        return [
            _finding(table, source, measures, file, check, row)
            for check, row in _first_of_each(faults, source, measures)
        ]
    return []


def _first_of_each(
    faults: Iterable[tuple[str, int]], source: Source, measures: tuple[Measure, ...]
) -> list[tuple[str, int]]:
    """One fault for each cell: a part above its whole does not add up either, but is one fault."""
    chosen = []
    blamed: set[tuple[int, str]] = set()
    for check, row in sorted(faults, key=lambda fault: _RULES.index(fault[0].split("|")[0])):
        cells = {(row, name) for name in _columns_of(check, source, measures)}
        if not cells & blamed:
            chosen.append((check, row))
        blamed |= cells
    return chosen


def _columns_of(check: str, source: Source, measures: tuple[Measure, ...]) -> list[str]:
    rule, *names = check.split("|")
    if rule == "total":
        total = next(each for each in source.totals if each.total == names[0])
        return [total.total, *total.parts]
    if rule == "agrees":
        measure = measures[int(names[0])]
        return [str(measure.value), str(measure.numerator), str(measure.denominator)]
    return list(source.keys) if rule == "unique" else names


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


def _schema(
    source: Source, measures: tuple[Measure, ...], present: tuple[str, ...]
) -> pa.DataFrameSchema:
    columns = {name: source.columns[name] for name in present}
    checks = [_unique(source)] if set(source.keys) <= set(present) else []
    checks += [
        _part_of(name, column.part_of)
        for name, column in columns.items()
        if column.part_of in present
    ]
    checks += [
        _adds_up(total) for total in source.totals if {total.total, *total.parts} <= set(present)
    ]
    checks += [
        _agrees(number, measure)
        for number, measure in enumerate(measures)
        if {measure.value, measure.numerator, measure.denominator, *measure.where} <= set(present)
    ]
    return pa.DataFrameSchema(
        {
            name: pa.Column(checks=_in_range(name, column), nullable=True)
            for name, column in columns.items()
            if column.numeric
        },
        checks=checks,
    )


def _in_range(name: str, column: Column) -> pa.Check:
    highest = column.max if column.max is not None else 100 if column.type == "percent" else np.inf
    return pa.Check.in_range(column.min, highest, error=f"range|{name}")


def _unique(source: Source) -> pa.Check:
    needed = [key for key in source.keys if not source.columns[key].blank]

    def unique(table: pd.DataFrame) -> pd.Series:
        # A key that could not be read is a fault of its own.
        filled = (table[needed] != "").all(axis=1)
        return ~(_compared(table, source).duplicated() & filled)

    return pa.Check(unique, error="unique")


def _compared(table: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The keys as they tell rows apart: texts that name the same fact are the same."""
    keys = table[list(source.keys)].copy()
    for name in source.keys:
        if source.columns[name].type in ("text", "area"):
            keys[name] = keys[name].map(lambda text: slug(text) or text)
    return keys


def _part_of(part: str, whole: str | None) -> pa.Check:
    return pa.Check(lambda table: ~(table[part] > table[whole]), error=f"part|{part}|{whole}")


def _adds_up(total: Total) -> pa.Check:
    def adds_up(table: pd.DataFrame) -> pd.Series:
        parts = table[list(total.parts)]
        known = parts.notna().all(axis=1) & table[total.total].notna()
        return ~known | (parts.sum(axis=1) == table[total.total])

    return pa.Check(adds_up, error=f"total|{total.total}")


def _recomputed(table: pd.DataFrame, measure: Measure) -> pd.Series:
    denominator = table[measure.denominator].where(lambda values: values > 0)
    return table[measure.numerator] / denominator * measure.scale


def _agrees(number: int, measure: Measure) -> pa.Check:
    # One unit in the last printed place.
    slack = _PRINTED_SLACK / 10**measure.decimals

    def agrees(table: pd.DataFrame) -> pd.Series:
        differs = (_recomputed(table, measure) - table[measure.value]).abs() > slack
        for column, wanted in measure.where.items():
            differs &= table[column] == wanted
        return ~differs

    return pa.Check(agrees, error=f"agrees|{number}")


def _finding(
    table: pd.DataFrame,
    source: Source,
    measures: tuple[Measure, ...],
    file: str,
    check: str,
    row: int,
) -> Finding:
    rule, *names = check.split("|")
    cells = table.loc[row]
    period = cells.get(source.period, "")
    extract = f"Check the extract for {period}." if period else "Check the extract."
    if rule == "range":
        found, advice = _range_message(source.columns[names[0]], names[0], cells[names[0]])
    elif rule == "part":
        found = (
            f"{names[0]} is {_plain(cells[names[0]])}, but {names[1]} is {_plain(cells[names[1]])}."
        )
        advice = f"A part cannot be larger than its whole. {extract}"
    elif rule == "total":
        found = _total_message(next(t for t in source.totals if t.total == names[0]), cells)
        advice = f"The parts must add up to the whole. {extract}"
    elif rule == "agrees":
        found = _agrees_message(measures[int(names[0])], cells)
        kind = "percentage" if measures[int(names[0])].unit == "%" else "rate"
        advice = f"The {kind} must follow from its numbers. {extract}"
    else:
        found = _repeat_message(table, source, row)
        advice = f"Keep one row for each {list_words(source.keys)}."
    return Finding(file, int(row), found, advice, rule=rule)


def _plain(value: float) -> str:
    return f"{value:.10g}"


def _range_message(column: Column, name: str, value: float) -> tuple[str, str]:
    found = f"{name} is {_plain(value)}."
    if column.type == "percent":
        return found, "A percentage lies between 0 and 100."
    if value < column.min:
        return found, f"It cannot be less than {_plain(column.min)}."
    return found, f"It cannot be more than {_plain(column.max or 0)}."


def _total_message(total: Total, cells: pd.Series) -> str:
    parts = list_words([f"{name} {_plain(cells[name])}" for name in total.parts])
    together = _plain(sum(cells[name] for name in total.parts))
    return f"{parts} add up to {together}, but {total.total} is {_plain(cells[total.total])}."


def _agrees_message(measure: Measure, cells: pd.Series) -> str:
    numerator, denominator = cells[measure.numerator], cells[measure.denominator]
    value = numerator / denominator * measure.scale
    return (
        f"{measure.value} is {_plain(cells[measure.value])}, but {measure.numerator} "
        f"{_plain(numerator)} of {measure.denominator} {_plain(denominator)} is "
        f"{format_number(value, measure.decimals)}."
    )


def _repeat_message(table: pd.DataFrame, source: Source, row: int) -> str:
    compared = _compared(table, source)
    same = (compared == compared.loc[row]).all(axis=1)
    first = int(same[same].index[0])
    cells = table.loc[first, list(source.keys)]
    named = list_words([f"{key} '{text}'" for key, text in cells.items() if text])
    return f"Row {first} already holds {named}."
