"""New figures under last quarter's words: what was true is told, sentence by sentence.

The drop is the second one of this project with its figures moved on by a quarter, as an analyst
would who copies the folder: every figure is made up, and the words stay as they were.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cypt_analysis.claims import Claim, Evidence, check_text, gather
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.words.carried import CARRIED_WORDS
from tests.projects import make_project

Q2, Q3 = parse_quarter("2009-10-Q2"), parse_quarter("2009-10-Q3")
_DROP = """quarter = "2009-10-Q3"
board_date = 2010-02-01
data_cut_off = 2010-01-15
neighbour_set = "As before."
neighbours = ["Reading", "Bristol", "Bournemouth"]
regions = ["South East", "England"]
note = "SYNTHETIC: every figure of this drop was made up."
"""
_NEW = {
    "looked_after.csv": "date,children_looked_after\n2008-12-31,392\n2009-12-31,471\n",
    "child_protection.csv": "date,children_with_plan\n2008-12-31,268\n2009-12-31,309\n",
    "neet.csv": "month,young_people_neet,learning_difficulty_or_disability_percent,"
    "parent_or_pregnant_percent\n2008-M11,411,,\n2009-M11,489,40,14\n",
    "claimants.csv": "month,claimants_18_to_24,note\n2008-M12,1490,\n2009-M12,2015,\n",
    "caf.csv": "period,extract_date,initiated,completed_on_time,completed_late,"
    "not_yet_completed,completed_on_time_percent\n2009-10-Q2,2009-12-31,188,139,31,18,\n"
    "2009-10-Q3,2009-12-31,201,151,12,38,\n",
    "caf_plans.csv": "as_at,completed,with_action_plan,with_review_date,reviews_outstanding\n"
    "2009-12-31,455,301,240,96\n",
    "conceptions.csv": "area,period,rate_per_1000,status\nBrighton & Hove,2006-M10..2007-M09,42.2,final\n"
    "Brighton & Hove,2007-M10..2008-M09,40.1,provisional\nEngland,2007-M10..2008-M09,40.7,"
    "provisional\nSouth East,2007-M10..2008-M09,32.9,provisional\n",
    "incidents.csv": "period,incidents,days_lost,riddor_reports\n2009-10-Q2,74,9,12\n",
    "parenting.csv": "period,practitioners_trained,groups_delivered,parents_receiving_intervention,"
    "parents_improving_percent\n2009-10-Q2,8,31,171,78.1\n",
}
# What stays as it was: words, actions and risks, targets and quoted figures.
_KEPT = ("actions.csv", "risks.csv", "targets.csv", "quoted.csv", "assumptions.csv")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> tuple[Known, Evidence]:
    """What is known at a third quarter under the words of the second, and its evidence."""
    folder = tmp_path_factory.mktemp("third")
    project = make_project(folder / "project", project_root / "data" / "raw")
    last, drop = project.raw(Q2), project.raw(Q3)
    shutil.copytree(last / "commentary", drop / "commentary")
    for name in _KEPT:
        shutil.copy(last / name, drop / name)
    for name, text in _NEW.items():
        (drop / name).write_text(text, encoding="utf-8")
    (drop / "drop.toml").write_text(_DROP, encoding="utf-8")
    reader = DropReader(project)
    known = compute(reader, Q3)
    return known, gather(known, last=reader.up_to(Q3)[-2].info)


@pytest.fixture(scope="module")
def third(made: tuple[Known, Evidence]) -> Known:
    return made[0]


def _told(known: Known) -> list[Claim]:
    return [each for each in known.claims if each.needs_mending]


# File, what is printed, and the sentence (as it prints) that must not pass.
FALSE = [
    ("looked_after.md", "471", "Still rising: 471 in September 2009"),
    ("looked_after.md", "372", "A year before there were 372"),
    ("neet.md", "489", "Numbers are rising: 489 in August 2009"),
    ("neet.md", "35%", "on August 2008, when it was 1,315"),
    ("caf.md", "201", "201 assessments were started in July to September 2009"),
    ("caf.md", "10", "the last report gave 10 a month"),
    ("caf.md", "before the quarter ended", "201 assessments started and 75% completed"),
    ("caf.md", "455", "By 21 September 455 assessments had been completed"),
    ("conceptions.md", "42.2", "The rolling rate was 42.2 in the year to June 2007"),
    ("conceptions.md", "end of 2009", "drop-ins are to open by the end of 2009"),
    ("parenting.md", "fallen", "has fallen since the last report"),
    ("outline_review.md", "1 February 2010", "We aim to bring a proposal to the Board"),
    ("risk_management.md", "21 October 2009", "At its latest review, on 21 October 2009"),
    ("referrals.md", "higher", "only Reading and Bristol were higher"),
]  # fmt: skip


def test_each_sentence_that_is_no_longer_true_is_told(third: Known) -> None:
    known = third
    said = [(Path(each.file).name, each.printed, each.sentence) for each in _told(known)]
    missing = [
        want for want in FALSE
        if not any(want[0] == f and want[1] == p and want[2] in s for f, p, s in said)
    ]  # fmt: skip
    assert missing == []
    assert known.synthetic == ("2009-10-Q3",)
    # And what nobody has looked at is listed: each file of words stands as it stood.
    carried = {each.file for each in known.findings if each.rule == CARRIED_WORDS}
    assert {Path(file).name for file in carried} >= {file for file, _, _ in FALSE}


@pytest.mark.parametrize(
    ("figure", "right"),
    [("57", True), ("{{ caf.initiated.2009-10-Q2.per_month }}", False), ("67", False),
     ("10", False), ("56", False)],
)  # fmt: skip
def test_what_the_last_report_gave_is_what_was_known_then(
    figure: str, right: bool, made: tuple[Known, Evidence]
) -> None:
    """170 in July to September were 57 a month; the quarter was revised to 188, 63 a month."""
    text = f"The last report gave {figure} a month."
    printed = "63" if "{{" in figure else figure
    assert (printed not in _mended(text, "caf", made)) == right


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("The last report gave 460 children.", ""),
        ("The last report gave 471 children.", "471"),
        ("The last report gave 372 children for September 2008.", ""),
        ("Last quarter we reported 460 children looked after.", ""),
        ("Last quarter we reported 471 children looked after.", "471"),
        ("Last quarter we reported 372 children looked after.", "372"),
        ("The 460 children reported in the last report are now 471.", ""),
        ("The 465 children reported in the last report are now 471.", "465"),
        ("There are 471 children looked after; 480 were first reported.", "480"),
        ("A paper goes to the Board on 1 March 2010.", ""),
        ("A paper goes to the meeting on 1 February 2010.", ""),
        ("The Board agreed a plan on 1 February 2010.", "1 February 2010"),
        ("A paper is to be put to the Board on 1 February 2010.", "1 February 2010"),
        ("The plan is appended to a separate report to the Board on 1 February 2010.", ""),
        ("The latest audit, on 3 November 2009, found nothing.", ""),
        ("The latest audit, on 30 October 2009, found nothing.", "30 October 2009"),
    ],
)
def test_the_last_report_and_the_day_of_the_board(
    sentence: str, printed: str, made: tuple[Known, Evidence]
) -> None:
    assert _mended(sentence, "looked_after", made) == ([printed] if printed else [])


def _mended(text: str, indicator: str, made: tuple[Known, Evidence]) -> list[str]:
    """What of a text needs mending."""
    known, evidence = made
    claims = check_text(text, known.commentary_file(indicator), indicator, evidence, known.facts)
    return [each.printed for each in claims if each.needs_mending]


def test_what_the_last_report_gave_cannot_be_told_where_there_was_none(
    made: tuple[Known, Evidence],
) -> None:
    known, evidence = made
    first = replace(evidence, before=None)
    text = "Last quarter we reported 460 children looked after."
    assert _mended(text, "looked_after", (known, first)) == ["460"]
