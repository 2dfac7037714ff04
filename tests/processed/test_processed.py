"""data/processed: what is saved is what was computed, and is built anew when a file changes."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import pandas as pd
import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops import drop as dropping
from cypt_analysis.facts import Facts
from cypt_analysis.ground.findings import CheckFailed, UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_quarter
from cypt_analysis.ground.replacing import replacing, restore, swap
from cypt_analysis.known import Known
from cypt_analysis.processed import current
from cypt_analysis.processed import store as processed
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import load, save
from tests.projects import make_project
from tests.small_project import tiny_project

QUARTER = parse_quarter("2009-10-Q2")


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """A project with the small sound drops."""
    return make_project(tmp_path)


@pytest.fixture(scope="module")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of two indicators, for what is the same with any, whose newest quarter is built."""
    project = tiny_project(tmp_path_factory.mktemp("loaded"))
    load(project, QUARTER)
    return project


@pytest.fixture
def tiny(tmp_path: Path, loaded_once: Project) -> Project:
    """The same with nothing built."""
    gone = shutil.ignore_patterns("processed")
    return Project(shutil.copytree(loaded_once.root, tmp_path / "tiny", ignore=gone))


@pytest.fixture
def ready(tmp_path: Path, loaded_once: Project, computed: list[str]) -> Project:
    """A copy of the project as it was built, which nothing asks to be built anew."""
    project = Project(shutil.copytree(loaded_once.root, tmp_path / "ready"))
    load(project, QUARTER)
    assert computed == []
    return project


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The quarters that were computed while a test ran."""
    quarters: list[str] = []

    real = processed.compute_editions

    def counting(reader: DropReader, quarter: Quarter) -> dict[str, Known]:
        quarters.append(str(quarter))
        return real(reader, quarter)

    monkeypatch.setattr(processed, "compute_editions", counting)
    return quarters


def _change(project: Project, old: str, new: str, file: str = "looked_after.csv") -> None:
    path = project.raw(QUARTER) / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def _same(first: object, second: object) -> None:
    if isinstance(first, pd.DataFrame):
        assert isinstance(second, pd.DataFrame)
        assert list(first.columns) == list(second.columns)
        pd.testing.assert_frame_equal(first, second, check_dtype=False, check_index_type=False)
    elif isinstance(first, Facts):
        assert isinstance(second, Facts)
        _same(first.table, second.table)
        _same(first.alias_table, second.alias_table)
        assert [first[name] for name in first.names] == [second[name] for name in second.names]
    else:
        assert first == second


@pytest.mark.parametrize("which", ["known_q1", "known_q2"])
def test_what_is_loaded_is_what_was_saved(
    which: str,
    request: pytest.FixtureRequest,
    copy_project: Callable[[], Project],
    computed: list[str],
) -> None:
    project = copy_project()
    known = replace(request.getfixturevalue(which), project=project)
    save(known, project)
    loaded = load(project, known.quarter)
    assert computed == []
    for field in fields(Known):
        _same(getattr(known, field.name), getattr(loaded, field.name))


def test_facts_and_observations_are_files_that_others_can_read(small: Project) -> None:
    folder = save(compute(DropReader(small), QUARTER), small)
    assert folder == small.root / "data" / "processed" / "2009-10-Q2"
    facts = pd.read_parquet(folder / "facts.parquet")
    assert {"fact", "value", "unit", "printed", "expression", "inputs"} <= set(facts.columns)
    assert facts.set_index("fact").loc["looked_after.2009-09-30", "printed"] == "460"
    key = ["indicator", "measure", "breakdown", "period", "area", "stat"]
    assert facts.set_index("fact").loc["referrals.2008-09-FY.england", key].to_list() == [
        "referrals", "rate", "", "2008-09-FY", "England", "value",
    ]  # fmt: skip
    aliases = pd.read_parquet(folder / "aliases.parquet").set_index("alias")["fact"]
    assert aliases["looked_after.latest"] == "looked_after.2009-09-30"
    observations = pd.read_parquet(folder / "observations.parquet")
    assert observations.set_index("id").loc["looked_after.2009-09-30", "value"] == 460
    findings = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    assert {"file", "row", "found", "advice", "severity"} <= set(findings[0])


def test_provenance_names_each_raw_file_with_its_digest_and_rows(small: Project) -> None:
    folder = save(compute(DropReader(small), QUARTER), small)
    provenance = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    by_path = {file["path"]: file for file in provenance["raw_files"]}
    on_disk = {path.relative_to(small.root).as_posix(): path for path in small.drops.rglob("*.*")}
    assert set(by_path) == set(on_disk)
    for name, path in on_disk.items():
        assert by_path[name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert by_path["data/raw/2009-10-Q2/absence.csv"]["rows"] == 2
    assert {"python", "pandas", "scipy", "cypt_analysis"} <= set(provenance["versions"])


def test_what_is_missing_is_built(tiny: Project, computed: list[str]) -> None:
    assert load(tiny, QUARTER).facts["looked_after.latest"].printed == "460"
    assert computed == ["2009-10-Q2"]
    load(tiny, QUARTER)
    assert computed == ["2009-10-Q2"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda p: _change(p, "460", "471"), "a number changed"),
        (lambda p: _change(p, "counted", "found", "commentary/looked_after.md"), "words changed"),
        (lambda p: _change(p, "2009-11-02", "2009-11-03", "drop.toml"), "the board date changed"),
        (lambda p: (p.raw(QUARTER) / "targets.csv").unlink(), "a file was taken away"),
        (
            lambda p: (p.raw(QUARTER) / "confirmed.csv").write_text(
                "digest,sentence,name\n", encoding="utf-8"
            ),
            "a file was added",
        ),
        (
            lambda p: (p.drops / "2009-10-Q1" / "looked_after.csv").write_text(
                "date,children_looked_after\n2008-09-30,373\n", encoding="utf-8"
            ),
            "an earlier drop changed",
        ),
        (lambda p: (p.processed(QUARTER) / "provenance.json").unlink(), "provenance is missing"),
        (
            lambda p: (p.processed(QUARTER) / "provenance.json").write_text("{", encoding="utf-8"),
            "provenance is half-written",
        ),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_it_is_built_anew_when_something_it_rests_on_changes(
    ready: Project, computed: list[str], change: Callable[[Project], None], why: str
) -> None:
    change(ready)
    load(ready, QUARTER)
    assert computed == ["2009-10-Q2"], why
    load(ready, QUARTER)
    assert computed == ["2009-10-Q2"]


def test_what_was_loaded_is_shared_while_its_files_hold_the_same(ready: Project) -> None:
    first = load(ready, QUARTER)
    assert load(ready, QUARTER) is first
    words = ready.processed(QUARTER) / "commentary.json"
    words.write_text('{"looked_after": "Others."}', encoding="utf-8")
    assert load(ready, QUARTER).commentary == {"looked_after": "Others."}
    assert first.commentary != {"looked_after": "Others."}


def test_a_new_drop_changes_nothing_in_an_earlier_quarter(
    tiny: Project, computed: list[str]
) -> None:
    earlier = parse_quarter("2009-10-Q1")
    load(tiny, earlier)
    _change(tiny, "460", "471")
    assert load(tiny, earlier).facts["looked_after.latest"].printed == "440"
    assert computed == ["2009-10-Q1"]


def test_other_code_builds_anew(
    ready: Project, computed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "code_digest", lambda *of: "other")
    load(ready, QUARTER)
    assert computed == ["2009-10-Q2"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("project.toml", "Council Report", "Another Report"),
        ("data/catalogue/care.toml", 'name = "Children looked after"', 'name = "In care"'),
        ("data/catalogue/sources.toml", 'title = "Children looked after"', 'title = "In care"'),
    ],
)
def test_another_catalogue_or_title_builds_anew(
    ready: Project, computed: list[str], file: str, old: str, new: str
) -> None:
    path = ready.root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    load(ready, QUARTER)
    load(ready, QUARTER)
    assert computed == ["2009-10-Q2"]


def test_what_holds_only_later_builds_nothing_anew(ready: Project, computed: list[str]) -> None:
    path = ready.catalogue / "care.toml"
    text = path.read_text(encoding="utf-8")
    chart = '[[indicator.chart]]\nid = "new"\nfrom = "2009-10-Q3"\nkind = "over_time"\n'
    place = text.index("[[indicator.chart]]")
    more = text[:place] + chart + 'measures = ["children"]\n\n' + text[place:]
    path.write_text(more, encoding="utf-8")
    load(ready, QUARTER)
    assert computed == []


def test_figures_that_no_longer_hold_are_not_shown(ready: Project) -> None:
    _change(ready, "460", "many")
    with pytest.raises(CheckFailed, match="children_looked_after is 'many'"):
        load(ready, QUARTER)


def test_a_drop_is_read_once_a_command(
    small: Project, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = dropping.read_drop

    def counting(project: Project, quarter: object, entries: Catalogue) -> object:
        read.append(str(quarter))
        return real(project, quarter, entries)  # type: ignore[arg-type]

    monkeypatch.setattr(dropping, "read_drop", counting)
    reader = DropReader(small)
    compute(reader, parse_quarter("2009-10-Q1"))
    compute(reader, QUARTER)
    assert read == ["2009-10-Q1", "2009-10-Q2"]


# Moving into place


def _folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "file").write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_replaced_only_when_all_went_well(tmp_path: Path) -> None:
    target = _folder(tmp_path / "target", "old")
    with replacing(target) as work:
        (work / "file").write_text("new", encoding="utf-8")
        assert (target / "file").read_text(encoding="utf-8") == "old"
    assert (target / "file").read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["target"]


def test_a_failure_leaves_the_old_folder_and_nothing_else(tmp_path: Path) -> None:
    target = _folder(tmp_path / "target", "old")

    def fail() -> None:
        with replacing(target) as work:
            (work / "file").write_text("half", encoding="utf-8")
            raise RuntimeError("the disc is full")

    with pytest.raises(RuntimeError, match="the disc is full"):
        fail()
    assert (target / "file").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["target"]


def test_a_second_move_that_fails_puts_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, work = _folder(tmp_path / "target", "old"), _folder(tmp_path / "work", "new")
    real = Path.replace

    def refusing(self: Path, to: Path) -> Path:
        if self == work:
            raise OSError("in use")
        return real(self, to)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(OSError, match="in use"):
        swap(work, target)
    assert (target / "file").read_text(encoding="utf-8") == "old"


def _killed_between_the_moves(target: Path) -> Path:
    """What a process leaves that dies after the old folder stepped aside."""
    aside = target.parent / f".{target.name}.old"
    target.replace(aside)
    return aside


def test_a_kill_between_the_two_moves_is_repaired(tmp_path: Path) -> None:
    target = _folder(tmp_path / "target", "old")
    aside = _killed_between_the_moves(target)
    restore(target)
    assert (target / "file").read_text(encoding="utf-8") == "old"
    assert not aside.exists()


def test_a_kill_after_both_moves_leaves_the_new_folder(tmp_path: Path) -> None:
    target = _folder(tmp_path / "target", "old")
    aside = _killed_between_the_moves(target)
    _folder(target, "new")
    restore(target)
    assert (target / "file").read_text(encoding="utf-8") == "new"
    assert not aside.exists()


def test_restoring_what_is_whole_changes_nothing(tmp_path: Path) -> None:
    target = _folder(tmp_path / "target", "old")
    restore(target)
    restore(tmp_path / "never there")
    assert (target / "file").read_text(encoding="utf-8") == "old"


def test_a_build_after_a_kill_between_the_moves_succeeds(ready: Project) -> None:
    _killed_between_the_moves(ready.processed(QUARTER))
    assert load(ready, QUARTER).facts["looked_after.latest"].printed == "460"
    folders = [path.name for path in ready.processed(QUARTER).parent.iterdir() if path.is_dir()]
    assert folders == ["2009-10-Q2"]


def test_a_quarter_without_a_drop_names_those_that_have_one(small: Project) -> None:
    with pytest.raises(UserError, match=r"data/raw has: 2009-10-Q1, 2009-10-Q2\."):
        small.require("2010-11-Q1")
