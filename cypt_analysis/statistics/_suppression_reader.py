"""The programmes behind `suppression` that bound what a reader can work out."""

from __future__ import annotations

import numpy as np

from cypt_analysis.statistics._suppression_model import Part, moved


def exposed(part: Part, hidden: set[int]) -> list[int]:
    """The places of the sensitive members that a reader is left with too few values for."""
    needed = part.cells.width - 1
    safe = moved(part, lambda aim: _whole(part, hidden, aim, *part.near))
    found = []
    for place in part.sensitive:
        ends = []
        for way in (-1, 1):
            if not safe[place]:
                other = _farthest(part, hidden, place, way)
                safe |= np.abs(other) >= needed
                ends.append(other[place])
        if not safe[place] and ends[0] - ends[1] < needed:
            found.append(place)
    return found


def reach(part: Part, hidden: set[int], place: int) -> tuple[float, float]:
    """The least and the most whole number that a member can be for a reader of what is shown."""
    value = float(part.values[place])
    low, high = (_farthest(part, hidden, place, way)[place] for way in (1, -1))
    return value + low, value + high


def _farthest(part: Part, hidden: set[int], place: int, way: int) -> np.ndarray:
    """How far the members lie from the truth in the table with the least of one (-1: the most)."""
    aim = np.zeros(len(part.members))
    aim[place] = way
    ends = part.around(part.cells.lower), part.around(part.cells.upper)
    return _whole(part, hidden, aim, *ends)


def _whole(
    part: Part, hidden: set[int], aim: np.ndarray, least: np.ndarray, most: np.ndarray
) -> np.ndarray:
    """How far the members lie from the truth in the table of whole numbers of least ``aim``.

    What cannot be made sure of is taken for the truth itself: as if it were found out.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    open_ = part.open(hidden)
    off = np.zeros(len(part.members))
    aim = np.where(open_, aim, 0)
    if not aim.any():
        return off
    equations = part.equations[:, open_]
    equations = equations[np.abs(equations).any(axis=1)]
    ends = least[open_], most[open_]
    if not len(equations):
        off[open_] = np.where(aim[open_] > 0, ends[0], np.where(aim[open_] < 0, ends[1], 0))
        return off
    found = milp(
        aim[open_], constraints=LinearConstraint(equations, 0, 0), bounds=Bounds(*ends),
        integrality=np.ones(len(ends[0])),
    )  # fmt: skip
    if found.x is None:
        # Without an end on this side, or beyond what the solver tells apart from that.
        off[aim != 0] = -np.sign(aim[aim != 0]) * np.inf if found.status in (3, 4) else 0.0
        return off
    # The solver has been known to call a point the best that fits no equation.
    whole = np.round(found.x)
    if not (equations @ whole).any() and (ends[0] <= whole).all() and (whole <= ends[1]).all():
        off[open_] = whole
    return off
