"""report.zip: what is sent to the Board. Never notebooks, raw files or the analyst's edition."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from cypt_analysis.ground.edition import Edition

CIRCULATED = (
    "changes.html", "data.csv", "data.csv-metadata.json", "data.xlsx", "report.docx",
    "report.html", "report.pdf",
)  # fmt: skip
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16
_UNIX = 3


def write_bundle(folder: Path, edition: Edition) -> Path:
    """Pack those of the circulated files that the folder holds; the same files, the same bytes."""
    path = folder / "report.zip"
    held = {
        f"{edition.name}/{name}": (folder / name).read_bytes()
        for name in CIRCULATED
        if (folder / name).is_file()
    }
    write_archive(path, held)
    return path


def write_archive(path: Path, parts: Mapping[str, bytes]) -> None:
    """Write a ZIP file of parts by name, in their order; the same parts, the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            archive.writestr(entry, content, compresslevel=9)
