"""A file as it was read, for provenance; and the text of one that is words or settings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.ground.decoding import Unreadable, decoded
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.machine import found_of, read_file


@dataclass(frozen=True)
class RawFile:
    """One raw file as it was read: for provenance.

    ``header`` has the columns of one that came in a shape of its own.
    """

    path: str
    sha256: str
    rows: int
    encoding: str
    # The source that it is a file of; none of drop.toml and the words.
    source: str = ""
    header: tuple[str, ...] = ()


def decode(path: Path, shown: str, findings: list[Finding]) -> tuple[str, RawFile]:
    """The text of a file, and the file as it was read. Raises Unreadable: no text, or no file."""
    try:
        raw = read_file(path)
    except OSError as error:
        raise Unreadable(*found_of(error)) from None
    text, encoding = decoded(raw, shown, findings)
    return text, RawFile(shown, hashlib.sha256(raw).hexdigest(), 0, encoding)
