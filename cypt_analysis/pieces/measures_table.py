"""The table of every measure of an indicator, with its latest figures."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Indicator
from cypt_analysis.facts import Facts
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.ground.tables import Html, Table, paragraph, status_tag
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of
from cypt_analysis.pieces.noise import without_noise
from cypt_analysis.pieces.rows import in_order
from cypt_analysis.pieces.status import tagged
from cypt_analysis.words import wording
from cypt_analysis.words.marked import hidden_in

_COLUMNS = (
    "Measure", "Period", "Value", "Numbers", "Target", "Status", "Change", "Direction",
)  # fmt: skip


def measures_table(known: Known, indicator: Indicator) -> Table | Html:
    """Every measure of the indicator: value, numbers behind it, target, change and verdicts.

    A newest figure that is marked stands for the value, or beside the period of an older one.
    """
    judged = in_order(known.judged, indicator)
    rows = [_row(known, indicator, path, row) for path, row in judged.iterrows()]
    rows += [
        [name, span_of(row).name, row["mark"], *["[z]"] * 5]
        for name, row in hidden_in(known, indicator)
        if row["path"] not in judged.index
    ]
    if not rows:
        return paragraph(f"{TargetStatus.NO_NEW_DATA}: there are no measures to list.", "none")
    caption = f"{indicator.name}: every measure, latest figures"
    table = Table(f"table-{indicator.anchor}", caption, _COLUMNS, rows, {"Value", "Numbers"})
    return without_noise(table)


def _row(known: Known, indicator: Indicator, path: str, row: pd.Series) -> list[object]:
    facts = known.facts
    return [
        wording.measure_name(indicator, row),
        _period(known, path, row),
        wording.printed(facts, row),
        wording.counts(row) if not row["assumed"] else "[x]",
        _asked(facts, path, row) if f"{path}.target" in facts else "[z]",
        tagged(row["verdict"], row["target_note"]),
        wording.change_cell(known, path, row),
        status_tag(row["direction"]),
    ]


def _period(known: Known, path: str, row: pd.Series) -> str:
    """The period of a figure, and after it a newer one of which the figure is marked."""
    label = span_of(row).label
    if path not in known.newest_marked.index:
        return label
    newer = known.newest_marked.loc[path]
    return f"{label} ({span_of(newer).name}: {newer['mark']})"


def _asked(facts: Facts, path: str, row: pd.Series) -> str:
    """What a target asks, and what it asks by now where it is shared out."""
    by_now = facts.get(f"{path}.pro_rata_target")
    asked = f"{row['comparison']} {facts[f'{path}.target'].printed}{wording.limits_of(row)}"
    told = asked + (f" ({by_now.printed} by now)" if by_now else "")
    return "; ".join(filter(None, [told, wording.year_so_far(facts, row)]))
