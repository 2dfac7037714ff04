"""A quarter of a small project, from its beginning until it is read before it is signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cypt_analysis.ground.project import Project
from tests.cycle.played import ok, refused, without_kernels
from tests.cycle.world import LAST, NOW, small_world
from tests.projects import ROOT
from tests.small_project import write_notebook

MORE = """
[sign]
roles = ["Analyst", "Head of service"]

[[introduction]]
id = "overview"
heading = "Overview"
summary = true
"""
WORDS = "## Summary\n\nThere were {{ care.latest }} cases.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = small_world(tmp_path / "project")
    with project.file.open("a", encoding="utf-8") as file:
        file.write(MORE)
    write_notebook(project, "0_page", "report")
    with without_kernels():
        yield project


def _sent(project: Project, name: str, text: str) -> str:
    path = project.root.parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def _begin(project: Project) -> None:
    """A quarter with one file late, one that revises, words by e-mail, and a promise answered."""
    assert "Expected by 31 January 2010" in ok(project, "new")
    returned = "period,cases\n2009-10-Q2,52\n2009-10-Q3,61\n"
    assert "revised: 1 figure" in ok(project, "add", _sent(project, "Return.csv", returned))
    assert "late visits" in ok(project, "status", "--on", "2010-02-01")
    ok(project, "add", _sent(project, "visits.csv", "period,visits\n2009-10-Q3,12\n"))
    ok(project, "add", _sent(project, "care.md", WORDS))
    promises = project.raw(NOW) / "last_quarter" / "promises.csv"
    text = promises.read_text(encoding="utf-8").replace("line 7,", "line 7,It opened.")
    promises.write_text(text, encoding="utf-8")
    assert "1 not begun, 1 written" in ok(project, "status", "--on", "2010-02-01")


def _pack(project: Project) -> BeautifulSoup:
    file = project.root / "reports" / "review" / str(NOW) / "review.html"
    return BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")


def _review(project: Project, words: Path) -> None:
    """A first draft with a statement that fails, its pack, and the pack of the mended draft."""
    words.write_text("## Summary\n\nThere were 60 cases in Quarter 3 of 2009/10.\n", "utf-8")
    ok(project, "run", str(NOW), "--no-pdf")
    assert "1 Statement not borne out" in ok(project, "review", str(NOW))
    page = _pack(project)
    rows = page.find(id="look-first").find_all("tr")[1:]
    kinds = [row.find("th").get_text() for row in rows]
    assert kinds[0] == "Statement not borne out" and "60" in rows[0].get_text(" ")
    assert "Revision" in kinds
    assert kinds == sorted(kinds, key=list(dict.fromkeys(kinds)).index), "each kind together"
    assert "There were 52 cases." in page.find(id="reread").get_text()
    assert "No draft of this quarter was reviewed before." in page.get_text()
    assert page.html["lang"] == "en-GB" and page.find_all(["script", "link"]) == []
    words.write_text(WORDS, encoding="utf-8")
    ok(project, "run", str(NOW), "--no-pdf")
    assert "nobody has signed" in ok(project, "review", str(NOW))
    assert "There were 61 cases." in _pack(project).find(id="seen-words").get_text()


# What papermill brings along warns of a library that nothing here uses.
@pytest.mark.filterwarnings("ignore:SOCKS support")
def test_a_quarter_until_it_is_read_before_it_is_signed(project: Project) -> None:
    _begin(project)
    _review(project, project.raw(NOW) / "commentary" / "care.md")
    ok(project, "check", str(NOW))
    assert "not signed. Nothing was published" in refused(project, "publish", str(NOW))


def test_the_readme_s_steps_are_those_that_are_tried() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = (
        text.partition("## A quarter, step by step")[2].partition("```sh")[2].partition("```")[0]
    )
    steps = list(dict.fromkeys(re.findall(r"^cypt (\w+)", block, re.MULTILINE)))
    tests = "".join(e.read_text(encoding="utf-8") for e in Path(__file__).parent.glob("test_*.py"))
    tried = re.findall(r'(?:ok|cypt)\(project, "(\w+)"', tests)
    assert set(steps) <= set(tried)
    assert steps[0] == "new" and len(steps) == 12
    # By hand a quarter of the report of 2009 took fourteen steps.
    assert len(steps[: steps.index("publish") + 1]) == 10


def test_what_cannot_be_made_again_is_told(project: Project) -> None:
    assert "has no draft to review" in refused(project, "review", str(LAST))
    assert "has not been published" in refused(project, "rebuild", str(LAST))
