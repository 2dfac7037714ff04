"""How deep each indicator goes on the page: whole, or a row of the summary and what is folded."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from cypt_analysis.catalogue import Catalogue, Indicator

# A report of so many indicators shows all of them whole; a longer one so many by rule.
ALL_FULL = 15
# From this weight on an indicator is heavy.
_HEAVY = 4


class Depth(StrEnum):
    """How much of an indicator stands in sight."""

    FULL = "full"
    ROW = "row"


def depths(catalogue: Catalogue, exceptional: Collection[str]) -> dict[str, Depth]:
    """The depth of each indicator and theme by id: what its entry says, else by rule.

    In a report of more than ``ALL_FULL`` indicators those that are exceptions by their figures
    and the heavy ones are whole, exceptions first and then by weight, as many as that; the rest
    are rows. Themes, which are words alone, are whole.
    """
    measured = [each for each in catalogue.indicators.values() if each.measure]
    order = {each.id: place for place, each in enumerate(measured)}

    def rank(entry: Indicator) -> tuple[bool, int, int]:
        return entry.id not in exceptional, -entry.weight, order[entry.id]

    told = [each for each in measured if each.id in exceptional or each.weight >= _HEAVY]
    few = len(measured) <= ALL_FULL
    whole = {each.id for each in (measured if few else sorted(told, key=rank)[:ALL_FULL])}
    return {
        name: Depth(entry.depth)
        if entry.depth
        else Depth.FULL
        if name in whole or not entry.measure
        else Depth.ROW
        for name, entry in catalogue.indicators.items()
    }
