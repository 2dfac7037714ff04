"""A reader who has this program: which numbers, put in place of the hidden ones, hide the same?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from cypt_analysis.disclosure.counts import Link, counted
from cypt_analysis.disclosure.releases import Kept, together
from tests.disclosure.generated import Made, published, reports, true_sums
from tests.disclosure.world import catalogue, observations

# Other tables are looked for near the true one, so many to each side of each small count.
_NEAR, _TRIES = 6, 3


def only_one_value(seed: int) -> tuple[int, int]:
    """The small counts of a report that are hidden, and of how many no other value was found.

    Another value counts where the program, run on all three releases with it, hides exactly what it
    has hidden: then not even who runs the program again can tell it from the true one. Tables are
    tried, not counted, so that the second number is at most too large.
    """
    made = reports(seed)
    found = published(made)
    releases = [each.release for each in found]
    read, _ = together(releases)
    kept = {each.name: each for each in read.counts}
    called = [together(releases[: number + 1])[1] for number in range(len(releases))]
    small = [each.name for each in kept.values() if each.sensitive and not each.shown]
    hidden = [set(each.why) for each in found]
    true = true_sums(made, releases)
    left = dict.fromkeys(small)
    for name in small:
        for values in _tables(name, kept, true, seed):
            if name not in left:
                break
            again = published([_with(*each, values) for each in zip(made, called, strict=True)])
            if [set(each.why) for each in again] == hidden:
                for other, value in values.items():
                    if value != kept[other].value:
                        left.pop(other, None)
    return len(small), len(left)


def _tables(
    name: str, kept: Mapping[str, Kept], links: Sequence[Link], seed: int
) -> Iterator[dict[str, int]]:
    """Tables near the true one that fit all that is shown, with one count off by one."""
    place = {each: number for number, each in enumerate(kept)}
    sums = np.zeros((max(len(links), 1), len(kept)))
    for row, link in zip(sums, links, strict=False):
        row[[place[each] for each in link]] = list(link.values())
    values = np.array([each.value for each in kept.values()], dtype=float)
    free = np.array([not each.shown for each in kept.values()])
    least = np.where(free, np.maximum(np.minimum(values, 1) - values, -_NEAR), 0)
    most = np.where(free, _NEAR, 0)
    chance = np.random.default_rng(seed)
    both = np.hstack([np.eye(len(kept)), -np.eye(len(kept))])
    for way in (1, -1) * _TRIES:
        if not least[place[name]] <= way <= most[place[name]]:
            continue
        low, high = least.copy(), most.copy()
        low[place[name]] = high[place[name]] = way
        costs = np.tile(chance.uniform(1, 2, len(kept)), 2)
        fits = [LinearConstraint(sums @ both, 0, 0), LinearConstraint(both, low, high)]
        found = milp(
            costs, constraints=fits, bounds=Bounds(0, _NEAR), integrality=np.ones(len(costs))
        )
        if found.x is not None:
            off = np.round(both @ found.x)
            yield dict(zip(kept, (values + off).astype(int).tolist(), strict=True))


def _with(made: Made, called: Mapping[str, str], values: Mapping[str, int]) -> Made:
    figures = made.figures
    held = counted(observations(figures), catalogue(figures)).figures
    other = []
    for each in figures:
        top, *bottom = (values[called[name]] for name in held[each.id])
        other.append(replace(each, top=top, bottom=bottom[0] if bottom else None))
    return Made(other)
