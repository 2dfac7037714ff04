"""One at a time: whoever comes second to the same work, here or on a share, is told so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cypt_analysis.ground.findings import UserError


@contextmanager
def alone(lock: Path, told: str, patience: float) -> Iterator[None]:
    """Be the only one who holds a lock file while the block runs; the file stays, held by nobody.

    Raises UserError with the sentence ``told`` where another process holds it for longer than
    ``patience`` seconds.

    >>> with alone(Path("/tmp/example.lock"), "Somebody else is at it.", 0):  # doctest: +SKIP
    ...     ...
    """
    # Slow to import, and most commands are alone.
    from filelock import FileLock, Timeout

    lock.parent.mkdir(parents=True, exist_ok=True)
    holder = FileLock(lock, timeout=patience)
    try:
        holder.acquire()
    except Timeout:
        raise UserError(told) from None
    try:
        yield
    finally:
        holder.release()
