"""Actions and risks beside those of the last drop: they do not carry over by themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.findings import REVIEW, Finding
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.safe_text import quoted

_DUE, _STATED, _REVIEWED, _DONE = "due", "due_as_stated", "reviewed", "done"


def carried_over(drop: Drop, last: Drop | None, catalogue: Catalogue) -> list[Finding]:
    """Points to review: open actions of the last drop that are gone, risks not reviewed since."""
    if last is None:
        return []
    findings: list[Finding] = []
    for source in catalogue.sources.values():
        if source.role is Role.ACTIONS:
            findings += _gone(drop, last, source)
        elif source.role is Role.RISKS:
            findings += _not_reviewed(drop, last, source)
    return findings


def _rows(drop: Drop, source: Source) -> dict[tuple[str, ...], tuple[int, dict]]:
    """A source's rows with their numbers, by what they are about and what names them."""
    table = drop.tables.get(source.id)
    if table is None:
        return {}
    keys = list(dict.fromkeys(["indicator", *source.keys]))
    records = zip(table.index, dicts_of(table), strict=True)
    return {
        tuple(" ".join(str(record[key]).split()) for key in keys): (int(row), record)
        for row, record in records
        if all(key in record for key in keys)
    }


def _gone(drop: Drop, last: Drop, source: Source) -> Iterator[Finding]:
    now = _rows(drop, source)
    for key, (_, record) in _rows(last, source).items():
        if key in now or isinstance(record.get(_DONE), pd.Timestamp):
            continue
        indicator, *names = key
        named = quoted(" ".join(name for name in names if name != indicator))
        found = f"{indicator}: '{named}' ({_due(record)}) was in {last.quarter} and is gone."
        advice = "Say what became of it, or put it back."
        yield Finding(drop.file_of(source.id), None, found, advice, REVIEW, "action_gone")


def _due(record: dict) -> str:
    day, stated = record.get(_DUE), str(record.get(_STATED) or "")
    if isinstance(day, pd.Timestamp):
        return f"due {format_date(day.date())}"
    return f"due {stated}" if stated else "without a due date"


def _not_reviewed(drop: Drop, last: Drop, source: Source) -> Iterator[Finding]:
    before = _rows(last, source)
    for key, (row, record) in _rows(drop, source).items():
        day = record.get(_REVIEWED)
        known = before.get(key)
        if known is None or not isinstance(day, pd.Timestamp) or known[1].get(_REVIEWED) != day:
            continue
        when = format_date(day.date())
        found = f"'{quoted(key[-1])}' was reviewed on {when}, as {last.quarter} said."
        advice = "Has it been reviewed since? Give the new date, or say in the words why not."
        yield Finding(drop.file_of(source.id), row, found, advice, REVIEW, "risk_not_reviewed")
