"""Every text on the page is checked, not the commentary alone: where it stands, what is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from cypt_analysis.claims import claim_findings
from cypt_analysis.cli import main
from cypt_analysis.ground.claim import Claim
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.words.prose import passages

Q1, Q2 = parse_quarter("2009-10-Q1"), parse_quarter("2009-10-Q2")
EXCEPTIONS, EARLY = "performance_exceptions.toml", "early_intervention.toml"
_DAY = "Children looked after by the authority on the day"
_CAF = "Assessments still open count in the denominator"
_REFERRED = "A high rate can mean more need"


@pytest.fixture
def project(copy_project: Callable[[], Project], project_root: Path) -> Project:
    made = copy_project()
    shutil.copytree(project_root / "notebooks", made.root / "notebooks")
    return made


def _put(project: Project, file: str, old: str, new: str) -> None:
    path = project.catalogue / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _cell(project: Project, source: str, *tags: str, after: str = "looked_after") -> int:
    """Put a Markdown cell behind the block of an indicator; its number as a person counts."""
    path = project.notebooks / "2_performance_exceptions.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    shows = f'report.indicator("{after}")'
    at = next(n for n, c in enumerate(book["cells"]) if shows in "".join(c["source"])) + 1
    cell = {"cell_type": "markdown", "id": "own", "metadata": {"tags": list(tags)}}
    book["cells"].insert(at, {**cell, "source": [source]})
    path.write_text(json.dumps(book), encoding="utf-8")
    return at + 1


def _told(project: Project, quarter: str = "2009-10-Q2") -> list[Claim]:
    claims = compute(DropReader(project), parse_quarter(quarter)).claims
    return [each for each in claims if each.needs_mending]


def test_the_texts_that_are_shipped_hold_in_both_quarters(known_q1: Known, known_q2: Known) -> None:
    for known in (known_q1, known_q2):
        files = {each.file for each in passages(known)}
        assert {Path(file).suffix for file in files} == {".toml", ".ipynb"}
        assert not [each for each in known.claims if each.needs_mending]


# In one of these files, what a person wrote there, and what is told of it at which key.
FALSE = [
    (EXCEPTIONS, _DAY, f"In September 2009, 471 children. {_DAY}", "471", "looked_after definition"),
    (EXCEPTIONS, "Looked after children have", "Numbers have fallen since September 2008. They have",
     "fallen", "looked_after rationale"),
    (EXCEPTIONS, "A count of every child on one day", "It is one in ten of the city. A count of every child",
     "one in ten", "child_protection caveats 1"),
    (EXCEPTIONS, "The last point is the rolling rate", "It was 46.9 in the year to June 2008. The last point is the rolling rate",
     "46.9", "conceptions chart.trajectory note"),
    (EARLY, _CAF, f"The April to June quarter was cut short. {_CAF}", "cut short", "caf caveats 1"),
    (EARLY, _REFERRED, f"Only Leeds and Hull were higher. {_REFERRED}", "higher", "referrals rationale"),
    (EXCEPTIONS, "it is kept in this section although", "its rate fell by 10% in a year, although",
     "10%", "child_protection board_decision"),
    (EXCEPTIONS, 'name = "Number of looked after children"', 'name = "Falling number of looked after children"',
     "Falling", "looked_after name"),
]  # fmt: skip


def test_a_false_text_of_the_catalogue_is_told_with_its_key(project: Project) -> None:
    for file, old, new, _, _ in FALSE:
        _put(project, file, old, new)
    claims = _told(project)
    for file, _, new, printed, place in FALSE:
        written = (project.catalogue / file).read_text(encoding="utf-8").split("\n")
        [told] = [
            each
            for each in claims
            if (each.file, each.place) == (f"data/catalogue/{file}", place)
            and each.printed == printed
        ]
        assert new[:20] in written[told.line - 1]
        (finding,) = claim_findings([told])
        assert finding.found.startswith(f"In {place}: '{printed}'")


NOTES = (
    "The line shows the 95% interval, and rates per 10,000 residents.",
    "Rates are per 1,000 women aged 15 to 17; a p below 0.05 counts as significant.",
    "Figures come about fourteen months after the period.",
    "A high rate can mean more need, and a fall can mean better recording.",
    "Pupils who miss a fifth of school are persistent absentees, at 20% or more of sessions.",
)


def test_a_note_on_method_is_no_claim(project: Project) -> None:
    caveat = "Autumn and spring terms do not compare with a full year"
    _put(project, EXCEPTIONS, caveat, f"{' '.join(NOTES)} {caveat}")
    # A statement among them is told: they were read.
    _put(project, EXCEPTIONS, NOTES[-1], f"It was 99.7% in 2008/09. {NOTES[-1]}")
    assert [each.printed for each in _told(project)] == ["99.7%"]


def test_a_cell_of_a_notebook_is_checked_for_the_indicator_above_it(
    project: Project,
) -> None:
    number = _cell(project, "Note that 471 children were looked after in September 2009.")
    (claim,) = _told(project)
    assert (claim.file, claim.place, claim.indicator) == (
        "notebooks/2_performance_exceptions.ipynb", f"cell {number}", "looked_after",
    )  # fmt: skip
    assert (claim.printed, claim.verdict) == ("471", "mismatch")
    result = CliRunner().invoke(main, ["--root", str(project.root), "claims", "2009-10-Q2"])
    assert result.exit_code == 1
    assert f"cell {number}" in result.output and "'471': mismatch" in result.output


def test_a_cell_that_the_board_does_not_see_is_not_checked(
    project: Project,
) -> None:
    _cell(project, "471 children were looked after in September 2009.", "detail")
    assert _told(project) == []


def test_what_drop_toml_and_project_toml_say_is_checked(
    project: Project,
) -> None:
    for path, old, new in (
        (project.raw(Q2) / "drop.toml", 'note = "', 'note = "In September 2009, 471 were looked after. '),
        (project.file, 'heading = "Summary of performance"', 'heading = "Summary: NEET rose 40%"'),
    ):  # fmt: skip
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = {(each.file, each.place, each.printed) for each in _told(project)}
    assert ("data/raw/2009-10-Q2/drop.toml", "note", "471") in told
    assert ("project.toml", "introduction.summary_of_performance", "40%") in told


def test_a_text_is_checked_in_the_quarters_in_which_it_holds(
    project: Project,
) -> None:
    caveat = '  { text = "2008/09 figures are provisional.", from = "2009-10-Q2"'
    _put(
        project,
        EXCEPTIONS,
        caveat,
        '  { text = "2007/08 figures are provisional.", from = "2009-10-Q2"',
    )
    assert _told(project, "2009-10-Q1") == []
    assert [(each.printed, each.place) for each in _told(project)] == [
        ("provisional", "obesity caveats 2")
    ]
