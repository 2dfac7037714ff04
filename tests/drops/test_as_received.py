"""A drop takes files as they were received: in any shape that their source declares."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.library.areas import find_area
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.projects import write_catalogue

QUARTER = parse_quarter("2025-26-Q3")
_INDICATOR = """
[[indicator]]
id = "{id}"
name = "{name}"
definition = "d"
rationale = "r"
owner = "A"
checked_by = "B"
next_review = 2030-01-01
headline = "figure"
[[indicator.measure]]
id = "figure"
name = "{name}"
source = "{id}"
{measure}
"""
_SECTION = 'name = "Section"\n' + "".join(
    (
        _INDICATOR.format(
            id="again", name="Referred again",
            measure='kind = "proportion"\nnumerator = "again"\ndenominator = "referrals"\n'
            'unit = "%"\ndecimals = 1\npolarity = "low"\nbenchmarks = ["England"]',
        ),
        _INDICATOR.format(
            id="contacts", name="Contacts",
            measure='kind = "count"\nvalue = "contacts"\nunit = "contacts"\ndecimals = 0\n'
            'polarity = "none"',
        ),
    )
)  # fmt: skip
_SOURCES = """
[again]
title = "Referrals"
producer = "DfE"
owner = "O"
keys = ["area", "period"]
[again.columns]
area = { type = "area" }
period = { type = "period", kinds = ["financial_year"] }
referrals = { type = "count", blank = true }
again = { type = "count", blank = true, part_of = "referrals" }
[again.reads]
shape = "ees"
files = ["c1_*.csv"]
covers = "year to 31 March"
columns = { referrals = ["referral_count"], again = ["rereferral_count"] }

