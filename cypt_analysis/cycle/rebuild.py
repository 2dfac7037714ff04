"""A published version made again from its inputs, which were kept, beside what was sent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cypt_analysis import __version__
from cypt_analysis.cycle.final import Final, make_pages, make_rest
from cypt_analysis.cycle.inputs import depth_of, inputs_of, place_inputs
from cypt_analysis.cycle.signing import SIGNED
from cypt_analysis.cycle.versions import versions
from cypt_analysis.exports.manifest import read_manifest
from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.machine import digest
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import WORK, private_folder, replacing
from cypt_analysis.pipeline import Done
from cypt_analysis.processed.editions import compute_editions
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import save
from cypt_analysis.runs.executors import Executors

# What a machine may lack the means to make; all else is made on every one.
_MAYBE = (".pdf", ".docx", ".xlsx")


@dataclass(frozen=True)
class Rebuilt:
    """Where a version was made again, the files that are other bytes, and why they may be.

    ``left_out`` can be made here, as a PDF where there is a browser now, and was not published.
    """

    folder: Path
    files: int
    others: tuple[str, ...]
    why: str
    left_out: tuple[str, ...] = ()


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
        left_out = list[str]()

        def as_published(place: Path) -> None:
            _with_signatures(place, was)
            left_out.extend(_leave_out(folder, was))

        notes = make_rest(folder, final, as_published)
        others = _others(folder, was)
        done("exports")
    count = sum(path.is_file() for path in target.rglob("*"))
    why = " ".join([*dict.fromkeys(filter(None, notes)), _why(was, final)]) if others else ""
    return Rebuilt(target, count, others, why, tuple(left_out))


def _known_then(project: Project, quarter: Quarter, number: int, was: Path) -> Final:
    editions = compute_editions(DropReader(project), quarter)
    save(editions[INTERNAL], project, editions.values())
    return Final(editions, number, read_manifest(was).reason)


def _with_signatures(place: Path, was: Path) -> None:
    """Who signed does not follow from the figures: it is taken over."""
    if (was / INTERNAL / SIGNED).is_file():
        shutil.copyfile(was / INTERNAL / SIGNED, place / SIGNED)


def _leave_out(folder: Path, was: Path) -> Iterator[str]:
    """Take away what a machine may make or not, where what was published has none; their names."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in _MAYBE and not (was / name).is_file():
            path.unlink()
            yield name


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
