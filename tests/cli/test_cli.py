"""The command line: what it prints, its exit codes, and where it looks for a project."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cypt_analysis import __version__
from cypt_analysis.cli import main
from cypt_analysis.ground.project import Project
from tests.projects import make_project
from tests.small_project import (
    EARLIER,
    NEWEST,
    OLDER,
    report_page,
    tiny_project,
    write_notebook,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built project that no test changes, in a folder as Windows users name them."""
    project = make_project(tmp_path_factory.mktemp("Été 2009 & more") / "Zoë's project (1)")
    assert _cypt(project, "build", OLDER, NEWEST).exit_code == 0
    return project


@pytest.fixture
def own(tmp_path: Path) -> Project:
    """A project for a test to change."""
    return tiny_project(tmp_path / "project")


def _cypt(project: Project, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(project.root), *arguments])


def _table(result: Result) -> list[str]:
    """The lines of the table of several reports, without the seconds of each."""
    return [re.sub(r" +(\d+\.\d|seconds) +", " ", line) for line in result.stdout.splitlines()]


def _break(project: Project, quarter: str = NEWEST) -> None:
    path = project.root / "data" / "raw" / quarter / "looked_after.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("460", "many"), encoding="utf-8")


def _written(project: Project) -> list[str]:
    folders = (project.root / "data" / "processed", project.root / "reports")
    return [path.name for folder in folders if folder.exists() for path in folder.iterdir()]


# check, build, run


def test_check_tells_points_to_review_and_writes_nothing(own: Project) -> None:
    result = _cypt(own, "check", NEWEST)
    assert result.exit_code == 0, result.output
    assert result.stderr == "Next: cypt run makes the draft.\n"
    last = result.stdout.splitlines()[-1]
    assert re.fullmatch(rf"{NEWEST}: no errors, \d+ points? to review\.", last)
    told = re.findall(r"has (\d+) points? to review\.", result.stdout)
    assert sum(map(int, told)) == int(last.split()[3])
    assert _written(own) == []


def test_check_without_a_quarter_means_the_newest(shared: Project) -> None:
    assert _cypt(shared, "check").stdout == _cypt(shared, "check", NEWEST).stdout


def test_check_tells_errors_and_ends_with_1(own: Project) -> None:
    _break(own)
    result = _cypt(own, "check")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(
        f"data/raw/{NEWEST}/looked_after.csv has 1 error. Nothing was built.\n\n  row 2 "
    )
    assert "Traceback" not in result.output
    assert _written(own) == []


def test_build_says_what_it_wrote_and_where(own: Project) -> None:
    result = _cypt(own, "build", NEWEST)
    assert result.exit_code == 0
    assert re.fullmatch(
        rf"{NEWEST}: \d+ observations and \d[\d,]* facts in data/processed/{NEWEST}, "
        r"\d+ points? to review\.\n",
        result.stdout,
    )
    names = {path.name for path in (own.root / "data" / "processed" / NEWEST).iterdir()}
    wanted = {"observations.parquet", "facts.parquet", "findings.json", "provenance.json"}
    assert wanted <= names


def test_run_makes_the_reports_of_several_quarters_and_says_where(own: Project) -> None:
    result = _cypt(own, "run", OLDER, NEWEST, OLDER)
    assert result.exit_code == 0, result.output
    head, *rows, told = _table(result)
    assert head == "report result"
    found = {
        quarter: _cypt(own, "check", quarter).stdout.split()[-4] for quarter in (OLDER, NEWEST)
    }
    assert rows == [
        f"{quarter} draft in reports/{quarter}, {number} points to review"
        for quarter, number in found.items()
    ]
    assert told.startswith("report.pdf was not made")
    for quarter in (OLDER, NEWEST):
        text = report_page(own, quarter).read_text(encoding="utf-8")
        assert text.startswith("<!DOCTYPE html>")
        assert b"\r" not in report_page(own, quarter).read_bytes()


