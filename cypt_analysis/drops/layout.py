"""What lies in a drop beside its sources' files, and what machines leave there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cypt_analysis.drops.shared import RECORD

DROP_FILE = "drop.toml"
COMMENTARY = "commentary"
# What commands keep in a drop beside what is received: the last quarter's words to look at, which
# nothing reads, and the list of what was taken in.
LAST_QUARTER, TAKEN_IN = "last_quarter", "received.json"
# What an operating system or an open Excel leaves in a folder.
LITTER = ("~$", ".", "Thumbs.db", "desktop.ini")
_KEPT = (RECORD, LAST_QUARTER, TAKEN_IN)


def received(folder: Path) -> Iterator[Path]:
    """What lies in a drop and its commentary, without what machines and commands leave there.

    What commands keep there follows from what was read, or is read by none.
    """
    words = folder / COMMENTARY
    every = [*folder.iterdir(), *(words.iterdir() if words.is_dir() else ())]
    return (e for e in every if not e.name.startswith(LITTER) and e.name not in _KEPT)


def listed(folder: Path) -> tuple[str, ...]:
    """The names of what lies in a drop and its commentary, as `received` gives it."""
    return tuple(sorted(path.relative_to(folder).as_posix() for path in received(folder)))
