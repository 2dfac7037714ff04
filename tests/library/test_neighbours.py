"""Statistical neighbours: ten of each authority, all of them in the register."""

from __future__ import annotations

from datetime import date

import pytest

from cypt_analysis.ground.findings import UserError
from cypt_analysis.library.areas import authorities, find_area
from cypt_analysis.library.neighbours import (
    neighbour_set,
    neighbours_of,
    set_in_force,
)


@pytest.mark.parametrize("year", [2021, 2025])
def test_each_authority_has_ten_other_neighbours(year: int) -> None:
    for code, found in neighbour_set(year).members.items():
        codes = [each.area.code for each in found]
        assert len(set(codes)) == 10 and code not in codes, (year, code)
        assert [each.rank for each in found] == list(range(1, 11))
        assert {each.closeness for each in found} <= {
            "extremely close", "very close", "close", "somewhat close", "not close",
        }  # fmt: skip


def test_the_set_of_2025_is_of_every_authority_then() -> None:
    there = {each.code for each in authorities(date(2025, 5, 1))}
    assert set(neighbour_set(2025).members) == there
    # Cumbria's successors came after the set of 2021; it names what was there before 2021 too.
    assert there - set(neighbour_set(2021).members) == {"942", "943"}
    gone = set(neighbour_set(2021).members) - there
    assert gone == {"835", "836", "837", "909", "928"}


def test_neighbours_as_the_departments_tool_lists_them() -> None:
    found = [[each.area.name for each in neighbours_of(find_area("846"), y)] for y in (2021, 2025)]
    assert found[0] == [
        "Reading", "Bristol, City of", "Bath and North East Somerset",
        "Bournemouth, Christchurch and Poole", "Southend-on-Sea", "Portsmouth", "Leeds",
        "Sheffield", "York", "East Sussex",
    ]  # fmt: skip
    assert found[1][:2] == ["Bristol, City of", "Southend-on-Sea"]


def test_the_set_in_force_is_the_newest_that_was_out() -> None:
    assert [set_in_force(day).year for day in (date(2021, 4, 1), date(2025, 4, 30))] == [2021, 2021]
    assert set_in_force(date(2025, 5, 1)).year == 2025
    with pytest.raises(UserError, match="from before Statistical neighbours, April 2021"):
        set_in_force(date(2009, 9, 30))


def test_what_is_not_there_is_said_with_what_is() -> None:
    with pytest.raises(UserError, match="no statistical neighbours of 2023: the library has 2021"):
        neighbour_set(2023)
    with pytest.raises(UserError, match=r"Cumberland \(942\) has no .* 2021. It has some in 2025"):
        neighbours_of(find_area("Cumberland"), 2021)
    with pytest.raises(UserError, match=r"Name its own in drop\.toml"):
        neighbours_of(find_area("England"), 2025)


def test_each_set_says_who_published_it_and_when() -> None:
    sets = [neighbour_set(year) for year in (2021, 2025)]
    assert [each.published.year for each in sets] == [2021, 2025]
    assert all(each.publisher and each.title for each in sets)
