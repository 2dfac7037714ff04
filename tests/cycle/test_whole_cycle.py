"""A quarter from its beginning to a correction, by the commands of the README, in their order.

The kernels are played: what the notebooks would show is put into them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from click.testing import Result
from nbformat.v4 import new_code_cell, new_notebook, new_output

from cypt_analysis import exports
from cypt_analysis.cycle import publish
from cypt_analysis.cycle.versions import versions
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.processed.store import load
from cypt_analysis.runs import executors, notebooks
from cypt_analysis.runs.executors import Executors
from tests.cycle.world import LAST, NOW, cypt, small_world
from tests.projects import ROOT
from tests.small_project import pieces, write_notebook

MORE = """
[sign]
roles = ["Analyst", "Head of service"]

[[introduction]]
id = "overview"
heading = "Overview"
summary = true
"""
WORDS = "## Summary\n\nThere were {{ care.latest }} cases.\n"


def _played(
    project: Project, notebook: Path, target: Path, quarter: Quarter, *, edition: str = ""
) -> None:
    """A notebook as its kernel would leave it."""
    html = "\n".join(pieces(load(project, quarter, edition or "internal")))
    shown = new_output("display_data", data={"text/html": html})
    cell = new_code_cell("report", outputs=[shown], execution_count=1)
    nbformat.write(new_notebook(cells=[cell]), target)


@contextmanager
def _threads(jobs: int | None = None) -> Iterator[Executors]:
    with ThreadPoolExecutor(2) as one, ThreadPoolExecutor(1) as two, ThreadPoolExecutor(1) as three:
        yield Executors(one, two, three, ())


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = small_world(tmp_path / "project")
    with project.file.open("a", encoding="utf-8") as file:
        file.write(MORE)
    write_notebook(project, "0_page", "report")
    monkeypatch.setattr(notebooks, "execute_one", _played)
    monkeypatch.setattr(executors, "local", _threads)
    # They have tests of their own, and take as long as all that is looked at here.
    for name in ("_write_workbook", "_write_word"):
        monkeypatch.setattr(exports, name, lambda *given: "")
    monkeypatch.setattr(publish, "gates", lambda html, known: ([], ""))
    return project


def _sent(project: Project, name: str, text: str) -> str:
    path = project.root.parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def _ok(project: Project, *arguments: str) -> str:
    result = cypt(project, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def _refused(project: Project, *arguments: str) -> str:
    result: Result = cypt(project, *arguments)
    assert result.exit_code == 1, result.output
    return result.stderr


def _sign(project: Project) -> None:
    _ok(project, "sign", str(NOW), "--as", "A. Person", "--role", "Analyst")
    _ok(project, "sign", str(NOW), "--as", "B. Person", "--role", "Head of service")


def _begin(project: Project) -> None:
    """A quarter with one file late, one that revises, words by e-mail, and a promise answered."""
    assert "Expected by 31 January 2010" in _ok(project, "new")
    returned = "period,cases\n2009-10-Q2,52\n2009-10-Q3,61\n"
    assert "revised: 1 figure" in _ok(project, "add", _sent(project, "Return.csv", returned))
    assert "late visits" in _ok(project, "status", "--on", "2010-02-01")
    _ok(project, "add", _sent(project, "visits.csv", "period,visits\n2009-10-Q3,12\n"))
    _ok(project, "add", _sent(project, "care.md", WORDS))
    promises = project.raw(NOW) / "last_quarter" / "promises.csv"
    text = promises.read_text(encoding="utf-8").replace("line 7,", "line 7,It opened.")
    promises.write_text(text, encoding="utf-8")
    assert "1 not begun, 1 written" in _ok(project, "status", "--on", "2010-02-01")


def _pack(project: Project) -> BeautifulSoup:
    file = project.root / "reports" / "review" / str(NOW) / "review.html"
    return BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")


def _review(project: Project, words: Path) -> None:
    """A first draft with a statement that fails, its pack, and the pack of the mended draft."""
    words.write_text("## Summary\n\nThere were 60 cases in Quarter 3 of 2009/10.\n", "utf-8")
    _ok(project, "run", str(NOW), "--no-pdf")
    assert "1 Statement not borne out" in _ok(project, "review", str(NOW))
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
    _ok(project, "run", str(NOW), "--no-pdf")
    assert "nobody has signed" in _ok(project, "review", str(NOW))
    assert "There were 61 cases." in _pack(project).find(id="seen-words").get_text()


# What papermill brings along warns of a library that nothing here uses.
@pytest.mark.filterwarnings("ignore:SOCKS support")
def test_a_quarter_from_its_beginning_to_a_correction(project: Project) -> None:
    _begin(project)
    words = project.raw(NOW) / "commentary" / "care.md"
    _review(project, words)
    _ok(project, "check", str(NOW))
    assert "not signed. Nothing was published" in _refused(project, "publish", str(NOW))
    _sign(project)

    # A word that changes after it was signed: both signatures lapse, and say why.
    words.write_text(WORDS + "\nMore staff came.\n", encoding="utf-8")
    told = _refused(project, "publish", str(NOW))
    assert told.count("commentary/care.md changed") == 2
    assert "A. Person signed on" in told
    words.write_text(WORDS, encoding="utf-8")
    _ok(project, "publish", str(NOW))

    late = _sent(project, "visits.csv", "period,visits\n2009-10-Q3,13\n")
    assert "2009-10-Q3, has been published" in _refused(project, "add", late)

    # A correction is signed anew, as it is another page.
    cases = project.raw(NOW) / "cases.csv"
    cases.write_text("period,cases\n2009-10-Q2,52\n2009-10-Q3,64\n", encoding="utf-8")
    assert "cases.csv changed" in _refused(project, "publish", str(NOW), "--reason", "A count.")
    _ok(project, "run", str(NOW), "--no-pdf")
    _sign(project)
    _ok(project, "publish", str(NOW), "--reason", "A count was corrected.")
    assert "2 published versions, nothing altered" in _ok(project, "verify")
    told = _ok(project, "diff", f"{NOW}:v1", f"{NOW}:v2")
    assert "61 cases, now 64 cases" in told and "- There were 61 cases." in told

    # A later drop, and the first version again, from the files as they were then.
    assert "cypt new" in _ok(project, "status")
    _ok(project, "new")
    assert "the bytes that were published" in _ok(project, "rebuild", str(NOW), "--version", "1")
    was, made = versions(project, NOW)[1], project.root / "reports" / "rebuilt" / str(NOW) / "v1"
    for path in was.rglob("*"):
        if path.is_file():
            assert (made / path.relative_to(was)).read_bytes() == path.read_bytes(), path


def test_the_readme_s_steps_are_those_that_are_tried() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = (
        text.partition("## A quarter, step by step")[2].partition("```sh")[2].partition("```")[0]
    )
    steps = list(dict.fromkeys(re.findall(r"^cypt (\w+)", block, re.MULTILINE)))
    tests = "".join(e.read_text(encoding="utf-8") for e in Path(__file__).parent.glob("test_*.py"))
    tried = re.findall(r'(?:_ok|cypt)\(project, "(\w+)"', tests)
    assert set(steps) <= set(tried)
    assert steps[0] == "new" and len(steps) == 12


def test_what_cannot_be_made_again_is_told(project: Project) -> None:
    assert "has no draft to review" in _refused(project, "review", str(LAST))
    assert "has not been published" in _refused(project, "rebuild", str(LAST))
