"""Figures that their publisher marks instead of giving them: the mark keeps its meaning."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.status import HIDDEN_MARK, Direction
from cypt_analysis.ground.tables import SYMBOLS
from cypt_analysis.judgement.changes import latest_of
from cypt_analysis.known import Known
from cypt_analysis.observations.rows import is_own
from cypt_analysis.observations.spans import Span, span_of, spans_of
from cypt_analysis.words.wording import measure_name

EARLIER_HIDDEN = "an earlier figure is not shown"


def marked_beside(known: Known, path: str, period: str) -> list[tuple[str, str]]:
    """The areas whose figure of a period is marked, each with its mark."""
    table = known.marked
    found = table[(table["path"] == path) & (table["period"] == period)]
    return list(zip(found["area"], found["mark"], strict=True))


def mark_of(known: Known, path: str, period: str, area: str) -> str:
    """The mark of one area's figure with what it means; empty where it has none."""
    mark = dict(marked_beside(known, path, period)).get(area, "")
    return meaning(mark) if mark else ""


def not_shown(known: Known, path: str) -> str:
    """The authority's newest figure where it is marked and no later one is shown, with its period.

    Empty where the newest is shown.
    """
    if path not in known.newest_marked.index:
        return ""
    row = known.newest_marked.loc[path]
    return f"{span_of(row).name}: {meaning(row['mark'])}"


def without_newest(known: Known, path: str) -> str:
    """Whose newest figure is marked, its period and the mark; empty where the newest is shown."""
    told = not_shown(known, path)
    row = known.judged.loc[path] if path in known.judged.index else None
    if not told and row is not None and pd.isna(row["value"]):
        told = f"{span_of(row).name}: {meaning(HIDDEN_MARK)}"
    return f"{known.info.authority}, {told}" if told else ""


def earlier_hidden(known: Known, row: pd.Series) -> str:
    """That a figure which stands alone has an earlier one that is not shown; else empty."""
    gone = [
        each.loc[each["path"] == row["path"], "end"]
        for each in (
            known.marked[is_own(known.marked, known.info)],
            known.own[known.own["mark"] != ""],
        )
    ]
    alone = row["direction"] == Direction.TOO_FEW
    return EARLIER_HIDDEN if alone and any((ends < row["end"]).any() for ends in gone) else ""


def hidden_in(known: Known, indicator: Indicator) -> list[tuple[str, dict]]:
    """The newest figures of an indicator that are marked: the name of each measure, and the row."""
    order = [measure.id for measure in indicator.measure]
    rows = dicts_of(known.newest_marked[known.newest_marked["indicator"] == indicator.id])
    rows.sort(key=lambda row: order.index(row["measure"]))
    return [(measure_name(indicator, row), row) for row in rows]


def span_beside(known: Known, path: str) -> Span | None:
    """The span at which the authority stands beside other areas: that of its latest figure.

    Where none of its own is shown, the newest that others have; None where that is none either,
    and where the latest covers a part of its period.
    """
    if path in known.judged.index:
        span = span_of(known.judged.loc[path])
        return None if span.part else span
    table = known.observations
    newest = latest_of(table[(table["path"] == path) & table["runs_to"].isna()])
    return None if newest.empty else span_of(newest.iloc[0])


def rows_beside(known: Known, path: str, span: Span | None) -> pd.DataFrame:
    """What every area has in a span, highest first; nothing without one."""
    table = known.observations
    rows = table[(table["path"] == path) & table["runs_to"].isna()]
    same = np.array([each == span for each in spans_of(rows)], dtype=bool)
    return rows[same].sort_values("value", ascending=False, kind="stable")


def meaning(mark: str) -> str:
    """A mark with what it means.

    >>> meaning("[c]")
    '[c] confidential, not shown'
    """
    return f"{mark} {SYMBOLS.get(mark, 'not shown')}"
