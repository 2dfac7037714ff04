"""What was made before, by a key of all that it follows from: taken as it is, and not made again.

Each entry is a folder named by its key, with the digest of every file in it. One that is not whole,
or does not hold what it held, is none, and the files are made. What a run has made is taken by
later ones when that run has ended well (`Store.settle`).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.replacing import make_folder

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


def _key(maker: str, key: str) -> str:
    return hashlib.sha256(f"{maker} {key}".encode()).hexdigest()


def _marks(held: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}


class Store:
    """A quarter's store while a run lasts; without a ``home``, a run keeps nothing.

    ``maker`` finds a digest of what makes everything, which each key has beside its own.
    """

    def __init__(self, home: Path | None, maker: Callable[[], str]) -> None:
        self.home, self._maker = home, maker
        self._made_by = maker() if home else ""
        self._asked: list[Callable[[], str]] = []

    def entry(self, key: Callable[[], str]) -> Stored:
        """The entry of a key, which `settle` finds once more."""
        if self.home is None:
            return Stored()
        self._asked.append(key)
        return Stored(self.home, _key(self._made_by, key()))

    def settle(self, *, unchanged: bool) -> None:
        """At the end of a run: what it took and made stands in the store, and nothing else.

        Of a key that has become another, or where not all is ``unchanged``, nothing stands: what
        was made while something changed follows from nobody knows what.
        """
        maker = self._maker() if self.home and unchanged else ""
        keys = {_key(maker, find()) for find in self._asked} if maker else set()
        entries = sorted(self.home.iterdir()) if self.home and self.home.is_dir() else ()
        for entry in entries:
            key = entry.name.removesuffix(_NEW)
            with suppress(OSError):
                if key in keys and key != entry.name:
                    shutil.rmtree(entry.with_name(key), ignore_errors=True)
                    entry.replace(entry.with_name(key))
            if key not in keys:
                shutil.rmtree(entry, ignore_errors=True)
