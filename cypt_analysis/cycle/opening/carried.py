"""What of the last drop goes on in a new one: open actions and risks, and waivers still held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.cycle.records import csv_text
from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.replacing import write_whole
from cypt_analysis.ground.safe_text import safe_text
from cypt_analysis.processed.store import load

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
        rows = [
            {name: _cell(row[name]) for name in source.columns if name in row}
            for row in table.to_dict("records")
        ]
        names = [
            name for name, column in source.columns.items()
            if name in table or (column.optional and column.blank)
        ]  # fmt: skip
        emptied = [
            name for name in source.words
            if source.columns[name].blank and name not in source.keys
        ]  # fmt: skip
        left = [row for row in rows if not row.get(_DONE)]
        new = [{**row, **dict.fromkeys(emptied, "")} for row in left]
        _write(work / source.file, new, names, safe=False)
        aged = [{**row, **_age(row, source, drops)} for row in rows]
        _write(beside / source.file, aged, [*names, _SINCE, _OPEN], safe=True)
        counted[source.id] = len(left), len(rows) - len(left)
    return counted


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


def _write(
    path: Path, rows: Sequence[dict[str, str]], names: Sequence[str] = (), *, safe: bool
) -> None:
    """Write the rows of a table, if there are any; ``safe`` where no spreadsheet may run a cell."""
    if rows:
        columns, told = names or list(rows[0]), safe_text if safe else str
        cells = [[told(row.get(name, "")) for name in columns] for row in rows]
        write_whole(path, csv_text(columns, cells))


@dataclass(frozen=True)
class Waivers:
    """Rows of the waivers' file that go on and those that lapse, and confirmations that lapse.

    A waiver is of one sentence and what the data say of it. Words of the drop are the drop's own,
    so theirs lapse; a sentence of the catalogue or a notebook stands on, and so does its waiver,
    until the data change. A confirmation is of its quarter alone.
    """

    file: str = ""
    kept: tuple[dict[str, str], ...] = ()
    lapsed: tuple[dict[str, str], ...] = ()
    confirmed: tuple[dict[str, str], ...] = ()
    confirmed_file: str = ""

    def write(self, work: Path, beside: Path) -> None:
        """Write what goes on into a drop, and what lapses beside it."""
        _write(work / self.file, self.kept, safe=False)
        _write(beside / self.file, self.lapsed, safe=True)
        _write(beside / self.confirmed_file, self.confirmed, safe=True)


def waivers_of_last(project: Project, drop: Drop, catalogue: Catalogue) -> Waivers:
    """The waivers and confirmations of the last drop, by whether they go on.

    Raises CheckFailed where the last quarter cannot be computed, so that nobody could tell.
    """
    tables = {
        source.role: (source.file, drop.tables[source.id].astype(str).to_dict("records"))
        for source in catalogue.sources.values()
        if source.role in (Role.WAIVERS, Role.CONFIRMATIONS) and source.id in drop.tables
    }
    file, rows = tables.get(Role.WAIVERS, ("", []))
    confirmed_file, confirmed = tables.get(Role.CONFIRMATIONS, ("", []))
    # A table's own words and those of the commentary are the drop's.
    standing = set()
    if rows:
        claims = load(project, drop.quarter).claims
        own = f"{drop.folder}/"
        standing = {e.digest for e in claims if e.waived_by and not e.file.startswith(own)}
    return Waivers(
        file,
        tuple(row for row in rows if row["digest"] in standing),
        tuple(row for row in rows if row["digest"] not in standing),
        tuple(confirmed),
        confirmed_file,
    )
