"""The programmes behind `suppression` that choose the least to hide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cypt_analysis.statistics._cells import Cells, Equation

# How far from the truth the programme looks for other values, in widths: further helps nobody.
_FAR = 4
# So many tables are tried that move many cells at once, before any cell is looked at alone.
_TRIED = 3
_NOISE = 1e-7
# A cut: what each figure adds to the room around a cell when it is hidden, and what is needed.
Cut = tuple[dict[int, float], float]


@dataclass(frozen=True)
class Part:
    """The cells that hang together with a sensitive one, with their equations and figures."""

    cells: Cells
    members: tuple[int, ...]

    @cached_property
    def known(self) -> np.ndarray:
        """Which members have been shown for good."""
        return np.isin(self.members, list(self.cells.known))

    @cached_property
    def values(self) -> np.ndarray:
        """The true counts."""
        return np.array([self.cells.values[cell] for cell in self.members], dtype=float)

    @cached_property
    def equations(self) -> np.ndarray:
        """A row an equation, a column a member."""
        return self._rows(self.cells.equations)

    def _rows(self, equations: Sequence[Equation]) -> np.ndarray:
        place = {cell: number for number, cell in enumerate(self.members)}
        rows = []
        for equation in equations:
            mine = {place[cell]: factor for cell, factor in equation.items() if cell in place}
            if mine:
                row = np.zeros(len(place))
                row[list(mine)] = list(mine.values())
                rows.append(row)
        return np.array(rows).reshape(len(rows), len(place))

    @cached_property
    def doubtful(self) -> list[np.ndarray]:
        """The sums that may hold by chance, together known: a row each, a column a member."""
        every = [self._rows(each) for each in self.cells.doubtful]
        return [each for each in every if len(each)]

    def knowing(self, more: np.ndarray) -> Part:
        """The same for a reader who knows of more sums."""
        told = [dict(zip(self.members, row, strict=True)) for row in more]
        return Part(replace(self.cells, equations=[*self.cells.equations, *told]), self.members)

    def in_doubt(self, hidden: set[int]) -> Iterator[Part]:
        """For each of the doubtful sums of what is unseen, who knows of them."""
        open_ = self.open(hidden)
        if any(open_[place] for place in self.sensitive):
            yield from (self.knowing(more) for more in self.doubtful if more[:, open_].any())

    @cached_property
    def holding(self) -> tuple[list[np.ndarray], ...]:
        """Of each member the equations that hold it, as the places of their members."""
        found: tuple[list[np.ndarray], ...] = tuple([] for _ in self.members)
        for members in map(np.flatnonzero, self.equations):
            for place in members:
                found[place].append(members)
        return found

    @cached_property
    def showing(self) -> tuple[tuple[int, ...], ...]:
        """The figures that show each member."""
        found: dict[int, list[int]] = {cell: [] for cell in self.members}
        for place, held in enumerate(self.cells.figures):
            for cell in set(held) & found.keys():
                found[cell].append(place)
        return tuple(tuple(each) for each in found.values())

    @cached_property
    def figures(self) -> tuple[int, ...]:
        """Every figure that shows a member."""
        return tuple(sorted({place for held in self.showing for place in held}))

    @cached_property
    def sensitive(self) -> tuple[int, ...]:
        """The places of the members to protect: what is known for good cannot be."""
        wanted = set(self.cells.sensitive) - set(self.cells.known)
        return tuple(place for place, cell in enumerate(self.members) if cell in wanted)

    def open(self, hidden: set[int]) -> np.ndarray:
        """Which members a reader does not see where some figures are hidden."""
        unseen = [hidden.issuperset(each) for each in self.showing]
        return np.array(unseen) & ~self.known

    @cached_property
    def near(self) -> tuple[np.ndarray, np.ndarray]:
        """How far each member may lie from the truth on both sides, as far as is looked."""
        far = _FAR * self.cells.width
        least = np.where(self.known, 0, np.maximum(self.around(self.cells.lower), -far))
        return least, np.where(self.known, 0, np.minimum(self.around(self.cells.upper), far))

    def around(self, end: Sequence[float]) -> np.ndarray:
        """How far each member may lie from the truth on one side."""
        return np.array([end[cell] for cell in self.members], dtype=float) - self.values


def parts(cells: Cells) -> Iterator[Part]:
    """The parts of a report that hold a sensitive cell: no equation and no figure joins two."""
    above = list(range(len(cells.values)))

    def root(cell: int) -> int:
        while above[cell] != cell:
            above[cell] = above[above[cell]]
            cell = above[cell]
        return cell

    known = set(cells.known)
    doubtful = (each for several in cells.doubtful for each in several)
    for group in (*cells.equations, *doubtful, *cells.figures):
        unknown = [cell for cell in group if cell not in known]
        for cell in unknown[1:]:
            above[root(cell)] = root(unknown[0])
    found: dict[int, list[int]] = {root(cell): [] for cell in cells.sensitive}
    for cell in range(len(cells.values)):
        if root(cell) in found:
            found[root(cell)].append(cell)
    return (Part(cells, tuple(members)) for members in found.values())


def cuts_of(part: Part, hidden: set[int]) -> list[Cut]:
    """What a choice lacks: a cut for each sensitive cell with too little room around it.

    The room is bounded by the duals of two linear programmes, whatever is hidden.
    """
    open_ = part.open(hidden)
    found: list[Cut] = []
    safe = moved(part, lambda aim: _fractions(part, open_, aim)[0])
    for place in part.sensitive:
        alone = [] if safe[place] else list(_alone(part, open_, hidden, place))
        found += alone
        if alone:
            continue
        needed = float(part.cells.width - 1)
        gains, room = np.zeros(len(part.members)), 0.0
        for way in (1, -1):
            if not safe[place] and room < needed - _NOISE:
                far, gained, other = _room(part, open_, place, way)
                room, gains = room + far, gains + gained
                # Another table that fits shows of every count in it how far it can lie off.
                safe |= np.abs(other) >= needed - _NOISE
        if safe[place] or room >= needed - _NOISE:
            continue
        weights: dict[int, float] = {}
        for member in np.flatnonzero(gains > _NOISE):
            # A cell is unseen only where all its figures are hidden: any one of them bounds it.
            figure = next((each for each in part.showing[member] if each not in hidden), None)
            if figure is None:
                needed -= gains[member]
            else:
                weights[figure] = weights.get(figure, 0) + gains[member]
        found.append(({each: min(gain, needed) for each, gain in weights.items()}, needed))
    return found


def _alone(part: Part, open_: np.ndarray, hidden: set[int], place: int) -> Iterator[Cut]:
    """A cut for each equation that gives a cell back: of its other members one must go."""
    if not open_[place]:
        return
    for members in part.holding[place]:
        others = members[members != place]
        if not open_[others].any():
            still = [each for each in others if not part.known[each]]
            shut = [next(f for f in part.showing[each] if f not in hidden) for each in still]
            yield dict.fromkeys(shut, 1.0), 1.0


def moved(part: Part, solve: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """The members that some table which fits moves far enough: nobody needs to look at these alone.

    ``solve`` gives a table that goes as far as it can against an aim.
    """
    safe = np.zeros(len(part.members), dtype=bool)
    # The same aims each time, so that the same report hides the same.
    chance = np.random.default_rng(0)
    for _ in range(_TRIED):
        wanted = [place for place in part.sensitive if not safe[place]]
        if len(wanted) < _TRIED:
            break
        aim = np.zeros(len(part.members))
        aim[wanted] = chance.uniform(0.5, 1.5, len(wanted)) * chance.choice([-1, 1], len(wanted))
        safe |= np.abs(solve(aim)) >= part.cells.width - 1 - _NOISE
    return safe


def _room(
    part: Part, open_: np.ndarray, place: int, way: int
) -> tuple[float, np.ndarray, np.ndarray]:
    """How far a cell can lie from the truth on one side, what each member adds, and all of them."""
    aim = np.zeros(len(part.members))
    aim[place] = -way
    other, price = _fractions(part, open_, aim)
    least, most = part.near
    return (
        float(way * other[place]),
        np.maximum(price, 0) * -least + np.maximum(-price, 0) * most,
        other,
    )


def _fractions(part: Part, open_: np.ndarray, aim: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far the members lie from the truth in the table of least ``aim``, and their prices."""
    from scipy.optimize import linprog

    least, most = part.near
    equations = part.equations if len(part.equations) else np.zeros((1, len(least)))
    limits = np.column_stack([least * open_, most * open_])
    found = linprog(aim, A_eq=equations, b_eq=np.zeros(len(equations)), bounds=limits)
    if found.status != 0:
        raise RuntimeError(f"the limits of a hidden count were not found: {found.message}")
    return found.x, aim - equations.T @ found.eqlin.marginals


