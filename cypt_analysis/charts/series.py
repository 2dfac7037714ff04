"""The lines of a chart: which observations, under which label."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.ground.tables import Table
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of, spans_of
from cypt_analysis.words.marked import rows_beside, span_beside
from cypt_analysis.words.wording import interval_text, printed


@dataclass(frozen=True)
class Series:
    """One line: its label, its measure, and its observations in order of time."""

    label: str
    measure: Measure
    path: str
    rows: pd.DataFrame
    own: bool

    @cached_property
    def middles(self) -> pd.Series:
        """Where each observation stands on an axis of time."""
        return pd.to_datetime(
            pd.Series([each.middle for each in spans_of(self.rows)], self.rows.index)
        )


def series_of(known: Known, indicator: Indicator, chart: Chart) -> list[Series]:
    """The lines of a chart: each measure, its breakdowns, and the other areas asked for."""
    found = []
    table = known.observations
    for name in chart.measures:
        measure = indicator.get(name)
        mine = table[(table["indicator"] == indicator.id) & (table["measure"] == name)]
        for area in (known.info.authority, *chart.areas):
            here = mine[mine["area"] == area].sort_values("end", kind="stable")
            for (path, breakdown), rows in here.groupby(["path", "breakdown"], sort=False):
                label = _label(known, measure, area, str(breakdown), chart)
                own = area == known.info.authority
                found.append(Series(label, measure, str(path), rows, own))
    return found


def beside(known: Known, path: str) -> pd.DataFrame:
    """What every area has in the period at which the authority stands beside them, highest first.

    Nothing where that is a part of a period, which stands beside nothing.
    """
    return rows_beside(known, path, span_beside(known, path))


def _label(known: Known, measure: Measure, area: str, breakdown: str, chart: Chart) -> str:
    if breakdown:
        return breakdown
    if chart.areas:
        return area
    return measure.label


def height(value: float) -> float:
    """Where a value stands on its axis: on the ground where the edition does not show it."""
    return 0.0 if math.isnan(value) else float(value)


def turning_points(values: np.ndarray) -> dict[int, str]:
    """Where between its ends a line is highest and lowest of all, in words, by place.

    >>> turning_points(np.array([3.0, 9.0, 1.0, 4.0])), turning_points(np.array([1.0, 2.0, 3.0]))
    ({1: 'highest', 2: 'lowest'}, {})
    """
    inner, ends = values[1:-1], values[[0, -1]]
    if not np.isfinite(inner).any() or not np.isfinite(ends).all():
        return {}
    found = {}
    high, low = int(np.nanargmax(inner)) + 1, int(np.nanargmin(inner)) + 1
    if values[high] > ends.max():
        found[high] = "highest"
    if values[low] < ends.min():
        found[low] = "lowest"
    return found


def highest(values: Iterable[float]) -> float:
    """The highest of the values that are shown, 1 where none is above nought."""
    return max(map(height, values), default=0) or 1.0


def unbroken(rows: pd.DataFrame) -> pd.Series:
    """A number for each stretch without a gap: periods of one kind that follow one another.

    Rolling periods overlap; days stand apart and are joined as they come.
    """
    follows = rows["start"] <= rows["end"].shift() + pd.Timedelta(days=1)
    days = rows["series"].str.startswith("day")
    same = rows["series"] == rows["series"].shift()
    return (~((follows | days) & same)).cumsum()


def data_table(known: Known, figure_id: str, caption: str, series: list[Series]) -> Table:
    """Every value drawn: one row an observation, with its interval where there is one."""
    named = [(each, row) for each in series for _, row in each.rows.iterrows()]
    several = len({each.label for each in series}) > 1 or len({s.measure.id for s in series}) > 1
    limits = any(f"{row['id']}.lower_95" in known.facts for _, row in named)
    columns = ["Period", *(["Series"] if several else []), "Value"]
    columns += ["95% interval"] if limits else []
    rows = []
    for each, row in named:
        cells = [span_of(row).name]
        if several:
            cells.append(series_name(each, series))
        cells.append(printed(known.facts, row))
        if limits:
            cells.append(interval_text(known.facts, str(row["id"])))
        rows.append(cells)
    return Table(f"{figure_id}-data", caption, tuple(columns), rows, {"Value", "95% interval"})


def series_name(each: Series, series: list[Series]) -> str:
    """The label of a line, with its measure where another line has the same label."""
    alike = [other for other in series if other.label == each.label]
    return f"{each.label}: {each.measure.label}" if len(alike) > 1 else each.label


def span_text(series: list[Series]) -> str:
    """The time that a chart covers, as its subtitle says it."""
    spans = [span for each in series for span in spans_of(each.rows)]
    first, last = (end(spans, key=lambda span: span.order).name for end in (min, max))
    return first if first == last else f"{first} to {last}"


def source_text(known: Known, series: list[Series]) -> str:
    """The producers of what a chart shows."""
    producers = [known.catalogue.sources[each.measure.source].producer for each in series]
    return "; ".join(dict.fromkeys(producers))
