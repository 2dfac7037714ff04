"""For the analyst: each measure's figure in the last report beside the one of this report."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.ground.number_format import format_value
from cypt_analysis.ground.quarter import Quarter, parse_quarter
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of
from cypt_analysis.pieces.rows import rows_of
from cypt_analysis.words.wording import measure_name, why_revised

NEWER, NEW, SAME, REVISED = "A newer period", "Not in the last report", "Nothing new", "Revised"
_COLUMNS = ("Measure", "In the last report", "In this report", "What changed")


def since_last(known: Known) -> Html:
    """A row for each measure: what the last report had as its latest, and what this one has."""
    last = _last_report(known)
    if last is None:
        return paragraph("No earlier report's files were received: nothing can be compared.")
    rows = [
        [measure_name(each, row), *_compared(known, row)]
        for each in known.catalogue.indicators.values()
        for row in rows_of(known, "judged", each)
    ]
    told = [row[-1].split(":")[0] for row in rows]
    counts = "; ".join(f"{what.lower()}: {told.count(what)}" for what in dict.fromkeys(told))
    return join(
        paragraph(
            f"The last report is that of {last.title}. Of {len(rows)} measures {counts}. A figure "
            "that is late stands here as nothing new."
        ),
        Table(
            "table-analyst-last-report", "Latest figures, last report and this one", _COLUMNS, rows
        ).html(),
    )


def _last_report(known: Known) -> Quarter | None:
    """The newest quarter before this one of which something is known."""
    quarters = {parse_quarter(each) for each in known.observations["first"].unique()}
    return max((each for each in quarters if each < known.quarter), default=None)


def _compared(known: Known, row: dict) -> list[str]:
    own = known.own[known.own["path"] == row["path"]]
    before = own[own["first"].map(parse_quarter) < known.quarter]
    now = f"{known.facts[row['id']].printed}, {span_of(row).label}"
    if before.empty:
        return ["[z]", now, NEW]
    earlier = before.sort_values("end", kind="stable").iloc[-1]
    revised = known.revisions[
        (known.revisions["id"] == earlier["id"])
        & (known.revisions["quarter"] == str(known.quarter))
    ]
    then = f"{_then(known, earlier, revised)}, {span_of(earlier).label}"
    why = "".join(f"{REVISED}: {why_revised(each)}" for each in dicts_of(revised))
    if earlier["id"] == row["id"]:
        return [then, now, why or SAME]
    return [then, now, f"{NEWER}: the earlier figure was {why.lower()}" if why else NEWER]


def _then(known: Known, earlier: pd.Series, revised: pd.DataFrame) -> str:
    """A figure as the last report had it: before what revised it, where something did."""
    if revised.empty or pd.isna(revised.iloc[0]["then"]):
        return known.facts[earlier["id"]].printed
    return format_value(revised.iloc[0]["then"], earlier["unit"], int(earlier["decimals"]))
