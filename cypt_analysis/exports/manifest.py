"""manifest.json: what a report was made from, and what was made. It holds no time of making.

It stands with the internal edition: a digest of a raw file would prove a number that is guessed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cypt_analysis.ground.edition import INTERNAL, Edition
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.runs.notebooks import find_notebooks

if TYPE_CHECKING:
    from cypt_analysis.known import Known

NAME = "manifest.json"
_PACKAGES = ("gptables", "XlsxWriter")


def manifest_of(folder: Path) -> Path:
    """Where a report's folder has its manifest; older ones have it beside the public files.

    >>> manifest_of(Path("v1")).as_posix()
    'v1/internal/manifest.json'
    """
    before = folder / NAME
    return before if before.is_file() else folder / INTERNAL / NAME


@dataclass(frozen=True)
class Manifest:
    """What a report rests on and holds, as digests by path; what made it, and why anew."""

    inputs: dict[str, str]
    outputs: dict[str, str]
    code: str
    versions: dict[str, str]
    reason: str


def read_manifest(folder: Path) -> Manifest:
    """What the manifest of a report's folder says. Raises UserError where it cannot be read."""
    path = manifest_of(folder)
    try:
        said = json.loads(read_file(path))
        inputs, outputs = (
            {str(each["path"]): str(each["sha256"]) for each in said[name]}
            for name in ("inputs", "outputs")
        )
        reason = said.get("report", {}).get("reason") or ""
        return Manifest(inputs, outputs, str(said.get("code")), said.get("versions", {}), reason)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UserError(
            f"{path} cannot be read, so nothing says what the report rests on. Bring it back from "
            "git or a backup, or make a draft anew with cypt run."
        ) from None


def write_manifest(folder: Path, known: Known, project: Project, edition: Edition) -> Path:
    """Write the manifest of a finished folder: every input and every other file of it.

    Raises UserError when a raw file is no longer the one that was read.
    """
    board = known.info.board_date
    target = folder / INTERNAL / NAME
    made = sorted(path for path in folder.rglob("*") if path.is_file() and path != target)
    content = {
        "report": {
            "quarter": str(known.quarter),
            "title": known.settings.title,
            "period": known.quarter.title,
            "authority": known.info.authority,
            "authority_code": known.settings.authority.code,
            "board": known.settings.board,
            "board_date": board.isoformat() if board else None,
            "data_cut_off": known.info.data_cut_off.isoformat(),
            "state": edition.state,
            "version": edition.version or None,
            "reason": edition.reason or None,
        },
        "inputs": [*_raw_files(known, project), *_notebooks(project)],
        "outputs": [_entry(path, path.relative_to(folder).as_posix()) for path in made],
        "code": known.provenance["code"],
        "versions": known.provenance["versions"] | _versions(),
    }
    target.parent.mkdir(exist_ok=True)
    text = json.dumps(content, indent=2, ensure_ascii=False)
    target.write_text(text + "\n", encoding="utf-8", newline="\n")
    return target


def _entry(path: Path, shown: str) -> dict[str, Any]:
    content = read_file(path)
    return {
        "path": shown,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }


def _raw_files(known: Known, project: Project) -> list[dict[str, Any]]:
    entries = []
    for file in sorted(known.provenance["raw_files"], key=lambda file: str(file["path"])):
        entry = _entry(project.root / file["path"], file["path"])
        if entry["sha256"] != file["sha256"]:
            raise UserError(f"{file['path']} was changed while the report was made. Run again.")
        entries.append(entry)
    return entries


def _notebooks(project: Project) -> list[dict[str, Any]]:
    return [_entry(path, f"notebooks/{path.name}") for path in find_notebooks(project)]


def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
