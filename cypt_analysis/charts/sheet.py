"""One figure, drawn once and laid out for each of two widths."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from cypt_analysis.charts.colours import BAND, GRID, INK
from cypt_analysis.charts.layout import LINE, SIZES, TEXT, Box, Size, baseline
from cypt_analysis.charts.svg import SCENERY, to_svg

_SETTINGS = {
    "font.family": "DejaVu Sans",
    "font.size": TEXT,
    "figure.dpi": 72,
    "svg.fonttype": "none",
    "svg.hashsalt": "cypt",
    # Labels come from data: a dollar sign in a name is no formula.
    "text.parse_math": False,
    "axes.grid": False,
    "lines.solid_capstyle": "butt",
    # Margins are this package's own, measured once: matplotlib's took two fifths of a drawing.
    "figure.constrained_layout.use": False,
    "figure.autolayout": False,
    # Two that matplotlib leaves as a person has set them.
    "timezone": "UTC",
    "date.epoch": "1970-01-01T00:00:00",
}
_PER_INCH = 72


class Drawings(NamedTuple):
    """The two drawings of a chart as SVG text."""

    wide: str
    narrow: str


class _Words(Text):
    """A line of words that SVG puts to its place by itself: matplotlib would measure it first."""

    def draw(self, renderer: Any) -> None:
        """Write the words in one group."""
        if not self.get_text():
            return
        x, y = self.get_unitless_position()
        _, height = renderer.get_canvas_width_height()
        renderer.open_group("text", self.get_gid())
        look = renderer.new_gc()
        look.set_foreground(self.get_color())
        words, font = self.get_text(), self.get_fontproperties()
        renderer.draw_text(look, x, height - y, words, font, 0.0, mtext=self)
        look.restore()
        renderer.close_group("text")


class Sheet:
    """A figure whose marks stay and whose words and scales are placed anew for each width.

    Places are CSS pixels from the lower left corner.
    """

    def __init__(self, panels: int) -> None:
        self._canvas = Canvas(figsize=(1, 1))
        self._canvas.patch.set_visible(False)
        # Panels stand one on the other until they are placed.
        self.panels = [
            self._canvas.add_axes((0, 0, 1, 1), label=str(number)) for number in range(panels)
        ]
        for axes in self.panels:
            axes.set_axis_off()
        self._passing: list[Artist] = []
        self.size, self.height = SIZES[0], 1.0

    @property
    def width(self) -> float:
        """The width of the drawing underway."""
        return self.size.width

    @property
    def is_narrow(self) -> bool:
        """Whether the drawing underway is the one for small screens."""
        return self.size != SIZES[0]

    def begin(self, size: Size) -> None:
        """Start the drawing of a width: what was placed for another one goes."""
        for artist in self._passing:
            artist.remove()
        self._passing = []
        self.size = size

    def set_height(self, height: float) -> None:
        """How high the drawing underway is, before anything is placed."""
        self.height = height
        self._canvas.set_size_inches(self.width / _PER_INCH, height / _PER_INCH)

    def place(self, axes: Axes, box: Box) -> None:
        """Put a panel's axes into a rectangle."""
        width, height = self.width, self.height
        axes.set_position(
            (box.left / width, box.bottom / height,
             (box.right - box.left) / width, (box.top - box.bottom) / height)
        )  # fmt: skip

    def say(
        self, lines: Sequence[str] | str, at: tuple[float, float], side: str = "left", *,
        colour: str = INK, bold: bool = False, scenery: bool = False,
    ) -> None:  # fmt: skip
        """Write lines, the middle of the first at a place; ``side`` is where that is of them."""
        for number, text in enumerate([lines] if isinstance(lines, str) else lines):
            words = _Words(
                at[0], baseline(at[1] - number * LINE), text, color=colour, ha=side,
                va="baseline", fontweight="bold" if bold else "normal",
                transform=IdentityTransform(), gid=SCENERY if scenery else None,
            )  # fmt: skip
            self._canvas.add_artist(words)
            self._passing.append(words)

    def rule(
        self, start: tuple[float, float], end: tuple[float, float], *, colour: str = GRID,
        width: float = 1, scenery: bool = True, zorder: float = -1, **how: Any,
    ) -> None:  # fmt: skip
        """Draw a straight line, below the marks unless ``zorder`` is above nought."""
        line = Line2D(
            [start[0], end[0]], [start[1], end[1]], color=colour, linewidth=width,
            transform=IdentityTransform(), gid=SCENERY if scenery else None, zorder=zorder, **how,
        )  # fmt: skip
        self._canvas.add_artist(line)
        self._passing.append(line)

    def rules(
        self, segments: Sequence[tuple[float, float, float, float]], colour: str = GRID
    ) -> None:  # fmt: skip
        """Draw many straight lines of a scale as one shape: each from a place to a place."""
        xs = [x for left, _, right, _ in segments for x in (left, right, math.nan)]
        ys = [y for _, low, _, high in segments for y in (low, high, math.nan)]
        line = Line2D(
            xs, ys, color=colour, linewidth=1, transform=IdentityTransform(), gid=SCENERY,
            zorder=-1,
        )  # fmt: skip
        self._canvas.add_artist(line)
        self._passing.append(line)

    def band(self, box: Box, colour: str = BAND) -> None:
        """Fill a rectangle below everything."""
        patch = Rectangle(
            (box.left, box.bottom), box.right - box.left, box.top - box.bottom, facecolor=colour,
            edgecolor="none", transform=IdentityTransform(), gid=SCENERY, zorder=-2,
        )  # fmt: skip
        self._canvas.add_artist(patch)
        self._passing.append(patch)

    def badge(self, letter: str, at: tuple[float, float], radius: float = 9) -> None:
        """A letter in a ring, the middle of both at a place."""
        ring = Circle(
            at, radius, facecolor="none", edgecolor=INK, linewidth=1.6,
            transform=IdentityTransform(),
        )  # fmt: skip
        self._canvas.add_artist(ring)
        self._passing.append(ring)
        self.say(letter, at, "center", bold=True)

    def svg(self, name: str) -> str:
        """The drawing underway as SVG text."""
        return to_svg(self._canvas, name)


Fit = Callable[[Sheet], None]


def drawings(figure_id: str, panels: int, draw: Callable[[list[Axes]], Fit]) -> Drawings:
    """Both drawings: ``draw`` makes the marks and returns what places all else for a width."""
    with _style():
        sheet = Sheet(panels)
        fit = draw(sheet.panels)
        made = []
        for size in SIZES:
            sheet.begin(size)
            fit(sheet)
            made.append(sheet.svg(f"{figure_id}-{size.name}"))
    return Drawings(*made)


@contextmanager
def _style() -> Iterator[None]:
    """The project's style; a person's own matplotlibrc changes no report."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_settings())
        yield


@cache
def _settings() -> dict[str, Any]:
    """The style with the project's settings, read once."""
    style = files("afcharts") / "afcharts.mplstyle"
    with as_file(style) as path:
        return {**mpl.rc_params_from_file(path, use_default_template=False), **_SETTINGS}
