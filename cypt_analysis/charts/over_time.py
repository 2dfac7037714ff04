"""Lines and points over time, with targets, intervals, events and a trajectory."""

from __future__ import annotations

from dataclasses import replace

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.charts.figure import (
    MARKERS,
    SERIES_COLOURS,
    Figure,
    canvas,
    one_breath,
)
from cypt_analysis.charts.marks import (
    draw_event,
    draw_targets,
    is_of_its_periods,
    label_ends,
    target_rows,
    time_axis,
)
from cypt_analysis.charts.series import (
    Series,
    data_table,
    highest,
    series_name,
    series_of,
    source_text,
    span_text,
    unbroken,
)
from cypt_analysis.charts.svg import to_svg
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.status import NOT_FINAL, PART_MARK
from cypt_analysis.known import Known
from cypt_analysis.words.marked import not_shown, without_newest
from cypt_analysis.words.wording import course, latest_title, printed, when


def over_time(known: Known, indicator: Indicator, chart: Chart) -> Figure | None:
    """A chart of values over time; None when there is nothing to draw."""
    series = series_of(known, indicator, chart)
    if not series:
        return None
    figure_id = f"fig-{indicator.anchor}-{chart.id}"
    groups = _panels(series, chart)
    with canvas(columns=len(groups)) as (picture, panels):
        for axes, group in zip(panels, groups, strict=True):
            _draw(axes, group, series, known, chart)
            if chart.panels:
                axes.set_title(group[0].label)
        svg = to_svg(picture, figure_id)
    unit = series[0].measure.unit
    measured = " and ".join(dict.fromkeys(indicator.get(name).name for name in chart.measures))
    if len(chart.measures) > 2:
        measured = indicator.name
    shown_unit = "" if unit.lower() in measured.lower() else f" ({unit})"
    own = [each for each in series if each.own]
    whose = (
        known.info.authority if own else list_words(list(dict.fromkeys(e.label for e in series)))
    )
    subtitle = f"{measured}{shown_unit}, {whose}, {span_text(series)}"
    return Figure(
        id=figure_id,
        title=_title(known, indicator, chart, own),
        subtitle=subtitle,
        alt=_alternative(known, indicator, chart, series),
        svg=svg,
        source=source_text(known, series),
        note=" ".join(filter(None, [chart.note, _marks(series, chart), *_hidden(known, own)])),
        table=data_table(known, figure_id, subtitle, series),
    )


def _panels(series: list[Series], chart: Chart) -> list[list[Series]]:
    if not chart.panels:
        return [series]
    return [
        group
        for name in chart.measures
        if (group := [each for each in series if each.measure.id == name])
    ]


def _alternative(known: Known, indicator: Indicator, chart: Chart, series: list[Series]) -> str:
    """Every line in words: its course where there is room, else its ends, else its last value."""
    lead = f"{'Line chart' if chart.joined else 'Points'} over time: {indicator.label}"
    named = [(series_name(each, series), each.rows) for each in series]
    courses = [course(known.facts, name, rows) for name, rows in named]
    ends = [f"{name}, {_ends(known, rows)}" for name, rows in named]
    return one_breath(
        f"{lead}. {'; '.join(courses)}.",
        f"{lead}, {span_text(series)}. {'; '.join(ends)}.",
        f"{lead}, latest values. {'; '.join(_latest(known, series))}.",
    )


def _ends(known: Known, rows: pd.DataFrame) -> str:
    ends = [printed(known.facts, rows.iloc[place]) for place in (0, -1)]
    return " to ".join(ends[:1] if len(rows) == 1 else ends)


def _latest(known: Known, series: list[Series]) -> list[str]:
    """The last value of every line; lines of one label, such as an area's, share it."""
    told: dict[str, list[str]] = {}
    for each in series:
        row = each.rows.iloc[-1]
        value = f"{printed(known.facts, row)} {when(parse_period(row['period']))}"
        told.setdefault(each.label, []).append(value)
    return [f"{label}, {', then '.join(values)}" for label, values in told.items()]


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


