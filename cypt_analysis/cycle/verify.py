"""What was published, held against its manifests and against the index of versions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cypt_analysis.cycle.versions import (
    INDEX,
    digest,
    published,
    read_index,
    record_of,
    versions,
)
from cypt_analysis.exports.manifest import NAME as MANIFEST
from cypt_analysis.ground.findings import Finding
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
    return count, found


def _quarters(project: Project) -> Iterator[Quarter]:
    home = record_of(project)
    for folder in home.iterdir() if home.is_dir() else ():
        try:
            yield parse_quarter(folder.name)
        except ValueError:
            continue


def _version(project: Project, folder: Path, entered: str | None) -> Iterator[Finding]:
    shown, index = project.relative(folder), project.relative(record_of(project) / INDEX)
    if entered is None:
        yield _fault(shown, f"It is not in {index}.", "Publish it again, or take it out.")
    if not folder.is_dir():
        yield _fault(shown, "It was published and is gone.", _RESTORE)
        return
    path = folder / MANIFEST
    if entered is not None and (not path.is_file() or digest(path) != entered):
        yield _fault(f"{shown}/{MANIFEST}", _changed(path), _RESTORE)
        return
    yield from _files(folder, shown)


def _files(folder: Path, shown: str) -> Iterator[Finding]:
    try:
        manifest: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        outputs = {str(each["path"]): str(each["sha256"]) for each in manifest["outputs"]}
    except (OSError, ValueError, KeyError, TypeError):
        yield _fault(f"{shown}/{MANIFEST}", "It cannot be read.", _RESTORE)
        return
    for name, mark in outputs.items():
        path = folder / name
        if not path.is_file() or digest(path) != mark:
            yield _fault(f"{shown}/{name}", _changed(path), _RESTORE)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST and name not in outputs:
            advice = "A published report holds nothing else: take it out."
            yield _fault(f"{shown}/{name}", "It was not published.", advice)


def _changed(path: Path) -> str:
    return "It was changed after it was published." if path.is_file() else "It is gone."


def _fault(file: str, found: str, advice: str) -> Finding:
    return Finding(file, None, found, advice, rule="published")
