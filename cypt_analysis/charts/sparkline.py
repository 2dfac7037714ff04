"""A word-sized line for the summary table; decoration beside the words, so hidden from readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

_WIDTH, _HEIGHT, _EDGE = 64, 18, 3
# Two points make a line of any two figures, and say nothing of their course.
FEWEST = 3


def sparkline(days: Sequence[date], values: Sequence[float]) -> Markup:
    """A small line, true to time, from nought to its highest value; its last point is marked.

    Nothing for fewer than three values, or values that are all nought. A figure below nought
    stands below the base line.

    >>> sparkline([date(2009, 1, 1), date(2009, 7, 1)], [1.0, 2.0])
    Markup('')
    """
    low, high = min([0.0, *values]), max([0.0, *values])
    if len(values) < FEWEST or low == high or days[0] == days[-1]:
        return Markup("")
    first, span = days[0], (days[-1] - days[0]).days
    places = [
        (
            _EDGE + (day - first).days / span * (_WIDTH - 2 * _EDGE),
            _height(value, low, high),
        )
        for day, value in zip(days, values, strict=True)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    x, y = places[-1]
    base = f"M0 {_height(0, low, high):.1f}H{_WIDTH}"
    return Markup(
        '<svg class="sparkline" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" '
        'focusable="false"><path d="{}" stroke="currentColor" stroke-width=".5"/>'
        '<polyline points="{}" fill="none" stroke="currentColor" '
        'stroke-width="1.5"/><circle cx="{:.1f}" cy="{:.1f}" r="2.5" fill="currentColor"/></svg>'
    ).format(_WIDTH, _HEIGHT, _WIDTH, _HEIGHT, base, path, x, y)


def _height(value: float, low: float, high: float) -> float:
    return _HEIGHT - _EDGE - (value - low) / (high - low) * (_HEIGHT - 2 * _EDGE)
