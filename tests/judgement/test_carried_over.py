"""Actions that are gone since the last drop, and risks whose review date is the last drop's."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.projects import make_project

QUARTER = parse_quarter("2009-10-Q2")
ACTIONS = "indicator,action,progress,owner,due,due_as_stated\n"
RISKS = "risk,position,due,reviewed\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def _write(project: Project, quarter: str, file: str, text: str) -> None:
    (project.drops / quarter / file).write_text(text, encoding="utf-8")


def _points(project: Project, rule: str) -> list[Finding]:
    known = compute(DropReader(project), QUARTER)
    return [finding for finding in known.findings if finding.rule == rule]


def test_an_action_that_is_gone_is_told_with_its_due_date(project: Project) -> None:
    _write(
        project, "2009-10-Q1", "actions.csv",
        f"{ACTIONS}caf,Train staff,,,2009-12-31,\ncaf,Tell {{{{ caf.latest }}}}  schools,,,,soon\n"
        "neet,Train staff,,,,\nneet,Visit,,,,\n",
    )  # fmt: skip
    # White space is no difference; another indicator is.
    _write(project, "2009-10-Q2", "actions.csv", f"{ACTIONS}neet,Visit,Done.,,,\n")
    points = _points(project, "action_gone")
    assert {(each.file, each.row) for each in points} == {("data/raw/2009-10-Q2/actions.csv", None)}
    assert [each.found for each in points] == [
        "caf: 'Train staff' (due 31 December 2009) was in 2009-10-Q1 and is gone.",
        "caf: 'Tell … schools' (due soon) was in 2009-10-Q1 and is gone.",
        "neet: 'Train staff' (without a due date) was in 2009-10-Q1 and is gone.",
    ]
    _write(
        project, "2009-10-Q2", "actions.csv",
        f"{ACTIONS}neet,Visit,,,,\nneet,Train staff,,,,\ncaf,Train staff,,,,\ncaf,Tell {{{{ caf.latest }}}} schools,,,,\n",
    )  # fmt: skip
    assert _points(project, "action_gone") == []


def test_every_action_is_gone_where_the_file_has_not_come(project: Project) -> None:
    _write(project, "2009-10-Q1", "actions.csv", f"{ACTIONS}caf,Train staff,,,2009-12-31,\n")
    (point,) = _points(project, "action_gone")
    assert point.advice == "Say what became of it, or put it back."


def test_a_risk_has_a_review_date_of_its_own(project: Project) -> None:
    before = "".join(f"A {what},It burns.,,2009-05-20\n" for what in ("fire", "blaze", "spark"))
    _write(project, "2009-10-Q1", "risks.csv", RISKS + before)
    now = (
        "A storm,Past.,,2009-05-20\nA fire,Held.,,2009-05-20\nA blaze,It burns.,,2009-05-20\n"
        "A spark,Held.,,2009-10-21\nA flood,Held.,,2009-05-20\n"
    )
    _write(project, "2009-10-Q2", "risks.csv", RISKS + now)
    # The spark was reviewed since, and storm and flood are new.
    assert {(each.file, each.row, each.found) for each in _points(project, "risk_not_reviewed")} == {
        ("data/raw/2009-10-Q2/risks.csv", row,
         f"'A {what}' was reviewed on 20 May 2009, as 2009-10-Q1 said.")
        for row, what in ((3, "fire"), (4, "blaze"))
    }  # fmt: skip


def test_the_shipped_quarters_have_neither(known_q1: Known, known_q2: Known) -> None:
    for known in (known_q1, known_q2):
        rules = {each.rule for each in known.findings}
        assert not rules & {"action_gone", "risk_not_reviewed"}