def test_of_several_quarters_one_that_fails_does_not_stop_the_others(own: Project) -> None:
    _break(own)
    result = _cypt(own, "build", NEWEST, OLDER)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{OLDER}: ")
    assert f"data/raw/{NEWEST}/looked_after.csv has 1 error." in result.stderr
    assert [name for name in _written(own) if not name.endswith(".lock")] == [OLDER]


def test_a_failing_cell_ends_with_1_and_the_other_quarters_report_is_made(own: Project) -> None:
    write_notebook(own, "1_fails", f"assert quarter != '{NEWEST}', 'not this one'")
    report_page(own).parent.mkdir(parents=True)
    report_page(own).write_bytes(EARLIER)
    result = _cypt(own, "run", NEWEST, OLDER)
    assert result.exit_code == 1
    assert f"notebooks/1_fails.ipynb failed for {NEWEST}. No report was made" in result.stderr
    assert "AssertionError: not this one" in result.stderr
    _, failed, made, _ = _table(result)
    assert failed == f"{NEWEST} failed, as told above"
    assert made.startswith(f"{OLDER} draft in reports/{OLDER}, ")
    assert report_page(own).read_bytes() == EARLIER


def test_a_mistyped_parameter_stops_the_run_before_anything_is_written(own: Project) -> None:
    write_notebook(own, "1_mistyped", "1", parameters=f'quater = "{NEWEST}"')
    result = _cypt(own, "run", NEWEST)
    assert result.exit_code == 1
    assert result.stderr == (
        "notebooks/1_mistyped.ipynb takes 'quater', but must take 'quarter' alone: one cell tagged "
        "'parameters' that sets it. Did you mean 'quarter'?\n"
    )
    assert not report_page(own).parent.exists()


def test_one_report_is_listed_file_by_file(own: Project) -> None:
    result = _cypt(own, "run", NEWEST, "--no-pdf", "--jobs", "1")
    assert result.exit_code == 0, result.output
    lead, page, *others = result.stdout.splitlines()
    assert lead == f"{NEWEST}: draft in reports/{NEWEST}"
    assert page.startswith("  report.html ")
    assert others[-1] == "  report.pdf was left out, as --no-pdf asks."
    assert "PDF" not in result.stdout.replace(others[-1], "").replace(
        "the page, PDF, Word, workbook", ""
    )


def test_a_range_means_the_quarters_that_have_a_drop(shared: Project) -> None:
    result = _cypt(shared, "check", "2009-10-Q1..2012-13-Q4", NEWEST)
    ends = [line.split(":")[0] for line in result.stdout.splitlines() if ": no errors" in line]
    assert ends == [OLDER, NEWEST]
    alone = _cypt(shared, "check", f"{NEWEST}..{NEWEST}")
    assert alone.stdout == _cypt(shared, "check", NEWEST).stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "2010-11-Q1..2011-12-Q4",
            f"There is no drop from 2010-11-Q1 to 2011-12-Q4. data/raw has: {OLDER}, {NEWEST}.\n",
        ),
        (
            f"{NEWEST}..{OLDER}",
            f"{NEWEST}..{OLDER} runs backwards. Write the earlier quarter first: "
            f"{OLDER}..{NEWEST}.\n",
        ),
        (
            f"{OLDER}..",
            f"'{OLDER}..' is not a quarter. Write quarters like 2009-10-Q2. "
            f"data/raw has: {OLDER}, {NEWEST}.\n",
        ),
    ],
)
@pytest.mark.parametrize("command", ["check", "build", "run"])
def test_a_range_without_a_quarter_is_told(
    command: str, text: str, told: str, shared: Project
) -> None:
    result = _cypt(shared, command, text)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", told)


# Several projects


@pytest.fixture
def authorities(tmp_path: Path) -> list[Project]:
    """Two projects, of which the second has a fault in its newest drop."""
    made = [tiny_project(tmp_path / name) for name in ("hove", "brighton")]
    _break(made[1])
    return made


def _cypt_of(projects: list[Project], *arguments: str) -> Result:
    roots = [word for project in projects for word in ("--root", str(project.root))]
    return CliRunner().invoke(main, [*roots, *arguments])


