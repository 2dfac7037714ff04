"""The rules of the workbook and the data file: each finds the one thing that was broken."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from cypt_analysis.exports.described import write_description
from cypt_analysis.exports.tidy import write_data
from cypt_analysis.exports.workbook import write_workbook
from cypt_analysis.gate.beside import FILE_RULES, gate_files
from cypt_analysis.ground.edition import draft
from cypt_analysis.known import Known

SHEET, CORE, BOOK = "xl/worksheets/sheet4.xml", "docProps/core.xml", "xl/workbook.xml"
IN_BOOK = {
    "workbook table": (SHEET, "<tableParts", "<mergeCells><mergeCell/></mergeCells><tableParts"),
    "workbook table ": (SHEET, "tablePart ", "noTablePart "),
    "workbook table  ": (SHEET, "<v>", "<f>1+1</f><v>"),
    "workbook print": (SHEET, 'orientation="landscape"', 'orientation="portrait"'),
    "workbook print ": (BOOK, '_xlnm.Print_Titles" localSheetId="3"', 'Print" localSheetId="3"'),
    "workbook properties": (CORE, "<dc:creator>Brighton &amp; Hove", "<dc:creator>"),
    "workbook properties ": (CORE, "2009-11-02T00:00:00Z", "2026-11-02T10:11:12Z"),
}  # fmt: skip
IN_DATA = {
    "data description": ("id,indicator,", "id,theme,"),
    "data cells": ("\nreferrals.2008-09-FY,", "\nreferrals.2007-08-FY,"),
    "data cells ": ("Brighton & Hove", "=1+1"),
    "data cells  ": (",706,,", ",,,"),
}


@pytest.fixture(scope="module")
def files(known_q2: Known, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder, edition = tmp_path_factory.mktemp("figures"), draft(known_q2.quarter)
    write_workbook(folder / "data.xlsx", known_q2, edition)
    write_data(folder / "data.csv", known_q2)
    write_description(folder / "data.csv", known_q2, edition)
    (folder / "report.html").write_text("<title>Report</title>", encoding="utf-8")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _breaches(folder: Path, files: dict[str, bytes]) -> set[str]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return {each.rule for each in gate_files(folder)}


def test_what_is_made_passes(files: dict[str, bytes], tmp_path: Path) -> None:
    assert _breaches(tmp_path, files) == set()


@pytest.mark.parametrize("name", IN_BOOK)
def test_a_broken_workbook_fails_by_its_rule_alone(
    name: str, files: dict[str, bytes], tmp_path: Path
) -> None:
    part, old, new = IN_BOOK[name]
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(files["data.xlsx"])) as whole,
        zipfile.ZipFile(made, "w") as out,
    ):
        for each in whole.namelist():
            text = whole.read(each)
            if each == part:
                assert old.encode() in text, text[-1500:]
                text = text.replace(old.encode(), new.encode(), 1)
            out.writestr(each, text)
    assert _breaches(tmp_path, files | {"data.xlsx": made.getvalue()}) == {name.strip()}


@pytest.mark.parametrize("name", IN_DATA)
def test_a_broken_data_file_fails_by_its_rule_alone(
    name: str, files: dict[str, bytes], tmp_path: Path
) -> None:
    old, new = (each.encode() for each in IN_DATA[name])
    assert old in files["data.csv"]
    broken = files["data.csv"].replace(old, new, 1)
    assert _breaches(tmp_path, files | {"data.csv": broken}) == {name.strip()}


def test_a_data_file_without_its_description_fails(files: dict[str, bytes], tmp_path: Path) -> None:
    left = {name: content for name, content in files.items() if "metadata" not in name}
    assert _breaches(tmp_path, left) == {"data description"}


def test_every_rule_has_a_broken_file() -> None:
    rules = {rule.name for rule in FILE_RULES if rule.file.startswith("data.")}
    assert rules == {name.strip() for name in (*IN_BOOK, *IN_DATA)}
