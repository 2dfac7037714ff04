"""Folders for what is needed while a command runs, gone with it however it ends."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "cypt-"
# Below a project: work that is too large, or too slow to make again, for a folder of the machine.
WORK = ".cypt-work"
_OWNER = ".owner"
_TRIES = 100


def make_folder(parent: Path, prefix: str) -> Path:
    """A new folder of a name that nobody has; what others may do in it is as the umask says."""
    for _ in range(_TRIES):
        path = parent / f"{prefix}{secrets.token_hex(4)}"
        with suppress(FileExistsError):
            path.mkdir()
            return path
    raise FileExistsError(f"{parent} has no name left that begins with {prefix}")


@contextmanager
def private_folder(home: Path | None = None) -> Iterator[Path]:
    """A folder that nobody else may open, in the machine's own folder for such or in ``home``.

    It is taken away at the end of the block; if the process is killed before, by the next one
    that asks for such a folder there: a lock says whether its owner is alive.

    >>> with private_folder() as folder:
    ...     folder.is_dir()
    True
    """
    home = home or Path(tempfile.gettempdir())
    clear(home)
    home.mkdir(exist_ok=True)
    # The lock is there before the folder: none is without an owner for a moment.
    name = f"{PREFIX}{secrets.token_hex(4)}"
    lock, folder = FileLock(home / f"{name}{_OWNER}"), home / name
    try:
        lock.acquire()
        folder.mkdir(0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)
        _leave(home)


def clear(home: Path) -> None:
    """Take away the private folders whose owner has ended without doing so."""
    for owner in home.glob(f"{PREFIX}*{_OWNER}"):
        with suppress(OSError, Timeout):
            if _mine(owner):
                folder = owner.with_name(owner.name.removesuffix(_OWNER))
                with FileLock(owner, timeout=0):
                    shutil.rmtree(folder, ignore_errors=True)
                owner.unlink(missing_ok=True)
    _leave(home)


def _leave(home: Path) -> None:
    """Take away a project's folder of such folders; not while another process is at work there."""
    if home.name == WORK:
        with suppress(OSError):
            home.rmdir()


def _mine(path: Path) -> bool:
    """Whether a file, and no link to one, is this person's."""
    user = getattr(os, "getuid", lambda: None)()
    return not path.is_symlink() and user in (None, path.stat().st_uid)
