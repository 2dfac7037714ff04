"""What people answered for last quarter: which waivers may still hold, and which have lapsed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.cycle.records import csv_text
from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.replacing import write_whole
from cypt_analysis.ground.safe_text import safe_text
from cypt_analysis.processed.store import load

Rows = list[dict[str, str]]


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


def _write(path: Path, rows: tuple[dict[str, str], ...], *, safe: bool) -> None:
    if not rows:
        return
    cells = [[safe_text(c) if safe else c for c in row.values()] for row in rows]
    write_whole(path, csv_text(rows[0], cells))
