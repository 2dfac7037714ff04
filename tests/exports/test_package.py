"""The finished folder as a whole: manifest, package to send, the same bytes twice."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from cypt_analysis.exports import FILES
from cypt_analysis.exports.bundle import write_bundle
from cypt_analysis.exports.manifest import write_manifest
from cypt_analysis.ground.edition import Edition, draft
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.small_project import NEWEST, small_project

MANIFEST = "internal/manifest.json"
_NOT_MADE = {"report.pdf", "changes.html"}


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_run_writes_all_that_is_listed(made: Path) -> None:
    # The tests run without a browser, so there is no PDF here; a draft corrects no version.
    assert {name for name in FILES if not (made / name).exists()} == _NOT_MADE
    assert {path.name for path in made.iterdir()} <= set(FILES)


def test_two_runs_give_the_same_bytes(runs: list[Project]) -> None:
    first, second = (_files(each.report(parse_quarter(NEWEST))) for each in runs)
    assert list(first) == list(second)
    for name, content in first.items():
        assert content == second[name], name


def test_the_package_holds_what_the_board_gets_and_nothing_else(made: Path) -> None:
    root = f"cypt-report-{NEWEST}-public-draft"
    with zipfile.ZipFile(made / "report.zip") as bundle:
        assert bundle.testzip() is None
        names = bundle.namelist()
        sent = ["data.csv", "data.csv-metadata.json", "data.xlsx", "report.docx", "report.html"]
        assert names == [f"{root}/{name}" for name in sent]
        for name in names:
            assert bundle.read(name) == (made / Path(name).name).read_bytes()
        assert {entry.date_time for entry in bundle.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not any(word in name for name in names for word in ("ipynb", "raw", "analyst"))


def test_beside_the_public_files_stands_nothing_else(made: Path) -> None:
    """Who zips or copies what stands there passes on nothing that is not public."""
    public = {name for name in FILES if "/" not in name} - {"internal", *_NOT_MADE}
    assert {path.name for path in made.iterdir() if path.is_file()} == public
    assert [path.name for path in made.iterdir() if path.is_dir()] == ["internal"]
    kept = {name.partition("/")[2] for name in FILES if "/" in name}
    assert {path.name for path in (made / "internal").iterdir()} == kept | public - {"report.zip"}


def test_only_what_may_be_sent_is_packed(tmp_path: Path) -> None:
    sent = [
        "changes.html", "data.csv", "data.csv-metadata.json", "data.xlsx", "report.docx",
        "report.html", "report.pdf",
    ]  # fmt: skip
    for name in [*sent, "analyst.html", "manifest.json", "caf.csv", "0_page.ipynb"]:
        (tmp_path / name).write_text(name, encoding="utf-8")
    with zipfile.ZipFile(write_bundle(tmp_path, Edition(parse_quarter(NEWEST), 3))) as bundle:
        assert bundle.namelist() == [f"cypt-report-{NEWEST}-public-v3/{name}" for name in sent]


def test_the_manifest_names_every_file_with_its_digest(made: Path, runs: list[Project]) -> None:
    manifest = json.loads((made / "internal" / "manifest.json").read_text(encoding="utf-8"))
    outputs = {path: content for path, content in _files(made).items() if path != MANIFEST}
    assert [each["path"] for each in manifest["outputs"]] == sorted(outputs)
    for each in manifest["outputs"]:
        content = outputs[each["path"]]
        assert each["sha256"] == hashlib.sha256(content).hexdigest()
        assert each["bytes"] == len(content)
    raw = {
        f"data/raw/{name}": content
        for name, content in _files(runs[0].root / "data" / "raw").items()
    }
    inputs = {each["path"]: each for each in manifest["inputs"]}
    assert set(inputs) == {*raw, "notebooks/0_page.ipynb"}
    for name, content in raw.items():
        assert inputs[name]["sha256"] == hashlib.sha256(content).hexdigest()
        assert inputs[name]["bytes"] == len(content)


def test_the_manifest_says_what_it_is_of_and_no_time_of_making(made: Path) -> None:
    text = (made / "internal" / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert manifest["report"]["quarter"] == NEWEST
    assert manifest["report"]["state"] == "DRAFT: not yet approved for the Board. Public edition"
    assert manifest["report"]["version"] is None
    assert {"python", "cypt_analysis", "pandas", "gptables"} <= set(manifest["versions"])
    assert len(manifest["code"]) == 64
    assert str(made) not in text, "no path of the machine"
    assert set(manifest) == {"report", "inputs", "outputs", "code", "versions"}


def test_a_raw_file_that_changes_meanwhile_stops_the_run(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    quarter = parse_quarter(NEWEST)
    known = compute(DropReader(project), quarter)
    changed = project.raw(quarter) / "caf.csv"
    changed.write_bytes(changed.read_bytes() + b"\n")
    with pytest.raises(UserError, match=r"caf\.csv was changed while the report was made"):
        write_manifest(tmp_path, known, project, draft(quarter))
    assert not (tmp_path / "internal" / "manifest.json").exists()


def test_an_environment_without_gptables_still_makes_the_rest(
    runs: list[Project], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from cypt_analysis.exports import write_tables

    monkeypatch.setitem(sys.modules, "gptables", None)
    monkeypatch.delitem(sys.modules, "cypt_analysis.exports.workbook", raising=False)
    known = compute(DropReader(runs[0]), parse_quarter(NEWEST))
    note = write_tables(tmp_path, known, draft(known.quarter))
    assert note.startswith("data.xlsx was not made: the package gptables is not installed.")
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"data.csv", "data.csv-metadata.json"}
