"""Which file is which source, whatever it is called."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from cypt_analysis.catalogue.sources import Source
from cypt_analysis.drops.incoming import Incoming, Sought, recognise
from cypt_analysis.readers.files import read_file

_ENTRY = {"title": "Referrals", "producer": "Case system", "owner": "Team", "keys": ["period"]}
REFERRALS = Source.model_validate(
    {
        **_ENTRY,
        "id": "referrals",
        "columns": {
            "period": {"type": "period", "kinds": ["financial_quarter"]},
            "referrals": {"type": "count"},
        },
        "reads": {
            "files": ["*referrals*.csv"],
            "columns": {"period": ["Quarter"], "referrals": ["Number of referrals"]},
        },
    }
)
PLANS = Source.model_validate(
    {
        **_ENTRY,
        "id": "plans",
        "title": "Plans",
        "columns": {
            "period": {"type": "period", "kinds": ["financial_quarter"]},
            "plans": {"type": "count"},
        },
    }
)


def _recognised(folder: Path, *sources: Source) -> Incoming:
    sought = Sought(sources or (REFERRALS, PLANS))
    return recognise(sorted(folder.iterdir()), sought, lambda path: path.name)


def _names(incoming: Incoming) -> dict[str, str]:
    return {name: path.name for name, (path,) in incoming.files.items()}


def _write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


OWN, THEIRS = "period,plans\n2009-10-Q2,4\n", "Quarter,Number of referrals\nQ3 2009/10,170\n"


def test_a_free_name_is_known_by_a_pattern_or_by_its_columns(tmp_path: Path) -> None:
    _write(tmp_path, "Referrals Sept09 FINAL v2.csv", THEIRS)
    _write(tmp_path, "copy of extract (3).csv", OWN)
    incoming = _recognised(tmp_path)
    assert _names(incoming) == {
        "referrals": "Referrals Sept09 FINAL v2.csv", "plans": "copy of extract (3).csv",
    }  # fmt: skip
    [told] = incoming.findings
    assert told.rule == "recognised"
    assert "read as Plans" in told.found


def test_the_own_name_counts_before_a_pattern(tmp_path: Path) -> None:
    _write(tmp_path, "referrals.csv", THEIRS)
    _write(tmp_path, "old referrals.csv", THEIRS)
    assert _names(_recognised(tmp_path, REFERRALS)) == {"referrals": "referrals.csv"}


def test_two_candidates_are_a_question(tmp_path: Path) -> None:
    _write(tmp_path, "referrals a.csv", THEIRS)
    _write(tmp_path, "referrals b.csv", THEIRS)
    incoming = _recognised(tmp_path, REFERRALS)
    assert not incoming.files
    [asked] = incoming.findings
    assert asked.severity == "error"
    assert "'referrals a.csv' or 'referrals b.csv'" in asked.found


def test_two_files_of_the_same_columns_are_a_question(tmp_path: Path) -> None:
    _write(tmp_path, "a.csv", OWN)
    _write(tmp_path, "b.csv", OWN)
    incoming = _recognised(tmp_path, PLANS)
    assert not incoming.files
    assert all(each.severity == "error" for each in incoming.findings)


def test_a_file_that_two_sources_could_mean_is_a_question(tmp_path: Path) -> None:
    _write(tmp_path, "a.csv", OWN)
    twin = PLANS.model_copy(update={"id": "twin", "title": "Twin plans"})
    incoming = _recognised(tmp_path, PLANS, twin)
    assert not incoming.files
    assert "Plans (plans) or Twin plans (twin)" in incoming.findings[0].found


def test_a_workbook_stands_for_the_file_that_a_source_waits_for(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Plans by quarter"],
        [],
        ["Period", "Plans"],
        ["Q2 2009/10", 4],
        ["Source: system"],
    ):
        sheet.append(row)
    book.save(tmp_path / "plans.xlsx")
    assert _names(_recognised(tmp_path, PLANS)) == {"plans": "plans.xlsx"}
    received = read_file(tmp_path / "plans.xlsx", PLANS)
    assert received.cells.to_dict("index") == {4: {"period": "2009-10-Q2", "plans": "4"}}
    assert [told.found for told in received.told] == [
        "Rows 1 to 2 above the table are no data: 'Plans by quarter'.",
        "Row 5 below the table is no data: 'Source: system'.",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["notes.docx", "picture.png", "letter.csv"])
def test_what_no_source_knows_is_nobody_s(tmp_path: Path, name: str) -> None:
    _write(tmp_path, name, "Dear colleague,\nplease find attached\n")
    assert not _recognised(tmp_path).files
