"""Tables by two of three columns each and their total, as a reader who thinks of every child sees
them: each figure is the sum of the children of its labels, whatever the program has found."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.disclosure.world import Figure, protected

_BY = {
    "sex": ("Girls", "Boys"),
    "age": ("Young", "Middle", "Older"),
    "team": ("East", "North", "South"),
}
_FAR = 10_000


def worked_out_of_cube(seed: int) -> tuple[int, int, int]:
    """Of one report by chance its figures, those hidden, and the small counts that follow."""
    chance = np.random.default_rng(seed)
    children = [dict(zip(_BY, labels, strict=True)) for labels in product(*_BY.values())]
    numbers = chance.choice([0, 1, 2, 3, 4, 6, 7, 9, 12, 15, 20], len(children))
    figures, rows = [], []
    tables: list[tuple[str, ...]] = [(), *combinations(_BY, 2)]
    for names in tables:
        for labels in product(*(_BY[name] for name in names)):
            told = dict(zip(names, labels, strict=True))
            rows.append(np.array([told.items() <= each.items() for each in children], dtype=float))
            where, by = dict([*told.items()][:1]), names[-1] if names else ""
            figures.append(
                Figure(" ".join(["n", *names, *where.values()]), int(rows[-1] @ numbers), by=by, where=where,
                       part=told.get(by, ""), source=" by ".join(names), columns=("n",))
            )  # fmt: skip
    gone = set(protected(figures).why)
    ends = [(1, _FAR) if each.id in gone else (each.top, each.top) for each in figures]
    fits = LinearConstraint(np.array(rows), *zip(*ends, strict=True))
    found = 0
    for each, row in zip(figures, rows, strict=True):
        if each.id in gone and 1 <= each.top <= 5:
            least, most = (
                sign * milp(sign * row, constraints=fits, integrality=np.ones(len(row)),
                            bounds=Bounds(0, np.inf)).fun
                for sign in (1, -1)
            )  # fmt: skip
            found += round(most) == round(least)
    return len(figures), len(gone), found
