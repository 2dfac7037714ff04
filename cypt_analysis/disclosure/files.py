"""Sums over several indicators and files: those that the catalogue declares, and what numbers tell.

A course is what a line of counts, or all rows of a breakdown, come to over any stretch of time:
quarters make their year too, and of a stock the change between two days is one. Courses add up
where they do over every stretch that they share. A sum that nobody has declared is taken for one
where it tells more, by so many bits, than which of all such sums it is, or where names say so; one
that may be chance is asked of the analyst.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from math import inf, log2
from typing import NamedTuple

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.entries import DENOMINATOR
from cypt_analysis.disclosure.counts import AREA, COLUMN, Count, Link, tables
from cypt_analysis.disclosure.kin import SAME, of_others
from cypt_analysis.disclosure.times import DAY, Ends, ends_of, way_between
from cypt_analysis.disclosure.told import made_of, wholes_of
from cypt_analysis.drops.names import is_total

# By so many bits a sum must tell more than which one it is, to be no chance.
BEYOND_CHANCE = 4.0
# How the names of columns begin to say that people came, or went.
_BEGUN = re.compile(r"\b(?:start|beg[au]n|new\b|enter|join|admi|became|opened|com(?:e|ing) in\b)")
_ENDED = re.compile(r"\b(?:ceas|end|left\b|leav|clos|exit|discharg|finish)")
# A stock is all who have come since then, without those who have gone.
_BEGINNING = pd.Timestamp(1900, 1, 1)

Stretch = tuple[pd.Timestamp, pd.Timestamp]
Terms = tuple[tuple[Count, int], ...]


class Course:
    """Counts through time, by the stretch that each is of: of one line, or of rows together."""

    def __init__(self, counts: Iterable[Count]) -> None:
        self.spans: dict[Stretch, list[Count]] = defaultdict(list)
        for each in counts:
            start = each.start if each.flows else _BEGINNING
            self.spans[start, each.end + DAY].append(each)
        self.any = next(iter(self.spans.values()))[0]
        self.column = self.any.column.casefold().replace("_", " ")
        self.single = all(len(each) == 1 for each in self.spans.values())

    @cached_property
    def _ends(self) -> Ends:
        return ends_of((*stretch, each) for stretch, each in self.spans.items())

    def over(self, stretch: Stretch) -> Terms:
        """The counts that it is made of over a stretch, with their signs; none where it is not."""
        if stretch in self.spans:
            return tuple((each, 1) for each in self.spans[stretch])
        way = way_between(*stretch, self._ends)
        return tuple((each, sign) for several, sign in way for each in several)


Signed = Sequence[tuple[Course, int]]


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

    ``measures`` has for each measure the names of its counts. A sum of three is looked for where a
    ``secret`` count is in it.
    """
    said, denied = made_of(catalogue)
    for terms in said:
        sides = [(n, [counts[e] for e in measures.get(n, ())], sign) for n, sign in terms]
        yield Found(tuple(_declared(sides, catalogue)), tuple(n for n, _ in terms), inf)
    whose = {one: name for name, each in reversed([*measures.items()]) for one in each}
    for mine in _by_area(counts.values()).values():
        area = _Area(mine)
        for signed, tried in (*area.pairs(), *area.threes(secret)):
            links, told = _held(signed)
            names = tuple(dict.fromkeys(whose[each] for link in links for each in link))
            if links and frozenset(names) not in denied:
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
        for label in rows[0] if alike else [None]:
            signed = [
                (Course(one for n, row in mine.items() if label in (n, None) for one in row), sign)
                for mine, (*_, sign) in zip(rows, sides, strict=True)
            ]
            yield from (_link(each) for each, _ in _over_all(signed) if not _value(each))


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


