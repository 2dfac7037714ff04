"""Reports made by chance, three releases each, and what of their small counts can be worked out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cypt_analysis.disclosure import protect
from cypt_analysis.disclosure.releases import Kept, Release
from cypt_analysis.statistics import Cells, recoverable
from tests.disclosure.world import Figure, catalogue, observations

RELEASES = 3
_SEXES, _AGES = ("Girls", "Boys"), ("Under 5", "5 to 9", "10 to 15", "Over 15")


def reports(seed: int) -> list[list[Figure]]:
    """Three releases of one report: each has a quarter more, and some earlier counts revised."""
    chance = np.random.default_rng(seed)
    size = float(chance.choice([2, 6, 15, 60]))
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
    """Of one report: figures, how many are hidden and how many for their own size, what follows."""

    figures: int
    hidden: int
    small: int
    recovered: int
    by_insider: int
    seconds: float


def outcome(seed: int, rule: str = "dfe_2020") -> Outcome:
    """Protect three releases one after the other, and read all three as one reader would."""
    past: list[Release] = []
    figures = hidden = small = 0
    begun = time.perf_counter()
    for each in reports(seed):
        found = protect(observations(each), catalogue(each), rule, past)
        past.append(found.release)
        figures, hidden = figures + len(each), hidden + len(found.why)
        small += sum(why == "small" for why in found.why.values())
    seconds = time.perf_counter() - begun
    return Outcome(
        figures, hidden, small, len(worked_out(past, insider=False)), len(worked_out(past)), seconds
    )


def worked_out(releases: Sequence[Release], *, insider: bool = True) -> list[int]:
    """The small counts that a reader of every release can work out.

    An ``insider`` has guessed for each hidden count whether it went for its own size; others know
    the rule, and that what is hidden is no 0.
    """
    kept: dict[str, Kept] = {}
    for each in (count for release in releases for count in release.counts):
        before = kept.get(each.name, each)
        shown, sensitive = before.shown or each.shown, before.sensitive or each.sensitive
        kept[each.name] = replace(each, shown=shown, sensitive=sensitive)
    names = {name: place for place, name in enumerate(kept)}
    counts = list(kept.values())
    cells = Cells(
        [each.value for each in counts],
        [{names[n]: f for n, f in link.items()} for release in releases for link in release.links],
        [(place,) for place in range(len(counts))],
        [each.lower if insider else min(each.lower, 1) for each in counts],
        [each.upper if insider else float("inf") for each in counts],
        [place for place, each in enumerate(counts) if each.sensitive and not each.shown], [],
        [place for place, each in enumerate(counts) if each.shown],
    )  # fmt: skip
    return recoverable(cells, {place for place, each in enumerate(counts) if not each.shown})
