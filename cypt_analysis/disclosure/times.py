"""Counts of times that add up: quarters and the year, months, a year to date, rolling years."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

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
            ends = _ends(counts)
            for whole in every:
                way = _way(whole, ends)
                if len(way) > 1 and sum(sign * each.value for each, sign in way) == whole.value:
                    steps = [*way, (whole, -1)]
                    # The longest is the whole of the others, from whichever the way was looked for.
                    turn = -max(steps, key=lambda step: step[0].end - step[0].start)[1]
                    yield {each.name: sign * turn for each, sign in steps}


_Ends = dict[pd.Timestamp, list[tuple[Count, int, pd.Timestamp]]]


def _ends(counts: Iterable[Count]) -> _Ends:
    """By day the counts that begin there, and those that ended before it, with their other end."""
    found: _Ends = defaultdict(list)
    for each in counts:
        after = each.end + pd.Timedelta(days=1)
        found[each.start].append((each, 1, after))
        found[after].append((each, -1, each.start))
    return found


def _way(whole: Count, ends: _Ends) -> list[tuple[Count, int]]:
    """The fewest counts that lead from the start of another to its end, with their signs."""
    last = whole.end + pd.Timedelta(days=1)
    came: dict[pd.Timestamp, tuple[Count, int, pd.Timestamp] | None] = {whole.start: None}
    waiting = deque([whole.start] if last in ends else [])
    while waiting and last not in came:
        here = waiting.popleft()
        for each, sign, there in ends.get(here, ()):
            if there not in came and (each.start, each.end) != (whole.start, whole.end):
                came[there] = (each, sign, here)
                waiting.append(there)
    way = []
    while (step := came.get(last)) is not None:
        way.append(step[:2])
        last = step[2]
    return way