class _Area:
    """The courses of an area, and which of them come to so much over a stretch."""

    def __init__(self, counts: Sequence[Count]) -> None:
        lines: dict[tuple, list[Count]] = defaultdict(list)
        for each in counts:
            lines[each.source, each.column, each.where].append(each)
        self.lines = [Course(each) for each in lines.values()]
        together = (
            Course(each for line in table.values() for each in line.values())
            for (name, _), table in tables(counts).items()
            if name not in (COLUMN, AREA)
        )
        self.several = [each for each in together if not each.single]
        self.at: dict[Stretch, dict[int, list[Course]]] = defaultdict(lambda: defaultdict(list))
        self.values: dict[Stretch, dict[Course, int]] = defaultdict(dict)
        for stretch in {each for course in self.lines for each in course.spans}:
            for course in (*self.lines, *self.several):
                if terms := course.over(stretch):
                    value = self.values[stretch][course] = _value(terms)
                    self.at[stretch][value].append(course)

    def pairs(self) -> Iterator[tuple[Signed, float]]:
        """Two that are equal somewhere, with how many bits tell which of such two they are."""
        courses = len(self.lines) + len(self.several)
        # There are fewer pairs with a breakdown in them than of any two numbers, and of two times.
        single, several = 2 * log2(courses + 1), log2(courses * len(self.several) or 1)
        timed = log2(max(len({*self._of_other_times()}), 1))
        met = set()
        for values in self.at.values():
            for one, other in (p for n, e in values.items() if n for p in combinations(e, 2)):
                pair = frozenset((one, other))
                alone = one.single and other.single
                if pair not in met and _apart(one, other):
                    met.add(pair)
                    if not alone:
                        yield ((one, 1), (other, -1)), several
                    elif not one.spans.keys() & other.spans.keys():
                        yield ((one, 1), (other, -1)), timed
                    elif not of_others(one.any, other.any):
                        yield ((one, 1), (other, -1)), single

    def _of_other_times(self) -> Iterator[frozenset[Course]]:
        for stretch, values in self.values.items():
            whole = [each for each in values if stretch in each.spans and each.single]
            made = [each for each in values if stretch not in each.spans and each.single]
            yield from (frozenset((a, b)) for a in whole for b in made if _apart(a, b))

    def threes(self, secret: Collection[str]) -> Iterator[tuple[Signed, float]]:
        """Two that are a third somewhere, where a secret count is in one."""
        hidden = [
            (course, stretch)
            for course in (*self.lines, *self.several)
            for stretch, each in course.spans.items()
            if any(one.name in secret and one.value for one in each)
        ]
        others = len(self.lines) + len(self.several)
        tried = log2(max(len({each for each, _ in hidden}) * others**2 / 2, 1))
        met = set()
        for one, stretch in hidden:
            mine, values = self.values[stretch][one], self.at[stretch]
            for other, n in self.values[stretch].items():
                ways = ((mine + n, 1, -1), (mine - n, -1, -1), (n - mine, -1, 1))
                for value, sign, of_third in ways if n and other is not one else ():
                    for third in values.get(value, ()) if value else ():
                        three = frozenset((one, other, third))
                        alone = len(three) == 3 and three not in met
                        if alone and not _seen_already(three):
                            met.add(three)
                            yield ((one, 1), (other, sign), (third, of_third)), tried


def _apart(one: Course, other: Course) -> bool:
    return one.any.source != other.any.source and one.any.indicator != other.any.indicator


def _seen_already(courses: Collection[Course]) -> bool:
    """Whether all are of one indicator or file, whose sums are looked for in any case."""
    return any(len({getattr(e.any, n) for e in courses}) == 1 for n in ("indicator", "source"))


def _over_all(signed: Signed) -> Iterator[tuple[Terms, int]]:
    """The terms of a sum over each stretch in which all stand, and the largest of its sides.

    0 is said for the size of one that follows from shorter stretches.
    """
    joined: list[set[pd.Timestamp]] = []
    stretches = {each for course, _ in signed for each in course.spans}
    for start, after in sorted(stretches, key=lambda each: (each[1] - each[0], each)):
        sides = [(course.over((start, after)), sign) for course, sign in signed]
        if all(terms for terms, _ in sides):
            follows = any({start, after} <= each for each in joined)
            met = [each for each in joined if {start, after} & each]
            joined = [*(e for e in joined if e not in met), {start, after}.union(*met)]
            size = 0 if follows else max(abs(_value(terms)) for terms, _ in sides)
            yield tuple((e, sign * s) for terms, sign in sides for e, s in terms), size


def _held(signed: Signed) -> tuple[tuple[Link, ...], float]:
    """A sum over each stretch, where it holds over all, and by how many bits that tells."""
    every = list(_over_all(signed))
    if any(_value(terms) for terms, _ in every):
        return (), 0.0
    sizes = [size for _, size in every]
    told = sum(log2(1 + each) for each in sizes)
    if (max(sizes, default=0) >= SAME and _alike(signed)) or _come_and_go(signed):
        told = inf
    return tuple(_link(terms) for terms, _ in every), told


def _alike(signed: Signed) -> bool:
    """Whether two courses are one by the name of their columns."""
    return len(signed) == 2 and len({course.any.column.casefold() for course, _ in signed}) == 1


def _come_and_go(signed: Signed) -> bool:
    """Whether the names of two flows say that one came to a stock, and the other left it."""
    flows = [(course, sign) for course, sign in signed if course.any.flows]
    if len(flows) != 2 or len(signed) != 3:
        return False
    (stock,) = (sign for course, sign in signed if not course.any.flows)
    came = [course.column for course, sign in flows if sign != stock]
    went = [course.column for course, sign in flows if sign == stock]
    return bool(came and went and _BEGUN.search(came[0]) and _ENDED.search(went[0]))


def _value(terms: Terms) -> int:
    return sum(sign * each.value for each, sign in terms)


def _link(terms: Terms) -> Link:
    return {each.name: sign for each, sign in terms}
