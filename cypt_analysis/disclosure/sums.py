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
from math import comb
from typing import NamedTuple

import numpy as np

# By so many bits a sum may be longer than what it tells, and is yet doubtful.
_DOUBT = 2.0
# By so many bits the whole of all rows must tell more than which one it is, to be no chance.
_BEYOND_CHANCE = 4.0
# So many choices of one half of the rows are tried.
_MOST = 4096
# Of so few rows every sum is tried: a subtotal that is not seen gives a child away.
_FEW = 12
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


def sums(table: Table) -> list[Sum]:
    """Rows that add up to another row, or to a number beside, in every period.

    Where all rows make one whole, and not by chance, none of them is a subtotal.

    >>> rows = np.array([[120], [31], [44], [195], [77]])
    >>> [tuple(each) for each in sums(Table(rows, np.array([[272]])))]
    [((0, 1, 2, 4), 5, True), ((0, 1, 2), 3, True), ((3, 4), 5, True)]
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
        return [Sum(*pair, sure=True) for pair in found]
    # All but one or two make a whole beside: these are subtotals, whichever are their parts.
    explained = set()
    for some in (*combinations(own, 1), *combinations(own, 2)):
        for one in outside:
            if (together - table.rows[list(some)].sum(axis=0) == wholes[one]).all():
                explained |= {*some}
                parts = tuple(n for n in range(len(table.rows)) if n not in some)
                found[parts, one] = bool(bits[one] >= np.log2(len(own)) * len(some))
    for parts, whole, sure in _of_some(table, bits, explained):
        found.setdefault((parts, whole), sure)
    return [Sum(parts, whole, sure) for (parts, whole), sure in found.items() if len(parts) > 1]


class Sum(NamedTuple):
    """The places of rows, that of what they add up to, and whether it can hardly be chance."""

    parts: tuple[int, ...]
    whole: int
    sure: bool


def _of_some(table: Table, bits: np.ndarray, explained: Collection[int]) -> Iterator[Sum]:
    """Sums of some rows alone: each row that is one, each number beside."""
    alive = np.flatnonzero(table.rows.any(axis=1)).tolist()
    halves, wholes = _Halves(table.rows, alive), table.wholes
    for group in table.groups:
        for whole in group:
            others, told = [n for n in alive if n != whole], float(bits[whole])
            sure = _most_parts(len(others), len(group), told)
            tried = _most_parts(len(others), len(group), told + _DOUBT)
            if whole in explained or (whole not in table.others and len(alive) <= _FEW):
                tried = len(others)
            found = dict.fromkeys(_runs(table.rows, whole, told, len(group)), True)
            for parts in halves.chosen(wholes[whole], others, tried):
                found.setdefault(parts, min(len(parts), len(others) - len(parts)) <= sure)
            kept = {parts: each for parts, each in found.items() if len(parts) > 1}
            only = whole in explained and len(kept) == 1
            yield from (Sum(parts, whole, only or each) for parts, each in sorted(kept.items()))


def _most_parts(others: int, targets: int, told: float) -> int:
    """How many rows, or how many left out of all, may be chosen for a sum to be believed."""
    tried = [sum(comb(others, n) for n in range(most + 1)) for most in range(others + 1)]
    return sum(bool(np.log2(2.0 * targets * each) <= told) for each in tried) - 1


def _runs(rows: np.ndarray, whole: int, told: float, targets: int) -> Iterator[_Few]:
    """The rows right before or right behind another that add up to it."""
    if whole >= len(rows) or np.log2(targets * len(rows)) > told + _DOUBT:
        return
    for places in (range(whole - 1, -1, -1), range(whole + 1, len(rows))):
        if len(places):
            sums_so_far = np.cumsum(rows[list(places)], axis=0)
            for end in np.flatnonzero((sums_so_far == rows[whole]).all(axis=1)):
                yield tuple(sorted(places[: end + 1]))


class _Halves:
    """Choices of rows by what they add up to: those of one half are looked up for the other's."""

    def __init__(self, rows: np.ndarray, alive: Sequence[int]) -> None:
        # One number for what a row is in every period; sums of rows are sums of these.
        self.factors = np.random.default_rng(0).integers(1, 2**62, rows.shape[1])
        self.rows, self.alive, self.numbers = rows, alive, rows @ self.factors
        self.middle = len(alive) // 2
        self.choices = lru_cache(maxsize=None)(self._choices)

    def chosen(self, aim: np.ndarray, others: Sequence[int], most: int) -> Iterator[_Few]:
        """So many of some rows at most that add up to an aim, and all of them but so many."""
        for few in self._adding_up_to(aim, most):
            if {*few} <= {*others}:
                yield few
        for few in self._adding_up_to(self.rows[others].sum(axis=0) - aim, most):
            if {*few} <= {*others}:
                yield tuple(n for n in others if n not in few)

    def _choices(self, most: int) -> tuple[list[_Few], np.ndarray, list[_Few], np.ndarray]:
        """Choices of so many rows at most of either half, with their sums; the second's sorted."""
        first, second = (
            [each for n in range(most + 1) for each in combinations(half, n)]
            for half in (self.alive[: self.middle], self.alive[self.middle :])
        )
        made, other = (
            np.array([self.numbers[list(each)].sum() for each in few], dtype=int)
            for few in (first, second)
        )
        order = np.argsort(other, kind="stable")
        return first, made, [second[n] for n in order], other[order]

    def _adding_up_to(self, aim: np.ndarray, most: int) -> Iterator[_Few]:
        """The choices of so many rows at most that add up to an aim, as far as all are tried."""
        wider = len(self.alive) - self.middle
        while most > 0 and sum(comb(wider, n) for n in range(most + 1)) > _MOST:
            most -= 1
        if most < 0 or (aim < 0).any():
            return
        first, sums_of_first, second, sums_of_second = self.choices(min(most, wider))
        wanted = aim @ self.factors - sums_of_first
        ends = [np.searchsorted(sums_of_second, wanted, side=side) for side in ("left", "right")]
        for place in np.flatnonzero(ends[1] > ends[0]):
            for other in range(ends[0][place], ends[1][place]):
                few = (*first[place], *second[other])
                if len(few) <= most and (self.rows[list(few)].sum(axis=0) == aim).all():
                    yield few
