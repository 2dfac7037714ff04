"""For the analyst: every figure that was revised since the last report, and the new ones."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.findings import number_of
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of
from cypt_analysis.page.counted import of_source
from cypt_analysis.pieces.since_last import FIRST, is_first, revised_cells


def changes(known: Known) -> Html:
    """Figures that were revised since the report before, and figures that are new, by source."""
    quarter = str(known.quarter)
    new = known.observations[known.observations["received"] == quarter]
    if is_first(known):
        return join(paragraph(FIRST), _new_figures(new, known.catalogue))
    revised = known.revisions[known.revisions["quarter"] == quarter]
    if revised.empty:
        return join(paragraph("No figure was revised."), _new_figures(new, known.catalogue))
    return join(
        paragraph(f"{number_of(len(revised), 'figure')} changed in value or status."),
        _revised(revised, known),
        _new_figures(new, known.catalogue),
    )


def _revised(revised: pd.DataFrame, known: Known) -> Html:
    about = known.observations.set_index("id")
    rows = [
        revised_cells(
            known, {**about.loc[each["id"]], **each} if each["id"] in about.index else each
        )
        for each in dicts_of(revised)
    ]
    columns = ("Figure", "Period", "Then", "Now", "Why")
    caption = "Every figure revised since the last report"
    return Table("table-analyst-revised", caption, columns, rows, {"Then", "Now"}).html()


def _new_figures(new: pd.DataFrame, catalogue: Catalogue) -> Html:
    if new.empty:
        return paragraph("No new figure was received this quarter.", "none")
    rows = []
    for source in catalogue.sources.values():
        mine = of_source(new, source, catalogue).sort_values(["end", "start"], kind="stable")
        if mine.empty:
            continue
        first, last = (span_of(mine.iloc[place]).name for place in (0, -1))
        rows.append([source.title, len(mine), first, last])
    columns = ("Source", "New figures", "Earliest period", "Latest period")
    caption = "Figures that this report shows for the first time"
    return Table("table-analyst-new", caption, columns, rows, {"New figures"}).html()
