"""Which sources of a quarter have come, which are late, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import CYCLE_MONTHS, Role
from cypt_analysis.cycle.days import drop_toml, expected_by
from cypt_analysis.cycle.records import taken_in
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter


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
