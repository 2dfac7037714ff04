"""A received file is recognised, held against what is known, and gets into the drop whole."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from cypt_analysis.cli import main
from cypt_analysis.cycle.opening.begin import begin
from cypt_analysis.cycle.records import drop_alone
from cypt_analysis.ground.project import Project
from cypt_analysis.words.commentary import BARE
from tests.cycle.world import LAST, NOW, cypt, small_world
from tests.projects import write_drop


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = small_world(tmp_path / "project")
    begin(project, NOW)
    return project


def _sent(project: Project, name: str, text: str) -> str:
    path = project.root.parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def _listing(project: Project) -> dict[str, bytes]:
    every = (path for path in project.root.rglob("*") if path.is_file())
    files = (path for path in every if path.suffix != ".lock")
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in files}


def test_a_file_is_known_by_its_columns_and_what_it_brings_is_told(project: Project) -> None:
    """One figure of the last drop is another, one is new: 50 is now 52, and 61 is the third's."""
    file = _sent(project, "Return (final).csv", "period,cases\n2009-10-Q2,52\n2009-10-Q3,61\n")
    result = cypt(project, "add", file)
    assert result.exit_code == 0, result.output
    told = result.stdout
    assert "Return (final).csv: cases (by its columns), now data/raw/2009-10-Q3/cases.csv" in told
    assert "2 rows" in told and "new: 1 figure" in told and "revised: 1 figure" in told
    assert ": 50, now 52 (The count changed)" in told
    kept = (project.raw(NOW) / "cases.csv").read_bytes()
    assert kept == Path(file).read_bytes()


def test_a_file_that_may_be_two_things_is_a_question(project: Project) -> None:
    sources = project.catalogue / "sources.toml"
    text = sources.read_text(encoding="utf-8").replace("columns.visits =", "columns.cases =")
    sources.write_text(text, encoding="utf-8")
    section = project.catalogue / "work.toml"
    text = section.read_text(encoding="utf-8").replace('value = "visits"', 'value = "cases"')
    section.write_text(text, encoding="utf-8")
    old = project.raw(LAST) / "visits.csv"
    old.write_text(old.read_text("utf-8").replace("visits", "cases"), encoding="utf-8")
    file = _sent(project, "sheet.csv", "period,cases\n2009-10-Q3,61\n")
    result = cypt(project, "add", file)
    assert result.exit_code == 1
    assert "may be Cases (cases) or Visits (visits)" in result.stderr
    assert "--source cases or visits" in result.stderr
    assert cypt(project, "add", file, "--source", "visits").exit_code == 0
    assert (project.raw(NOW) / "visits.csv").is_file()


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.csv", "a,b\n1,2\n", "columns of no source"),
        ("x.docx", "words", "of no kind that is read"),
        ("cases.csv", "period,cases\n2009-10-Q3,-1\n", "cases.csv was not taken in"),
        ("cares.md", "## Summary\n\nIt rose.\n", "Did you mean 'care'?"),
    ],
)
def test_what_cannot_be_used_is_told_and_leaves_nothing(
    name: str, text: str, told: str, project: Project
) -> None:
    before = _listing(project)
    result = cypt(project, "add", _sent(project, name, text))
    assert result.exit_code == 1 and told in result.stderr
    assert _listing(project) == before


def test_the_same_file_twice_and_another_in_its_place(project: Project) -> None:
    file = _sent(project, "cases.csv", "period,cases\n2009-10-Q3,61\n")
    assert cypt(project, "add", file).exit_code == 0
    assert "this very file" in cypt(project, "add", file).stderr
    Path(file).write_text("period,cases\n2009-10-Q3,62\n", encoding="utf-8")
    assert "Take it out first: cypt add --undo cases.csv" in cypt(project, "add", file).stderr
    assert cypt(project, "add", "--undo", "cases.csv").exit_code == 0
    assert cypt(project, "add", file).exit_code == 0


def test_a_file_is_named_as_a_shell_takes_it_with_the_quarter_that_is_not_the_newest(
    project: Project,
) -> None:
    sources = project.catalogue / "sources.toml"
    reads = '[cases.reads]\nfiles = ["Cases*"]\n[cases.reads.columns]\ncases = ["cases"]\n'
    sources.write_text(f"{sources.read_text('utf-8')}\n{reads}", encoding="utf-8")
    write_drop(project.root, str(NOW.plus(1)), {})
    asked = ("add", "--quarter", str(NOW))
    for number in (61, 62):
        file = _sent(project, "Cases Q3 2009.csv", f"period,cases\n2009-10-Q3,{number}\n")
        result = cypt(project, *asked, file)
    command = f'cypt add --undo --quarter {NOW} "Cases Q3 2009.csv"'
    assert f"Take it out first: {command}" in result.stderr
    assert cypt(project, *shlex.split(command)[1:]).exit_code == 0


