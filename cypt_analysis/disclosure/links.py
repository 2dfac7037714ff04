"""How counts hang together: parts and wholes, one number in two files, quarters and their year.

A link is seen where the numbers bear it out: what the catalogue says of totals is one of its
causes, and a reader needs no catalogue to add up. A link too many hides a figure more; a link too
few gives a child away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import pandas as pd

from cypt_analysis.disclosure.counts import REST, Count, Counted

# Each a sum that is nought: the factors of counts, by name.
Link = dict[str, int]
# Of two equal numbers so large one is taken for the other; smaller ones are equal by chance.
_SAME = 30
# So many columns of one row are tried as parts of another, and so many at once.
_MOST_COLUMNS, _MOST_PARTS = 12, 3


def links(found: Counted) -> list[Link]:
    """Every link between the counts of a report, each once."""
    counts = [each for each in found.counts.values() if not each.column.startswith(REST)]
    every = [
        *({top: 1, left: 1, bottom: -1} for top, left, bottom in found.rests.values()),
        *_of_groups(counts),
        *_of_rows(counts),
        *_of_columns(counts),
        *_of_time(counts),
    ]
    seen: dict[tuple, Link] = {}
    for link in every:
        if len(link) > 1:
            seen.setdefault(tuple(sorted(link.items())), link)
    return list(seen.values())


def _sum(parts: Iterable[Count], whole: Iterable[Count]) -> Link:
    return {**{each.name: 1 for each in parts}, **{each.name: -1 for each in whole}}


def _grouped(counts: Iterable[Count], *names: str) -> Iterator[list[Count]]:
    """Counts of one time and area that belong to one indicator, and those of one file."""
    for whose in ("indicator", "source"):
        groups: dict[tuple, list[Count]] = defaultdict(list)
        for each in counts:
            groups[tuple(getattr(each, name) for name in (whose, *names))].append(each)
        yield from groups.values()


def _of_groups(counts: Sequence[Count]) -> Iterator[Link]:
    """The parts of a breakdown and their whole, two breakdowns of one whole, one number twice."""
    for group in _grouped(counts, "area", "period"):
        wholes: dict[int, list[Count]] = defaultdict(list)
        for each in group:
            wholes[each.value].append(each)
        sets = list(_breakdowns(group))
        for rest, parts in sets:
            mine = {each.name for each in parts}
            together = sum(each.value for each in parts)
            for whole in wholes[together] if together else ():
                if whole.name not in mine and _could_be_whole(whole, parts[0], rest):
                    yield _sum(parts, [whole])
            yield from _repeated(group, parts, together)
        for (one_rest, one), (other_rest, other) in combinations(sets, 2):
            same = sum(each.value for each in one) == sum(each.value for each in other)
            apart = not {each.name for each in one} & {each.name for each in other}
            if same and apart and one_rest == other_rest:
                yield _sum(one, other)
        for value, alike in wholes.items():
            for place, each in enumerate(alike if value >= _SAME else ()):
                first = next((one for one in alike[:place] if not _of_others(one, each)), None)
                if first is not None:
                    yield _sum([first], [each])


def _of_others(one: Count, other: Count) -> bool:
    """Whether two counts are of different children, as girls and boys are: alike by chance."""
    others = dict(other.where)
    return any(others.get(name, text) != text for name, text in one.where)


Where = tuple[tuple[str, str], ...]


def _could_be_whole(whole: Count, part: Count, rest: Where) -> bool:
    """Whether a count that is the sum of parts is of the same children, and not so by chance."""
    if whole.source == part.source and whole.column == part.column:
        return whole.where == rest
    if whole.source == part.source:
        return whole.where == rest or whole.value >= _SAME
    return set(whole.where) <= {*rest} or whole.value >= _SAME


def _repeated(group: Iterable[Count], parts: Sequence[Count], together: int) -> Iterator[Link]:
    """A column that repeats the whole in the row of each part."""
    rows = {each.where for each in parts}
    beside: dict[str, list[Count]] = defaultdict(list)
    for each in group:
        alike = each.source == parts[0].source and each.column != parts[0].column
        if alike and each.where in rows and each.value == together:
            beside[each.column].append(each)
    for cells in beside.values():
        if len(cells) == len(parts):
            yield _sum(parts, cells[:1])
            yield from (_sum(cells[:1], [each]) for each in cells[1:])


def _breakdowns(group: Iterable[Count]) -> Iterator[tuple[Where, list[Count]]]:
    """Counts that differ in one column of words alone, as causes or sexes do; what they share."""
    found: dict[tuple, list[Count]] = defaultdict(list)
    for each in group:
        for name, text in each.where:
            rest = tuple(pair for pair in each.where if pair != (name, text))
            found[each.source, each.column, name, rest].append(each)
    for (*_, rest), parts in found.items():
        if len(parts) > 1:
            yield rest, parts
            # One of the rows may itself be the whole of the others.
            for whole in parts:
                others = [each for each in parts if each is not whole]
                if len(others) > 1 and 0 < whole.value == sum(each.value for each in others):
                    yield rest, others


def _of_rows(counts: Iterable[Count]) -> Iterator[Link]:
    """A row of a breakdown that is the whole of the others in every period, whatever its name."""
    tables: dict[tuple, dict[str, dict[str, Count]]] = defaultdict(lambda: defaultdict(dict))
    for each in counts:
        for name, text in each.where:
            rest = tuple(pair for pair in each.where if pair != (name, text))
            table = tables[each.source, each.column, each.area, name, rest]
            table[each.period][text] = each
    for table in tables.values():
        for label in sorted({text for rows in table.values() for text in rows}):
            having = [rows for rows in table.values() if label in rows and len(rows) > 2]
            wholes = [rows[label].value for rows in having]
            sums = [sum(each.value for each in rows.values()) for rows in having]
            if any(wholes) and sums == [2 * whole for whole in wholes]:
                for rows in having:
                    parts = [each for text, each in rows.items() if text != label]
                    yield _sum(parts, [rows[label]])


def _of_columns(counts: Sequence[Count]) -> Iterator[Link]:
    """Columns of one row that add up to another, in every period that has them all."""
    for group in _grouped(counts, "area", "where"):
        by_period: dict[str, dict[tuple[str, str], Count]] = defaultdict(dict)
        for each in group:
            by_period[each.period][each.source, each.column] = each
        columns = sorted({column for row in by_period.values() for column in row})
        if 2 < len(columns) <= _MOST_COLUMNS:
            rows = list(by_period.values())
            for whole in columns:
                others = [column for column in columns if column != whole]
                for size in {*range(2, _MOST_PARTS + 1), len(others)}:
                    for parts in combinations(others, size):
                        yield from _adding_up(rows, whole, parts, size == len(others))


def _adding_up(
    rows: Iterable[dict[tuple[str, str], Count]],
    whole: tuple[str, str],
    parts: Sequence[tuple[str, str]],
    every: bool,
) -> Iterator[Link]:
    having = [row for row in rows if row.keys() >= {whole, *parts}]
    if having and all(sum(row[part].value for part in parts) == row[whole].value for row in having):
        yield from (_sum((row[part] for part in parts), [row[whole]]) for row in having)


def _of_time(counts: Sequence[Count]) -> Iterator[Link]:
    """Counts of times that follow one another and make up a longer one: quarters and the year."""
    day = pd.Timedelta(days=1)
    for group in _grouped([each for each in counts if each.flows], "area", "where"):
        starting: dict[pd.Timestamp, list[Count]] = defaultdict(list)
        for each in group:
            starting[each.start].append(each)
        for whole in group:
            for first in starting[whole.start]:
                if first.end >= whole.end:
                    continue
                chain = [first]
                while chain[-1].end < whole.end:
                    following = _following(starting[chain[-1].end + day], first, whole)
                    if following is None:
                        break
                    chain.append(following)
                ends = chain[-1].end == whole.end and len(chain) > 1
                if ends and sum(each.value for each in chain) == whole.value:
                    yield _sum(chain, [whole])


def _following(candidates: Iterable[Count], first: Count, whole: Count) -> Count | None:
    """What comes next, as short as it is: of the first one's own column, if that has any."""
    inside = [each for each in candidates if each.end <= whole.end and each is not whole]
    own = [e for e in inside if (e.source, e.column) == (first.source, first.column)]
    return min(own or inside, key=lambda each: each.end, default=None)
