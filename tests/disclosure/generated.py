"""Reports made by chance, three releases each, and what of their small counts can be worked out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cypt_analysis.disclosure import Protection, protect
from cypt_analysis.disclosure.counts import counted
from cypt_analysis.disclosure.links import Link, links
from cypt_analysis.disclosure.releases import Kept, Release, together
from cypt_analysis.statistics import Cells, recoverable
from tests.disclosure.world import Figure, catalogue, observations

RELEASES = 3
_SEXES, _AGES = ("Girls", "Boys"), ("Under 5", "5 to 9", "10 to 15", "Over 15")


def reports(seed: int, size: float = 0) -> list[list[Figure]]:
    """Three releases of one report: each has a quarter more, and some earlier counts revised."""
    chance = np.random.default_rng(seed)
    size = size or float(chance.choice([2, 6, 15, 60]))
    quarters = [f"2009-10-Q{number}" for number in range(1, RELEASES + 1)]
    tables = {quarter: chance.poisson(size, (len(_SEXES), len(_AGES))) for quarter in quarters}
    made = []
    for number in range(RELEASES):
        for quarter in quarters[:number]:
            if chance.random() < 0.5:
                row, column = chance.integers(len(_SEXES)), chance.integers(len(_AGES))
                tables[quarter] = tables[quarter].copy()
                tables[quarter][row, column] = chance.poisson(size)
        made.append(
            [f for quarter in quarters[: number + 1] for f in _of(tables[quarter], quarter)]
        )
        if number == RELEASES - 1:
            whole = sum(table.sum() for table in tables.values())
            made[-1].append(
                Figure("so_far", int(whole), period="2009-M04..2009-M12", source="year")
            )
    return made


def _of(table: np.ndarray, quarter: str) -> Iterator[Figure]:
    """Each cell by sex and age, the sums of both, the whole, and a share of it."""
    whole = int(table.sum())
    for sex, row in zip(_SEXES, table, strict=True):
        for age, number in zip(_AGES, row, strict=True):
            yield Figure(
                sex.lower(), int(number), part=age, by="age", period=quarter, columns=("children",),
                where={"sex": sex},
            )  # fmt: skip
        yield Figure(
            f"all_{sex.lower()}", int(row.sum()), period=quarter, columns=("children",),
            where={"sex": sex},
        )  # fmt: skip
    for age, number in zip(_AGES, table.sum(axis=0), strict=True):
        yield Figure(
            "by_age", int(number), part=age, by="age", period=quarter, columns=("children",)
        )
    yield Figure("all", whole, period=quarter, columns=("children",))
    seen = int(table[0].sum())
    if whole:
        yield Figure("seen", seen, whole, period=quarter, columns=("seen", "children"))


@dataclass(frozen=True)
class Outcome:
    """Of one report: figures, how many are hidden and how many for their own size, what follows.

    ``if_told`` are the counts that follow for who is also told which went for their own size: the
    internal edition says so, and nothing public does.
    """

    figures: int
    hidden: int
    small: int
    recovered: int
    if_told: int
    seconds: float


def published(made: Sequence[Sequence[Figure]], rule: str = "dfe_2020") -> list[Protection]:
    """What is hidden of releases that come one after the other."""
    found: list[Protection] = []
    for each in made:
        past = [one.release for one in found]
        found.append(protect(observations(each), catalogue(each), rule, past))
    return found


def outcome(seed: int) -> Outcome:
    """Protect three releases one after the other, and read all three as one reader would."""
    made = reports(seed)
    begun = time.perf_counter()
    found = published(made)
    seconds = time.perf_counter() - begun
    past = [each.release for each in found]
    return Outcome(
        sum(map(len, made)),
        sum(len(each.why) for each in found),
        sum(why == "small" for each in found for why in each.why.values()),
        len(worked_out(past)),
        len(worked_out(past, told=True)),
        seconds,
    )


def worked_out(releases: Sequence[Release], *, told: bool = False) -> list[int]:
    """The small counts that a reader of every release can work out.

    The reader knows the rule, how everything adds up, and that no 0 is hidden. One who is ``told``
    also knows of each hidden count whether it went for its own size.
    """
    read, _ = together(releases)
    counts = read.counts
    every = [link for link in read.links if _sums(link) in _always()]
    names = {each.name: place for place, each in enumerate(counts)}
    ends = [_told(each) if told else (min(each.value, 1), float("inf")) for each in counts]
    cells = Cells(
        [each.value for each in counts],
        [{names[n]: f for n, f in link.items()} for link in every],
        [(place,) for place in range(len(counts))],
        [low for low, _ in ends], [high for _, high in ends],
        [place for place, each in enumerate(counts) if each.sensitive and not each.shown], [],
        [place for place, each in enumerate(counts) if each.shown],
    )  # fmt: skip
    return recoverable(cells, {place for place, each in enumerate(counts) if not each.shown})


def _sums(link: Link) -> frozenset[tuple[str, int]]:
    return frozenset((name.rpartition(" = ")[0], factor) for name, factor in link.items())


@lru_cache(maxsize=1)
def _always() -> frozenset[frozenset[tuple[str, int]]]:
    """What adds up whatever the numbers are: that of numbers so large that none are alike.

    As many boys as girls by chance hide a figure more, but no reader knows of it.
    """
    last = reports(0, 1e7)[-1]
    return frozenset(map(_sums, links(counted(observations(last), catalogue(last)))))


def _told(count: Kept) -> tuple[float, float]:
    """What the reason adds, by DfE's rule of 1 to 5; a total may have gone for another total's."""
    if count.sensitive and 1 <= count.value <= 5:
        return 1, 5
    return (6 if count.value > 5 and ", " in count.name else min(count.value, 1)), float("inf")
