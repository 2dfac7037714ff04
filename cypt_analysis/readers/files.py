"""One file → what its source wants of it, whatever the shape in which it came."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from cypt_analysis.catalogue.reads import Part, Reads, Shape
from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.ground.findings import list_words
from cypt_analysis.readers import ees, fingertips, lait
from cypt_analysis.readers.grids import TEXTS, WORKBOOKS, Grid, read_grids
from cypt_analysis.readers.mapping import received
from cypt_analysis.readers.received import Received
from cypt_analysis.readers.tables_in import Table, find_table, named

READABLE = (*TEXTS, *WORKBOOKS, ".parquet")
_AREA_AND_PERIOD: dict[Shape, Callable[[pd.DataFrame, Reads], pd.DataFrame]] = {
    Shape.EES: ees.with_area_and_period,
    Shape.LAIT: lait.with_area_and_period,
    Shape.FINGERTIPS: fingertips.with_area_and_period,
}
# The columns from which a shape makes the area and the period.
_OF_SHAPE: dict[Shape, tuple[tuple[str, ...], ...]] = {
    Shape.MAPPED: (),
    Shape.EES: (("time_period",), ("geographic_level",)),
    Shape.LAIT: (("Years",), ("LA and Regions",)),
    Shape.FINGERTIPS: (("Area Code",), ("Time period",)),
}


def reads_of(source: Source) -> Reads:
    """How a source's file comes; one that says nothing of it names its own columns."""
    return source.reads or Reads()


def read_file(path: Path, source: Source) -> Received:
    """What the source wants of a file, under its own columns.

    Raises Unreadable where the file cannot be read, no sheet of it holds the source's columns, or
    two do.
    """
    reads = reads_of(source)
    best = _tables(path, source)
    if not best:
        wanted = list_words([f"'{choices[0]}'" for choices in wanted_names(source)], "or")
        raise Unreadable(
            f"No row names a column {wanted}.",
            "Name the file's columns in the source's entry, or send what the source expects.",
        )
    if len(best) > 1:
        names = list_words([f"'{grid.sheet}'" for grid, _ in best])
        raise Unreadable(
            f"The sheets {names} could each be meant.", "Name one in the source's entry (sheet)."
        )
    grid, table = best[0]
    header = tuple(map(str, table.rows.columns))
    make = _AREA_AND_PERIOD.get(reads.shape)
    if make is not None:
        table = dataclasses.replace(table, rows=make(table.rows, reads))
    found = received(table, reads, source)
    told = (*grid.told, *found.told)
    return dataclasses.replace(
        found, sheet=grid.sheet, encoding=grid.encoding, told=told, header=header
    )


def fits(path: Path, source: Source) -> bool:
    """Whether a file holds every column that a source cannot do without."""
    try:
        found = _tables(path, source)
    except (Unreadable, OSError):
        return False
    return any(_missing(table, source) == 0 for _, table in found)


def wanted_names(source: Source) -> list[tuple[str, ...]]:
    """For each column that a source cannot do without, the names that it may have in a file."""
    reads = reads_of(source)
    made = {"area", "period"} if reads.shape is not Shape.MAPPED else set()
    made |= {reads.wide.period, reads.wide.value} if reads.wide else set()
    made |= {"series"} if reads.series else set()
    own = [
        choices
        for name, column in source.columns.items()
        if not column.optional and name not in reads.fixed and name not in made
        for choices in _names_of(reads.part(name))
    ]
    kept = [tuple(name.split(" | ")) for name in reads.keep]
    return [*_OF_SHAPE[reads.shape], *own, *kept]


def _names_of(part: Part) -> list[tuple[str, ...]]:
    return [part.theirs] if part.theirs else [(each,) for each in part.sum_of]


def _tables(path: Path, source: Source) -> list[tuple[Grid, Table]]:
    """The tables of a file that hold most of what a source wants: one, unless several are alike."""
    reads, wanted = reads_of(source), wanted_names(source)
    found = []
    for grid in grids_of(path, reads.sheet, reads.separator):
        also = reads.wide.columns if reads.wide else None
        table = find_table(grid.cells, wanted, reads.header_rows, also)
        if table is not None and _has_wide(table, reads):
            found.append((_missing(table, source), grid, table))
    least = min((missing for missing, _, _ in found), default=0)
    return [(grid, table) for missing, grid, table in found if missing == least]


def _has_wide(table: Table, reads: Reads) -> bool:
    wide = reads.wide
    return wide is None or any(re.fullmatch(wide.columns, str(e)) for e in table.rows.columns)


def _missing(table: Table, source: Source) -> int:
    have = {named(str(each)) for each in table.rows.columns}
    return sum(not {named(each) for each in choices} & have for choices in wanted_names(source))


def grids_of(path: Path, sheet: str, separator: str) -> list[Grid]:
    """The grids of a file, read once a command however many sources or projects want them."""
    state = path.stat()
    return _grids(path, sheet, separator, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=24)
def _grids(path: Path, sheet: str, separator: str, changed: int, size: int) -> list[Grid]:
    return read_grids(path, sheet, separator)
