"""The folder of national files that projects share, and a drop's record of what it took from there.

A drop's own files are part of it; those of the folder are not, so the record holds their digests:
a quarter is built again from exactly these, or not at all.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.ground.findings import Finding, UserError
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter

RECORD = "national.toml"
_HEAD = """# The files of the shared folder that this quarter's report rests on, by their SHA-256.
# It is built again from exactly these. Without this file it is built from the folder as it is now.

[files]
"""


@dataclass(frozen=True)
class Shared:
    """The files of the shared folder that a drop may use, and what is wrong with those it used.

    ``is_recorded`` says whether they are those of its record.
    """

    files: tuple[Path, ...] = ()
    is_recorded: bool = False
    findings: tuple[Finding, ...] = ()


def shared_files(project: Project, quarter: Quarter) -> Shared:
    """The files of the folder that a quarter's drop may use.

    Those of its record, whose digests must be the same; without a record, for the project's newest
    quarter, all: an older one rests on what it knew. Raises UserError where project.toml names a
    folder that is not there.
    """
    named = project.settings(quarter).national
    record = project.raw(quarter) / RECORD
    if not named and not record.is_file():
        return Shared()
    folder = project.root / named
    if not named or not folder.is_dir():
        raise UserError(
            f"The folder of national files is '{named}' in project.toml, from {project.root}, and "
            "is not there. Put it back, or correct national."
        )
    # By one path, whichever project names it: a file is read once a command.
    folder = folder.resolve()
    if record.is_file():
        return _recorded(project, folder, record)
    if quarter != max(project.quarters(), default=quarter):
        return Shared()
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return Shared(tuple(path for path in files if not path.name.startswith((".", "~$"))))


def _recorded(project: Project, folder: Path, record: Path) -> Shared:
    shown = project.relative(record)
    try:
        digests = tomllib.loads(record.read_text(encoding="utf-8"))["files"]
    except (tomllib.TOMLDecodeError, KeyError, UnicodeDecodeError):
        found = "It is not as the program wrote it."
        advice = "Put it back, or take it away: the quarter is then built from the folder as it is."
        return Shared((), True, (Finding(shown, None, found, advice),))
    findings = []
    advice = (
        f"Put the file back as it was, or take {record.name} away: the quarter is then built from "
        "the folder as it is now."
    )
    for name, digest in digests.items():
        path = folder / name
        if not path.is_file():
            found = f"{name}, on which this quarter rests, is no longer in the shared folder."
            findings.append(Finding(shown, None, found, advice))
        elif hashlib.sha256(read_file(path)).hexdigest() != digest:
            found = f"{name} in the shared folder is not the file on which this quarter rests."
            findings.append(Finding(shown, None, found, advice))
    return Shared(tuple(folder / name for name in digests), True, tuple(findings))


def shown_from(project: Project, path: Path) -> str:
    """A file outside the project as messages and pages name it: from the project's folder."""
    try:
        return Path(os.path.relpath(path, project.root.resolve())).as_posix()
    except ValueError:
        # On another disk.
        return path.as_posix()


def keep_record(project: Project, quarter: Quarter, used: Mapping[str, str]) -> None:
    """Write which files of the shared folder a drop used, by name and digest; once."""
    record = project.raw(quarter) / RECORD
    if used and not record.exists():
        record.write_text(_HEAD + "".join(_lines(used)), encoding="utf-8", newline="\n")


def _lines(used: Mapping[str, str]) -> Iterable[str]:
    return (f'"{name}" = "{digest}"\n' for name, digest in sorted(used.items()))
