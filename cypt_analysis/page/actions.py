"""Annex A: every action of the quarter and its progress."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.said import NONE_REPORTED
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.page.counted import board_day, link_to, number_of
from cypt_analysis.words.narrative import cell

PASSED, COMING, STATED, UNDATED = "Due date passed", "Not yet due", "No exact date", "No date"
NOT_NAMED = "Not named"


def actions(known: Known) -> Html:
    """Annex A: every action of the quarter, in the report's order.

    An action's state says only whether its day has come; whether it is done, its progress says.
    """
    if known.actions.empty:
        return paragraph("No actions were received this quarter.", "none")
    records = in_reports_order(known)
    states = [state_of(record, known) for record in records]
    rows = [_action(record, state, known) for record, state in zip(records, states, strict=True)]
    return join(
        paragraph(_tally(states)),
        paragraph(
            f"The state says whether the due date had passed on {board_day(known)}. It does not "
            "say whether the action is finished: the progress does."
        ),
        Table(
            "table-annex-a",
            f"Actions and their progress, {known.quarter.title}",
            ("Action", "Indicator or theme", "Owner", "Due", "State", "Progress"),
            rows,
            css="actions",
        ).html(),
    )


def _action(record: dict, state: str, known: Known) -> list[object]:
    indicator = known.catalogue.indicators[record["indicator"]]
    return [
        cell(known, record, "action"),
        link_to(indicator),
        record["owner"] or NOT_NAMED,
        _due(record),
        state,
        cell(known, record, "progress") or NONE_REPORTED,
    ]


def _due(record: dict) -> str:
    if pd.notna(record["due"]):
        return format_date(record["due"].date())
    return record["due_as_stated"] or UNDATED


def in_reports_order(known: Known) -> list[dict]:
    """The quarter's actions in the order of their indicators, then of their rows."""
    order = {name: place for place, name in enumerate(known.catalogue.indicators)}
    table = known.actions.assign(place=known.actions["indicator"].map(order))
    return table.sort_values(["place", "row"], kind="stable").to_dict("records")


def state_of(record: dict, known: Known) -> str:
    """Whether the day on which an action is due has come, on the board's day."""
    if pd.notna(record["due"]):
        return PASSED if record["due"].date() < known.info.reference_date else COMING
    return STATED if record["due_as_stated"] else UNDATED


def _tally(states: Sequence[str]) -> str:
    counts = {
        "with a due date that has passed": states.count(PASSED),
        "not yet due": states.count(COMING),
        "due at a time that is no exact date": states.count(STATED),
        "without a date": states.count(UNDATED),
    }
    parts = [f"{number} {words}" for words, number in counts.items() if number]
    return f"{number_of(len(states), 'action')}: {list_words(parts)}."
