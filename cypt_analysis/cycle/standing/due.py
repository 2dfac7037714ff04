"""Actions and promises by the day on which they are due: done, past it, or to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.cycle.promised import read_promised
from cypt_analysis.cycle.records import csv_rows
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_period
from cypt_analysis.ground.safe_text import quoted

ACTION, PROMISE = "action", "promise"


class State(StrEnum):
    """Whether what is due was done, the most pressing first."""

    OVERDUE = "overdue"
    COMING = "to come"
    UNDATED = "without a day"
    DONE = "done"


@dataclass(frozen=True)
class Obligation:
    """What is to be done or told by a day, if it has one: an action, or a promise of a report."""

    kind: str
    about: str
    text: str
    due: date | None
    done: bool
    owner: str = ""

    def on(self, today: date) -> State:
        """How it stands on a day."""
        if self.done or self.due is None:
            return State.DONE if self.done else State.UNDATED
        return State.OVERDUE if self.due < today else State.COMING


def obligations(project: Project, quarter: Quarter, catalogue: Catalogue) -> list[Obligation]:
    """The actions of a drop and the promises that it keeps, by day; those without one last.

    An action is done on the day in its column ``done``, a promise where somebody has said what
    became of it. Raises UserError where a list cannot be read.
    """
    found = [
        Obligation(PROMISE, each.about, each.promise, each.due, bool(each.became))
        for each in read_promised(project, quarter)
    ]
    for source in catalogue.sources.values():
        path = project.raw(quarter) / source.file
        if source.role is Role.ACTIONS and path.is_file():
            found += map(_action, csv_rows(path, project.relative(path))[1])
    return sorted(found, key=lambda each: (each.due or date.max, each.about))


def _action(row: dict[str, str]) -> Obligation:
    about, text, owner = (row.get(name, "") for name in ("indicator", "action", "owner"))
    done = _day(row.get("done", "")) is not None
    return Obligation(ACTION, about, quoted(text), _day(row.get("due", "")), done, owner)


def _day(text: str) -> date | None:
    try:
        return parse_period(text).start
    except ValueError:
        return None
