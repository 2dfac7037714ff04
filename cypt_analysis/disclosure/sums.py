"""Which rows are the sum of others, where nobody has said so: subtotals found by their numbers.

A sum is sure where telling which rows it is of takes no longer than the numbers that it tells: of
many rows in one period some add up to another by chance, in four periods none do. So rows next to
their whole, pairs, and all but a few others are sure on little, and any choice of twenty rows on
much. Where it may be chance a sum is doubtful: a reader may know of it, and of no other such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from math import comb, log2
from typing import NamedTuple

import numpy as np

# By so many bits a sum may be longer than what it tells, and is yet doubtful.
_DOUBT = 2.0
# By so many bits the whole of all rows must tell more than which one it is, to be no chance.
_BEYOND_CHANCE = 4.75
# Of a half of so few rows every choice is tried; of a larger one so many choices at most.
_HALF, _MOST = 16, 4096
# Of so few rows every sum is tried: a subtotal that is not seen gives a child away.
FEW = 12
_Few = tuple[int, ...]


class Table(NamedTuple):
    """Rows of numbers, a column a period, and what could be the sum of some of them.

    ``beside`` are numbers outside the table, whose places come after the rows'. Of all these
    ``never`` are the sum of none, ``total`` are the whole of the rows by their names, if they are
    their sum; ``others`` are hard to believe to be of the same people, ``far`` the more so.
    """

    rows: np.ndarray
    beside: np.ndarray
    never: Collection[int] = ()
    total: Collection[int] = ()
    others: Collection[int] = ()
    far: Collection[int] = ()

    @property
    def wholes(self) -> np.ndarray:
        """Every number that could be a sum, by its place."""
        return np.vstack([self.rows, self.beside])

    @property
    def groups(self) -> tuple[list[int], list[int]]:
        """The rows that could be the sum of others, and what is beside them."""
        some = np.flatnonzero(self.wholes.any(axis=1)).tolist()
        inside = len(self.rows)
        return [n for n in some if n < inside and n not in self.never], [
            n for n in some if n >= inside
        ]


def sums(table: Table) -> Found:
    """Rows that add up to another row, or to a number beside, in every period.

    Where all rows make one whole, and not by chance, none of them is a subtotal.

    >>> rows = np.array([[120], [31], [44], [195], [77]])
    >>> found = sums(Table(rows, np.array([[272]])))
    >>> [tuple(each) for each in found.sums], found.untried
    ([((0, 1, 2, 4), 5, True), ((0, 1, 2), 3, True), ((3, 4), 5, True)], ())
    """
    found: dict[tuple[_Few, int], bool] = {}
    wholes, (own, outside) = table.wholes, table.groups
    together = table.rows.sum(axis=0)
    bits = np.log2(1 + wholes).sum(axis=1)
    closed = False
    for group in (own if len(own) > 2 else [], outside):
        for whole in group:
            if (wholes[whole] * (1 + (group is own)) == together).all():
                parts = tuple(n for n in range(len(table.rows)) if n != whole)
                found[parts, whole] = True
                chance = _BEYOND_CHANCE * (1 + (whole in table.far))
                told = bool(bits[whole] >= np.log2(len(group)) + chance)
                closed |= told or whole in table.total
    if closed:
        return Found([Sum(*pair, sure=True) for pair in found])
    # All but one or two make a whole beside: these are subtotals, whichever are their parts.
    explained = set()
    pairs = combinations(own, 2) if len(own) <= 2 * FEW else ()
    for some in (*combinations(own, 1), *pairs) if outside else ():
        for one in outside:
            if (together - table.rows[list(some)].sum(axis=0) == wholes[one]).all():
                explained |= {*some}
                parts = tuple(n for n in range(len(table.rows)) if n not in some)
                found[parts, one] = bool(bits[one] >= np.log2(len(own)) * len(some))
    some = _OfSome(table, bits, explained)
    for parts, whole, sure in some:
        found.setdefault((parts, whole), sure)
    every = [Sum(parts, whole, sure) for (parts, whole), sure in found.items() if len(parts) > 1]
    return Found(every, tuple(some.untried()))


class Sum(NamedTuple):
    """The places of rows, that of what they add up to, and whether it can hardly be chance."""

    parts: tuple[int, ...]
    whole: int
    sure: bool


class Found(NamedTuple):
    """The sums of a table, and the places of what could be the sum of rows that nobody has tried:
    of so many rows some add up to it by chance, or there are too many choices."""

    sums: list[Sum]
    untried: tuple[int, ...] = ()


class _OfSome:
    """Sums of some rows alone: each row that is one, each number beside."""

    def __init__(self, table: Table, bits: np.ndarray, explained: Collection[int]) -> None:
        self.table, self.bits, self.explained = table, bits, explained
        self.alive = np.flatnonzero(table.rows.any(axis=1)).tolist()
        self.halves = _Halves(table.rows, self.alive)

    def __iter__(self) -> Iterator[Sum]:
        rows, wholes = self.table.rows, self.table.wholes
        for whole, targets in self._wholes():
            others, told = [n for n in self.alive if n != whole], float(self.bits[whole])
            sure = _most_parts(len(others), targets, told)
            runs = _runs(rows, wholes[whole], whole, told - log2(targets))
            found = dict.fromkeys(runs, True)
            for parts in self.halves.chosen(wholes[whole], others, self._tried(whole, targets)):
                found.setdefault(parts, min(len(parts), len(others) - len(parts)) <= sure)
            kept = {parts: each for parts, each in found.items() if len(parts) > 1}
            only = whole in self.explained and len(kept) == 1
            yield from (Sum(parts, whole, only or each) for parts, each in sorted(kept.items()))

    def untried(self) -> Iterator[int]:
        """What could be the sum of more rows, of all but more, than were tried."""
        for whole, targets in self._wholes():
            others = self.table.rows[[n for n in self.alive if n != whole]]
            most = max(self.halves.most(self._tried(whole, targets)), 1)
            if whole not in self.table.others and 2 * most + 1 < len(others):
                fewest = np.sort(others, axis=0)[: most + 1].sum(axis=0)
                if (fewest <= self.table.wholes[whole]).all():
                    yield whole

    def _wholes(self) -> Iterator[tuple[int, int]]:
        """What could be a sum, each with how many there are of its kind."""
        return ((whole, len(group)) for group in self.table.groups for whole in group)

    def _tried(self, whole: int, targets: int) -> int:
        """How many rows, or how many left out of all, are tried for a sum."""
        others = len(self.alive) - (whole in self.alive)
        few = whole not in self.table.others and len(self.alive) <= FEW
        if few or whole in self.explained:
            return others
        return _most_parts(others, targets, float(self.bits[whole]) + _DOUBT)


@lru_cache(maxsize=4096)
def _most_parts(others: int, targets: int, told: float) -> int:
    """How many rows, or how many left out of all, may be chosen for a sum to be believed."""
    tried, most = 0, -1
    for number in range(others + 1):
        tried += comb(others, number)
        if log2(2 * targets * tried) > told:
            break
        most = number
    return most


def _runs(rows: np.ndarray, whole: np.ndarray, place: int, bits: float) -> Iterator[_Few]:
    """Rows that stand together and add up: right before or behind it, or anywhere of one beside.

    ``bits`` is what the number tells beyond which of the targets it is.
    """
    so_far = np.vstack([np.zeros_like(rows[:1]), np.cumsum(rows, axis=0)])
    if place < len(rows):
        if np.log2(len(rows)) <= bits + _DOUBT:
            before, behind = so_far[place] - so_far[:place], so_far[place + 2 :] - so_far[place + 1]
            yield from (
                tuple(range(n, place)) for n in np.flatnonzero((before == whole).all(axis=1))
            )
            ends = np.flatnonzero((behind == whole).all(axis=1))
            yield from (tuple(range(place + 1, place + 2 + n)) for n in ends)
    elif 2 * np.log2(len(rows)) <= bits + _DOUBT:
        for n in range(len(rows)):
            ends = np.flatnonzero((so_far[n + 1 :] - so_far[n] == whole).all(axis=1))
            yield from (tuple(range(n, n + 1 + int(end))) for end in ends)


class _Halves:
    """Choices of rows by what they add up to: those of one half are looked up for the other's."""

    def __init__(self, rows: np.ndarray, alive: Sequence[int]) -> None:
        # One number for what a row is in every period; sums of rows are sums of these.
        self.factors = np.random.default_rng(0).integers(1, 2**62, rows.shape[1])
        self.rows, self.alive, self.numbers = rows, np.array(alive, dtype=int), rows @ self.factors
        middle = len(alive) // 2
        self.parts = self.alive[:middle], self.alive[middle:]
        self.choices = lru_cache(maxsize=None)(self._choices)

    def most(self, wanted: int) -> int:
        """How many of so many rows as are wanted can be tried: no more of either half."""
        wider = len(self.parts[1])
        while wanted > 0 and wider > _HALF and _ways(wider, wanted) > _MOST:
            wanted -= 1
        return wanted

    def chosen(self, aim: np.ndarray, others: Sequence[int], most: int) -> Iterator[_Few]:
        """So many of some rows at most that add up to an aim, and all of them but so many."""
        for few in self._adding_up_to(aim, most):
            if {*few} <= {*others}:
                yield few
        for few in self._adding_up_to(self.rows[others].sum(axis=0) - aim, most):
            if {*few} <= {*others}:
                yield tuple(n for n in others if n not in few)

    def _choices(self, most: int) -> list[np.ndarray]:
        """Choices of so many rows at most of either half, with their sums, which are sorted."""
        found = []
        for half in self.parts:
            few = _choices_of(len(half), most)
            made = few @ self.numbers[half]
            order = np.argsort(made, kind="stable")
            found += [few[order], made[order]]
        return found

    def _adding_up_to(self, aim: np.ndarray, most: int) -> Iterator[_Few]:
        """The choices of so many rows at most that add up to an aim, as far as all are tried."""
        most = self.most(most)
        if most < 0 or (aim < 0).any():
            return
        first, sums_of_first, second, sums_of_second = self.choices(min(most, len(self.parts[1])))
        wanted = aim @ self.factors - sums_of_first
        begin = np.searchsorted(sums_of_second, wanted)
        hits = sums_of_second[np.minimum(begin, len(sums_of_second) - 1)] == wanted
        for place in np.flatnonzero(hits):
            end = np.searchsorted(sums_of_second, wanted[place], side="right")
            for other in range(begin[place], end):
                few = self.alive[np.concatenate([first[place], second[other]]) > 0].tolist()
                if len(few) <= most and (self.rows[few].sum(axis=0) == aim).all():
                    yield tuple(few)


def _ways(rows: int, most: int) -> int:
    """In how many ways so many rows at most can be chosen."""
    return sum(comb(rows, number) for number in range(most + 1))


def _choices_of(rows: int, most: int) -> np.ndarray:
    """Every choice of so many rows at most, a line each: 1 for what is chosen."""
    if rows <= _HALF:
        every = (np.arange(2**rows)[:, None] >> np.arange(rows)) & 1
        return every[every.sum(axis=1) <= most]
    places = [each for number in range(most + 1) for each in combinations(range(rows), number)]
    chosen = np.zeros((len(places), rows), dtype=int)
    for line, few in zip(chosen, places, strict=True):
        line[list(few)] = 1
    return chosen
