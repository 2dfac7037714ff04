"""Figures as published, read from files in their publishers' layouts by the library's own entries.

Department for Education: Characteristics of children in need, table c1, October 2025; Children
looked after in England, number and rate, November 2025; Local Authority Interactive Tool, April
2026. The whole files are read and counted by ``python -m tests.library.made.reproduce``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.catalogue.sources import Source
from cypt_analysis.library.areas import find_area
from cypt_analysis.library.entries import sources
from cypt_analysis.readers.files import read_file

LEVELS = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
# Referrals, those referred again and their percentage; children, looked after and their rate.
REFERRALS = {
    ("841", "E06000005", "Darlington"): ("1539", "356", "23.1"),
    ("943", "E06000064", "Westmorland and Furness"): ("1386", "103", "7.4"),
    ("383", "E08000035", "Leeds"): ("9914", "2399", "24.2"),
    ("373", "E08000019", "Sheffield"): ("5529", "907", "16.4"),
    ("846", "E06000043", "Brighton and Hove"): ("3257", "798", "24.5"),
    ("201", "E09000001", "City of London"): ("63", "c", "c"),
}
LOOKED_AFTER = {
    ("841", "E06000005", "Darlington"): ("22771", "266", "117"),
    ("943", "E06000064", "Westmorland and Furness"): ("39153", "261", "67"),
    ("383", "E08000035", "Leeds"): ("176239", "1498", "85"),
    ("373", "E08000019", "Sheffield"): ("116279", "624", "54"),
    ("846", "E06000043", "Brighton and Hove"): ("46612", "332", "71"),
    ("201", "E09000001", "City of London"): ("847", "c", "c"),
}


def entry(name: str) -> Source:
    """A source of the library, as a project takes it over."""
    return Source.model_validate({"id": name, "owner": "Team", **sources()[name]})


def write(path: Path, header: str, rows: list[str]) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8-sig")
    return path


@pytest.fixture
def referrals(tmp_path: Path) -> Path:
    lead = "2024,Reporting year,Local authority,E92000001,England,E12000001,North East,"
    # A release writes its own numbers of areas as a spreadsheet has left them.
    rows = [
        f"{lead}{old}.0,{new},{name},Referrals and Re-referrals,{','.join(figures)}"
        for (old, new, name), figures in REFERRALS.items()
    ]
    header = (
        LEVELS + "old_la_code,new_la_code,la_name,category,"
        "referral_count,rereferral_count,rereferral_percent"
    )
    name = "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
    return write(tmp_path / name, header, rows)


@pytest.fixture
def looked_after(tmp_path: Path) -> Path:
    lead = "2025,Reporting year,Local authority,E92000001,England,E12000001,North East,"
    kind = "Children looked after on 31 March each year"
    rows = [
        f"{lead}{old},{name},{new},{kind},{','.join(figures)}"
        for (old, new, name), figures in LOOKED_AFTER.items()
    ]
    other = (
        f"{lead}383,Leeds,E08000035,Children starting to be looked after each year,176239,612,35"
    )
    header = (
        LEVELS + "old_la_code,la_name,new_la_code,population_type,"
        "population_estimate,children_count,rate_per_10000"
    )
    return write(tmp_path / "cla_number_and_rate_per_10k_children.csv", header, [*rows, other])


def test_referrals_are_those_published(referrals: Path) -> None:
    cells = read_file(referrals, entry("referrals")).cells
    names = ["referrals", "rereferrals", "rereferral_percent"]
    found = {find_area(row["area"]).name: tuple(row[names]) for _, row in cells.iterrows()}
    marked = {"c": "[c]"}
    assert found == {
        name: tuple(marked.get(each, each) for each in figures)
        for (_, _, name), figures in REFERRALS.items()
    }
    assert set(cells["period"]) == {"2023-24-FY"}


def test_the_published_percentage_follows_from_the_counts(referrals: Path) -> None:
    cells = read_file(referrals, entry("referrals")).cells.astype(str)
    shown = cells[cells["rereferrals"] != "[c]"]
    again, of = (shown[name].astype(int) for name in ("rereferrals", "referrals"))
    assert (again / of * 100).round(1).tolist() == shown["rereferral_percent"].astype(
        float
    ).tolist()


def test_looked_after_are_those_published_and_a_hidden_rate_is_no_nought(
    looked_after: Path,
) -> None:
    cells = read_file(looked_after, entry("looked_after")).cells.set_index("area")
    assert len(cells) == len(LOOKED_AFTER)
    for (_, new, _), (children, count, rate) in LOOKED_AFTER.items():
        row = cells.loc[new]
        shown = [row["looked_after"], row["looked_after_per_10000"], row["children_0_to_17"]]
        if count == "c":
            assert shown == ["[c]", "[c]", "847"]
            continue
        assert shown == [count, rate, children]
        assert round(int(count) / int(children) * 10_000) == int(rate)
    assert set(cells["period"]) == {"2025-03-31"}
