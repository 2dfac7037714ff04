"""What is wrong with a table as a whole: its header, the lengths of its rows, merged cells."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from cypt_analysis.catalogue.reads import Reads
from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.findings import nearest
from cypt_analysis.readers.asked import names_of, reads_of, wanted_names
from cypt_analysis.readers.grids import Grid
from cypt_analysis.readers.received import Told
from cypt_analysis.readers.separated import ragged as told_of_ragged
from cypt_analysis.readers.tables_in import Table, column_named, named


def doubled(table: Table, source: Source) -> list[Told]:
    """A fault for each name that a source asks for and that two unlike columns have."""
    reads = reads_of(source)
    asked = [
        *wanted_names(source),
        *(each for name in source.columns for each in names_of(reads.part(name))),
    ]
    wanted = {named(each) for choices in asked for each in choices}
    return [
        Told(
            table.header, f"Two columns are called '{name}', and differ.",
            "Give one of them another name, or take it out.", fault=True,
        )
        for name in table.doubled
        if named(name) in wanted or (reads.wide and re.fullmatch(reads.wide.columns, name))
    ]  # fmt: skip


def is_ours(path: Path, source: Source) -> bool:
    """Whether a file is to be in our own form: by its name, where no other is declared."""
    reads = reads_of(source)
    return path.name == source.file and reads == Reads(decimal=reads.decimal)


def strange(grid: Grid, table: Table, source: Source) -> tuple[list[Told], bool]:
    """Faults in the header of a file of ours, and whether a column that is needed is missing.

    A misspelt name is one fault, not an unknown column and a missing one.
    """
    have = {named(each): each for each in table.places}
    ours = {named(each): each for each in source.columns}
    missing = [
        each
        for name, each in ours.items()
        if name not in have and not source.columns[each].optional
    ]
    found, needed = [], bool(missing)
    for name in (each for key, each in have.items() if key not in ours):
        meant = nearest(name, missing) or nearest(name, list(source.columns))
        missing = [each for each in missing if each != meant]
        hint = (
            f"Did you mean '{meant}'?" if meant else f"Known columns: {', '.join(source.columns)}."
        )
        found.append((f"The column '{name}' is not known.", hint))
    names = grid.cells.rows(table.header)[-1]
    for place in range(table.end):
        if not names[place].strip() and any(grid.cells.column(place)[table.header :]):
            where = f"after '{names[place - 1]}'" if place else "at the start"
            hint = f"Is it '{missing[0]}'?" if len(missing) == 1 else "Name it, or take it out."
            missing = missing if len(missing) > 1 else []
            found.append((f"The column {where} has no name.", hint))
    found += [(f"The column '{name}' is missing.", "Add it.") for name in missing]
    return [Told(table.header, *each, fault=True) for each in found], needed


def ragged(table: Table, source: Source) -> tuple[np.ndarray, list[Told]]:
    """Which rows of a text have a cell too many, or none where a figure belongs, and faults."""
    if table.lengths is None or table.over is None:
        return np.zeros(len(table.rows), dtype=bool), []
    last = max(_places_of_figures(table, source), default=-1)
    uneven = table.over | (table.lengths <= last)
    return uneven, [
        Told(int(row), *told_of_ragged(int(cells), table.end), fault=True)
        for row, cells in zip(table.rows.index[uneven], table.lengths[uneven], strict=True)
    ]


def merged(grid: Grid, table: Table, source: Source) -> list[Told]:
    """A fault for each figure in a cell that is one for several rows or columns of figures."""
    places, rows = _places_of_figures(table, source), table.rows.index
    found = []
    for top, left, bottom, right in grid.merged:
        text = next(iter(grid.cells.rows(top + 1)[top:]), [""] * (left + 1))[left]
        cells = sum(left <= place <= right for place in places) * (bottom - top + 1)
        if cells > 1 and top + 1 in rows and any(map(str.isdigit, text)):
            where = f"rows {top + 1} to {bottom + 1}" if bottom > top else "several columns"
            found.append(
                Told(
                    top + 1, f"'{text}' stands in one cell for {where}.",
                    "Part the cell, and write in each what belongs there.", fault=True,
                )
            )  # fmt: skip
    return found


def _places_of_figures(table: Table, source: Source) -> set[int]:
    """The places of the columns of a file in which the figures stand that its source wants."""
    reads, wanted = reads_of(source), set[str]()
    for name, column in source.columns.items():
        asked = names_of(reads.part(name)) if column.numeric else []
        wanted |= {found for each in asked if (found := column_named(table.rows, each))}
    if reads.wide:
        wanted |= {name for name in table.rows.columns if re.fullmatch(reads.wide.columns, name)}
    return {table.places[name] for name in wanted}
