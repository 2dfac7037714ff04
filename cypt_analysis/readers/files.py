"""One file → what its source wants of it, whatever the shape in which it came."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.reads import Covers, Part, Reads, Shape
from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.ground.findings import list_words, nearest
from cypt_analysis.readers import ees, fingertips, lait
from cypt_analysis.readers.cells import Rows
from cypt_analysis.readers.grids import TEXTS, WORKBOOKS, Grid, read_grids
from cypt_analysis.readers.mapping import received
from cypt_analysis.readers.received import Received, Told
from cypt_analysis.readers.separated import ragged
from cypt_analysis.readers.tables_in import Table, column_named, find_table, named

_SEND_AGAIN = "Export it again, or take it out of the drop if nothing was received."
# So much of a row is shown in a message.
_QUOTED = 120
READABLE = (*TEXTS, *WORKBOOKS, ".parquet")
_AREA_AND_PERIOD: dict[Shape, Callable[[Rows, Reads], Rows]] = {
    Shape.EES: ees.with_area_and_period,
    Shape.LAIT: lait.with_area_and_period,
    Shape.FINGERTIPS: fingertips.with_area_and_period,
    # The same layout; its years are winters, and it has percentages without counts.
    Shape.NCCIS: ees.with_area_and_period,
}
_DAY = re.compile(r"(20\d\d)[-_]?(\d\d)[-_]?(\d\d)(?!\d)")
# The columns from which a shape makes the area and the period.
_OF_SHAPE: dict[Shape, tuple[tuple[str, ...], ...]] = {
    Shape.MAPPED: (),
    Shape.EES: (("time_period",), ("geographic_level",)),
    Shape.LAIT: (("Years",), ("LA and Regions",)),
    Shape.FINGERTIPS: (("Area Code",), ("Time period",)),
    Shape.NCCIS: (("time_period",), ("geographic_level",)),
}


def reads_of(source: Source) -> Reads:
    """How a source's file comes; one that says nothing of it names its own columns."""
    return source.reads[0] if source.reads else Reads()


def ways(source: Source) -> list[Source]:
    """A source once for each shape in which its files may come."""
    return [source.model_copy(update={"reads": (each,)}) for each in source.reads] or [source]


def way_of(path: Path, source: Source) -> Source:
    """The source with that of its shapes in which a file came: by its name, else its columns."""
    every = ways(source)
    named_so = [each for each in every if each.expects(path.name)] or every
    if len(named_so) == 1:
        return named_so[0]
    least = [min((_missing(t, e) for _, t in _tables(path, e)), default=999) for e in named_so]
    return named_so[least.index(min(least))]


def read_file(path: Path, source: Source, released: date | None = None) -> Received:
    """What the source wants of a file, under its own columns.

    ``released`` is the day of a release whose file does not say up to which day its year runs; a
    day in the file's name goes before it. Raises UserError where neither is known, and Unreadable
    where the file cannot be read, no sheet of it holds the source's columns, or two do.
    """
    state = path.stat()
    # Who answers for it changes nothing of what is read.
    entry = source.model_copy(update={"owner": ""}).model_dump_json()
    return _received(path, entry, released, state.st_mtime_ns, state.st_size)


# National files serve every project of a command: each is read and mapped once.
@lru_cache(maxsize=64)
def _received(path: Path, entry: str, released: date | None, changed: int, size: int) -> Received:
    source = way_of(path, Source.model_validate_json(entry))
    return _read(path, source, _release(path, reads_of(source), source, released))


def _release(path: Path, reads: Reads, source: Source, released: date | None) -> date | None:
    if reads.year_covers is not Covers.ACADEMIC_YEAR_TO_DATE:
        return None
    in_name = _DAY.search(path.stem)
    if in_name:
        with suppress(ValueError):
            return date(*map(int, in_name.groups()))
    if released is None:
        raise Unreadable(
            "Its year runs to the day of its release, which the file does not say.",
            f"Say it in drop.toml, released = {{ {source.id} = 2026-03-12 }}, or in its name.",
        )
    return released


def _read(path: Path, source: Source, released: date | None) -> Received:
    reads = reads_of(source)
    best = _tables(path, source)
    if not best:
        cells = chain(*(grid.cells.rows() for grid in _grids_for(path, reads)))
        first = next((row for row in cells if any(map(str.strip, row))), None)
        if first is None:
            raise Unreadable("The file is empty.", _SEND_AGAIN)
        wanted = list_words([f"'{choices[0]}'" for choices in wanted_names(source)], "or")
        begins = ", ".join(filter(None, map(str.strip, first)))[:_QUOTED]
        raise Unreadable(
            f"No row names a column {wanted}; the first is '{begins}'.",
            "Name the file's columns in the source's entry, or send what the source expects.",
        )
    if len(best) > 1:
        names = list_words([f"'{grid.sheet}'" for grid, _ in best])
        raise Unreadable(
            f"The sheets {names} could each be meant.", "Name one in the source's entry (sheet)."
        )
    grid, table = best[0]
    header = tuple(map(str, table.rows.columns))
    whole = [*grid.told, *_doubled(table, source), *_merged(grid, table, source)]
    strange, missing = _strange(grid, table, source) if _is_ours(path, source) else ([], False)
    if missing:
        every = (*whole, *strange)
        return Received(pd.DataFrame(), told=every, encoding=grid.encoding, sound=False)
    uneven, told = _ragged(table, source)
    rows = table.rows.chosen(~uneven) if told else table.rows
    make = _AREA_AND_PERIOD.get(reads.shape)
    rows = make(rows, reads) if make is not None else rows
    found = received(dataclasses.replace(table, rows=rows), source, released, grid.separator)
    whole += found.told
    return dataclasses.replace(
        found, sheet=grid.sheet, encoding=grid.encoding, told=(*whole, *strange, *told),
        header=header, sound=not any(each.fault for each in whole),
    )  # fmt: skip


