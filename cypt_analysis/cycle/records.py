"""What the program keeps of a quarter, as JSON: written whole, and read back or told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from cypt_analysis.ground.alone import alone
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import write_whole

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


def drop_alone(project: Project, quarter: Quarter) -> AbstractContextManager[None]:
    """Be the one that writes a quarter's drop. Raises UserError where another command is at it."""
    told = (
        f"Another command is writing the drop of {quarter}, here or on another machine. "
        "Wait until it has ended."
    )
    return alone(project.drops / f".{quarter}.lock", told, _PATIENCE)
