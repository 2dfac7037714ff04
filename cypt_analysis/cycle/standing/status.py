"""How a quarter stands on a day: what has come, what is due, and all else that is shown of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath

from cypt_analysis.catalogue import Catalogue, Source, load_catalogue
from cypt_analysis.catalogue.kinds import CYCLE_MONTHS, Role
from cypt_analysis.cycle.days import days_of, drop_toml, expected_by
from cypt_analysis.cycle.outdated import Outdated, outdated
from cypt_analysis.cycle.promised import read_promised
from cypt_analysis.cycle.records import csv_rows, taken_in
from cypt_analysis.cycle.signing import who_signs
from cypt_analysis.cycle.standing.words import Found, Words, found_then, words_of
from cypt_analysis.cycle.versions import last_version
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_period
from cypt_analysis.ground.safe_text import quoted


class Came(StrEnum):
    """Whether a source's file has come, the most pressing first."""

    LATE = "late"
    AWAITED = "awaited"
    NOT_DUE = "not due"
    IRREGULAR = "no schedule"
    CAME = "came"


@dataclass(frozen=True)
class Standing:
    """A source in a quarter: whether its files came, under which names, and when it last did."""

    source: Source
    state: Came
    files: tuple[str, ...] = ()
    last: Quarter | None = None
    by: date | None = None


def sources_of(
    project: Project, quarter: Quarter, catalogue: Catalogue, cut_off: date, today: date
) -> list[Standing]:
    """How the sources of data stand on a day, the most pressing first.

    When each is expected `expected_by` says. A file is known by its name, or by what `cypt add`
    took it for.
    """
    earlier = project.before(quarter)
    names = {each: _names(project, each) for each in (*earlier, quarter)}
    found = []
    for source in catalogue.sources.values():
        if source.role not in (Role.DATA, Role.JOINED):
            continue
        files = _files(source, names[quarter])
        last = next((e for e in reversed(earlier) if _files(source, names[e])), None)
        before = (last, _cut_off(project, last)) if last is not None else None
        by = None if files else expected_by(source, quarter, cut_off, before)
        state = Came.CAME if files else _state(source, by, today)
        found.append(Standing(source, state, files, last, by))
    order = list(Came)
    return sorted(found, key=lambda each: order.index(each.state))


def _state(source: Source, by: date | None, today: date) -> Came:
    if by is not None:
        return Came.LATE if today > by else Came.AWAITED
    return Came.NOT_DUE if source.cycle in CYCLE_MONTHS else Came.IRREGULAR


def _cut_off(project: Project, quarter: Quarter) -> date:
    """The data cut-off of an earlier drop; its quarter's last day where it cannot be read."""
    try:
        named = drop_toml(project, quarter).get("data_cut_off")
    except (OSError, UserError):
        return quarter.period.end
    return named if isinstance(named, date) else quarter.period.end


def _names(project: Project, quarter: Quarter) -> dict[str, str]:
    """The names of what lies in a drop, each with the source that it was taken for, or ""."""
    folder = project.raw(quarter)
    taken = {row.file: row.source for row in taken_in(project, quarter)}
    return {path.name: taken.get(path.name, "") for path in folder.iterdir() if path.is_file()}


def _files(source: Source, names: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        name
        for name, taken_for in sorted(names.items())
        if taken_for == source.id
        or (not taken_for and PurePosixPath(name).stem == source.id)
        or (not taken_for and source.expects(name))
    )


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


@dataclass(frozen=True)
class Status:
    """A quarter on a day. ``signed`` are sentences, ``version`` is the last one published.

    ``outdated`` are the corrections of earlier quarters that this one lacks.
    """

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
    outdated: tuple[Outdated, ...] = ()

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
        tuple(outdated(project, quarter)),
    )
