"""Two reports are held against each other, and an old one against what is known now."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from bs4 import BeautifulSoup

from cypt_analysis.cycle.comparing.differences import as_html, differences, lines, write_changes
from cypt_analysis.cycle.comparing.page_texts import lines_of
from cypt_analysis.cycle.comparing.reread import reread
from cypt_analysis.cycle.comparing.sides import Side, read_side, side
from cypt_analysis.ground.edition import PUBLIC, Edition
from cypt_analysis.ground.project import Project
from cypt_analysis.known import Known
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.words.spoken import sentence_places
from tests.cycle.world import LAST, NOW, cypt, small_world
from tests.projects import ROOT, write_drop

HEAD = "id,measure,breakdown,area,period_in_words,value,unit\n"
PAGE = """<html><body><main><section class="part"><table id="summary">
<tr><th>Indicator</th><th>Latest</th><th>Status</th><th>Direction</th></tr>
<tr><th>Cases</th><td>50</td><td>{status}</td><td>Up</td></tr></table></section>
<section class="block"><h3 id="care">Cases</h3><div class="commentary"><h4>Summary</h4>
<p>{words}</p></div></section></main></body></html>"""


def _report(folder: Path, value: str, status: str, words: str, more: str = "") -> None:
    inside = folder / "internal"
    inside.mkdir(parents=True)
    data = HEAD + f"care.1,Cases,,Northmere,July to September 2009,{value},cases\n" + more
    (inside / "data.csv").write_text(data, encoding="utf-8")
    page = PAGE.format(status=status, words=words)
    (inside / "report.html").write_text(page, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two published versions and a draft of one quarter."""
    project = small_world(tmp_path / "project")
    home = project.root / "reports" / "published" / str(LAST)
    _report(home / "v1", "50", "Met", "There were 50. It is calm.")
    _report(home / "v2", "52", "Missed", "There were <b>52</b>. It is calm.")
    new = "care.2,Cases,,Northmere,October to December 2009,61,cases\n"
    _report(project.report(LAST), "52", "Missed", "There were <b>52</b>. It is calm.", new)
    return project


def test_figures_verdicts_and_sentences_that_differ_are_told_and_no_others(
    project: Project,
) -> None:
    found = differences(side(project, f"{LAST}:v1"), side(project, f"{LAST}:v2"))
    label = "Cases, Northmere, July to September 2009"
    assert found.figures == ((label, "50 cases", "52 cases"),)
    assert found.verdicts == (("Cases", "Met; Up", "Missed; Up"),)
    assert found.words == (("Cases", "There were 50.", ""), ("Cases", "", "There were 52."))


def test_a_quarter_alone_is_its_last_version_and_the_draft_is_asked_for(project: Project) -> None:
    assert side(project, str(LAST)).name == "2009-10-Q2:v2"
    found = differences(side(project, str(LAST)), side(project, f"{LAST}:draft"))
    assert [(then, now) for _, then, now in found.figures] == [("none", "61 cases")]
    assert "Figures: 1 new" in "\n".join(lines(found))


def test_a_report_is_the_same_as_itself(project: Project) -> None:
    found = differences(side(project, f"{LAST}:v2"), side(project, f"{LAST}@2"))
    assert not found and "no figure" in "\n".join(lines(found))
    assert "say the same" in as_html(found, "last")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2009-10-Q2:v3", "It has: v1, v2."),
        ("2009-10-Q1", "no report yet"),
        ("2009-10-Q2:x", "is no report"),
        ("soon", "is not a quarter"),
    ],
)
def test_what_is_no_report_is_told(name: str, told: str, project: Project) -> None:
    result = cypt(project, "diff", name, str(LAST))
    assert result.exit_code == 1 and told in result.stderr


