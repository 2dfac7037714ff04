"""Sums over several indicators and files: those that the catalogue declares, and what numbers tell.

A sum that nobody has declared or denied is taken for one where it tells more, by so many bits, than
which of all such sums it is, or where names say so; one that may be chance is asked of the analyst.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.entries import DENOMINATOR
from cypt_analysis.disclosure.counts import Count, Link
from cypt_analysis.disclosure.courses import (
    ASKED,
    Area,
    Course,
    at_all,
    held,
    link_of,
    value_of,
    when_of,
)
from cypt_analysis.disclosure.told import made_of, wholes_of
from cypt_analysis.drops.names import is_total

# By so many bits a sum must tell more than which one it is, to be no chance.
BEYOND_CHANCE = 4.0


class Found(NamedTuple):
    """A sum over every stretch in which it stands, of which measures it is, and by how many bits it
    is beyond chance."""

    links: tuple[Link, ...]
    measures: tuple[str, ...]
    bits: float

    @property
    def is_sure(self) -> bool:
        """Whether it is declared, or can hardly be chance."""
        return self.bits >= BEYOND_CHANCE


def over_files(
    counts: Mapping[str, Count],
    measures: Mapping[str, Sequence[str]],
    secret: Collection[str],
    catalogue: Catalogue,
) -> Iterator[Found]:
    """Every sum over files that is declared, and those by their numbers that nobody denies.

    ``measures`` has for each measure the names of its counts. Any sum, save of two, is looked for
    where a ``secret`` count is in it.
    """
    said, denied = made_of(catalogue)
    for terms in said:
        sides = [(n, [counts[e] for e in measures.get(n, ())], sign) for n, sign in terms]
        yield Found(tuple(_declared(sides, catalogue)), tuple(n for n, _ in terms), inf)
    whose = {one: name for name, each in reversed([*measures.items()]) for one in each}
    for mine in _by_area(counts.values()).values():
        area = Area(mine)
        for signed, tried in (*area.pairs(), *area.relations(secret)):
            links, told = held(signed, area.times)
            names = tuple(dict.fromkeys(whose[each] for link in links for each in link))
            alone = denied.isdisjoint([frozenset(names), *(frozenset([each]) for each in names)])
            # Of more than three by chance many add up: nobody can be asked of those.
            if links and alone and (told >= tried or len(signed) <= ASKED):
                yield Found(links, names, told - tried)


def _by_area(counts: Iterable[Count]) -> dict[str, list[Count]]:
    found: dict[str, list[Count]] = defaultdict(list)
    for each in counts:
        if not each.guessed:
            found[each.area].append(each)
    return found


def _declared(
    sides: Sequence[tuple[str, list[Count], int]], catalogue: Catalogue
) -> Iterator[Link]:
    """A declared sum in each area, row by row where all have the same rows."""
    areas = [_by_area(each) for _, each, _ in sides]
    for area in set.intersection(*(set(each) for each in areas)):
        rows = [_rows(each[area], n, catalogue) for (n, *_), each in zip(sides, areas, strict=True)]
        alike = all(each.keys() == rows[0].keys() for each in rows)
        flows = [any(e.flows for one in mine.values() for e in one) for mine in rows]
        change = any(flows) and flows.count(False) == 1
        for label in rows[0] if alike else [None]:
            signed = []
            for mine, (*_, sign), flow in zip(rows, sides, flows, strict=True):
                some = (each for n, row in mine.items() if label in (n, None) for each in row)
                signed.append((Course(some, change=change and not flow), sign))
            times = {when_of(each) for course, _ in signed for each in course.counts}
            yield from (link_of(each) for each, _ in at_all(signed, times) if not value_of(each))


def _rows(counts: Iterable[Count], name: str, catalogue: Catalogue) -> dict[str, list[Count]]:
    """The counts of a measure by the row of its breakdown, without rows of all."""
    indicator, measure = name.removesuffix(DENOMINATOR).split(".")
    by = catalogue.indicators[indicator].get(measure).breakdown
    rows: dict[str, list[Count]] = defaultdict(list)
    for each in counts:
        rows[dict(each.where).get(str(by), "")].append(each)
    source = catalogue.sources[catalogue.indicators[indicator].get(measure).source]
    wholes = wholes_of(by, source) | {each for each in rows if by and is_total(each, [by])}
    return {label: each for label, each in rows.items() if label not in wholes} or rows
