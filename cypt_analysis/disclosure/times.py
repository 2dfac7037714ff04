"""Counts of times that add up: quarters and the year, months, a year to date, rolling years."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from cypt_analysis.disclosure.counts import Count, Link

DAY = pd.Timedelta(days=1)


def of_time(group: Iterable[Count]) -> Iterator[Link]:
    """Counts of times that together make up another: quarters and the year, a year to date."""
    lines: dict[tuple, dict[tuple[str, str], list[Count]]] = defaultdict(lambda: defaultdict(list))
    for each in group:
        if each.flows:
            lines[each.area, each.where][each.source, each.column].append(each)
    for columns in lines.values():
        every = [each for counts in columns.values() for each in counts]
        for counts in (*columns.values(), every):
            ends = ends_of(spans(counts))
            for whole in every:
                start, after = whole.start, whole.end + DAY
                way = way_between(start, after, ends, (start, after))
                if len(way) > 1 and sum(sign * each.value for each, sign in way) == whole.value:
                    steps = [*way, (whole, -1)]
                    # The longest is the whole of the others, from whichever the way was looked for.
                    turn = -max(steps, key=lambda step: step[0].end - step[0].start)[1]
                    yield {each.name: sign * turn for each, sign in steps}


# A count, or several, from somewhere to before somewhere: a day, or a whole number such as an age.
Span = tuple[Any, Any, Any]
Ends = dict[Any, list[tuple[Any, int, Any]]]
# Counts with their signs, of which one follows the other.
Way = tuple[tuple[Any, int], ...]


def spans(counts: Iterable[Count]) -> list[Span]:
    """Counts from their first day to the day after their last."""
    return [(each.start, each.end + DAY, each) for each in counts]


def between(several: Iterable[Span]) -> Iterator[tuple[Any, Any, Way]]:
    """The shortest stretches that no count is of and that follow from some, with these."""
    several = list(several)
    direct = {(start, after) for start, after, _ in several}
    ends = ends_of(several)
    for start in sorted(ends):
        came = _ways(start, ends)
        after = min((each for each in came if each > start), default=None)
        if after is not None and (start, after) not in direct:
            yield start, after, _to(after, came)


def ends_of(several: Iterable[Span]) -> Ends:
    """By place the counts that begin there, and those that ended before it, with the other end."""
    found: Ends = defaultdict(list)
    for start, after, each in several:
        found[start].append((each, 1, after))
        found[after].append((each, -1, start))
    return found


def way_between(start: Any, after: Any, ends: Ends, without: tuple[Any, Any] | None = None) -> Way:
    """The fewest counts that lead from one place to another, with their signs.

    None of them is of the time ``without`` which a way is looked for.
    """
    if start not in ends or after not in ends:
        return ()
    return _to(after, _ways(start, ends, without))


def _ways(start: Any, ends: Ends, without: tuple[Any, Any] | None = None) -> dict[Any, Any]:
    """Each place that counts lead to from another, with the last of them and whence it came."""
    came: dict[Any, tuple[Any, int, Any] | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for each, sign, there in ends.get(here, ()):
            if there not in came and without not in ((here, there), (there, here)):
                came[there] = (each, sign, here)
                waiting.append(there)
    return came


def _to(last: Any, came: Mapping[Any, Any]) -> Way:
    way: list[tuple[Any, int]] = []
    while (step := came.get(last)) is not None:
        way.append(step[:2])
        last = step[2]
    return tuple(way)