[contacts]
title = "Contacts"
producer = "Case system"
owner = "O"
keys = ["period"]
[contacts.columns]
period = { type = "period", kinds = ["financial_quarter"] }
contacts = { type = "count", blank = true }
"""
_LEVELS = "time_period,time_identifier,geographic_level,country_code,region_code,old_la_code,"
_C1 = (
    _LEVELS + "new_la_code,la_name,referral_count,rereferral_count\n"
    "2024,Reporting year,National,E92000001,,,,,621880,139100\n"
    "2024,Reporting year,Local authority,E92000001,E12000003,383,E08000035,Leeds,9914,2399\n"
    "2024,Reporting year,Local authority,E92000001,E12000003,373,E08000019,Sheffield,c,c\n"
)


def _project(root: Path, *, neighbours: str = '"england/2025"') -> Project:
    write_catalogue(root, {"section": _SECTION, "sources": _SOURCES})
    path = root / "project.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("Northmere", "Leeds").replace("E06999999", "383"), encoding="utf-8"
    )
    project = Project(root)
    folder = project.raw(QUARTER)
    folder.mkdir(parents=True)
    (folder / "drop.toml").write_text(
        f'quarter = "{QUARTER}"\ndata_cut_off = 2025-12-31\nneighbour_set = {neighbours}\n'
        f"regions = {json.dumps(['Yorkshire and The Humber', 'England'])}\n",
        encoding="utf-8",
    )
    return project


def _book(path: Path, rows: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Front door"
    for row in rows:
        sheet.append(row)
    book.save(path)


def _known(project: Project) -> Known:
    return compute(DropReader(project), QUARTER)


def test_a_national_file_and_a_workbook_are_read_as_they_came(tmp_path: Path) -> None:
    """Leeds 2023/24: 2,399 of 9,914 referrals were repeated, 24.2%; England 22.4% (DfE)."""
    project = _project(tmp_path)
    folder = project.raw(QUARTER)
    (folder / "c1_children_in_need_2013_to_2024.csv").write_text(_C1, encoding="utf-8-sig")
    _book(folder / "contacts.xlsx", [["Contacts"], [], ["Period", "Contacts"], ["Q3 2025/26", 812]])
    known = _known(project)
    assert known.facts["again.2023-24-FY"].printed == "24.2%"
    assert known.facts["again.2023-24-FY.england"].printed == "22.4%"
    assert known.facts["contacts.2025-26-Q3"].value == 812
    rows = known.own.set_index("path")[["file", "row"]]
    assert tuple(rows.loc["again"]) == (
        f"data/raw/{QUARTER}/c1_children_in_need_2013_to_2024.csv",
        3,
    )
    assert tuple(rows.loc["contacts"]) == (f"data/raw/{QUARTER}/contacts.xlsx", 4)
    told = {(each.file.rpartition("/")[2], each.found) for each in known.findings}
    assert (
        "contacts.xlsx, sheet Front door",
        "Rows 1 to 2 above the table are no data: 'Contacts'.",
    ) in told


def test_two_files_that_could_be_one_source_are_a_question(tmp_path: Path) -> None:
    project = _project(tmp_path)
    for name in ("c1_2024.csv", "c1_2025.csv"):
        (project.raw(QUARTER) / name).write_text(_C1, encoding="utf-8")
    with pytest.raises(
        CheckFailed, match=r"'c1_2024\.csv' or 'c1_2025\.csv'\? Each could be meant"
    ):
        _known(project)


def test_a_workbook_without_the_columns_of_the_source_that_waits_is_an_error(
    tmp_path: Path,
) -> None:
    project = _project(tmp_path)
    _book(project.raw(QUARTER) / "contacts.xlsx", [["Monat", "Zahl"], ["Oktober", 3]])
    with pytest.raises(CheckFailed, match="No row names a column 'period' or 'contacts'"):
        _known(project)


def test_every_column_that_is_missing_is_told_at_once_and_nothing_is_built(tmp_path: Path) -> None:
    project = _project(tmp_path)
    text = _C1.replace("referral_count,rereferral_count", "number,repeated")
    (project.raw(QUARTER) / "c1_2024.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CheckFailed) as failed:
        _known(project)
    found = [each.found for each in failed.value.findings if each.severity == "error"]
    assert found == [
        "No column is called 'referral_count' or 'referrals'.",
        "No column is called 'rereferral_count' or 'again'.",
    ]


def test_an_area_that_the_register_does_not_know_is_an_error_with_its_row(tmp_path: Path) -> None:
    project = _project(tmp_path)
    text = _C1.replace("E08000035", "E08999999")
    (project.raw(QUARTER) / "c1_2024.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CheckFailed, match="E08999999") as failed:
        _known(project)
    assert [each.row for each in failed.value.findings if each.severity == "error"] == [3]


def test_the_set_of_the_library_names_ten_neighbours(tmp_path: Path) -> None:
    project = _project(tmp_path)
    (project.raw(QUARTER) / "c1_2024.csv").write_text(_C1, encoding="utf-8")
    info = _known(project).info
    assert len(info.neighbours) == 10
    assert all(find_area(name).name == name for name in info.neighbours)


def test_a_column_a_quarter_becomes_a_figure_a_quarter(tmp_path: Path) -> None:
    """Several figures stand in one row of the file, and each of them keeps that row."""
    project = _project(tmp_path)
    path = project.catalogue / "sources.toml"
    reads = 'wide = { columns = "(Q[1-4] [0-9]{4}/[0-9]{2})", value = "contacts" }'
    text = path.read_text(encoding="utf-8") + f'[contacts.reads]\nfiles = ["front*.csv"]\n{reads}\n'
    path.write_text(text, encoding="utf-8")
    (project.raw(QUARTER) / "Front door.csv").write_text(
        "Team,Q2 2025/26,Q3 2025/26,Change\nAll,790,812,3%\n", encoding="utf-8"
    )
    known = _known(project)
    assert known.facts["contacts.2025-26-Q2"].value == 790
    assert known.facts["contacts.2025-26-Q3"].value == 812
    assert set(known.own["row"]) == {2}


def test_what_cannot_be_seen_is_told_of_files_in_any_shape(tmp_path: Path) -> None:
    project = _project(tmp_path)
    folder = project.raw(QUARTER)
    text = _C1.replace("9914", "99\u200b14").replace("2399", "２３９９")
    (folder / "c1_2024.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CheckFailed) as failed:
        _known(project)
    told = {(each.row, each.severity, each.found) for each in failed.value.findings if each.row}
    assert (3, "review", "An invisible character stands in it: U+200B.") in told
    assert (3, "error", "The digits of '２３９９' are those of another script.") in told


def test_our_own_columns_stand_for_a_source_that_comes_otherwise_too(tmp_path: Path) -> None:
    """Retyped by hand, with semicolons: no published layout, and read all the same."""
    project = _project(tmp_path)
    text = "area;period;referrals;again\n383;2023-24-FY;9914;2399\n"
    (project.raw(QUARTER) / "again.csv").write_text(text, encoding="utf-8")
    assert _known(project).facts["again.2023-24-FY"].printed == "24.2%"


_BY_SHEET = """[contacts.reads]
sheets = "Q*"
sheet_gives = "period"
columns = { contacts = ["Number"] }
"""


def _spread(root: Path, sheets: dict[str, list[list[object]]], reads: str = _BY_SHEET) -> Project:
    """A project whose contacts come as a workbook with a table on each of several sheets."""
    project = _project(root)
    path = root / "data" / "catalogue" / "sources.toml"
    path.write_text(path.read_text(encoding="utf-8") + reads, encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(project.raw(QUARTER) / "contacts.xlsx")
    return project


def test_a_table_may_be_spread_over_sheets_whose_names_are_its_periods(tmp_path: Path) -> None:
    head: list[list[object]] = [["Contacts"], ["Team", "Number"]]
    sheets = {"Q2 2025-26": [*head, ["All", 640]], "Q3 2025-26": [*head, ["All", 812]]}
    known = _known(_spread(tmp_path, sheets))
    assert [known.facts[f"contacts.2025-26-Q{n}"].value for n in (2, 3)] == [640, 812]
    own = known.own[known.own["path"] == "contacts"].sort_values("period")
    book = f"data/raw/{QUARTER}/contacts.xlsx"
    assert own[["file", "row"]].to_numpy().tolist() == [
        [f"{book}, sheet Q2 2025-26", 3], [f"{book}, sheet Q3 2025-26", 3],
    ]  # fmt: skip
    [raw] = [each for each in known.provenance["raw_files"] if each["path"] == book]
    assert raw["rows"] == 2


def test_a_sheet_of_the_pattern_without_the_table_is_an_error_that_names_it(tmp_path: Path) -> None:
    head: list[list[object]] = [["Number"], [812]]
    with pytest.raises(CheckFailed) as caught:
        _known(_spread(tmp_path, {"Q3 2025-26": head, "Quality": [["See the cover"]]}))
    assert "contacts.xlsx, sheet Quality" in str(caught.value)
    assert "No row names a column 'Number'" in str(caught.value)


def test_a_figure_on_two_sheets_of_a_table_is_an_error_that_names_both(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Period", "Number"], ["Q3 2025/26", 812]]
    reads = (
        '[contacts.reads]\nsheets = "*"\ncolumns = { contacts = ["Number"], period = ["Period"] }\n'
    )
    with pytest.raises(CheckFailed) as caught:
        _known(_spread(tmp_path, {"North": rows, "South": rows}, reads))
    assert (
        "Rows 2 of contacts.xlsx, sheet North and 2 of contacts.xlsx, sheet South both give "
        "contacts.2025-26-Q3."
    ) in " ".join(str(caught.value).split())


_BY_TITLE = """[contacts.reads]
title_gives = { period = "Quarter \\\\d .*" }
columns = { contacts = ["Number"] }
"""


def test_a_period_that_stands_in_the_title_alone_is_read(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Contacts, Quarter 3 2025/26"], ["Run on Monday"], ["Number"]]
    known = _known(_spread(tmp_path, {"Report": [*rows, [812]]}, _BY_TITLE))
    assert known.facts["contacts.2025-26-Q3"].value == 812
    told = [each.found for each in known.findings if "above the table" in each.found]
    assert told == ["Row 2 above the table is no data: 'Run on Monday'."]


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (["Contacts"], r"Above the table stands no 'Quarter \d .*' for period."),
        (
            ["Quarter 2 2025/26", "Quarter 3 2025/26"],
            "Above the table stands 'Quarter 2 2025/26' and 'Quarter 3 2025/26' for period.",
        ),
    ],
)
def test_a_title_without_its_period_or_with_two_is_an_error(
    titles: list[str], told: str, tmp_path: Path
) -> None:
    rows: list[list[object]] = [*([each] for each in titles), [], ["Number"], [812]]
    with pytest.raises(CheckFailed) as caught:
        _known(_spread(tmp_path, {"Report": rows}, _BY_TITLE))
    assert told in [each.found for each in caught.value.findings]
