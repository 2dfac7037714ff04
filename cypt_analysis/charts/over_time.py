"""Lines and points over time, with targets, intervals, events and a trajectory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.charts.colours import SERIES_COLOURS
from cypt_analysis.charts.described import alternative
from cypt_analysis.charts.figure import Figure
from cypt_analysis.charts.layout import EDGE, Box
from cypt_analysis.charts.marks import furnish, is_of_its_periods, margins, target_rows
from cypt_analysis.charts.panel import Panel, days_of
from cypt_analysis.charts.series import (
    Series,
    data_table,
    highest,
    series_of,
    source_text,
    span_text,
)
from cypt_analysis.charts.sheet import Fit, Sheet, drawings
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.status import NOT_FINAL, PART_MARK
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of
from cypt_analysis.words.marked import not_shown, without_newest
from cypt_analysis.words.wording import latest_title

# How high the scales are of one panel and of several, in pixels, and what is between panels.
_HIGH, _LOW, _BETWEEN = 200.0, 130.0, 16.0
# Above the highest value stands its label.
_LABEL = 25.0
# A scale covers at least so many days.
_SHORTEST = 360.0


def over_time(known: Known, indicator: Indicator, chart: Chart) -> Figure | None:
    """A chart of values over time; None when there is nothing to draw."""
    series = series_of(known, indicator, chart)
    if not series:
        return None
    figure_id = f"fig-{indicator.anchor}-{chart.id}"
    groups = _panels(series, chart)
    unit = series[0].measure.unit
    measured = " and ".join(dict.fromkeys(indicator.get(name).name for name in chart.measures))
    if len(chart.measures) > 2:
        measured = indicator.name
    shown_unit = "" if unit.lower() in measured.lower() else f" ({unit})"
    own = [each for each in series if each.own]
    whose = (
        known.info.authority if own else list_words(list(dict.fromkeys(e.label for e in series)))
    )
    title = _title(known, indicator, chart, own)
    subtitle = f"{measured}{shown_unit}, {whose}, {span_text(series)}"
    return Figure(
        id=figure_id,
        title=title,
        subtitle=subtitle,
        alt=alternative(known, title, chart, series),
        draw=lambda: drawings(figure_id, len(groups), partial(_draw, known, chart, groups)),
        source=source_text(known, series),
        note=" ".join(filter(None, [chart.note, _marks(series, chart), *_hidden(known, own)])),
        table=data_table(known, figure_id, subtitle, series),
    )


def _panels(series: list[Series], chart: Chart) -> list[list[Series]]:
    """The lines of each panel: of each measure, or of each label where they would be a tangle."""
    if chart.panels:
        return _by(series, lambda each: each.measure.id)
    if len({each.label for each in series}) > len(SERIES_COLOURS):
        return _by(series, lambda each: each.label)
    return [series]


def _by(series: list[Series], key: Callable[[Series], str]) -> list[list[Series]]:
    groups: dict[str, list[Series]] = {}
    for each in series:
        groups.setdefault(key(each), []).append(each)
    return list(groups.values())


def _title(known: Known, indicator: Indicator, chart: Chart, own: list[Series]) -> str:
    if not own:
        path = indicator.path(indicator.get(chart.measures[0]))
        told = without_newest(known, path) or f"{known.info.authority}: no figure received"
        return f"{indicator.get(chart.measures[0]).label}. {told}"
    if chart.trajectory:
        return latest_title(known, own[-1].label, own[-1].path)
    if chart.panels:
        return "; ".join(latest_title(known, each.label, each.path) for each in own)
    above = f"{indicator.path(own[0].measure)}.above_target"
    if len(own) > 1 and above in known.facts:
        target = known.facts[f"{own[0].path}.target"].printed
        noun = f"{own[0].measure.breakdown}s"
        return f"{known.facts[above].printed} of {len(own)} {noun} listed are above {target}"
    held = known.facts.get(f"{own[0].path}.target") if chart.targets else None
    if held is not None and not is_of_its_periods(known.judged.loc[own[0].path]):
        held = None
    against = f", against a target of {held.printed}" if held else ""
    return latest_title(known, own[0].label, own[0].path) + against


def _marks(series: list[Series], chart: Chart) -> str:
    marks = []
    shown = {status for each in series for status in each.rows["status"]}
    if hollow := [status for status in NOT_FINAL if status in shown]:
        marks.append(f"Hollow points are {list_words(hollow, 'or')}.")
    if chart.intervals and any(each.rows["lower_95"].notna().any() for each in series):
        marks.append("Whiskers are 95% confidence intervals.")
        if any(each.rows["assumed"].any() for each in series):
            marks.append("Some rest on an assumed denominator (annex B).")
    own = [each.rows for each in series if each.own]
    if any(rows["runs_to"].notna().any() for rows in own):
        marks.append(f"{PART_MARK} covers part of its period only, and is joined to no other.")
    breaks = dict.fromkeys(text for rows in own for text in rows["since"] if text)
    marks += [f"Nothing is joined across a break: {text}" for text in breaks]
    if any(_has_part_years(each.rows) for each in series if each.measure.kind != Kind.RATE):
        marks.append("A part year is not joined to full years.")
    return " ".join(marks)


def _hidden(known: Known, own: list[Series]) -> list[str]:
    """Which lines end before the newest figure, since that is marked."""
    told = {each.path: not_shown(known, each.path) for each in own}
    return [f"{each.label} after that, {told[each.path]}." for each in own if told[each.path]]


def _has_part_years(rows: pd.DataFrame) -> bool:
    """Whether periods of several kinds, as whole years and terms, stand in one line."""
    whole = rows[rows["runs_to"].isna()]
    return len({parse_period(text).series for text in whole["period"]}) > 1


def _draw(known: Known, chart: Chart, groups: list[list[Series]], panels: list[Axes]) -> Fit:
    """The lines of each panel on scales that they share; returns what places all else."""
    made = []
    everyone = [each for group in groups for each in group]
    for axes, group in zip(panels, groups, strict=True):
        title = group[0].label if len(groups) > 1 else ""
        dated = [_dated(known, each) for each in group]
        made.append(Panel(axes, dated, title, chart, known))
    span = _span(everyone, known, chart)
    room = 1 - _LABEL / _plot(made)
    for panel in made:
        unit = panel.lines[0].measure.unit
        alike = [each for each in everyone if each.measure.unit == unit]
        panel.draw()
        panel.set_scales(_top(alike, known, chart) / room, span)
    return partial(_fit, made)


def _fit(panels: list[Panel], sheet: Sheet) -> None:
    """Panels beside and below each other, each as wide and high as the drawing has room for."""
    columns = min(len(panels), 1 if sheet.is_narrow else 2)
    if len(panels) > 2:
        columns = 2 if sheet.is_narrow else 3
    rows = [panels[place : place + columns] for place in range(0, len(panels), columns)]
    width = (sheet.width - 2 * EDGE - _BETWEEN * (columns - 1)) / columns
    plot = _plot(panels)
    for panel in panels:
        panel.box = Box(0, 0, width - 40, 0)
    needs = [[margins(panel, sheet) for panel in row] for row in rows]
    heights = [max(need[1] for need in row) + max(need[3] for need in row) for row in needs]
    sheet.set_height(sum(heights) + (plot + EDGE) * len(rows) + _BETWEEN * (len(rows) - 1))
    top = sheet.height
    for row, wanted, high in zip(rows, needs, heights, strict=True):
        bottom = top - high - plot - EDGE
        for place, (panel, need) in enumerate(zip(row, wanted, strict=True)):
            left = EDGE + place * (width + _BETWEEN)
            below = bottom + max(each[1] for each in wanted)
            last = place == len(row) - 1
            panel.reach = sheet.width - EDGE if last else left + width + _BETWEEN / 2
            panel.box = Box(left + need[0], below, left + width - need[2], below + plot)
            furnish(panel, sheet)
        top = bottom - _BETWEEN


def _plot(panels: list[Panel]) -> float:
    return _LOW if len(panels) > 1 else _HIGH


def _dated(known: Known, each: Series) -> Series:
    """A line that ends before the newest figure, which is marked, with the day of its end."""
    if not (each.own and not_shown(known, each.path)):
        return each
    end = span_of(each.rows.iloc[-1]).short
    return replace(each, label=f"{each.label} ({end})")


def _top(series: list[Series], known: Known, chart: Chart) -> float:
    """The highest that a scale from 0 has to show."""
    tallest = highest(value for each in series for value in each.rows["value"])
    uppers = [float(each.rows["upper_95"].max()) for each in series if each.own and chart.intervals]
    targets = [row["target"] for row in target_rows(series, known)] if chart.targets else []
    return max([tallest, *(value for value in uppers if not np.isnan(value)), *targets])


def _span(series: list[Series], known: Known, chart: Chart) -> tuple[float, float]:
    """The first and last day of the scale, with room for the marks at its ends."""
    days = np.concatenate([days_of(each) for each in series])
    start, end = float(days.min()), float(days.max())
    if chart.trajectory:
        targets = [mdates.date2num(row["middle"]) for row in target_rows(series, known)]
        end = max([end, *map(float, targets)])
    if end - start < _SHORTEST:
        middle = (start + end) / 2
        start, end = middle - _SHORTEST / 2, middle + _SHORTEST / 2
    room = (end - start) * 0.04
    return start - room, end + room
