"""The published versions of a quarter, and the index that names every one of them."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from filelock import FileLock

from cypt_analysis.exports.manifest import manifest_of
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file, require_folder, stands
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_quarter

INDEX = "index.json"
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
    with FileLock(home / ".index.lock"):
        entries = read_index(project)
        entries.setdefault(str(quarter), {})[str(version)] = digest(
            manifest_of(published(project, quarter) / f"v{version}")
        )
        text = json.dumps(entries, indent=2, sort_keys=True)
        work = home / f".{INDEX}.new"
        work.write_text(text + "\n", encoding="utf-8", newline="\n")
        work.replace(home / INDEX)


def read_index(project: Project) -> dict[str, dict[str, str]]:
    """The digest of each version's manifest, by quarter and version; empty where there is no index.

    Raises UserError when it cannot be read.

    >>> read_index(Project(Path("/nowhere")))
    {}
    """
    path = record_of(project) / INDEX
    if not stands(path):
        return {}
    try:
        entries = json.loads(read_file(path))
        for text, found in entries.items():
            parse_quarter(text)
            if not all(_NUMBER.fullmatch(n) and isinstance(d, str) for n, d in found.items()):
                raise ValueError(text)
    except (OSError, ValueError, AttributeError):
        raise UserError(
            f"{project.relative(path)} cannot be read, so nothing says which versions there are. "
            "Bring it back from a backup or from git."
        ) from None
    return entries


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(read_file(path)).hexdigest()
