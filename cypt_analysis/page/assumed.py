"""For the analyst: every number that was assumed, and how far it may be off."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.tables import Html, Table, paragraph
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import earlier_span, span_named, span_of
from cypt_analysis.pieces.rows import tested_pairs
from cypt_analysis.words.sentences import turns_of
from cypt_analysis.words.wording import chance_said

_COLUMNS = (
    "Measure", "Period", "Assumed", "Why", "File and row", "Figures that rest on it",
    "How far it may be off before a verdict turns",
)  # fmt: skip
NO_TEST = "No test rests on it"


def assumed(known: Known) -> Html:
    """A row for each number that was assumed, with all that rests on it.

    How far it may be off is worked out for tests of a change of a proportion
    (`statistics.verdict_turns_at`), the assumed number alone being another.
    """
    rows = [_row(known, each) for each in dicts_of(known.assumptions)]
    if not rows:
        return paragraph("Nothing was assumed: every denominator was received.", "none")
    caption = "Every number that was assumed"
    return Table("table-analyst-assumptions", caption, _COLUMNS, rows, {"Assumed"}).html()


def _row(known: Known, row: dict) -> list[object]:
    indicator = known.catalogue.indicators[row["indicator"]]
    resting = _resting(known, row)
    return [
        indicator.get(row["measure"]).name,
        span_named(row["period"]).name if row["period"] else "Every period without one",
        format_number(row["denominator"]),
        row["reason"],
        f"{row['file'].rpartition('/')[2]} row {row['row']}",
        "; ".join(f"{known.facts[each].printed} ({each})" for each in resting["id"])
        or "None of this report",
        "; ".join(_verdicts(known, indicator, row, set(resting["id"]))) or NO_TEST,
    ]


def _resting(known: Known, row: dict) -> pd.DataFrame:
    """The authority's figures whose denominator is the assumed one."""
    own = known.own
    mine = own[(own["indicator"] == row["indicator"]) & (own["measure"] == row["measure"])]
    of_period = (mine["period"] == row["period"]) if row["period"] else True
    return mine[mine["assumed"].astype(bool) & of_period]


def _verdicts(known: Known, indicator: Indicator, row: dict, resting: set[str]) -> list[str]:
    told = []
    for pair in tested_pairs(known, indicator):
        if pair["measure"] == row["measure"] and resting & {pair["id"], pair["then_id"]}:
            names = (span.name for span in (earlier_span(pair), span_of(pair)))
            turns = turns_of(known, pair) or "not worked out for a rate"
            told.append(f"{' to '.join(names)}, {chance_said(pair['significant'])}: {turns}")
    return told
