"""The control chart of one series, for the analyst."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts.colours import INK, MUTED, OWN, THIRD
from cypt_analysis.charts.figure import Figure, one_breath
from cypt_analysis.charts.layout import EDGE, LINE, Box, spread, text_width, widest, wrapped
from cypt_analysis.charts.series import Series, source_text, span_text, unbroken
from cypt_analysis.charts.sheet import Fit, Sheet, drawings
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.tables import Table
from cypt_analysis.judgement.calls import chart_scale, control_chart
from cypt_analysis.known import Known, series_seen
from cypt_analysis.observations.spans import spans_of
from cypt_analysis.statistics import icons
from cypt_analysis.statistics.control_charts import ControlChart

_HIGH, _LEFT, _ICON = 190.0, 48.0, 24.0
# The letters of Making Data Count: on which side a signal is, and if the target will be met.
_LETTERS = {
    "high": "H", "low": "L", "consistently met": "P", "consistently missed": "F",
    "hit and miss": "?",
}  # fmt: skip


def control(known: Known, indicator: Indicator, chart: Chart) -> Figure | None:
    """The control chart of a measure as the catalogue asks for it, for the board."""
    measure = indicator.get(chart.measures[0])
    return draw_control_chart(known, indicator, measure, f"fig-{indicator.anchor}-{chart.id}")


def draw_control_chart(
    known: Known, indicator: Indicator, measure: Measure, figure_id: str = ""
) -> Figure | None:
    """The series with its mean, its limits, its signals and both icons; None below twelve points.

    None, too, where its points are not independent and no limits are drawn.
    """
    path = indicator.path(measure)
    if path not in known.judged.index:
        return None
    latest = known.judged.loc[path]
    rows = series_seen(known, path, latest["series"])
    call = control_chart(rows, measure, latest)
    chart = _in_unit(call.run(), chart_scale(call))
    if chart.status != "limits":
        return None
    figure_id = figure_id or f"control-{indicator.anchor}-{measure.id.replace('_', '-')}"
    labels = [span.short for span in spans_of(rows)]
    series = Series(measure.label, measure, path, rows, own=True)
    limits = f"limits {_show(chart.lower[-1], measure)} to {_show(chart.upper[-1], measure)}"
    subtitle = f"{measure.name}, {known.info.authority}, {span_text([series])}"
    found = sum(signal != "" for signal in chart.signal)
    title = f"{measure.label}: {icons(chart).variation}, latest {_show(chart.values[-1], measure)}"
    return Figure(
        id=figure_id,
        title=title,
        subtitle=subtitle,
        alt=one_breath(
            f"{title}. {chart.kind} chart of {measure.name} over {len(rows)} points: mean "
            f"{_show(chart.mean[-1], measure)}, {limits}, {found} points with a signal.",
            f"{title}. Mean {_show(chart.mean[-1], measure)}, {limits}, {found} signals.",
        ),
        draw=lambda: drawings(figure_id, 1, partial(_draw, chart, labels, unbroken(rows))),
        source=source_text(known, [series]),
        table=_table(figure_id, subtitle, chart, [span.name for span in spans_of(rows)], measure),
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


def _draw(chart: ControlChart, labels: list[str], parts: pd.Series, panels: list[Axes]) -> Fit:
    """The line with its mean and limits; points with a signal are squares."""
    (axes,) = panels
    places = np.arange(len(labels))
    signal = np.array([text != "" for text in chart.signal])
    for part in parts.unique():
        joined = (parts == part).to_numpy()
        axes.plot(places[joined], chart.values[joined], color=OWN, linewidth=1.6, clip_on=False)
    for chosen, marker, colour, size in ((~signal, "o", OWN, 6), (signal, "s", THIRD, 9)):
        axes.plot(
            places[chosen], chart.values[chosen], marker, color=colour, markersize=size,
            clip_on=False,
        )  # fmt: skip
    axes.plot(places, chart.mean, color=INK, linewidth=1.2, clip_on=False)
    for limit in (chart.lower, chart.upper):
        axes.plot(places, limit, color=MUTED, linewidth=1.2, linestyle=(0, (5, 3)), clip_on=False)
    everything = np.concatenate([chart.values, chart.lower, chart.upper])
    low, high = float(np.nanmin(everything)), float(np.nanmax(everything))
    edge = (high - low) * 0.08 or 1.0
    # Limits that stand near nought show it.
    low = 0.0 if 0 <= low < high / 3 else low - edge
    axes.set(ylim=(low, high + edge), xlim=(-0.4, len(labels) - 0.6))
    return partial(_fit, axes, chart, labels)


def _badges(chart: ControlChart) -> list[tuple[str, str]]:
    """The icons of variation and of assurance, each a letter in a ring with its word."""
    told = icons(chart)
    side = told.variation.rpartition(", ")[2]
    found = [(_LETTERS.get(side, "~"), f"Variation: {told.variation}")]
    if told.assurance in _LETTERS:
        found.append((_LETTERS[told.assurance], f"Assurance: {told.assurance}"))
    return found


def _fit(axes: Axes, chart: ControlChart, labels: list[str], sheet: Sheet) -> None:
    """The mean and the limits named at the right, ticks below."""
    named = [("Mean", chart.mean), ("Upper limit", chart.upper), ("Lower limit", chart.lower)]
    words = [f"{name} {line[-1]:,.4g}" for name, line in named if np.isfinite(line[-1])]
    room = widest(words) if not sheet.is_narrow else 92.0
    shown = _badges(chart)
    lines_of_icons = len(shown) if sheet.is_narrow else 1
    above = lines_of_icons * _ICON + 6
    sheet.set_height(_HIGH + 2 * LINE + 6 + above)
    box = Box(_LEFT, 2 * LINE + 6, sheet.width - EDGE - room - 8, sheet.height - above - 6)
    sheet.place(axes, box)
    for number, (letter, word) in enumerate(shown):
        across, down = (0, number) if sheet.is_narrow else (number, 0)
        left = EDGE + across * (sheet.width / 2)
        middle = sheet.height - _ICON * (down + 0.5)
        sheet.badge(letter, (left + 11, middle))
        sheet.say(word, (left + 28, middle))
    low, high = axes.get_ylim()
    lines = [wrapped(text, room) for text in words]
    ends = [
        box.bottom + (line[-1] - low) / (high - low) * (box.top - box.bottom)
        for _, line in named
        if np.isfinite(line[-1])
    ]
    needs = [len(each) * LINE for each in lines]
    placed = spread(ends, needs, 0)
    for each, at, need in zip(lines, placed, needs, strict=True):
        sheet.say(each, (box.right + 8, at + need - LINE / 2))
    sheet.rule((box.left, box.bottom), (box.right, box.bottom), colour=MUTED)
    for value in (low, high):
        at = box.bottom if value == low else box.top
        sheet.say(f"{value:,.3g}", (box.left - 6, at), "right", colour=MUTED, scenery=True)
    left, right = axes.get_xlim()
    free = sheet.width
    for number in range(len(labels) - 1, -1, -1):
        at = box.left + (number - left) / (right - left) * (box.right - box.left)
        half = text_width(labels[number]) / 2
        at_words = max(at, EDGE + half)
        if at_words + half < free:
            sheet.say(labels[number], (at_words, box.bottom - LINE / 2 - 4), "center",
                      colour=MUTED, scenery=True)  # fmt: skip
            sheet.rule((at, box.bottom), (at, box.bottom - 4), colour=MUTED)
            free = at_words - half - 8


def _table(
    figure_id: str, caption: str, chart: ControlChart, periods: list[str], measure: Measure
) -> Table:
    rows = [
        [
            period,
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
