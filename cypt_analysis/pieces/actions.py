"""The tables of words beside the data: an indicator's actions, and the register of risks."""

from __future__ import annotations

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.tables import Html, Table, paragraph
from cypt_analysis.known import Known
from cypt_analysis.pieces.commentary import NOTHING
from cypt_analysis.words import wording
from cypt_analysis.words.narrative import cell


def actions_table(known: Known, indicator: Indicator) -> Table | Html:
    """The indicator's actions and progress this quarter."""
    mine = known.actions[known.actions["indicator"] == indicator.id]
    if mine.empty:
        return paragraph("No actions are listed this quarter.", "none")
    rows = [
        [cell(known, row, "action"), cell(known, row, "progress") or "[x]"]
        for _, row in mine.iterrows()
    ]
    caption = f"{indicator.label}: actions and progress"
    identity = f"table-{indicator.anchor}-actions"
    return Table(identity, caption, ("Action", "Progress"), rows, css="wide-text")


def risks_table(known: Known, indicator: Indicator) -> Table | Html:
    """The risks on the register as last reviewed."""
    mine = known.risks[known.risks["indicator"] == indicator.id]
    if mine.empty:
        return paragraph(NOTHING, "none")
    rows = [
        [cell(known, row, "risk"), cell(known, row, "position"), wording.day(row["reviewed"])]
        for _, row in mine.iterrows()
    ]
    columns = ("Risk", "Position and controls", "Reviewed")
    identity = f"table-{indicator.anchor}-risks"
    return Table(identity, "Risks on the register", columns, rows, css="wide-text")