def test_reports_of_several_authorities_are_made_and_one_that_fails_is_named(
    authorities: list[Project],
) -> None:
    hove, brighton = authorities
    result = _cypt_of([*authorities, hove], "run", NEWEST)
    assert result.exit_code == 1
    assert result.stderr.startswith(
        f"{brighton.root}: data/raw/{NEWEST}/looked_after.csv has 1 error."
    )
    _, made, failed, _ = _table(result)
    assert made.startswith(f"{hove.root}: {NEWEST} draft in reports/{NEWEST}, ")
    assert failed == f"{brighton.root}: {NEWEST} failed, as told above"
    assert report_page(hove).is_file()
    assert not report_page(brighton).exists()


def test_several_authorities_are_checked_and_built(authorities: list[Project]) -> None:
    hove, brighton = authorities
    result = _cypt_of(authorities, "build", OLDER, NEWEST)
    assert result.exit_code == 1
    assert [line.split(": ")[0] for line in result.stdout.splitlines()] == [
        str(hove.root), str(hove.root), str(brighton.root),
    ]  # fmt: skip
    assert result.stderr.startswith(f"{brighton.root}: data/raw/{NEWEST}/looked_after.csv")
    unknown = _cypt_of(authorities, "check", "2010-11-Q1")
    assert unknown.stderr.startswith(f"{hove.root}: There is no drop for 2010-11-Q1. ")


@pytest.mark.parametrize(
    "arguments", [["quarters"], ["facts", NEWEST], ["claims", NEWEST], ["publish", NEWEST]]
)
def test_a_command_about_one_project_says_so(
    arguments: list[str], authorities: list[Project]
) -> None:
    result = _cypt_of(authorities, *arguments)
    assert (result.exit_code, result.stderr) == (
        1,
        f"cypt {arguments[0]} looks at one project, but --root names 2. Name one at a time.\n",
    )


def test_quarters_are_listed_with_their_reports(own: Project) -> None:
    report_page(own, OLDER).parent.mkdir(parents=True)
    report_page(own, OLDER).touch()
    (own.root / "data" / "raw" / "notes").mkdir()
    result = _cypt(own, "quarters")
    assert result.exit_code == 0 and result.stderr.startswith("Next: ")
    assert result.stdout == f"{OLDER}  reports/{OLDER}/report.html\n{NEWEST}  no report yet\n"


# Mistakes


@pytest.mark.parametrize("command", ["check", "build", "run", "facts"])
def test_an_unknown_quarter_names_those_that_there_are(command: str, shared: Project) -> None:
    result = _cypt(shared, command, "2010-11-Q1")
    assert result.exit_code == 1
    assert result.stderr == (f"There is no drop for 2010-11-Q1. data/raw has: {OLDER}, {NEWEST}.\n")


@pytest.mark.parametrize(
    "text", ["2009-Q2", "Q2 2009/10", "2009-11-Q2", "../../etc", "", "2009-10-Q5"]
)
def test_a_mistyped_quarter_is_told_how_to_write_it(text: str, shared: Project) -> None:
    result = _cypt(shared, "check", text)
    assert result.exit_code == 1
    assert f"'{text}' is not a quarter. Write quarters like 2009-10-Q2." in result.stderr
    assert f"data/raw has: {OLDER}, {NEWEST}." in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chek"], "There is no command 'chek'. Did you mean 'check'?"),
        (["Run"], "There is no command 'Run'. Did you mean 'run'?"),
        (["zebra"], "There is no command 'zebra'."),
        (["check", "--rooot", "x"], "No such option '--rooot'."),
        (["facts"], "Missing argument 'QUARTER'."),
        (
            ["run", "--jobs", "2", "--scheduler", "tcp://x:1"],
            "--jobs is for this machine alone. Leave it out with --scheduler.",
        ),
        (["run", "--jobs", "0"], "Invalid value for '--jobs': 0 is not in the range x>=1."),
        (["facts", NEWEST, "a", "b"], "Got unexpected extra argument (b)"),
    ],
)
def test_a_command_that_is_not_understood_ends_with_2(arguments: list[str], told: str) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert f"Error: {told}" in result.stderr
    assert result.stdout == ""


