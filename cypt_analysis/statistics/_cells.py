"""Counts of people, and all that links them: what `suppression` is asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Equation = Mapping[int, int]


@dataclass(frozen=True)
class Cells:
    """Counts of people, and all that links them; cells and figures are known by their places.

    values     the true counts
    equations  the factor of each cell in a sum that is nought
    figures    the cells that each figure shows
    lower      the least that a reader knows of a cell that is hidden
    upper      the most, infinite where there is none
    sensitive  the cells that must not be worked out
    withheld   the figures that are hidden in any case
    known      cells that have been shown for good, as in an earlier release
    worth      from 0 to 1: of as few figures those of the least worth are hidden
    width      how many values must stay possible for each sensitive cell
    doubtful   sums that a reader may know of: those that he would know together, and no others

    >>> Cells([3, 14, 17], [{0: 1, 1: 1, 2: -1}], [(0,), (1,), (2,)],
    ...       lower=[1, 6, 6], upper=[5, 99, 99], sensitive=[0], withheld=[0]).width
    2
    """

    values: Sequence[int]
    equations: Sequence[Equation]
    figures: Sequence[tuple[int, ...]]
    lower: Sequence[float]
    upper: Sequence[float]
    sensitive: Sequence[int]
    withheld: Sequence[int]
    known: Sequence[int] = ()
    worth: Sequence[float] = ()
    width: int = 2
    doubtful: Sequence[Sequence[Equation]] = ()
