"""Counts of times that add up: quarters and the year, months, a year to date, rolling years."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from cypt_analysis.disclosure.counts import Count, Link


def of_time(group: Iterable[Count]) -> Iterator[Link]:
    """Counts of times that together make up another: quarters and the year, a year to date."""
    lines: dict[tuple, dict[tuple[str, str], list[Count]]] = defaultdict(lambda: defaultdict(list))
    for each in group:
        if each.flows:
            lines[each.area, each.where][each.source, each.column].append(each)
    for columns in lines.values():
        every = [each for counts in columns.values() for each in counts]
        for counts in (*columns.values(), every):
            ends = _ends(spans(counts))
            for whole in every:
                way = _way(whole, ends)
                if len(way) > 1 and sum(sign * each.value for each, sign in way) == whole.value:
                    steps = [*way, (whole, -1)]
                    # The longest is the whole of the others, from whichever the way was looked for.
                    turn = -max(steps, key=lambda step: step[0].end - step[0].start)[1]
                    yield {each.name: sign * turn for each, sign in steps}


# A count from somewhere to before somewhere: a day, or a whole number such as an age.
Span = tuple[Any, Any, Count]
_Ends = dict[Any, list[tuple[Count, int, Any]]]
# Counts with their signs, of which one follows the other.
Way = tuple[tuple[Count, int], ...]


def spans(counts: Iterable[Count]) -> list[Span]:
    """Counts from their first day to the day after their last."""
    return [(each.start, each.end + pd.Timedelta(days=1), each) for each in counts]


def between(several: Iterable[Span]) -> Iterator[tuple[Any, Any, Way]]:
    """The shortest stretches that no count is of and that follow from some, with these."""
    several = list(several)
    direct = {(start, after) for start, after, _ in several}
    ends = _ends(several)
    for start in sorted(ends):
        came = _ways(start, ends)
        after = min((each for each in came if each > start), default=None)
        if after is not None and (start, after) not in direct:
            yield start, after, _to(after, came)


def way_within(counts: Iterable[Count]) -> Callable[[Count], Way]:
    """What finds the fewest of some counts that lead from the start of another to its end."""
    ends = _ends(spans(counts))
    return lambda whole: _way(whole, ends, own=True)


def _ends(several: Iterable[Span]) -> _Ends:
    """By place the counts that begin there, and those that ended before it, with the other end."""
    found: _Ends = defaultdict(list)
    for start, after, each in several:
        found[start].append((each, 1, after))
        found[after].append((each, -1, start))
    return found


def _way(whole: Count, ends: _Ends, *, own: bool = False) -> Way:
    """The fewest counts that lead from the start of another to its end, with their signs.

    One of the very same time is a way of its ``own``, or none.
    """
    last = whole.end + pd.Timedelta(days=1)
    if last not in ends or whole.start not in ends:
        return ()
    return _to(last, _ways(whole.start, ends, None if own else (whole.start, whole.end)))


def _ways(start: Any, ends: _Ends, without: tuple[Any, Any] | None = None) -> dict[Any, Any]:
    """Each place that counts lead to from another, with the last of them and whence it came."""
    came: dict[Any, tuple[Count, int, Any] | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for each, sign, there in ends.get(here, ()):
            if there not in came and (each.start, each.end) != without:
                came[there] = (each, sign, here)
                waiting.append(there)
    return came


def _to(last: Any, came: Mapping[Any, Any]) -> Way:
    way: list[tuple[Count, int]] = []
    while (step := came.get(last)) is not None:
        way.append(step[:2])
        last = step[2]
    return tuple(way)
