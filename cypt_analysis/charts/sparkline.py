"""A word-sized line for the summary table; decoration beside the words, so hidden from readers."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_WIDTH, _HEIGHT, _EDGE = 64, 18, 3


def sparkline(values: Sequence[float]) -> Markup:
    """A small line with its last point marked; nothing for fewer than two values.

    >>> sparkline([1.0])
    Markup('')
    """
    if len(values) < 2:
        return Markup("")
    low, high = min(values), max(values)
    step = (_WIDTH - 2 * _EDGE) / (len(values) - 1)
    points = [
        (
            _EDGE + number * step,
            _HEIGHT - _EDGE - (value - low) / ((high - low) or 1) * (_HEIGHT - 2 * _EDGE),
        )
        for number, value in enumerate(values)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return Markup(
        '<svg class="sparkline" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" '
        'focusable="false"><polyline points="{}" fill="none" stroke="currentColor" '
        'stroke-width="1.5"/><circle cx="{:.1f}" cy="{:.1f}" r="2.5" fill="currentColor"/></svg>'
    ).format(_WIDTH, _HEIGHT, _WIDTH, _HEIGHT, path, x, y)
