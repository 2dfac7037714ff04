"""What was made before, by a key of all that it follows from: taken as it is, and not made again.

Each entry is a folder named by its key, with the digest of every file in it. One that is not whole,
or does not hold what it held, is none, and the files are made. What a run has made is taken by
later ones when that run has ended well (`settle`).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.work import make_folder

_MARKS, _NEW, _WORK = "digests.json", ".new", ".work-"


@dataclass(frozen=True)
class Stored:
    """One entry of a quarter's store: its ``home`` and ``key``; without a key nothing is kept.

    >>> Stored().once([], lambda: "made")
    'made'
    """

    home: Path = Path()
    key: str = ""

    def once(self, targets: Sequence[Path], make: Callable[[], str | None]) -> str:
        """Write the files: those of before where the key has them, else as ``make`` makes them.

        Returns what ``make`` told; what it had to say something of is not kept.
        """
        if self.key and self._taken(targets):
            return ""
        told = make() or ""
        if self.key and not told:
            # A store that cannot be written to costs time, and no report.
            with suppress(OSError):
                self._keep(targets)
        return told

    def _taken(self, targets: Sequence[Path]) -> bool:
        entry = self.home / self.key
        try:
            marks = json.loads(read_file(entry / _MARKS))
            held = {each.name: read_file(entry / each.name) for each in targets}
        except (OSError, ValueError):
            return False
        if marks != _marks(held):
            return False
        for each in targets:
            each.write_bytes(held[each.name])
        return True

    def _keep(self, targets: Sequence[Path]) -> None:
        held = {each.name: read_file(each) for each in targets}
        self.home.mkdir(parents=True, exist_ok=True)
        work = make_folder(self.home, _WORK)
        try:
            for name, content in held.items():
                (work / name).write_bytes(content)
            (work / _MARKS).write_text(json.dumps(_marks(held)), encoding="utf-8")
            work.replace(self.home / f"{self.key}{_NEW}")
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _marks(held: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}


def settle(home: Path, keys: Collection[str]) -> None:
    """At the end of a run: let the entries of some keys stand, which it took or made, and no other.

    The keys are found anew then: what was made while something changed is nowhere taken.
    """
    for entry in sorted(home.iterdir()) if home.is_dir() else ():
        key = entry.name.removesuffix(_NEW)
        with suppress(OSError):
            if key in keys and key != entry.name:
                shutil.rmtree(home / key, ignore_errors=True)
                entry.replace(home / key)
        if key not in keys:
            shutil.rmtree(entry, ignore_errors=True)
