"""Counts that no figure shows and that follow from others, as the months between two years to date.

What is left of a whole by its parts, the time or the ages between two that are shown, and those
whom one of two names leaves out: whoever subtracts has them, so the small ones are judged as any
other count. Each is a cell that no figure shows; figures go until nobody can work it out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, NamedTuple

from cypt_analysis.disclosure.counts import AREA, COLUMN, REST, Count, Counted, Line, tables
from cypt_analysis.disclosure.kin import SAME, Kin, kin
from cypt_analysis.disclosure.ranges import range_in, range_of
from cypt_analysis.disclosure.times import between, spans
from cypt_analysis.disclosure.told import declared
from cypt_analysis.drops.names import is_total

# Of more numerators of one denominator not every choice is tried.
_MOST = 8
# What follows one of these is left out of what stands before it, or is a part or more of it.
_APART = re.compile(
    r"\b(?:without|excluding|excludes|exclude|excl|except|other than|apart from|not counting"
    r"|with|including|includes|incl)\b"
)


IsSmall = Callable[[str, int], bool]


class Implied(NamedTuple):
    """What a count would be of, and the counts whose sum it is, each with its sign."""

    what: str
    terms: tuple[tuple[Count, int], ...]

    @property
    def value(self) -> int:
        """The count itself."""
        return sum(sign * each.value for each, sign in self.terms)


def add_implied(
    found: Counted,
    sources: Mapping[str, Any],
    names: Mapping[str, str],
    is_small: IsSmall,
) -> set[str]:
    """Add the small counts that follow from others to those ``found``, and return their names.

    ``sources`` are the catalogue's, ``names`` the measures' by count, and ``is_small`` says whether
    a value would be small by the rule of a count.
    """
    counts = [each for each in found.counts.values() if not each.column.startswith(REST)]
    added = set()
    for each in _every(counts, found, sources, names, is_small):
        value, first = each.value, each.terms[0][0]
        if value > 0 and any(is_small(one.name, value) for one, _ in each.terms):
            column = f"{REST}: {each.what}"
            place = first.source, column, _told(first), first.area, first.period
            name = f"{' | '.join(place)} = {value}"
            found.counts[name] = replace(first, name=name, column=column, value=value)
            # The whole is what is taken from: parts go before it.
            found.implied.append({**{one.name: -sign for one, sign in each.terms}, name: 1})
            added.add(name)
    return added


def _told(count: Count) -> str:
    return ", ".join(f"{name} {text}" for name, text in count.where)


def _every(
    counts: Sequence[Count],
    found: Counted,
    sources: Mapping[str, Any],
    names: Mapping[str, str],
    is_small: IsSmall,
) -> Iterator[Implied]:
    counts = [each for each in counts if not each.guessed]
    yield from _of_time(counts)
    yield from _of_names(counts, names)
    for of_one in ("indicator", "source"):
        groups: dict[str, list[Count]] = defaultdict(list)
        for each in counts:
            groups[getattr(each, of_one)].append(each)
        for group in groups.values():
            near = _Near(group)
            yield from _of_rows(near, sources, is_small)
            yield from _of_columns(near, found)


class _Near:
    """Counts of one indicator or file, by where they stand and through time."""

    def __init__(self, group: Sequence[Count]) -> None:
        self.group = group
        self.lines: dict[tuple, Line] = defaultdict(dict)
        self.beside: dict[tuple[str, str], list[Count]] = defaultdict(list)
        for each in group:
            self.lines[_line(each)][each.period] = each
            self.beside[each.area, each.period].append(each)

    def is_whole(self, whole: Count, parts: Sequence[Count]) -> bool:
        """Whether a count that nobody calls the whole of some may be it: it never is below them."""
        wholes, lines = self.lines[_line(whole)], [self.lines[_line(each)] for each in parts]
        return whole.value >= SAME and all(
            sum(line[period].value for line in lines) <= each.value
            for period, each in wholes.items()
            if all(period in line for line in lines)
        )


def _line(count: Count) -> tuple:
    return count.source, count.column, count.where, count.area


def _of_time(counts: Iterable[Count]) -> Iterator[Implied]:
    """The time between two that begin or end together, of one column."""
    lines: dict[tuple, list[Count]] = defaultdict(list)
    for each in counts:
        if each.flows:
            lines[each.source, each.column, each.where, each.area].append(each)
    for line in lines.values():
        for start, after, way in between(spans(line)) if len(line) > 1 else ():
            yield Implied(f"{line[0].column} from {start:%Y-%m-%d} to before {after:%Y-%m-%d}", way)


def _of_names(counts: Iterable[Count], names: Mapping[str, str]) -> Iterator[Implied]:
    """Those between two numbers of names that say the same else, and those left out by one name."""
    beside: dict[tuple, dict[str, Count]] = defaultdict(dict)
    for each in counts:
        for text in (each.column, names.get(each.name, "")):
            plain = " ".join(re.sub(r"[^\w+<>/-]|_", " ", text.casefold()).split())
            beside[each.area, each.period, each.where].setdefault(plain, each)
    for near in beside.values():
        bands: dict[str, list[tuple[float, float, Count]]] = defaultdict(list)
        for text, each in near.items():
            if (told := range_in(text)) is not None:
                bands[told[0]].append((told[1][0], told[1][1] + 1, each))
            for word in _APART.finditer(text):
                head = text[: word.start()].strip()
                whole = near.get(head) if head else _all_of(near, each)
                if whole is not None and whole is not each:
                    more, less = sorted((whole, each), key=lambda one: -one.value)
                    yield Implied(text, ((more, 1), (less, -1)))
        for template, several in bands.items():
            for low, after, way in between(several):
                yield Implied(f"{template}, {low:g} to before {after:g}", way)


def _all_of(near: Mapping[str, Count], part: Count) -> Count | None:
    """The column of one file whose name says that it is of all."""
    for text, each in near.items():
        if each.source == part.source and is_total(text, [part.indicator]):
            return each
    return None


def _of_rows(near: _Near, sources: Mapping[str, Any], is_small: IsSmall) -> Iterator[Implied]:
    """What the rows of a breakdown leave of their whole, the ages between two of them, and its
    small rows together: of "under 10" and "10 to 12" the others leave how many are under 13."""
    for (name, _), table in tables(near.group).items():
        if name in (COLUMN, AREA):
            continue
        totals = {label for label in table if is_total(label, [name])}
        said = declared(name, next(iter(table.values())), sources, complete=False)
        totals |= {row for row, of in said if not of}
        for period in {period for line in table.values() for period in line}:
            rows = {label: line[period] for label, line in table.items() if period in line}
            parts = [each for label, each in rows.items() if label not in totals]
            few = tuple((each, 1) for each in parts if is_small(each.name, each.value))
            if len(few) > 1:
                yield Implied(f"{few[0][0].column} in few by {name}", few)
            if len(parts) > 1:
                yield from _of_bands(name, rows)
                wholes = [each for label, each in rows.items() if label in totals]
                yield from _left_of(name, parts, wholes, near)


def _of_bands(name: str, rows: Mapping[Any, Count]) -> Iterator[Implied]:
    bands = [(told, each) for label, each in rows.items() if (told := range_of(label)) is not None]
    for low, after, way in between([(low, high + 1, each) for (low, high), each in bands]):
        yield Implied(f"{name} {low:g} to before {after:g} by {way[0][0].column}", way)


def _left_of(
    name: str, parts: Sequence[Count], wholes: Iterable[Count], near: _Near
) -> Iterator[Implied]:
    """What is left of each whole that is of the children of the parts, by its names."""
    one, together = parts[0], sum(each.value for each in parts)
    others = [each for each in near.beside[one.area, one.period] if each.value > together]
    by_name = [each for each in others if kin(each, one, name) is Kin.TOTAL]
    apart = [each for each in others if kin(each, one, name) is Kin.OTHER]
    borne_out = [each for each in apart if near.is_whole(each, parts)]
    for whole in (*wholes, *by_name, *borne_out):
        what = f"{whole.column} in no row by {name}"
        yield Implied(what, ((whole, 1), *((each, -1) for each in parts)))


def _of_columns(near: _Near, found: Counted) -> Iterator[Implied]:
    """What the numerators of one denominator leave of it, or the columns of a row of the first."""
    whose: dict[str, set[str]] = defaultdict(set)
    for held in found.figures.values():
        if len(held) > 1:
            whose[held[1]].add(held[0])
    rows: dict[tuple, dict[str, Count]] = defaultdict(dict)
    for each in near.group:
        rows[each.source, each.where, each.area, each.period][each.column] = each
    for row in rows.values():
        largest = max(row.values(), key=lambda each: each.value)
        for whole in row.values():
            others = [each for each in row.values() if each is not whole]
            own = [each for each in others if each.name in whose[whole.name]]
            if own or (whole is largest and near.is_whole(whole, others)):
                yield from _leaving_little(whole, others, own)


def _leaving_little(
    whole: Count, others: Sequence[Count], own: Sequence[Count]
) -> Iterator[Implied]:
    """Columns that stay below a whole: all beside it, or as many of its numerators as do."""
    several = [others] if sum(each.value for each in others) <= whole.value else []
    if not several and 1 < len(own) <= _MOST:
        sizes = range(len(own), 1, -1)
        for some in (each for size in sizes for each in combinations(own, size)):
            inside = any({*map(id, some)} <= {*map(id, more)} for more in several)
            if not inside and sum(each.value for each in some) <= whole.value:
                several.append([*some])
    for parts in several:
        if len(parts) > 1:
            named = ", ".join(each.column for each in parts)
            what = f"{whole.column} without {named}"
            yield Implied(what, ((whole, 1), *((each, -1) for each in parts)))
