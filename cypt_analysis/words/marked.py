"""Figures that their publisher marks instead of giving them: the mark keeps its meaning."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.tables import SYMBOLS
from cypt_analysis.known import Known


def marked_beside(known: Known, path: str, period: str) -> list[tuple[str, str]]:
    """The areas whose figure of a period is marked, each with its mark."""
    table = known.marked
    found = table[(table["path"] == path) & (table["period"] == period)]
    return list(zip(found["area"], found["mark"], strict=True))


def mark_of(known: Known, path: str, period: str, area: str) -> str:
    """The mark of one area's figure with what it means; empty where it has none."""
    mark = dict(marked_beside(known, path, period)).get(area, "")
    return meaning(mark) if mark else ""


def not_shown(known: Known, path: str, after: object = None) -> str:
    """The authority's own latest figure where it is marked, of a period ``after`` a day."""
    table = known.marked
    own = table[(table["path"] == path) & (table["area"] == known.info.authority)]
    if after is not None:
        own = own[own["end"] > pd.Timestamp(str(after))]
    if own.empty:
        return ""
    last = own.sort_values("end", kind="stable").iloc[-1]
    return f"{parse_period(last['period']).label}: {meaning(last['mark'])}"


def meaning(mark: str) -> str:
    """A mark with what it means.

    >>> meaning("[c]")
    '[c] confidential, not shown'
    """
    return f"{mark} {SYMBOLS.get(mark, 'not shown')}"
