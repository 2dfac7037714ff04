"""One panel of a chart over time: its lines, its scales, and where they stand in a drawing."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts.colours import MARKERS, PAPER, SERIES_COLOURS
from cypt_analysis.charts.layout import Box
from cypt_analysis.charts.series import Series, height, unbroken
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.status import NOT_FINAL
from cypt_analysis.known import Known

_TICKS = 5


@dataclass
class Panel:
    """What one panel draws, and the rectangle that its scales fill in the drawing underway."""

    axes: Axes
    lines: list[Series]
    title: str
    chart: Chart
    known: Known
    # How far to the right its words may reach.
    reach: float = 0
    box: Box = field(default_factory=lambda: Box(0, 0, 1, 1))

    @cached_property
    def labels(self) -> list[str]:
        """The labels of its lines, each once, in order."""
        return list(dict.fromkeys(each.label for each in self.lines))

    def look(self, each: Series) -> tuple[str, str]:
        """Colour and marker of a label: an area keeps them from measure to measure."""
        place = self.labels.index(each.label)
        return SERIES_COLOURS[place % len(SERIES_COLOURS)], MARKERS[place % len(MARKERS)]

    def draw(self) -> None:
        """Its lines, whiskers and points, in the units of the data."""
        for each in self.lines:
            _line(self.axes, each, self.look(each), self.chart)

    def set_scales(self, top: float, span: tuple[float, float]) -> None:
        """A scale of values from nought to a height, and one of days."""
        self.axes.set_ylim(0, top)
        self.axes.set_xlim(*span)

    def x(self, day: float) -> float:
        """Where a day stands, in pixels."""
        left, right = self.axes.get_xlim()
        return self.box.left + (day - left) / (right - left) * (self.box.right - self.box.left)

    def y(self, value: float) -> float:
        """Where a value stands, in pixels; on the ground where it is not shown."""
        top = self.axes.get_ylim()[1]
        return self.box.bottom + height(value) / top * (self.box.top - self.box.bottom)

    @cached_property
    def ticks(self) -> dict[float, str]:
        """The marks of the scale of values, with their words."""
        top = self.axes.get_ylim()[1]
        places = MaxNLocator(_TICKS, steps=[1, 2, 2.5, 5, 10]).tick_values(0, top)
        step = float(places[1] - places[0])
        decimals = next((d for d in range(6) if abs(round(step, d) - step) < 1e-9), 6)
        return {float(p): format_number(float(p), decimals) for p in places if 0 <= p <= top}


def days_of(each: Series) -> np.ndarray:
    """The days at which a line's observations stand, as matplotlib counts them."""
    return np.asarray(mdates.date2num(each.middles), dtype=float)


def _line(axes: Axes, each: Series, look: tuple[str, str], chart: Chart) -> None:
    colour, marker = look
    days, values = days_of(each), each.rows["value"].to_numpy(dtype=float)
    if chart.joined:
        stretch = unbroken(each.rows).to_numpy()
        for number in pd.unique(stretch):
            part = stretch == number
            if np.isfinite(values[part]).sum() > 1:
                axes.plot(days[part], values[part], color=colour, linewidth=2, clip_on=False)
    if chart.intervals and each.own and each.rows["lower_95"].notna().any():
        lower, upper = (each.rows[f"{end}_95"].to_numpy(dtype=float) for end in ("lower", "upper"))
        known = np.isfinite(lower)
        axes.vlines(
            days[known], lower[known], upper[known], colors=colour, linewidth=1.4, clip_on=False
        )
    hollow = (each.rows["status"].isin(NOT_FINAL) | each.rows["runs_to"].notna()).to_numpy()
    for chosen, fill in ((~hollow, colour), (hollow, PAPER)):
        if np.isfinite(values[chosen]).any():
            axes.plot(
                days[chosen], values[chosen], marker, color=colour, markerfacecolor=fill,
                markeredgewidth=1.8, markersize=7, zorder=4, clip_on=False,
            )  # fmt: skip
