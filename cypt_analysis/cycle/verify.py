"""What was published, held against its manifests and against the index of versions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from cypt_analysis.cycle.versions import (
    INDEX,
    published,
    read_index,
    record_of,
    versions,
)
from cypt_analysis.exports.manifest import manifest_of
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.machine import digest, read_file, require_folder
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_quarter

_RESTORE = "Bring the published file back from a backup or from git."


def verify(project: Project, quarter: Quarter | None = None) -> tuple[int, list[Finding]]:
    """How many published versions there are, and everything that is not as it was published.

    Every version of the index must be there, with the manifest that it was entered with, and hold
    the files of that manifest and no other, byte for byte. Without ``quarter`` every quarter is
    looked at. Raises UserError when the index cannot be read.

    >>> verify(Project(Path("/nowhere")))
    (0, [])
    """
    index = read_index(project)
    wanted = {parse_quarter(text) for text in index} | set(_quarters(project))
    found: list[Finding] = []
    count = 0
    for each in sorted(wanted if quarter is None else wanted & {quarter}):
        entered = {int(number): mark for number, mark in index.get(str(each), {}).items()}
        there = versions(project, each)
        count += len(there)
        for number in sorted(entered.keys() | there.keys()):
            folder = published(project, each) / f"v{number}"
            found += _version(project, folder, entered.get(number))
        found += _others(project, published(project, each), there.values())
    return count, found


def _others(project: Project, home: Path, known: Iterable[Path]) -> Iterator[Finding]:
    """What stands among the versions of a quarter and is none; locks and work begin with a dot."""
    for path in sorted(home.iterdir()) if require_folder(home) else ():
        if path not in known and not path.name.startswith("."):
            advice = "Only versions stand here, like v1: take it out."
            yield _fault(project.relative(path), "It is no version.", advice)


def _quarters(project: Project) -> Iterator[Quarter]:
    home = record_of(project)
    for folder in home.iterdir() if require_folder(home) else ():
        try:
            yield parse_quarter(folder.name)
        except ValueError:
            continue


def _version(project: Project, folder: Path, entered: str | None) -> Iterator[Finding]:
    shown, index = project.relative(folder), project.relative(record_of(project) / INDEX)
    if entered is None:
        yield _fault(shown, f"It is not in {index}.", "Publish it again, or take it out.")
    if folder.is_symlink():
        yield _fault(shown, "It is a link: what it leads to may change.", _RESTORE)
        return
    if not folder.is_dir():
        yield _fault(shown, "It was published and is gone.", _RESTORE)
        return
    path = manifest_of(folder)
    if entered is not None and not _is(path, entered):
        yield _fault(project.relative(path), _changed(path), _RESTORE)
        return
    yield from _files(folder, shown)


def _files(folder: Path, shown: str) -> Iterator[Finding]:
    own = manifest_of(folder).relative_to(folder).as_posix()
    try:
        manifest: Any = json.loads(read_file(folder / own))
        outputs = {str(each["path"]): str(each["sha256"]) for each in manifest["outputs"]}
    except (OSError, ValueError, KeyError, TypeError):
        yield _fault(f"{shown}/{own}", "It cannot be read.", _RESTORE)
        return
    for name, mark in outputs.items():
        path = folder / name
        if not _is(path, mark):
            yield _fault(f"{shown}/{name}", _changed(path), _RESTORE)
    homes = {
        parent.as_posix() for name in (own, *outputs) for parent in PurePosixPath(name).parents
    }
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name != own and name not in outputs and name not in homes:
            advice = "A published report holds nothing else: take it out."
            yield _fault(f"{shown}/{name}", "It was not published.", advice)


def _is(path: Path, mark: str) -> bool:
    """Whether a file, and no link to one, holds what its digest says."""
    return path.is_file() and not path.is_symlink() and digest(path) == mark


def _changed(path: Path) -> str:
    if path.is_symlink():
        return "It is a link: what it leads to may change."
    return "It was changed after it was published." if path.is_file() else "It is gone."


def _fault(file: str, found: str, advice: str) -> Finding:
    return Finding(file, None, found, advice, rule="published")
