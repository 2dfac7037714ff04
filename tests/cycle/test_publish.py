"""A published report has passed every gate, stays as it is, and says which version it is."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from filelock import FileLock

from cypt_analysis import pipeline
from cypt_analysis.catalogue import Catalogue
from cypt_analysis.cli import main
from cypt_analysis.cycle import publish
from cypt_analysis.cycle.publish import gates
from cypt_analysis.cycle.versions import published, versions
from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.findings import REVIEW, CheckFailed, Finding, UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import to_confirm
from cypt_analysis.processed.not_shown import MAY_FOLLOW
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.runs.executors import local
from tests.small_project import NEWEST, litter, tiny_project, write_notebook

QUARTER = parse_quarter(NEWEST)
REASON = "The rate of NI 56 was\u202e <script>corrected</script>."
FAULT = Finding("report.html", None, "The picture 'fig-caf' says nothing.", "Say it.", rule="alt")
ADVICE = Finding("report.html", None, "It is long.", "Cut it.", severity="review", rule="length")


def _publish(project: Project, reason: str = "") -> Path:
    with local(jobs=2) as executors:
        return publish.publish(DropReader(project), QUARTER, executors, reason).folder


def _files(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _open(monkeypatch: pytest.MonkeyPatch, *found: Finding, told: str = "") -> list[str]:
    """Put a gate that finds just that in place of the gates; returns the pages it was shown."""
    shown: list[str] = []

    def gate(html: str, known: Known) -> tuple[list[Finding], str]:
        shown.append(html)
        return list(found), told

    monkeypatch.setattr(publish, "gates", gate)
    return shown


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, dict[str, bytes]]:
    """A project with a draft that was published, corrected and run again; version 1 as it was."""
    project = tiny_project(tmp_path_factory.mktemp("publish") / "project")
    with pytest.MonkeyPatch.context() as patch:
        _open(patch, ADVICE)
        first = _files(_publish(project))
        _publish(project, REASON)
    with local(jobs=2) as executors:
        pipeline.run(DropReader(project), QUARTER, executors)
    return project, first


def _page(project: Project, version: int) -> BeautifulSoup:
    path = published(project, QUARTER) / f"v{version}" / "report.html"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def test_a_version_holds_what_is_sent_and_its_manifest(
    twice: tuple[Project, dict[str, bytes]],
) -> None:
    project, _ = twice
    for number, folder in versions(project, QUARTER).items():
        assert set(_files(folder)) == {
            "report.html", "report.docx", "data.xlsx", "data.csv", "data.csv-metadata.json",
            "report.zip", "internal/manifest.json", "internal/report.html",
            "internal/report.docx", "internal/data.xlsx", "internal/data.csv",
            "internal/data.csv-metadata.json", "internal/claims.json", "internal/counts.json",
            *(("changes.html", "internal/changes.html") if number > 1 else ()),
        }  # fmt: skip
        with zipfile.ZipFile(folder / "report.zip") as bundle:
            roots = {name.partition("/")[0] for name in bundle.namelist()}
        assert roots == {f"cypt-report-{NEWEST}-public-v{number}"}


def test_the_page_says_final_and_the_draft_says_draft(
    twice: tuple[Project, dict[str, bytes]],
) -> None:
    project, _ = twice
    for place in (_page(project, 1).header, _page(project, 1).footer):
        assert "FINAL. Version 1" in place.get_text()
        assert "DRAFT" not in place.get_text()
    draft = (project.report(QUARTER) / "report.html").read_text(encoding="utf-8")
    assert "DRAFT: not yet approved for the Board" in draft
    assert "FINAL" not in draft


def test_a_correction_shows_its_version_and_its_reason_as_words(
    twice: tuple[Project, dict[str, bytes]],
) -> None:
    project, _ = twice
    page = _page(project, 2)
    words = "The rate of NI 56 was <script>corrected</script>"
    wanted = f"FINAL. Version 2, which replaces version 1. Reason: {words}"
    assert wanted in page.header.get_text()
    assert f"{wanted}." in page.footer.get_text()
    assert page.find("script") is None
    manifest = json.loads(_files(versions(project, QUARTER)[2])["internal/manifest.json"])
    assert manifest["report"]["version"] == 2
    assert manifest["report"]["reason"] == words


def test_what_was_published_stays(twice: tuple[Project, dict[str, bytes]]) -> None:
    """Neither a later version nor a run changes it, and nobody by mistake."""
    project, first = twice
    found = versions(project, QUARTER)
    assert list(found) == [1, 2]
    assert _files(found[1]) == first
    for folder in found.values():
        for path in (each for each in folder.rglob("*") if each.is_file()):
            assert path.stat().st_mode & 0o222 == 0, "it can be read only"
    assert litter(project) == []


def test_a_second_version_needs_a_reason(twice: tuple[Project, dict[str, bytes]]) -> None:
    project, _ = twice
    with pytest.raises(UserError) as refused:
        _publish(project, " \u202e ")
    assert str(refused.value) == (
        f"{NEWEST} has been published already: reports/published/{NEWEST}/v2. A published report "
        "is never overwritten. To publish version 3, say what is corrected: "
        f'cypt publish {NEWEST} --reason "..."'
    )
    with pytest.raises(UserError, match=r"The reason has 300 characters\. The page has room"):
        _publish(project, "x" * 300)
    assert list(versions(project, QUARTER)) == [1, 2]


def test_the_list_of_quarters_names_each_version(twice: tuple[Project, dict[str, bytes]]) -> None:
    project, _ = twice
    shown = CliRunner().invoke(main, ["--root", str(project.root), "quarters"])
    assert shown.stdout.splitlines() == [
        "2009-10-Q1  no report yet",
        f"{NEWEST}  reports/{NEWEST}/report.html, reports/published/{NEWEST}/v1/report.html, "
        f"reports/published/{NEWEST}/v2/report.html",
    ]


@pytest.fixture
def small(tmp_path: Path) -> Project:
    return tiny_project(tmp_path / "project", earlier=True)


def test_a_page_that_fails_a_gate_is_not_published(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _open(monkeypatch, FAULT, ADVICE)
    result = CliRunner().invoke(main, ["--root", str(small.root), "publish", NEWEST])
    assert result.exit_code == 1
    assert "report.html has 1 error. Nothing was published." in result.stderr
    assert "The picture 'fig-caf' says nothing. Say it." in result.stderr
    assert result.stdout == ""
    [page] = shown
    assert "FINAL. Version 1" in page, "the gate sees the page that would be published"
    assert versions(small, QUARTER) == {}
    assert not published(small, QUARTER).exists(), "nothing stands where nothing was published"


def test_the_command_lists_what_it_published_and_what_was_left_out(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open(monkeypatch, told="NOT CHECKED IN A BROWSER: there is none.")
    result = CliRunner().invoke(main, ["--root", str(small.root), "publish", NEWEST])
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == f"{NEWEST}: published in reports/published/{NEWEST}/v1"
    assert [line.split()[0] for line in lines[1:10]] == [
        "report.html", "report.docx", "data.xlsx", "data.csv", "data.csv-metadata.json",
        "report.zip", "internal", "internal/claims.json", "internal/manifest.json",
    ]  # fmt: skip
    assert lines[10] == "  NOT CHECKED IN A BROWSER: there is none."
    assert lines[11].startswith("  report.pdf was not made: CYPT_BROWSER is set to nothing.")


def test_a_first_version_takes_no_reason(small: Project) -> None:
    with pytest.raises(UserError, match=f"{NEWEST} has not been published yet"):
        _publish(small, "A slip")


def test_a_failed_notebook_publishes_nothing(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _open(monkeypatch)
    write_notebook(small, "1_fails", "1 / 0")
    with pytest.raises(UserError, match=r"1_fails\.ipynb failed"):
        _publish(small)
    assert shown == []
    assert versions(small, QUARTER) == {}


# In what other disguises a number is read as it prints stands in tests/claims/test_as_read.py.
@pytest.mark.parametrize("number", ["470", "4**7**0"])
def test_a_statement_that_the_data_do_not_bear_out_is_not_published(
    number: str, small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _open(monkeypatch)
    path = small.raw(QUARTER) / "commentary" / "looked_after.md"
    path.write_text(f"## Summary\n\nWe look after {number} children.\n", encoding="utf-8")
    with pytest.raises(CheckFailed) as failed:
        _publish(small)
    assert "'470' is a mismatch" in str(failed.value)
    assert "Nothing was published. 'cypt claims 2009-10-Q2'" in str(failed.value)
    assert shown == []
    assert versions(small, QUARTER) == {}


def test_a_sentence_of_last_quarter_is_not_published_until_it_is_confirmed(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _open(monkeypatch)
    for quarter, more in (("2009-10-Q1", ""), (NEWEST, " It has a lead.")):
        path = small.drops / quarter / "commentary" / "looked_after.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"## Summary\n\nThe team is new.{more}\n", encoding="utf-8")
    with pytest.raises(CheckFailed) as failed:
        _publish(small)
    assert "'The team is new.'" in str(failed.value)
    assert "Nothing was published. 'cypt claims 2009-10-Q2 --digests' shows each" in str(
        failed.value
    )
    assert (shown, versions(small, QUARTER)) == ([], {})
    (mark,) = to_confirm(DropReader(small), QUARTER)
    confirmed = f"digest,sentence,name\n{mark.digest},The team is new.,A. Manager\n"
    (small.raw(QUARTER) / "confirmed.csv").write_text(confirmed, encoding="utf-8")
    _publish(small)
    assert list(versions(small, QUARTER)) == [1]


def test_a_sum_that_nobody_has_answered_is_not_published(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Finding("drop.toml", None, "3 may follow.", "Say which.", REVIEW, MAY_FOLLOW)

    build = publish.build

    def with_question(*given: Any) -> dict[str, Known]:
        made = build(*given)
        whole = made[INTERNAL]
        return {**made, INTERNAL: replace(whole, findings=(*whole.findings, asked))}

    monkeypatch.setattr(publish, "build", with_question)
    with pytest.raises(CheckFailed, match="Say which"):
        _publish(small)
    assert versions(small, QUARTER) == {}


def test_two_cannot_publish_one_quarter_at_once(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "_PATIENCE", 0.05)
    lock = small.processed(QUARTER).with_name(f".{QUARTER}.publish.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with (
        FileLock(lock),
        pytest.raises(UserError, match="is being published already"),
    ):
        _publish(small)


def test_other_folders_are_no_versions(small: Project) -> None:
    home = published(small, QUARTER)
    for name in ("v2", "v10", "v0", "v1 copy", ".v3.new-x"):
        (home / name).mkdir(parents=True)
    (home / "v4").touch()
    assert list(versions(small, QUARTER)) == [2, 10]


@pytest.mark.parametrize("why", ["", "NOT CHECKED IN A BROWSER: none."])
def test_every_gate_is_asked(
    why: str, known_q2: Known, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document is checked always, and in a browser wherever there is one."""

    def stand_in(found: Finding) -> Callable[..., list[Finding]]:
        return lambda html, *others: [found] if html == "<p>" else []

    document, browser = ModuleType("gate"), ModuleType("browser")
    document.gate_page = stand_in(FAULT)  # type: ignore[attr-defined]
    browser.gate_in_browser = stand_in(ADVICE)  # type: ignore[attr-defined]
    browser.why_not = lambda: why  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cypt_analysis.gate", document)
    monkeypatch.setitem(sys.modules, "cypt_analysis.gate.browser", browser)
    assert gates("<p>", known_q2) == ([FAULT] if why else [FAULT, ADVICE], why)


def test_an_error_of_the_gate_is_a_failed_check(
    known_q2: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open(monkeypatch, FAULT)
    with pytest.raises(CheckFailed, match="Nothing was published"):
        publish._refuse(publish.gates("<p>", known_q2)[0])
    _open(monkeypatch, ADVICE)
    publish._refuse(publish.gates("<p>", known_q2)[0])


@pytest.mark.parametrize("mask", [0o027, 0o002])
def test_published_files_are_read_as_the_umask_says_and_written_by_nobody(
    small: Project, monkeypatch: pytest.MonkeyPatch, mask: int
) -> None:
    _open(monkeypatch)
    before = os.umask(mask)
    try:
        folder = _publish(small)
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o777 & ~mask
    for path in (each for each in folder.rglob("*") if each.is_file()):
        assert path.stat().st_mode & 0o777 == 0o444 & ~mask, path.name
    index = folder.parents[1] / "index.json"
    assert index.stat().st_mode & 0o777 == 0o666 & ~mask
