"""Points to review: nothing is wrong in itself, but it often is."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.findings import REVIEW, CheckFailed, Finding, errors
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.projects import make_project

QUARTER = parse_quarter("2009-10-Q2")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def _points(project: Project, catalogue: Catalogue, rule: str) -> list[Finding]:
    known = compute(DropReader(project), QUARTER)
    return [finding for finding in known.findings if finding.rule == rule]


def _write(project: Project, file: str, text: str, quarter: str = "2009-10-Q2") -> None:
    path = project.drops / quarter / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("value", "jump", "target", "magnitude", "taken", "cut_short"),
    [
        # Half as large again is not yet a jump; ten times its value is a slip of the point.
        (660, False, "60", True, "2009-09-29", True),
        (661, True, "59.9", False, "2009-09-30", False),
        (221, False, "0.6", True, "2009-10-21", False),
        (219, True, "0.7", False, "", False),
        (0, True, "6", False, "", False),
    ],
)
def test_a_rule_looks_at_what_is_beyond_its_bound_and_at_nothing_within(
    project: Project, value: int, jump: bool, target: str, magnitude: bool, taken: str,
    cut_short: bool,
) -> None:  # fmt: skip
    """More than half is a jump; a target ten times or a tenth of its value is looked at; a period
    is cut short by an extract before its last day. Each is asked of a source of its own."""
    _write(project, "looked_after.csv", f"date,children_looked_after\n2009-09-30,{value}\n")
    _write(
        project,
        "targets.csv",
        "indicator,measure,period,comparison,target,set_by,basis\n"
        f"persistent_absence,secondary,2008-09-AY,at most,{target},local,annual\n",
    )
    _write(
        project,
        "caf.csv",
        "period,extract_date,initiated,completed_on_time,completed_late,not_yet_completed,"
        f"completed_on_time_percent\n2009-10-Q2,{taken},170,124,7,39,\n",
    )
    rules = {finding.rule for finding in compute(DropReader(project), QUARTER).findings}
    asked = {"jump": jump, "magnitude": magnitude, "cut_short": cut_short}
    assert {rule: rule in rules for rule in asked} == asked


def test_a_jump_that_was_there_before_is_not_said_again(
    project: Project, catalogue: Catalogue
) -> None:
    _write(
        project,
        "looked_after.csv",
        "date,children_looked_after\n2008-09-30,100\n2009-06-30,900\n",
        "2009-10-Q1",
    )
    _write(
        project, "looked_after.csv", "date,children_looked_after\n2009-06-30,900\n2009-09-30,905\n"
    )
    assert _points(project, catalogue, "jump") == []


def test_a_jump_names_the_breakdown_and_its_row(project: Project, catalogue: Catalogue) -> None:
    _write(
        project,
        "absence_schools.csv",
        "school,period,persistent_absence_percent,status\n"
        "Varndean School,2006-07-AY,8.0,final\nVarndean School,2007-08-AY,16.0,final\n",
    )
    (point,) = _points(project, catalogue, "jump")
    assert point.file == "data/raw/2009-10-Q2/absence_schools.csv"
    assert point.row == 3
    assert point.found == (
        "Persistent absence by school, Varndean School: 16.0% (2007/08) is 100% above 8.0% (2006/07)."
    )


def test_a_file_with_nothing_new_is_looked_at_and_one_with_a_revision_is_not(
    project: Project, catalogue: Catalogue
) -> None:
    _write(project, "looked_after.csv", "date,children_looked_after\n2009-06-30,440\n")
    (point,) = _points(project, catalogue, "nothing_new")
    assert (point.file, point.row) == ("data/raw/2009-10-Q2/looked_after.csv", None)
    _write(project, "looked_after.csv", "date,children_looked_after\n2009-06-30,441\n")
    assert _points(project, catalogue, "nothing_new") == []


def test_a_file_with_another_areas_rows_alone_is_looked_at(
    project: Project, catalogue: Catalogue
) -> None:
    """Before, the page said "No new data", and the other area's figures became neighbours'."""
    rows = (
        "area,period,rate_per_10000,status\n{},2008-09-FY,706,final\nEngland,2008-09-FY,497,final\n"
    )
    _write(project, "referrals.csv", rows.format("Reading"))
    (point,) = _points(project, catalogue, "no_own_rows")
    assert (
        point.found == "No row is of 'Brighton & Hove'; there are rows of 'Reading' and 'England'."
    )
    _write(project, "referrals.csv", rows.format("Brighton & Hove"))
    assert _points(project, catalogue, "no_own_rows") == []


def test_no_figure_is_taken_before_its_period_begins(project: Project) -> None:
    _write(
        project,
        "caf.csv",
        "period,extract_date,initiated,completed_on_time,completed_late,not_yet_completed,"
        "completed_on_time_percent\n2009-10-Q3,2009-09-21,170,124,7,39,\n",
    )
    with pytest.raises(CheckFailed) as failed:
        compute(DropReader(project), QUARTER)
    (fault,) = [each for each in failed.value.findings if each.rule == "before_it_began"]
    assert (fault.row, "which begins on 1 October 2009" in fault.found) == (2, True)


def test_a_review_is_overdue_after_its_day(project: Project, catalogue: Catalogue) -> None:
    drop = (project.drops / "2009-10-Q2" / "drop.toml").read_text(encoding="utf-8")
    due = {entry.next_review for entry in catalogue.indicators.values()}
    assert {day.isoformat() for day in due} == {"2010-06-30"}
    for board, count in (("2010-06-30", 0), ("2010-07-01", len(catalogue.indicators))):
        _write(project, "drop.toml", drop.replace("2009-11-02", board))
        assert len(_points(project, catalogue, "overdue_review")) == count


def test_commentary_that_is_not_there_is_said(project: Project, catalogue: Catalogue) -> None:
    without = {Path(point.file).stem for point in _points(project, catalogue, "no_commentary")}
    assert without == set(catalogue.indicators) - {"caf"}


def test_the_points_of_the_published_quarter(known_q2: Known) -> None:
    points = {
        (Path(finding.file).name, finding.row, finding.rule)
        for finding in known_q2.findings
        if finding.rule in ("jump", "cut_short", "unpublished", "nothing_new", "magnitude")
    }
    assert points == {
        ("caf.csv", 3, "cut_short"),
        ("breastfeeding.csv", 3, "unpublished"),
        # 1,315 to 2,070 claimants.
        ("claimants.csv", 3, "jump"),
        ("conceptions_annual.csv", None, "nothing_new"),
        ("neet_annual.csv", None, "nothing_new"),
    }


def test_points_to_review_stop_nothing(known_q1: Known, known_q2: Known) -> None:
    for known in (known_q1, known_q2):
        assert errors(known.findings) == []
        assert {finding.severity for finding in known.findings} <= {REVIEW}


def test_every_finding_says_what_and_what_to_do(known_q1: Known, known_q2: Known) -> None:
    for finding in (*known_q1.findings, *known_q2.findings):
        assert finding.found.endswith(".")
        assert finding.advice.endswith((".", "?"))
        assert finding.rule or finding.file
