"""Words that are word for word the last drop's are told, until a person confirms them by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cypt_analysis.cli import main
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute, to_confirm
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.words.carried import CARRIED_WORDS, Carried, carried_findings
from tests.projects import in_every_quarter, make_project

LAST, NOW = parse_quarter("2009-10-Q1"), parse_quarter("2009-10-Q2")
SAID = "## Summary\n\nThe team is new. {{ looked_after.latest }} children\nare looked after.\n"
ASKED = "Is it still so? Rewrite it, or confirm it by name in confirmed.csv."
RISKS = "risk,position,due,reviewed\nA fire,It is held down.,,2009-{}\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The few files of the sound drops, in a catalogue that has confirmations in every quarter."""
    project = make_project(tmp_path / "project")
    in_every_quarter(project, "confirmed")
    return project


def _write(project: Project, quarter: Quarter, text: str, name: str = "looked_after") -> None:
    path = project.raw(quarter) / "commentary" / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _told(project: Project, rule: str = CARRIED_WORDS) -> list[Finding]:
    """What the words of both drops give, without a quarter's figures, which have no part in it."""
    reader = DropReader(project)
    found = carried_findings(reader.read(NOW), reader.read(LAST), reader.catalogue.at(NOW))
    return [each for each in found if each.rule == rule]


def test_a_quarter_tells_what_its_words_give(project: Project) -> None:
    _write(project, LAST, SAID)
    _write(project, NOW, "## Summary\n\nThe team is new. It has a lead.\n")
    _confirm(project, "0a1b2c")
    told = [*_told(project), *_told(project, "confirmation_lapsed")]
    found = compute(DropReader(project), NOW).findings
    rules = (CARRIED_WORDS, "confirmation_lapsed")
    assert [each for each in found if each.rule in rules] == told
    assert len(told) == 2


def _marks(project: Project) -> list[Carried]:
    return to_confirm(DropReader(project), NOW)


def _confirm(project: Project, *digests: str) -> None:
    rows = "".join(f"{each},As {{{{ it }}}} stands.,A. Manager\n" for each in digests)
    path = project.raw(NOW) / "confirmed.csv"
    path.write_text(f"digest,sentence,name\n{rows}", encoding="utf-8")


def test_the_shipped_quarters_share_no_sentence(known_q1: Known, known_q2: Known) -> None:
    for known in (known_q1, known_q2):
        assert [each for each in known.findings if each.rule == CARRIED_WORDS] == []


def test_a_sentence_of_the_last_drop_is_told_with_its_line(project: Project) -> None:
    """White space apart, and as it is written: what its placeholder prints does not count."""
    _write(project, LAST, SAID)
    _write(project, NOW, "## Summary\n\nWork began.\n\nThe team is\n\tnew. It has a lead.\n")
    (point,) = _told(project)
    assert point.file == "data/raw/2009-10-Q2/commentary/looked_after.md"
    assert (point.row, point.found) == (5, "'The team is new.'")
    assert point.advice == f"It is word for word last quarter's. {ASKED}"
    assert point.severity == "review"
    _write(project, NOW, "## Issues\n\n- {{ looked_after.latest }} children are looked after.\n")
    (point,) = _told(project)
    # The page lists it, and nothing there may look unfinished.
    assert (point.row, point.found) == (3, "'… children are looked after.'")


@pytest.mark.parametrize(
    "text",
    [
        "## Summary\n\nThe team is no longer new.\n",
        "## Summary\n\n460 children are looked after.\n",
        "## Summary\n\nThe team is new: {{ looked_after.latest }} children.\n",
    ],
)
def test_other_words_are_not_told(text: str, project: Project) -> None:
    _write(project, LAST, SAID)
    _write(project, NOW, text)
    assert _told(project) == []


def test_words_on_another_indicator_are_other_words(project: Project) -> None:
    _write(project, LAST, SAID)
    _write(project, NOW, "## Summary\n\nThe team is new.\n", "neet")
    assert _told(project) == []


def test_the_first_drop_has_no_last_one(project: Project) -> None:
    _write(project, LAST, SAID)
    found = compute(DropReader(project), LAST).findings
    assert [each for each in found if each.rule == CARRIED_WORDS] == []


