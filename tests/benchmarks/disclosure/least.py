"""How many figures are hidden beside the fewest that would do, found by trying every choice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from cypt_analysis.disclosure.protect import report_of
from cypt_analysis.statistics import Cells, figures_to_hide, recoverable
from tests.disclosure.generated import published, reports
from tests.disclosure.world import catalogue, observations

# Of more choices than so many not every one is tried.
_MOST = 1500
# Ages of a report that is small enough.
_AGES = 2


def beside_least(seed: int, size: float) -> Iterator[tuple[int, int, int, int]]:
    """Of each release of a report: which it is, its figures, how many are hidden, the fewest.

    Nothing where none must be hidden beside what is small itself, or the choices are too many.
    """
    made = reports(seed, size, _AGES)
    past = [each.release for each in published(made)]
    for number, each in enumerate(made):
        whole = report_of(
            observations(each.figures), catalogue(each.figures), "dfe_2020", past[:number]
        )
        cells = whole.cells
        if cells.withheld and recoverable(cells, set(cells.withheld)):
            ours = figures_to_hide(cells)
            least = _least(cells, len(ours))
            if least:
                yield number, len(cells.figures), len(ours), least


def _least(cells: Cells, ours: int) -> int | None:
    """The fewest figures, of which ``ours`` is known to do."""
    small = set(cells.withheld)
    others = [place for place in range(len(cells.figures)) if place not in small]
    tried = 0
    for more in range(1, ours - len(small)):
        for chosen in combinations(others, more):
            tried += 1
            if tried > _MOST:
                return None
            if not recoverable(cells, small.union(chosen)):
                return len(small) + more
    return ours
