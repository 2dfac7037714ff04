"""Annex A: every action of the quarter and its progress, the overdue first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.page.counted import board_day, link_to, number_of
from cypt_analysis.words.narrative import cell

PASSED, COMING, STATED, UNDATED = "Date passed", "Not yet due", "No exact date", "No date"
NOT_NAMED, NO_PROGRESS = "Not named", "None reported"
_ORDER = (PASSED, COMING, STATED, UNDATED)


def actions(known: Known) -> Html:
    """Annex A: the actions whose date has passed, then by date, then those without one.

    An action's state says only whether its day has come; whether it is done, its progress says.
    A column of owners that nobody is named in is left out.
    """
    if known.actions.empty:
        return paragraph("No actions were received this quarter.", "none")
    records = known.actions.to_dict("records")
    place = {name: at for at, name in enumerate(known.catalogue.indicators)}
    records.sort(key=lambda each: _place(each, known, place))
    owned = any(each["owner"] for each in records)
    columns: tuple[str, ...] = ("Action", "Indicator or theme", "Owner", "Due", "State", "Progress")
    rows = [_action(each, known) for each in records]
    if not owned:
        columns = tuple(name for name in columns if name != "Owner")
        rows = [[*row[:2], *row[3:]] for row in rows]
    caption = f"Actions and their progress, {known.quarter.title}"
    return join(
        paragraph(_tally([_state(each, known) for each in records], known)),
        Table("table-annex-a", caption, columns, rows, css="actions").html(),
    )


def _place(record: dict, known: Known, place: dict[str, int]) -> tuple:
    """By state, then by date, then in the report's order."""
    due = record["due"] if pd.notna(record["due"]) else pd.Timestamp.max
    state = _ORDER.index(_state(record, known))
    return state, due, place[record["indicator"]], record["row"]


def _action(record: dict, known: Known) -> list[object]:
    state = _state(record, known)
    return [
        cell(known, record, "action"),
        link_to(known.catalogue.indicators[record["indicator"]]),
        record["owner"] or NOT_NAMED,
        _due(record),
        state,
        cell(known, record, "progress") or NO_PROGRESS,
    ]


def _due(record: dict) -> str:
    if pd.notna(record["due"]):
        return format_date(record["due"].date())
    return record["due_as_stated"] or UNDATED


def _state(record: dict, known: Known) -> str:
    if pd.notna(record["due"]):
        return PASSED if record["due"].date() < known.info.reference_date else COMING
    return STATED if record["due_as_stated"] else UNDATED


def _tally(states: Sequence[str], known: Known) -> str:
    counts = {
        "with a date that has passed": states.count(PASSED),
        "not yet due": states.count(COMING),
        "due at a time that is no exact date": states.count(STATED),
        "without a date": states.count(UNDATED),
    }
    parts = [f"{number} {words}" for words, number in counts.items() if number]
    return (
        f"There are {number_of(len(states), 'action')}: {list_words(parts)}. The state says "
        f"whether the date had passed on {board_day(known)}; the progress says what is done."
    )
