"""Series whose points are not independent: what may not be asked of them, and what may instead.

With no change at all a control chart flags the latest point of a stock in some 40% of series and
of rolling years in 28%, for each figure is mostly the one before it.
"""

from __future__ import annotations

from cypt_analysis.statistics._validation import check_choice

KINDS = ("flow", "stock")
WINDOWS = ("whole", "rolling", "year to date", "snapshot")

_STOCK = (
    "it does not count separate events, so each figure may be mostly the same people as the one "
    "before; judge their starts and their ends"
)
_REASONS = {
    "whole": "",
    "rolling": (
        "its periods overlap, so each figure is mostly the one before; judge the periods behind "
        "it that do not overlap"
    ),
    "year to date": (
        "each figure holds the ones before it in its year; judge the periods that were added"
    ),
    "snapshot": (
        "a figure of a day is mostly of the same people as the one before; judge their starts and "
        "their ends"
    ),
}


def why_not_judged(what: str, *, window: str = "whole", kind: str = "flow") -> str:
    """The reason why a chart, trend or test is not made of a series, or "" where it may be.

    Parameters: `what` is asked for, as the sentence names it; `window` is that of each figure
    ("whole", "rolling", "year to date", "snapshot"); `kind` is "flow" or "stock".

    Returns a sentence that says why its points are not independent and what to judge instead.

    Raises `InvalidInputError` for another kind or window.

    Source: simulations, tests/benchmarks/statistics/latest_points.py.

    >>> why_not_judged("a trend", window="whole")
    ''
    >>> print(why_not_judged("a trend", window="year to date").split(":")[0])
    a trend is not drawn of this series
    """
    check_choice("kind", kind, KINDS)
    check_choice("window", window, WINDOWS)
    reason = _STOCK if kind == "stock" else _REASONS[window]
    return f"{what} is not drawn of this series: {reason}" if reason else ""
