"""What a reader can work out about hidden counts from the sums that remain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from cypt_analysis.statistics._validation import BoolArray


@dataclass(frozen=True)
class Relation:
    """One sum of a table: the cells in it, its total last."""

    cells: tuple[int, ...]


def relations(shape: tuple[int, ...]) -> list[Relation]:
    """Every sum of a table of this shape, totals included, by flat positions."""
    positions = np.arange(int(np.prod(shape))).reshape(shape)
    if len(shape) == 1:
        return [Relation(tuple(positions.tolist()))]
    return [Relation(tuple(line.tolist())) for line in (*positions, *positions.T)]


def exposed_cells(
    values: np.ndarray,
    hidden: BoolArray,
    cells: Iterable[int],
    sums: list[Relation],
    bounds: list[tuple[int, int | None]],
) -> Iterator[int]:
    """Those of the hidden `cells` for which only one value fits the sums shown.

    `bounds` are the least and most that the reader knows each cell to be when it is hidden. The
    least and the most that fit are found by linear programming; with sums over rows and columns
    both are whole numbers, so two values fit wherever they differ.
    """
    unknown = np.flatnonzero(hidden)
    matrix, right = _equations(values, hidden, unknown, sums)
    known_bounds = [bounds[cell] for cell in unknown]
    for cell in cells:
        if _is_fixed(matrix, right, int(np.searchsorted(unknown, cell)), known_bounds):
            yield cell


def _equations(
    values: np.ndarray, hidden: BoolArray, unknown: np.ndarray, sums: list[Relation]
) -> tuple[np.ndarray, np.ndarray]:
    rows, right = [], []
    for relation in sums:
        cells = np.array(relation.cells)
        sign = np.where(np.arange(cells.size) == cells.size - 1, -1, 1)
        if hidden[cells].any():
            row = np.zeros(unknown.size)
            row[np.searchsorted(unknown, cells[hidden[cells]])] = sign[hidden[cells]]
            rows.append(row)
            right.append(-float(np.sum((sign * values[cells])[~hidden[cells]])))
    return np.array(rows).reshape(len(rows), unknown.size), np.array(right)


def _is_fixed(
    matrix: np.ndarray, right: np.ndarray, cell: int, bounds: list[tuple[int, int | None]]
) -> bool:
    # Imported here: only a table with hidden counts needs it.
    from scipy.optimize import linprog

    aim = np.zeros(matrix.shape[1])
    aim[cell] = 1
    ends = []
    for direction in (1, -1):
        found = linprog(direction * aim, A_eq=matrix, b_eq=right, bounds=bounds)
        if found.status == 3:  # no end to what fits
            return False
        if found.status != 0:
            raise RuntimeError(f"the limits of a hidden count were not found: {found.message}")
        ends.append(direction * float(found.fun))
    return ends[1] - ends[0] < 0.5
