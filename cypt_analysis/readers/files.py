"""One file → what its source wants of it, whatever the shape in which it came."""

from __future__ import annotations

import dataclasses
import glob
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path

import pandas as pd

from cypt_analysis.catalogue.reads import Covers, Reads, Shape
from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.ground.findings import list_words
from cypt_analysis.readers import ees, fingertips, lait
from cypt_analysis.readers.asked import reads_of, wanted_names
from cypt_analysis.readers.cells import Rows
from cypt_analysis.readers.grids import TEXTS, WORKBOOKS, Grid, read_grids
from cypt_analysis.readers.mapping import received
from cypt_analysis.readers.received import Received, Told
from cypt_analysis.readers.table_faults import doubled, is_ours, merged, ragged, strange
from cypt_analysis.readers.tables_in import Table, find_table, named

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


def each_sheet(path: Path, source: Source) -> list[Source]:
    """The source once for each sheet over which its table is spread in a file.

    Raises Unreadable where a workbook has no such sheet, or it cannot be read.
    """
    way = way_of(path, source)
    reads = reads_of(way)
    if not reads.sheets or path.suffix.lower() not in WORKBOOKS:
        return [source]
    names = [g.sheet for g in grids_of(path, reads.sheets, "") if len(g.cells)]
    gives = [reads.sheet_gives] if reads.sheet_gives else []
    return [
        way.model_copy(update={"reads": (reads.model_copy(update={
            "sheet": glob.escape(name), "sheets": "", "sheet_gives": None,
            "fixed": reads.fixed | dict.fromkeys(gives, name),
        }),)})
        for name in names
    ] or [source]  # fmt: skip


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
        raise _none_found(path, source)
    if len(best) > 1:
        names = list_words([f"'{grid.sheet}'" for grid, _ in best])
        raise Unreadable(
            f"The sheets {names} could each be meant.",
            "Name one in the source's entry (sheet), or all that hold parts of the table (sheets).",
        )
    grid, table = best[0]
    periods = reads.wide.columns if reads.wide else r"(?!)"
    # A column a period is no column that came.
    header = tuple(each for each in table.rows.columns if not re.fullmatch(periods, each))
    whole = [*grid.told, *doubled(table, source), *merged(grid, table, source)]
    odd, missing = strange(grid, table, source) if is_ours(path, source) else ([], False)
    if missing:
        every = (*whole, *odd)
        return Received(pd.DataFrame(), told=every, encoding=grid.encoding, sound=False)
    source, table, said = _of_title(source, table)
    whole += said
    uneven, told = ragged(table, source)
    rows = table.rows.chosen(~uneven) if told else table.rows
    make = _AREA_AND_PERIOD.get(reads.shape)
    rows = make(rows, reads) if make is not None else rows
    found = received(dataclasses.replace(table, rows=rows), source, released, grid.separator)
    whole += found.told
    return dataclasses.replace(
        found, sheet=grid.sheet, encoding=grid.encoding, told=(*whole, *odd, *told),
        header=header, sound=not any(each.fault for each in whole),
    )  # fmt: skip


def _of_title(source: Source, table: Table) -> tuple[Source, Table, list[Told]]:
    """A source with what rows above its table give, and the table without those that were read."""
    reads, fixed, read, told = reads_of(source), {}, set(), []
    for name, pattern in reads.title_gives.items():
        found = [(row, re.search(pattern, table.around.get(row, ""))) for row in table.above]
        words = {each[1 if each.re.groups else 0]: row for row, each in found if each}
        fixed[name] = next(iter(words), "")
        read |= set(words.values())
        if len(words) != 1:
            texts = list_words([f"'{each}'" for each in words]) or f"no '{pattern}'"
            advice = "It is read there. Mend title_gives in the source's entry, or the file."
            told.append(Told(None, f"Above the table stands {texts} for {name}.", advice, True))
    reads = reads.model_copy(update={"fixed": reads.fixed | fixed, "title_gives": {}})
    above = tuple(row for row in table.above if row not in read)
    made = source.model_copy(update={"reads": (reads,)}) if fixed else source
    return made, dataclasses.replace(table, above=above), told


def _none_found(path: Path, source: Source) -> Unreadable:
    """What is said of a file in which no row names a column that is wanted."""
    cells = chain(*(grid.cells.rows() for grid in _grids_for(path, reads_of(source))))
    first = next((row for row in cells if any(map(str.strip, row))), None)
    if first is None:
        return Unreadable("The file is empty.", _SEND_AGAIN)
    wanted = list_words([f"'{choices[0]}'" for choices in wanted_names(source)], "or")
    begins = ", ".join(filter(None, map(str.strip, first)))[:_QUOTED]
    return Unreadable(
        f"No row names a column {wanted}; the first is '{begins}'.",
        "Name the file's columns in the source's entry, or send what the source expects.",
    )


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
    return grids_of(path, reads.sheet or reads.sheets, reads.separator)


def grids_of(path: Path, sheet: str, separator: str) -> list[Grid]:
    """The grids of a file, read once a command however many sources or projects want them."""
    state = path.stat()
    return _grids(path, sheet, separator, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _grids(path: Path, sheet: str, separator: str, changed: int, size: int) -> list[Grid]:
    return read_grids(path, sheet, separator)


def forget() -> None:
    """Read every file anew: what was read of files stays known within a command."""
    _grids.cache_clear()
    _received.cache_clear()
