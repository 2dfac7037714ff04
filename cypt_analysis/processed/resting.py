"""All that what is found in a quarter rests on, as one digest: equal ones find the same.

Every byte that may be read counts, by name, those of the program and its library too: what was
found before is told again only where nothing at all has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cypt_analysis import STARTED
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import digest, read_file
from cypt_analysis.ground.project import PROJECT_FILE, Project
from cypt_analysis.ground.quarter import Quarter

_PROGRAM = "cypt-analysis"
# In a quarter's folder of data/processed.
_KEPT = "kept.json"
_CRLF, _LF = b"\r\n", b"\n"
# What an environment tells Python and what draws, but what changes no report: a person's own
# settings, and what stands there for a moment while a process is started (`runs/forking.py`).
_TOLD = re.compile(
    r"(?!(?:CYPT_PARENT|PYTHONSAFEPATH|PYTHONSTARTUP|PYTHONINSPECT|MPLBACKEND)$)"
    r"(?:CYPT_|PYTHON|MPL|LC_|LANG|TZ$)",
    re.IGNORECASE,
)
# Where fonts lie.
_FONTS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts",
    "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip


def project_digest(project: Project) -> str:
    """Of the program, and of a project's files beside its drops and reports."""
    root, notebooks = project.root, (project.root / "notebooks").glob("*.ipynb")
    beside = [_of_entries(project), files_digest(root, notebooks), *_shared(project)]
    return digest_of([program_digest(), *_versions(), *beside])


def making_digest(project: Project) -> str:
    """Of all that makes a report here, whatever was received: program, machine and entries."""
    every = [str(project.root), *map(str, project.quarters()), _of_entries(project)]
    return digest_of([program_digest(), *_machine(), *every])


def _of_entries(project: Project) -> str:
    """Of project.toml and the catalogue."""
    root = project.root
    return files_digest(root, [root / PROJECT_FILE, *(root / "data" / "catalogue").rglob("*")])


def _shared(project: Project) -> Iterator[str]:
    """The files of the folder that projects share, and the quarters: the newest may take any."""
    try:
        settings = tomllib.loads(read_file(project.root / PROJECT_FILE).decode("utf-8"))
    except (OSError, ValueError):
        return
    for name in sorted(_named("national", settings)):
        yield from map(str, [name, *project.quarters()])
        for path in sorted((project.root / name).glob("*")):
            about = path.stat() if path.exists() else path.lstat()
            yield f"{path.name} {about.st_size} {about.st_mtime_ns}"


def _named(key: str, held: Any) -> Iterator[str]:
    """The texts that a key has anywhere in a file, as it may change with time."""
    if isinstance(held, dict):
        yield from (each for name, each in held.items() if name == key and isinstance(each, str))
        held = list(held.values())
    for each in held if isinstance(held, list) else ():
        yield from _named(key, each)


def drop_digest(project: Project, quarter: Quarter) -> str:
    """Of all that lies in a quarter's drop."""
    folder = project.raw(quarter)
    return files_digest(folder, folder.rglob("*"))


def released_digest(project: Project) -> str:
    """Of what published releases have shown."""
    home = project.root / "reports" / "published"
    shown = [*home.glob("*/v*/internal/counts.json"), *home.glob("*/v*/data.csv")]
    return files_digest(home, shown)


def key_of(beside: str, drops: Mapping[Quarter, str], released: str) -> str:
    """One key of `project_digest`, of each drop's `drop_digest` and of `released_digest`."""
    return digest_of([beside, *(f"{each} {drops[each]}" for each in sorted(drops)), released])


def key_now(project: Project, quarter: Quarter) -> str:
    """The key of a quarter as everything lies there now."""
    quarters = [each for each in project.quarters() if each <= quarter]
    drops = {each: drop_digest(project, each) for each in quarters}
    return key_of(project_digest(project), drops, released_digest(project))


def keep(folder: Path, key: str) -> None:
    """Write down of which key the files of a folder of data/processed are, and what they hold."""
    content = {"key": key, "files": _held_in(folder), "machine": digest_of(_machine())}
    (folder / _KEPT).write_text(json.dumps(content, indent=2), encoding="utf-8")


