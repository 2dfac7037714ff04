"""Figures of a new period that are an earlier one's: asked about, and by how much chance explains."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.judgement.repeated import Repeated, repeated
from cypt_analysis.processed.build import compute, to_confirm
from cypt_analysis.processed.reader import DropReader
from tests.projects import write_catalogue, write_drop

NOW = parse_quarter("2026-27-Q3")
SOURCES = """
[missing]
title = "Missing children"
producer = "A case system"
owner = "Jane Roe"
cycle = "quarterly"
keys = ["period", "district"]
totals = [{ over = "district", row = "Total", parts = ["children"] }]
columns.period = { type = "period", kinds = ["financial_quarter", "day"] }
columns.district = { type = "text" }
columns.children = { type = "count" }
columns.due = { type = "count", optional = true }

[confirmed]
use = "england/confirmed"
owner = "Jane Roe"
"""
SECTION = """
name = "Local"
[[indicator]]
id = "missing"
name = "Missing children"
definition = "Who went missing."
rationale = "They are at risk."
owner = "A manager"
checked_by = "Analysts"
next_review = 2099-03-31
headline = "children"
[[indicator.measure]]
id = "children"
name = "Missing children"
kind = "count"
source = "missing"
where = { district = "Total" }
value = "children"
unit = "children"
decimals = 0
polarity = "low"
"""
# A year of an invented district's numbers, by quarter.
Q2 = {"Ash": (18, 25), "Can": (41, 50), "Dov": (4, 6), "Maid": (37, 50), "Than": (66, 90)}
Q1 = {"Ash": (21, 30), "Can": (33, 41), "Dov": (3, 5), "Maid": (40, 52), "Than": (58, 77)}
Q3 = {"Ash": (20, 28), "Can": (36, 43), "Dov": (6, 9), "Maid": (32, 47), "Than": (50, 71)}


def _rows(period: str, by_district: dict[str, tuple[int, int]]) -> str:
    lines = [f"{period},{name},{each[0]},{each[1]}" for name, each in by_district.items()]
    total = ",".join(str(sum(column)) for column in zip(*by_district.values(), strict=True))
    return "\n".join([*lines, f"{period},Total,{total}"])


def _project(root: Path, now: str, before: str = "") -> Project:
    head = "period,district,children,due\n"
    write_catalogue(root, {"sources": SOURCES, "local": SECTION})
    old = before or f"{_rows('2026-27-Q1', Q1)}\n{_rows('2026-27-Q2', Q2)}"
    write_drop(root, "2026-27-Q2", {"missing.csv": head + old})
    write_drop(root, str(NOW), {"missing.csv": head + now}, board_date="2027-02-02")
    return Project(root)


def _found(project: Project) -> list[Repeated]:
    reader = DropReader(project)
    return repeated(reader.up_to(NOW), reader.catalogue.at(NOW))


def test_last_quarters_figures_under_a_new_label_are_asked_about(tmp_path: Path) -> None:
    (found,) = _found(_project(tmp_path, _rows("2026-27-Q3", Q2)))
    assert (found.file, found.row) == ("data/raw/2026-27-Q3/missing.csv", 2)
    assert found.found == (
        "All 10 figures of October to December 2026 are those of July to September 2026, "
        "row by row."
    )
    assert "Has the label alone changed? Ask Jane Roe" in found.advice


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (Q3, ""),
        # Two of ten, as chance may have it.
        (Q3 | {"Dov": (4, 6)}, ""),
        (Q2 | {"Than": (67, 90)}, "9 of the 10 figures of"),
        # One column is the old one, or that of the year before.
        ({name: (Q2[name][0], due) for name, (_, due) in Q3.items()}, "All figures of children in"),
        ({name: (Q1[name][0], due) for name, (_, due) in Q3.items()}, "All figures of children in"),
    ],
)
def test_partly_equal_figures_are_judged_by_chance(
    now: dict[str, tuple[int, int]], told: str, tmp_path: Path
) -> None:
    found = _found(_project(tmp_path, _rows("2026-27-Q3", now)))
    assert [each.found[: len(told)] for each in found] == ([told] if told else [])


def test_noughts_ones_and_figures_that_never_change_say_nothing(tmp_path: Path) -> None:
    small = dict.fromkeys(("Ash", "Can", "Dov", "Maid"), (0, 1))
    before = f"{_rows('2026-27-Q1', Q1)}\n{_rows('2026-27-Q2', small)}"
    assert _found(_project(tmp_path / "small", _rows("2026-27-Q3", small), before)) == []
    before = "\n".join(_rows(f"2026-27-Q{each}", Q2) for each in (1, 2))
    assert _found(_project(tmp_path / "same", _rows("2026-27-Q3", Q2), before)) == []


def test_counts_on_a_day_are_equal_more_often_than_counts_of_a_quarter(tmp_path: Path) -> None:
    """Of four figures: one in ten thousand for what happens anew, one in 625 for who is there."""
    two = {name: Q2[name] for name in ("Can", "Than")}
    before = _rows("2026-27-Q2", two)
    assert _found(_project(tmp_path / "flow", _rows("2026-27-Q3", two), before))
    before = _rows("2026-09-30", two)
    assert not _found(_project(tmp_path / "stock", _rows("2026-12-31", two), before))


def test_a_named_person_confirms_them_and_only_for_these_figures(tmp_path: Path) -> None:
    project = _project(tmp_path, _rows("2026-27-Q3", Q2))

    def rules() -> set[str]:
        found = compute(DropReader(project), NOW).findings
        return {each.rule for each in found} & {"carried_figures", "confirmation_lapsed"}

    assert rules() == {"carried_figures"}
    (asked,) = to_confirm(DropReader(project), NOW)
    confirmed = project.raw(NOW) / "confirmed.csv"
    confirmed.write_text(f"digest,sentence,name\n{asked.digest},Figures,A. Person\n", "utf-8")
    assert rules() == set()
    file = project.raw(NOW) / "missing.csv"
    file.write_text(file.read_text("utf-8").replace(",90", ",91").replace("221", "222"), "utf-8")
    assert rules() == {"carried_figures", "confirmation_lapsed"}
