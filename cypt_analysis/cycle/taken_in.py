"""The list of files that were taken into a drop: which, as which source, when, from where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cypt_analysis.cycle.records import read_record
from cypt_analysis.drops.layout import TAKEN_IN
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

    def __post_init__(self) -> None:
        date.fromisoformat(self.on)


def taken_in(project: Project, quarter: Quarter) -> list[TakenIn]:
    """What was taken into a drop, in order. Raises UserError where the list cannot be read."""
    path = project.raw(quarter) / TAKEN_IN
    if not path.is_file():
        return []
    told = (
        f"{project.relative(path)} is not as the program wrote it. Bring it back from git or a "
        "backup, or take it away: then nothing says which files were taken in."
    )
    return read_record(path, lambda kept: [TakenIn(**row) for row in kept], told)
