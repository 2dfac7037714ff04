"""A project's drops, read and checked once a command.

What reads them is imported when the first of them is read: a command that only asks whether what
was found before still holds waits for no library of numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.processed.resting import drop_digest, key_of, project_digest

if TYPE_CHECKING:
    from cypt_analysis.catalogue import Catalogue
    from cypt_analysis.drops.drop import Drop
    from cypt_analysis.ground.dated import Vintages
    from cypt_analysis.observations.received import Received


class DropReader:
    """Drops read and checked once a command, whatever the number of quarters."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._drops: dict[Quarter, Drop] = {}
        self._digests: dict[Quarter, str] = {}
        self._received: Received | None = None

    @cached_property
    def catalogue(self) -> Vintages[Catalogue]:
        """The project's catalogue, by quarter; read when it is needed, as it may have faults."""
        from cypt_analysis.catalogue import load_catalogue

        _ = self._beside
        return load_catalogue(self.project)

    @cached_property
    def _beside(self) -> str:
        return project_digest(self.project)

    def read(self, quarter: Quarter) -> Drop:
        """One quarter's drop."""
        if quarter not in self._drops:
            from cypt_analysis.drops.drop import read_drop

            catalogue = self.catalogue.at(quarter)
            # Before it is read: what is changed meanwhile is read again another time.
            self._digests[quarter] = drop_digest(self.project, quarter)
            self._drops[quarter] = read_drop(self.project, quarter, catalogue)
        return self._drops[quarter]

    def up_to(self, quarter: Quarter) -> list[Drop]:
        """The drops up to a quarter, oldest first."""
        return [self.read(each) for each in self.project.quarters() if each <= quarter]

    def receive(self, drops: Sequence[Drop]) -> Received:
        """What drops have brought, going on from what was asked for before, as a backfill does."""
        from cypt_analysis.observations.received import receive

        catalogue = self.catalogue.at(drops[-1].quarter)
        self._received = receive(drops, catalogue, self._received)
        return self._received

    def key(self, quarter: Quarter, released: str) -> str:
        """What all that was read up to a quarter is kept by, as it was when it was read.

        ``released`` is of the published releases (`resting.released_digest`).
        """
        read = {each: digest for each, digest in self._digests.items() if each <= quarter}
        return key_of(self._beside, read, released)
