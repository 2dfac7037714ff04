"""analyst.html: the same sections, with code and diagnostics; nothing from elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.known import Known
from cypt_analysis.page.analyst import build_analyst_page
from cypt_analysis.page.stitch import style_sheet

DRAFT = "DRAFT: not yet approved for the Board"


def _cell(source: str, number: int, *tags: str, **data: str) -> nbformat.NotebookNode:
    outputs = [new_output("execute_result", data=data, execution_count=number)] if data else []
    metadata = {"tags": list(tags)} if tags else {}
    return new_code_cell(source, execution_count=number, outputs=outputs, metadata=metadata)


@pytest.fixture(scope="module")
def soup(
    known_q2: Known, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> BeautifulSoup:
    path = tmp_path_factory.mktemp("analyst") / "0_summary.ipynb"
    warned = _cell("warn()", 5)
    warned.outputs = [new_output("stream", name="stderr", text="<b>careful</b>")]
    cells = [
        _cell('quarter = "2009-10-Q2"', 1, "parameters"),
        new_markdown_cell("## Introduction"),
        _cell('block.table("<script>")', 2, **{"text/html": "<p>For the Board</p>"}),
        _cell("block.detail()", 3, "detail", **{"text/html": "<p>Intervals and tests</p>"}),
        _cell("draw()", 4, "detail", **{"image/png": "aGVsbG8=\n", "text/plain": "<Figure>"}),
        warned,
        _cell("", 6),
    ]
    nbformat.write(new_notebook(cells=cells), path)
    page = build_analyst_page(known_q2, [path], DRAFT)
    assert page.startswith("<!DOCTYPE html>")
    return BeautifulSoup(page, "lxml")


def test_every_cell_shows_its_code_folded(soup: BeautifulSoup) -> None:
    folded = soup.select("details.code")
    assert [each.code.get_text() for each in folded] == [
        'quarter = "2009-10-Q2"', 'block.table("<script>")', "block.detail()", "draw()", "warn()",
    ]  # fmt: skip
    assert not any(each.has_attr("open") for each in folded)
    names = [each.summary.get_text() for each in folded]
    assert names[0] == "Code of cell 1 in 0_summary.ipynb (parameters)"
    assert len(set(names)) == len(names)


def test_what_the_board_does_not_see_is_shown(soup: BeautifulSoup) -> None:
    text = soup.main.get_text()
    assert "Intervals and tests" in text
    assert "For the Board" in text
    picture = soup.find("img")
    assert isinstance(picture, Tag)
    assert picture["src"] == "data:image/png;base64,aGVsbG8="
    assert picture["alt"] == "Picture that cell 4 of 0_summary.ipynb draws"
    assert soup.select_one("pre.stderr").get_text() == "<b>careful</b>"


def test_findings_and_sources_stand_there(soup: BeautifulSoup, known_q2: Known) -> None:
    points = soup.find(id="table-analyst-points")
    assert isinstance(points, Tag)
    assert len(points.select("tbody tr")) == len(known_q2.findings)
    files = soup.find(id="table-analyst-files")
    assert isinstance(files, Tag)
    shown = [row.th.get_text() for row in files.select("tbody tr")]
    assert shown == [file["path"] for file in known_q2.provenance["raw_files"]]


def test_it_says_that_it_is_not_for_circulation(soup: BeautifulSoup) -> None:
    assert soup.title.get_text().startswith("Analyst's edition: CYPT Performance")
    assert f"{DRAFT}. Analyst's edition" in soup.header.get_text()


def test_nothing_comes_from_elsewhere_and_nothing_runs(soup: BeautifulSoup) -> None:
    assert soup.find(["script", "link", "iframe", "object"]) is None
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert isinstance(policy, Tag)
    assert str(policy["content"]).startswith("default-src 'none'")
    for tag in soup.find_all(True):
        for name in ("src", "href"):
            if tag.has_attr(name):
                assert re.match(r"#|data:", str(tag[name])), tag
    ids = Counter(str(tag["id"]) for tag in soup.find_all(id=True))
    assert [name for name, times in ids.items() if times > 1] == []


def test_the_style_is_the_pages_own_with_a_little_more(soup: BeautifulSoup) -> None:
    style = soup.head.style.get_text()
    assert style.strip().startswith(style_sheet()[:200])
    assert ".code pre" in style


def test_a_run_makes_it_with_the_boards_sections(made: Path) -> None:
    board, analyst = (
        BeautifulSoup((made / name).read_text(encoding="utf-8"), "lxml")
        for name in ("report.html", "internal/analyst.html")
    )
    headings = [[tag.get_text() for tag in page.select("main h2")] for page in (board, analyst)]
    assert headings[1] == [
        *headings[0], "For the analyst: points to review", "For the analyst: checked statements",
        "For the analyst: last report", "For the analyst: every test", "For the analyst: assumptions", "For the analyst: what is not shown",
        "For the analyst: waived verdicts", "For the analyst: methods in full",
        "For the analyst: files", "For the analyst: versions",
    ]  # fmt: skip
    assert not board.select("details.code")
    assert analyst.select("details.code")