def test_a_folder_that_is_no_project_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = CliRunner().invoke(main, ["--root", str(tmp_path), "quarters"])
    assert (named.exit_code, named.stderr) == (
        1,
        f"{tmp_path} is no project: it has no project.toml. Copy one from another project and "
        "change it, or name the project's folder with --root.\n",
    )
    monkeypatch.chdir(tmp_path)
    here = CliRunner().invoke(main, ["quarters"])
    assert (here.exit_code, here.stderr) == (
        1,
        f"{tmp_path} is not in a project: no project.toml here or above. "
        "Change to the project's folder or name it with --root.\n",
    )


def test_a_project_without_a_quarter_is_told(tmp_path: Path) -> None:
    make_project(tmp_path, None)
    result = CliRunner().invoke(main, ["--root", str(tmp_path), "run"])
    assert (result.exit_code, result.stderr) == (1, f"data/raw in {tmp_path} has no quarter.\n")


def test_the_project_is_found_from_a_folder_within_it(
    shared: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shared.root / "data" / "raw" / NEWEST)
    result = CliRunner().invoke(main, ["quarters"])
    assert result.exit_code == 0
    assert result.stdout.startswith(OLDER)


# facts


def test_a_derived_fact_is_traced_down_to_file_and_row(shared: Project) -> None:
    result = _cypt(shared, "facts", NEWEST, "looked_after.change_on_year")
    assert result.exit_code == 0
    assert result.stderr == "Next: {{ looked_after.change_on_year }} in the words prints it.\n"
    assert result.stdout == (
        "looked_after.change_on_year = +24%\n"
        "  value       23.65591398 % change\n"
        "  expression  (looked_after.2009-09-30 / looked_after.2008-09-30 − 1) × 100\n"
        "    looked_after.2009-09-30 = 460\n"
        "      value       460 children\n"
        "      expression  as received\n"
        f"      received    data/raw/{NEWEST}/looked_after.csv row 2\n"
        "    looked_after.2008-09-30 = 372\n"
        "      value       372 children\n"
        "      expression  as received\n"
        f"      received    data/raw/{OLDER}/looked_after.csv row 2\n"
    )
    lines = (shared.root / "data/raw" / NEWEST / "looked_after.csv").read_text().splitlines()
    assert lines[2 - 1] == "2009-09-30,460", "the row that a spreadsheet shows"


def test_the_row_that_a_trace_names_is_in_the_drop_that_was_then_the_latest(
    shared: Project,
) -> None:
    result = _cypt(shared, "facts", OLDER, "looked_after.latest")
    assert f"received    data/raw/{OLDER}/looked_after.csv row 3" in result.stdout
    assert NEWEST not in result.stdout


def test_facts_without_a_name_are_all_listed_and_with_a_beginning_those_that_share_it(
    shared: Project,
) -> None:
    everything = _cypt(shared, "facts", NEWEST).stdout.splitlines()
    names = [line.split()[0] for line in everything]
    assert names == sorted(names)
    assert len(names) > 100
    some = _cypt(shared, "facts", NEWEST, "caf").stdout.splitlines()
    assert [line.split()[0] for line in some] == [name for name in names if name.startswith("caf.")]
    columns = {line.index("  ") for line in some if " " in line}
    assert columns, "names stand in one column"
    latest = next(line for line in everything if line.startswith("looked_after.latest "))
    assert latest.split() == ["looked_after.latest", "460", "=", "looked_after.2009-09-30"]
    dated = next(line for line in everything if line.startswith("looked_after.2009-09-30 "))
    assert dated.split() == ["looked_after.2009-09-30", "460"]


