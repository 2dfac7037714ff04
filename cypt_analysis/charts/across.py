"""Rows one below the other, each with a name, a mark as far right as its value, and its label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import seaborn as sns
from matplotlib.axes import Axes

from cypt_analysis.charts.colours import MUTED, OTHER, OWN
from cypt_analysis.charts.layout import EDGE, LINE, Box, text_width, widest, wrapped
from cypt_analysis.charts.series import height, highest
from cypt_analysis.charts.sheet import Fit, Sheet

_BAR, _GAP = 18.0, 14.0
# How wide the names beside bars may be; on a narrow drawing they stand above them.
_NAMES = 210.0


@dataclass(frozen=True)
class Row:
    """One row: its name, its value and how that is printed, and whether it is the authority's."""

    name: str
    value: float
    label: str
    own: bool = True


@dataclass
class Rows:
    """Where the rows of the drawing underway stand: the scale's rectangle, and each row's middle.

    ``top`` is the value at the rectangle's right edge; it begins at nought.
    """

    box: Box = field(default_factory=lambda: Box(0, 0, 1, 1))
    middles: list[float] = field(default_factory=list)
    top: float = 1.0

    def x(self, value: float) -> float:
        """Where a value stands, in pixels; on the ground where it is not shown."""
        return self.box.left + height(value) / self.top * (self.box.right - self.box.left)


After = Callable[[Sheet, Rows], None]


def bars(axes: Axes, rows: Sequence[Row], *, top: float = 0, after: After | None = None) -> Fit:
    """Draw bars from nought; returns what places them, their names and labels for a width.

    ``top`` is the least that the scale ends at; ``after`` draws what stands over the bars, and
    with it the labels, which otherwise stand at the bars' ends.
    """
    names, values = [each.name for each in rows], [each.value for each in rows]
    sns.barplot(
        x=list(map(height, values)), y=list(range(len(rows))), hue=list(range(len(rows))),
        orient="h", ax=axes, errorbar=None, legend=False, saturation=1,
        palette=[OWN if each.own else OTHER for each in rows],
    )  # fmt: skip
    for bar in axes.patches:
        bar.set(clip_on=False, edgecolor="none", linewidth=0)
    placed = Rows(top=max(highest(values), top))

    def fit(sheet: Sheet) -> None:
        _place(axes, rows, names, sheet, placed)
        if after is not None:
            after(sheet, placed)
            return
        for each, middle in zip(rows, placed.middles, strict=True):
            sheet.say(each.label, (placed.x(each.value) + 6, middle), bold=True)

    return fit


def _place(
    axes: Axes, rows: Sequence[Row], names: list[str], sheet: Sheet, placed: Rows
) -> None:  # fmt: skip
    """Names beside the bars where there is room, else above them; the rows that these need."""
    room = sheet.width - 2 * EDGE if sheet.is_narrow else _NAMES
    lines = [wrapped(name, room) for name in names]
    left = EDGE if sheet.is_narrow else EDGE + widest(word for each in lines for word in each) + 8
    right = sheet.width - EDGE - 10 - max(text_width(each.label, True) for each in rows)
    above = [len(each) * LINE + 3 if sheet.is_narrow else 0 for each in lines]
    beside = [_BAR if sheet.is_narrow else max(_BAR, len(each) * LINE) for each in lines]
    heights = [up + high + _GAP for up, high in zip(above, beside, strict=True)]
    total = sum(heights)
    sheet.set_height(total)
    placed.box = Box(left, 0, right, total)
    placed.middles = []
    top = total
    for number, (bar, each) in enumerate(zip(axes.patches, lines, strict=True)):
        middle = top - _GAP / 2 - above[number] - beside[number] / 2
        placed.middles.append(middle)
        bar.set_y(total - middle - _BAR / 2)
        bar.set_height(_BAR)
        first = middle + (len(each) - 1) * LINE / 2
        if sheet.is_narrow:
            first = middle + _BAR / 2 + LINE * (len(each) - 0.5) + 3
        side = (left, "left") if sheet.is_narrow else (left - 8, "right")
        sheet.say(each, (side[0], first), side[1])
        top -= heights[number]
    axes.set_ylim(total, 0)
    axes.set_xlim(0, placed.top)
    sheet.place(axes, placed.box)
    if not sheet.is_narrow:
        sheet.rule((left, 0), (left, total), colour=MUTED)
