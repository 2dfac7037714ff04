"""What was published stays what it was, and whoever altered it is found out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from cypt_analysis.cli import main
from cypt_analysis.cycle.versions import last_version, published, record, verify
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter

QUARTER, OTHER = parse_quarter("2009-10-Q2"), parse_quarter("2009-10-Q1")


def _publish(project: Project, number: int, quarter=QUARTER) -> Path:
    """A version as `cypt publish` leaves it: files, their manifest, an entry in the index."""
    folder = published(project, quarter) / f"v{number}"
    (folder / "internal").mkdir(parents=True)
    files = {"report.html": b"<p>460</p>", "data.csv": b"value\n460\n"}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    outputs = [
        {"path": name, "sha256": sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in files.items()
    ]
    (folder / "internal" / "manifest.json").write_text(
        json.dumps({"inputs": [], "outputs": outputs}), encoding="utf-8"
    )
    record(project, quarter, number)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "data" / "raw" / "2009-10-Q2").mkdir(parents=True)
    (tmp_path / "project.toml").touch()
    project = Project(tmp_path)
    for number in (1, 2):
        _publish(project, number)
    _publish(project, 1, OTHER)
    return project


def _found(project: Project) -> list[str]:
    return [f"{each.file}: {each.found}" for each in verify(project)[1]]


def test_what_stands_as_it_was_published_is_told_so(project: Project) -> None:
    assert verify(project) == (3, [])
    assert verify(project, OTHER) == (1, [])


def _altered(folder: Path) -> None:
    (folder / "data.csv").write_bytes(b"value\n461\n")


def _altered_with_its_manifest(folder: Path) -> None:
    _altered(folder)
    text = (folder / "internal" / "manifest.json").read_text(encoding="utf-8")
    then, now = (sha256(b"value\n46%d\n" % n).hexdigest() for n in (0, 1))
    (folder / "internal" / "manifest.json").write_text(text.replace(then, now), encoding="utf-8")


def _a_folder_for_a_file(folder: Path) -> None:
    (folder / "data.csv").unlink()
    (folder / "data.csv").mkdir()


HOME = "reports/published/2009-10-Q2"
LINK = "It is a link: what it leads to may change."


def _linked(path: Path) -> None:
    """The same bytes, but elsewhere."""
    away = path.parents[3] / f"away-{path.name}"
    path.rename(away)
    path.symlink_to(away)


def _truncated(folder: Path) -> None:
    path = folder / "internal" / "manifest.json"
    path.write_bytes(path.read_bytes()[:40])


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (_altered, f"{HOME}/v1/data.csv: It was changed after it was published."),
        (
            _altered_with_its_manifest,
            f"{HOME}/v1/internal/manifest.json: It was changed after it was published.",
        ),
        (lambda folder: (folder / "data.csv").unlink(), f"{HOME}/v1/data.csv: It is gone."),
        (shutil.rmtree, f"{HOME}/v1: It was published and is gone."),
        (
            lambda folder: (folder / "late.csv").write_bytes(b""),
            f"{HOME}/v1/late.csv: It was not published.",
        ),
        (
            lambda folder: shutil.copytree(folder, folder.with_name("v3")),
            f"{HOME}/v3: It is not in reports/published/index.json.",
        ),
        (lambda folder: _linked(folder / "data.csv"), f"{HOME}/v1/data.csv: {LINK}"),
        (_linked, f"{HOME}/v1: {LINK}"),
        (_truncated, f"{HOME}/v1/internal/manifest.json: It was changed after it was published."),
        (
            lambda folder: (folder / "internal" / "manifest.json").unlink(),
            f"{HOME}/v1/internal/manifest.json: It is gone.",
        ),
        (
            lambda folder: (folder / "notebooks").mkdir(),
            f"{HOME}/v1/notebooks: It was not published.",
        ),
        (_a_folder_for_a_file, f"{HOME}/v1/data.csv: It is gone."),
        (
            lambda folder: (folder / "report.html").write_bytes(b""),
            f"{HOME}/v1/report.html: It was changed after it was published.",
        ),
        (
            lambda folder: shutil.copytree(folder, folder.with_name("v1 copy")),
            f"{HOME}/v1 copy: It is no version.",
        ),
    ],
    ids=[
        "altered",
        "altered with its manifest",
        "file gone",
        "version gone",
        "added",
        "made up",
        "linked file",
        "linked version",
        "truncated manifest",
        "manifest gone",
        "added folder",
        "a folder for a file",
        "emptied",
        "a copy",
    ],
)
def test_what_was_done_to_a_version_is_named(
    project: Project, harm: Callable[[Path], object], found: str
) -> None:
    harm(published(project, QUARTER) / "v1")
    assert _found(project) == [found]


def test_a_whole_quarter_that_is_gone_is_named(project: Project) -> None:
    shutil.rmtree(published(project, OTHER))
    assert _found(project) == ["reports/published/2009-10-Q1/v1: It was published and is gone."]


def test_the_number_of_a_version_that_is_gone_is_not_given_again(project: Project) -> None:
    shutil.rmtree(published(project, QUARTER) / "v2")
    assert last_version(project, QUARTER) == 2


def test_the_command_tells_and_its_exit_code_says_so(project: Project) -> None:
    def cypt() -> tuple[int, str]:
        done = CliRunner().invoke(main, ["--root", str(project.root), "verify"])
        return done.exit_code, done.stdout or done.stderr

    assert cypt() == (0, "3 published versions, nothing altered.\n")
    _altered(published(project, QUARTER) / "v2")
    code, told = cypt()
    assert code == 1
    assert f"{HOME}/v2/data.csv has 1 error. It is not what was published." in told
    (project.root / "reports/published/index.json").write_text("{", encoding="utf-8")
    code, told = cypt()
    assert code == 1
    assert "index.json cannot be read" in told


def _index(project: Project) -> Path:
    return project.root / "reports" / "published" / "index.json"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"2009-10-Q9": {"1": "a"}}', '{"2009-10-Q2": {"one": "a"}}',
     '{"2009-10-Q2": {"1": 5}}', '{"2009-10-Q2": []}', '{"2009-10-Q2": {"\u0661": "a"}}'],
)  # fmt: skip
def test_an_index_that_is_none_is_told(project: Project, text: str) -> None:
    _index(project).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"index\.json cannot be read"):
        verify(project)


def test_an_index_that_was_replaced_by_an_earlier_one_is_found_out(project: Project) -> None:
    entries = json.loads(_index(project).read_text(encoding="utf-8"))
    del entries["2009-10-Q2"]["2"]
    _index(project).write_text(json.dumps(entries), encoding="utf-8")
    assert _found(project) == [f"{HOME}/v2: It is not in reports/published/index.json."]
    _index(project).unlink()
    assert len(_found(project)) == 3


def test_an_index_of_another_project_is_found_out(project: Project) -> None:
    text = _index(project).read_text(encoding="utf-8")
    entries = json.loads(text)
    entries["2009-10-Q2"]["1"] = entries["2009-10-Q2"]["2"].replace("a", "b")
    entries["2008-09-Q1"] = {"1": "0" * 64}
    _index(project).write_text(json.dumps(entries), encoding="utf-8")
    found = _found(project)
    assert "reports/published/2008-09-Q1/v1: It was published and is gone." in found
