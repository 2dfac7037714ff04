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


def neighbours_mean(known: Known, path: str, measure: Measure) -> str:
    """Their mean, and the place among those that have a figure; nothing where there is no mean."""
    mean, place = (
        known.facts.get(f"{path}.{stat}") for stat in ("neighbours_mean", Stat.NEIGHBOURS_PLACE)
    )
    if mean is None:
        return ""
    told = f" ({_place(place.printed, len(place.inputs), measure)})" if place else ""
    return f"{mean.printed}{told}"


def among_authorities(known: Known, path: str, measure: Measure) -> str:
    """The place among all authorities that have a figure."""
    place, counted = (
        known.facts.get(f"{path}.{stat}")
        for stat in (Stat.AUTHORITIES_RANK, Stat.AUTHORITIES_COUNTED)
    )
    if place is None or counted is None:
        return ""
    return f"{_place(place.printed, int(counted.value), measure)}, of those that have a figure"


def neighbours_alone(known: Known, path: str) -> str:
    """Mean and median of the neighbours where the authority has no figure to stand among them."""
    mean, median, counted = (
        known.facts.get(f"{path}.{name}")
        for name in ("neighbours_mean", "neighbours_median", Stat.NEIGHBOURS_COUNTED)
    )
    if mean is None or median is None or counted is None:
        return ""
    told = f"mean {mean.printed}, median {median.printed} of the {counted.printed} with a figure"
    best = known.facts.get(f"{path}.{Stat.BEST_NEIGHBOUR}")
    return f"{told}; the best of them {best.key.area}, {best.printed}" if best else told


def authorities_alone(known: Known, path: str) -> str:
    """Quartiles of all authorities where the authority has no figure to stand among them."""
    names = (
        Stat.AUTHORITIES_QUARTILE_1, Stat.AUTHORITIES_MEDIAN, Stat.AUTHORITIES_QUARTILE_3,
        Stat.AUTHORITIES_COUNTED,
    )  # fmt: skip
    found = [fact.printed for name in names if (fact := known.facts.get(f"{path}.{name}"))]
    if len(found) < len(names):
        return ""
    first, median, third, counted = found
    return f"quartiles {first}, {median} and {third} of the {counted} with a figure"


def _place(printed: str, of: int, measure: Measure) -> str:
    return f"place {printed} of {of}, where {RANK_MEANS[measure.polarity]}"
