"""A signature holds for the data, words and page that were signed, and for nothing else."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from cypt_analysis.cycle.signing import bound_now, missing, sign, signatures, void
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from tests.cycle.world import LAST, cypt, small_world

ROLES = '\n[sign]\nroles = ["Analyst", "Head of service"]\n'
DAY = date(2009, 10, 30)


def draft(project: Project) -> None:
    """A draft as a run leaves it: a page for each edition, and the manifest of what made it."""
    folder = project.report(LAST)
    (folder / "internal").mkdir(parents=True, exist_ok=True)
    for name in ("report.html", "internal/report.html"):
        (folder / name).write_bytes(b"<p>50</p>")
    mark = hashlib.sha256(b"<p>50</p>").hexdigest()
    raw = [path for path in project.raw(LAST).rglob("*") if path.is_file()]
    inputs = [
        {"path": project.relative(path), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in raw
    ]
    outputs = [{"path": n, "sha256": mark} for n in ("report.html", "internal/report.html")]
    content = {"inputs": inputs, "outputs": outputs, "code": "1"}
    (folder / "internal" / "manifest.json").write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = small_world(tmp_path / "project")
    with project.file.open("a", encoding="utf-8") as file:
        file.write(ROLES)
    draft(project)
    return project


def test_both_roles_sign_and_nothing_is_missing(project: Project) -> None:
    assert len(missing(project, LAST)) == 2
    sign(project, LAST, "A. Person", "Analyst", DAY)
    assert missing(project, LAST) == ["Head of service: nobody has signed."]
    sign(project, LAST, "B. Person", "Head of service", DAY)
    assert missing(project, LAST) == []
    assert [each.name for each in signatures(project, LAST)] == ["A. Person", "B. Person"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("data/raw/2009-10-Q2/cases.csv", "data: data/raw/2009-10-Q2/cases.csv changed"),
        ("data/raw/2009-10-Q2/new.csv", "data: data/raw/2009-10-Q2/new.csv is new"),
        (
            "data/raw/2009-10-Q2/commentary/care.md",
            "words: data/raw/2009-10-Q2/commentary/care.md changed",
        ),
        ("data/raw/2009-10-Q2/actions.csv", "words: data/raw/2009-10-Q2/actions.csv changed"),
        ("data/catalogue/work.toml", "definitions: data/catalogue/work.toml changed"),
        ("reports/2009-10-Q2/report.html", "page: reports/2009-10-Q2/report.html changed"),
        (
            "reports/2009-10-Q2/internal/report.html",
            "page: reports/2009-10-Q2/internal/report.html changed",
        ),
    ],
)
def test_any_change_voids_it_and_is_named(name: str, told: str, project: Project) -> None:
    signed = sign(project, LAST, "A. Person", "Analyst", DAY)
    path = project.root / name
    before = path.read_bytes() if path.exists() else b""
    path.write_bytes(before + b"\n")
    assert void(signed, bound_now(project, LAST)) == [told]
    assert told in missing(project, LAST)[0] and "A. Person signed on 2009-10-30" in told_of(
        project
    )
    if before:
        # As it was again, it is what was signed.
        path.write_bytes(before)
        assert void(signed, bound_now(project, LAST)) == []


def told_of(project: Project) -> str:
    return "\n".join(missing(project, LAST))


def test_a_later_quarter_and_what_nothing_reads_void_nothing(project: Project) -> None:
    signed = sign(project, LAST, "A. Person", "Analyst", DAY)
    assert cypt(project, "new").exit_code == 0
    (project.raw(LAST) / "last_quarter").mkdir()
    (project.raw(LAST) / "last_quarter" / "promises.csv").write_text("x", encoding="utf-8")
    assert void(signed, bound_now(project, LAST)) == []


def test_one_person_signs_once(project: Project) -> None:
    sign(project, LAST, "A. Person", "Analyst", DAY)
    with pytest.raises(UserError, match=r"has signed as Analyst\. Another"):
        sign(project, LAST, "a. person", "Head of service", DAY)
    sign(project, LAST, "C. Person", "Analyst", DAY)
    assert [each.name for each in signatures(project, LAST)] == ["C. Person"]


def test_a_draft_that_its_files_no_longer_make_is_not_signed(project: Project) -> None:
    page = project.report(LAST) / "report.html"
    page.write_text("<p>51</p>", encoding="utf-8")
    with pytest.raises(UserError, match="is not as the last run made it"):
        sign(project, LAST, "A. Person", "Analyst", DAY)
    draft(project)
    with (project.raw(LAST) / "cases.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(UserError, match="rests on files that changed since"):
        sign(project, LAST, "A. Person", "Analyst", DAY)
    page.unlink()
    with pytest.raises(UserError, match="has no draft to sign"):
        sign(project, LAST, "A. Person", "Analyst", DAY)
    assert signatures(project, LAST) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--as", "A. Person", "--role", "Analist"], "Did you mean 'Analyst'?"),
        (["--as", " ", "--role", "Analyst"], "needs a name and a role"),
        (["--as", "A. Person"], "Missing option '--role'"),
        (["2009-10-Q1", "--as", "A", "--role", "Analyst"], "There is no drop for 2009-10-Q1"),
    ],
)
def test_what_is_wrong_is_told(arguments: list[str], told: str, project: Project) -> None:
    result = cypt(project, "sign", *arguments)
    assert result.exit_code and told in result.stderr
    assert signatures(project, LAST) == []


def test_the_command_says_who_is_still_to_sign(project: Project) -> None:
    result = cypt(project, "sign", "--as", "A. Person", "--role", "Analyst")
    assert result.exit_code == 0, result.output
    assert "Head of service: nobody has signed." in result.stdout
    assert result.stderr == "Next: the others sign.\n"
    result = cypt(project, "sign", "--as", "B. Person", "--role", "Head of service")
    assert result.stderr == "Next: cypt publish 2009-10-Q2\n"


def test_signatures_that_cannot_be_read_are_none(project: Project) -> None:
    path = project.root / "reports" / "signed" / "2009-10-Q2.json"
    path.parent.mkdir(parents=True)
    path.write_text("[{}]", encoding="utf-8")
    with pytest.raises(UserError, match="not as the program wrote it"):
        missing(project, LAST)
