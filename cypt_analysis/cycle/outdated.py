"""Published reports that show a figure which an earlier quarter's correction has replaced since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.cycle.comparing.figures import (
    DATA,
    Change,
    Figures,
    figures_in,
    figures_then_and_now,
)
from cypt_analysis.cycle.inputs import kept_inputs
from cypt_analysis.cycle.versions import published, versions
from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.findings import number_of
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter


@dataclass(frozen=True)
class Outdated:
    """A published version, the correction that it knew nothing of, and its first such figure."""

    quarter: Quarter
    version: int
    corrected: Quarter
    correction: int
    number: int
    first: Change

    def __str__(self) -> str:
        of, then, now = self.first
        shown = number_of(self.number, "figure")
        return (
            f"Version {self.version} of {self.quarter} rests on {shown} that version "
            f"{self.correction} of {self.corrected} has corrected since: {of}: {then}, now {now}. "
            f"{self.to_do}."
        )

    @property
    def to_do(self) -> str:
        """What a person does about it."""
        return (
            f"cypt run {self.quarter}, then cypt diff {self.quarter} {self.quarter}:draft says "
            f"what it changes there; cypt publish {self.quarter} --reason corrects it"
        )


def outdated(project: Project, quarter: Quarter) -> list[Outdated]:
    """The corrections of earlier quarters that a quarter's last published version lacks.

    A correction counts where the version still holds a figure as it was before. One that was
    published when the version was made has been looked at then.
    """
    mine = versions(project, quarter)
    if not mine:
        return []
    number, found = max(mine), []
    known, shows = kept_inputs(project, quarter, number), _figures(mine[number])
    for earlier in project.before(quarter):
        *before, last = versions(project, earlier).items() or [(0, Path())]
        data = published(project, earlier) / f"v{last[0]}" / DATA
        if before and project.relative(data) not in known:
            told = _replaced(shows, [_figures(folder) for _, folder in before], _figures(last[1]))
            if told:
                found.append(Outdated(quarter, number, earlier, last[0], len(told), told[0]))
    return found


def _replaced(shows: Figures, before: Iterable[Figures], now: Figures) -> list[Change]:
    """What a correction changes of figures that are shown still as a version before it had them."""
    found = {
        each: change
        for was in before
        for each, change in figures_then_and_now(was, now)
        if each in shows and each in was and shows[each][1] == was[each][1]
    }
    return list(found.values()) if now else []


def _figures(version: Path) -> Figures:
    """The figures of a version's internal edition; none where its data are gone, as verify says."""
    place = version / INTERNAL
    return figures_in(place) if (place / DATA).is_file() else {}
