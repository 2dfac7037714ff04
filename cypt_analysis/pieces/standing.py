"""Where the authority stands among its neighbours and among all authorities, in a line each."""

from __future__ import annotations

from cypt_analysis.catalogue import Measure
from cypt_analysis.ground.stats import Stat
from cypt_analysis.known import Known
from cypt_analysis.statistics.neighbours import RANK_MEANS


def among_neighbours(known: Known, path: str, measure: Measure) -> str:
    """The place among the neighbours that have a figure, the best of them, and by which set."""
    facts = known.facts
    place = facts.get(f"{path}.{Stat.NEIGHBOURS_PLACE}")
    if place is None:
        return ""
    theirs = [facts[name].key.area for name in place.inputs[1:]]
    told = [_place(place.printed, len(theirs) + 1, measure)]
    if best := facts.get(f"{path}.{Stat.BEST_NEIGHBOUR}"):
        told.append(f"the best of them {best.key.area}, {best.printed}")
    if set(theirs) <= set(known.info.neighbours):
        of = f"{len(theirs)} of {len(known.info.neighbours)} have a figure"
        told.append(f"{of} ({known.info.set_title.rstrip('.')})")
    else:
        told.append("by the set that the figure was first reported with")
    return "; ".join(told)


def among_authorities(known: Known, path: str, measure: Measure) -> str:
    """The place among all authorities that have a figure."""
    place, counted = (
        known.facts.get(f"{path}.{stat}")
        for stat in (Stat.AUTHORITIES_RANK, Stat.AUTHORITIES_COUNTED)
    )
    if place is None or counted is None:
        return ""
    return f"{_place(place.printed, int(counted.value), measure)}, of those that have a figure"


def _place(printed: str, of: int, measure: Measure) -> str:
    return f"place {printed} of {of}, where {RANK_MEANS[measure.polarity]}"
