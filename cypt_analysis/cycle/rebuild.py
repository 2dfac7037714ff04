"""A published version made again from its inputs, which were kept, beside what was sent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cypt_analysis import __version__
from cypt_analysis.cycle.final import Final, make_pages, make_rest
from cypt_analysis.cycle.records import keep, read_record
from cypt_analysis.cycle.signing import SIGNED
from cypt_analysis.cycle.versions import published, record_of, versions
from cypt_analysis.drops.layout import received
from cypt_analysis.drops.shared import RECORD
from cypt_analysis.exports.manifest import read_manifest
from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import digest, read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import WORK, private_folder, replacing, write_whole
from cypt_analysis.pipeline import Done
from cypt_analysis.processed.editions import compute_editions
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import save
from cypt_analysis.runs.executors import Executors

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
    keep(home / f"{quarter}-v{number}.json", files)


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
    known = versions(project, quarter)
    path = record_of(project) / _HOME / f"{quarter}-v{number}.json"
    if path.is_file():
        told = f"{project.relative(path)} cannot be read. Bring it back from git."
        return read_record(path, lambda kept: {str(n): str(m) for n, m in kept.items()}, told)
    mine = {published(project, quarter) / f"v{each}" for each in known if each >= number}
    found = {
        name: mark
        for name, mark in _files(project, quarter)
        if not any((project.root / name).is_relative_to(each) for each in mine)
    }
    return found | read_manifest(known[number]).inputs


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


@dataclass(frozen=True)
class Rebuilt:
    """Where a version was made again, the files that are other bytes, and why they may be."""

    folder: Path
    files: int
    others: tuple[str, ...]
    why: str


def rebuild(
    project: Project, quarter: Quarter, number: int, executors: Executors, done: Done
) -> Rebuilt:
    """Make a published version again, from the files that it rests on, in reports/rebuilt.

    What was published is only read. Raises UserError where an input is no longer to be had.
    """
    files = inputs_of(project, quarter, number)
    known = versions(project, quarter)
    was = known[number]
    target = project.root / "reports" / "rebuilt" / str(quarter) / f"v{number}"
    with private_folder(project.root / WORK) as aside, replacing(target) as folder:
        # As deep as the files that projects share lie above it.
        root = aside.joinpath(*["above"] * depth_of(files), "project")
        root.mkdir(parents=True)
        place_inputs(project, files, root)
        then = _known_then(Project(root), quarter, number, was)
        final = replace(then, before=known.get(number - 1))
        done("build")
        books = aside / "books"
        books.mkdir()
        make_pages(folder, books, final, executors, done)
        done("pages")
        make_rest(folder, final, lambda place: _with_signatures(place, was))
        others = _others(folder, was)
        done("exports")
    count = sum(path.is_file() for path in target.rglob("*"))
    return Rebuilt(target, count, others, _why(was, final) if others else "")


def _known_then(project: Project, quarter: Quarter, number: int, was: Path) -> Final:
    editions = compute_editions(DropReader(project), quarter)
    save(editions[INTERNAL], project, editions.values())
    return Final(editions, number, read_manifest(was).reason)


def _with_signatures(place: Path, was: Path) -> None:
    """Who signed does not follow from the figures: it is taken over."""
    if (was / INTERNAL / SIGNED).is_file():
        shutil.copyfile(was / INTERNAL / SIGNED, place / SIGNED)


def _others(folder: Path, was: Path) -> tuple[str, ...]:
    """The files that are not, byte for byte, those that were published."""
    names = {
        path.relative_to(home).as_posix()
        for home in (folder, was)
        for path in home.rglob("*")
        if path.is_file()
    }
    return tuple(
        name
        for name in sorted(names)
        if not (folder / name).is_file()
        or not (was / name).is_file()
        or digest(folder / name) != digest(was / name)
    )


def _why(was: Path, final: Final) -> str:
    """Which package made it, where another one is at work now."""
    manifest = read_manifest(was)
    then = manifest.versions
    if manifest.code != final.editions[INTERNAL].provenance["code"]:
        return (
            f"It was made by cypt_analysis {then.get('cypt_analysis', 'of an unknown version')} "
            f"(code {manifest.code[:12]}), and this is {__version__} with other code "
            "or another catalogue. Install that one and rebuild with it."
        )
    now = final.editions[INTERNAL].provenance["versions"]
    moved = [f"{name} {then[name]}" for name in now if name in then and then[name] != now[name]]
    if moved:
        return f"It was made with {', '.join(moved)}. Install these and rebuild with them."
    return "The code is the same: a browser prints the PDF, and may have been another one."
