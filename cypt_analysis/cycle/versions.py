"""The published versions of a quarter, and the index that names every one of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from cypt_analysis.cycle.records import keep, read_record
from cypt_analysis.exports.manifest import manifest_of
from cypt_analysis.ground.findings import UserError
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


def read_manifest(folder: Path) -> dict[str, Any]:
    """What the manifest of a report's folder says. Raises UserError where it cannot be read."""
    path = manifest_of(folder)
    told = (
        f"{path} cannot be read, so nothing says what the report rests on. Bring it back from git "
        "or a backup, or make a draft anew with cypt run."
    )
    return read_record(path, lambda kept: dict(kept.items()), told)
