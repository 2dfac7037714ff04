"""Whether a chart has something to see; a page of two points apiece hides those that have."""

from __future__ import annotations

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.catalogue.kinds import ChartKind
from cypt_analysis.charts.series import Series, series_of
from cypt_analysis.known import Known

# A line of fewer points has no course to see.
FEWEST_POINTS = 5


def is_worth_seeing(known: Known, indicator: Indicator, chart: Chart) -> bool:
    """Whether a line has five points, or several areas, parts or measures stand side by side.

    What an edition does not show is nothing to see.
    """
    series = [each for each in series_of(known, indicator, chart) if _shown(each)]
    if chart.kind is ChartKind.YEAR_ON_YEAR:
        # A pair of figures apiece: two pairs are told sooner than drawn.
        return len(series) > 2
    if chart.kind is not ChartKind.OVER_TIME:
        return len(series) > 1
    if len({each.label for each in series if not each.own}) > 0:
        return True
    return any(_shown(each) >= FEWEST_POINTS for each in series)


def _shown(each: Series) -> int:
    return int(each.rows["value"].notna().sum())
