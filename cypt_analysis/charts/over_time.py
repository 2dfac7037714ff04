"""Lines and points over time, with targets, intervals, events and a trajectory."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from cypt_analysis.catalogue import Catalogue, Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts.figure import (
    INK,
    MARKERS,
    MUTED,
    SERIES_COLOURS,
    Figure,
    canvas,
    shorten,
    to_svg,
)
from cypt_analysis.charts.series import Series, data_table, series_of, source_text, span_text
from cypt_analysis.facts import Facts
from cypt_analysis.findings import list_words
from cypt_analysis.processed import Known
from cypt_analysis.quarter import parse_period
from cypt_analysis.wording import course, latest_title, printed

_NOT_FINAL = ("provisional", "unpublished", "estimated")
# Labels closer than this part of the axis would run into each other.
_ROOM = 0.075


def over_time(
    known: Known, catalogue: Catalogue, indicator: Indicator, chart: Chart
) -> Figure | None:
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
    subtitle = f"{measured}{shown_unit}, {known.info.authority}, {span_text(series)}"
    own = [each for each in series if each.own]
    return Figure(
        id=figure_id,
        title=_title(known, chart, own or series),
        subtitle=subtitle,
        alt=shorten(_alternative(known, chart, series)),
        svg=svg,
        source=source_text(known, catalogue.sources, series),
        note=" ".join(filter(None, [chart.note, _marks(series, chart)])),
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


def _alternative(known: Known, chart: Chart, series: list[Series]) -> str:
    kind = "Line chart" if chart.joined else "Points"
    courses = [course(known.facts, each.label, each.rows) for each in series]
    return f"{kind} over time. {list_words(courses)}."


def _title(known: Known, chart: Chart, own: list[Series]) -> str:
    if chart.trajectory:
        return latest_title(known, own[-1].label, own[-1].path)
    if chart.panels:
        return "; ".join(latest_title(known, each.label, each.path) for each in own)
    above = own[0].path.rsplit(".", 1)[0] + ".above_target"
    if len(own) > 1 and above in known.facts:
        target = known.facts[f"{own[0].path}.target"].printed
        noun = f"{own[0].measure.breakdown}s"
        return f"{known.facts[above].printed} of {len(own)} {noun} listed are above {target}"
    held = known.facts.get(f"{own[0].path}.target") if chart.targets else None
    against = f", against a target of {held.printed}" if held else ""
    return latest_title(known, own[0].label, own[0].path) + against


def _marks(series: list[Series], chart: Chart) -> str:
    marks = []
    if any(status in _NOT_FINAL for each in series for status in each.rows["status"]):
        marks.append("Hollow points are provisional or unpublished.")
    if chart.intervals and any(each.rows["lower_95"].notna().any() for each in series):
        marks.append("Whiskers are 95% confidence intervals.")
        if any(each.rows["assumed"].any() for each in series):
            marks.append("Some rest on an assumed denominator (annex D).")
    if any(each.rows["series"].nunique() > 1 for each in series if each.measure.kind != "rate"):
        marks.append("A part year is not joined to full years.")
    return " ".join(marks)


def _draw(
    axes: Axes, group: list[Series], everyone: list[Series], known: Known, chart: Chart
) -> None:
    ends = []
    for each in group:
        look = _look(group, each)
        colour = SERIES_COLOURS[look % len(SERIES_COLOURS)]
        _line(axes, each, colour, MARKERS[look % len(MARKERS)], chart)
        ends.append((each, colour))
    span = _span(everyone, known, chart)
    _limits(axes, group, known, chart, span)
    if chart.targets:
        _targets(axes, group, known, chart)
    for event in chart.events:
        _event(axes, event.date, event.label)
    _label_ends(axes, ends, known.facts, chart)
    _time_axis(axes, group, mdates.date2num(span[1]))


def _look(group: list[Series], each: Series) -> int:
    """One colour and marker for one label, so that an area keeps them from measure to measure."""
    return list(dict.fromkeys(other.label for other in group)).index(each.label)


def _line(axes: Axes, each: Series, colour: str, marker: str, chart: Chart) -> None:
    places = each.middles
    if chart.joined:
        for _, part in each.rows.groupby(_unbroken(each.rows), sort=False):
            sns.lineplot(
                x=places[part.index], y=part["value"].astype(float), ax=axes, color=colour,
                linewidth=2, estimator=None, legend=False,
            )  # fmt: skip
    if chart.intervals and each.rows["lower_95"].notna().any():
        down = (each.rows["value"] - each.rows["lower_95"]).astype(float)
        up = (each.rows["upper_95"] - each.rows["value"]).astype(float)
        axes.errorbar(
            places, each.rows["value"].astype(float), yerr=np.array([down, up]), fmt="none",
            ecolor=colour, elinewidth=1.4, capsize=4,
        )  # fmt: skip
    hollow = each.rows["status"].isin(_NOT_FINAL)
    for chosen, fill in ((~hollow, colour), (hollow, "white")):
        axes.plot(
            places[chosen], each.rows.loc[chosen, "value"].astype(float), marker, color=colour,
            markerfacecolor=fill, markeredgewidth=1.8, markersize=6.5, linestyle="none", zorder=4,
        )  # fmt: skip


def _unbroken(rows: pd.DataFrame) -> pd.Series:
    """A number for each stretch without a gap: periods of one kind that follow one another.

    Rolling periods overlap; days stand apart and are joined as they come.
    """
    follows = rows["start"] <= rows["end"].shift() + pd.Timedelta(days=1)
    days = rows["series"] == "day"
    same = rows["series"] == rows["series"].shift()
    return (~((follows | days) & same)).cumsum()


def _limits(
    axes: Axes,
    group: list[Series],
    known: Known,
    chart: Chart,
    span: tuple[pd.Timestamp, pd.Timestamp],
) -> None:
    """An axis from 0 with room above for labels."""
    highest = max(float(each.rows["value"].max()) for each in group)
    uppers = [float(each.rows["upper_95"].max()) for each in group] if chart.intervals else []
    targets = [row["target"] for row in _target_rows(group, known)] if chart.targets else []
    top = max([highest, *(value for value in uppers if not np.isnan(value)), *targets])
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
        end = max([end, *(row["middle"] for row in _target_rows(series, known))])
    if end - start < pd.Timedelta(days=200):
        middle = start + (end - start) / 2
        start, end = middle - pd.Timedelta(days=180), middle + pd.Timedelta(days=180)
    return start, end


def _target_rows(group: list[Series], known: Known) -> list[dict]:
    """The targets that apply to the latest values of a panel's own lines, each once."""
    rows = {}
    for each in group:
        if not each.own or each.path not in known.judged.index:
            continue
        judged = known.judged.loc[each.path]
        if pd.isna(judged["target"]):
            continue
        period = parse_period(judged["target_period"])
        start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
        rows[(judged["target"], judged["target_period"])] = {
            "target": float(judged["target"]),
            "printed": known.facts[f"{each.path}.target"].printed,
            "middle": start + (end - start) / 2,
            "label": period.short_label,
            "path": each.path,
        }
    return list(rows.values())


