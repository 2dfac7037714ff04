"""Where things stand in a drawing, in CSS pixels: its widths, and the room that words need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags


class Size(NamedTuple):
    """One of the two drawings of a chart, by the class that the style sheet shows it by."""

    name: str
    width: float


# Wide and narrow: the page shows the one that its reader's screen has room for.
SIZES = (Size("wide", 560), Size("narrow", 340))
TEXT, LINE = 13.0, 16.0
# Room at a drawing's edges, which nothing but the ends of labels uses.
EDGE = 4.0
# Half a capital's height: words stand with their middle on a place.
_MIDDLE = 0.36 * TEXT


class Box(NamedTuple):
    """A rectangle of a drawing, from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> float:
        """The area that two rectangles share.

        >>> Box(0, 0, 2, 2).meets(Box(1, 1, 3, 3)), Box(0, 0, 1, 1).meets(Box(2, 0, 3, 1))
        (1, 0)
        """
        across = min(self.right, other.right) - max(self.left, other.left)
        upwards = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across * upwards if across > 0 and upwards > 0 else 0


@cache
def _font(bold: bool) -> FT2Font:
    # The font that comes with matplotlib: every machine measures alike, and the reader's own
    # sans serif is narrower.
    properties = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    font = FT2Font(findfont(properties))
    font.set_size(TEXT, 72)
    return font


@cache
def text_width(text: str, bold: bool = False) -> float:
    """The width of a line of words in pixels, at the size of all words in charts.

    >>> text_width("England") < text_width("England", bold=True) < 70
    True
    """
    font = _font(bold)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64


def wrapped(text: str, room: float, bold: bool = False) -> list[str]:
    """Words in lines that fit a room, as far as no single word is wider than it.

    >>> wrapped("Statistical neighbours", 100), wrapped("England", 10)
    (['Statistical', 'neighbours'], ['England'])
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def widest(texts: Iterable[str], bold: bool = False) -> float:
    """The width of the widest of several lines; 0 of none."""
    return max((text_width(text, bold) for text in texts), default=0.0)


def box_of(lines: Sequence[str], x: float, y: float, side: str, bold: bool = False) -> Box:
    """The rectangle of lines whose first has its middle at a place; ``side`` is where they end."""
    width = widest(lines, bold)
    left = {"left": x, "center": x - width / 2, "right": x - width}[side]
    return Box(left, y - LINE * (len(lines) - 0.5), left + width, y + LINE / 2)


def baseline(y: float) -> float:
    """Where letters stand whose middle is at a height."""
    return y - _MIDDLE


def spread(centres: Sequence[float], needs: Sequence[float], least: float) -> list[float]:
    """Where rows of words begin below, in the order of their centres, so that none covers another.

    ``needs`` is how high each is, ``least`` how low the lowest may begin.

    >>> spread([18, 19, 48], [16, 16, 16], 0)
    [10.0, 26.0, 42.0]
    """
    placed = [centre - need / 2 for centre, need in zip(centres, needs, strict=True)]
    floor = least
    for place in sorted(range(len(placed)), key=centres.__getitem__):
        placed[place] = max(placed[place], floor)
        floor = placed[place] + needs[place]
    return placed


class Room:
    """What is taken in a drawing, so that labels find where they stand free."""

    def __init__(self, bounds: Box) -> None:
        self._bounds = bounds
        self._taken: list[Box] = []

    def take(self, *boxes: Box) -> None:
        """Mark rectangles as taken."""
        self._taken += boxes

    def cost(self, box: Box) -> float:
        """How much of a rectangle is taken or lies outside."""
        outside = (box.right - box.left) * (box.top - box.bottom) - box.meets(self._bounds)
        return outside * 10 + sum(box.meets(each) for each in self._taken)

    def best(self, choices: Sequence[Box]) -> tuple[int, float]:
        """The first of the rectangles that has least taken, by its place, and how much that is."""
        costs = [self.cost(each) for each in choices]
        place = min(range(len(costs)), key=costs.__getitem__)
        return place, costs[place]
