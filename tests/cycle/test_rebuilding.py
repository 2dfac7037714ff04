"""What a version was made from is kept as it was, or it is told what is lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from cypt_analysis.cycle.inputs import (
    depth_of,
    inputs_of,
    keep_inputs,
    place_inputs,
)
from cypt_analysis.cycle.opening.begin import begin
from cypt_analysis.cycle.publish import publish
from cypt_analysis.cycle.rebuild import rebuild
from cypt_analysis.cycle.versions import published, require_version, versions
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.runs import executors
from tests.cycle.played import same_bytes, without_kernels
from tests.cycle.world import LAST, NOW, small_world
from tests.projects import ROOT, make_project
from tests.small_project import write_notebook

CASES = f"data/raw/{LAST}/cases.csv"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose second quarter has a version, as far as its inputs are concerned."""
    project = small_world(tmp_path / "project")
    write_notebook(project, "0_page", "report")
    folder = published(project, LAST) / "v1"
    (folder / "internal").mkdir(parents=True)
    content = (project.root / CASES).read_bytes()
    inputs = [{"path": CASES, "sha256": hashlib.sha256(content).hexdigest()}]
    (folder / "internal" / "manifest.json").write_text(
        json.dumps({"inputs": inputs, "outputs": []}), encoding="utf-8"
    )
    return project


def _placed(project: Project, root: Path) -> set[str]:
    place_inputs(project, inputs_of(project, LAST, 1), root)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_a_file_that_was_corrected_since_comes_back_as_it_was(
    project: Project, tmp_path: Path
) -> None:
    keep_inputs(project, LAST, 1, published(project, LAST) / "v1")
    was = (project.root / CASES).read_bytes()
    (project.root / CASES).write_bytes(b"period,cases\n2009-10-Q2,99\n")
    (project.raw(LAST) / "later.csv").write_bytes(b"a\n")
    (project.raw(NOW)).mkdir()
    (project.raw(NOW) / "cases.csv").write_bytes(b"b\n")
    found = _placed(project, tmp_path / "again")
    assert (tmp_path / "again" / CASES).read_bytes() == was
    assert {"project.toml", "data/catalogue/work.toml", "notebooks/0_page.ipynb"} <= found
    assert not any("later" in name or str(NOW) in name for name in found)


def test_without_a_list_the_manifest_says_what_is_lost(project: Project, tmp_path: Path) -> None:
    """As of a version that was published before its inputs were kept."""
    assert CASES in _placed(project, tmp_path / "again")
    (project.root / CASES).write_bytes(b"period,cases\n2009-10-Q2,99\n")
    with pytest.raises(UserError, match=f"were not kept:\n  {CASES}\nBring them back"):
        _placed(project, tmp_path / "lost")


def test_an_input_that_was_tampered_with_is_none(project: Project, tmp_path: Path) -> None:
    keep_inputs(project, LAST, 1, published(project, LAST) / "v1")
    mark = hashlib.sha256((project.root / CASES).read_bytes()).hexdigest()
    (project.root / "reports" / "published" / "inputs" / mark).write_bytes(b"other")
    (project.root / CASES).write_bytes(b"other")
    with pytest.raises(UserError, match="were not kept"):
        _placed(project, tmp_path / "again")


def test_a_version_that_is_not_there_is_told_with_those_that_are(project: Project) -> None:
    with pytest.raises(UserError, match=r"no published version 2\. It has: v1"):
        require_version(project, LAST, 2)


def test_shared_files_lie_as_far_above_as_they_did() -> None:
    assert depth_of({"project.toml": "", "../../national/a.csv": "", "../b.csv": ""}) == 2


def _print(draft: Path, home: Path, day: date, folders: Iterable[Path]) -> list[str]:
    for folder in folders:
        (folder / "report.pdf").write_bytes(b"%PDF-1.4")
    return []


def test_a_report_of_2009_is_rebuilt_byte_for_byte_after_three_later_drops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The project's own drops: the first quarter's report, when the second's has come with other
    targets and words, and two more that revise a figure which the report prints. There is a browser
    by then, and a PDF was no part of what was published."""
    project = make_project(tmp_path / "project", ROOT / "data" / "raw")
    write_notebook(project, "0_page", "report")
    first, second = project.quarters()
    assert (str(first), str(second)) == ("2009-10-Q1", "2009-10-Q2")
    project.raw(second).rename(tmp_path / "comes later")
    with without_kernels(), executors.local() as workers:
        publish(DropReader(project), first, workers)
        (tmp_path / "comes later").rename(project.raw(second))
        for number in (1, 2):
            later = second.plus(number)
            begin(project, later)
            revised = f"date,children_looked_after\n2008-09-30,{372 + number}\n"
            (project.raw(later) / "looked_after.csv").write_text(revised, encoding="utf-8")
        monkeypatch.setattr("cypt_analysis.exports.write_prints", _print)
        made = rebuild(project, first, 1, workers, lambda step: None)
        assert made.others == () and made.files >= 10
        assert made.left_out == ("internal/report.pdf", "report.pdf")
        assert same_bytes(versions(project, first)[1], made.folder)