def _draw(
    axes: Axes, group: list[Series], everyone: list[Series], known: Known, chart: Chart
) -> None:
    ends = []
    for each in group:
        look = _look(group, each)
        colour = SERIES_COLOURS[look % len(SERIES_COLOURS)]
        _line(axes, each, colour, MARKERS[look % len(MARKERS)], chart)
        ends.append((_dated(known, each), colour))
    span = _span(everyone, known, chart)
    _limits(axes, [each for each, _ in ends], known, chart, span)
    if chart.targets:
        draw_targets(axes, group, known, chart)
    for event in chart.events:
        draw_event(axes, event.date, event.label)
    label_ends(axes, ends, known.facts, chart)
    time_axis(axes, group, mdates.date2num(span[1]))


def _dated(known: Known, each: Series) -> Series:
    """A line that ends before the newest figure, which is marked, with the day of its end."""
    if not (each.own and not_shown(known, each.path)):
        return each
    end = parse_period(each.rows["period"].iloc[-1]).short_label
    return replace(each, label=f"{each.label} ({end})")


def _look(group: list[Series], each: Series) -> int:
    """One colour and marker for one label, so that an area keeps them from measure to measure."""
    return list(dict.fromkeys(other.label for other in group)).index(each.label)


def _line(axes: Axes, each: Series, colour: str, marker: str, chart: Chart) -> None:
    places = each.middles
    if chart.joined:
        for _, part in each.rows.groupby(unbroken(each.rows), sort=False):
            axes.plot(places[part.index], part["value"].astype(float), color=colour, linewidth=2)
    if chart.intervals and each.own and each.rows["lower_95"].notna().any():
        down = (each.rows["value"] - each.rows["lower_95"]).astype(float)
        up = (each.rows["upper_95"] - each.rows["value"]).astype(float)
        axes.errorbar(
            places, each.rows["value"].astype(float), yerr=np.array([down, up]), fmt="none",
            ecolor=colour, elinewidth=1.4, capsize=4,
        )  # fmt: skip
    hollow = each.rows["status"].isin(NOT_FINAL) | each.rows["runs_to"].notna()
    for chosen, fill in ((~hollow, colour), (hollow, "white")):
        axes.plot(
            places[chosen], each.rows.loc[chosen, "value"].astype(float), marker, color=colour,
            markerfacecolor=fill, markeredgewidth=1.8, markersize=6.5, linestyle="none", zorder=4,
        )  # fmt: skip


def _limits(
    axes: Axes,
    group: list[Series],
    known: Known,
    chart: Chart,
    span: tuple[pd.Timestamp, pd.Timestamp],
) -> None:
    """An axis from 0 with room above for labels."""
    tallest = highest(value for each in group for value in each.rows["value"])
    uppers = [float(each.rows["upper_95"].max()) for each in group] if chart.intervals else []
    targets = [row["target"] for row in target_rows(group, known)] if chart.targets else []
    top = max([tallest, *(value for value in uppers if not np.isnan(value)), *targets])
    axes.set_ylim(0, top * 1.2)
    start, end = span
    room = (end - start) * 0.08
    axes.set_xlim(start - room, end + (end - start) * _label_room(group, chart))


def _label_room(group: list[Series], chart: Chart) -> float:
    if len(group) == 1 or chart.panels:
        return 0.22 if chart.panels else 0.14
    longest = max(len(each.label) for each in group)
    return min(0.62, 0.1 + 0.0165 * longest)


def _span(series: list[Series], known: Known, chart: Chart) -> tuple[pd.Timestamp, pd.Timestamp]:
    places = pd.concat([each.middles for each in series])
    start, end = places.min(), places.max()
    if chart.trajectory:
        end = max([end, *(row["middle"] for row in target_rows(series, known))])
    if end - start < pd.Timedelta(days=200):
        middle = start + (end - start) / 2
        start, end = middle - pd.Timedelta(days=180), middle + pd.Timedelta(days=180)
    return start, end
