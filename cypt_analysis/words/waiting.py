"""Figures that words name and that wait for a file which has not come: the cause is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.drop import Drop
from cypt_analysis.facts import Facts
from cypt_analysis.ground.findings import MISSING, Finding, row_ranges
from cypt_analysis.words.reading import Reading

# What the names of facts that rest on a target have.
_TARGET = "target"


class Waiting:
    """Which names of facts wait for which file of a drop, and where the words have them."""

    def __init__(self, drop: Drop, facts: Facts, catalogue: Catalogue) -> None:
        self.drop, self.facts, self.catalogue = drop, facts, catalogue
        self._places: dict[str, dict[str, set[int]]] = {}
        self._names: dict[str, set[str]] = {}

    def take(self, reading: Reading, file: str) -> frozenset[str]:
        """The names in a reading that wait for a file; they are told by `findings`."""
        taken = set()
        for block in reading.blocks:
            for run in block.runs:
                source = self._awaited(run.fact)
                if source is not None:
                    places = self._places.setdefault(source.file, {}).setdefault(file, set())
                    places.add(run.sources[0][0])
                    self._names.setdefault(source.file, set()).add(run.fact)
                    taken.add(run.fact)
        return frozenset(taken)

    def findings(self) -> Iterator[Finding]:
        """One finding for each file that has not come."""
        for file, places in self._places.items():
            number = len(self._names[file])
            what = "a figure" if number == 1 else f"{number} figures"
            found = f"The file has not come, and the words name {what} of it."
            where = "; ".join(
                f"{name.removeprefix(f'{self.drop.folder}/')}, "
                f"{'row' if len(rows) == 1 else 'rows'} {row_ranges(rows)}"
                for name, rows in places.items()
            )
            advice = f"Put it into the drop, or take these words out: {where}."
            yield Finding(self.drop.path(file), None, found, advice, rule=MISSING)

    def _awaited(self, name: str) -> Source | None:
        if not name or name in self.facts:
            return None
        measures, sources = self.catalogue.measures, self.catalogue.sources
        path = _longest(name, measures)
        found = [sources[measures[path].source]] if path else []
        if _TARGET in name.split("."):
            found += [each for each in sources.values() if each.role is Role.TARGETS]
        return next((each for each in found if each.id not in self.drop.tables), None)


def _longest(name: str, paths: Iterable[str]) -> str:
    """The longest of the paths that a name begins with."""
    found = [path for path in paths if name == path or name.startswith(f"{path}.")]
    return max(found, key=len, default="")