def _held_in(folder: Path) -> dict[str, str]:
    files = sorted(each for each in folder.rglob("*") if each.is_file() and each.name != _KEPT)
    return {each.relative_to(folder).as_posix(): digest(each) for each in files}


def is_kept(project: Project, quarter: Quarter) -> bool:
    """Whether all that is saved of a quarter was made here, of what is there now."""
    folder = project.processed(quarter)
    try:
        then = json.loads(read_file(folder / _KEPT))
        now = {"key": key_now(project, quarter), "machine": digest_of(_machine())}
        return then == {**now, "files": _held_in(folder)}
    except (OSError, ValueError, UserError):
        return False


def kept(project: Project, quarter: Quarter, name: str) -> Any:
    """What a file of data/processed holds, where all that it rests on is as it was; else None."""
    folder = project.processed(quarter)
    try:
        then = json.loads(read_file(folder / _KEPT))
        content = read_file(folder / name)
        whole = hashlib.sha256(content).hexdigest() == then["files"][name]
        return json.loads(content) if whole and then["key"] == key_now(project, quarter) else None
    except (OSError, ValueError, KeyError, TypeError, UserError):
        # Whoever looks at everything anew says what is wrong.
        return None


@cache
def program_digest() -> str:
    """Of the program and its library, the same on every machine."""
    return digest_of(
        f"{name} {hashlib.sha256(path.read_bytes().replace(_CRLF, _LF)).hexdigest()}"
        for name, path in _program()
    )


def _program() -> list[tuple[str, Path]]:
    home = Path(__file__).resolve().parent.parent
    # What Python compiles comes and goes meanwhile.
    every = (path for path in home.rglob("*") if "__pycache__" not in path.parts)
    files = sorted(path for path in every if path.is_file())
    return [(path.relative_to(home).as_posix(), path) for path in files]


def _versions() -> Iterator[str]:
    """Of Python and of every package that the program asks for, as one of them may be missing."""
    # Slow to import, and help needs none.
    from importlib.metadata import PackageNotFoundError, requires, version

    yield platform.python_version()
    try:
        asked = requires(_PROGRAM) or []
    except PackageNotFoundError:
        # Not installed: what it runs with is not known, and never as it was.
        asked = []
        yield os.urandom(16).hex()
    for name in sorted(re.split(r"[^\w.-]", each)[0] for each in asked if "extra ==" not in each):
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} is missing"


def _machine() -> Iterator[str]:
    """Of what a machine brings: every package, its fonts, and what Python is told of it."""
    yield from (platform.platform(), sys.version)
    changed = (max(about.st_mtime, about.st_ctime) for about in (p.stat() for _, p in _program()))
    if any(each >= STARTED for each in changed):
        # What runs may be either.
        yield os.urandom(16).hex()
    yield from sorted(f"{each} {os.environ[each]}" for each in os.environ if _TOLD.match(each))
    for place in sorted(set(sys.path)):
        yield from sorted(each.name for each in Path(place).glob("*-info"))
    for fonts in _FONTS:
        home = Path(fonts).expanduser()
        for folder in sorted([home, *(each for each in home.rglob("*") if each.is_dir())]):
            yield f"{folder} {folder.stat().st_mtime_ns if folder.exists() else ''}"


def files_digest(home: Path, paths: Iterable[Path]) -> str:
    """Of files by their names, from a folder above them, and by their content."""
    named = ((path.relative_to(home).as_posix(), path) for path in sorted(set(paths)))
    return digest_of(f"{name} {_held(path)}" for name, path in named)


def _held(path: Path) -> str:
    """The digest of a file; what cannot be read, or leads elsewhere, is never as it was."""
    try:
        if path.is_dir() and not path.is_symlink():
            return ""
        return digest(path)
    except OSError:
        return os.urandom(16).hex()


def digest_of(parts: Iterable[str]) -> str:
    """One digest of texts in their order."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
