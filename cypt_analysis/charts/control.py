"""The control chart of one series, for the analyst."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.charts.figure import INK, MUTED, OWN, THIRD, Figure, canvas, shorten
from cypt_analysis.charts.series import Series, source_text, span_text, unbroken
from cypt_analysis.charts.svg import to_svg
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.tables import Table
from cypt_analysis.judgement.calls import chart_scale, control_chart
from cypt_analysis.judgement.signals import series_of_path
from cypt_analysis.known import Known
from cypt_analysis.statistics import icons
from cypt_analysis.statistics.control_charts import ControlChart


def draw_control_chart(known: Known, indicator: Indicator, measure: Measure) -> Figure | None:
    """The series with its mean, its limits and its signals; None below twelve points.

    None, too, where its points are not independent and no limits are drawn.
    """
    path = indicator.path(measure)
    if path not in known.judged.index:
        return None
    latest = known.judged.loc[path]
    rows = series_of_path(known.seen, path, latest["series"])
    call = control_chart(rows, measure, latest)
    chart = _in_unit(call.run(), chart_scale(call))
    if chart.status != "limits":
        return None
    figure_id = f"control-{indicator.anchor}-{measure.id.replace('_', '-')}"
    labels = [parse_period(text).short_label for text in rows["period"]]
    series = Series(measure.label, measure, path, rows, own=True)
    limits = f"limits {_show(chart.lower[-1], measure)} to {_show(chart.upper[-1], measure)}"
    subtitle = f"{measure.name}, {known.info.authority}, {span_text([series])}"
    found = sum(signal != "" for signal in chart.signal)
    return Figure(
        id=figure_id,
        title=f"{measure.label}: {icons(chart).variation}, latest "
        f"{_show(chart.values[-1], measure)}",
        subtitle=subtitle,
        alt=shorten(
            f"{chart.kind} chart of {measure.name} over {len(rows)} points: mean "
            f"{_show(chart.mean[-1], measure)}, {limits}, {found} points with a signal."
        ),
        svg=_picture(figure_id, chart, labels, unbroken(rows)),
        source=source_text(known, [series]),
        table=_table(figure_id, subtitle, chart, rows["period"].tolist(), measure),
        note="Points with a signal are marked by squares. Dashed lines are the limits.",
    )


def _in_unit(chart: ControlChart, scale: float) -> ControlChart:
    """A chart of shares of 1 as one of percentages."""
    values, mean, lower, upper = (
        np.asarray(line, dtype=float) * scale
        for line in (chart.values, chart.mean, chart.lower, chart.upper)
    )
    return replace(chart, values=values, mean=mean, lower=lower, upper=upper)


def _show(value: float, measure: Measure) -> str:
    return format_number(value, max(measure.decimals, 1)) + ("%" if measure.unit == "%" else "")


def _picture(figure_id: str, chart: ControlChart, labels: list[str], parts: pd.Series) -> str:
    places = np.arange(len(labels))
    signal = np.array([text != "" for text in chart.signal])
    with canvas() as (picture, (axes,)):
        for part in parts.unique():
            joined = (parts == part).to_numpy()
            axes.plot(places[joined], chart.values[joined], color=OWN, linewidth=1.6)
        axes.plot(places[~signal], chart.values[~signal], "o", color=OWN, markersize=6)
        axes.plot(places[signal], chart.values[signal], "s", color=THIRD, markersize=8)
        axes.plot(places, chart.mean, color=INK, linewidth=1.2)
        for limit in (chart.lower, chart.upper):
            axes.plot(places, limit, color=MUTED, linewidth=1.2, linestyle=(0, (5, 3)))
        step = max(1, len(labels) // 6)
        axes.set_xticks(places[::step])
        axes.set_xticklabels(labels[::step], fontsize=9)
        return to_svg(picture, figure_id)


def _table(
    figure_id: str, caption: str, chart: ControlChart, periods: list[str], measure: Measure
) -> Table:
    rows = [
        [
            parse_period(period).label,
            _show(chart.values[number], measure),
            _show(chart.lower[number], measure),
            _show(chart.upper[number], measure),
            str(chart.signal[number]) or "[z]",
        ]
        for number, period in enumerate(periods)
    ]
    columns = ("Period", "Value", "Lower limit", "Upper limit", "Signal")
    return Table(
        f"{figure_id}-data", caption, columns, rows, {"Value", "Lower limit", "Upper limit"}
    )
