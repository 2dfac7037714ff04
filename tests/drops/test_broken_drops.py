"""Each small broken drop, named after its fault, gives the exact message and leaves nothing.

A case is a file in ``broken_drops``: what to change in the sound drop of ``broken_drops/sound``
and what must then be said. It holds one of

- ``stops``: the whole text of the errors that stop the build;
- ``sentence``: the one sentence for a mistake that is not in a file's cells;
- ``review``: what is to be looked at beyond what the sound drop already gives;
- ``holds``: what the program must have read where it forgives the file: facts as printed.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.findings import CheckFailed, UserError, format_findings
from cypt_analysis.ground.project import Project
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import save
from tests.projects import make_project, told_errors

CASES = Path(__file__).parent / "broken_drops"
QUARTER = "2009-10-Q2"
NAMES = sorted(path.stem for path in CASES.glob("*.toml"))
OUTCOMES = {"stops", "sentence", "review", "holds"}
KEYS = {"fault", "quarter", "change", *OUTCOMES}


def _case(name: str) -> dict:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def _project(folder: Path) -> Project:
    return make_project(folder)


def _apply(project: Project, change: dict) -> None:
    path = project.drops / change.get("quarter", QUARTER) / change["file"]
    if change.get("remove"):
        path.unlink()
        return
    if "text" in change:
        text = change["text"]
    else:
        text = path.read_text(encoding="utf-8")
        for old, new in change.get("replace", []):
            assert text.count(old) == 1, f"'{old}' must stand once in {path.name}"
            text = text.replace(old, new)
    text = text.replace("\n", change.get("line_ends", "\n"))
    path.parent.mkdir(parents=True, exist_ok=True)
    for mark, (filled, times) in change.get("fill", {}).items():
        text = text.replace(mark, filled * times)
    written = text.encode(change.get("encoding", "utf-8"))
    for mark, raw in change.get("bytes", {}).items():
        written = written.replace(mark.encode(), bytes.fromhex(raw))
    path.write_bytes(bytes.fromhex(change.get("mark", "")) + written)


def _build(project: Project, catalogue: Catalogue, text: str) -> Known:
    quarter = project.require(text)
    known = compute(DropReader(project), quarter)
    save(known, project)
    return known


def _written(project: Project) -> list[str]:
    """Everything in the project but the raw files, its catalogue and project.toml."""
    received = {project.root / "data", project.drops, project.catalogue, project.file}
    return [
        path.relative_to(project.root).as_posix()
        for path in project.root.rglob("*")
        if not received & {path, *path.parents} - {project.root / "data"}
        and path != project.root / "data"
    ]


def _files(project: Project) -> list[Path]:
    return [path for path in (project.root / "data" / "processed").rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Known:
    return _build(_project(tmp_path_factory.mktemp("sound")), catalogue, QUARTER)


def test_there_are_at_least_forty_broken_drops() -> None:
    assert len([name for name in NAMES if "holds" not in _case(name)]) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_a_case_says_what_it_changes_and_what_must_follow(name: str) -> None:
    case = _case(name)
    assert set(case) <= KEYS
    assert len(OUTCOMES & set(case)) == 1
    assert case["fault"].endswith(".")


def _together(outcome: str) -> list[list[str]]:
    """Cases of one outcome in as few drops as may be: a drop has one fault a file, or one case.

    A case that changes several files, an earlier quarter or what all of them rest on stands alone.
    """
    found: list[tuple[set[str], list[str]]] = []
    for name in (name for name in NAMES if outcome in _case(name)):
        changes = _case(name).get("change", [])
        stems = {Path(each["file"]).stem for each in changes}
        alone = (
            stems & {"drop", "targets"} or len(stems) > 1 or any("quarter" in e for e in changes)
        )
        # Of some words faults are looked for when all else is sound.
        alone = alone or (outcome == "stops" and changes[0]["file"].startswith("commentary/"))
        free = (each for each in found if each[0] and not each[0] & stems)
        used, names = next(free, (set(), [])) if not alone else (set(), [])
        if not names:
            found.append((used, names))
        names.append(name)
        used |= set() if alone else stems
    return [names for _, names in found]


def _changed(names: list[str], folder: Path) -> Project:
    project = _project(folder)
    for name in names:
        for change in _case(name).get("change", []):
            _apply(project, change)
    return project


def _known(names: list[str], folder: Path) -> Known:
    project = _changed(names, folder)
    return compute(DropReader(project), project.require(QUARTER))


def _blocks(told: str) -> list[str]:
    """What is told, by file."""
    return sorted(re.split(r"\n\n(?=\S)", told))


@pytest.mark.parametrize("name", [name for name in NAMES if "sentence" in _case(name)])
def test_a_mistake_that_is_in_no_cell_stops_the_build_with_its_sentence(
    name: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    project = _changed([name], tmp_path)
    with pytest.raises(UserError) as raised:
        _build(project, catalogue, _case(name).get("quarter", QUARTER))
    told = told_errors(raised.value).replace(str(tmp_path), "ROOT")
    assert told == _case(name)["sentence"].rstrip("\n")
    assert _written(project) == []


@pytest.mark.parametrize("names", _together("stops"), ids="+".join)
def test_a_fault_stops_the_build_with_its_message(
    names: list[str], tmp_path: Path, catalogue: Catalogue
) -> None:
    """Those of several files are told at once, each as it is told alone."""
    project = _changed(names, tmp_path)
    with pytest.raises(CheckFailed) as raised:
        _build(project, catalogue, QUARTER)
    told, stops = told_errors(raised.value), [_case(name)["stops"].rstrip("\n") for name in names]
    assert _blocks(told) == sorted(block for each in stops for block in _blocks(each))
    # With another in the order in which files are told, which is one order for all.
    assert len(names) > 1 or told == stops[0]
    assert _written(project) == []


@pytest.mark.parametrize("names", _together("review"), ids="+".join)
def test_a_doubtful_drop_is_built_with_its_point_to_review(
    names: list[str], tmp_path: Path, catalogue: Catalogue, sound: Known
) -> None:
    known = _known(names, tmp_path)
    new = [finding for finding in known.findings if finding not in sound.findings]
    expected = []
    for text in (_case(name)["review"].strip("\n") for name in names):
        entries = sorted(catalogue.indicators.values(), key=lambda entry: entry.id)
        each = [text.format(entry=entry) for entry in entries] if "{entry." in text else [text]
        expected += _blocks("\n\n".join(each))
    assert _blocks(format_findings(new, "Nothing was built.")) == sorted(expected)


@pytest.mark.parametrize("names", _together("holds"), ids="+".join)
def test_what_excel_does_to_a_file_is_forgiven(
    names: list[str], tmp_path: Path, catalogue: Catalogue, sound: Known
) -> None:
    known = _known(names, tmp_path)
    holds = {fact: text for name in names for fact, text in _case(name)["holds"].items()}
    assert {fact: known.facts[fact].printed for fact in holds} == holds
    assert [finding for finding in known.findings if finding not in sound.findings] == []


def test_a_fault_leaves_what_was_built_before_as_it_was(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    project = _project(tmp_path)
    _build(project, catalogue, QUARTER)
    before = {path: path.read_bytes() for path in _files(project)}
    _apply(project, {"file": "looked_after.csv", "replace": [["460", "four hundred"]]})
    with pytest.raises(CheckFailed):
        _build(project, catalogue, QUARTER)
    assert before
    assert {path: path.read_bytes() for path in _files(project)} == before
