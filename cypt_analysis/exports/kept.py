"""What a person has altered in a report, or put beside it: kept when the report is made anew."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from cypt_analysis.exports.manifest import manifest_of, read_manifest
from cypt_analysis.ground.findings import UserError

# What an editor or an operating system leaves in a folder, and nobody has written.
_LITTER = (".ipynb_checkpoints", ".DS_Store", "Thumbs.db", "desktop.ini", "~$", ".~lock.")


def keep_altered(earlier: Path, made: Path) -> list[str]:
    """Copy what is a person's from an earlier report into a new one; returns a sentence for each.

    That is every file which is not as the earlier manifest says; all where it cannot be read.
    A file that was put there stays as it was called. One that the new report has too stands
    beside it, like ``1_section.kept-1.ipynb``, and a sentence says so.

    >>> keep_altered(Path("/nowhere"), Path("/nowhere"))
    []
    """
    told = []
    for path in _of_a_person(earlier):
        name = path.relative_to(earlier)
        target = made / name
        if target.exists():
            if target.is_file() and target.read_bytes() == path.read_bytes():
                continue
            target = _beside(target, earlier / name.parent)
            told.append(
                f"{name.as_posix()} was not as the last run had made it. What it held is kept in "
                f"{target.relative_to(made).as_posix()}."
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target, follow_symlinks=False)
    return told


def _of_a_person(folder: Path) -> Iterator[Path]:
    marks = _marks(folder)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path == manifest_of(folder) or any(part.startswith(_LITTER) for part in name.parts):
            continue
        if path.is_symlink():
            yield path
        elif path.is_file():
            mark = hashlib.sha256(path.read_bytes()).hexdigest()
            if marks.get(name.as_posix()) != mark:
                yield path


def _marks(folder: Path) -> dict[str, str]:
    """The digests of what the last run made; none where its manifest cannot be read."""
    try:
        return read_manifest(folder).outputs
    except UserError:
        return {}


def _beside(target: Path, earlier: Path) -> Path:
    """A name that neither the new report nor the earlier one has there."""
    number = 1
    while True:
        name = f"{target.stem}.kept-{number}{target.suffix}"
        if not ((target.parent / name).exists() or (earlier / name).exists()):
            return target.with_name(name)
        number += 1
