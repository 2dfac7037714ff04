"""The pieces of an indicator's block, and their order: said here and nowhere else.

By rule, or as the entry chooses: ``shows`` adds a piece, ``hides`` leaves it out, and each
``chart`` and ``history`` is a piece of its own.
"""

from __future__ import annotations

from typing import NamedTuple

from cypt_analysis.catalogue import Catalogue, Indicator


class Piece(NamedTuple):
    """One piece: the method of a block that makes it, which of several it is, and if it is folded.

    What is folded stands below the rest, under "How sure are we?".
    """

    method: str
    name: str = ""
    folded: bool = False


# Statistics and whole tables: there for who asks, behind what a board reads.
FOLDED = ("exception", "facts", "change", "event", "measures", "changes", "history", "comparison")


def pieces_of(catalogue: Catalogue, indicator: Indicator) -> list[Piece]:
    """The pieces of an indicator or theme, in the order in which they are shown."""
    by_rule = {
        "heading": True,
        "finding": bool(indicator.measure),
        "numbers": True,
        "exception": indicator.id in _exceptions(catalogue),
        "chart": True,
        "commentary": True,
        "risks": False,
        "actions": False,
        "facts": bool(indicator.measure),
        "change": bool(indicator.measure),
        "event": any(chart.events for chart in indicator.chart),
        "measures": len(indicator.measure) > 1,
        "changes": False,
        "history": True,
        "comparison": any(measure.benchmarks for measure in indicator.measure),
    }
    several = {
        "chart": [each.id for each in indicator.chart],
        "history": [each.name for each in indicator.history],
    }
    return [
        Piece(method, name, method in FOLDED)
        for method, shown in by_rule.items()
        if (shown or method in indicator.shows) and method not in indicator.hides
        for name in several.get(method, [""])
    ]


def _exceptions(catalogue: Catalogue) -> set[str]:
    """The indicators of sections of exceptions."""
    among = [section for section in catalogue.sections if section.exceptions]
    return {indicator.id for section in among for indicator in section.indicator}
