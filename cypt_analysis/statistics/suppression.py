"""Which figures to withhold so that no small count can be worked out, and what a reader can.

A cell is a whole number of people. A figure is what is shown or withheld: a percentage shows its
numerator and its denominator. An equation holds between cells whatever is shown: parts and their
total, quarters and their year. The fewest figures that keep every small count uncertain are found
by integer programming, and what is left is then checked from the reader's side.
"""

from __future__ import annotations

from dataclasses import replace

from cypt_analysis.statistics._cells import Cells
from cypt_analysis.statistics._suppression_model import (
    Cut,
    Part,
    cheapest,
    cuts_of,
    more_than,
    parts,
)
from cypt_analysis.statistics._suppression_reader import exposed, reach


def figures_to_hide(cells: Cells) -> set[int]:
    """The fewest figures that must be hidden for every sensitive cell to stay uncertain.

    Parameters: `cells`, the counts of a report with what links them and what each figure shows.

    Returns the places of the figures, those withheld in any case among them. A cell that is
    `known` cannot be protected any more and is left out of what is asked. Raises RuntimeError
    where the solver finds no limits of a hidden count.

    Source: M. Fischetti and J. J. Salazar (2001), Solving the cell suppression problem on tabular
    data with linear constraints, Management Science 47, solved by HiGHS.

    >>> small = Cells([3, 14, 9, 22, 48], [{0: 1, 1: 1, 2: 1, 3: 1, 4: -1}],
    ...               [(0,), (1,), (2,), (3,), (4,)], lower=[1, 6, 6, 6, 0],
    ...               upper=[5] + [float("inf")] * 4, sensitive=[0], withheld=[0],
    ...               worth=[0, 0.2, 0.1, 0.3, 1])
    >>> sorted(figures_to_hide(small))
    [0, 2]
    """
    hidden = set(cells.withheld)
    for part in parts(cells):
        hidden |= _protected(part, hidden)
    return hidden


def _protected(part: Part, hidden: set[int]) -> set[int]:
    """The figures of one part to hide: the cheapest that meet every cut."""
    cuts: list[Cut] = []
    chosen, everything = set(hidden), hidden | set(part.figures)
    while True:
        lacking = cuts_of(part, chosen) or _in_doubt(part, chosen, everything)
        if not lacking and exposed(part, chosen):
            if exposed(part, everything):
                break
            # Tables of fractions fit, and none of whole numbers: something more must go.
            lacking = [more_than(part, chosen)]
        if not lacking:
            return chosen
        cuts += lacking
        found = cheapest(part, hidden, cuts)
        if found is None:
            break
        chosen = hidden | found
    # Not even hiding everything would do: a reader has learnt too much before.
    return everything


def _in_doubt(part: Part, chosen: set[int], everything: set[int]) -> list[Cut]:
    """What a choice lacks for a reader who knows of a doubtful sum too, where more would help."""
    found = (each for one in part.in_doubt(chosen) for each in cuts_of(one, chosen))
    return [
        (weights, needed)
        for weights, needed in found
        if sum(weights.values()) >= needed and weights.keys() & everything
    ]


def recoverable(cells: Cells, hidden: set[int]) -> list[int]:
    """The sensitive cells of which a reader of all other figures is left with too few values.

    Parameters: `cells`, as in `figures_to_hide`, and the places of the `hidden` figures.

    Returns the places of the cells. Each is bounded from below and above by integer programming
    over every equation, with each doubtful one in turn. Raises nothing: a bound that the solver
    cannot make sure of counts as found out.

    Source: as `figures_to_hide`, the auditing phase.

    >>> table = Cells([3, 14, 17], [{0: 1, 1: 1, 2: -1}], [(0,), (1,), (2,)],
    ...               lower=[1, 6, 6], upper=[5, 99, 99], sensitive=[0], withheld=[0])
    >>> recoverable(table, {0}), recoverable(table, {0, 1})
    ([0], [])
    """
    return [
        part.members[place]
        for part in parts(cells)
        for place in sorted(
            {p for each in (part, *part.in_doubt(hidden)) for p in exposed(each, hidden)}
        )
    ]


def readers_bounds(cells: Cells, hidden: set[int], cell: int) -> tuple[float, float]:
    """The least and the most that a reader can take a cell for; infinite where there is no end.

    Parameters: as in `recoverable`, and the place of one cell. Returns two whole numbers. Raises
    ValueError where there is no such cell. Source: as `recoverable`.

    >>> table = Cells([3, 14, 17], [{0: 1, 1: 1, 2: -1}], [(0,), (1,), (2,)],
    ...               lower=[1, 6, 6], upper=[5, 99, 99], sensitive=[0], withheld=[0])
    >>> readers_bounds(table, {0, 1}, 0)
    (1.0, 5.0)
    """
    if not 0 <= cell < len(cells.values):
        raise ValueError(f"there is no cell {cell}")
    [part] = parts(replace(cells, sensitive=[cell]))
    least, most = reach(part, hidden, part.members.index(cell))
    return float(least), float(most)