def _targets(axes: Axes, group: list[Series], known: Known, chart: Chart) -> None:
    for row in _target_rows(group, known):
        if chart.trajectory:
            _trajectory(axes, row, known)
            continue
        axes.axhline(row["target"], color=INK, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1)
        place, side, above = _freest(axes, group, row["target"], chart)
        axes.annotate(
            f"Target {row['printed']} ({row['label']})", (place, row["target"]),
            xycoords=axes.get_yaxis_transform(), xytext=(0, 3 if above else -3),
            textcoords="offset points", ha=side, va="bottom" if above else "top",
            color=INK, fontsize=9,
        )  # fmt: skip


def _freest(
    axes: Axes, group: list[Series], target: float, chart: Chart
) -> tuple[float, str, bool]:
    """Where along a target's line its label is farthest from points, lines and whiskers."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    taken: list[tuple[float, float]] = []
    for each in group:
        x = (mdates.date2num(each.middles) - left) / (right - left)
        y = (each.rows["value"].to_numpy(dtype=float) - bottom) / (top - bottom)
        fine = np.linspace(x[0], x[-1], 25)
        taken += list(zip(fine, np.interp(fine, x, y), strict=True)) if chart.joined else []
        for place, height, (_, row) in zip(x, y, each.rows.iterrows(), strict=True):
            ends = [row["lower_95"], row["upper_95"]] if chart.intervals else []
            heights = [(end - bottom) / (top - bottom) for end in ends if not np.isnan(end)]
            taken += [(place, at) for at in (height, max([height, *heights]) + 0.07, *heights)]
    line = (target - bottom) / (top - bottom)
    best = None
    for place, side, middle in ((0.02, "left", 0.2), (0.5, "center", 0.5), (0.98, "right", 0.8)):
        for above in (True, False):
            height = line + (0.04 if above else -0.04)
            # The label is wide and flat, so nearness counts more upwards than sideways.
            room = min(max(abs(x - middle) - 0.18, 0) + 2.5 * abs(y - height) for x, y in taken)
            if best is None or room > best[0] + 1e-9:
                best = (room, place, side, above)
    assert best is not None
    return best[1], best[2], best[3]


def _trajectory(axes: Axes, row: dict, known: Known) -> None:
    """The straight line from the baseline to the target."""
    baseline = known.facts.get(f"{row['path']}.baseline")
    if baseline is None:
        return
    name = baseline.inputs[0]
    base = known.observations[known.observations["id"] == name].iloc[0]
    start = base["start"] + (base["end"] - base["start"]) / 2
    axes.plot(
        [start, row["middle"]], [baseline.value, row["target"]],
        color=INK, linewidth=1.3, linestyle=(0, (5, 3)), zorder=1,
    )  # fmt: skip
    axes.plot([row["middle"]], [row["target"]], "x", color=INK, markersize=8, markeredgewidth=2)
    axes.annotate(
        f"Target {row['printed']} in {row['label']}", (row["middle"], row["target"]),
        xytext=(0, -8), textcoords="offset points", ha="right", va="top", color=INK, fontsize=9,
    )  # fmt: skip


def _event(axes: Axes, day: date, label: str) -> None:
    place = pd.Timestamp(day)
    axes.axvline(place, color=MUTED, linewidth=1.2, linestyle=":", zorder=1)
    axes.annotate(
        label, (place, axes.get_ylim()[1]), xytext=(4, -2), textcoords="offset points",
        va="top", color=INK, fontsize=9,
    )  # fmt: skip


def _label_ends(axes: Axes, ends: list[tuple[Series, str]], facts: Facts, chart: Chart) -> None:
    """Every point's value where there is one line; else each line's name and last value."""
    if len(ends) == 1:
        for row, place in zip(ends[0][0].rows.to_dict("records"), ends[0][0].middles, strict=True):
            upper = (
                row["upper_95"]
                if chart.intervals and row["upper_95"] == row["upper_95"]
                else row["value"]
            )
            axes.annotate(
                facts[row["id"]].printed, (place, upper), xytext=(0, 6),
                textcoords="offset points", ha="center", color=INK, fontsize=10, fontweight="bold",
            )  # fmt: skip
        return
    last = {each.label: (each, colour) for each, colour in ends}
    labels = list(last.values())
    heights = _spread(
        [float(each.rows["value"].iloc[-1]) for each, _ in labels], axes.get_ylim()[1]
    )
    right = max(each.middles.max() for each, _ in labels)
    for (each, colour), height in zip(labels, heights, strict=True):
        row = each.rows.iloc[-1]
        axes.annotate(
            f"{each.label} {printed(facts, row)}", (right, height), xytext=(9, 0),
            textcoords="offset points", va="center", color=colour, fontsize=9, fontweight="bold",
        )  # fmt: skip


def _spread(heights: list[float], top: float) -> list[float]:
    """Heights moved apart, upwards from the lowest, so that no label covers another."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = list(heights)
    for lower, upper in pairwise(order):
        placed[upper] = max(placed[upper], placed[lower] + _ROOM * top)
    return placed


