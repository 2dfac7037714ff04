"""The entry that is proposed for a file that no source knows: it loads, and reads that file."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from cypt_analysis.catalogue import load_catalogue
from cypt_analysis.cycle.receiving.skeleton import skeleton_of
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.readers.files import read_file
from tests.cycle.world import NOW, small_world

Rows = list[list[object]]
TEAMS: Rows = [["North", 412, 398], ["South", 301, 355]]
SOURCES: Rows = [["Police", 412, 398, 441], ["Health", 188, 176, 201]]

AWKWARD: dict[str, tuple[Rows, str]] = {
    "a number and its percentage": (
        [["Quarter", "In time", "% in time"], ["Q1 2026/27", 40, "80%"]],
        "2026-27-Q1",
    ),
    "names that become one": (
        [["Quarter", "Due %", "Due percent", "due_percent_2"], ["Q1 2026/27", 4, 5, 6]],
        "2026-27-Q1",
    ),
    "a period in the title alone": (
        [["Assessments, Quarter 1 2026/27"], [], ["Team", "Due", "Held"], *TEAMS],
        "2026-27-Q1",
    ),
    "a month in the title alone": (
        [["Contacts of June 2026"], ["Run by hand"], [], ["Team", "Due", "Held"], *TEAMS],
        "2026-M06",
    ),
    "months below one cell": (
        [["Source", "Month", "", ""], ["", "Apr-26", "May-26", "Jun-26"], *SOURCES],
        "2026-M04",
    ),
    "months as columns": (
        [["Source", "Apr-26", "May-26", "Jun-26"], *SOURCES],
        "2026-M04",
    ),
    "quarters as columns": (
        [["Team", "Q1 2026/27", "Q2 2026/27"], *TEAMS],
        "2026-27-Q1",
    ),
    "columns called as ours": (
        [["Month", "Period", "Value", "Area"], ["Apr-26", "late", 4, "Leigh"]],
        "2026-M04",
    ),
    "names without a letter": (
        [["Quarter", "%", "#", "Team \"A\" \\ B"], ["Q1 2026/27", 4, 5, 6]],
        "2026-27-Q1",
    ),
    "a day a row, and who": (
        [["Quarter end", "Social worker", "Cases"], ["30/06/2026", "A name", 4]],
        "2026-27-Q1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(AWKWARD))
def test_a_draft_loads_and_reads_its_file(name: str, tmp_path: Path) -> None:
    rows, period = AWKWARD[name]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([cell if cell != "" else None for cell in row])
    if name == "months below one cell":
        book.active.merge_cells("B1:D1")
    path = tmp_path / "Sent by hand Q1.xlsx"
    book.save(path)
    project = small_world(tmp_path / "project")
    draft = skeleton_of(path)
    with (project.catalogue / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{draft}\n")
    source = (
        load_catalogue(Project(project.root)).at(parse_quarter(str(NOW))).sources["sent_by_hand"]
    )
    found = read_file(path, source)
    assert not [each for each in found.told if each.fault], draft
    assert found.cells["period"].iloc[0] == period
    assert set(found.cells.columns) == set(source.columns)


def test_a_file_that_says_no_period_has_a_draft_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "sent.csv"
    path.write_text("Team,Due\nNorth,4\n", encoding="utf-8")
    assert "# No column is a period." in skeleton_of(path)
    assert 'period = { type = "period"' in skeleton_of(path)
