"""A word-sized line for the summary table; decoration beside the words, so hidden from readers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

_WIDTH, _HEIGHT, _EDGE = 64, 18, 3
_LINE = Markup('<polyline points="{}" fill="none" stroke="currentColor" stroke-width="1.5"/>')
_END = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2.5" fill="currentColor"/>')


def sparkline(values: Sequence[float]) -> Markup:
    """A small line with its last point marked; nothing for fewer than two values.

    Where a value is missing, as it is not shown, the line has a gap.

    >>> sparkline([1.0]), sparkline([1.0, float("nan")])
    (Markup(''), Markup(''))
    """
    known = [value for value in values if math.isfinite(value)]
    if len(known) < 2:
        return Markup("")
    low, high = min(known), max(known)
    step = (_WIDTH - 2 * _EDGE) / (len(values) - 1)
    points = [
        (
            _EDGE + number * step,
            _HEIGHT - _EDGE - (value - low) / ((high - low) or 1) * (_HEIGHT - 2 * _EDGE),
        )
        for number, value in enumerate(values)
    ]
    lines = [
        " ".join(f"{x:.1f},{y:.1f}" for x, y in part)
        for seen, part in groupby(points, lambda point: math.isfinite(point[1]))
        if seen
    ]
    drawn = Markup("").join(map(_LINE.format, lines))
    x, y = points[-1]
    end = _END.format(x, y) if math.isfinite(y) else ""
    return Markup(
        '<svg class="sparkline" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" '
        'focusable="false">{}{}</svg>'
    ).format(_WIDTH, _HEIGHT, _WIDTH, _HEIGHT, drawn, end)