def test_only_what_was_taken_in_is_taken_out_again(project: Project) -> None:
    before = _listing(project)
    file = _sent(project, "Return.csv", "period,cases\n2009-10-Q3,61\n")
    assert cypt(project, "add", file).exit_code == 0
    row = json.loads((project.raw(NOW) / "received.json").read_text(encoding="utf-8"))[0]
    assert (row["file"], row["source"], row["received_as"]) == ("cases.csv", "cases", "Return.csv")
    assert cypt(project, "add", "--undo", "Return.csv").exit_code == 0
    after = _listing(project)
    assert after.pop("data/raw/2009-10-Q3/received.json") == b"[]\n"
    assert after == before
    result = cypt(project, "add", "--undo", "actions.csv")
    assert result.exit_code == 1 and "taken out by hand" in result.stderr
    assert cypt(project, "add", file).exit_code == 0
    (project.raw(NOW) / "cases.csv").write_text("period,cases\n2009-10-Q3,60\n", "utf-8")
    result = cypt(project, "add", "--undo", "cases.csv")
    assert result.exit_code == 1 and "altered since" in result.stderr


def test_words_take_the_place_of_headings_and_of_no_words(project: Project) -> None:
    file = _sent(project, "care.md", "## Summary\n\nIt is calm.\n")
    assert cypt(project, "add", file).exit_code == 0
    assert (project.raw(NOW) / "commentary" / "care.md").read_text("utf-8").endswith("calm.\n")
    Path(file).write_text("## Summary\n\nIt is not.\n", encoding="utf-8")
    assert "other content" in cypt(project, "add", file).stderr
    assert cypt(project, "add", "--undo", "care.md").exit_code == 0
    assert (project.raw(NOW) / "commentary" / "care.md").read_text("utf-8") == BARE


def test_files_and_the_library_s_names_are_told_apart(project: Project) -> None:
    result = cypt(project, "add", "indicater", "neet")
    assert "Did you mean 'indicator'?" in result.stderr
    for arguments in (["add"], ["add", "--help"], ["add", "indicator", "--help"]):
        shown = CliRunner().invoke(main, arguments).output
        assert "Usage:" in shown


def test_what_lies_in_the_drop_is_not_taken_in_again(project: Project) -> None:
    inside = project.raw(NOW) / "Return.csv"
    inside.write_text("period,cases\n2009-10-Q3,61\n", encoding="utf-8")
    result = cypt(project, "add", str(inside))
    assert result.exit_code == 1 and "lies in data/raw/2009-10-Q3 already" in result.stderr
    result = cypt(project, "add", str(project.root))
    assert result.exit_code == 1 and "a file is meant" in result.stderr


def test_two_at_once_are_told_of_each_other(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cypt_analysis.cycle.records._PATIENCE", 0.05)
    file = _sent(project, "cases.csv", "period,cases\n2009-10-Q3,61\n")
    with drop_alone(project, NOW):
        result = cypt(project, "add", file)
    assert result.exit_code == 1 and "Another command is writing the drop" in result.stderr
    assert cypt(project, "add", file).exit_code == 0
    assert not [path for path in project.drops.iterdir() if path.name.startswith(".")]


def test_an_unknown_file_gets_an_entry_that_reads_it(project: Project, tmp_path: Path) -> None:
    rows = (
        "Quarter,Team,Team manager,Open cases,% in time\n"
        "Q2 2009/10,North,A. Person,17,66.7%\nQ2 2009/10,South,B. Person,<5,-\n"
    )
    file = _sent(project, "Case load Q2 2009.csv", rows)
    told = cypt(project, "add", file).stderr
    entry = told[told.index("[case_load]") : told.index("Next:")]
    assert 'keys = ["period", "team"]' in entry
    assert 'team_manager = { type = "text", personal = true }' in entry
    sources = project.catalogue / "sources.toml"
    sources.write_text(f"{sources.read_text('utf-8')}\n{entry}", encoding="utf-8")
    assert "Next: mend what is told above" in told
    result = cypt(project, "add", file)
    assert result.exit_code == 0, result.output
    assert "case_load (by its name)" in result.stdout and "2 rows" in result.stdout


def test_a_file_that_was_not_taken_in_is_named_as_it_was_typed(project: Project) -> None:
    file = _sent(project, "cases.csv", "period,cases\n2009-10-Q3,-1\n")
    result = cypt(project, "add", file)
    assert f"{file} has 1 error. cases.csv was not taken in." in result.stderr
    assert "cypt status" not in result.stderr


def test_what_a_file_repeats_or_lacks_is_told_when_it_is_taken_in(project: Project) -> None:
    """The quarter's own figures have the label of the one before."""
    file = _sent(project, "cases.csv", "period,cases\n2009-10-Q1,40\n2009-10-Q2,61\n")
    told = " ".join(cypt(project, "add", file).stdout.split())
    assert "The newest figures are of July to September 2009, as in the file of 2009-10-Q2." in told
