"""What a place gives back of a hidden figure, and what belongs to another one."""

from __future__ import annotations

import pytest

from cypt_analysis.gate import leaks
from cypt_analysis.gate.files import Record

# York's 192 of 193 in the year to March 2022 is hidden; 13 of 15 of another place is not.
SECRET = leaks._Secret(
    id="reviews.2022.york",
    indicator="reviews",
    anchor="reviews",
    label="Plans reviewed in time",
    area="York",
    elsewhere=frozenset({"Leeds", "Northmere"}),
    periods=("2022", "31 March 2022"),
    small=frozenset({"192", "1", "99.5"}),
    telling=frozenset({"99.48186528"}),
    phrase="192 of 193",
    by_right=frozenset({"167 of 192", "13 of 15"}),
)
ROW = ("Plans reviewed in time", "31 March 2022")


def _gives(record: Record) -> bool:
    return bool(list(leaks._given(record, [SECRET], {"reviews": frozenset({"14"})})))


@pytest.mark.parametrize(
    "record",
    [
        Record("data.csv", "99.48186528 of them"),
        Record("report.html", "of 193, or 192 of 193, were"),
        Record("report.html", "York: 99.5%", "reviews"),
        Record("data.xlsx", "", cells=(*ROW, "York", "192")),
        Record("data.csv", "", cells=("reviews.2022.york", "a", "b", "192", "file", "7", "now")),
    ],
    ids=["exact", "so many of so many", "in its block", "in its row", "by its name"],
)
def test_a_number_is_found_where_it_can_be_taken_for_the_hidden_one(record: Record) -> None:
    record = Record(
        record.file, record.text or " | ".join(record.cells), record.anchor, record.cells
    )
    assert _gives(record)


@pytest.mark.parametrize(
    "record",
    [
        Record("data.xlsx", "", cells=(*ROW, "Leeds", "192")),
        Record("data.xlsx", "", cells=(*ROW, "192")),
        Record("report.html", "167 of 192", "reviews"),
        Record("report.html", "14 children", "reviews"),
        Record("report.html", "1921 of 193", "other"),
        Record("report.html", "place 1 of 193, where 1 is the best (highest)", "reviews"),
    ],
    ids=[
        "another area's row",
        "the authority's row",
        "so many of others",
        "another figure",
        "part",
        "a place",
    ],
)
def test_what_others_print_by_right_gives_nothing_back(record: Record) -> None:
    record = Record(
        record.file, record.text or " | ".join(record.cells), record.anchor, record.cells
    )
    assert not _gives(record)
