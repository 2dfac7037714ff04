"""Units of people, and units of none."""

from __future__ import annotations

import pytest

from cypt_analysis.library.people import counts_none


@pytest.mark.parametrize(
    ("unit", "none"),
    [
        ("exclusions", False), ("referrals", False), ("UASC", False), ("suicides", False),
        ("service users", False), ("", False), ("plans", False), ("adopters", False),
        ("schools", True), ("children's centres", True), ("visits per month", True), ("%", True),
        ("whole-time equivalent", True), ("authorities", True), ("rank", True), ("years", True),
    ],
)  # fmt: skip
def test_a_unit_that_is_not_known_to_be_of_things_may_be_of_people(unit: str, none: bool) -> None:
    assert counts_none(unit) is none
