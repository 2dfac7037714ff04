"""The counts of people behind figures: each cell of a file once, whichever figures show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue, Measure
from cypt_analysis.catalogue.kinds import Kind, Window
from cypt_analysis.drops.names import is_total
from cypt_analysis.library.disclosure import rules

# A sum that is nought: the factors of counts, by name.
Link = dict[str, int]
# The part of a denominator that is not counted: no column of a file, but as easily worked out.
REST = "not counted"


@dataclass(frozen=True)
class Count:
    """One count: where it stands, its value, and the time that it covers.

    ``name`` tells it from every other count of this and any other release: where a later release
    gives another value for the same place, it is another count. ``where`` are the columns that
    choose its row, such as a cause or a sex. ``flows`` says whether counts of shorter times add up
    to it, ``row`` its place among others, and ``guessed`` that its number was not received.
    """

    name: str
    indicator: str
    source: str
    column: str
    where: tuple[tuple[str, str], ...]
    area: str
    period: str
    start: pd.Timestamp
    end: pd.Timestamp
    flows: bool
    value: int
    row: int = 0
    guessed: bool = False


# The coordinates of a count beside the columns that choose its row.
COLUMN, AREA = "the column", "the area"
# A count through time, by period; several such that differ in one coordinate alone, by its texts.
Line = dict[str, Count]
Table = dict[Any, Line]


@dataclass(frozen=True)
class Counted:
    """The counts of a report by name, those that each figure shows, and what is left of wholes.

    ``figures`` has for each observation's id the names of numerator (or the count itself) and
    denominator; ``rests`` for each id the numerator, what is left, and the denominator.
    ``implied`` are the sums of counts that no figure shows and that follow from others.
    """

    counts: dict[str, Count] = field(default_factory=dict)
    figures: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rests: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    implied: list[Link] = field(default_factory=list)


def counted(
    observations: pd.DataFrame, catalogue: Catalogue, confidential: pd.DataFrame | None = None
) -> Counted:
    """The counts behind observations; a figure without any shows none.

    Of rows that were received as ``confidential`` the counts are what they must have been.
    """
    found = Counted()
    rows = observations.to_dict("records")
    for row in [] if confidential is None else confidential.to_dict("records"):
        if row["kind"] == Kind.COUNT:
            rows.append(row | {"value": row["inferred"], "guessed": True})
        else:
            share = row["value"] * row["denominator"] / row["scale"]
            known = [each for each in (row["numerator"], share) if np.isfinite(each)]
            number = next(iter(known), row["inferred"])
            rows.append(row | {"numerator": number, "guessed": not known})
    few = {(row["indicator"], row["measure"]) for row in rows if _of_few(row)}
    for row in rows:
        measure = catalogue.indicators[row["indicator"]].get(row["measure"])
        of_few = (row["indicator"], row["measure"]) in few
        names = [_add(found, row, measure, *each) for each in _numbers(row, measure, of_few)]
        found.figures[row["id"]] = tuple(names)
        shares = row["kind"] == Kind.PROPORTION or (row["kind"] == Kind.RATE and of_few)
        if shares and len(names) == 2:
            top, bottom = (found.counts[name] for name in names)
            if bottom.value >= top.value:
                left = (f"{REST}: {top.column} of {bottom.column}", bottom.value - top.value)
                found.rests[row["id"]] = (names[0], _add(found, row, measure, *left), names[1])
    return found


def _of_few(row: dict) -> bool:
    """Whether a rate is of so few people, or of nearly all of some, that a child may be known."""
    whole, some = row["denominator"], row["numerator"]
    # A part of a number is no number of people, but of thousands of them.
    if row["kind"] != Kind.RATE or not float(whole).is_integer():
        return False
    return bool(whole <= _few() or 0 < whole - some <= _few())


@lru_cache(maxsize=1)
def _few() -> int:
    """No rule calls a larger number small."""
    return max(max(each.highest, each.denominator - 1) for each in rules().values())


def _numbers(row: dict, measure: Measure, of_few: bool) -> Iterable[tuple[str, int]]:
    """The counts of a figure, each with the column it stands in or that it was worked out for.

    ``of_few`` says that some figure of the measure is a rate of few people.
    """
    if row["kind"] == Kind.COUNT:
        column = measure.value or str(measure.numerator)
        numbers = [(column, row["value"])]
    else:
        numbers = [(measure.numerator or f"{measure.id}: numerator", row["numerator"])]
        # What a rate is out of is a population, which is no secret unless it is a small one.
        if row["kind"] != Kind.RATE or of_few:
            numbers.append(
                (measure.denominator or f"{measure.id}: denominator", row["denominator"])
            )
    return [(column, round(value)) for column, value in numbers if np.isfinite(value)]


def _add(found: Counted, row: dict, measure: Measure, column: str, value: int) -> str:
    where = dict(measure.where)
    if row["breakdown"]:
        where[str(measure.breakdown)] = row["breakdown"]
    coordinates = tuple(sorted(where.items()))
    told = ", ".join(f"{name} {text}" for name, text in coordinates)
    place = " | ".join((measure.source, column, told, row["area"], row["period"]))
    name = f"{place} = {value}"
    found.counts.setdefault(
        name,
        Count(
            name, row["indicator"], measure.source, column, coordinates, row["area"],
            row["period"], row["start"], row["end"], row["window"] != Window.SNAPSHOT, value,
            int(row.get("row", len(found.counts))), bool(row.get("guessed")),
        ),
    )  # fmt: skip
    return name


def coordinates(each: Count) -> dict[str, Any]:
    """Where a count stands: its column, its area and what chooses its row."""
    return {COLUMN: (each.source, each.column), AREA: each.area, **dict(each.where)}


def tables(group: Iterable[Count]) -> dict[tuple[str, frozenset], Table]:
    """Counts that differ in one coordinate, as causes, columns or areas do, by what they share."""
    found: dict[tuple[str, frozenset], Table] = defaultdict(lambda: defaultdict(dict))
    for each in sorted(group, key=lambda count: count.row):
        held = coordinates(each)
        for name, text in held.items():
            rest = frozenset(pair for pair in held.items() if pair[0] != name)
            found[name, rest][text][each.period] = each
    return {key: table for key, table in found.items() if len(table) > 1}


def crossed(group: Iterable[Count]) -> Iterator[tuple[frozenset, dict[str, list[Count]]]]:
    """The cells of tables by several columns, as by sex and age, by period, with all they share."""
    cells: dict[tuple, dict[str, list[Count]]] = defaultdict(lambda: defaultdict(list))
    for each in group:
        names = [name for name, label in each.where if not is_total(label, [name])]
        for size in range(len(names) - 1) if len(names) == len(each.where) else ():
            for fixed in combinations(each.where, size):
                where = frozenset({(AREA, each.area), *fixed})
                cells[where, each.source, each.column, *names][each.period].append(each)
    for (where, *_), table in cells.items():
        every = ({*each.where} for rows in table.values() for each in rows)
        if len(set.intersection(*every)) < len(where):
            yield where, table


def patterns(table: Table) -> Iterator[tuple]:
    """The rows that stand in a period together, in their order, of each period."""
    for period in {period: None for line in table.values() for period in line}:
        labels = tuple(label for label, line in table.items() if period in line)
        if len(labels) > 1:
            yield labels


def grouped(counts: Iterable[Count]) -> Iterator[list[Count]]:
    """Counts that belong to one indicator, and those of one file."""
    for whose in ("indicator", "source"):
        groups: dict[str, list[Count]] = defaultdict(list)
        for each in counts:
            groups[getattr(each, whose)].append(each)
        yield from groups.values()


def breakdowns(found: Counted) -> Iterator[list[Count]]:
    """The rows of each breakdown, of one period."""
    counts = [each for each in found.counts.values() if not each.column.startswith(REST)]
    for (name, _), table in tables(counts).items():
        if name not in (COLUMN, AREA):
            for period in {period for line in table.values() for period in line}:
                yield [line[period] for line in table.values() if period in line]
