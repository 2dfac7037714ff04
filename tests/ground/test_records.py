"""Rows as values by column are those that pandas itself gives, of every kind of column."""

from __future__ import annotations

import pandas as pd
import pytest

from cypt_analysis.ground.records import dicts_of

TABLE = pd.DataFrame(
    {
        "text": pd.array(["Leeds", None], dtype="str"),
        "number": [1.5, float("nan")],
        "count": [3, 4],
        "tested": pd.array([True, None], dtype="boolean"),
        "assumed": [True, False],
        "end": pd.to_datetime(["2009-09-30", None]),
        "inputs": [("a", "b"), ()],
    }
)


@pytest.mark.parametrize("columns", [list(TABLE), ["end"], ["tested"], ["count", "assumed"], []])
def test_rows_are_those_of_pandas(columns: list[str]) -> None:
    table = TABLE[columns]
    ours, theirs = dicts_of(table), table.to_dict("records")
    assert repr(ours) == repr(theirs)
    assert [[type(cell) for cell in row.values()] for row in ours] == [
        [type(cell) for cell in row.values()] for row in theirs
    ]


def test_a_table_without_rows_has_none() -> None:
    assert dicts_of(TABLE.head(0)) == []
