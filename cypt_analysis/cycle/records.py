"""Files that the program keeps of a quarter: written whole, and read back or told."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from cypt_analysis.drops.layout import TAKEN_IN
from cypt_analysis.ground.decoding import Unreadable, decoded
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import alone, write_whole

T = TypeVar("T")
# Seconds to wait for a command that is nearly done.
_PATIENCE = 5


def keep(path: Path, content: object) -> None:
    """Write a record: aside, then in one move."""
    write_whole(path, json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n")


def keep_rows(path: Path, rows: Sequence[Any]) -> None:
    """Write records of one kind, each by the names of its fields."""
    keep(path, [asdict(row) for row in rows])


def read_record(path: Path, understood: Callable[[Any], T], told: str) -> T:
    """A record as it is understood. Raises UserError with ``told`` where it cannot be."""
    try:
        return understood(json.loads(read_file(path)))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise UserError(told) from None


def csv_rows(path: Path, shown: str) -> tuple[list[str], list[dict[str, str]]]:
    """The header and the rows of a CSV file, as a spreadsheet may have saved it.

    Raises UserError with its name as ``shown`` where it cannot be decoded.
    """
    try:
        text = decoded(read_file(path), shown, [])[0]
    except Unreadable as error:
        raise UserError(f"{shown}: {error} {error.advice or 'Save it as CSV UTF-8.'}") from None
    rows = csv.DictReader(StringIO(text))
    return list(rows.fieldnames or ()), [{n: c or "" for n, c in row.items() if n} for row in rows]


def csv_text(names: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A CSV file of a header and rows.

    >>> csv_text(["action", "done"], [["Move house", ""]])
    'action,done\\nMove house,\\n'
    """
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([list(names), *rows])
    return text.getvalue()


def drop_alone(project: Project, quarter: Quarter) -> AbstractContextManager[None]:
    """Be the one that writes a quarter's drop. Raises UserError where another command is at it."""
    told = (
        f"Another command is writing the drop of {quarter}, here or on another machine. "
        "Wait until it has ended."
    )
    # Beside what is computed: a drop holds what was received.
    return alone(project.processed(quarter).with_name(f".{quarter}.drop.lock"), told, _PATIENCE)


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
