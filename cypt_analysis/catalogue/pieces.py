"""The pieces of an indicator's block, and their order: said here and nowhere else.

By rule, or as the entry chooses: ``shows`` adds a piece, ``hides`` leaves it out, and each
``chart`` and ``history`` is a piece of its own.
"""

from __future__ import annotations

from typing import NamedTuple

from cypt_analysis.catalogue.entries import Indicator


class Piece(NamedTuple):
    """One piece: the method of a block that makes it, and which of several it is."""

    method: str
    name: str = ""


def pieces_of(indicator: Indicator, *, exceptions: bool) -> list[Piece]:
    """The pieces of an indicator or theme, in the order in which they are shown.

    ``exceptions`` says whether it stands in a section of exceptions.
    """
    by_rule = {
        "heading": True,
        "numbers": True,
        "exception": exceptions,
        "chart": True,
        "change": bool(indicator.measure),
        "event": any(chart.events for chart in indicator.chart),
        "changes": False,
        "measures": len(indicator.measure) > 1,
        "history": True,
        "comparison": any(measure.benchmarks for measure in indicator.measure),
        "risks": False,
        "commentary": True,
        "actions": False,
    }
    several = {
        "chart": [each.id for each in indicator.chart],
        "history": [each.name for each in indicator.history],
    }
    return [
        Piece(method, name)
        for method, shown in by_rule.items()
        if (shown or method in indicator.shows) and method not in indicator.hides
        for name in several.get(method, [""])
    ]
