"""Words that mean harm, put into raw files, come out as words in every file of a report."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from urllib.parse import unquote

import docx
import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from cypt_analysis import pipeline
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.runs.executors import local
from tests.small_project import NEWEST, pieces, small_project

QUARTER = parse_quarter(NEWEST)
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://example.org";"look")'
WORDS = f"## In brief\n\n{FORMULA}\n\n## Summary\n\n@SUM(A1) {SCRIPT} \u202eeno\u2066\n"
ACTIONS = (
    "indicator,action,progress,owner,due,due_as_stated\n"
    f'caf,"{SCRIPT}","=cmd|\' /c calc\'!A1","+1 \u202eowner",,"@soon"\n'
    'caf,"-2+3","[a](javascript:alert(1)) [b](http://example.org)",,,\n'
)
# With those of the drop, as many points as a chart has.
YEARS = "".join(
    f"Brighton & Hove,{year}-FY,3500,50000,700,final\n"
    for year in ("2004-05", "2005-06", "2006-07")
)
DIRECTION = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
BEGINS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = small_project(tmp_path_factory.mktemp("hostile") / "project")
    drop = project.raw(QUARTER)
    (drop / "commentary" / "caf.md").write_text(WORDS, encoding="utf-8")
    (drop / "actions.csv").write_text(ACTIONS, encoding="utf-8")
    with (drop / "referrals.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(YEARS)
    targets = drop / "targets.csv"
    head, *rows = csv.reader(io.StringIO(targets.read_text(encoding="utf-8"), newline=""))
    rows[0][head.index("note")] = f"{FORMULA}\u202e"
    with targets.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    reader = DropReader(project)
    shown = "\n".join(pieces(compute(reader, QUARTER)))
    (project.root / f"{NEWEST}.html").write_text(shown, encoding="utf-8")
    with local(jobs=2) as executors:
        return pipeline.run(DropReader(project), QUARTER, executors).folder


@pytest.mark.parametrize("name", ["report.html", "internal/analyst.html"])
def test_a_page_shows_it_and_runs_nothing(name: str, made: Path) -> None:
    text = (made / name).read_text(encoding="utf-8")
    page = BeautifulSoup(text, "lxml")
    assert SCRIPT in page.get_text(), "it is there to be read"
    assert page.find(["script", "img", "iframe"]) is None
    assert not [tag for tag in page.find_all(True) if any(a.startswith("on") for a in tag.attrs)]
    assert all(str(a["href"]).startswith(("#", "data:text/csv")) for a in page.find_all("a"))
    assert not any(mark in text or mark in unquote(text) for mark in DIRECTION)


def test_the_downloads_in_the_page_run_nothing(made: Path) -> None:
    page = BeautifulSoup((made / "report.html").read_text(encoding="utf-8"), "lxml")
    links = [unquote(str(a["href"]).split(",", 1)[1]) for a in page.select("a[download]")]
    assert links
    for text in links:
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
            assert not any(cell.startswith(BEGINS) for cell in row)


def test_the_data_file_and_the_workbook_run_nothing(made: Path) -> None:
    for row in csv.reader((made / "data.csv").read_text(encoding="utf-8").splitlines()):
        for cell in row:
            assert not cell.startswith(BEGINS)
    found = []
    book = load_workbook(made / "data.xlsx")
    for sheet in book:
        for row in sheet.rows:
            for cell in row:
                assert cell.data_type != "f"
                assert sheet.title == "Contents" or cell.hyperlink is None
                found += [cell.value] if isinstance(cell.value, str) else []
    assert not any(cell.startswith(BEGINS) for cell in found)
    assert not any(mark in cell for cell in found for mark in DIRECTION)
    assert found.count(f"'{FORMULA}") == 2, "the comment and the target's note, as words"


def test_nothing_else_is_packed(made: Path) -> None:
    with zipfile.ZipFile(made / "report.zip") as bundle:
        assert {Path(name).name for name in bundle.namelist()} == {
            "data.csv", "data.csv-metadata.json", "data.xlsx", "report.docx", "report.html",
        }  # fmt: skip


def test_the_word_document_shows_it_and_leads_nowhere(made: Path) -> None:
    document = docx.Document(str(made / "report.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(each.text for each in document.paragraphs), *cells])
    assert SCRIPT in text
    assert not any(mark in text for mark in DIRECTION)
    outside = [each.target_ref for each in document.part.rels.values() if each.is_external]
    assert not any(each.startswith("javascript") for each in outside)
