"""Areas as named dots in order, with the mean, the median and the middle half of the neighbours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from cypt_analysis.charts.across import Row
from cypt_analysis.charts.colours import INK, MUTED, OTHER, OWN, PAPER
from cypt_analysis.charts.layout import EDGE, LINE, Box, text_width, widest, wrapped
from cypt_analysis.charts.sheet import Fit, Sheet

_ROW = 23.0
_NAMES = {False: 200.0, True: 128.0}
# Marker, fill and edge: by shape as well as by colour.
_LOOKS = {"other": ("o", OTHER, OTHER), "region": ("s", PAPER, INK), "own": ("D", OWN, OWN)}
_STROKES = (("dashed", (0, (4, 3))), ("dotted", (0, (1, 1.6))))


class Middle(NamedTuple):
    """A line across all rows: its name, its value, and how that is printed."""

    name: str
    value: float
    label: str


class Among(NamedTuple):
    """What is shown of a set of areas: its middles, and where its middle half begins and ends."""

    middles: tuple[Middle, ...] = ()
    band: tuple[float, float] = (math.nan, math.nan)


def dots(rows: Sequence[Row], regions: Sequence[str], among: Among, panels: list[Axes]) -> Fit:
    """Draw a dot a row: the authority's a filled diamond, a region's a hollow square."""
    (axes,) = panels
    kinds = ["own" if row.own else "region" if row.name in regions else "other" for row in rows]
    drawn = []
    for kind, (marker, fill, edge) in _LOOKS.items():
        places = [number for number, each in enumerate(kinds) if each == kind]
        (line,) = axes.plot(
            [rows[place].value for place in places], places, marker, color=edge,
            markerfacecolor=fill, markersize=8, markeredgewidth=1.8, clip_on=False, zorder=3,
        )  # fmt: skip
        drawn.append((line, places))
    axes.set_xlim(*_scale([row.value for row in rows if math.isfinite(row.value)]))
    return partial(_fit, axes, drawn, rows, among)


def _scale(values: Sequence[float]) -> tuple[float, float]:
    """From nought to the highest value; from below it where a value is."""
    low, high = min([0.0, *values]), max([0.0, *values])
    return low, (high or 1.0 if low == 0 else high)


def _fit(
    axes: Axes, drawn: list[tuple[Line2D, list[int]]], rows: Sequence[Row], among: Among,
    sheet: Sheet,
) -> None:  # fmt: skip
    names = [wrapped(row.name, _NAMES[sheet.is_narrow], row.own) for row in rows]
    left = EDGE + max(widest(each, row.own) for each, row in zip(names, rows, strict=True)) + 10
    right = sheet.width - EDGE - 14 - max(text_width(row.label, row.own) for row in rows)
    heights = [max(_ROW, len(each) * LINE + 6) for each in names]
    head = LINE * len(among.middles) + 8 if among.middles else 4
    box = Box(left, LINE + 10, right, LINE + 10 + sum(heights))
    sheet.set_height(box.top + head)
    sheet.place(axes, box)
    axes.set_ylim(box.bottom, box.top)
    middles = [box.top - sum(heights[:at]) - heights[at] / 2 for at in range(len(rows))]
    for line, places in drawn:
        line.set_ydata([middles[place] for place in places])
    low, high = axes.get_xlim()

    def x(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    if all(map(math.isfinite, among.band)):
        sheet.band(Box(x(among.band[0]), box.bottom, x(among.band[1]), box.top))
    # Each dot has its value beside it: of a scale the ground is enough.
    sheet.rule((x(0), box.bottom), (x(0), box.top), colour=MUTED)
    sheet.say("0", (x(0), box.bottom - LINE / 2 - 2), "center", colour=MUTED, scenery=True)
    sheet.rules([(left, at, right, at) for at in middles])
    for row, lines, middle in zip(rows, names, middles, strict=True):
        first = middle + (len(lines) - 1) * LINE / 2
        sheet.say(lines, (left - 10, first), "right", bold=row.own)
        # In a column of their own no line goes through them.
        sheet.say(row.label, (sheet.width - EDGE, middle), "right", bold=row.own)
    for number, each in enumerate(among.middles):
        _across(sheet, box, x(each.value), (each, number))


def _across(sheet: Sheet, box: Box, at: float, line: tuple[Middle, int]) -> None:
    """A line across all rows with its name above, which says how it is drawn."""
    each, number = line
    word, dashes = _STROKES[number % len(_STROKES)]
    sheet.rule((at, box.bottom), (at, box.top + 4), colour=INK, width=1.6, scenery=False,
               linestyle=dashes)  # fmt: skip
    text = f"{each.name} {each.label} ({word})"
    half = text_width(text) / 2
    at = min(max(at, EDGE + half), sheet.width - EDGE - half)
    sheet.say(text, (at, box.top + 6 + LINE * (number + 0.5)), "center")
