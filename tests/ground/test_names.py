"""A suggestion never names another place, however alike it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.ground.near_names import nearest_name

KNOWN = [
    "Kingston upon Hull, City of", "Bristol", "Northampton", "Nottingham", "North Lincolnshire",
    "North East Lincolnshire", "Telford and Wrekin", "Reading", "East Sussex", "London", "England",
    "Primary and secondary", "Year 6", "St Mary's School",
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Bristol, City of", "Bristol"),
        ("bristol", "Bristol"),
        ("Bristol UA", "Bristol"),
        ("Readng", "Reading"),
        ("Raeding", "Reading"),
        ("Reading Borough Council", "Reading"),
        ("Wrekin and Telford", "Telford and Wrekin"),
        ("Telford & Wrekin", "Telford and Wrekin"),
        ("City of Kingston upon Hull", "Kingston upon Hull, City of"),
        ("North Lincolnshire Council", "North Lincolnshire"),
        ("Primary & secondary", "Primary and secondary"),
        ("St Mary’s School", "St Mary's School"),
        ("Southampton", None),
        ("Nottinghamshire", None),
        ("Kingston upon Thames", None),
        ("Kingston", None),
        ("North Yorkshire", None),
        ("West Sussex", None),
        ("City of London", None),
        ("Year 11", None),
        ("Year 8", None),
        ("", None),
    ],
)
def test_the_name_that_is_meant_or_none(written: str, meant: str | None) -> None:
    assert nearest_name(written, KNOWN) == meant


def test_of_two_that_may_be_meant_neither_is_named() -> None:
    assert nearest_name("Leedz", ["Leeds", "Leedy"]) is None


AREAS = [
    "Barnsley", "Birmingham", "Bolton", "Bradford", "Bury", "Calderdale", "Cheshire East",
    "Cheshire West and Chester", "Derby", "Derbyshire", "Durham", "East Riding of Yorkshire",
    "Gateshead", "Herefordshire, County of", "Hertfordshire", "Kirklees", "Lancashire", "Leicester",
    "Leicestershire", "North Somerset", "North Tyneside", "North Yorkshire", "Northumberland",
    "Oxfordshire", "Rotherham", "Somerset", "South Gloucestershire", "South Tyneside",
    "Southend-on-Sea", "Staffordshire", "Stockport", "Stockton-on-Tees", "Stoke-on-Trent",
    "Sunderland", "Wakefield", "Warrington", "Warwickshire", "West Berkshire", "Wigan", "Wirral",
    "Worcestershire", "York",
]  # fmt: skip


@given(st.sampled_from(AREAS), st.data())
def test_no_area_is_ever_suggested_for_another(written: str, data: st.DataObject) -> None:
    others = [each for each in AREAS if each != written]
    named = data.draw(st.lists(st.sampled_from(others), unique=True))
    assert nearest_name(written, named) is None
