"""How a quarter stands on a day: everything that its screen and its page show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cypt_analysis.catalogue import load_catalogue
from cypt_analysis.cycle.days import days_of
from cypt_analysis.cycle.signing import who_signs
from cypt_analysis.cycle.standing.due import Obligation, State, obligations
from cypt_analysis.cycle.standing.sources import Standing, sources_of
from cypt_analysis.cycle.standing.words import Found, Words, found_then, words_of
from cypt_analysis.cycle.versions import last_version
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter


@dataclass(frozen=True)
class Status:
    """A quarter on a day. ``signed`` are sentences, ``version`` is the last one published."""

    quarter: Quarter
    today: date
    words_due: date
    board: date | None
    sources: tuple[Standing, ...]
    words: tuple[Words, ...]
    found: Found
    obligations: tuple[Obligation, ...]
    signed: tuple[str, ...]
    version: int

    def due(self, state: State) -> list[Obligation]:
        """The actions and promises that stand so on the day."""
        return [each for each in self.obligations if each.on(self.today) is state]


def status_of(project: Project, quarter: Quarter, today: date) -> Status:
    """How a quarter stands on a day, from its files alone: nothing is computed.

    Raises UserError where drop.toml, or a list beside it, cannot be read.
    """
    every = load_catalogue(project)
    catalogue = every.at(quarter)
    days = days_of(project, quarter)
    found = found_then(project, quarter, every)
    return Status(
        quarter,
        today,
        days["words_due"],
        days["board_date"],
        tuple(sources_of(project, quarter, catalogue, days["data_cut_off"], today)),
        tuple(words_of(project, quarter, catalogue, found)),
        found,
        tuple(obligations(project, quarter, catalogue)),
        tuple(who_signs(project, quarter)),
        last_version(project, quarter),
    )
