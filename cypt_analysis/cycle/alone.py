"""One person at a time in a drop: whoever comes second is told so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter

# Seconds to wait for a command that is nearly done.
_PATIENCE = 5


@contextmanager
def alone(project: Project, quarter: Quarter) -> Iterator[None]:
    """Be the one that writes a quarter's drop. Raises UserError where another command is at it."""
    lock = FileLock(project.drops / f".{quarter}.lock", timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout:
        raise UserError(
            f"Another command is writing the drop of {quarter}, here or on another machine. "
            "Wait until it has ended."
        ) from None
    try:
        yield
    finally:
        Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()
