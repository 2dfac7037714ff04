"""A folder or file written by one alone and aside, and moved into its place when it is whole."""

from __future__ import annotations

import glob
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import name_place, require_folder
from cypt_analysis.ground.stopping import refuse_if_asked

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


@contextmanager
def alone(lock: Path, told: str, patience: float) -> Iterator[None]:
    """Be the only one who holds a lock file while the block runs; the file stays, held by nobody.

    Raises UserError with the sentence ``told`` where another process holds it for longer than
    ``patience`` seconds.
    """
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


# Seconds to wait for another process that writes to the same place, and between two looks.
_PATIENCE, _PAUSE = 20, 0.05


# What stands beside a target: its lock, its work, and the earlier one while it is moved.
_LOCK, _NEW, _OLD = ".lock", ".new-", ".old"


@contextmanager
def replacing(
    target: Path,
    before: Callable[[Path], None] = lambda work: None,
    after: Callable[[], None] = lambda: None,
) -> Iterator[Path]:
    """A folder to write into, moved to the target's place only when all went well.

    What stood there before stays until then, and stays for good if anything fails. One
    process writes at a time: raises UserError when another one is at it, and OSError, naming
    the target, where the machine refuses. What a killed process left behind is taken away
    first; its lock went with it. ``before`` is told the finished folder just before the move;
    where ``after``, which follows the move, fails, it is undone.
    """
    require_place(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target, _PATIENCE):
            restore(target)
            work = make_folder(target.parent, _work_prefix(target))
            try:
                yield work
                before(work)
                refuse_if_asked()
                swap(work, target, after)
            except OSError as error:
                name_place(error, work, target)
                raise
            finally:
                shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        name_place(error, target, target)
        raise


def require_place(target: Path) -> None:
    """Raise UserError or OSError where no folder can be replaced: in a link's place, say."""
    # A folder that is replaced whole would replace the link, and stand elsewhere then.
    if target.is_symlink():
        raise UserError(
            f"{target} is a link, and what it leads to is replaced whole. Put a folder in its "
            f"place, or let {target.parent} be the link."
        )
    require_folder(target)


def _locked(target: Path, patience: float) -> AbstractContextManager[None]:
    """Be the one that writes a target. Raises UserError where another process is."""
    lock = target.parent / f".{target.name}{_LOCK}"
    told = f"Another run is writing {target}. Try again when it has ended."
    return alone(lock, told, patience)


def write_whole(target: Path, content: str | bytes) -> None:
    """Write a file aside and move it into place, so that none is ever half there.

    Text is written in UTF-8 with LF on every machine; the folder is made where there is none.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    work = target.with_name(f".{target.name}.new")
    try:
        work.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        work.replace(target)
    finally:
        work.unlink(missing_ok=True)


def _work_prefix(target: Path) -> str:
    return f".{target.name}{_NEW}"


def swap(work: Path, target: Path, after: Callable[[], None] = lambda: None) -> None:
    """Put a finished folder in the place of an earlier one, which comes back if that fails.

    No file system moves one full folder over another, so the earlier one steps aside
    first; `restore` puts it back if the process dies between the two moves.
    """
    aside = _aside(target)
    shutil.rmtree(aside, ignore_errors=True)
    if target.exists():
        target.replace(aside)
    try:
        work.replace(target)
        after()
    except BaseException:
        if target.exists():
            target.replace(work)
        if aside.exists():
            aside.replace(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def restore(target: Path) -> None:
    """Undo what a killed process left: an earlier folder still aside, work never finished."""
    aside = _aside(target)
    if aside.exists():
        if target.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.replace(target)
    for left in target.parent.glob(f"{glob.escape(_work_prefix(target))}*"):
        _take_away(left)


def _take_away(left: Path) -> None:
    """Take away what a killed process left; what it had begun may still write there."""
    for _ in range(_TRIES):
        shutil.rmtree(left, ignore_errors=True)
        if not left.exists():
            return
        time.sleep(_PAUSE)


def restore_others(home: Path) -> None:
    """Undo what killed processes left in a folder of targets; what one still writes stays."""
    for left in home.glob(".*") if home.is_dir() else ():
        name = left.name[1:].removesuffix(_OLD).partition(_NEW)[0]
        if name and name != left.name[1:] and left.is_dir():
            with suppress(UserError, OSError), _locked(home / name, 0):
                restore(home / name)


def _aside(target: Path) -> Path:
    return target.parent / f".{target.name}{_OLD}"
