"""The library's own files, which are part of the package."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "england"


def read_data(name: str) -> dict[str, Any]:
    """The values of a TOML file of the library."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of the library; lines that begin with # say how it was made."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))
