"""report.zip: what is sent to the Board. Never notebooks, raw files or the analyst's edition."""

from __future__ import annotations

import zipfile
from pathlib import Path

from cypt_analysis.ground.edition import Edition

CIRCULATED = ("data.csv", "data.xlsx", "report.html", "report.pdf")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16
_UNIX = 3


def write_bundle(folder: Path, edition: Edition) -> Path:
    """Pack those of the circulated files that the folder holds; the same files, the same bytes.

    >>> write_bundle(folder, edition).name                               # doctest: +SKIP
    'report.zip'
    """
    path = folder / "report.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for name in CIRCULATED:
            if (folder / name).is_file():
                entry = zipfile.ZipInfo(f"{edition.name}/{name}", _EARLIEST)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = _UNIX
                entry.external_attr = _READABLE
                bundle.writestr(entry, (folder / name).read_bytes(), compresslevel=9)
    return path
