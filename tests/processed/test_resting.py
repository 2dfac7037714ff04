"""What was found before is told again only where nothing at all that it rests on has changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from cypt_analysis.claims import format_claims
from cypt_analysis.ground.findings import format_findings
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.pipeline import check
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.editions import compute_editions
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.resting import _versions, kept
from cypt_analysis.processed.store import build, load_kept
from cypt_analysis.runs import forking
from cypt_analysis.runs.forking import PARENT
from tests.small_project import tiny_project

ROOT = Path(__file__).resolve().parents[2]
QUARTER = parse_quarter("2009-10-Q2")
LIGHT = """
import sys
from cypt_analysis.cli import main
try:
    main(sys.argv[1:])
finally:
    print("loaded", *{"numpy", "pandas", "pyarrow", "pydantic"} & set(sys.modules))
"""


def test_it_rests_on_every_package_that_is_asked_for_and_on_no_other() -> None:
    """One that the tests alone bring would be missing where a report is made."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    wanted = sorted(each.split("==") for each in asked)
    assert [each.split(" ") for each in list(_versions())[1:]] == wanted


def test_a_package_that_is_missing_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    with_all = list(_versions())
    monkeypatch.setattr(metadata, "version", none)
    without = list(_versions())
    assert len(without) == len(with_all) and "numpy is missing" in without
    monkeypatch.setattr(metadata, "requires", none)
    assert list(_versions()) != list(_versions()), "what is not known is never as it was"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of two indicators that has been built."""
    project = tiny_project(tmp_path_factory.mktemp("built"))
    build(DropReader(project), QUARTER)
    return project


@pytest.fixture
def tiny(built: Project, tmp_path: Path) -> Project:
    """A copy of it, which is as well built as it is."""
    return Project(shutil.copytree(built.root, tmp_path / "copy"))


def _add(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


CHANGES: dict[str, Callable[[Project], None]] = {
    "a figure": lambda p: _add(p.raw(QUARTER) / "looked_after.csv", "\n"),
    "a word": lambda p: _add(p.raw(QUARTER) / "commentary" / "looked_after.md", "More.\n"),
    "a file that no source names": lambda p: _add(p.raw(QUARTER) / "other.csv", "a,b\n"),
    "an earlier drop": lambda p: _add(p.drops / "2009-10-Q1" / "looked_after.csv", "\n"),
    "a line of project.toml": lambda p: _add(p.file, "# A word.\n"),
    "a line of the catalogue": lambda p: _add(next(p.catalogue.glob("*.toml")), "# A word.\n"),
    "a notebook": lambda p: _add(p.root / "notebooks" / "9_more.ipynb", "{}"),
    "a release": lambda p: _add(p.root / "reports/published/2009-10-Q1/v1/data.csv", "id\n"),
    "what was kept": lambda p: _add(p.processed(QUARTER) / "claims.json", "\n"),
    "the mark of it": lambda p: (p.processed(QUARTER) / "kept.json").unlink(),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_lets_it_be_found_anew(tiny: Project, change: Callable[[Project], None]) -> None:
    assert kept(tiny, QUARTER, "claims.json") is not None
    change(tiny)
    assert kept(tiny, QUARTER, "claims.json") is None


def test_a_later_drop_and_what_was_made_change_nothing(tiny: Project) -> None:
    _add(tiny.drops / "2009-10-Q3" / "looked_after.csv", "a\n")
    _add(tiny.report(QUARTER) / "report.html", "<p>")
    assert kept(tiny, QUARTER, "claims.json") is not None


def test_what_is_changed_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    project = tiny_project(tmp_path)
    reader = DropReader(project)
    reader.read(QUARTER)
    _add(project.raw(QUARTER) / "looked_after.csv", "\n")
    build(reader, QUARTER)
    assert kept(project, QUARTER, "findings.json") is None


def test_commands_load_nothing_that_counts_and_tell_what_is_found_anew(tiny: Project) -> None:
    def told(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", LIGHT, "--root", str(tiny.root), *command, str(QUARTER)],
            capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        said, loaded, counts = done.stdout.rpartition("loaded")
        assert (loaded, counts) == ("loaded", "\n"), done.stderr
        return said

    anew = check(DropReader(tiny), QUARTER)
    found = compute(DropReader(tiny), QUARTER).claims
    assert anew and found
    assert told("check").startswith(format_findings(anew))
    assert told("claims", "--all").startswith(format_claims(found, every=True))


def test_what_was_saved_of_every_edition_is_loaded_where_it_is_whole(
    tiny: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions = load_kept(tiny, QUARTER)
    assert editions
    anew = compute_editions(DropReader(tiny), QUARTER)
    assert list(editions) == list(anew)
    for name, known in editions.items():
        assert (known.edition, known.shows_less) == (name, anew[name].shows_less)
        assert (known.claims, known.findings) == (anew[name].claims, anew[name].findings)
    for name in (PARENT, *forking.PERSONAL):
        monkeypatch.setenv(name, "")
    with forking._its_environment():
        assert load_kept(tiny, QUARTER), "another thread may start the server at any moment"
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    assert load_kept(tiny, QUARTER) == {}, "it was made in another environment"
    monkeypatch.undo()
    _add(tiny.processed(QUARTER) / "facts.parquet", "more")
    assert load_kept(tiny, QUARTER) == {}
