"""The register of areas: facts known elsewhere, and what must hold of all of them."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from datetime import date
from itertools import pairwise

import pytest

from cypt_analysis.ground.findings import UserError
from cypt_analysis.library import register
from cypt_analysis.library.areas import (
    AmbiguousArea,
    UnknownArea,
    authorities,
    every_area,
    find_area,
    find_authority,
    region_of,
    standing_for,
)
from cypt_analysis.library.register import AreaKind

TODAY = date(2025, 9, 30)
# Days on each side of every change that the register knows.
DAYS = [
    date(2009, 3, 31), date(2009, 4, 1), date(2013, 4, 1), date(2019, 3, 31), date(2019, 4, 1),
    date(2020, 4, 1), date(2021, 3, 31), date(2021, 4, 1), date(2023, 3, 31), date(2023, 4, 1),
    date(2025, 4, 1), TODAY,
]  # fmt: skip
EVERY = every_area()


def names(found: list[register.Area]) -> list[str]:
    return [each.name for each in found]


@pytest.mark.parametrize(
    ("day", "number"),
    # 150 authorities ran children's services until 2009; then Bedfordshire and Cheshire were
    # divided, Bournemouth and Poole joined, Northamptonshire and Cumbria divided.
    [
        (date(2009, 3, 31), 150), (date(2009, 4, 1), 152), (date(2019, 3, 31), 152),
        (date(2019, 4, 1), 151), (date(2021, 4, 1), 152), (date(2023, 4, 1), 153), (TODAY, 153),
    ],
)  # fmt: skip
def test_there_were_as_many_authorities_as_the_department_counted(day: date, number: int) -> None:
    assert len(authorities(day)) == number


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("383", "383"), ("E08000035", "383"), ("e08000035 ", "383"), ("Leeds", "383"),
        (" LEEDS", "383"), ("Leeds City Council", "383"), ("805.0", "805"), ("420.00", "420"),
        ("Bristol", "801"), ("Bristol, City of", "801"), ("Bristol City of", "801"),
        ("Herefordshire", "884"), ("Herefordshire, County of", "884"),
        ("Kingston Upon Hull, City of", "810"), ("Kingston upon Hull‚ City of", "810"),
        ("St. Helens", "342"), ("St Helens", "342"), ("Southend on Sea", "882"),
        ("Isles Of Scilly", "420"), ("Durham", "840"), ("County Durham", "840"),
        ("Bedford Borough", "822"), ("Bedford", "822"), ("Brighton & Hove", "846"),
        ("North Yorkshire UA", "815"), ("Pre-LGR 2019 Poole", "836"), ("Dorset (Pre LG)", "835"),
        ("Bedfordshire (Pre LGR 2009)", "820"), ("Telford & Wrekin", "894"), ("The City of London", "201"), ("Windsor & Maidenhead", "868"),
        ("Newcastle-upon-Tyne City Council", "391"), ("London Borough of Barnet", "302"),
        ("Yorkshire and the Humber", "E12000003"), ("YORKSHIRE AND THE HUMBER", "E12000003"),
        ("EAST", "E12000006"), ("London (Inner)", "E13000001"), ("970", "E92000001"),
        ("989", "E12000008"), ("940 / 941", "940 / 941"), ("E09000012, E09000001", "204 / 201"),
        ("Hull", "810"), ("BCP Council", "839"), ("Saint Helens", "342"),
        ("Bournemouth, Christchurch & Poole", "839"), ("Nottingham City", "892"), ("City of Leeds", "383"),
        ("City of Bristol", "801"), ("Leeds (383)", "383"), ("383 - Leeds", "383"), ("Durham County", "840"),
        ("Bradford¹", "380"), ("Hull [1]", "810"), ("York (2)", "816"), ("Rutland UA", "857"),
        ("E09000021 / E09000027", "314 / 318"), ("Cornwall and Isles of Scilly", "908 / 420"),
    ],
)  # fmt: skip
def test_an_area_is_found_by_whatever_its_publishers_write(written: str, code: str) -> None:
    assert find_area(written).code == code


@pytest.mark.parametrize(
    ("old", "new", "until"),
    [
        ("E08000016", "E08000038", date(2025, 3, 31)), ("E08000019", "E08000039", date(2025, 3, 31)),
        ("E08000020", "E08000037", date(2013, 3, 31)), ("E06000048", "E06000057", date(2013, 3, 31)),
        ("E10000002", "E06000060", date(2020, 3, 31)), ("E10000023", "E06000065", date(2023, 3, 31)),
        ("E10000027", "E06000066", date(2023, 3, 31)), ("E10000010", "E06000047", date(2009, 3, 31)),
    ],
)  # fmt: skip
def test_an_area_with_a_new_code_is_the_same_area(old: str, new: str, until: date) -> None:
    assert find_area(old) == find_area(new)
    area = find_area(old)
    assert area.ons_code(until) == old
    assert area.ons_code(date(until.year, until.month + 1, 1)) == new
    assert area.exists(until) and area.exists(TODAY)
    assert standing_for(area, TODAY) == [area] == standing_for(area, until)


def test_a_divided_area_is_none_of_its_parts() -> None:
    assert find_area("909") != find_area("942") and find_area("E10000009") != find_area("E06000059")


@pytest.mark.parametrize(
    ("code", "day", "then"),
    [
        ("909", TODAY, ["Cumberland", "Westmorland and Furness"]),
        ("909", date(2023, 3, 31), ["Cumbria"]), ("943", date(2023, 3, 31), ["Cumbria"]),
        ("928", TODAY, ["North Northamptonshire", "West Northamptonshire"]),
        ("941", date(2015, 1, 1), ["Northamptonshire"]),
        ("820", TODAY, ["Bedford", "Central Bedfordshire"]), ("895", date(2008, 9, 30), ["Cheshire"]),
        ("875", TODAY, ["Cheshire East", "Cheshire West and Chester"]),
        ("837", TODAY, ["Bournemouth, Christchurch and Poole"]),
        # Christchurch left the county of Dorset.
        ("835", TODAY, ["Dorset", "Bournemouth, Christchurch and Poole"]),
        ("838", date(2019, 3, 31), ["Dorset"]),
        ("839", date(2019, 3, 31), ["Dorset", "Poole", "Bournemouth"]),
        ("846", date(1998, 1, 1), ["Brighton and Hove"]),
    ],
)  # fmt: skip
def test_what_stands_for_an_area_on_another_day(code: str, day: date, then: list[str]) -> None:
    assert names(standing_for(find_area(code), day)) == then


def test_two_areas_of_one_name_are_told_apart_by_the_day_or_asked_about() -> None:
    assert find_area("Dorset", date(2019, 3, 31)).code == "835"
    assert find_area("Dorset", date(2019, 4, 1)).code == "838"
    with pytest.raises(AmbiguousArea) as asked:
        find_area("Dorset")
    assert str(asked.value) == (
        "'Dorset' could be Dorset (835, until 31 March 2019) or Dorset (838, from 1 April 2019). "
        "Which is meant? Write its code."
    )


def test_a_day_does_not_hide_an_area_that_publishers_still_name() -> None:
    """Figures are worked back for new areas, and old areas keep their rows, without a value."""
    assert find_area("North Northamptonshire", date(2013, 3, 31)).code == "940"
    assert find_area("E10000006", TODAY).name == "Cumbria"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Newcastle", ["Newcastle upon Tyne (391)"]),
        ("Kingston", ["Kingston upon Thames (314)", "Kingston upon Hull, City of (810)"]),
        ("Northamptonshire East", ["North Northamptonshire (940, from 1 April 2021)", "(928, until"]),
    ],
)  # fmt: skip
def test_what_is_not_known_lists_areas_of_the_same_telling_word(
    written: str, told: list[str]
) -> None:
    with pytest.raises(UnknownArea) as unknown:
        find_area(written)
    assert all(each in str(unknown.value) for each in told), str(unknown.value)


def test_a_word_of_every_london_borough_lists_the_places_of_that_name() -> None:
    with pytest.raises(UnknownArea) as unknown:
        find_area("London region")
    told = str(unknown.value)
    assert "London (E12000007)" in told and "City of London (201)" in told and "Barnet" not in told


@pytest.mark.parametrize("written", ["Sheffeild", "Bristle", "Lees", "Durhan", "West", "", "of"])
def test_no_nearest_spelling_names_another_council(written: str) -> None:
    with pytest.raises(UnknownArea) as unknown:
        find_area(written)
    assert not re.search(r"\(\d{3}\)|Did you mean|Is it", str(unknown.value))


@pytest.mark.parametrize("written", ["Durham City", "London City", "Christchurch", "York (383)"])
def test_a_place_that_was_another_council_s_is_none_that_is_there(written: str) -> None:
    with pytest.raises(UnknownArea):
        find_area(written)


@pytest.mark.parametrize("code", ["999", "E08000099", "805.5", "80", "E0800003"])
def test_a_code_of_no_area_is_an_error(code: str) -> None:
    with pytest.raises(UnknownArea, match=re.escape(f"'{code}'")):
        find_area(code)


def test_an_authority_must_be_one_and_be_there() -> None:
    assert find_authority("Dorset", TODAY).code == "838"
    for written, day, told in [
        ("Cumbria", TODAY, "now Cumberland (942) or Westmorland and Furness (943)"),
        ("942", date(2020, 1, 1), "then Cumbria (909)"),
        ("North East", TODAY, "is no authority"), ("England", TODAY, "is no authority"),
        ("314 / 318", TODAY, "is no authority"),
    ]:  # fmt: skip
        with pytest.raises(UserError, match=re.escape(told)):
            find_authority(written, day)


def test_every_authority_lies_in_one_of_nine_regions() -> None:
    regions = [each for each in EVERY if each.kind is AreaKind.REGION]
    assert len(regions) == 9
    found = [region_of(each) for each in EVERY if each.kind is AreaKind.AUTHORITY]
    assert {each.name for each in found if each} == set(names(regions)) and None not in found
    assert region_of(find_area("England")) is None
    # 33 of them in London, as everyone knows; City of London in its inner half.
    london = [each for each in authorities(TODAY) if region_of(each) == find_area("London")]
    assert len(london) == 33 and all(each.part_of for each in london)
    assert find_area("City of London").part_of == "E13000001"
    assert names([region_of(find_area(each)) for each in ("846", "373", "921", "908 / 420")]) == [
        "South East", "Yorkshire and The Humber", "South East", "South West",
    ]  # fmt: skip


def test_no_area_and_no_code_is_there_twice() -> None:
    codes = [code for each in EVERY for code in register._codes_of(each)]
    # Regions have one code under two names of a key: their own, and ONS's.
    again = [each.code for each in EVERY if each.code in [ons.code for ons in each.ons]]
    assert sorted(code for code in codes if codes.count(code) > 1) == sorted(again * 2)
    for each in EVERY:
        spans = each.ons
        assert all(
            before.last is not None and before.last < after.first
            for before, after in pairwise(spans)
        ), each
        assert each.kind is AreaKind.JOINED or (spans[-1].last is None) == (each.last is None)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_name_and_code_is_of_one_area_on_each_day(day: date) -> None:
    for each in EVERY:
        for code in register._codes_of(each):
            assert find_area(code, day) == each
        for name in (each.name, *each.also):
            found = find_area(name, day)
            # The two Dorsets share a name, never on one day.
            assert found == each or (found.name == each.name and not each.exists(day))


def test_the_land_of_each_authority_is_somewhere_on_each_day() -> None:
    for day in DAYS:
        there = {each.code for each in authorities(day)}
        reached = set()
        for each in EVERY:
            if each.kind is AreaKind.AUTHORITY:
                standing = {one.code for one in standing_for(each, day)}
                assert standing and standing <= there, (each.code, day)
                reached |= standing
        assert reached == there


def test_a_second_look_up_takes_no_time() -> None:
    find_area("Leeds")
    start = time.process_time()
    for _ in range(1000):
        find_area("Kingston upon Hull, City of")
    assert time.process_time() - start < 0.2


def test_help_does_not_read_the_library() -> None:
    code = (
        "import sys; from cypt_analysis.cli import main\n"
        "try: main(['--help'])\n"
        "finally: print([m for m in sys.modules if 'cypt_analysis.library' in m])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.stdout.splitlines()[-1] == "[]"