def _time_axis(axes: Axes, group: list[Series], end: float) -> None:
    """Ticks at the periods themselves while they are few, else at years."""
    axes.set_xlabel("")
    axes.set_ylabel("")
    marks = {}
    for each in group:
        for text, place in zip(each.rows["period"], each.middles, strict=True):
            marks[place] = parse_period(text).short_label
    places = sorted(marks)
    if len(places) > 7:
        first, last = places[0].year, max(places[-1].year, mdates.num2date(end).year)
        years = range(first, last + 1, max(1, (last - first) // 6))
        axes.set_xticks([mdates.date2num(pd.Timestamp(year, 7, 1)) for year in years])
        axes.set_xticklabels([str(year) for year in years], fontsize=9)
        return
    left, right = axes.get_xlim()
    kept: list[pd.Timestamp] = []
    for place in reversed(places):
        if not kept or (mdates.date2num(kept[-1]) - mdates.date2num(place)) / (right - left) > 0.16:
            kept.append(place)
    axes.set_xticks([mdates.date2num(place) for place in kept])
    axes.set_xticklabels([_two_lines(marks[place]) for place in kept], fontsize=9)


def _two_lines(label: str) -> str:
    """A long label broken before its year."""
    words = label.rsplit(" ", 1)
    return "\n".join(words) if len(label) > 9 and len(words) == 2 else label
