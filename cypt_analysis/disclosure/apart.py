"""Small counts that numbers of other indicators and files give back by one sum or difference.

Of many numbers some add up by chance. A sum is taken for one where it holds in all periods that its
counts share and tells more, by so many bits, than which of all such sums it is; or where names say
so. One that may be chance, and is not likely to be, is for the analyst to judge.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import log2
from typing import NamedTuple

import pandas as pd

from cypt_analysis.disclosure.counts import Count, Line, Link
from cypt_analysis.disclosure.kin import SAME
from cypt_analysis.disclosure.times import Way, way_within

# By so many bits a sum must tell more than which one it is, to be no chance.
BEYOND_CHANCE = 4.0
# How the names of columns begin to say that people came, or went.
_BEGUN = re.compile(r"\b(?:start|beg[au]n|new\b|enter|join|admi|became|opened|com(?:e|ing) in\b)")
_ENDED = re.compile(r"\b(?:ceas|end|left\b|leav|clos|exit|discharg|finish)")
_DAY = pd.Timedelta(days=1)


class Apart(NamedTuple):
    """One sum in every period in which it could hold, and by how many bits it is beyond chance."""

    links: tuple[Link, ...]
    bits: float

    @property
    def is_sure(self) -> bool:
        """Whether it can hardly be chance."""
        return self.bits >= BEYOND_CHANCE


def sums_apart(counts: Sequence[Count], secret: Collection[str]) -> Iterator[Apart]:
    """Sums over indicators and files that have a ``secret`` count in them."""
    by_area: dict[str, list[Count]] = defaultdict(list)
    for each in counts:
        if not each.guessed:
            by_area[each.area].append(each)
    for mine in by_area.values():
        lines = _lines(mine)
        hidden = [line for line in lines if any(e.name in secret for e in line.values())]
        for find in (_of_three, _of_time, _of_stocks) if hidden else ():
            yield from find(hidden, lines, secret)


def _lines(counts: Sequence[Count]) -> list[Line]:
    found: dict[tuple, Line] = defaultdict(dict)
    for each in counts:
        found[each.source, each.column, each.where][each.period] = each
    return list(found.values())


def _any(line: Line) -> Count:
    return next(iter(line.values()))


def _seen_already(*lines: Line) -> bool:
    """Whether all are of one indicator or file, whose sums are looked for in any case."""
    every = [_any(line) for line in lines]
    return any(len({getattr(e, name) for e in every}) == 1 for name in ("indicator", "source"))


def _of_three(
    hidden: Sequence[Line], lines: Sequence[Line], secret: Collection[str]
) -> Iterator[Apart]:
    """Two counts that are a third: open and closed are all."""
    at: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in lines:
        for period, each in line.items():
            at[period, each.value].append(line)
    tried = log2(max(len(hidden) * len(lines) ** 2 / 2, 1))
    met = set()
    for one in hidden:
        for period in (p for p, each in one.items() if each.name in secret and each.value):
            for other in (line for line in lines if period in line and line is not one):
                for whole in at[period, one[period].value + other[period].value]:
                    key = frozenset((id(one), id(other))), id(whole)
                    alone = whole is not one and whole is not other
                    if alone and key not in met and not _seen_already(one, other, whole):
                        met.add(key)
                        yield from _held([(one, 1), (other, 1), (whole, -1)], tried)


def _held(signs: Sequence[tuple[Line, int]], tried: float) -> Iterator[Apart]:
    """The sum of lines in all periods that they share, where it holds in each."""
    shared = set.intersection(*({*line} for line, _ in signs))
    if all(not sum(sign * line[p].value for line, sign in signs) for p in shared):
        links = tuple({line[p].name: sign for line, sign in signs} for p in sorted(shared))
        told = sum(log2(1 + max(line[p].value for line, _ in signs)) for p in shared)
        yield Apart(links, told - tried)


def _of_time(
    hidden: Sequence[Line], lines: Sequence[Line], secret: Collection[str]
) -> Iterator[Apart]:
    """Quarters of one file and the year of another."""
    found: list[tuple[list[tuple[Count, Way]], bool]] = []
    flows = [line for line in lines if _any(line).flows]
    for one in (line for line in hidden if _any(line).flows):
        lead = way_within(one.values())
        for other in (line for line in flows if line is not one and not _seen_already(one, line)):
            ways = [(whole, way) for whole in other.values() if (way := lead(whole))]
            if any(len(way) > 1 and _tells(way, secret) for _, way in ways):
                alike = _any(one).column.casefold() == _any(other).column.casefold()
                found.append((ways, alike and max(whole.value for whole, _ in ways) >= SAME))
    for ways, alike in found:
        if all(sum(sign * e.value for e, sign in way) == whole.value for whole, way in ways):
            links = tuple({**{e.name: s for e, s in way}, whole.name: -1} for whole, way in ways)
            told = sum(log2(1 + whole.value) for whole, _ in ways) - log2(len(found))
            yield Apart(links, max(told, BEYOND_CHANCE) if alike else told)


def _tells(way: Way, secret: Collection[str]) -> bool:
    return any(each.name in secret for each, _ in way)


def _of_stocks(
    hidden: Sequence[Line], lines: Sequence[Line], secret: Collection[str]
) -> Iterator[Apart]:
    """A number on one day, that on a later one, and those who came and went between."""
    stocks = [line for line in lines if not _any(line).flows and len(line) > 1]
    flows = [line for line in lines if _any(line).flows]
    tried = log2(max(2 * len(stocks) * len(hidden) * len(flows), 1))
    met = set()
    for one in (line for line in hidden if _any(line).flows):
        for other in (line for line in flows if line is not one):
            for stock in stocks:
                for came, went in ((one, other), (other, one)):
                    key = id(came), id(went), id(stock)
                    links = [] if key in met else _through(stock, came, went)
                    met.add(key)
                    if links and any({*map(_name, each)} & {*secret} for each in links):
                        told = _BEGUN.search(_said(came)) and _ENDED.search(_said(went))
                        most = (max(e.value for e, _ in each[2:]) for each in links)
                        bits = sum(log2(1 + n) for n in most) - tried
                        plain = tuple({e.name: sign for e, sign in each} for each in links)
                        yield Apart(plain, max(bits, BEYOND_CHANCE) if told else bits)


def _name(term: tuple[Count, int]) -> str:
    return term[0].name


def _said(line: Line) -> str:
    return _any(line).column.casefold().replace("_", " ")


def _through(stock: Line, came: Line, went: Line) -> list[list[tuple[Count, int]]]:
    """The sum from each day to the next; none where it does not hold once."""
    days = sorted(stock.values(), key=lambda each: each.end)
    spans = [{(each.start, each.end): each for each in line.values()} for line in (came, went)]
    found = []
    for then, now in pairwise(days):
        both = [span.get((then.end + _DAY, now.end)) for span in spans]
        if both[0] is not None and both[1] is not None:
            if now.value - then.value != both[0].value - both[1].value:
                return []
            found.append([(now, 1), (then, -1), (both[0], -1), (both[1], 1)])
    return found
