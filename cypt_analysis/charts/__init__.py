"""One figure a function: picture, alternative text, source line, data table.

Which charts an indicator has, and of which kind, is said by its catalogue entry.
"""

from __future__ import annotations

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.kinds import ChartKind
from cypt_analysis.charts.bars import categories, compare_areas
from cypt_analysis.charts.control import control, draw_control_chart
from cypt_analysis.charts.figure import Figure
from cypt_analysis.charts.on_target import against_target
from cypt_analysis.charts.over_time import over_time
from cypt_analysis.charts.year_before import year_on_year
from cypt_analysis.known import Known

__all__ = ["Figure", "draw", "draw_control_chart"]

_KINDS = {
    ChartKind.OVER_TIME: over_time,
    ChartKind.COMPARE_AREAS: compare_areas,
    ChartKind.AGAINST_TARGET: against_target,
    ChartKind.YEAR_ON_YEAR: year_on_year,
    ChartKind.CATEGORIES: categories,
    ChartKind.CONTROL: control,
}


def draw(known: Known, indicator: Indicator, name: str) -> Figure | None:
    """A chart of an indicator by its id; None when nothing that it shows has been received.

    Raises KeyError naming the charts that there are.
    """
    for chart in indicator.chart:
        if chart.id == name:
            return _KINDS[chart.kind](known, indicator, chart)
    known_ids = ", ".join(chart.id for chart in indicator.chart) or "none"
    raise KeyError(f"{indicator.id} has no chart '{name}'. It has: {known_ids}.")
