"""Whether a chart has something to see; a page of two points apiece hides those that have."""

from __future__ import annotations

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.catalogue.kinds import ChartKind
from cypt_analysis.charts.series import Series, beside, series_of
from cypt_analysis.judgement.signals import NOT_JUDGED, TOO_FEW
from cypt_analysis.known import Known

# A line of fewer points has no course to see.
FEWEST_POINTS = 5


def is_worth_seeing(known: Known, indicator: Indicator, chart: Chart) -> bool:
    """Whether a line has five points, or five areas, three parts or measures stand side by side.

    What an edition does not show is nothing to see.
    """
    path = indicator.path(indicator.get(chart.measures[0]))
    if chart.kind is ChartKind.COMPARE_AREAS:
        rows = beside(known, path)
        return int(rows["value"].notna().sum()) >= FEWEST_POINTS
    if chart.kind is ChartKind.CONTROL:
        judged = known.signals.loc[known.signals["path"] == path, "chart"]
        return bool((~judged.isin([TOO_FEW, NOT_JUDGED])).any())
    if chart.kind is ChartKind.YEAR_ON_YEAR:
        paths = [indicator.path(indicator.get(name)) for name in chart.measures]
        rows = known.judged[known.judged.index.isin(paths)]
        return int((rows["basis_of_change"] == "year").sum()) > 2
    series = [each for each in series_of(known, indicator, chart) if _shown(each)]
    if chart.kind is not ChartKind.OVER_TIME:
        # A pair of figures is told sooner than drawn.
        return len(series) > 2
    if any(_shown(each) >= FEWEST_POINTS for each in series):
        return True
    # Short lines have a course together where areas are compared.
    periods = {text for each in series for text in each.rows["period"]}
    others = any(not each.own for each in series)
    return others and len(periods) > 2 and sum(map(_shown, series)) >= FEWEST_POINTS


def _shown(each: Series) -> int:
    return int(each.rows["value"].notna().sum())
