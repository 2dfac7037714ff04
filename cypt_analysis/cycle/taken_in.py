"""The list of files that were taken into a drop: which, as which source, when, from where."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from cypt_analysis.drops.layout import TAKEN_IN
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter


@dataclass(frozen=True)
class TakenIn:
    """One file of a drop, below it, with what it was taken for and the digest of its bytes."""

    file: str
    source: str
    on: str
    received_as: str
    sha256: str

    @property
    def day(self) -> date:
        """The day on which it was taken in."""
        return date.fromisoformat(self.on)


def taken_in(project: Project, quarter: Quarter) -> list[TakenIn]:
    """What was taken into a drop, in order. Raises UserError where the list cannot be read."""
    path = project.raw(quarter) / TAKEN_IN
    if not path.is_file():
        return []
    try:
        rows = [TakenIn(**row) for row in json.loads(read_file(path))]
        _ = [row.day for row in rows]
    except (ValueError, TypeError):
        raise UserError(
            f"{project.relative(path)} is not as the program wrote it. Bring it back from git or "
            "a backup, or take it away: then nothing says which files were taken in."
        ) from None
    return rows


def keep_taken_in(folder: Path, rows: list[TakenIn]) -> None:
    """Write the list of a drop: aside, then in one move."""
    text = json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False)
    work = folder / f".{TAKEN_IN}.new"
    work.write_text(text + "\n", encoding="utf-8", newline="\n")
    work.replace(folder / TAKEN_IN)
