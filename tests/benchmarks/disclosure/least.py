"""How many figures are hidden beside the fewest that would do, found by trying every choice."""

from __future__ import annotations

from itertools import combinations

from cypt_analysis.disclosure.protect import report_of
from cypt_analysis.statistics import Cells, figures_to_hide, recoverable
from tests.disclosure.generated import reports
from tests.disclosure.world import catalogue, observations

# Of more choices than so many not every one is tried.
_MOST = 3_000


def beside_least(seed: int, size: float) -> tuple[int, int, int] | None:
    """Of the first release of a report: its figures, how many are hidden, and the fewest possible.

    None where nothing must be hidden beside what is small itself, or the choices are too many.
    """
    made = reports(seed, size)[0].figures
    cells = report_of(observations(made), catalogue(made), "dfe_2020").cells
    if not cells.withheld or not recoverable(cells, set(cells.withheld)):
        return None
    ours = figures_to_hide(cells)
    least = _least(cells, len(ours))
    return least and (len(cells.figures), len(ours), least)


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
