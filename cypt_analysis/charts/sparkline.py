"""A word-sized line for the summary table; decoration beside the words, so hidden from readers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from markupsafe import Markup

_WIDTH, _HEIGHT, _EDGE = 64, 18, 3
# Two points make a line of any two figures, and say nothing of their course.
FEWEST = 3
_BASE = Markup('<path d="M0 {:.1f}H{}" stroke="currentColor" stroke-width=".5"/>')
_LINE = Markup('<polyline points="{}" fill="none" stroke="currentColor" stroke-width="1.5"/>')
_END = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2.5" fill="currentColor"/>')


def sparkline(days: Sequence[date], values: Sequence[float]) -> Markup:
    """A small line, true to time, from nought to its highest value; its last point is marked.

    Nothing for fewer than three values that are shown, or values that are all nought. A figure
    below nought stands below the base line. Where a value is missing, as it is not shown, the
    line has a gap.

    >>> days = [date(2009, 1, 1), date(2009, 4, 1), date(2009, 7, 1)]
    >>> sparkline(days[:2], [1.0, 2.0]), sparkline(days, [1.0, 2.0, float("nan")])
    (Markup(''), Markup(''))
    """
    known = [value for value in values if math.isfinite(value)]
    low, high = min([0.0, *known]), max([0.0, *known])
    if len(known) < FEWEST or low == high or days[0] == days[-1]:
        return Markup("")
    first, span = days[0], (days[-1] - days[0]).days
    places = [
        (_EDGE + (day - first).days / span * (_WIDTH - 2 * _EDGE), _height(value, low, high))
        for day, value in zip(days, values, strict=True)
    ]
    lines = [
        " ".join(f"{x:.1f},{y:.1f}" for x, y in part)
        for seen, part in groupby(places, lambda place: math.isfinite(place[1]))
        if seen
    ]
    x, y = places[-1]
    drawn = [_BASE.format(_height(0, low, high), _WIDTH), *map(_LINE.format, lines)]
    drawn += [_END.format(x, y)] if math.isfinite(y) else []
    return Markup(
        '<svg class="sparkline" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" '
        'focusable="false">{}</svg>'
    ).format(_WIDTH, _HEIGHT, _WIDTH, _HEIGHT, Markup("").join(drawn))


def _height(value: float, low: float, high: float) -> float:
    return _HEIGHT - _EDGE - (value - low) / (high - low) * (_HEIGHT - 2 * _EDGE)
