"""What the library holds is what its scripts make of the tables as published.

The tables themselves are no part of the project: these tests run where ``CYPT_PUBLIC_DATA`` names a
folder of them.
"""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cypt_analysis.catalogue.reads import Covers, Reads, Series, Shape
from cypt_analysis.catalogue.sources import Column
from cypt_analysis.library.areas import find_area
from cypt_analysis.library.entries import indicators, sources
from cypt_analysis.library.figures import figures_of, published
from cypt_analysis.library.files import FOLDER
from cypt_analysis.library.national import publication_of
from cypt_analysis.readers.files import read_file
from tests.library.made.areas import register
from tests.library.made.figures import FIRST_YEAR, kept, rows_of, source_of
from tests.library.made.neighbours import TABLES, read_set
from tests.library.made.reproduce import (
    ACROSS,
    FORMULAS,
    NEET,
    as_listed,
    exact,
    off_across,
    off_by,
    off_sum,
)

PUBLIC = Path(os.environ.get("CYPT_PUBLIC_DATA", "/nowhere"))
# One place after the point, and what floating point leaves.
_TENTH = 0.1 + 1e-9
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
    source = sources()[name]
    first = 0 if source.get("role") == "joined" else FIRST_YEAR
    made = kept(rows_of(PUBLIC, name), source["keys"], first)
    rows = figures_of(name)
    assert [{key: row.get(key, "") for key in rows[0]} for row in made] == rows


TWICE = [
    name for name, entry in indicators().items()
    if publication_of(name).series and entry["measure"][0]["source"] != "benchmarks"
]  # fmt: skip


def _worked_out(measure: dict) -> pd.Series:
    """A measure's values by area and period, as a report works them out."""
    table = pd.DataFrame(figures_of(measure["source"]))
    table.index = pd.MultiIndex.from_frame(table[["area", "period"]])
    given = measure.get("value")
    value = pd.to_numeric(table[given], errors="coerce") if given else pd.Series(index=table.index)
    if "numerator" not in measure:
        return value.dropna()
    part, whole = (
        pd.to_numeric(table[measure[each]], errors="coerce")
        for each in ("numerator", "denominator")
    )
    return (part / whole * measure.get("multiplier", 100)).fillna(value).dropna()


def _in_the_table(series: str, source: str) -> pd.Series:
    """A series of the national benchmarking table, its years read as those of another source are."""
    of = source_of(source)
    covers = of.reads[0].year_covers
    years = (
        covers
        or {"academic_year": Covers.ACADEMIC_YEAR, "calendar_year": Covers.CALENDAR_YEAR}[
            of.columns["period"].kinds[0]
        ]
    )
    reads = Reads(
        shape=Shape.LAIT, series={"it": Series(theirs=series, covers=years)},
        columns={"value": ("Values",)},
    )  # fmt: skip
    benchmarks = source_of("benchmarks")
    period = Column(type="period", kinds=(*benchmarks.columns["period"].kinds, "months"))
    table = read_file(
        PUBLIC / "lait" / "bds_long_0.parquet",
        benchmarks.model_copy(
            update={"reads": (reads,), "columns": {**benchmarks.columns, "period": period}}
        ),
    ).cells
    table = table[~table["value"].isin(["[x]"])]
    codes = {text: find_area(text, date(2025, 3, 31)).code for text in table["area"].unique()}
    values = pd.Series(table["value"].astype(object).astype(float).to_numpy())
    values.index = pd.MultiIndex.from_arrays([table["area"].map(codes), table["period"]])
    return values


@pytest.mark.parametrize("name", TWICE)
def test_a_figure_that_is_published_twice_is_the_same(name: str) -> None:
    """Children's statistics and the national benchmarking table: 24 series, no authority differs.

    That the rates agree says that each rests on the population that its publisher took.
    """
    [measure, *_] = indicators()[name]["measure"]
    other = _in_the_table(publication_of(name).series, measure["source"])
    mine = _worked_out(measure)
    both = [each for each in mine.index.intersection(other.index) if not each[0].startswith("E")]
    assert len(both) > 700
    assert ((mine[both] - other[both]).abs() <= 0.51 * 10 ** -measure["decimals"]).all()


def test_formulas_hold_as_often_as_is_listed() -> None:
    """And where the list differs from rounding, it is known for which figures.

    Four published rates are just over half a unit off their counts, by rounded inputs, which the
    list takes for matches; three that are half a unit off it does not.
    """
    listed = {row["test"]: row for row in _read("formula_reproduction.csv")}
    lenient, strict = set(), set()
    for name in FORMULAS:
        gaps = off_by(PUBLIC, name)
        assert as_listed(gaps, name).sum() == int(listed[name]["matches"]), name
        assert len(gaps) == int(listed[name]["testable"]), name
        lenient |= set(gaps.index[as_listed(gaps, name) & ~exact(gaps, name)])
        strict |= set(gaps.index[exact(gaps, name) & ~as_listed(gaps, name)])
    assert lenient == {
        ("E08000001", "2023-24-FY"), ("E09000017", "2022-23-FY"), ("E09000019", "2020-21-FY"),
        ("E06000044", "2022-23-FY"),
    }  # fmt: skip
    assert len(strict) == 3


def test_shares_and_sums_are_the_national_table_s_and_the_publishers_own() -> None:
    """Of shares the list tests fewer: by the register every name of the national table is known."""
    listed = {row["test"]: row for row in _read("formula_reproduction.csv")}
    assert len(listed) - 1 == len(FORMULAS) + len(ACROSS)
    for name in ACROSS:
        gaps, row = off_across(PUBLIC, name), listed[name]
        assert (gaps > _TENTH / 2).sum() == int(row["testable"]) - int(row["matches"]), name
        assert int(row["testable"]) < len(gaps) < int(row["published"]), name
    gaps = off_sum(PUBLIC)
    assert len(gaps) == (gaps <= _TENTH).sum() == int(listed[NEET]["testable"])


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
