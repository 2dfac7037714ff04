"""The files that a published version rests on, kept for good, and put into place again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cypt_analysis.cycle.records import keep, read_record
from cypt_analysis.cycle.versions import published, record_of, versions
from cypt_analysis.drops.layout import received
from cypt_analysis.drops.shared import RECORD
from cypt_analysis.exports.manifest import read_manifest
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import digest, read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import write_whole

# Beside the versions: each input once, by its digest, and a list for each version.
_HOME = "inputs"

_HOME = "inputs"


def keep_inputs(project: Project, quarter: Quarter, number: int, folder: Path) -> None:
    """Keep every file that a version rests on, each once, and the list of them.

    ``folder`` holds the version's manifest. Files of the folder that projects share are listed by
    digest alone: they are their publishers'. What was kept is never altered.
    """
    home = record_of(project) / _HOME
    files = dict(_files(project, quarter))
    for path, mark in files.items():
        target = home / mark
        if not target.exists() and _is_own(path):
            write_whole(target, read_file(project.root / path))
    listed = read_manifest(folder).inputs
    files |= {name: mark for name, mark in listed.items() if not _is_own(name)}
    keep(_list_of(project, quarter, number), files)


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
    now. Raises UserError where its list cannot be read.
    """
    if kept := kept_inputs(project, quarter, number):
        return kept
    known = versions(project, quarter)
    mine = {published(project, quarter) / f"v{each}" for each in known if each >= number}
    found = {
        name: mark
        for name, mark in _files(project, quarter)
        if not any((project.root / name).is_relative_to(each) for each in mine)
    }
    return found | read_manifest(known[number]).inputs


def kept_inputs(project: Project, quarter: Quarter, number: int) -> dict[str, str]:
    """The list that was kept of a version's files; empty for one published before there were any.

    Raises UserError where it cannot be read.
    """
    path = _list_of(project, quarter, number)
    if not path.is_file():
        return {}
    told = f"{project.relative(path)} cannot be read. Bring it back from git."
    return read_record(path, lambda kept: {str(n): str(m) for n, m in kept.items()}, told)


def _list_of(project: Project, quarter: Quarter, number: int) -> Path:
    return record_of(project) / _HOME / f"{quarter}-v{number}.json"


def place_inputs(project: Project, files: dict[str, str], root: Path) -> None:
    """Put the files into an empty project folder, each as it was when the version was published.

    Raises UserError naming every one that is neither kept nor as it was.
    """
    lost = []
    for name, mark in files.items():
        kept = record_of(project) / _HOME / mark
        source = next(
            (e for e in (kept, project.root / name) if e.is_file() and digest(e) == mark), None
        )
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


def _is_own(name: str) -> bool:
    return not name.startswith(("../", "/")) and ":" not in name.partition("/")[0]


def depth_of(files: dict[str, str]) -> int:
    """How many folders above the project the highest of its inputs stands.

    >>> depth_of({"project.toml": "", "../national/a.csv": ""})
    1
    """
    return max((Path(name).parts.count("..") for name in files), default=0)
