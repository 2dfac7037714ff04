"""Actions and promises by the day on which they are due."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.cycle.promised import read_promised
from cypt_analysis.ground.decoding import Unreadable, decoded
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_period
from cypt_analysis.ground.safe_text import quoted

ACTION, PROMISE = "action", "promise"


@dataclass(frozen=True)
class Obligation:
    """What is to be done or told by a day: an action of the drop, or a promise of a report."""

    kind: str
    about: str
    text: str
    due: date
    owner: str = ""


def obligations(project: Project, quarter: Quarter, catalogue: Catalogue) -> list[Obligation]:
    """The actions of a drop that have a date and the promises that nobody has answered, by day.

    Whether an action is done no file says: its progress is for a person to read. Raises UserError
    where a list cannot be read.
    """
    found = [
        Obligation(PROMISE, each.about, each.promise, each.due)
        for each in read_promised(project, quarter)
        if not each.became
    ]
    for source in catalogue.sources.values():
        path = project.raw(quarter) / source.file
        if source.role is Role.ACTIONS and path.is_file():
            shown = project.relative(path)
            found += _actions(read_file(path), shown)
    return sorted(found, key=lambda each: (each.due, each.about))


def _actions(content: bytes, shown: str) -> Iterator[Obligation]:
    try:
        rows = csv.DictReader(StringIO(decoded(content, shown, [])[0]))
    except Unreadable as error:
        raise UserError(f"{shown}: {error} {error.advice or 'Save it as CSV UTF-8.'}") from None
    for row in rows:
        try:
            due = parse_period(row.get("due") or "").start
        except ValueError:
            continue
        text = quoted(row.get("action") or "")
        yield Obligation(ACTION, row.get("indicator") or "", text, due, row.get("owner") or "")
