"""A new quarter has what is known of it, carries over what is open, and passes nothing as new."""

from __future__ import annotations

import csv
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest

from cypt_analysis.cycle.days import due_days
from cypt_analysis.cycle.opening import begin as opening
from cypt_analysis.cycle.opening.begin import begin
from cypt_analysis.cycle.promised import read_promised
from cypt_analysis.ground.findings import CheckFailed, UserError, errors
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.ground.settings import Calendar
from cypt_analysis.judgement.against_last import carried_over
from cypt_analysis.processed.build import to_confirm
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.words.pinned import moved_on
from tests.cycle.world import LAST, NOW, cypt, small_world


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small_world(tmp_path / "project")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project with its third quarter begun. Do not change it."""
    project = small_world(tmp_path_factory.mktemp("begun") / "project")
    begin(project, NOW)
    return project


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_report_of_2009_had_its_days_by_its_project_s_calendar() -> None:
    """Board of Monday 2 November 2009; the quarter ended on 30 September."""
    due = due_days(Calendar(data_cut_off=31, board=33), parse_quarter("2009-10-Q2"))
    assert (due.data_cut_off, due.board) == (date(2009, 10, 31), date(2009, 11, 2))
    assert due.data_cut_off <= due.words_due <= due.board
    assert "default" in due.because["words_due"] and "project.toml" in due.because["board"]


def test_nobody_meets_on_a_sunday() -> None:
    """14 February 2010 was a Sunday."""
    assert due_days(Calendar(board=45), parse_quarter("2009-10-Q3")).board == date(2010, 2, 15)


def test_a_calendar_out_of_order_is_refused(project: Project) -> None:
    text = project.file.read_text(encoding="utf-8")
    project.file.write_text(text + "\n[calendar]\nwords_due = 50\nboard = 40\n", encoding="utf-8")
    result = cypt(project, "new")
    assert result.exit_code == 1 and "out of order" in result.stderr
    assert not project.raw(NOW).exists()


def test_the_drop_is_sound_and_names_its_days(begun: Project) -> None:
    drop = DropReader(begun).read(NOW)
    assert errors(drop.findings) == []
    assert (drop.info.data_cut_off, drop.info.board_date) == (date(2010, 1, 31), date(2010, 2, 15))
    assert drop.info.neighbours == ("Eastham", "Westham")
    assert [each.rule for each in drop.findings].count("missing_source") == 3


def test_no_word_of_the_last_quarter_is_in_it(begun: Project) -> None:
    drop = DropReader(begun).read(NOW)
    assert "review" not in "".join(drop.commentary.values())
    assert list(drop.tables["actions"]["progress"]) == ["", ""]
    assert to_confirm(DropReader(begun), NOW) == []
    kept = begun.raw(NOW) / "last_quarter" / "commentary" / "care.md"
    assert kept.read_bytes() == (begun.raw(LAST) / "commentary" / "care.md").read_bytes()


def test_words_copied_from_beside_do_not_pass_as_new(project: Project) -> None:
    """Neither as they were nor with their placeholder moved on by a quarter."""
    begin(project, NOW)
    beside = (project.raw(NOW) / "last_quarter" / "commentary" / "care.md").read_text("utf-8")
    words = project.raw(NOW) / "commentary" / "care.md"
    for text in (beside, moved_on(beside)):
        words.write_text(text, encoding="utf-8")
        (told,) = [e for e in to_confirm(DropReader(project), NOW) if e.line is None]
        assert told.file == "data/raw/2009-10-Q3/commentary/care.md"


def test_pinned_placeholders_are_moved_on_with_the_old_sentence_beside(begun: Project) -> None:
    text = (begun.raw(NOW) / "last_quarter" / "placeholders.md").read_text(encoding="utf-8")
    assert "Was: There were {{ care.2009-10-Q2 }} cases." in text
    assert "Now: There were {{ care.2009-10-Q3 }} cases." in text


def test_open_actions_go_on_with_their_age(begun: Project) -> None:
    rows = _rows(begun.raw(NOW) / "last_quarter" / "actions.csv")
    ages = [(each["progress"], each["first_reported"], each["quarters_open"]) for each in rows]
    assert ages == [("Advertised.", "2009-10-Q2", "1"), ("Begun.", "2009-10-Q2", "1")]
    rows = _rows(begun.raw(NOW) / "actions.csv")
    assert next((e["action"], e["owner"], e["due"]) for e in rows) == (
        "Fill the vacancies", "A. Lead", "2009-12-31",
    )  # fmt: skip


def test_what_is_done_stays_behind_and_is_not_missed(project: Project) -> None:
    path = project.raw(LAST) / "actions.csv"
    head, first, second = path.read_text(encoding="utf-8").splitlines()
    done = f"{head},done\n{first},2009-10-20\n{second},\n"
    path.write_text(done, encoding="utf-8")
    assert begin(project, NOW).rows["actions"] == (1, 1)
    assert [row["action"] for row in _rows(project.raw(NOW) / "actions.csv")] == ["Move house"]
    beside = _rows(project.raw(NOW) / "last_quarter" / "actions.csv")
    assert [row["done"] for row in beside] == ["2009-10-20", ""]
    reader = DropReader(project)
    assert not [*carried_over(reader.read(NOW), reader.read(LAST), reader.catalogue.at(NOW))]


def test_promises_are_dated_and_targets_are_none(begun: Project) -> None:
    found = [(each.due, each.said) for each in read_promised(begun, NOW)]
    assert found == [
        (date(2009, 11, 30), "by the end of November 2009"),
        (date(2010, 2, 15), "next quarter"),
    ]


def test_an_open_promise_goes_on_and_an_answered_one_does_not(project: Project) -> None:
    begin(project, NOW)
    path = project.raw(NOW) / "last_quarter" / "promises.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("line 3,", "line 3,It was reported."), encoding="utf-8")
    begin(project, NOW.plus(1))
    left = read_promised(project, NOW.plus(1))
    assert [(each.said, each.made_in) for each in left] == [
        ("by the end of November 2009", "2009-10-Q2")
    ]


def test_answers_for_words_that_are_gone_lapse(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "digest,printed,verdict,sentence,reason,name\n"
    rows = "aaa,rose,untraced,It rose.,As told.,A. Lead\nbbb,fell,untraced,It fell.,So.,A. Lead\n"
    (project.raw(LAST) / "waivers.csv").write_text(head + rows, encoding="utf-8")
    marks = "digest,sentence,name\nccc,It stands.,A. Lead\n"
    (project.raw(LAST) / "confirmed.csv").write_text(marks, encoding="utf-8")

    class _Claim:
        waived_by = "A. Lead"

        def __init__(self, digest: str, file: str) -> None:
            self.digest, self.file = digest, file

    class _Known:
        claims = (
            _Claim("aaa", "data/raw/2009-10-Q2/commentary/care.md"),
            _Claim("bbb", "data/catalogue/care.toml"),
        )

    monkeypatch.setattr("cypt_analysis.cycle.opening.carried.load", lambda *where: _Known)
    held = begin(project, NOW).waivers
    assert [row["digest"] for row in held.kept] == ["bbb"]
    assert [row["digest"] for row in _rows(project.raw(NOW) / "waivers.csv")] == ["bbb"]
    lapsed = project.raw(NOW) / "last_quarter"
    assert [row["digest"] for row in _rows(lapsed / "waivers.csv")] == ["aaa"]
    assert [row["digest"] for row in _rows(lapsed / "confirmed.csv")] == ["ccc"]


@pytest.mark.parametrize(
    ("quarter", "told"),
    [
        ("2009-10-Q2", "is there already"),
        ("2009-10-Q1", "comes before 2009-10-Q2"),
        ("2010-11-Q1", "would leave a quarter out"),
        ("2009-Q3", "is not a quarter"),
    ],
)
def test_what_is_no_next_quarter_is_refused(quarter: str, told: str, project: Project) -> None:
    before = sorted(path for path in project.drops.rglob("*"))
    result = cypt(project, "new", quarter)
    assert result.exit_code == 1 and told in result.stderr
    assert sorted(path for path in project.drops.rglob("*")) == before


def test_nothing_half_written_is_left(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*anything: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(opening, "carry_tables", full)
    with pytest.raises(OSError, match="No space"):
        begin(project, NOW)
    assert [path.name for path in project.drops.iterdir()] == [str(LAST)]


def test_a_last_drop_with_faults_is_mended_first(project: Project) -> None:
    (project.raw(LAST) / "cases.csv").write_text("period,cases\n2009-10-Q2,many\n", "utf-8")
    with pytest.raises(CheckFailed, match="No drop was made for 2009-10-Q3"):
        begin(project, NOW)
    shutil.rmtree(project.raw(LAST))
    with pytest.raises(UserError, match="no quarter"):
        begin(project, NOW)


def test_the_command_says_who_sends_what_by_when_and_what_comes_next(project: Project) -> None:
    result = cypt(project, "new")
    assert result.exit_code == 0, result.output
    assert "Expected by 31 January 2010" in result.stdout
    assert "cases from Case team" in result.stdout
    # Its last file came a quarter ago, and it is of a year.
    assert "census from" not in result.stdout
    toml = tomllib.loads((project.raw(NOW) / "drop.toml").read_text(encoding="utf-8"))
    assert toml["quarter"] == "2009-10-Q3"
