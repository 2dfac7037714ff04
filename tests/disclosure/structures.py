"""Reports made by chance whose figures hang together in other ways than those of `generated`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from tests.disclosure.generated import Made
from tests.disclosure.world import Figure

_Counts = Callable[..., np.ndarray]
_BANDS = (
    "Under 1", "1", "2 to 4", "5 to 7", "8 to 9", "10 to 12", "13 to 15", "16 and over",
)  # fmt: skip
_QUARTERS = ("2008-09-Q1", "2008-09-Q2", "2008-09-Q3", "2008-09-Q4", "2009-10-Q1", "2009-10-Q2")


def structures(seed: int) -> list[Made]:
    """One release of one of the structures, in turn, of counts of very different sizes."""
    chance = np.random.default_rng(seed)
    size = float(chance.choice([3, 8, 25]))

    def counts(*shape: int) -> np.ndarray:
        return chance.poisson(size * chance.lognormal(0, 0.8, shape))

    made = Made()
    _KINDS[seed % len(_KINDS)](made, counts)
    return [made]


def _wards(made: Made, counts: _Counts) -> None:
    """Wards by sex, a district of some of them by sex, and both sexes of each."""
    numbers = counts(6, 2)
    names = [*(f"Ward {place}" for place in range(6)), "District"]
    told = {"columns": ("plans",)}
    both = []
    for area, row in zip(names, [*numbers, numbers[:3].sum(axis=0)], strict=True):
        sexes = [
            Figure(f"plans_{sex}", int(n), area=area, where={"sex": sex}, **told)
            for sex, n in zip(("Girls", "Boys"), row, strict=True)
        ]
        made.figures += sexes
        both.append([*sexes, made.add(sexes, Figure("plans", int(row.sum()), area=area, **told))])
    for parts in zip(*both[:3], strict=True):
        made.sums.append(([*parts], both[-1][both[0].index(parts[0])]))


def _of_two_wholes(made: Made, counts: _Counts) -> None:
    """Those in time, late and open of all, and of those that are closed."""
    numbers = dict(zip(("in_time", "late", "open"), (int(n) + 1 for n in counts(3)), strict=True))
    wholes = {"all": sum(numbers.values()), "closed": numbers["in_time"] + numbers["late"]}
    for whole, names in (("all", list(numbers)), ("closed", ["in_time", "late"])):
        shares = [
            Figure(f"{name}_of_{whole}", numbers[name], wholes[whole], columns=(name, whole))
            for name in names
        ]
        made.figures += shares
        made.sums.append((shares, Figure("whole", wholes[whole], columns=(whole,))))


def _times(made: Made, counts: _Counts) -> None:
    """Quarters, a year of them, a year to date, and two years that roll."""
    quarters = [
        Figure("moves", int(n), period=period)
        for n, period in zip(counts(6), _QUARTERS, strict=True)
    ]
    made.figures += quarters
    for first, last, period, source in (
        (0, 4, "2008-09-FY", "annual"), (4, 6, "2009-M04..2009-M09", "so_far"),
        (1, 5, "2008-M07..2009-M06", "rolling"), (2, 6, "2008-M10..2009-M09", "rolling"),
    ):  # fmt: skip
        parts = quarters[first:last]
        made.add(parts, Figure(f"{source}_moves", _sum(parts), period=period, source=source))


def _bands(made: Made, counts: _Counts) -> None:
    """Ages within ages within all of them, too many rows for every sum to be tried."""
    bands = [
        Figure("cases", int(n), part=part, by="age")
        for n, part in zip(counts(8), _BANDS, strict=True)
    ]
    made.figures += bands
    for first, last, part in (
        (0, 3, "Under 5"), (3, 5, "5 to 9"), (5, 8, "10 and over"), (0, 8, "All ages"),
        (0, 2, "Under 2"),
    ):  # fmt: skip
        made.add(bands[first:last], Figure("cases", _sum(bands[first:last]), part=part, by="age"))


def _schools(made: Made, counts: _Counts) -> None:
    """The share of pupils absent of each school, of primary ones and of all."""
    absent, told = counts(5), {"columns": ("absent", "pupils")}
    pupils = absent + counts(5) + 30
    schools = [
        Figure("absent", int(some), int(all_), part=f"School {place}", by="school", **told)
        for place, (some, all_) in enumerate(zip(absent, pupils, strict=True))
    ]
    few = Figure(
        "absent", int(absent[:3].sum()), int(pupils[:3].sum()), part="Primary", by="school", **told
    )
    every = Figure("all_absent", int(absent.sum()), int(pupils.sum()), **told)
    made.figures += [*schools, few, every]
    for parts, whole in ((schools[:3], few), (schools, every)):
        made.sums.append((parts, whole))
        made.sums.append(([_bottom(each) for each in parts], _bottom(whole)))


def _of_three_files(made: Made, counts: _Counts) -> None:
    """Girls and boys by ethnicity; both by ethnicity, and girls and boys, in files of their own."""
    numbers, sexes = counts(4, 2), ("Girls", "Boys")
    cells = [
        [Figure(f"cases_{sex}", int(n), part=f"Group {place}", by="group", where={"sex": sex},
                columns=("cases",)) for sex, n in zip(sexes, row, strict=True)]
        for place, row in enumerate(numbers)
    ]  # fmt: skip
    made.figures += [each for row in cells for each in row]
    for row in cells:
        whole = Figure(
            "both", _sum(row), part=row[0].part, by="group", columns=("cases",), source="second"
        )
        made.add(row, whole)
    for sex, column in zip(sexes, zip(*cells, strict=True), strict=True):
        made.add(column, Figure(sex, _sum(column), columns=(sex,), source="third"))


def _rates(made: Made, counts: _Counts) -> None:
    """Rates of known populations of districts and all of them, of months and their quarter."""
    numbers, months = counts(3, 3), ("2009-M07", "2009-M08", "2009-M09")

    def rate(n: int, place: int | None, period: str) -> Figure:
        told = {} if place is None else {"part": f"District {place}", "by": "district"}
        name, people = ("all", 6_000) if place is None else ("events", 1_000 * (place + 1))
        return Figure(
            name, int(n), people, kind="rate", period=period, columns=("events", "people"), **told
        )

    rows = [[rate(n, place, m) for n, m in zip(row, months, strict=True)]
            for place, row in enumerate(numbers)]  # fmt: skip
    made.figures += [each for row in rows for each in row]
    for month, column in zip(months, zip(*rows, strict=True), strict=True):
        made.add(column, rate(_sum(column), None, month))
    for place, row in enumerate(rows):
        made.add(row, rate(_sum(row), place, "2009-10-Q2"))


_KINDS = (_wards, _of_two_wholes, _times, _bands, _schools, _of_three_files, _rates)


def _sum(parts: Iterable[Figure]) -> int:
    return int(sum(each.top for each in parts))


def _bottom(figure: Figure) -> Figure:
    """The whole of a share, as a count by itself."""
    return replace(figure, top=figure.bottom or 0, bottom=None, columns=figure.columns[1:])
