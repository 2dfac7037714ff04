"""Counts of different indicators and files that are of the same children, by what they tell.

Two numbers are equal by chance in many places of a report. They are taken for one where they tell
more, in all the periods that they share, than which two of the report they are; or where their
columns have one name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import inf, log2
from typing import NamedTuple

from cypt_analysis.disclosure.apart import Apart
from cypt_analysis.disclosure.counts import AREA, COLUMN, Count, Link, tables
from cypt_analysis.disclosure.kin import SAME, of_others


class _Course(NamedTuple):
    """A count through time, or the rows of a breakdown that together make one, by period."""

    parts: dict[str, tuple[Count, ...]]

    @property
    def any(self) -> Count:
        """One of its counts: what all have in common is this one's."""
        return next(iter(self.parts.values()))[0]

    def value(self, period: str) -> int:
        """All that it is of in a period."""
        return sum(each.value for each in self.parts[period])


def across(counts: Sequence[Count]) -> Iterator[Apart]:
    """Each count, or breakdown, of one indicator and file that is one of another's."""
    by_area: dict[str, list[Count]] = defaultdict(list)
    for each in counts:
        if not each.guessed:
            by_area[each.area].append(each)
    for mine in by_area.values():
        single, several = [*_single(mine)], [*_together(mine)]
        courses = [*single, *several]
        # There are fewer pairs with a breakdown in them than of any two numbers.
        tried = 2 * log2(len(courses) + 1), log2(len(courses) * len(several) or 1)
        for one, other in _meeting(courses):
            shared = [period for period in one.parts if period in other.parts]
            if all(one.value(each) == other.value(each) for each in shared):
                both = [len(each.parts[shared[0]]) > 1 for each in (one, other)]
                bits = _bits(one, other, shared) - tried[any(both)]
                links = tuple(_equal(one.parts[each], other.parts[each]) for each in shared)
                yield Apart(links, bits)


def _single(counts: Iterable[Count]) -> list[_Course]:
    found: dict[tuple, dict[str, tuple[Count, ...]]] = defaultdict(dict)
    for each in counts:
        found[each.source, each.column, each.where][each.period] = (each,)
    return [_Course(each) for each in found.values()]


def _together(counts: Sequence[Count]) -> Iterator[_Course]:
    """The rows of each breakdown as one."""
    for (name, _), table in tables(counts).items():
        if name not in (COLUMN, AREA):
            periods = {period: None for line in table.values() for period in line}
            rows = {
                period: tuple(line[period] for line in table.values() if period in line)
                for period in periods
            }
            yield _Course({period: each for period, each in rows.items() if len(each) > 1})


def _meeting(courses: Iterable[_Course]) -> Iterator[tuple[_Course, _Course]]:
    """Each two that are equal in some period, of different indicators and files."""
    at: dict[tuple[str, int], list[_Course]] = defaultdict(list)
    for each in courses:
        for period in each.parts:
            at[period, each.value(period)].append(each)
    met: set[tuple[int, int]] = set()
    for (_, value), several in at.items():
        for one, other in combinations(several, 2) if value else ():
            apart = one.any.source != other.any.source
            pair = id(one), id(other)
            if apart and one.any.indicator != other.any.indicator and pair not in met:
                met.add(pair)
                yield one, other


def _bits(one: _Course, other: _Course, shared: Sequence[str]) -> float:
    """How much two tell that are equal wherever both stand: all, where their columns say so."""
    single = [len(each.parts[shared[0]]) == 1 for each in (one, other)]
    if all(single) and of_others(one.any, other.any):
        return -inf
    values = [one.value(period) for period in shared]
    alike = one.any.column.casefold() == other.any.column.casefold()
    return inf if alike and max(values) >= SAME else sum(log2(1 + each) for each in values)


def _equal(one: Sequence[Count], other: Sequence[Count]) -> Link:
    return {**{each.name: 1 for each in one}, **{each.name: -1 for each in other}}
