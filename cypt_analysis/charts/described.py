"""A chart over time in words: its finding first, then where its lines go, then the target."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts.figure import one_breath
from cypt_analysis.charts.marks import target_rows
from cypt_analysis.charts.series import Series, height, series_name, turning_points
from cypt_analysis.facts import Facts
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of
from cypt_analysis.words.wording import printed

# A finding of several measures leaves room for their course.
_FINDING = 170


def alternative(known: Known, title: str, chart: Chart, series: list[Series]) -> str:
    """The alternative text of a chart over time, as full as a breath allows.

    The finding, then the authority's lines with their turning points, then other areas, then the
    target; what does not fit is left out from the least of these on.
    """
    finding = title if len(title) <= _FINDING else title.split("; ", maxsplit=1)[0]
    facts = known.facts
    own = [f"{series_name(e, series)}: {turns(facts, e.rows)}" for e in series if e.own]
    ends = [f"{series_name(e, series)}: {_ends(facts, e.rows)}" for e in series]
    others = [f"{series_name(e, series)}: {_ends(facts, e.rows)}" for e in series if not e.own]
    rows = target_rows(series, known) if chart.targets else []
    target = [f"Target {row['printed']} in {row['label']}" for row in rows]
    latest = _latest(known, series)
    return one_breath(
        _told(finding, [*own, *others], target),
        _told(finding, ends, target),
        _told(finding, ends),
        _told(finding, latest, target),
        _told(finding, latest),
        _told(finding.split(",")[0], latest),
        _told(finding, [_extremes(known, series)], target),
        _told(finding.split(",")[0], [_extremes(known, series)]),
    )


def _told(finding: str, lines: list[str], target: list[str] | None = None) -> str:
    parts = [finding, "; ".join(lines), "; ".join(target or [])]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def turns(facts: Facts, rows: pd.DataFrame) -> str:
    """Where a line begins, where between its ends it is highest and lowest, and where it ends.

    A point that does not compare with the rest, as a part of a year, is told as that.
    """
    last = rows.iloc[-1]
    alike = ((rows["series"] == last["series"]) & rows["runs_to"].isna()).to_numpy()
    if pd.notna(last["runs_to"]) or alike.sum() < 2:
        apart = " and not comparable" if len(rows) > 1 else ""
        first = f"{_value(facts, rows.iloc[0])}, " if len(rows) > 1 else ""
        return f"{first}{_value(facts, last)}{apart}"
    rows = rows[alike]
    values = rows["value"].to_numpy(dtype=float)
    told = {0: "from", len(values) - 1: "to"} | turning_points(values)
    return ", ".join(f"{told[at]} {_value(facts, rows.iloc[at])}" for at in sorted(told))


def _value(facts: Facts, row: pd.Series) -> str:
    return f"{printed(facts, row)} {span_of(row).when}"


def _ends(facts: Facts, rows: pd.DataFrame) -> str:
    ends = [printed(facts, rows.iloc[place]) for place in (0, -1)]
    return " to ".join(ends[:1] if len(rows) == 1 else ends)


def _extremes(known: Known, series: list[Series]) -> str:
    """Of many lines the one that ends highest and the one that ends lowest."""
    ends = [each for each in series if pd.notna(each.rows["value"].iloc[-1])] or series
    ends.sort(key=lambda each: height(each.rows["value"].iloc[-1]))
    low, high = (f"{e.label} {printed(known.facts, e.rows.iloc[-1])}" for e in (ends[0], ends[-1]))
    return f"Of {len(series)} lines {high} ends highest and {low} lowest"


def _latest(known: Known, series: list[Series]) -> list[str]:
    """The last value of every line; lines of one label, such as an area's, share it."""
    told: dict[str, list[str]] = {}
    for each in series:
        told.setdefault(each.label, []).append(printed(known.facts, each.rows.iloc[-1]))
    return [f"{label} {' then '.join(values)}" for label, values in told.items()]
