"""Reports made by chance, some releases each, and what of their small counts can be worked out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cypt_analysis.disclosure import Protection, protect
from cypt_analysis.disclosure.counts import REST, Link
from cypt_analysis.disclosure.releases import Kept, Release, together
from cypt_analysis.statistics import Cells, recoverable
from tests.disclosure.world import Figure, catalogue, observations

RELEASES = 3
QUARTERS = [f"2009-10-Q{number}" for number in range(1, RELEASES + 1)]
_SEXES, _AGES = ("Girls", "Boys"), ("Under 5", "5 to 9", "10 to 15", "Over 15")


@dataclass
class Made:
    """A release: its figures, and what adds up whoever reads it, each part before its whole."""

    figures: list[Figure] = field(default_factory=list)
    sums: list[tuple[list[Figure], Figure]] = field(default_factory=list)

    def add(self, parts: Sequence[Figure], whole: Figure) -> Figure:
        """A whole of some figures of the release."""
        if whole not in self.figures:
            self.figures.append(whole)
        self.sums.append(([*parts], whole))
        return whole


def reports(seed: int, size: float = 0, ages: int = len(_AGES)) -> list[Made]:
    """Three releases of one report: each has a quarter more, and some earlier counts revised.

    One of fewer ``ages`` has no table with sums of some of its rows.
    """
    chance = np.random.default_rng(seed)
    size = size or float(chance.choice([2, 6, 15, 60]))
    tables = {quarter: chance.poisson(size, (len(_SEXES), ages)) for quarter in QUARTERS}
    plan = _Plan.of(seed, size)
    made = []
    for number in range(RELEASES):
        for quarter in QUARTERS[:number]:
            if chance.random() < 0.5:
                row, column = chance.integers(len(_SEXES)), chance.integers(ages)
                tables[quarter] = tables[quarter].copy()
                tables[quarter][row, column] = chance.poisson(size)
                plan.revise(quarter)
        release = Made()
        wholes = [_sexes_by_ages(release, tables[q], q) for q in QUARTERS[: number + 1]]
        if number == RELEASES - 1:
            together_ = sum(int(each.top) for each in wholes)
            so_far = Figure("so_far", together_, period="2009-M04..2009-M12", source="year")
            release.add(wholes, so_far)
        if ages == len(_AGES):
            plan.into(release, QUARTERS[: number + 1])
        made.append(release)
    return made


def _sexes_by_ages(made: Made, table: np.ndarray, quarter: str) -> Figure:
    """Each cell by sex and age, the sums of both, the whole, and a share of it."""
    told = {"period": quarter, "columns": ("children",)}
    cells = [
        [Figure(sex.lower(), int(number), part=age, by="age", where={"sex": sex}, **told)
         for age, number in zip(_AGES, row, strict=False)]
        for sex, row in zip(_SEXES, table, strict=True)
    ]  # fmt: skip
    made.figures += [each for row in cells for each in row]
    whole = Figure("all", int(table.sum()), **told)
    sexes = [
        made.add(row, Figure(f"all_{sex.lower()}", int(n), where={"sex": sex}, **told))
        for sex, row, n in zip(_SEXES, cells, table.sum(axis=1), strict=True)
    ]
    ages = [
        made.add(both, Figure("by_age", int(n), part=age, by="age", **told))
        for age, both, n in zip(_AGES, zip(*cells, strict=True), table.sum(axis=0), strict=False)
    ]
    for parts in (sexes, ages):
        made.add(parts, whole)
    if whole.top:
        seen, columns = int(table[0].sum()), ("seen", "children")
        made.figures.append(Figure("seen", seen, whole.top, period=quarter, columns=columns))
    return whole


@dataclass
class _Plan:
    """A table with sums of some of its rows: schools and the primary ones, areas, or months.

    ``groups`` are the rows of each sum; ``total`` tells whether all rows have one too.
    """

    kind: str
    groups: list[list[int]]
    total: bool
    chance: np.random.Generator
    usual: np.ndarray
    values: dict[str, np.ndarray]

    @classmethod
    def of(cls, seed: int, size: float) -> _Plan:
        """One by chance: rows of very different sizes; sums mostly of rows that stand together."""
        chance = np.random.default_rng([seed, 1])
        kind = str(chance.choice(["rows", "rows", "areas", "months"]))
        rows = 3 if kind == "months" else int(chance.integers(4, 11))
        usual = size * chance.lognormal(0, 1, rows)
        order = np.arange(rows) if chance.random() < 0.7 else chance.permutation(rows)
        cut = int(chance.integers(2, rows - 1)) if rows > 3 else rows
        groups = [sorted(order[:cut])]
        if rows - cut > 1 and chance.random() < 0.4:
            groups.append(sorted(order[cut:]))
        values = {quarter: chance.poisson(usual) for quarter in QUARTERS}
        return cls(kind, groups, chance.random() < 0.5, chance, usual, values)

    def revise(self, quarter: str) -> None:
        """Give one row of a quarter another value."""
        row = self.chance.integers(len(self.usual))
        self.values[quarter] = self.values[quarter].copy()
        self.values[quarter][row] = self.chance.poisson(self.usual[row])

    def into(self, made: Made, quarters: Sequence[str]) -> None:
        """Add its figures to a release: each sum behind the last of its rows."""
        for place, quarter in enumerate(quarters):
            numbers = self.values[quarter]
            rows = [self._row(place, quarter, row, int(n)) for row, n in enumerate(numbers)]
            for row, figure in enumerate(rows):
                made.figures.append(figure)
                for number, group in enumerate(self.groups):
                    if row == group[-1]:
                        parts = [rows[each] for each in group]
                        made.add(parts, self._whole(quarter, number, parts))
            if self.total and self.kind == "rows":
                whole = Figure("cases_of_all", int(numbers.sum()), period=quarter, source="other")
                made.add(rows, whole)

    def _row(self, place: int, quarter: str, row: int, number: int) -> Figure:
        if self.kind == "months":
            return Figure("moves", number, period=f"2009-M{4 + 3 * place + row:02}")
        if self.kind == "areas":
            return Figure("plans", number, period=quarter, area=f"Ward {row}")
        return Figure("cases", number, part=f"Row {row}", by="row", period=quarter)

    def _whole(self, quarter: str, number: int, parts: Sequence[Figure]) -> Figure:
        together_ = int(sum(each.top for each in parts))
        if self.kind == "months":
            return Figure("moves", together_, period=quarter)
        if self.kind == "areas":
            return Figure("plans", together_, period=quarter, area=f"District {number}")
        return Figure("cases", together_, part=f"Some {number}", by="row", period=quarter)


def revised_again(seed: int) -> list[Made]:
    """Five releases of one quarter by who wants to find the small counts out.

    Each time one count is revised: a hidden one becomes large, a shown one small, or one comes back
    to what it was before; what is hidden is asked of the programme itself.
    """
    chance = np.random.default_rng(seed)
    size = float(chance.choice([2, 4, 8]))
    table = chance.poisson(size, (len(_SEXES), len(_AGES)))
    plan = _Plan.of(seed, size)
    quarter, past = QUARTERS[0], [table]
    made: list[Made] = []
    found: list[Protection] = []
    for _ in range(5):
        release = Made()
        _sexes_by_ages(release, table, quarter)
        plan.into(release, [quarter])
        made.append(release)
        found += published([release], found)
        hidden = found[-1].why
        cells = [
            ((row, column), f"{sex.lower()}.{age}.{quarter}" in hidden)
            for row, sex in enumerate(_SEXES)
            for column, age in enumerate(_AGES)
        ]
        way = chance.integers(3)
        fitting = [place for place, gone in cells if gone == (way == 0)] or [(0, 0)]
        place = fitting[chance.integers(len(fitting))]
        table = table.copy()
        table[place] = (chance.integers(6, 20), chance.integers(1, 6), past[0][place])[way]
        past.append(table)
        plan.revise(quarter)
    return made


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


def published(made: Sequence[Made], earlier: Sequence[Protection] = ()) -> list[Protection]:
    """What is hidden of releases that come one after the other."""
    found: list[Protection] = []
    for each in made:
        past = [one.release for one in (*earlier, *found)]
        figures = each.figures
        found.append(protect(observations(figures), catalogue(figures), "dfe_2020", past))
    return found


def outcome(made: Sequence[Made]) -> Outcome:
    """Protect releases one after the other, and read all of them as one reader would."""
    begun = time.perf_counter()
    found = published(made)
    seconds = time.perf_counter() - begun
    past = [each.release for each in found]
    return Outcome(
        sum(len(each.figures) for each in made),
        sum(len(each.why) for each in found),
        sum(why == "small" for each in found for why in each.why.values()),
        len(worked_out(made, past)),
        len(worked_out(made, past, told=True)),
        seconds / len(made),
    )


def worked_out(
    made: Sequence[Made], releases: Sequence[Release], *, told: bool = False
) -> list[int]:
    """The small counts that a reader of every release can work out.

    The reader knows the rule, what was made to add up, and that no 0 is hidden: nothing of how the
    programme finds sums. One who is ``told`` also knows of each hidden count whether it went for
    its own size.
    """
    counts = together(releases)[0].counts
    names = {each.name: place for place, each in enumerate(counts)}
    equations = [
        {names[name]: factor for name, factor in link.items()} for link in true_sums(made, releases)
    ]
    ends = [_told(each) if told else (min(each.value, 1), float("inf")) for each in counts]
    cells = Cells(
        [each.value for each in counts], equations, [(place,) for place in range(len(counts))],
        [low for low, _ in ends], [high for _, high in ends],
        [place for place, each in enumerate(counts) if each.sensitive and not each.shown], [],
        [place for place, each in enumerate(counts) if each.shown],
    )  # fmt: skip
    return recoverable(cells, {place for place, each in enumerate(counts) if not each.shown})


def true_sums(made: Sequence[Made], releases: Sequence[Release]) -> list[Link]:
    """What was made to add up in some releases, by what these together call their counts."""
    rests = (link for link in together(releases)[0].links if any(REST in name for name in link))
    found = [*rests]
    for number, each in enumerate(made):
        called = together(releases[: number + 1])[1]
        for parts, whole in each.sums:
            signs = [*((part, 1) for part in parts), (whole, -1)]
            found.append({called[_name(one)]: sign for one, sign in signs})
    return found


def _name(figure: Figure) -> str:
    """What the count of a figure is called among those of its release."""
    where = {**figure.where, **({figure.by: figure.part} if figure.part else {})}
    told = ", ".join(f"{name} {text}" for name, text in sorted(where.items()))
    column = figure.columns[0] if figure.columns else figure.measure
    place = (figure.source, column, told, figure.area, figure.period)
    return f"{' | '.join(place)} = {int(figure.top)}"


def _told(count: Kept) -> tuple[float, float]:
    """What the reason adds, by DfE's rule of 1 to 5; a total may have gone for another total's."""
    if count.sensitive and 1 <= count.value <= 5:
        return 1, 5
    return (6 if count.value > 5 and ", " in count.name else min(count.value, 1)), float("inf")