def test_an_unknown_fact_has_a_suggestion(shared: Project) -> None:
    result = _cypt(shared, "facts", NEWEST, "looked_after.chnge_on_year")
    assert result.exit_code == 1
    assert result.stderr == (
        "There is no fact 'looked_after.chnge_on_year'. "
        "Did you mean 'looked_after.change_on_year'?\n"
    )


def test_facts_follow_the_raw_files_without_a_build_between(own: Project) -> None:
    assert "= 460" in _cypt(own, "facts", NEWEST, "looked_after.latest").stdout
    path = own.root / "data" / "raw" / NEWEST / "looked_after.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("460", "471"), encoding="utf-8")
    assert "= 471" in _cypt(own, "facts", NEWEST, "looked_after.latest").stdout


# The program as it is started


def _start(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, check=False, timeout=600,
        env={**os.environ, **environment},
    )  # fmt: skip


def test_python_m_does_the_same_as_cypt(shared: Project) -> None:
    module = _start("-m", "cypt_analysis", "quarters", folder=shared.root)
    script = Path(sys.executable).with_name("cypt")
    alone = subprocess.run([script, "quarters"], cwd=shared.root, capture_output=True, check=False)
    assert module.stdout == alone.stdout == _cypt(shared, "quarters").stdout.encode()
    assert (module.returncode, module.stderr) == (alone.returncode, alone.stderr)
    assert module.returncode == 0 and module.stderr.startswith(b"Next: ")
    usage = _start("-m", "cypt_analysis", "chek", folder=shared.root)
    assert usage.returncode == 2
    assert usage.stderr.startswith(b"Usage: cypt ")


def test_a_console_of_windows_loses_a_character_but_not_the_answer(shared: Project) -> None:
    """cp1252 has no minus sign; what it lacks is shown as a question mark."""
    arguments = ("-m", "cypt_analysis", "facts", NEWEST, "looked_after.change_on_year")
    shown = _start(*arguments, folder=shared.root, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert shown.returncode == 0 and shown.stderr.startswith(b"Next: ")
    text = shown.stdout.decode("cp1252")
    assert "looked_after.change_on_year = +24%" in text
    assert "/ looked_after.2008-09-30 ? 1) × 100" in text


def test_messages_on_a_console_of_windows_are_whole(own: Project) -> None:
    path = own.root / "data" / "raw" / NEWEST / "looked_after.csv"
    path.write_text("date,children_looked_after\n2009-09-30,−460 → ☃\n", encoding="utf-8")
    shown = _start(
        "-m", "cypt_analysis", "check", folder=own.root, PYTHONIOENCODING="cp1252", PYTHONUTF8="0"
    )
    assert shown.returncode == 1
    assert b"Traceback" not in shown.stderr
    assert b"looked_after.csv has 1 error. Nothing was built." in shown.stderr


def test_a_listing_that_nobody_reads_to_its_end_leaves_no_traceback(shared: Project) -> None:
    """As with `cypt facts 2009-10-Q2 | head -1`."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "cypt_analysis", "facts", NEWEST],
        cwd=shared.root, stdout=writing, stderr=subprocess.PIPE,
    )  # fmt: skip
    os.close(writing)
    os.close(reading)
    _, said = process.communicate(timeout=600)
    assert b"Traceback" not in said and said.count(b"\n") <= 1


def test_help_and_version() -> None:
    version = CliRunner().invoke(main, ["--version"])
    assert (version.exit_code, version.output) == (0, f"cypt, version {__version__}\n")
    for arguments in (["--help"], ["-h"], *([name, "-h"] for name in main.commands)):
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0
        assert result.output.startswith("Usage: ")
    begun = {"init", "list", "add", "pull", "help"}
    known = {"check", "build", "run", "gate", "publish", "quarters", "verify", "facts", "claims"}
    cycle = {"new", "forms", "take", "status", "review", "sign", "diff", "rebuild"}
    assert set(main.commands) == known | begun | cycle


def test_every_command_is_explained_in_one_whole_line() -> None:
    text = CliRunner().invoke(main, ["--help"]).output
    assert "..." not in text.partition("Commands:")[2]
