"""Columns in which no cell says anything are left out of a table."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from cypt_analysis.ground.said import NONE_REPORTED
from cypt_analysis.ground.status import Direction, TargetStatus
from cypt_analysis.ground.tables import Table

# What a cell holds where there is nothing to tell; a mark for what is confidential tells that.
NO_TARGET, THEME = "Not set", "In words only"
_NOTHING = ("[z]", "[x]", NO_TARGET, THEME, f"{NONE_REPORTED}.")
_WORDS = (Direction.TOO_FEW, TargetStatus.NO_TARGET, TargetStatus.NARRATIVE)


def without_noise(table: Table) -> Table:
    """The table without columns of which every cell says that there is nothing to say.

    The first column names the rows and stays.

    >>> rows = [("Late", "[z]", "7"), ("On time", "[z]", "9")]
    >>> without_noise(Table("t", "Forms", ("Form", "Target", "Number"), rows)).columns
    ('Form', 'Number')
    """
    kept = [0] + [
        place
        for place in range(1, len(table.columns))
        if not all(_is_nothing(row[place]) for row in table.rows)
    ]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=[[row[place] for place in kept] for row in table.rows],
    )


def _is_nothing(cell: object) -> bool:
    text = Markup(cell if isinstance(cell, Markup) else str(cell)).striptags().strip()
    return text in ("", *_NOTHING) or text.endswith(_WORDS)
