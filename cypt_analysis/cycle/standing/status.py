"""How a quarter stands on a day: everything that its screen and its page show."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

from cypt_analysis.catalogue import load_catalogue
from cypt_analysis.cycle.calendar import due_days
from cypt_analysis.cycle.signing import missing, signatures
from cypt_analysis.cycle.standing.due import Obligation, State, obligations
from cypt_analysis.cycle.standing.kept import Found, found_then
from cypt_analysis.cycle.standing.sources import Standing, sources_of
from cypt_analysis.cycle.standing.words import Words, words_of
from cypt_analysis.cycle.versions import last_version
from cypt_analysis.ground.decoding import Unreadable, decoded
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter

_DROP = "drop.toml"


@dataclass(frozen=True)
class Status:
    """A quarter on a day. ``signed`` are sentences, ``version`` is the last one published."""

    quarter: Quarter
    today: date
    cut_off: date
    words_due: date
    board: date | None
    sources: tuple[Standing, ...]
    words: tuple[Words, ...]
    found: Found
    obligations: tuple[Obligation, ...]
    signed: tuple[str, ...]
    version: int
    drafted: bool

    def due(self, state: State) -> list[Obligation]:
        """The actions and promises that stand so on the day."""
        return [each for each in self.obligations if each.on(self.today) is state]


def status_of(project: Project, quarter: Quarter, today: date) -> Status:
    """How a quarter stands on a day, from its files alone: nothing is computed.

    Raises UserError where drop.toml, or a list beside it, cannot be read.
    """
    every = load_catalogue(project)
    catalogue = every.at(quarter)
    days = _days(project, quarter)
    found = found_then(project, quarter, every)
    return Status(
        quarter,
        today,
        days["data_cut_off"],
        days["words_due"],
        days["board_date"],
        tuple(sources_of(project, quarter, catalogue, days["data_cut_off"], today)),
        tuple(words_of(project, quarter, catalogue, found)),
        found,
        tuple(obligations(project, quarter, catalogue)),
        tuple(_signed(project, quarter)),
        last_version(project, quarter),
        (project.report(quarter) / "report.html").is_file(),
    )


def _days(project: Project, quarter: Quarter) -> dict[str, Any]:
    """The days that drop.toml names, and those of the calendar where it names none."""
    path = project.raw(quarter) / _DROP
    shown = project.relative(path)
    try:
        values = tomllib.loads(decoded(read_file(path), shown, [])[0])
    except (Unreadable, tomllib.TOMLDecodeError):
        raise UserError(f"{shown} cannot be read: cypt check {quarter} says why.") from None
    due = due_days(project.settings(quarter).calendar, quarter)
    days: dict[str, Any] = {
        "data_cut_off": due.data_cut_off,
        "words_due": due.words_due,
        "board_date": None,
    }
    for key in days:
        if key in values:
            if not isinstance(values[key], date):
                raise UserError(f"{shown}: {key} is no date. cypt check {quarter} says more.")
            days[key] = values[key]
    # By the calendar alone words might come after a board that drop.toml names.
    if "words_due" not in values and days["board_date"]:
        days["words_due"] = min(due.words_due, days["board_date"])
    return days


def _signed(project: Project, quarter: Quarter) -> list[str]:
    left = missing(project, quarter)
    open_ = {each.partition(":")[0] for each in left}
    held = [
        f"{each.role}: {each.name} signed on {each.on}."
        for each in signatures(project, quarter)
        if each.role not in open_
    ]
    return [*left, *held]
