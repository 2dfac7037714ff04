"""Counts through time, and which of them add up: found by their numbers, in whatever they stand.

A course is what a line of counts, or all rows of a breakdown, come to at any time: quarters make
their year too, and of a stock the change in a time is one. Sums and differences of courses are a
relation where they hold at every time that they share; how many bits that tells, beyond which of
all such relations it is, says whether it can be chance.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations, product
from math import comb, inf, log2
from typing import NamedTuple

import numpy as np
import pandas as pd

from cypt_analysis.disclosure.counts import AREA, COLUMN, Count, Link, coordinates, crossed, tables
from cypt_analysis.disclosure.kin import SAME, of_others
from cypt_analysis.disclosure.times import DAY, Ends, ends_of, way_between

# How the names of columns begin to say that people came, or went.
_BEGUN = re.compile(r"\b(?:start|beg[au]n|new\b|enter|join|admi|became|opened|com(?:e|ing) in\b)")
_ENDED = re.compile(r"\b(?:ceas|end|left\b|leav|clos|exit|discharg|finish)")
# A stock is all who have come since then, without those who have gone.
_BEGINNING = pd.Timestamp(1900, 1, 1)
# Among so many courses a sum of six is looked for, of four among others, of two among more.
_FEW, _MANY = 24, 600
# Of so many together every sum is asked that may be one; of more those that are likely.
ASKED = 3
Terms = tuple[tuple[Count, int], ...]


class When(NamedTuple):
    """A period as it is named, from its first day to before another."""

    name: str
    start: pd.Timestamp
    after: pd.Timestamp


class Course:
    """Counts through time of one line, or of rows together; of a stock the ``change`` in a time."""

    def __init__(self, counts: Iterable[Count], *, change: bool = False) -> None:
        self.counts, self.change = list(counts), change
        self.any = self.counts[0]
        self.level = not self.any.flows and not change
        self.column = self.any.column.casefold().replace("_", " ")
        self.named: dict[str, list[Count]] = defaultdict(list)
        self.spans: dict[tuple, list[Count]] = defaultdict(list)
        for each in self.counts:
            self.named[each.period].append(each)
            self.spans[each.start if each.flows else _BEGINNING, each.end + DAY].append(each)
        self.single = all(len(each) == 1 for each in self.named.values())

    @cached_property
    def _ends(self) -> Ends:
        return ends_of((*stretch, each) for stretch, each in self.spans.items())

    def at(self, when: When) -> Terms:
        """The counts that it is made of at a time, with their signs; none where it is not."""
        span = (_BEGINNING if self.level else when.start, when.after)
        found = self.spans.get(span, ()) if self.change else self.named.get(when.name, ())
        if found or self.level:
            return tuple((each, 1) for each in found or self.spans.get(span, ()))
        way = way_between(*span, self._ends)
        return tuple((each, sign) for several, sign in way for each in several)


Signed = Sequence[tuple[Course, int]]


def when_of(count: Count) -> When:
    """The period of a count."""
    return When(count.period, count.start, count.end + DAY)


class Area:
    """The courses of an area, and what they come to at each time."""

    def __init__(self, counts: Sequence[Count]) -> None:
        lines: dict[tuple, list[Count]] = defaultdict(list)
        for each in counts:
            lines[each.source, each.column, each.where].append(each)
        together = (
            Course(each for line in table.values() for each in line.values())
            for (name, _), table in tables(counts).items()
            if name not in (COLUMN, AREA)
        )
        self.courses = [Course(each) for each in lines.values()]
        self.courses += [each for each in together if not each.single]
        self.courses += [
            Course(each for rows in table.values() for each in rows)
            for where, table in crossed(counts)
            if len(where) == 1
        ]
        self.changes = [Course(e.counts, change=True) for e in self.courses if e.level]
        self.times = sorted({when_of(each) for each in counts})
        self.values = {
            course: {when: value_of(terms) for when in self.times if (terms := course.at(when))}
            for course in (*self.courses, *self.changes)
        }

    def pairs(self) -> Iterator[tuple[Signed, float]]:
        """Two that are equal somewhere, with how many bits tell which of such two they are."""
        several = sum(not each.single for each in self.courses)
        # There are fewer pairs with a breakdown in them than of any two numbers, and of two times.
        tried = 2 * log2(len(self.courses) + 1), log2(len(self.courses) * several or 1)
        timed = log2(max(sum(1 for _ in self._of_two_times()), 1))
        at: dict[tuple[When, int], list[Course]] = defaultdict(list)
        for course in self.courses:
            for when, value in self.values[course].items():
                at[when, value].append(course)
        met = set()
        for (_, value), equal in at.items():
            for one, other in combinations(equal, 2) if value else ():
                single = one.single and other.single
                two_times = not one.named.keys() & other.named.keys()
                alone = _apart(one, other) or (not single and two_times)
                if frozenset((one, other)) not in met and alone:
                    met.add(frozenset((one, other)))
                    if single and two_times:
                        yield ((one, 1), (other, -1)), timed
                    elif not single or not of_others(one.any, other.any):
                        yield ((one, 1), (other, -1)), tried[not single]

    def _of_two_times(self) -> Iterator[tuple[Course, Course]]:
        for one, other in combinations([each for each in self.courses if each.single], 2):
            shared = self.values[one].keys() & self.values[other].keys()
            if shared and _apart(one, other) and not one.named.keys() & other.named.keys():
                yield one, other

    def relations(self, secret: Collection[str]) -> Iterator[tuple[Signed, float]]:
        """What several make of one with a secret count in it, wherever all stand."""
        met: set[frozenset[Course]] = set()
        hidden = [c for c in self.courses if any(e.name in secret and e.value for e in c.counts)]
        for one in hidden:
            mine = self.values[one]
            told = {when for when in mine if any(e.name in secret for e, _ in one.at(when))}
            for group in self._groups(one):
                covered = {
                    other: frozenset(mine.keys() & self.values[other].keys()) for other in group
                }
                for times in {each for each in covered.values() if each & told}:
                    others = [other for other, each in covered.items() if times <= each]
                    for signed, tried in self._made(one, others, sorted(times)):
                        courses = frozenset(course for course, _ in signed)
                        if courses not in met and not _seen_already(signed):
                            met.add(courses)
                            yield signed, tried + log2(len(hidden))

    def _groups(self, one: Course) -> Iterator[list[Course]]:
        """The courses of the indicator and the file of one, of which fewer add up, and all."""
        every = [e for e in (*self.courses, *self.changes) if e.counts[0] not in one.counts]
        for name in ("indicator", "source"):
            yield [e for e in every if getattr(e.any, name) == getattr(one.any, name)]
        yield every

    def _made(
        self, one: Course, others: Sequence[Course], times: Sequence[When]
    ) -> Iterator[tuple[Signed, float]]:
        """The sums and differences of some that one is at all of some times."""
        others = [e for e in others if any(self.values[e][when] for when in times)]
        rows = np.array([[self.values[e][when] for when in times] for e in (one, *others)])
        # One number for what a row is at every time; sums of rows are sums of these.
        found: np.ndarray = rows @ np.random.default_rng(0).integers(1, 2**40, len(times))
        own, numbers = int(found[0]), found[1:]
        bits = float(np.log2(1 + np.abs(rows).max(axis=0)).sum())
        largest = 3 if len(others) <= _FEW else 2 if len(others) <= _MANY else 1
        halves: dict[int, _Choices] = {}
        for first, second in ((1, 1), (2, 1), (2, 2), (3, 2), (3, 3)):
            size = first + second
            tried = log2(max(comb(len(others), size), 1) * 2**size)
            if size > len(others) or (size >= ASKED and bits < tried) or first > largest:
                continue
            for each in (first, second):
                if each not in halves:
                    halves[each] = _choices(numbers, each)
            for signs in _meeting(own, halves[first], halves[second]):
                yield ((one, -1), *((others[n], sign) for n, sign in signs)), tried


_Choices = tuple[np.ndarray, np.ndarray, np.ndarray]


def _choices(numbers: np.ndarray, size: int) -> _Choices:
    """So many of some with either sign, sorted by what they come to: sums, places and signs."""
    places = np.array([*combinations(range(len(numbers)), size)], dtype=int)
    places = places.reshape(comb(len(numbers), size), size)
    signs = np.array([*product((1, -1), repeat=size)], dtype=int).reshape(2**size, size)
    sums = (numbers[places][:, None, :] * signs).sum(axis=2).ravel()
    order = np.argsort(sums, kind="stable")
    return (
        sums[order],
        np.repeat(places, len(signs), axis=0)[order],
        np.tile(signs, (len(places), 1))[order],
    )


def _meeting(aim: int, first: _Choices, second: _Choices) -> Iterator[list[tuple[int, int]]]:
    """One choice of each that come to an aim together, as places and signs."""
    wanted = aim - first[0]
    begin, end = (np.searchsorted(second[0], wanted, side=s) for s in ("left", "right"))
    for place in np.flatnonzero(begin < end):
        for other in range(begin[place], end[place]):
            places = [*first[1][place].tolist(), *second[1][other].tolist()]
            if len({*places}) == len(places):
                signs = [*first[2][place].tolist(), *second[2][other].tolist()]
                yield [*zip(places, signs, strict=True)]


def _apart(one: Course, other: Course) -> bool:
    return one.any.source != other.any.source and one.any.indicator != other.any.indicator


def _seen_already(signed: Signed) -> bool:
    """Whether rows or columns alone are parts of a whole of their indicator or file: such sums are
    looked for in any case."""
    plus = [course for course, sign in signed if sign > 0]
    minus = [course for course, sign in signed if sign < 0]
    parts = max(plus, minus, key=len)
    return bool(
        min(len(plus), len(minus)) == 1
        and all(course.single for course, _ in signed)
        and set.intersection(*({*course.named} for course, _ in signed))
        and len(_apart_by(course.any for course in parts)) < 2
        and any(len({getattr(c.any, n) for c, _ in signed}) == 1 for n in ("indicator", "source"))
    )


def _apart_by(counts: Iterable[Count]) -> set[str]:
    """By what counts differ: their column, or what chooses their row."""
    every = {pair for each in counts for pair in coordinates(each).items()}
    names = [name for name, _ in every]
    return {name for name in names if names.count(name) > 1}


def at_all(signed: Signed, times: Iterable[When]) -> Iterator[tuple[Terms, int]]:
    """The terms of a sum at each time at which all stand, and the largest of its sides.

    0 is said for the size of one that follows from those of shorter times.
    """
    joined: list[set] = []
    level = any(course.level for course, _ in signed)
    for when in sorted(times, key=lambda each: (each.after - each.start, each)):
        sides = [(course.at(when), sign) for course, sign in signed]
        if all(terms for terms, _ in sides):
            ends = {when.after} if level else {when.start, when.after}
            follows = any(ends <= each for each in joined)
            met = [each for each in joined if ends & each]
            joined = [*(each for each in joined if each not in met), ends.union(*met)]
            size = 0 if follows else max(abs(value_of(terms)) for terms, _ in sides)
            yield tuple((e, sign * s) for terms, sign in sides for e, s in terms), size


def held(signed: Signed, times: Iterable[When]) -> tuple[tuple[Link, ...], float]:
    """A sum at each time, where it holds at all, and by how many bits that tells."""
    every = list(at_all(signed, times))
    if any(value_of(terms) for terms, _ in every):
        return (), 0.0
    sizes = [size for _, size in every]
    told = sum(log2(1 + each) for each in sizes)
    if (max(sizes, default=0) >= SAME and _alike(signed)) or _come_and_go(signed):
        told = inf
    return tuple(link_of(terms) for terms, _ in every), told


def _alike(signed: Signed) -> bool:
    """Whether two courses are one by the name of their columns."""
    return len(signed) == 2 and len({course.any.column.casefold() for course, _ in signed}) == 1


def _come_and_go(signed: Signed) -> bool:
    """Whether the names of two flows say that one came to a stock, and the other left it."""
    flows = [(course, sign) for course, sign in signed if course.any.flows]
    stocks = [sign for course, sign in signed if course.change]
    if len(flows) != 2 or len(stocks) != 1 or len(signed) != 3:
        return False
    (stock,) = stocks
    came = [course.column for course, sign in flows if sign != stock]
    went = [course.column for course, sign in flows if sign == stock]
    return bool(came and went and _BEGUN.search(came[0]) and _ENDED.search(went[0]))


def value_of(terms: Terms) -> int:
    """What terms come to."""
    return sum(sign * each.value for each, sign in terms)


def link_of(terms: Terms) -> Link:
    """The factors of counts in a sum."""
    found: Link = defaultdict(int)
    for each, sign in terms:
        found[each.name] += sign
    return {name: factor for name, factor in found.items() if factor}
