"""One figure that stands in two rows of a drop."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from cypt_analysis.ground.findings import Finding
from cypt_analysis.observations.repeats import without_repeats

INFO: Any = SimpleNamespace(authority="Leeds")


def _kept(area: str, *days: str) -> tuple[pd.DataFrame, list[Finding]]:
    rows = pd.DataFrame(
        {
            "id": ["neet.2024", "neet.2024", "neet.2023"], "area": area, "file": "neet.csv",
            "row": [5, 9, 4], "taken": pd.to_datetime([*(days or (None, None)), None]),
            "numerator": np.nan, "denominator": np.nan, "value": [4.0, 6.0, 5.0],
            "published": [4.0, 6.0, 5.0],
        }
    )  # fmt: skip
    findings: list[Finding] = []
    again = rows["id"].duplicated(keep=False)
    return without_repeats(rows, again, INFO, findings), findings


def test_the_row_that_was_taken_later_counts() -> None:
    rows, [told] = _kept("Leeds", "2024-01-05", "2024-02-05")
    assert (rows["value"].tolist(), told.severity, told.row) == ([6, 5], "review", 9)
    assert told.advice == "Row 9 was taken later and counts. Keep one."


def test_of_the_authority_it_is_an_error_where_no_day_tells() -> None:
    _, [told] = _kept("Leeds")
    assert (told.severity, told.found) == ("error", "Rows 5 and 9 both give neet.2024.")


def test_of_another_area_neither_counts() -> None:
    rows, [told] = _kept("Sheffield")
    assert told.severity == "review"
    np.testing.assert_equal(rows["value"].tolist(), [np.nan, 5])