def cheapest(part: Part, hidden: set[int], cuts: Sequence[Cut]) -> set[int] | None:
    """The cheapest choice of figures that meets every cut; None where there is none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not part.figures:
        return None
    column = {figure: number for number, figure in enumerate(part.figures)}
    rows = np.zeros((len(cuts), len(column)))
    for row, (weights, _) in zip(rows, cuts, strict=True):
        for figure, weight in weights.items():
            row[column[figure]] = weight
    needed = np.array([least for _, least in cuts]) - _NOISE
    worth = np.zeros(len(part.cells.figures))
    if len(part.cells.worth):
        worth = np.asarray(part.cells.worth, dtype=float)
    # However they add up, they never outweigh one figure more.
    costs = 1 + worth[list(part.figures)] / (len(column) + 1)
    first = np.array([figure in hidden for figure in part.figures], dtype=float)
    found = milp(
        costs, constraints=LinearConstraint(rows, needed, np.inf),
        bounds=Bounds(first, 1), integrality=np.ones(len(column)), options={"mip_rel_gap": 0},
    )  # fmt: skip
    if found.x is None:
        return None
    return {figure for figure, value in zip(part.figures, found.x, strict=True) if value > 0.5}


def more_than(part: Part, hidden: Iterable[int]) -> Cut:
    """The cut that says: hide one more than these."""
    left = set(part.figures) - set(hidden)
    return dict.fromkeys(left, 1.0), 1.0
