"""cypt pull: which sources are asked, and what it says where there is nothing to ask."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cypt_analysis.cli import main
from cypt_analysis.ground.project import Project
from tests.projects import write_catalogue

QUARTER = "2009-10-Q2"
_SECTION = """
name = "Section"
[[indicator]]
id = "referrals"
name = "Referrals"
definition = "d"
rationale = "r"
owner = "A"
checked_by = "B"
next_review = 2030-01-01
headline = "number"
[[indicator.measure]]
id = "number"
name = "Referrals"
kind = "count"
source = "referrals"
value = "referrals"
unit = "referrals"
decimals = 0
polarity = "none"
"""
_SOURCES = """
[referrals]
title = "Referrals"
producer = "P"
owner = "O"
keys = ["period"]
[referrals.columns]
period = { type = "period", kinds = ["financial_quarter"] }
referrals = { type = "count" }
[referrals.reads]
query = "referrals.sql"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    root = tmp_path / "project"
    write_catalogue(root, {"section": _SECTION, "sources": _SOURCES})
    project = Project(root)
    (project.drops / QUARTER).mkdir(parents=True)
    with sqlite3.connect(tmp_path / "cases.db") as database:
        database.execute("CREATE TABLE r (period TEXT, referrals INTEGER)")
        database.execute("INSERT INTO r VALUES ('2009-10-Q2', 170)")
    monkeypatch.setenv("CYPT_DATABASE", f"sqlite:///{tmp_path}/cases.db")
    return project


def _pull(project: Project, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(project.root), "pull", *arguments])


def test_the_answer_is_in_the_drop(project: Project) -> None:
    query = project.catalogue / "referrals.sql"
    query.write_text("SELECT period, referrals FROM r", encoding="utf-8")
    result = _pull(project, QUARTER)
    assert (result.exit_code, result.stdout) == (0, f"data/raw/{QUARTER}/referrals.csv: 1 row\n")
    assert result.stderr.startswith("Next: ")
    kept = project.drops / QUARTER / "referrals.csv"
    assert kept.read_text(encoding="utf-8").split() == ["period,referrals", "2009-10-Q2,170"]
    assert "is there already" in _pull(project, QUARTER).output
    assert _pull(project, QUARTER, "referrals", "--again").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((QUARTER,), "data/catalogue/referrals.sql is not there"),
        ((QUARTER, "referals"), "The source 'referals' has no query. Did you mean 'referrals'?"),
        (("2009-10-Q3",), "There is no drop for 2009-10-Q3"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    project: Project, arguments: tuple[str, ...], said: str
) -> None:
    result = _pull(project, *arguments)
    assert result.exit_code == 1
    assert said in result.output
    assert not (project.drops / QUARTER / "referrals.csv").exists()
