"""Statistical neighbours: which authorities are like which, by the set that held at a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cypt_analysis.ground.findings import UserError, list_words
from cypt_analysis.library.areas import find_area
from cypt_analysis.library.files import read_data, read_rows
from cypt_analysis.library.register import Area


@dataclass(frozen=True)
class Neighbour:
    """One neighbour: its place among the neighbours, 1 for the closest, and how close it is."""

    area: Area
    rank: int
    closeness: str


@dataclass(frozen=True)
class NeighbourSet:
    """One publication of statistical neighbours, and each authority's, by code."""

    year: int
    title: str
    publisher: str
    published: date
    members: Mapping[str, tuple[Neighbour, ...]]


def neighbour_set(year: int) -> NeighbourSet:
    """The set of a year. Raises UserError naming those there are."""
    found = next((each for each in _sets() if each.year == year), None)
    if found is None:
        years = list_words([str(each.year) for each in _sets()])
        raise UserError(f"There are no statistical neighbours of {year}: the library has {years}.")
    return found


def set_in_force(on: date) -> NeighbourSet:
    """The newest set that was out on a day. Raises UserError where none was.

    >>> set_in_force(date(2025, 3, 31)).year
    2021
    """
    out = [each for each in _sets() if each.published <= on]
    if not out:
        raise UserError(
            f"The library has no statistical neighbours from before {_sets()[0].title}. "
            "Name the set and the neighbours in drop.toml."
        )
    return out[-1]


def neighbours_of(area: Area, year: int) -> tuple[Neighbour, ...]:
    """The ten statistical neighbours of an authority in the set of a year, the closest first.

    Raises UserError where the set has none for it, naming the sets that have.

    >>> [each.area.name for each in neighbours_of(find_area("Leeds"), 2021)][:2]
    ['Sheffield', 'Darlington']
    """
    found = neighbour_set(year).members.get(area.code)
    if found is None:
        others = [str(each.year) for each in _sets() if area.code in each.members]
        advice = f"It has some in {list_words(others)}." if others else "Name its own in drop.toml."
        raise UserError(
            f"{area.labelled} has no statistical neighbours in the set of {year}. {advice}"
        )
    return found


@lru_cache(maxsize=1)
def _sets() -> tuple[NeighbourSet, ...]:
    """The sets, read once."""
    members: dict[str, dict[str, list[Neighbour]]] = defaultdict(lambda: defaultdict(list))
    for row in read_rows("neighbours.csv"):
        place = Neighbour(find_area(row["neighbour"]), int(row["rank"]), row["closeness"])
        members[row["set"]][row["area"]].append(place)
    return tuple(
        NeighbourSet(
            year=each["year"],
            title=each["title"],
            publisher=each["publisher"],
            published=each["published"],
            members={code: tuple(found) for code, found in members[str(each["year"])].items()},
        )
        for each in read_data("neighbours.toml")["set"]
    )
