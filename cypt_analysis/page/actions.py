"""Annex A: every action of the quarter and its progress, the overdue first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from cypt_analysis.ground.findings import list_words, number_of
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.page.counted import board_day, link_to
from cypt_analysis.words.narrative import cell

PASSED, COMING, STATED, UNDATED = "Date passed", "Not yet due", "No exact date", "No date"
DONE = "Done"
NOT_NAMED, NO_PROGRESS = "Not named", "None reported"
_ORDER = (PASSED, COMING, STATED, UNDATED, DONE)


def actions(known: Known) -> Html:
    """Annex A: the actions whose date has passed, then by date, those without one, those done.

    Beside a date stands whether it has passed, or when the action was done.
    Where few actions name an owner, the owner stands with the action.
    """
    if known.actions.empty:
        return paragraph("No actions were received this quarter.", "none")
    records = sorted(in_reports_order(known), key=lambda each: _place(each, known))
    owned = sum(bool(each["owner"]) for each in records) * 2 >= len(records)
    owner = ("Owner",) if owned else ()
    columns = ("Action", "Indicator or theme", *owner, "Due", "Progress")
    rows = [_action(each, known, owned=owned) for each in records]
    caption = f"Actions and their progress, {known.quarter.title}"
    return join(
        paragraph(_tally([state_of(each, known) for each in records], known)),
        Table("table-annex-a", caption, columns, rows, css="actions").html(),
    )


def _place(record: dict, known: Known) -> tuple:
    """By state, then by date; what is alike stays in the report's order."""
    due = record["due"] if pd.notna(record["due"]) else pd.Timestamp.max
    return _ORDER.index(state_of(record, known)), due


def _action(record: dict, known: Known, *, owned: bool) -> list[object]:
    owner = record["owner"]
    told = cell(known, record, "action")
    named = [owner or NOT_NAMED] if owned else []
    return [
        told if owned or not owner else Markup("{} ({})").format(told, owner),
        link_to(known.catalogue.indicators[record["indicator"]]),
        *named,
        _due(record, known),
        cell(known, record, "progress") or NO_PROGRESS,
    ]


def _due(record: dict, known: Known) -> str:
    told = _by(record, known)
    if state_of(record, known) == DONE:
        return f"{told} (done on {format_date(record['done'].date())})"
    return told


def _by(record: dict, known: Known) -> str:
    if pd.notna(record["due"]):
        passed = f" ({PASSED.lower()})" if state_of(record, known) == PASSED else ""
        return f"{format_date(record['due'].date())}{passed}"
    return record["due_as_stated"] or UNDATED


def in_reports_order(known: Known) -> list[dict]:
    """The quarter's actions in the order of their indicators, then of their rows."""
    order = {name: place for place, name in enumerate(known.catalogue.indicators)}
    table = known.actions.assign(place=known.actions["indicator"].map(order))
    return dicts_of(table.sort_values(["place", "row"], kind="stable"))


def state_of(record: dict, known: Known) -> str:
    """Whether an action is done, or else the day on which it is due has come by the board's."""
    if pd.notna(record.get("done")):
        return DONE
    if pd.notna(record["due"]):
        return PASSED if record["due"].date() < known.info.reference_date else COMING
    return STATED if record["due_as_stated"] else UNDATED


def _tally(states: Sequence[str], known: Known) -> str:
    counts = {
        "with a date that has passed": states.count(PASSED),
        "not yet due": states.count(COMING),
        "due at a time that is no exact date": states.count(STATED),
        "without a date": states.count(UNDATED),
        "done": states.count(DONE),
    }
    parts = [f"{number} {words}" for words, number in counts.items() if number]
    return (
        f"There are {number_of(len(states), 'action')}: {list_words(parts)}. A date has passed "
        f"where it is before {board_day(known)}; the progress says what is done."
    )
