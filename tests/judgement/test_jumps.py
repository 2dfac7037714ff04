"""A figure many times all others of its series is asked about before it is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.processed.build import to_confirm
from cypt_analysis.processed.reader import DropReader
from tests.judgement.test_repeated import NOW, Q1, Q2, Q3, _project, _rows

_BEFORE = f"{_rows('2026-27-Q1', Q1)}\n{_rows('2026-27-Q2', Q2)}\n{_rows('2025-26-Q4', Q3)}"


@pytest.mark.parametrize(
    ("than", "said"),
    [
        (660, "children of 'than' is 660 in October to December 2026, about ten times what it is "
              "else: the others of its series lie between 50 and 66."),
        (5, "children of 'than' is 5 in October to December 2026, about a tenth of what it is "
            "else: the others of its series lie between 50 and 66."),
        (150, ""),
    ],
    ids=["ten times", "a tenth", "more than twice"],
)  # fmt: skip
def test_a_slipped_digit_waits_for_a_name(tmp_path: Path, than: int, said: str) -> None:
    now = {**Q3, "Ash": (23, 30), "Can": (39, 44), "Maid": (35, 49), "Than": (than, 900)}
    asked = to_confirm(DropReader(_project(tmp_path, _rows(str(NOW), now), _BEFORE)), NOW)
    assert [each.text for each in asked if "'than'" in each.text and "children" in each.text] == (
        [said] if said else []
    )


def test_few_are_no_slip(tmp_path: Path) -> None:
    """Four children were six before: of so few, chance does much."""
    now = {**Q3, "Ash": (23, 30), "Can": (39, 44), "Dov": (19, 19), "Maid": (35, 49)}
    asked = to_confirm(DropReader(_project(tmp_path, _rows(str(NOW), now), _BEFORE)), NOW)
    assert not [each for each in asked if "children of 'dov'" in each.text]
