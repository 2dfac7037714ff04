"""Annex B: figures that changed since the report before, and figures that are new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Any

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Measure
from cypt_analysis.ground.number_format import decimals_apart, format_value
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.page.counted import number_of, of_source
from cypt_analysis.words.wording import why_revised

_CONFIDENTIAL = "[c]"
_TAKEN_BACK = "The file gives the figure no longer"


def changes(known: Known) -> Html:
    """Annex B: figures that were revised since the report before, and figures that are new."""
    quarter = str(known.quarter)
    revised = known.revisions[known.revisions["quarter"] == quarter]
    new = known.observations[known.observations["received"] == quarter]
    if _is_first(known):
        sentence = "This is the first report, so no earlier figure could be revised."
        return join(paragraph(sentence), _new_figures(new, known.catalogue))
    if revised.empty:
        return join(paragraph("No figure was revised."), _new_figures(new, known.catalogue))
    return join(
        paragraph(
            f"{number_of(len(revised), 'figure')} changed in value or status since the last "
            f"report: {_by_cause(revised)}."
        ),
        _revised(revised, known),
        _new_figures(new, known.catalogue),
    )


def _by_cause(revised: pd.DataFrame) -> str:
    """How many figures changed for which cause, the commonest first; a colon ends its name."""
    causes = [_cause(record).partition(":")[0].lower() for record in revised.to_dict("records")]
    return "; ".join(f"{cause}: {number}" for cause, number in Counter(causes).most_common())


def _cause(record: dict[Hashable, Any]) -> str:
    return _TAKEN_BACK if pd.isna(record["now"]) else why_revised(record)


def _is_first(known: Known) -> bool:
    """Whether all that is known came with this quarter's drop."""
    return {file["quarter"] for file in known.provenance["raw_files"]} <= {str(known.quarter)}


def _revised(revised: pd.DataFrame, known: Known) -> Html:
    about = known.observations.set_index("id")
    rows = []
    for record in revised.to_dict("records"):
        taken_back = record["id"] not in about.index
        now = record if taken_back else about.loc[record["id"]]
        measure = known.catalogue.indicators[now["indicator"]].get(now["measure"])
        decimals = _decimals(record, measure)
        rows.append(
            [
                ", ".join(filter(None, (measure.name, now["breakdown"], now["area"]))),
                parse_period(now["period"]).label,
                # What may no longer be shown is not shown here either.
                *(
                    _CONFIDENTIAL if taken_back else format_value(value, measure.unit, decimals)
                    for value in (record["then"], record["now"])
                ),
                _TAKEN_BACK if taken_back else _cause(record),
            ]
        )
    columns = ("Figure", "Period", "Then", "Now", "Why")
    caption = "Figures revised since the last report"
    return Table("table-annex-b-revised", caption, columns, rows, {"Then", "Now"}).html()


def _decimals(record: dict[Hashable, Any], measure: Measure) -> int:
    """Enough that a figure before and after do not look alike where they differ."""
    then, now = record["then"], record["now"]
    if pd.isna(then) or pd.isna(now):
        return measure.decimals
    return decimals_apart(then, now, measure.decimals) if then != now else measure.decimals


def _new_figures(new: pd.DataFrame, catalogue: Catalogue) -> Html:
    if new.empty:
        return paragraph("No new figure was received this quarter.", "none")
    rows = []
    for source in catalogue.sources.values():
        mine = of_source(new, source, catalogue).sort_values(["end", "start"], kind="stable")
        if mine.empty:
            continue
        first, last = (parse_period(mine["period"].iloc[place]).label for place in (0, -1))
        rows.append([source.title, len(mine), first, last])
    columns = ("Source", "New figures", "Earliest period", "Latest period")
    caption = "Figures that this report shows for the first time"
    return Table("table-annex-b-new", caption, columns, rows, {"New figures"}).html()
