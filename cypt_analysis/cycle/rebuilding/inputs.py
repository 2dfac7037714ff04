"""What a published version was made from, kept by digest, so that it can be made again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cypt_analysis.cycle.versions import digest, published, record_of, versions
from cypt_analysis.drops.layout import received
from cypt_analysis.drops.shared import RECORD
from cypt_analysis.exports.manifest import manifest_of
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter

_HOME = "inputs"


def keep_inputs(project: Project, quarter: Quarter, number: int, folder: Path) -> None:
    """Keep every file that a version rests on, each once, and the list of them.

    ``folder`` holds the version's manifest. Files of the folder that projects share are listed by
    digest alone: they are their publishers'. What was kept is never altered.
    """
    home = record_of(project) / _HOME
    home.mkdir(parents=True, exist_ok=True)
    files = dict(_files(project, quarter))
    for path, mark in files.items():
        target = home / mark
        if not target.exists() and _is_own(path):
            work = home / f".{mark}.new"
            work.write_bytes(read_file(project.root / path))
            work.replace(target)
    files |= {name: mark for name, mark in _of_manifest(manifest_of(folder)) if not _is_own(name)}
    work = home / f".{quarter}-v{number}.new"
    text = json.dumps(files, indent=1, ensure_ascii=False, sort_keys=True)
    work.write_text(text + "\n", encoding="utf-8", newline="\n")
    work.replace(home / f"{quarter}-v{number}.json")


def _files(project: Project, quarter: Quarter) -> Iterator[tuple[str, str]]:
    """The project's own files that a quarter's report rests on, with their digests."""
    drops = [each for each in project.quarters() if each <= quarter]
    paths = [path for each in drops for path in received(project.raw(each))]
    paths += [project.raw(each) / RECORD for each in drops]
    paths += [project.file, *project.catalogue.rglob("*"), *project.notebooks.rglob("*")]
    # Releases say what a small number gives away, and so what is hidden beside it.
    for other in sorted(record_of(project).glob("*/v*")):
        paths += [other / "data.csv", other / "internal" / "counts.json"]
    for path in paths:
        if path.is_file():
            yield path.relative_to(project.root).as_posix(), digest(path)


def inputs_of(project: Project, quarter: Quarter, number: int) -> dict[str, str]:
    """The files that a version rests on, by path, with their digests.

    Of one that was published before they were kept: those of its manifest, and the rest as it is
    now. Raises UserError where there is no such version, or its list cannot be read.
    """
    known = versions(project, quarter)
    if number not in known:
        have = ", ".join(f"v{each}" for each in known) or "none"
        raise UserError(f"{quarter} has no published version {number}. It has: {have}.")
    path = record_of(project) / _HOME / f"{quarter}-v{number}.json"
    if path.is_file():
        try:
            return {str(name): str(mark) for name, mark in json.loads(read_file(path)).items()}
        except (ValueError, AttributeError):
            shown = project.relative(path)
            raise UserError(f"{shown} cannot be read. Bring it back from git.") from None
    mine = {published(project, quarter) / f"v{each}" for each in known if each >= number}
    found = {
        name: mark
        for name, mark in _files(project, quarter)
        if not any((project.root / name).is_relative_to(each) for each in mine)
    }
    return {**found, **dict(_of_manifest(manifest_of(known[number])))}


def place_inputs(project: Project, files: dict[str, str], root: Path) -> None:
    """Put the files into an empty project folder, each as it was when the version was published.

    Raises UserError naming every one that is neither kept nor as it was.
    """
    lost = []
    for name, mark in files.items():
        kept = record_of(project) / _HOME / mark
        source = next((e for e in (kept, project.root / name) if _holds(e, mark)), None)
        if source is None:
            lost.append(name)
            continue
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(read_file(source))
    if lost:
        listed = "\n".join(f"  {name}" for name in lost)
        raise UserError(
            "These files are not as they were when it was published, and were not kept:\n"
            f"{listed}\nBring them back from git or a backup."
        )


def _holds(path: Path, mark: str) -> bool:
    return path.is_file() and digest(path) == mark


def _is_own(name: str) -> bool:
    return not name.startswith(("../", "/")) and ":" not in name.partition("/")[0]


def _of_manifest(path: Path) -> list[tuple[str, str]]:
    return [(str(e["path"]), str(e["sha256"])) for e in read_manifest(path).get("inputs", ())]


def read_manifest(path: Path) -> dict[str, Any]:
    """What a manifest says. Raises UserError where it cannot be read."""
    try:
        found = json.loads(read_file(path))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise UserError(f"{path} cannot be read. Bring it back from git or a backup.")
    return found


def depth_of(files: dict[str, str]) -> int:
    """How many folders above the project the highest of its inputs stands.

    >>> depth_of({"project.toml": "", "../national/a.csv": ""})
    1
    """
    return max((Path(name).parts.count("..") for name in files), default=0)
