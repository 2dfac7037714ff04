"""What the library holds is what its scripts make of the tables as published.

The tables themselves are no part of the project: these tests run where ``CYPT_PUBLIC_DATA`` names a
folder of them.
"""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from cypt_analysis.library.areas import find_area
from cypt_analysis.library.entries import indicators, sources
from cypt_analysis.library.figures import figures_of, published
from cypt_analysis.library.files import FOLDER
from tests.library.made.areas import register
from tests.library.made.figures import as_published, kept, rows_of
from tests.library.made.neighbours import TABLES, read_set

PUBLIC = Path(os.environ.get("CYPT_PUBLIC_DATA", "/nowhere"))
pytestmark = pytest.mark.skipif(not PUBLIC.is_dir(), reason="CYPT_PUBLIC_DATA names no folder")


def _read(name: str) -> list[dict[str, str]]:
    with (PUBLIC / "england" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_register_is_what_its_script_makes() -> None:
    assert (FOLDER / "areas.toml").read_text(encoding="utf-8") == register(PUBLIC)


@pytest.mark.parametrize("year", list(TABLES))
def test_the_neighbours_are_what_their_script_reads(year: str) -> None:
    with (FOLDER / "neighbours.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if line[0] != "#"))
    found: dict[str, list] = {}
    for row in rows:
        if row["set"] == year:
            found.setdefault(row["area"], []).append((row["neighbour"], row["closeness"]))
    assert found == read_set(PUBLIC, year)


@pytest.mark.parametrize("name", sorted(published()))
def test_the_figures_are_what_their_script_transcribes(name: str) -> None:
    made = kept(as_published(rows_of(PUBLIC, name), name), sources()[name]["keys"])
    rows = figures_of(name)
    assert [{key: row.get(key, "") for key in rows[0]} for row in made] == rows


def test_every_spelling_of_three_publishers_is_of_one_area() -> None:
    for row in _read("area_names_codes.csv"):
        area = find_area(row["old_la_code"])
        assert find_area(row["new_la_code"]) == area
        day = area.last or date(2025, 3, 31)
        names = [*row["ees_names"].split("|"), row["lait_name"], row["fingertips_name"]]
        assert {find_area(name, day) for name in names if name} == {area}, row


def test_every_indicator_that_boards_see_is_there_with_its_polarity() -> None:
    listed = {row["id"]: row["polarity"] for row in _read("indicators.csv")}
    assert {name: entry["measure"][0]["polarity"] for name, entry in indicators().items()} == listed
