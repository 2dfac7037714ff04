"""Actions and risks in a new drop: each row that is still open, without last quarter's words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.cycle.records import csv_text
from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.replacing import write_whole
from cypt_analysis.ground.safe_text import safe_text

_SINCE, _OPEN, _DONE = "first_reported", "quarters_open", "done"


def carry_tables(
    work: Path, beside: Path, drops: Sequence[Drop], catalogue: Catalogue
) -> dict[str, tuple[int, int]]:
    """Write the last drop's actions and risks into a new one; of each how many, and how many done.

    ``drops`` are those before it, the oldest first. What is done stays behind. A cell of words is
    left empty where it may be: what happened since is for its owner to write, and last quarter's
    stands in ``beside`` with the quarter in which the row was first reported. A cell that may not
    be empty keeps its words, which `cypt check` tells until they are rewritten or confirmed.
    """
    counted = {}
    for source in catalogue.sources.values():
        table = drops[-1].tables.get(source.id)
        if source.role not in (Role.ACTIONS, Role.RISKS) or table is None or table.empty:
            continue
        rows = [_cells(row, source) for row in table.to_dict("records")]
        names = [
            name for name, column in source.columns.items()
            if name in table or (column.optional and column.blank)
        ]  # fmt: skip
        emptied = [
            name for name in source.words
            if source.columns[name].blank and name not in source.keys
        ]  # fmt: skip
        left = [row for row in rows if not row.get(_DONE)]
        if left:
            new = [{**row, **dict.fromkeys(emptied, "")} for row in left]
            _write(work / source.file, names, new)
        aged = [
            {**{name: safe_text(cell) for name, cell in row.items()}, **_age(row, source, drops)}
            for row in rows
        ]
        _write(beside / source.file, [*names, _SINCE, _OPEN], aged)
        counted[source.id] = len(left), len(rows) - len(left)
    return counted


def _cells(row: dict[Any, Any], source: Source) -> dict[str, str]:
    return {name: _cell(row[name]) for name in source.columns if name in row}


def _cell(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return "" if value is None or pd.isna(value) else str(value)


def _age(row: dict[str, str], source: Source, drops: Sequence[Drop]) -> dict[str, str]:
    """Since which quarter a row has been in every drop, and how many quarters that is."""
    key, since = [row[name] for name in source.keys], drops[-1].quarter
    number = 0
    for drop in reversed(drops):
        table = drop.tables.get(source.id)
        if table is None or key not in table[list(source.keys)].astype(str).to_numpy().tolist():
            break
        since, number = drop.quarter, number + 1
    return {_SINCE: str(since), _OPEN: str(number)}


def _write(path: Path, names: Sequence[str], rows: Sequence[dict[str, str]]) -> None:
    write_whole(path, csv_text(names, [[row.get(name, "") for name in names] for row in rows]))
