"""What is drawn over lines in time: targets, trajectories, events, labels, ticks."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.charts.figure import INK, MUTED
from cypt_analysis.charts.series import Series, height
from cypt_analysis.facts import Facts
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.known import Known
from cypt_analysis.words.wording import printed

# Labels closer than this part of the axis would run into each other.
_ROOM = 0.075


def target_rows(group: list[Series], known: Known) -> list[dict]:
    """The targets that apply to the latest values of a panel's own lines, each once."""
    rows = {}
    for each in group:
        if not each.own or each.path not in known.judged.index:
            continue
        judged = known.judged.loc[each.path]
        if pd.isna(judged["target"]) or not is_of_its_periods(judged):
            continue
        period = parse_period(judged["target_period"])
        rows[(judged["target"], judged["target_period"])] = {
            "target": float(judged["target"]),
            "printed": known.facts[f"{each.path}.target"].printed,
            "middle": pd.Timestamp(period.middle),
            "label": period.short_label,
            "path": each.path,
        }
    return list(rows.values())


def is_of_its_periods(judged: pd.Series) -> bool:
    """Whether a target is one for figures like the latest: a year's count is not a quarter's."""
    return judged["kind"] != Kind.COUNT or judged["parts_of"] == 1


def draw_targets(axes: Axes, group: list[Series], known: Known, chart: Chart) -> None:
    """The targets that apply, each as a labelled line or, with a baseline, a trajectory."""
    for row in target_rows(group, known):
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
        seen = np.isfinite(y)
        if not seen.any():
            continue
        y = np.interp(x, x[seen], y[seen])
        taken += list(zip(fine, np.interp(fine, x, y), strict=True)) if chart.joined else []
        for place, level, (_, row) in zip(x, y, each.rows.iterrows(), strict=True):
            ends = [row["lower_95"], row["upper_95"]] if chart.intervals else []
            heights = [(end - bottom) / (top - bottom) for end in ends if not np.isnan(end)]
            taken += [(place, at) for at in (level, max([level, *heights]) + 0.07, *heights)]
    line = (target - bottom) / (top - bottom)
    best = None
    for place, side, middle in ((0.02, "left", 0.2), (0.5, "center", 0.5), (0.98, "right", 0.8)):
        for above in (True, False):
            height = line + (0.04 if above else -0.04)
            # The label is wide and flat, so nearness counts more upwards than sideways.
            room = min(
                (max(abs(x - middle) - 0.18, 0) + 2.5 * abs(y - height) for x, y in taken),
                default=1.0,
            )
            if best is None or room > best[0] + 1e-9:
                best = (room, place, side, above)
    assert best is not None
    return best[1], best[2], best[3]


def _trajectory(axes: Axes, row: dict, known: Known) -> None:
    """The straight line from the baseline to the target."""
    alias = f"{row['path']}.baseline"
    baseline, name = known.facts.get(alias), known.facts.aliases.get(alias)
    if baseline is None:
        return
    base = known.observations[known.observations["id"] == name].iloc[0]
    start = pd.Timestamp(parse_period(base["period"]).middle)
    axes.plot(
        [start, row["middle"]], [baseline.value, row["target"]],
        color=INK, linewidth=1.3, linestyle=(0, (5, 3)), zorder=1,
    )  # fmt: skip
    axes.plot([row["middle"]], [row["target"]], "x", color=INK, markersize=8, markeredgewidth=2)
    axes.annotate(
        f"Target {row['printed']} in {row['label']}", (row["middle"], row["target"]),
        xytext=(0, -8), textcoords="offset points", ha="right", va="top", color=INK, fontsize=9,
    )  # fmt: skip


def draw_event(axes: Axes, day: date, label: str) -> None:
    """A date marked by an upright line with its label."""
    place = pd.Timestamp(day)
    axes.axvline(place, color=MUTED, linewidth=1.2, linestyle=":", zorder=1)
    axes.annotate(
        label, (place, axes.get_ylim()[1]), xytext=(4, -2), textcoords="offset points",
        va="top", color=INK, fontsize=9,
    )  # fmt: skip


def label_ends(axes: Axes, ends: list[tuple[Series, str]], facts: Facts, chart: Chart) -> None:
    """Every point's value where there is one line; else each line's name and last value."""
    if len(ends) == 1:
        for row, place in zip(ends[0][0].rows.to_dict("records"), ends[0][0].middles, strict=True):
            upper = (
                row["upper_95"]
                if chart.intervals and row["upper_95"] == row["upper_95"]
                else row["value"]
            )
            axes.annotate(
                facts[row["id"]].printed, (place, height(upper)), xytext=(0, 6),
                textcoords="offset points", ha="center", color=INK, fontsize=10, fontweight="bold",
            )  # fmt: skip
        return
    for each, colour in ends:
        _mark_gaps(axes, each, colour)
    last = {each.label: (each, colour) for each, colour in ends}
    labels = list(last.values())
    heights = _spread(
        [height(each.rows["value"].iloc[-1]) for each, _ in labels], axes.get_ylim()[1]
    )
    right = max(each.middles.max() for each, _ in labels)
    for (each, colour), level in zip(labels, heights, strict=True):
        row = each.rows.iloc[-1]
        axes.annotate(
            f"{each.label} {printed(facts, row)}", (right, level), xytext=(9, 0),
            textcoords="offset points", va="center", color=colour, fontsize=9, fontweight="bold",
        )  # fmt: skip


def _mark_gaps(axes: Axes, each: Series, colour: str) -> None:
    """The mark on the ground where a line leaves out what is not shown; its end says so itself."""
    rows = each.rows.assign(place=each.middles).iloc[:-1]
    for place in rows.loc[rows["hidden"] != "", "place"]:
        axes.annotate(
            HIDDEN_MARK, (place, 0), xytext=(0, 3), textcoords="offset points", ha="center",
            color=colour, fontsize=9,
        )  # fmt: skip


def _spread(heights: list[float], top: float) -> list[float]:
    """Heights moved apart, upwards from the lowest, so that no label covers another."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = list(heights)
    for lower, upper in pairwise(order):
        placed[upper] = max(placed[upper], placed[lower] + _ROOM * top)
    return placed


def time_axis(axes: Axes, group: list[Series], end: float) -> None:
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
