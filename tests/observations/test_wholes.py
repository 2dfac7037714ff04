"""England and regions held against the areas that they are made of."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.ground.findings import Finding
from cypt_analysis.known import Known
from cypt_analysis.observations.wholes import _Beside, _is_outside
from tests.examples import up_to
from tests.judgement import small

QUARTER = "2025-26-Q4"
REGIONS = (
    "North East", "North West", "Yorkshire and The Humber", "East Midlands", "West Midlands",
    "East of England", "London", "South East", "South West",
)  # fmt: skip
# First-time entrants to the youth justice system per 100,000 aged 10 to 17, 2024, as the Local
# Authority Interactive Tool of the Department for Education has them (table of November 2025).
ENTRANTS = dict(zip(REGIONS, (181, 168, 153, 98, 141, 122, 157, 117, 121), strict=True))
RATE = 'kind = "rate"\nvalue = "value"\nmultiplier = 100000\nunit = "per 100,000"'
FOUND = ("whole_outside_parts", "whole_unlike_parts")


def _built(root: Path, measure: str, rows: list[tuple[object, ...]], period: str = "2024") -> Known:
    """What is known of a project whose one file has rows of an area and its cells."""
    small.catalogue(root, children=measure)
    lines = ["area,period,value,part,whole", *(_line(period, *each) for each in rows)]
    return small.one_drop(
        root, QUARTER, {"children.csv": "\n".join(lines)}, authority='"Leeds"', code='"E08000035"',
        neighbour_set='"england/2025"', neighbours=None, regions='["Yorkshire and The Humber", "England"]',
    )  # fmt: skip


def _line(period: str, area: str, value: object = "", part: object = "", whole: object = "") -> str:
    return f"{area},{period},{value},{part},{whole}"


def _told(known: Known) -> list[Finding]:
    return [each for each in known.findings if each.rule in FOUND]


def test_a_national_rate_that_is_the_sum_of_its_regions_is_told_and_left_out(
    tmp_path: Path,
) -> None:
    rows = [*ENTRANTS.items(), ("Leeds", 186), ("England", 1258)]
    known = _built(tmp_path, RATE, rows)
    (found,) = _told(known)
    assert (found.row, found.severity) == (12, "review")
    assert found.found == (
        "The children of England in 2024 is 1258, but those of its 9 regions lie between 98 and "
        "181. It is near their sum, 1258."
    )
    assert "England" not in set(known.observations["area"])
    assert "children.2024.gap_to_england" not in set(known.facts.table["fact"])


def test_a_national_rate_within_its_regions_stays(tmp_path: Path) -> None:
    known = _built(tmp_path, RATE, [*ENTRANTS.items(), ("Leeds", 186), ("England", 140)])
    assert _told(known) == []
    assert "England" in set(known.observations["area"])


def test_a_part_that_is_not_published_may_be_the_one_beyond(tmp_path: Path) -> None:
    known_of = {name: value for name, value in ENTRANTS.items() if name != "London"}
    assert (
        _told(_built(tmp_path, RATE, [*known_of.items(), ("Leeds", 186), ("England", 190)])) == []
    )


def test_a_region_is_held_against_its_authorities(tmp_path: Path) -> None:
    # All 15 authorities of Yorkshire and The Humber at the end of 2024.
    councils = (
        "Barnsley", "Bradford", "Calderdale", "Doncaster", "East Riding of Yorkshire",
        "Kingston upon Hull", "Kirklees", "Leeds", "North East Lincolnshire", "North Lincolnshire",
        "North Yorkshire", "Rotherham", "Sheffield", "Wakefield", "York",
    )  # fmt: skip
    rows = [(each, 60 + place) for place, each in enumerate(councils)]
    (found,) = _told(_built(tmp_path, RATE, [*rows, ("Yorkshire and The Humber", 80)]))
    assert "its 15 authorities lie between 60 and 74" in found.found


def test_a_count_unlike_the_sum_of_its_regions_is_told_and_stays(tmp_path: Path) -> None:
    counts = [(each, 101 + place) for place, each in enumerate(REGIONS)]
    known = _built(tmp_path, small.STOCK, [*counts, ("Leeds", 7), ("England", 845)])
    (found,) = _told(known)
    assert found.found.endswith("England in 2024 is 845, but its 9 regions add up to 945.")
    assert "England" in set(known.observations["area"])


def test_counts_rounded_to_tens_need_not_add_up(tmp_path: Path) -> None:
    counts = [(each, 100 + 10 * place) for place, each in enumerate(REGIONS)]
    assert _told(_built(tmp_path, small.STOCK, [*counts, ("Leeds", 7), ("England", 1290)])) == []


def test_the_denominator_of_a_share_is_held_too(tmp_path: Path) -> None:
    shares = [(each, "", 25, 101) for each in REGIONS]
    (found,) = _told(_built(tmp_path, small.SHARE, [*shares, ("England", "", 250, 1010)]))
    assert "(the denominator) is 1010, but its 9 regions add up to 909" in found.found


@up_to(10)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(500, 9000)), min_size=9, max_size=9))
def test_what_is_worked_out_from_its_parts_is_never_outside_them(
    parts: list[tuple[int, int]],
) -> None:
    """The rate of all together is a mean of the parts' rates, whatever it is rounded to."""
    rates = [round(100 * top / bottom, 1) for top, bottom in parts]
    whole = round(100 * sum(t for t, _ in parts) / sum(b for _, b in parts), 1)
    places = pd.Series(range(9)).to_numpy()
    beside = _Beside(9, places, "regions", complete=True)
    assert not _is_outside(beside, whole, pd.Series(rates).to_numpy())


@pytest.mark.parametrize("beyond", [-0.2, 0.2])
def test_what_lies_beyond_the_last_place_is_outside(beyond: float) -> None:
    values = pd.Series([9.1] * 9).to_numpy()
    beside = _Beside(9, pd.Series(range(9)).to_numpy(), "regions", complete=True)
    assert _is_outside(beside, 9.1 + beyond, values)
    assert not _is_outside(beside, 9.1 + beyond / 2, values)
