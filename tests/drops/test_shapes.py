"""What must hold of each row, whatever else the row leaves blank."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Source
from cypt_analysis.drops.shapes import check_shape

PLANS = Source.model_validate(
    {
        "id": "plans", "title": "Plans", "producer": "A team", "owner": "A team",
        "keys": ["period"], "totals": [{"total": "all", "parts": ["first", "second"]}],
        "columns": {
            "period": {"type": "period"},
            "all": {"type": "count"},
            "first": {"type": "count", "part_of": "all"},
            "second": {"type": "count"},
            "share": {"type": "percent", "blank": True},
            "taken": {"type": "date", "blank": True},
        },
    }
)  # fmt: skip


def _table(*rows: tuple) -> pd.DataFrame:
    columns = ["period", "all", "first", "second", "share", "taken"]
    table = pd.DataFrame(rows, columns=columns, index=range(2, 2 + len(rows)))
    return table.astype(dict.fromkeys(columns[1:5], float))


def _found(*rows: tuple) -> list[tuple[int | None, str]]:
    return [(each.row, each.rule) for each in check_shape(_table(*rows), PLANS, (), "plans.csv")]


def test_a_blank_cell_elsewhere_hides_no_fault_of_the_row() -> None:
    nothing = pd.NaT
    assert _found(
        ("2009-10-Q1", 10, 12, 1, np.nan, nothing),
        ("2009-10-Q2", 10, 4, 5, np.nan, nothing),
        ("2009-10-Q2", 10, 4, 6, np.nan, nothing),
    ) == [(4, "unique"), (2, "part"), (3, "total")]


def test_what_is_blank_itself_is_not_held_against_anything() -> None:
    assert _found(("2009-10-Q1", np.nan, 12, 1, 101, pd.NaT)) == [(2, "range")]
    assert _found(("2009-10-Q1", 10, 4, np.nan, np.nan, pd.NaT)) == []


def test_a_cell_is_blamed_once_by_the_rule_that_explains_most() -> None:
    """A part above its whole does not add up either, and a negative one is out of its range."""
    assert _found(("2009-10-Q1", 10, 12, 1, 50, pd.NaT)) == [(2, "part")]
    assert _found(("2009-10-Q1", -1, 12, 1, 50, pd.NaT)) == [(2, "range")]
