"""Suppression: the rules as a table, and nothing that arithmetic could give back."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cypt_analysis.statistics import RULES, suppress

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize(
    ("rules", "hidden"),
    [("DCSF 2008", {1, 2, 3, 4, 5}), ("DfE 2020", {1, 2, 3, 4, 5}),
     ("ONS conceptions", {0, 1, 2, 3, 4})],
)  # fmt: skip
def test_which_counts_are_small(rules, hidden):
    counts = np.arange(9)
    found = suppress(counts, rules, totals=False)
    assert {int(n) for n in counts[found.hidden]} == hidden
    symbol = RULES[rules].symbol
    assert all(found.shown[n] == (symbol if n in hidden else n) for n in counts)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([14, 9, 22], [14, 9, 22, 45]),
        ([0, 9, 22], [0, 9, 22, 31]),
        ([3, 14, 9, 22], ["c", 14, "c", 22, 48]),  # the next smallest goes too
        ([3, 0, 9, 22], ["c", 0, "c", 22, 34]),  # a 0 protects nothing
        ([3, 4, 22], ["c", "c", 22, 29]),  # two are enough: 7 is 2 + 5, 3 + 4, ...
        ([1, 1, 22, 30], ["c", "c", "c", 30, 54]),  # 2 is only 1 + 1
        ([5, 5, 22, 30], ["c", "c", "c", 30, 62]),  # 10 of two small counts is only 5 + 5
        ([1, 6, 30], ["c", 6, "c", 37]),  # 7 of a small and a larger one is only 1 + 6
        ([2, 0, 0], ["c", 0, 0, "c"]),  # the total gives it back
        ([3, 2], ["c", "c", "c"]),
        ([40, 0, 2], ["c", 0, "c", 42]),
    ],
)
def test_secondary_suppression(counts, shown):
    assert suppress(counts, "DfE 2020").shown.tolist() == shown


def test_national_figures_are_rounded_and_still_suppressed():
    found = suppress([3, 14, 9, 22, 125], "DfE 2020", national=True)
    assert found.shown.tolist() == ["c", 10, "c", 20, 130, 170]
    assert suppress([12, 14], "DCSF 2008", national=True).shown.tolist() == [12, 14, 26]


def test_percentages_rates_and_limits_go_with_their_counts():
    found = suppress([3, 14, 9, 22])
    assert found.apply([6.2, 29.2, 18.8, 45.8]).tolist() == ["c", 29.2, "c", 45.8]
    assert found.apply([6.2, 29.2, 18.8, 45.8, 100.0]).tolist() == ["c", 29.2, "c", 45.8, 100.0]
    areas = pd.Series([3, 14, 9, 22], index=list("abcd"))
    shares = suppress(areas).apply(areas / 48)
    assert shares["a"] == "c" and shares["b"] == 14 / 48
    with pytest.raises(ValueError, match="do not fit"):
        found.apply([1, 2])


def test_tables_keep_their_labels():
    table = pd.DataFrame({"boys": [3, 20, 40], "girls": [14, 30, 50]}, index=["A", "B", "C"])
    found = suppress(table)
    assert list(found.shown.index) == ["A", "B", "C", "Total"]
    assert list(found.shown.columns) == ["boys", "girls", "Total"]
    assert found.shown.loc["A", "boys"] == "c" and found.shown.loc["Total", "Total"] == 157
    assert found.primary.to_numpy().sum() == 1
    assert found.hidden.to_numpy().sum() == 4, "a square of four protects one"
    assert found.apply(table / 157).loc["A", "boys"] == "c"
    series = suppress(pd.Series([3, 9, 20], index=["a", "b", "c"]))
    assert series.shown.to_dict() == {"a": "c", "b": "c", "c": 20, "Total": 32}


def test_what_is_refused():
    with pytest.raises(ValueError) as caught:
        suppress([3, None, -2, 1.5])
    message = str(caught.value)
    assert "the count is missing: row 1" in message
    assert "the count is below 0: row 2 (-2)" in message
    assert "the count is not a whole number: row 3 (1.5)" in message
    with pytest.raises(ValueError, match="write one of: DCSF 2008, DfE 2020, ONS conceptions"):
        suppress([1, 2], "GDPR")
    with pytest.raises(ValueError, match="not empty"):
        suppress([])


def sums(table):
    """A table of parts with all its totals, by NumPy alone."""
    for axis in range(table.ndim):
        table = np.concatenate([table, table.sum(axis=axis, keepdims=True)], axis=axis)
    return table


def what_fits(found, parts_shape, cap):
    """Every table of whole numbers with the parts and sums that are shown, by trying them all."""
    parts_hidden = found.hidden[tuple(slice(0, n) for n in parts_shape)]
    places = list(zip(*np.nonzero(parts_hidden), strict=True))
    table = np.zeros(parts_shape, dtype=int)
    for place in np.ndindex(*parts_shape):
        if not parts_hidden[place]:
            table[place] = found.shown[place]
    shown = ~found.hidden
    fitting = []
    for values in itertools.product(range(cap + 1), repeat=len(places)):
        for place, value in zip(places, values, strict=True):
            table[place] = value
        whole = sums(table)
        if all(
            whole[place] == found.shown[place] for place in zip(*np.nonzero(shown), strict=True)
        ):
            fitting.append(whole.copy())
    return fitting


def knows_the_rules(tables, found, rule):
    """The tables left to a reader who knows which parts are small and which are not."""
    inner = tuple(slice(0, -1) for _ in found.hidden.shape)
    small, other = found.primary[inner], (found.hidden & ~found.primary)[inner]
    return [
        table
        for table in tables
        if np.all((table[inner][small] >= rule.lowest) & (table[inner][small] <= rule.highest))
        and np.all(table[inner][other] > rule.highest)
    ]


def nothing_can_be_worked_out(parts, rules):
    found = suppress(parts, rules)
    truth = sums(parts)
    assert not any(
        RULES[rules].lowest <= value <= RULES[rules].highest for value in found.shown[~found.hidden]
    )
    assert np.array_equal(found.shown[~found.hidden].astype(int), truth[~found.hidden])
    tables = what_fits(found, parts.shape, cap=int(parts.max()) + 4)
    for readers_tables in (tables, knows_the_rules(tables, found, RULES[rules])):
        assert any(np.array_equal(table, truth) for table in readers_tables)
        for place in zip(*np.nonzero(found.primary), strict=True):
            assert len({int(table[place]) for table in readers_tables}) > 1, (parts, place)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.sampled_from(sorted(RULES)))
def test_a_list_cannot_be_worked_out_from_what_remains(counts, rules):
    nothing_can_be_worked_out(np.array(counts), rules)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=4, max_size=4), st.sampled_from(sorted(RULES)))
def test_a_table_cannot_be_worked_out_from_what_remains(counts, rules):
    nothing_can_be_worked_out(np.array(counts).reshape(2, 2), rules)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=12, max_size=12), st.sampled_from(sorted(RULES)))
def test_no_hidden_part_of_a_larger_table_is_fixed_by_its_equations(counts, rules):
    """By linear algebra: a hidden small cell is never the only unknown of any sum of sums."""
    found = suppress(np.array(counts).reshape(3, 4), rules)
    shape = found.hidden.shape
    cells = np.arange(found.hidden.size).reshape(shape)
    hidden = np.flatnonzero(found.hidden)
    if not hidden.size:
        return
    rows = []
    for line in (*cells, *cells.T):
        row = np.zeros(found.hidden.size)
        row[line] = [1] * (len(line) - 1) + [-1]
        rows.append(row[hidden])
    matrix = np.array(rows)
    rank = np.linalg.matrix_rank(matrix)
    for place, cell in enumerate(hidden):
        if found.primary.ravel()[cell]:
            unit = np.zeros(hidden.size)
            unit[place] = 1
            assert np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank + 1
