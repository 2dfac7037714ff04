"""What the machine refuses, as a sentence: the one place where an error of a file becomes words."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from cypt_analysis.ground.findings import CheckFailed, UserError

# What ends a command with a sentence and no traceback.
FAULTS = (CheckFailed, UserError, OSError, MemoryError)
# Opening a pipe waits for somebody to write into it; a folder has no such flag on Windows.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_KINDS = (
    (stat.S_ISDIR, "folder"),
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)
_ROOM = "Make room there and try again."
_RIGHTS = "Ask for the right to it, or work in a copy of the project that is yours."
_MEMORY = ("There is not enough memory.", "End other programs, or work with --jobs 1.")
_SAID = {
    errno.ELOOP: (
        "It is a link that leads to itself.",
        "Put what it should lead to in its place.",
    ),
    errno.ENOENT: (
        "It is not there, or not any more.",
        "Was it moved while the command ran? Put it back and try again.",
    ),
    errno.EACCES: ("You may not read or change it.", _RIGHTS),
    errno.EPERM: ("You may not read or change it.", _RIGHTS),
    errno.EROFS: ("It is on a disk that can be read only.", _RIGHTS),
    errno.ENOSPC: ("Its disk is full.", _ROOM),
    errno.EFBIG: (
        "It would be larger than a file may be here.",
        "Raise that limit (ulimit -f) and try again.",
    ),
    errno.EMFILE: (
        "Too few files may be open at once.",
        "Raise that limit, as with ulimit -n 1024, and try again.",
    ),
    errno.ENFILE: ("Too many files are open on this machine.", "End other programs."),
    errno.EAGAIN: ("Too few processes may run at once.", "End other programs, or use --jobs 1."),
    errno.ENOMEM: _MEMORY,
    errno.ENAMETOOLONG: ("Its name is too long.", "Give it, or the folders above it, a short one."),
    errno.EBUSY: ("Another program is using it.", "Close it there and try again."),
    errno.EIO: ("Its disk does not answer as it should.", "Is it still connected?"),
    errno.EPIPE: ("What read it has gone.", "Try again."),
}
# These are of the whole machine, and not of the file that was meant when it came to light.
_OF_ALL = (errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM)
for _same, _as in (("EDQUOT", "ENOSPC"), ("ETXTBSY", "EBUSY"), ("ESTALE", "EIO")):
    if hasattr(errno, _same):
        _SAID[getattr(errno, _same)] = _SAID[getattr(errno, _as)]


def read_file(path: Path, most: int = -1) -> bytes:
    """What a file holds, or its first ``most`` bytes.

    Raises OSError for all that is no file: a pipe is not waited for.

    >>> read_file(Path("/"))
    Traceback (most recent call last):
    IsADirectoryError: [Errno 21] folder: '/'
    """
    _refuse_others(path.stat().st_mode, path)
    number = os.open(path, os.O_RDONLY | _AT_ONCE)
    with os.fdopen(number, "rb") as file:
        # It may have become another since.
        _refuse_others(os.fstat(number).st_mode, path)
        return file.read(most)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits. Raises OSError as `read_file` does."""
    return hashlib.sha256(read_file(path)).hexdigest()


def _refuse_others(mode: int, path: Path) -> None:
    if not stat.S_ISREG(mode):
        kind = next((name for test, name in _KINDS if test(mode)), "device")
        raise OSError(errno.EISDIR if kind == "folder" else errno.ENXIO, kind, str(path))


def stands(path: Path) -> bool:
    """Whether anything stands at a path, a link that leads nowhere too.

    Raises OSError where that cannot be seen: behind a link that leads to itself, say.

    >>> stands(Path("/")), stands(Path("/nowhere/at all"))
    (True, False)
    """
    try:
        path.stat()
    except FileNotFoundError:
        return path.is_symlink()
    return True


def require_folder(path: Path) -> bool:
    """Whether a folder stands at a path. Raises OSError where something else does."""
    if path.is_dir():
        return True
    if stands(path):
        path.stat()  # A link that leads nowhere.
        raise OSError(errno.ENOTDIR, "file", str(path))
    return False


def found_of(error: OSError) -> tuple[str, str]:
    """What was found where a file was meant, and what to do, as a finding says them.

    >>> found_of(OSError(40, "Too many levels of symbolic links"))
    ('It is a link that leads to itself.', 'Put what it should lead to in its place.')
    """
    away = "Move it away, or give it another name."
    if error.errno in (errno.ENOENT, errno.EEXIST) and _leads_nowhere(error):
        return "It is a link that leads nowhere.", "Put what it should lead to in its place."
    if error.errno == errno.EISDIR:
        return "It is a folder, but a file is meant.", away
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return "It is a file, but a folder is meant.", away
    if error.errno == errno.ENXIO:
        return f"It is a {_kind(error)}, but a file is meant.", away
    if error.errno in _SAID:
        return _SAID[error.errno]
    return f"{(error.strerror or str(error) or type(error).__name__).rstrip('.')}.", "Try again."


def _named(error: OSError) -> str:
    """The path that an error names; some name none, and some the number of an open file."""
    path = error.filename
    return os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else ""


def _leads_nowhere(error: OSError) -> bool:
    path = Path(_named(error))
    return path.is_symlink() and not path.exists()


def _kind(error: OSError) -> str:
    try:
        mode = Path(_named(error)).stat().st_mode
    except (OSError, ValueError):
        return "device"
    return next((name for test, name in _KINDS if test(mode)), "device")


def told(fault: BaseException, consequence: str = "") -> str:
    """A fault as it is printed: what cannot be used, why, and what to do.

    ``consequence`` is a sentence for what a person cannot know from the fault itself.

    >>> told(OSError(28, "No space left on device", "/srv/report.html"), "No report was made.")
    '/srv/report.html: Its disk is full. Make room there and try again. No report was made.'
    """
    if isinstance(fault, (CheckFailed, UserError)):
        return str(fault)
    found, advice = found_of(fault) if isinstance(fault, OSError) else _MEMORY
    where = ""
    if isinstance(fault, OSError) and fault.errno not in _OF_ALL:
        where = f"{_place(fault)}: " if _named(fault) else "A file cannot be used. "
    return " ".join(filter(None, (f"{where}{found}", advice, consequence)))


def _room(path: Path) -> int:
    """How many bytes still go onto the disk that a path is on, or will be."""
    there = next(each for each in (path, *path.parents) if each.exists())
    return shutil.disk_usage(there).free


def _place(fault: OSError) -> str:
    """The path that an error is about: of one below a file, that file."""
    path = Path(_named(fault))
    if fault.errno in (errno.ENOTDIR, errno.EEXIST):
        above = [path, *path.parents]
        return str(next((each for each in reversed(above) if _is_other(each)), path))
    return str(path)


def _is_other(path: Path) -> bool:
    """Whether what stands there is no folder; it may itself be below such a thing."""
    try:
        return path.exists() and not path.is_dir()
    except OSError:
        return False


def name_place(error: OSError, work: Path, target: Path) -> None:
    """Let an error name what is being made, and not the folder aside where that is done.

    One without a name, as that of a full disk, is of the fuller of two: the target's, and that
    where the machine keeps what is needed for a moment.
    """
    if error.errno is None:
        return  # It has words of its own.
    named = _named(error)
    if not named:
        places = (target, Path(tempfile.gettempdir()))
        error.filename = str(min(places, key=_room) if error.errno == errno.ENOSPC else target)
    elif Path(named) == work:
        error.filename = str(target)
    elif Path(named).is_relative_to(work):
        error.filename = str(target / Path(named).relative_to(work))
