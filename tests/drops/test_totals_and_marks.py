"""A row that is a total, rows of persons, and small counts in a column without blanks."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.findings import CheckFailed, Finding, errors
from cypt_analysis.ground.project import Project
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.cycle.world import LAST, small_world
from tests.judgement.test_repeated import NOW, Q3, SECTION, SOURCES, _project, _rows
from tests.projects import write_catalogue

ROWS = _rows("2026-27-Q3", Q3)
_TOTALS = 'totals = [{ over = "district", row = "Total", parts = ["children"] }]\n'


def _sources(project: Project, old: str, new: str) -> None:
    path = project.catalogue / "sources.toml"
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")


def _drop(project: Project) -> Drop:
    return DropReader(project).read(NOW)


def test_a_total_that_is_not_declared_is_told_how(tmp_path: Path) -> None:
    project = _project(tmp_path, ROWS)
    _sources(project, _TOTALS, "")
    (fault,) = errors(_drop(project).findings)
    assert fault.found == "district is 'Total', which reads as a total of the others."
    assert (
        'declare [[missing.totals]] in the catalogue, with over = "district", row = "Total" and '
        'parts = ["children", "due"]' in fault.advice
    )


def test_a_total_is_not_asked_for_and_left_out_at_once(tmp_path: Path) -> None:
    reads = _TOTALS + 'reads.totals = ["total"]\n'
    with pytest.raises(CheckFailed) as raised:
        write_catalogue(tmp_path, {"sources": SOURCES.replace(_TOTALS, reads), "local": SECTION})
    (fault,) = raised.value.findings
    assert fault.found == (
        "missing.children asks for district 'Total', which reads.totals of missing drops."
    )


def test_a_first_file_of_which_nothing_is_asked_is_no_old_one(tmp_path: Path) -> None:
    project = small_world(tmp_path)
    _sources(project, "columns.visits =", 'columns.team = { type = "text" }\ncolumns.visits =')
    section = project.catalogue / "work.toml"
    text = section.read_text("utf-8")
    asks = 'where = { team = "North" }\nvalue = "visits"'
    section.write_text(text.replace('value = "visits"', asks), encoding="utf-8")
    file = project.raw(LAST) / "visits.csv"
    file.write_text("period,visits,team\n2009-10-Q2,9,Nord\n", encoding="utf-8")
    found = compute(DropReader(project), LAST).findings
    points = [e for e in found if e.rule == "nothing_new" and e.file.endswith("visits.csv")]
    assert [each.found for each in points] == ["None of its rows is one that a measure asks for."]
    assert points[0].advice == "See its measures: calls asks for team 'North'."


def test_a_small_count_is_read_as_one_wherever_a_count_is(tmp_path: Path) -> None:
    project = _project(tmp_path, ROWS.replace("Dov,6,", "Dov,<5,"))
    drop = _drop(project)
    assert errors(drop.findings) == []
    assert drop.tables["missing"]["children.mark"].tolist()[2] == "[c]"
    project = _project(tmp_path / "other", ROWS.replace("Dov,6,", "Dov,..,"))
    (fault,) = errors(_drop(project).findings)
    assert "give the column blank = true" in fault.advice


def test_a_row_for_each_person_is_told_that_rows_are_not_added_up(tmp_path: Path) -> None:
    worker = 'columns.worker = { type = "text", personal = true, optional = true }\n'
    due = "columns.due"
    sources = SOURCES.replace(due, worker + due)
    keys = sources.replace('keys = ["period", "district"]', 'keys = ["period", "worker"]')
    with pytest.raises(CheckFailed) as raised:
        write_catalogue(tmp_path / "keys", {"sources": keys, "local": SECTION})
    told: Finding = raised.value.findings[0]
    assert "Take it out of keys" in str(told) and "Rows are not added up" in str(told)
    project = _project(tmp_path / "twice", f"{ROWS}\n2026-27-Q3,Ash,1,1")
    _sources(project, due, worker + due)
    assert "Keep one row for each period and district: rows are not added up." in [
        each.advice for each in errors(_drop(project).findings)
    ]


def test_persons_in_a_column_that_names_figures_are_looked_at(tmp_path: Path) -> None:
    rows = ROWS.replace("Total", "All")
    for old, new in (("Ash", "Sarah O'Neill"), ("Can", "Tom Bright"), ("Dov", "Imran Shah"),
                     ("Maid", "Zoë Martín"), ("Than", "Lucy Hill")):  # fmt: skip
        rows = rows.replace(f",{old},", f",{new},")
    project = _project(tmp_path, rows)
    for path in project.catalogue.glob("*.toml"):
        path.write_text(path.read_text("utf-8").replace("district", "worker"), encoding="utf-8")
    for file in project.drops.glob("*/missing.csv"):
        file.write_text(file.read_text("utf-8").replace("district", "worker"), encoding="utf-8")
    told = [each.found for each in _drop(project).findings]
    assert "worker seems to hold names of persons, and figures are known by them." in told
