"""One screen says what has come, what is written, what is due, and who has signed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cypt_analysis.catalogue import load_catalogue
from cypt_analysis.cycle.opening.begin import begin
from cypt_analysis.cycle.standing.screen import screen
from cypt_analysis.cycle.standing.status import Came, State, Status, sources_of, status_of
from cypt_analysis.cycle.standing.words import Written
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from tests.cycle.world import LAST, NOW, WORDS, cypt, small_world
from tests.projects import write_drop

CUT_OFF = date(2010, 1, 31)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = small_world(tmp_path / "project")
    begin(project, NOW)
    return project


def _states(project: Project, today: date) -> dict[str, Came]:
    catalogue = load_catalogue(project).at(NOW)
    found = sources_of(project, NOW, catalogue, CUT_OFF, today)
    return {each.source.id: each.state for each in found}


def test_a_source_is_late_the_day_after_the_cut_off(project: Project) -> None:
    assert _states(project, CUT_OFF)["cases"] is Came.AWAITED
    assert _states(project, date(2010, 2, 1))["cases"] is Came.LATE
    (project.raw(NOW) / "cases.csv").write_text("period,cases\n2009-10-Q3,1\n", encoding="utf-8")
    assert _states(project, date(2010, 2, 1))["cases"] is Came.CAME


def test_an_annual_source_is_due_four_quarters_after_it_last_came(project: Project) -> None:
    """It came for the second quarter of 2009/10, and so is due for that of 2010/11."""
    assert _states(project, CUT_OFF)["census"] is Came.NOT_DUE
    later = parse_quarter("2010-11-Q2")
    write_drop(project.root, str(later), {})
    catalogue = load_catalogue(project).at(later)
    found = sources_of(project, later, catalogue, date(2010, 10, 31), date(2010, 10, 1))
    state = next(each for each in found if each.source.id == "census")
    assert (state.state, state.last) == (Came.AWAITED, LAST)


def test_an_annual_source_is_due_on_the_day_that_its_words_name(project: Project) -> None:
    """Last received with a drop to 30 September 2009; a release of late October came after it."""
    sources = project.catalogue / "sources.toml"
    text = sources.read_text(encoding="utf-8")
    named = text.replace('cycle = "annual"', 'cycle = "annual"\ndue = "late October"')
    sources.write_text(named, encoding="utf-8")
    assert _states(project, date(2009, 10, 31))["census"] is Came.AWAITED
    assert _states(project, date(2009, 11, 1))["census"] is Came.LATE
    later = text.replace('cycle = "annual"', 'cycle = "annual"\ndue = "early September"')
    sources.write_text(later, encoding="utf-8")
    assert _states(project, date(2010, 1, 1))["census"] is Came.NOT_DUE


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("## Summary\n\n## Issues\n", Written.NOT_BEGUN),
        (WORDS, Written.UNCHANGED),
        (WORDS.replace("2009-10-Q2", "2009-10-Q3").replace("## Issues", "## Issues\n"),
         Written.UNCHANGED),
        (WORDS + "\nA third office opened.\n", Written.WRITTEN),
    ],
)  # fmt: skip
def test_how_far_words_are(text: str, state: Written, project: Project) -> None:
    (project.raw(NOW) / "commentary" / "care.md").write_text(text, encoding="utf-8")
    words = {each.name: each for each in status_of(project, NOW, CUT_OFF).words}
    assert words["care"].state is state
    # Nothing has checked them, and nobody says that they are sound.
    assert words["care"].faults is None


def test_what_the_last_build_found_holds_until_a_file_changes(project: Project) -> None:
    words = project.raw(NOW) / "commentary" / "care.md"
    words.write_text("## Summary\n\nThere were 51 cases in all.\n", encoding="utf-8")
    assert cypt(project, "build", str(NOW)).exit_code == 0
    found = status_of(project, NOW, CUT_OFF)
    claims = json.loads((project.processed(NOW) / "claims.json").read_text(encoding="utf-8"))
    told = next(each for each in found.words if each.name == "care")
    assert found.found.current and told.faults is not None and told.for_a_person is not None
    # What a sentence leaves to a person is one question, however many its points are.
    mine = [each for each in claims if each["file"] == told.file]
    asked = {each["sentence"] for each in mine if each["outcome"] == "for a person"}
    refused = sum(each["outcome"] == "not borne out" for each in mine)
    assert (told.faults, told.for_a_person) == (refused, len(asked))
    words.write_text("## Summary\n\nThere were 50 cases in all.\n", encoding="utf-8")
    assert not status_of(project, NOW, CUT_OFF).found.current


def test_actions_and_promises_are_overdue_by_their_day(project: Project) -> None:
    def overdue(today: date) -> list[tuple[str, date]]:
        return [(each.kind, each.due) for each in status_of(project, NOW, today).due(State.OVERDUE)]

    assert overdue(date(2009, 11, 30)) == []
    assert overdue(date(2009, 12, 1)) == [("promise", date(2009, 11, 30))]
    assert ("action", date(2009, 12, 31)) in overdue(date(2010, 1, 1))


def test_what_is_done_is_not_overdue(project: Project) -> None:
    """Worked by hand: one of two actions is done, and one of two promises was answered."""
    path = project.raw(NOW) / "actions.csv"
    text = path.read_text(encoding="utf-8").replace("2009-12-31,,", "2009-12-31,,2010-01-04")
    path.write_text(text, encoding="utf-8")
    promises = project.raw(NOW) / "last_quarter" / "promises.csv"
    text = promises.read_text(encoding="utf-8").replace("line 7,", "line 7,It opened.")
    promises.write_text(text, encoding="utf-8")
    told = "\n".join(screen(status_of(project, NOW, date(2010, 3, 1))))
    assert "Actions and promises: 1 overdue, 1 without a day, 2 done" in told


def test_the_screen_counts_the_days_and_ends_with_what_to_do(project: Project) -> None:
    result = cypt(project, "status", "--on", "2010-02-05")
    assert result.exit_code == 0, result.output
    assert "The board meets on 15 February 2010, in 10 days." in result.stdout
    assert "late cases: Case team, due by 31 January 2010; last came for" in result.stdout
    assert (
        result.stdout.splitlines()[-1]
        == "Next: ask Case team for cases; cypt add FILE takes it in."
    )
    assert "meets today" in cypt(project, "status", str(NOW), "--on", "2010-02-15").stdout


def test_the_page_is_one_escaped_file(project: Project) -> None:
    rows = (
        "indicator,action,progress,owner,due,due_as_stated\ncare,<script>x</script>,,,2009-12-31,\n"
    )
    (project.raw(NOW) / "actions.csv").write_text(rows, encoding="utf-8")
    file = project.root / "status.html"
    result = cypt(project, "status", "--on", "2010-02-05", "--html", str(file))
    assert result.exit_code == 0, result.output
    page = BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")
    assert page.html is not None and page.html["lang"] == "en-GB"
    assert page.find_all("script") == [] and page.find_all(["link", "img", "iframe"]) == []
    assert "<script>x</script>" in page.get_text()
    assert {table["id"] for table in page.find_all("table")} == {"sources", "words", "due"}


def test_what_cannot_be_read_is_told(project: Project) -> None:
    assert "There is no drop for 2010-11-Q1" in cypt(project, "status", "2010-11-Q1").stderr
    told = cypt(project, "status", "--html", str(project.root / "nowhere" / "a.html")).stderr
    assert "There is no folder" in told
    (project.raw(NOW) / "drop.toml").write_text("quarter = \n", encoding="utf-8")
    result = cypt(project, "status")
    assert result.exit_code == 1 and "drop.toml cannot be read: cypt check" in result.stderr


def test_nothing_is_written(project: Project) -> None:
    before = sorted(project.root.rglob("*"))
    found = status_of(project, NOW, CUT_OFF)
    assert isinstance(found, Status)
    assert sorted(project.root.rglob("*")) == before
