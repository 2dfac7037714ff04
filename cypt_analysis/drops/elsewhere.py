"""Faults in rows of other areas: left out and to be looked at, and no reason to stop a build.

A national file has rows of every authority. Whoever makes one authority's report cannot mend those
of the others, and needs to know only that nothing is compared with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Measure, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.drops.rules import UNIQUE
from cypt_analysis.drops.shapes import compared
from cypt_analysis.ground.findings import ERROR, REVIEW, Finding, errors

LEFT_OUT = "It is another area's figure: it is left out, and nothing is compared with it."


def others_left_out(
    table: pd.DataFrame,
    source: Source,
    measures: Iterable[Measure],
    info: DropInfo,
    findings: Sequence[Finding],
) -> tuple[pd.DataFrame, list[Finding]]:
    """A table without the doubtful numbers of other areas; their faults are points to review.

    ``table`` is typed, indexed by spreadsheet row. A number is doubtful where a fault is about it,
    and so is whatever ``measures`` make of it; where a fault is about no number, the whole row is.
    A row whose area cannot be read may be the authority's own and stops the build, unless its own
    stands there for the period.
    """
    by_area = source.role in (Role.DATA, Role.JOINED) and "area" in table
    if not by_area or not errors(findings):
        return table, list(findings)
    elsewhere = set(table.index[_is_elsewhere(table, source, info)])
    told: list[Finding] = []
    doubtful: list[tuple[Finding, list[int]]] = []
    for each in findings:
        rows = _doubled(table, source, each) if each.rule == UNIQUE else list(each.rows)
        rows = rows or ([each.row] if each.row is not None else [])
        theirs = [row for row in rows if row in elsewhere]
        if each.severity != ERROR or not theirs:
            told.append(each)
            continue
        mine = [row for row in rows if row not in elsewhere]
        told += [_of_rows(each, mine)] if mine else []
        told.append(_to_review(each, theirs, table))
        doubtful.append((each, theirs))
    return _without(table, source, list(measures), doubtful), told


def _is_elsewhere(table: pd.DataFrame, source: Source, info: DropInfo) -> pd.Series:
    """Which rows are of another area, if only of one that the register does not have."""
    unread = table["area"] == ""
    own = table["area"] == info.authority
    known = ~unread & ~own
    if source.columns["area"].blank or not info.by_register or source.period not in table:
        return known
    periods = table[source.period]
    return known | (unread & (periods != "") & periods.isin(periods[own]))


def _doubled(table: pd.DataFrame, source: Source, fault: Finding) -> list[int]:
    """Every row of what a fault says stands there twice: which of them counts cannot be told."""
    keys = compared(table, source)
    return [int(row) for row in table.index[keys.isin(keys[table.index == fault.row])]]


def _of_rows(fault: Finding, rows: Sequence[int]) -> Finding:
    return replace(fault, row=rows[0], rows=tuple(rows) if len(rows) > 1 else ())


def _to_review(fault: Finding, rows: Sequence[int], table: pd.DataFrame) -> Finding:
    areas = table.loc[list(rows), "area"].unique()
    # In quotation marks, so that like faults of many areas are told once.
    one = len(areas) == 1 and areas[0] != ""
    found = f"Of '{areas[0]}': {fault.found}" if one else fault.found
    advice = f"{fault.advice} {LEFT_OUT}".strip()
    return replace(_of_rows(fault, rows), found=found, advice=advice, severity=REVIEW)


def _without(
    table: pd.DataFrame,
    source: Source,
    measures: Sequence[Measure],
    doubtful: Sequence[tuple[Finding, list[int]]],
) -> pd.DataFrame:
    """The table with no number where it is doubtful: an earlier one must not stand for it."""
    if not doubtful:
        return table
    numeric = [name for name, each in source.columns.items() if each.numeric and name in table]
    made = table.copy()
    for fault, rows in doubtful:
        blamed = set(fault.columns)
        for measure in measures:
            parts = {str(measure.value), str(measure.numerator), str(measure.denominator)}
            blamed |= parts & set(numeric) if parts & set(fault.columns) else set()
        whole = not fault.columns or not blamed <= set(numeric)
        made.loc[made.index.isin(rows), numeric if whole else sorted(blamed)] = np.nan
    again = {row for fault, rows in doubtful if fault.rule == UNIQUE for row in rows[1:]}
    nobody = {row for fault, rows in doubtful if fault.columns == ("area",) for row in rows}
    return made[~made.index.isin(again | nobody)]
