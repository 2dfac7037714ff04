"""A table of measures by period, as the published report's tables set them out."""

from __future__ import annotations

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.ground.tables import Html, Table, paragraph
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of, spans_of
from cypt_analysis.words.marked import hidden_in, not_shown
from cypt_analysis.words.wording import printed


def history_table(known: Known, indicator: Indicator, name: str) -> Table | Html:
    """A history of the catalogue: a row a measure, or a row each of its parts.

    Raises KeyError naming the histories that there are.
    """
    measures = {each.name: each.measures for each in indicator.history}
    if name not in measures:
        known_names = ", ".join(measures) or "none"
        raise KeyError(f"{indicator.id} has no history '{name}'. It has: {known_names}.")
    own = known.own
    mine = own[(own["indicator"] == indicator.id) & own["measure"].isin(measures[name])]
    hidden = known.marked[known.marked["area"] == known.info.authority]
    hidden = hidden[hidden["path"].isin(mine["path"])]
    marks = {(row["path"], span_of(row).order): row["mark"] for row in dicts_of(hidden)}
    if mine.empty and (told := hidden_in(known, indicator)):
        text = "; ".join(f"{label}, {not_shown(known, row['path'])}" for label, row in told)
        return paragraph(f"No figure is shown. {text}.", "none")
    if mine.empty:
        return paragraph(f"{TargetStatus.NO_NEW_DATA}: there is no table to show.", "none")
    covered = sorted({span.order for span in [*spans_of(mine), *spans_of(hidden)]})
    rows = []
    for measure in measures[name]:
        part_of = mine[mine["measure"] == measure]
        for (path, breakdown), group in part_of.groupby(["path", "breakdown"], sort=False):
            shown = {span_of(row).order: printed(known.facts, row) for row in dicts_of(group)}
            label = breakdown or indicator.get(measure).name
            rows.append(
                [
                    label,
                    *(shown.get(each) or marks.get((path, each), "[x]") for each in covered),
                ]
            )
    first = "Measure" if not mine["breakdown"].any() else indicator.get(measures[name][0]).breakdown
    columns = (str(first).capitalize(), *(each[-1] for each in covered))
    identity = f"table-{indicator.anchor}-{name.lower().replace(' ', '-')}"
    return Table(identity, f"{indicator.label}: {name}", columns, rows, set(columns[1:]))
