"""How a count stands to others by its names: whether it could be of the same children."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache
from typing import Any

from cypt_analysis.disclosure.counts import Count, Link
from cypt_analysis.library.areas import every_area
from cypt_analysis.library.register import AreaKind

# Of two equal numbers so large one is taken for the other; smaller ones are equal by chance.
SAME = 30


def of_others(one: Count, other: Count) -> bool:
    """Whether two counts are of different children, as girls and boys are: alike by chance."""
    others = dict(other.where)
    return any(others.get(name, text) != text for name, text in one.where)


def could_be_whole(whole: Count, part: Count, rest: set[tuple[str, Any]]) -> bool:
    """Whether a count that is the sum of parts is of the same children, and not so by chance."""
    where = set(whole.where)
    if whole.source == part.source and whole.column == part.column:
        return where == rest or (where >= rest and not where & {*part.where} - rest)
    if whole.source == part.source:
        return where == rest or whole.value >= SAME
    return where <= rest or whole.value >= SAME


class Kin(Enum):
    """How a count stands to a breakdown: what its column has of all together, of another column
    of its file, of some that the breakdown is not of, or of another file."""

    TOTAL, BESIDE, FAR, OTHER = range(4)


def kin(one: Count, part: Count, name: str) -> Kin:
    """How one count stands to the breakdown by a column of which another is a part."""
    rest = {pair for pair in part.where if pair[0] != name}
    if not {*one.where} <= rest:
        return Kin.FAR
    if one.source != part.source:
        return Kin.OTHER
    if one.column != part.column:
        return Kin.BESIDE
    return Kin.TOTAL if {*one.where} == rest else Kin.OTHER


@lru_cache(maxsize=1)
def councils() -> frozenset[str]:
    """The authorities that no reorganisation has made or ended: each is no sum of others."""
    return frozenset(
        each.name
        for each in every_area()
        if each.kind is AreaKind.AUTHORITY and each.first is each.last is None
    )


@lru_cache(maxsize=1)
def registered() -> frozenset[str]:
    """Every area of the register, of which it says what it is made of."""
    return frozenset(each.name for each in every_area())


def one_twice(group: Iterable[Count]) -> Iterator[Link]:
    """One large number in two places of one area and time."""
    equal: dict[tuple, list[Count]] = defaultdict(list)
    for each in group:
        if each.value >= SAME:
            equal[each.area, each.period, each.value].append(each)
    for alike in equal.values():
        for place, each in enumerate(alike):
            first = next((one for one in alike[:place] if not of_others(one, each)), None)
            if first is not None:
                yield {first.name: 1, each.name: -1}