BOARD = """<html><head><style>p</style></head><body><header><h1>Report</h1></header><main>
<section><h2>What matters</h2><ol><li>{a} missed. Else none.</li></ol><nav aria-label="{b}"></nav>
</section><section><h2>Summary</h2><table id="summary"><tr><th>Of</th><th>Status</th><th>Comment
</th></tr><tr><th>Cases</th><td>Met</td><td>It <b>was {c}</b>.</td></tr></table></section>
<section><h2>Care</h2>{d}<section class="block"><h3>Cases</h3><dl><dt>Target</dt><dd>{e}</dd></dl>
<figure><div aria-label="{f}"><svg><text>{g}</text></svg></div><figcaption>{h}</figcaption></figure>
<table><caption>{i}</caption><tr><th>Period</th><th>Part</th><th>Value</th></tr><tr><th>May</th>
<td>same</td><td>{j}</td></tr></table><img src="x" alt="{k}"><unheard>{l}</unheard></section></section></main>
<footer>{m}</footer></body></html>"""
PLACES = {
    "a": ("What matters", "{} missed."), "b": ("What matters", "Read out: {}"),
    "c": ("Summary", "Cases, Comment: It was {}."), "d": ("Care", "{}"),
    "e": ("Cases", "Target: {}"), "f": ("Cases", "Read out: {}"), "g": ("Cases", "In a chart: {}"),
    "h": ("Cases", "{}"), "i": ("Cases", "{}"), "j": ("Cases", "May, Value: {}"),
    "k": ("Cases", "Read out: {}"), "l": ("Cases", "{}"), "m": ("The page", "{}"),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_whatever_a_reader_sees_or_is_read_is_compared(place: str, tmp_path: Path) -> None:
    """The first screen, the summary, a block, a chart, a table, what nobody thought of: one
    differs, and it alone is told, with where it stands."""
    sides = []
    for number, said in enumerate(("same", "new")):
        folder = tmp_path / f"v{number}"
        folder.mkdir()
        page = BOARD.format(**dict.fromkeys(PLACES, "same") | {place: said})
        (folder / "report.html").write_text(page, encoding="utf-8")
        (folder / "data.csv").write_text(HEAD, encoding="utf-8")
        sides.append(read_side(folder, f"v{number}", LAST))
    found = differences(*sides)
    of, told = PLACES[place]
    expected = {(of, told.format("same"), ""), (of, "", told.format("new"))}
    assert {*found.words, *found.others} == expected
    assert told.format("new") in as_html(found, "x").__html__()
    assert told.format("new") in "\n".join(lines(found))


def test_every_sentence_of_a_finished_page_is_in_what_is_compared() -> None:
    page = BeautifulSoup((ROOT / "reports" / "example" / "report.html").read_bytes(), "lxml")
    said = " ".join(each.text for each in lines_of(page))
    seen = [" ".join(each.split()) for each in page.strings]
    lost = [
        text[begin:end]
        for text in seen
        for begin, end in sentence_places(text)
        if text[begin:end].strip() not in said
    ]
    assert len(seen) > 1000 and not lost


def test_what_comes_in_another_order_is_told() -> None:
    then, now = {"Care": ("Up.", "Down.")}, {"Care": ("Down.", "Up.")}
    before, after = (Side("", LAST, {}, {}, each, {}) for each in (then, now))
    assert differences(before, after).words


@pytest.mark.parametrize(("now", "repeats"), [("52", True), ("[c]", False)])
def test_a_correction_tells_what_it_changes_and_repeats_nothing_that_it_hides(
    now: str, repeats: bool, tmp_path: Path
) -> None:
    was, made = tmp_path / "v1", tmp_path / "v2"
    _report(was, "3", "Met", "There were 3 of them.")
    _report(made, now, "Met", "There were others.")
    known = SimpleNamespace(
        settings=SimpleNamespace(title="A report"), quarter=LAST, edition=PUBLIC
    )
    edition = Edition(LAST, 2, "A small number")
    write_changes(made / "internal", was / "internal", cast("Known", known), edition)
    text = (made / "internal" / "changes.html").read_text(encoding="utf-8")
    assert f"{now} cases" in text and "Why: A small number." in text and "There were others" in text
    assert ("3 cases" in text) is ("There were 3 of them" in text) is repeats


@pytest.fixture
def unpublished(tmp_path: Path) -> Project:
    return small_world(tmp_path / "project")


def _third_quarter(project: Project, cases: str) -> None:
    write_drop(project.root, str(NOW), {"cases.csv": f"period,cases\n{cases}\n2009-10-Q3,61"})


def test_a_revision_makes_an_old_sentence_read_differently(unpublished: Project) -> None:
    """50 is now 52: a placeholder prints it, and a number that was typed is no longer so."""
    words = unpublished.raw(LAST) / "commentary" / "care.md"
    said = "\nIn Quarter 2 of 2009/10 there were 50 cases.\n"
    words.write_text(words.read_text("utf-8") + said, encoding="utf-8")
    _third_quarter(unpublished, "2009-10-Q2,52")
    printed, typed = reread(DropReader(unpublished), LAST, NOW)
    assert (printed.then, printed.now) == ("There were 50 cases.", "There were 52 cases.")
    assert typed.then == said.strip() and typed.now == "no longer borne out"
    assert "52" in typed.why


def test_a_new_period_revises_nothing(unpublished: Project) -> None:
    _third_quarter(unpublished, "2009-10-Q2,50")
    assert reread(DropReader(unpublished), LAST, NOW) == []
