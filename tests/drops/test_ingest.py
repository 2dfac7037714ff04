"""A drop's files: what is read of them, and that no file can bring the program down."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.sources import Column
from cypt_analysis.drops.drop import Drop, read_drop
from cypt_analysis.ground.findings import REVIEW, CheckFailed, UserError, errors
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.readers.cell_values import typed
from tests.examples import up_to
from tests.projects import make_project, own_catalogue

Q1, Q2 = parse_quarter("2009-10-Q1"), parse_quarter("2009-10-Q2")
DROP = """
quarter = "2009-10-Q2"
data_cut_off = 2009-10-31
neighbour_set = "Invented for tests."
neighbours = ["Reading"]
regions = ["England"]
"""
CAF_COLUMNS = (
    "period,extract_date,initiated,completed_on_time,completed_late,not_yet_completed,"
    "completed_on_time_percent"
)


def _project(folder: Path, **files: str | bytes) -> Project:
    project = make_project(folder, None)
    raw = project.raw(Q2)
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "drop.toml").write_text(DROP, encoding="utf-8")
    for name, content in files.items():
        raw_bytes = content.encode() if isinstance(content, str) else content
        (raw / f"{name}.csv").write_bytes(raw_bytes)
    return project


@pytest.fixture(scope="module")
def own(reader: DropReader) -> Drop:
    return reader.read(Q2)


def test_the_projects_own_drops_have_no_errors(reader: DropReader) -> None:
    assert errors(reader.read(Q1).findings) == []
    assert errors(reader.read(Q2).findings) == []


def test_every_file_of_a_drop_is_read_and_recorded(own: Drop, project_root: Path) -> None:
    folder = project_root / "data" / "raw" / "2009-10-Q2"
    on_disk = {
        path.relative_to(project_root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert {file.path: file.sha256 for file in own.files} == on_disk


def test_rows_are_counted_without_the_header(own: Drop) -> None:
    rows = {Path(file.path).name: file.rows for file in own.files}
    assert (rows["looked_after.csv"], rows["referrals.csv"]) == (2, 6)
    assert len(own.tables["referrals"]) == 6


def test_a_table_is_typed_and_keeps_the_rows_of_the_spreadsheet(own: Drop) -> None:
    table = own.tables["caf"]
    row = table.loc[3]
    assert (row["period"], row["initiated"], row["completed_on_time"]) == ("2009-10-Q2", 170, 124)
    assert row["extract_date"] == pd.Timestamp("2009-09-21")
    assert pd.isna(table.loc[2, "initiated"])
    assert str(table["initiated"].dtype) == "float64"


def test_the_day_that_ages_count_to_is_the_boards_or_the_cut_off(reader: DropReader) -> None:
    assert str(reader.read(Q2).info.reference_date) == "2009-11-02"
    assert str(reader.read(Q1).info.reference_date) == "2009-06-30"


def test_areas_are_the_authority_its_neighbours_and_regions(own: Drop) -> None:
    assert own.info.areas == (
        "Brighton & Hove", NEIGHBOURS, "Reading", "Bristol", "Bournemouth", "South East", "England",
    )  # fmt: skip


def test_commentary_is_read_by_name(own: Drop) -> None:
    assert "460" not in own.commentary["looked_after"]
    assert own.commentary["looked_after"].count("## Summary") == 1


def test_a_source_that_is_not_in_the_drop_is_a_point_to_review(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    drop = read_drop(_project(tmp_path), Q2, catalogue)
    assert drop.tables == {}
    assert errors(drop.findings) == []
    missing = {Path(f.file).stem for f in drop.findings if f.rule == "missing_source"}
    assert missing == {source.id for source in catalogue.sources.values() if source.role == "data"}
    assert {f.severity for f in drop.findings} == {REVIEW}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_encoding_is_recorded(tmp_path: Path, catalogue: Catalogue, encoding: str) -> None:
    text = "period,cause,incidents,all_incidents\n2009-10-Q1,Café over £50,26,99\n"
    project = _project(tmp_path, incident_causes=text.encode(encoding))
    drop = read_drop(project, Q2, catalogue)
    assert drop.tables["incident_causes"].loc[2, "cause"] == "Café over £50"
    recorded = {Path(file.path).name: file.encoding for file in drop.files}["incident_causes.csv"]
    assert recorded == ("windows-1252" if encoding == "cp1252" else "utf-8")


def test_a_line_break_in_a_cell_does_not_move_the_row_numbers(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    text = 'month,claimants_18_to_24,note\n2008-M08,1315,"two\nlines"\n\n2009-M08,many,\n'
    drop = read_drop(_project(tmp_path, claimants=text), Q2, catalogue)
    assert [(f.row, f.found) for f in errors(drop.findings)] == [
        (4, "claimants_18_to_24 is 'many'.")
    ]


def test_a_row_that_is_out_of_step_is_not_judged_further(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    text = f"{CAF_COLUMNS}\n2009-10-Q2,2009-09-21,1,170,124,7,39,\n"
    drop = read_drop(_project(tmp_path, caf=text), Q2, catalogue)
    assert [f.found for f in errors(drop.findings)] == [
        "The row has 8 cells, but the header has 7."
    ]


def test_each_school_year_is_held_against_its_own_numbers_once(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    text = (
        "period,school_year,measured,obese,participation_percent,children_short_of_target,"
        "obese_percent,overweight_percent,status\n"
        "2008-09-AY,Reception,2000,170,,,8.5,,final\n"
        "2008-09-AY,Year 6,2000,328,,,14.6,,final\n"
    )
    drop = read_drop(_project(tmp_path, child_measurement=text), Q2, catalogue)
    assert [(f.row, f.found, f.rule) for f in errors(drop.findings)] == [
        (3, "obese_percent is 14.6, but obese 328 of measured 2000 is 16.4.", "agrees"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("170", "count", 170),
        ("1,315", "count", 1315),
        ("170.0", "count", 170),
        ("9,928,000", "count", 9928000),
        ("73%", "percent", 73),
        ("16.4 %", "percent", 16.4),
        ("40.9", "number", 40.9),
        ("-2.5", "number", -2.5),
    ],
)
def test_numbers_are_read(text: str, kind: str, value: float) -> None:
    cells, findings = typed(
        pd.Series([text], name="x"), Column.model_validate({"type": kind}), "f.csv", (), ()
    )
    assert cells.tolist() == [value]
    assert findings == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1,31", "count"), ("13,15", "number"), ("1.315,0", "number"), ("170.5", "count"),
        ("73%", "count"), ("73%", "number"), ("£40", "number"), ("1e3", "count"), ("nan", "number"),
        ("inf", "number"), ("=A1", "number"), ("#REF!", "count"), ("170 (p)", "count"), ("--", "count"),
        ("[x]", "count"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_not_guessed(text: str, kind: str) -> None:
    cells, findings = typed(
        pd.Series([text], name="x", index=[7]),
        Column.model_validate({"type": kind}),
        "f.csv",
        (),
        (),
    )
    assert cells.isna().all()
    assert [(f.row, f.found) for f in findings] == [(7, f"x is '{text}'.")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Slips, trips and falls", "slips_trips_and_falls"),
        ("St Mary's", "st_marys"),
        ("  Hove Park ", "hove_park"),
    ],
)
def test_texts_become_parts_of_names(text: str, wanted: str) -> None:
    assert slug(text) == wanted


CAF = f"{CAF_COLUMNS}\n2009-10-Q1,2009-07-01,150,80,8,62,53\n2009-10-Q2,2009-09-21,170,124,7,39,\n"
NASTY = [
    "", " ", "0", "-1", "1e999", "9" * 400, "nan", "[c]", "%", "1,315", '"', '""', ",", "\n", "\r", "\t",
    ";", "\x00", "\ufeff", "\u202e", "é", "31/02/2009", "0001-01-01", "9999-12-31", "2009-10-Q2",
    "2009-11-Q2", "=1+1", "'", "{{ caf }}", "<b>", "|", "Brighton & Hove",
]  # fmt: skip


@up_to(25)
@given(content=st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
@example(content=b"\xff\xfe")
@example(content=b'"')
@example(content=b"\r\n\r\n")
def test_no_file_whatever_it_holds_brings_the_reading_down(content: bytes) -> None:
    catalogue = own_catalogue()
    with tempfile.TemporaryDirectory() as folder:
        project = _project(Path(folder), caf=content, child_measurement=content)
        drop = read_drop(project, Q2, catalogue)
        assert {f.file.rsplit("/", 1)[-1] for f in errors(drop.findings)} <= {
            "caf.csv",
            "child_measurement.csv",
        }


@up_to(20)
@given(
    position=st.integers(0, len(CAF)),
    length=st.integers(0, 12),
    text=st.sampled_from(NASTY) | st.text(max_size=6),
)
def test_a_file_with_anything_anywhere_is_built_or_explained(
    position: int, length: int, text: str
) -> None:
    content = CAF[:position] + text + CAF[position + length :]
    with tempfile.TemporaryDirectory() as folder:
        project = _project(Path(folder), caf=content.encode("utf-8", "replace"))
        try:
            known = compute(DropReader(project), Q2)
        except CheckFailed as failed:
            assert all(f.found and f.advice for f in failed.findings)
        else:
            assert set(known.observations["indicator"]) <= {"caf"}


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[", b"", b"quarter = 1\n", b"\x81"])
def test_a_drop_toml_whatever_it_holds_is_explained(
    tmp_path: Path, catalogue: Catalogue, content: bytes
) -> None:
    project = _project(tmp_path)
    (project.raw(Q2) / "drop.toml").write_bytes(content)
    with pytest.raises((CheckFailed, UserError)):
        read_drop(project, Q2, catalogue)


def test_reading_changes_nothing(copy_project: Callable[[], Project], catalogue: Catalogue) -> None:
    project = copy_project()
    before = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    read_drop(project, Q2, catalogue)
    after = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    assert after == before
