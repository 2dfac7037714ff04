"""How counts hang together: parts and wholes, one number in two files, quarters and their year.

A link is seen where the catalogue declares it and where the numbers bear it out: a reader needs no
catalogue to add up. A link too many hides a figure more; a link too few gives a child away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from cypt_analysis.disclosure import sums
from cypt_analysis.disclosure.counts import (
    AREA,
    COLUMN,
    REST,
    Count,
    Counted,
    Line,
    Link,
    Table,
    crossed,
    grouped,
    patterns,
    tables,
)
from cypt_analysis.disclosure.files import Found
from cypt_analysis.disclosure.kin import (
    Kin,
    could_be_whole,
    councils,
    kin,
    one_twice,
    registered,
)
from cypt_analysis.disclosure.ranges import range_of, sums_by_names
from cypt_analysis.disclosure.times import of_time
from cypt_analysis.disclosure.told import declared, of_guessed
from cypt_analysis.drops.names import is_total

_NAMES = {COLUMN: "columns", AREA: "area"}


class Untried(NamedTuple):
    """A table of which not every sum was looked for: its source, by what its rows differ, how many
    there are, and the counts in them by name."""

    source: str
    by: str
    rows: int
    counts: frozenset[str]


@dataclass(frozen=True)
class Linked:
    """The links between the counts of a report, and sums that may hold by chance alone.

    ``untried`` are tables so large that not every sum of some rows was looked for. ``asked`` are
    sums over indicators and files that are for the analyst to answer, the likeliest first.
    """

    sure: list[Link]
    doubtful: list[Link]
    untried: list[Untried] = field(default_factory=list)
    asked: list[Found] = field(default_factory=list)


def links(
    found: Counted,
    sources: Mapping[str, Any] | None = None,
    over_files: Sequence[Found] = (),
    settled: Set[str] = frozenset(),
) -> Linked:
    """Every link between the counts of a report, each once.

    ``sources`` are the catalogue's, ``over_files`` the sums over several indicators and files. Of
    ``settled`` counts somebody has said that no row is the sum of others, save where declared.
    """
    counts = [each for each in found.counts.values() if not each.column.startswith(REST)]
    sure: list[Link] = []
    doubtful: list[Link] = []
    untried: list[Untried] = []
    sure += ({top: 1, left: 1, bottom: -1} for top, left, bottom in found.rests.values())
    sure += found.implied
    for group in grouped(counts):
        sure += one_twice(group)
        for is_sure, link in _of_tables(group, sources or {}, untried, settled):
            (sure if is_sure else doubtful).append(link)
        sure += of_time(group)
    sure += (link for each in over_files if each.is_sure for link in each.links)
    # In one order whatever found them: of as good choices to hide the solver takes the first.
    every = {_key(each): each for each in sorted(sure, key=_order)}
    maybe = {_key(e): e for e in sorted(doubtful, key=_order) if _key(e) not in every}
    asked = [
        each
        for each in sorted(over_files, key=lambda each: -each.bits)
        if not each.is_sure and any(_key(link) not in every for link in each.links)
    ]
    return Linked([*every.values()], [*maybe.values()], untried, asked)


def _key(link: Link) -> frozenset:
    return frozenset(link.items())


def _order(link: Link) -> list[tuple[str, int]]:
    return sorted(link.items())


def _sum(parts: Iterable[Count], whole: Iterable[Count]) -> Link:
    return {**{each.name: 1 for each in parts}, **{each.name: -1 for each in whole}}


def _of_tables(
    group: Sequence[Count],
    sources: Mapping[str, Any],
    untried: list[Untried],
    settled: Set[str],
) -> Iterator[tuple[bool, Link]]:
    """Rows that are the sum of others, a breakdown and its whole, two breakdowns of one whole.

    Each with whether it is sure. Tables with sums that nobody has tried are added to ``untried``.
    """
    beside: dict[tuple[str, str], list[Count]] = defaultdict(list)
    for each in group:
        beside[each.area, each.period].append(each)
    sets: dict[tuple, list[tuple[int, list[Count]]]] = defaultdict(list)
    for (name, rest), table in tables(group).items():
        for labels in dict.fromkeys(patterns(table)):
            inside = {label: table[label] for label in labels}
            outside = None if name in (COLUMN, AREA) else _wholes(inside, dict(rest), beside)
            subtotals = []
            names = {each.name for line in inside.values() for each in line.values()}
            closed = names <= settled
            for parts, whole, sure in _sums_of(
                name, inside, outside or [], sources, untried, closed=closed
            ):
                subtotals += [whole] if sure else []
                yield from ((sure, link) for link in _in_each_period(parts, whole))
            for period, rows in _breakdowns(inside, subtotals) if outside is not None else ():
                together = sum(each.value for each in rows)
                near = beside[rows[0].area, period]
                for link in (*_of_whole(rows, together, near), *_repeated(near, rows, together)):
                    yield True, link
                if not any(line[period] in rows for line in subtotals if period in line):
                    where = frozenset(pair for pair in rest if pair[0] != COLUMN)
                    sets[where, period].append((together, rows))
    for where, cells in crossed(group):
        for period, rows in cells.items():
            together = sum(each.value for each in rows)
            for link in _of_whole(rows, together, beside[rows[0].area, period]):
                yield True, link
            sets[where, period].append((together, rows))
    for several in sets.values():
        yield from ((True, link) for link in _of_two_breakdowns(several))


def _in_each_period(parts: Sequence[Line], whole: Line) -> Iterator[Link]:
    for period in whole.keys() & set.intersection(*(set(each) for each in parts)):
        yield _sum((each[period] for each in parts), [whole[period]])


def _wholes(
    inside: Table, shared: dict[str, Any], beside: Mapping[tuple[str, str], Sequence[Count]]
) -> list[Line]:
    """Counts of the same area outside a table that could be of all or some of its children."""
    lines: dict[tuple, Line] = defaultdict(dict)
    mine = {each.name for line in inside.values() for each in line.values()}
    where = {pair for pair in shared.items() if pair[0] not in (COLUMN, AREA)}
    part = next(iter(next(iter(inside.values())).values()))
    for period in {period for line in inside.values() for period in line}:
        for each in beside[part.area, period]:
            if each.name not in mine and could_be_whole(each, part, where):
                lines[each.source, each.column, each.where][period] = each
    return list(lines.values())


def _sums_of(
    name: str,
    inside: Table,
    outside: Sequence[Line],
    sources: Mapping[str, Any],
    untried: list[Untried],
    *,
    closed: bool,
) -> Iterator[tuple[list[Line], Line, bool]]:
    """Lines of a table, a line that is their sum wherever all of them stand, and if it is sure."""
    lines, labels = list(inside.values()), list(inside)
    periods = sorted(set.intersection(*(set(line) for line in lines)))
    sure = [period for period in periods if not any(line[period].guessed for line in lines)]
    told = bool(declared(name, lines[0], sources))
    for row, of in declared(name, lines[0], sources):
        named = [label for label in labels if label != row and (not of or label in of)]
        if row in inside and len(named) > 1:
            yield [inside[label] for label in named], inside[row], True
    if name not in (COLUMN, AREA):
        told |= all(range_of(label) or is_total(label, [name]) for label in labels)
        yield from ((*each, True) for each in sums_by_names(inside, outside, sure, name))
    if closed:
        return
    if sure:
        wholes = [line for line in outside if set(sure) <= line.keys()]
        found = sums.sums(_numbers(name, labels, lines, wholes, sure))
        for parts, whole, is_sure in found.sums:
            line = lines[whole] if whole < len(lines) else wholes[whole - len(lines)]
            yield [lines[place] for place in parts], line, is_sure
        large = {*found.untried}
    else:
        yield from of_guessed(name, inside, outside, periods[-1])
        large = {*range(len(lines))} if len(lines) > sums.FEW else set()
    # What an area of the register is made of is known; of others the catalogue says it.
    large -= {n for n, label in enumerate(labels) if name == AREA and label in registered()}
    if large and not told:
        names = frozenset(each.name for line in lines for each in line.values())
        source = lines[0][periods[-1]].source
        untried.append(Untried(source, _NAMES.get(name, name), len(lines), names))


def _numbers(
    name: str,
    labels: Sequence[Any],
    lines: Sequence[Line],
    wholes: Sequence[Line],
    periods: Sequence[str],
) -> sums.Table:
    """The numbers of lines, and of what could be their sum, in periods in which all are known."""
    values, others = (
        np.array([[line[period].value for period in periods] for line in some], dtype=int)
        for some in (lines, wholes)
    )
    # An authority is no sum of others.
    never = [place for place, label in enumerate(labels) if name == AREA and label in councils()]
    part = lines[0][periods[0]]
    standing = {n: kin(each[periods[0]], part, name) for n, each in enumerate(wholes, len(lines))}
    total = [n for n, label in enumerate(labels) if name != COLUMN and is_total(label, [name])]
    total += [n for n, each in standing.items() if each is Kin.TOTAL]
    apart = [n for n, each in standing.items() if each in (Kin.BESIDE, Kin.FAR)]
    far = [n for n, each in standing.items() if each is Kin.FAR]
    beside = others.reshape(len(wholes), len(periods))
    return sums.Table(values, beside, never, total, apart, far)


def _breakdowns(inside: Table, subtotals: Sequence[Line]) -> Iterator[tuple[str, list[Count]]]:
    """By period the rows of a breakdown, and those without its subtotals."""
    mine = [line for line in subtotals if any(line is each for each in inside.values())]
    leaving: list[Sequence[Line]] = [(), *((line,) for line in mine), mine]
    for period in {period: None for line in inside.values() for period in line}:
        if all(period in line for line in inside.values()):
            for left in leaving[: 2 + len(mine)] if mine else leaving[:1]:
                out = [id(line) for line in left]
                parts = [line[period] for line in inside.values() if id(line) not in out]
                if len(parts) > 1:
                    yield period, parts


def _of_whole(parts: Sequence[Count], together: int, near: Iterable[Count]) -> Iterator[Link]:
    """A breakdown and each count beside it that is its whole."""
    mine = {each.name for each in parts}
    rest = set.intersection(*({*each.where} for each in parts))
    for whole in near if together else ():
        same = whole.value == together and whole.name not in mine
        if same and could_be_whole(whole, parts[0], rest):
            yield _sum(parts, [whole])


def _repeated(near: Iterable[Count], parts: Sequence[Count], together: int) -> Iterator[Link]:
    """A column that repeats the whole in the row of each part."""
    rows = {each.where for each in parts}
    beside: dict[str, list[Count]] = defaultdict(list)
    for each in near:
        alike = each.source == parts[0].source and each.column != parts[0].column
        if alike and each.where in rows and each.value == together:
            beside[each.column].append(each)
    for cells in beside.values():
        if len(cells) == len(parts):
            yield _sum(parts, cells[:1])
            yield from (_sum(cells[:1], [each]) for each in cells[1:])


def _of_two_breakdowns(several: Sequence[tuple[int, list[Count]]]) -> Iterator[Link]:
    """Two breakdowns of one whole that nobody has given."""
    for (one_sum, one), (other_sum, other) in combinations(several, 2):
        if one_sum == other_sum and not {e.name for e in one} & {e.name for e in other}:
            yield _sum(one, other)
