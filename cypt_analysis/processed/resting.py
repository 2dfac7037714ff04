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
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import digest, read_file
from cypt_analysis.ground.project import PROJECT_FILE, Project
from cypt_analysis.ground.quarter import Quarter

_PROGRAM = "cypt-analysis"
# In a quarter's folder of data/processed.
_KEPT = "kept.json"


def project_digest(project: Project) -> str:
    """Of the program, and of a project's files beside its drops and reports."""
    root = project.root
    own = [root / PROJECT_FILE, *(root / "data" / "catalogue").rglob("*")]
    own += (root / "notebooks").glob("*.ipynb")
    return _of([program_digest(), *_versions(), _of_files(root, own), *_shared(project)])


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
    return _of_files(folder, folder.rglob("*"))


def released_digest(project: Project) -> str:
    """Of what published releases have shown."""
    home = project.root / "reports" / "published"
    shown = [*home.glob("*/v*/internal/counts.json"), *home.glob("*/v*/data.csv")]
    return _of_files(home, shown)


def key_of(beside: str, drops: Mapping[Quarter, str], released: str) -> str:
    """One key of `project_digest`, of each drop's `drop_digest` and of `released_digest`."""
    return _of([beside, *(f"{each} {drops[each]}" for each in sorted(drops)), released])


def key_now(project: Project, quarter: Quarter) -> str:
    """The key of a quarter as everything lies there now."""
    quarters = [each for each in project.quarters() if each <= quarter]
    drops = {each: drop_digest(project, each) for each in quarters}
    return key_of(project_digest(project), drops, released_digest(project))


def keep(folder: Path, key: str, names: Iterable[str]) -> None:
    """Write down of which key files of a folder of data/processed are, and what they hold."""
    held = {name: digest(folder / name) for name in names}
    (folder / _KEPT).write_text(json.dumps({"key": key, "files": held}, indent=2), "utf-8")


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
    home = Path(__file__).resolve().parent.parent
    # What Python compiles comes and goes meanwhile.
    every = (path for path in home.rglob("*") if "__pycache__" not in path.parts)
    files = [path for path in every if path.is_file()]
    return _of(
        f"{path.relative_to(home).as_posix()} {hashlib.sha256(_unix(path)).hexdigest()}"
        for path in sorted(files)
    )


def _unix(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")


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


def _of_files(home: Path, paths: Iterable[Path]) -> str:
    """Of files by their names, from a folder above them, and by their content."""
    return _of(f"{path.relative_to(home).as_posix()} {_held(path)}" for path in sorted(set(paths)))


def _held(path: Path) -> str:
    """The digest of a file; what cannot be read, or leads elsewhere, is never as it was."""
    try:
        if path.is_dir() and not path.is_symlink():
            return ""
        return digest(path)
    except OSError:
        return os.urandom(16).hex()


def _of(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
