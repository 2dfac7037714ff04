"""A column in which no cell says anything is left out."""

from __future__ import annotations

import pytest

from cypt_analysis.ground.status import Direction
from cypt_analysis.ground.tables import Table, status_tag
from cypt_analysis.pieces.noise import without_noise

COLUMNS = ("Measure", "One", "Two")


@pytest.mark.parametrize(
    ("one", "two", "kept"),
    [
        (("[z]", "[x]"), ("7", "9"), ("Measure", "Two")),
        (("[z]", "9"), ("", ""), ("Measure", "One")),
        ((status_tag(Direction.TOO_FEW),) * 2, ("7", "[x]"), ("Measure", "Two")),
        # That a number is confidential is something to say.
        (("[c]", "[c]"), ("[z]", "[z]"), ("Measure", "One")),
        (("[z]", "[z]"), ("[z]", "[z]"), ("Measure",)),
    ],
)  # fmt: skip
def test_what_says_nothing_goes(one: tuple, two: tuple, kept: tuple) -> None:
    rows = [("[z]", one[0], two[0]), ("[z]", one[1], two[1])]
    table = without_noise(Table("t", "Caption", COLUMNS, rows))
    assert table.columns == kept
    assert all(len(row) == len(kept) for row in table.rows)