def test_a_file_wholly_unchanged_is_one_finding(project: Project) -> None:
    _write(project, LAST, SAID)
    _write(project, NOW, SAID.replace("\n\n", "\n\n\n").replace(" ", "  ").replace("##  ", "## "))
    (point,) = _told(project)
    assert (point.row, point.found) == (None, "Every word of the file is last quarter's.")
    assert point.advice == ASKED
    (mark,) = _marks(project)
    _confirm(project, mark.digest)
    assert _told(project) == []
    # Its sentences may be confirmed one by one as well, but then all of them.
    _confirm(project, mark.parts[0].digest)
    assert len(_told(project)) == 1
    _confirm(project, *(part.digest for part in mark.parts))
    assert _told(project) == []
    assert len(mark.parts) == 2


def test_a_confirmation_lapses_with_its_words_and_its_quarter(project: Project) -> None:
    _write(project, LAST, SAID)
    _write(project, NOW, "## Summary\n\nThe team is new. It has a lead.\n")
    (mark,) = _marks(project)
    _confirm(project, mark.digest)
    assert _told(project) == _told(project, "confirmation_lapsed") == []
    _write(project, LAST, SAID.replace("new", "old"))
    _write(project, NOW, "## Summary\n\nThe team is old. It has a lead.\n")
    assert [each.found for each in _told(project)] == ["'The team is old.'"]
    (lapsed,) = _told(project, "confirmation_lapsed")
    assert (lapsed.file, lapsed.row) == ("data/raw/2009-10-Q2/confirmed.csv", 2)
    assert lapsed.found == "The confirmation of 'As … stands.' no longer holds."
    # The same words a quarter later have another mark: a copied file confirms nothing.
    later = parse_quarter("2009-10-Q3")
    project.raw(later).mkdir()
    text = (project.raw(NOW) / "drop.toml").read_text(encoding="utf-8")
    for old, new in (("2009-10-Q2", "2009-10-Q3"), ("2009-11-02", "2010-02-01")):
        text = text.replace(old, new)
    (project.raw(later) / "drop.toml").write_text(text, encoding="utf-8")
    _write(project, NOW, "## Summary\n\nThe team is new.\n")
    _write(project, later, "## Summary\n\nThe team is new. It has a lead.\n")
    (again,) = to_confirm(DropReader(project), later)
    assert (again.text, again.digest != mark.digest) == (mark.text, True)


def test_a_table_is_told_as_one_as_its_old_rows_may_stay(project: Project) -> None:
    table = "## Summary\n\nBy month:\n\n| Month | Visits |\n| --- | --- |\n| May | few |\n"
    _write(project, LAST, table)
    _write(project, NOW, f"{table}| June | many |\n\nIt grew.\n")
    assert [each.found for each in _told(project)] == ["'By month:'"]
    _write(project, NOW, f"{table}\nIt grew.\n")
    assert [each.found for each in _told(project)] == [
        "'By month:'", "'Month | Visits | May | few'",
    ]  # fmt: skip


def test_words_of_tables_are_told_save_the_names_of_their_rows(project: Project) -> None:
    for quarter, day in ((LAST, "05-20"), (NOW, "10-21")):
        (project.raw(quarter) / "risks.csv").write_text(RISKS.format(day), encoding="utf-8")
    (point,) = _told(project)
    assert (point.file, point.row) == ("data/raw/2009-10-Q2/risks.csv", 2)
    assert point.found == "'It is held down.'"


def test_a_catalogue_without_confirmations_tells_all_the_same(tmp_path: Path) -> None:
    """This project's own has them from the quarter after this one."""
    project = make_project(tmp_path / "without")
    _write(project, LAST, SAID)
    _write(project, NOW, SAID)
    (point,) = _told(project)
    assert point.advice == (
        "Is it still so? Rewrite it; the catalogue has no file of confirmations."
    )


def test_the_command_gives_the_marks_to_enter(project: Project) -> None:
    _write(project, LAST, SAID)
    _write(project, NOW, "## Summary\n\nThe team is new. It has a lead.\n")
    asked = ["--root", str(project.root), "claims", str(NOW)]
    (mark,) = _marks(project)
    shown = CliRunner().invoke(main, [*asked, "--digests"]).output
    assert "looked_after.md has something to confirm." in shown
    assert f"line 3   The team is new.\n           Digest: {mark.digest}\n" in shown
    assert mark.digest not in CliRunner().invoke(main, asked).output
    _confirm(project, mark.digest)
    assert "to confirm" not in CliRunner().invoke(main, [*asked, "--digests"]).output