def _doubled(table: Table, source: Source) -> list[Told]:
    """A fault for each name that a source asks for and that two unlike columns have."""
    reads = reads_of(source)
    asked = [
        *wanted_names(source),
        *(each for name in source.columns for each in _names_of(reads.part(name))),
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


def _is_ours(path: Path, source: Source) -> bool:
    """Whether a file is to be in our own form: by its name, where no other is declared."""
    reads = reads_of(source)
    return path.name == source.file and reads == Reads(decimal=reads.decimal)


def _strange(grid: Grid, table: Table, source: Source) -> tuple[list[Told], bool]:
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


def _ragged(table: Table, source: Source) -> tuple[np.ndarray, list[Told]]:
    """Which rows of a text have a cell too many, or none where a figure belongs, and faults."""
    if table.lengths is None or table.over is None:
        return np.zeros(len(table.rows), dtype=bool), []
    last = max(_places_of_figures(table, source), default=-1)
    uneven = table.over | (table.lengths <= last)
    return uneven, [
        Told(int(row), *ragged(int(cells), table.end), fault=True)
        for row, cells in zip(table.rows.index[uneven], table.lengths[uneven], strict=True)
    ]


def _merged(grid: Grid, table: Table, source: Source) -> list[Told]:
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
        asked = _names_of(reads.part(name)) if column.numeric else []
        wanted |= {found for each in asked if (found := column_named(table.rows, each))}
    if reads.wide:
        wanted |= {name for name in table.rows.columns if re.fullmatch(reads.wide.columns, name)}
    return {table.places[name] for name in wanted}


def is_own_form(path: Path, source: Source) -> bool:
    """Whether the first row of a CSV names columns of our own only, and all that are needed."""
    if path.suffix.lower() != ".csv":
        return False
    try:
        cells = grids_of(path, "", "")[0].cells
    except (Unreadable, OSError):
        return False
    names = [each.strip().lower() for each in chain(*cells.rows(1)) if each.strip()]
    needed = [name for name, column in source.columns.items() if not column.optional]
    return set(names) <= set(source.columns) and set(needed) <= set(names)


def fits(path: Path, source: Source) -> bool:
    """Whether a file holds every column that a source cannot do without, in one of its shapes."""
    try:
        found = [(table, each) for each in ways(source) for _, table in _tables(path, each)]
    except (Unreadable, OSError):
        return False
    return any(_missing(table, each) == 0 for table, each in found)


def wanted_names(source: Source) -> list[tuple[str, ...]]:
    """For each column that a source cannot do without, the names that it may have in a file."""
    reads = reads_of(source)
    made = {"area", "period"} if reads.shape is not Shape.MAPPED else set()
    made |= {reads.wide.period, reads.wide.value} if reads.wide else set()
    made |= {"series"} if reads.series else set()
    made |= {*reads.lacks, *reads.joined}
    own = [
        choices
        for name, column in source.columns.items()
        if not column.optional and name not in reads.fixed and name not in made
        for choices in _names_of(reads.part(name))
    ]
    kept = [tuple(name.split(" | ")) for name in reads.keep]
    return [*_OF_SHAPE[reads.shape], *own, *kept]


def _names_of(part: Part) -> list[tuple[str, ...]]:
    several = (*part.sum_of, *part.words_of)
    return [part.theirs] if part.theirs else [(each,) for each in several]


def _tables(path: Path, source: Source) -> list[tuple[Grid, Table]]:
    """The tables of a file that hold most of what a source wants: one, unless several are alike."""
    reads, wanted = reads_of(source), wanted_names(source)
    found = []
    for grid in _grids_for(path, reads):
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


def _grids_for(path: Path, reads: Reads) -> list[Grid]:
    return grids_of(path, reads.sheet, reads.separator)


def grids_of(path: Path, sheet: str, separator: str) -> list[Grid]:
    """The grids of a file, read once a command however many sources or projects want them."""
    state = path.stat()
    return _grids(path, sheet, separator, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=24)
def _grids(path: Path, sheet: str, separator: str, changed: int, size: int) -> list[Grid]:
    return read_grids(path, sheet, separator)


def forget() -> None:
    """Read every file anew: what was read of files stays known within a command."""
    _grids.cache_clear()
    _received.cache_clear()
