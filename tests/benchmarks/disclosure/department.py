"""The department's own suppression beside ours, on its table of child protection plans."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.disclosure.world import Figure, protected

# D5 of Characteristics of children in need: plans at 31 March by how long they have lasted.
_TOTAL, _PARTS = "CPP_At31", (
    "3_months_or_less", "more_than_3_months_6_months", "more_than_6_months_less_than_1_year",
    "1_year_less_than_2_years", "2_years_or_more",
)  # fmt: skip
_HIDDEN = "c"


def beside_department(path: Path) -> Iterator[tuple[int, int, bool]]:
    """Of each row with hidden cells: how many the department hides, how many we, and if safe.

    The true counts are any that fit: of what is left of the total one is from 1 to 5, or two are
    where more are hidden, as in a row in which that is needed.
    """
    chance = np.random.default_rng(0)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            shown = [int(row[name]) for name in _PARTS if row[name].isdigit()]
            hidden = sum(row[name] == _HIDDEN for name in _PARTS)
            left = int(row[_TOTAL]) - sum(shown) if row[_TOTAL].isdigit() else 0
            if hidden > 1 and len(shown) + hidden == len(_PARTS) and left >= hidden:
                small = [int(chance.integers(1, 6)) for _ in range(hidden - 1)]
                if left > sum(small):
                    counts = [*shown, left - sum(small), *small]
                    figures = [
                        Figure("plans", number, part=f"Duration {place}", by="duration")
                        for place, number in enumerate(counts)
                    ]
                    found = protected([*figures, Figure("all_plans", int(row[_TOTAL]))])
                    yield hidden, len(found.why), not found.exposed
