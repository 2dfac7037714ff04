"""The fewest figures that keep every small count uncertain, against trying every choice."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.statistics import Cells, figures_to_hide, readers_bounds, recoverable
from tests.examples import up_to

INFINITE = float("inf")


def cells_of(table, equations=(), figures=None, *, known=(), highest=5, width=2):
    """A table with its totals at the end of each line, as a reader who knows the rule sees it."""
    table = np.asarray(table)
    places = np.arange(table.size).reshape(table.shape)
    lines = [places] if table.ndim == 1 else [*places, *places.T]
    values = [int(each) for each in table.ravel()]
    totals = {int(line[-1]) for line in lines}
    small = [place for place, value in enumerate(values) if 1 <= value <= highest]
    return Cells(
        values,
        [{**dict.fromkeys(map(int, line[:-1]), 1), int(line[-1]): -1} for line in lines]
        + list(equations),
        figures or [(place,) for place in range(len(values))],
        [1 if p in small else 0 if p in totals or not v else highest + 1 for p, v in enumerate(values)],
        [highest if p in small and p not in totals else INFINITE for p in range(len(values))],
        small,
        small,
        known,
        [float(place in totals) for place in range(len(values))],
        width,
    )  # fmt: skip


def with_totals(parts):
    parts = np.asarray(parts)
    for axis in range(parts.ndim):
        parts = np.concatenate([parts, parts.sum(axis=axis, keepdims=True)], axis=axis)
    return parts


def fewest(cells):
    """How many figures must go at least, by trying every choice."""
    places = set(range(len(cells.figures)))
    for more in range(len(places)):
        for extra in itertools.combinations(sorted(places - set(cells.withheld)), more):
            if not recoverable(cells, {*cells.withheld, *extra}):
                return len(cells.withheld) + more
    return len(places)


def what_fits(cells, hidden):
    """Every list of whole numbers that a reader cannot rule out, by trying them all."""
    ranges = [
        range(int(cells.lower[p]), int(min(cells.upper[p], max(cells.values) + 6)) + 1)
        if all(f in hidden for f, held in enumerate(cells.figures) if p in held)
        else [value]
        for p, value in enumerate(cells.values)
    ]
    for values in itertools.product(*ranges):
        if all(sum(k * values[p] for p, k in each.items()) == 0 for each in cells.equations):
            yield values


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        # Another part goes with the small one, the total stays.
        ([3, 14, 9, 22], 2),
        # Two small ones hide each other.
        ([3, 4, 20], 2),
        # Of 1 and 6 a reader who knows the rule would find 1: the 20 goes.
        ([1, 6, 20], 2),
        ([12, 14, 30], 0),
    ],
)
def test_lists_worked_by_hand(parts, hidden):
    cells = cells_of(with_totals(parts))
    found = figures_to_hide(cells)
    assert len(found) == hidden
    assert recoverable(cells, found) == []


def test_a_percentage_goes_with_its_numerator_and_leaves_its_denominator():
    # 3 of 170; 128 and 39 are the other parts, each shown as "of 170".
    cells = cells_of([3, 128, 39, 170], figures=[(0, 3), (1, 3), (2, 3), (3,)])
    assert recoverable(cells, {0}) == [0]
    found = figures_to_hide(cells)
    assert len(found) == 2
    assert 0 in found and 3 not in found


def test_what_is_known_for_good_cannot_hide_anything():
    cells = cells_of(with_totals([3, 14, 9, 22]), known=(1, 2, 4))
    assert figures_to_hide(cells) == {0, 3}
    nothing_left = cells_of(with_totals([3, 14]), known=(1, 2))
    assert recoverable(nothing_left, {0, 1, 2}) == [0]


def test_the_bounds_are_those_that_the_numbers_allow():
    cells = cells_of(with_totals([3, 14, 9, 22]))
    # 3 and 9 add up to 12; a reader knows 1 to 5 and 6 or more.
    assert readers_bounds(cells, {0, 2}, 0) == (1, 5)
    assert readers_bounds(cells, {0, 2}, 2) == (7, 11)
    assert readers_bounds(cells, {0}, 0) == (3, 3)
    with pytest.raises(ValueError, match="no cell 9"):
        readers_bounds(cells, {0}, 9)


@up_to(30)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=4))
def test_of_a_list_the_fewest_are_hidden_and_nothing_follows(parts):
    cells = cells_of(with_totals(parts))
    found = figures_to_hide(cells)
    assert len(found) == fewest(cells)
    fitting = list(what_fits(cells, found))
    for cell in cells.sensitive:
        assert len({values[cell] for values in fitting}) > 1


@up_to(6)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_of_a_table_the_fewest_are_hidden_and_nothing_follows(parts):
    cells = cells_of(with_totals(np.array(parts).reshape(2, 2)))
    found = figures_to_hide(cells)
    assert recoverable(cells, found) == []
    assert len(found) == fewest(cells)


@up_to(10)
@given(st.lists(st.integers(0, 40), min_size=12, max_size=12))
def test_no_small_count_of_a_larger_table_is_fixed_by_its_sums(parts):
    """By linear algebra: a small count is never the only unknown of any sum of sums."""
    cells = cells_of(with_totals(np.array(parts).reshape(3, 4)))
    hidden = sorted(figures_to_hide(cells))
    matrix = np.array([[each.get(p, 0) for p in hidden] for each in cells.equations])
    for cell in cells.sensitive:
        unit = np.array([[float(p == cell) for p in hidden]])
        rank = np.linalg.matrix_rank
        assert rank(np.vstack([matrix, unit])) == rank(matrix) + 1
