"""The published versions of a quarter, the index that names them, and whether they are intact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from cypt_analysis.cycle.records import keep, read_record
from cypt_analysis.exports.manifest import manifest_of, read_manifest
from cypt_analysis.ground.findings import Finding, UserError
from cypt_analysis.ground.machine import digest, require_folder, stands
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_quarter
from cypt_analysis.ground.replacing import alone

INDEX = "index.json"
# Seconds to wait for another that enters a version: it takes a moment.
_PATIENCE = 60
_NUMBER = re.compile(r"[1-9]\d*", re.ASCII)
_VERSION = re.compile(rf"v({_NUMBER.pattern})", re.ASCII)


def record_of(project: Project) -> Path:
    """The folder of all that was published.

    >>> record_of(Project(Path("/srv/cypt"))).as_posix()
    '/srv/cypt/reports/published'
    """
    return project.root / "reports" / "published"


def published(project: Project, quarter: Quarter) -> Path:
    """The folder of a quarter's published versions; no run of a draft writes there.

    >>> from cypt_analysis.ground.quarter import parse_quarter
    >>> published(Project(Path("/srv/cypt")), parse_quarter("2009-10-Q2")).as_posix()
    '/srv/cypt/reports/published/2009-10-Q2'
    """
    return record_of(project) / str(quarter)


def versions(project: Project, quarter: Quarter) -> dict[int, Path]:
    """The published versions of a quarter with their folders, oldest first.

    >>> from cypt_analysis.ground.quarter import parse_quarter
    >>> versions(Project(Path("/nowhere")), parse_quarter("2009-10-Q2"))
    {}
    """
    folder = published(project, quarter)
    found = {}
    for path in folder.iterdir() if require_folder(folder) else ():
        match = _VERSION.fullmatch(path.name)
        if match and path.is_dir():
            found[int(match[1])] = path
    return dict(sorted(found.items()))


def last_version(project: Project, quarter: Quarter) -> int:
    """The number of the last version that was published, also where it is gone; 0 for none.

    >>> last_version(Project(Path("/nowhere")), parse_quarter("2009-10-Q2"))
    0
    """
    entered = map(int, read_index(project).get(str(quarter), ()))
    return max([*versions(project, quarter), *entered], default=0)


def record(project: Project, quarter: Quarter, version: int) -> None:
    """Enter a version with its manifest's digest in the index, which no version can then leave."""
    home = record_of(project)
    with alone(home / ".index.lock", "Another report is being published. Try again.", _PATIENCE):
        entries = read_index(project)
        entries.setdefault(str(quarter), {})[str(version)] = digest(
            manifest_of(published(project, quarter) / f"v{version}")
        )
        keep(home / INDEX, entries)


def read_index(project: Project) -> dict[str, dict[str, str]]:
    """The digest of each version's manifest, by quarter and version; empty where there is no index.

    Raises UserError when it cannot be read.

    >>> read_index(Project(Path("/nowhere")))
    {}
    """
    path = record_of(project) / INDEX
    if not stands(path):
        return {}
    told = (
        f"{project.relative(path)} cannot be read, so nothing says which versions there are. "
        "Bring it back from a backup or from git."
    )
    return read_record(path, _entries, told)


def _entries(kept: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    for text, found in kept.items():
        parse_quarter(text)
        if not all(_NUMBER.fullmatch(n) and isinstance(d, str) for n, d in found.items()):
            raise ValueError(text)
    return kept


def require_version(project: Project, quarter: Quarter, number: int | None = None) -> int:
    """The number of a version that is there: the one named, else the last.

    Raises UserError where there is none, naming those that there are.
    """
    known = versions(project, quarter)
    if not known:
        raise UserError(f"{quarter} has not been published, so it has no version.")
    if number is not None and number not in known:
        have = ", ".join(f"v{each}" for each in known)
        raise UserError(f"{quarter} has no published version {number}. It has: {have}.")
    return max(known) if number is None else number


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
        outputs = read_manifest(folder).outputs
    except UserError:
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
