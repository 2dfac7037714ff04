"""The command line where the machine refuses, a person has closed it, or a name is hostile."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from cypt_analysis import pipeline
from cypt_analysis.cli import main
from cypt_analysis.cycle import final
from cypt_analysis.cycle import publish as publishing
from cypt_analysis.cycle.versions import versions
from cypt_analysis.exports import kept, manifest
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.processed import store
from cypt_analysis.runs import notebooks
from cypt_analysis.runs.executors import local
from tests.small_project import (
    EARLIER,
    NEWEST,
    OLDER,
    ended,
    fork,
    litter,
    python,
    report_page,
    tiny_project,
    write_notebook,
)

STAYS = "No report was made; an earlier one stays as it was."


@pytest.fixture
def own(tmp_path: Path) -> Project:
    return tiny_project(tmp_path / "project", earlier=True)


def _cypt(project: Project, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(project.root), *arguments])


def _folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir(parents=True)


def _itself(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)


def _pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


@pytest.mark.parametrize(
    "name",
    [f"data/raw/{NEWEST}/looked_after.csv", f"data/raw/{NEWEST}/targets.csv",
     f"data/raw/{NEWEST}/drop.toml", f"data/raw/{NEWEST}/commentary/workforce.md",
     f"data/raw/{OLDER}/looked_after.csv", "data/catalogue/sources.toml", "project.toml"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("make", "found"),
    [(_folder, "It is a folder"), (_itself, "It is a link that leads to itself."),
     (_pipe, "It is a pipe, but a file")],
    ids=["folder", "itself", "pipe"],
)  # fmt: skip
def test_what_is_no_file_is_an_error_and_not_a_file_that_has_not_come(
    make: Callable[[Path], None], found: str, name: str, own: Project
) -> None:
    make(own.root / name)
    result = _cypt(own, "check", NEWEST)
    assert (result.exit_code, result.stdout) == (1, "")
    assert name.rpartition("/")[2] in result.stderr
    assert found in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "name", ["data/raw", f"data/raw/{NEWEST}", f"data/raw/{NEWEST}/commentary", "data/catalogue",
             "data/processed", "notebooks", "reports", f"reports/{NEWEST}", "reports/published"],
)  # fmt: skip
def test_a_file_where_a_folder_is_meant_is_told(name: str, own: Project, tmp_path: Path) -> None:
    if (own.root / name).exists():
        (own.root / name).rename(tmp_path / "away")
    (own.root / name).touch()
    command = "publish" if name.endswith("published") else "run"
    result = _cypt(own, command, NEWEST)
    assert result.exit_code == 1, result.output
    assert f"{name}" in result.stderr
    assert "It is a file, but a folder is meant." in " ".join(result.stderr.split())


def _full(*arguments: object, **named: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


STAGES = {
    "tables": (pd.DataFrame, "to_parquet"),
    "words": (store, "_write_json"),
    "notebook": (notebooks, "_tidy"),
    "kernel": (notebooks, "_papermill"),
    "page": (pipeline, "make_page"),
    "analyst's page": (pipeline, "make_analyst_page"),
    "data": (pipeline, "make_tables"),
    "manifest": (manifest, "_entry"),
    "kept": (pipeline, "keep_altered"),
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_disk_that_is_full_at_any_stage_leaves_the_earlier_report_and_nothing_else(
    stage: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A quarter that is saved is not written again.
    own = request.getfixturevalue("own" if stage in ("tables", "words") else "saved")
    monkeypatch.setattr(*STAGES[stage], _full)
    result = _cypt(own, "run", NEWEST, "--no-pdf")
    assert result.exit_code == 1
    assert "Its disk is full. Make room there and try again." in result.stderr
    assert STAYS in result.stderr
    assert "Traceback" not in result.stderr
    assert report_page(own).read_bytes() == EARLIER
    assert litter(own) == []
    assert not (own.root / ".cypt-work").exists()


# The stages of publishing, and the module that calls each.
PUBLISHING = {"write_page": final, "gates": publishing, "record": publishing, "execute": final}


def test_a_disk_that_is_full_publishes_nothing(
    own: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any stage; and what was left of each attempt is in no way of the one that succeeds."""
    monkeypatch.setattr(publishing, "gates", lambda html, known: ([], ""))
    quarter = parse_quarter(NEWEST)
    for stage, module in PUBLISHING.items():
        with monkeypatch.context() as patch:
            patch.setattr(module, stage, _full)
            result = _cypt(own, "publish", NEWEST)
        assert result.exit_code == 1, stage
        assert "Its disk is full." in result.stderr
        assert versions(own, quarter) == {}
        assert not (own.root / "reports" / "published" / "index.json").exists()
        assert litter(Project(own.root / "reports" / "published")) == []
    assert _cypt(own, "publish", NEWEST).exit_code == 0
    assert list(versions(own, quarter)) == [1]


def test_what_may_not_be_written_is_told(own: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root may write everywhere, the system is played."""

    def mkdir(path: Path, *arguments: object, **named: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", mkdir)
    result = _cypt(own, "build", NEWEST)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"{own.root}/data/processed: You may not read or change it. Ask for the right to "
        "it, or work in a copy of the project that is yours.\n"
    )


@pytest.mark.parametrize("name", [f"data/raw/{NEWEST}/looked_after.csv", "notebooks/0_page.ipynb"])
def test_a_file_that_goes_away_while_a_report_is_made_is_told(
    name: str, saved: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.pack

    def pack(*arguments: object) -> None:
        (saved.root / name).unlink()
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "pack", pack)
    result = _cypt(saved, "run", NEWEST, "--no-pdf")
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    assert (
        f"{saved.root / name}: It is not there, or not any more." in result.stderr
        or "notebooks has no notebook" in result.stderr
    )
    assert report_page(saved).read_bytes() == EARLIER


def test_a_projects_folder_may_have_any_name(tmp_path: Path) -> None:
    name = '-é "b" #1? {quarter} {x} 100% of [x] it\'s'
    project = tiny_project(tmp_path / name, earlier=True)
    result = _cypt(project, "run", NEWEST, "--no-pdf")
    assert result.exit_code == 0, result.output
    assert report_page(project).read_bytes() != EARLIER


def _limited(*arguments: str, **limits: int) -> subprocess.CompletedProcess[str]:
    def set_limits() -> None:
        for name, most in limits.items():
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))

    return subprocess.run(
        [sys.executable, "-m", "cypt_analysis", *arguments], preexec_fn=set_limits, text=True,
        capture_output=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"NOFILE": 30}, "Only 30 files may be open at once, and 1 jobs need 70."),
        ({"AS": 2 * 10**9}, "Only 2,000 MB of memory may be asked for, and a run needs 3,000."),
        ({"FSIZE": 4096}, "It would be larger than a file may be here."),
    ],
    ids=["files", "memory", "size"],
)
def test_limits_of_the_machine_are_told(limits: dict[str, int], told: str, own: Project) -> None:
    done = _limited("--root", str(own.root), "run", NEWEST, "--no-pdf", "--jobs", "1", **limits)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert report_page(own).read_bytes() == EARLIER


# Closed


def _closed() -> None:
    for number in range(3):
        os.close(number)
    # As Python has it where it begins without them.
    sys.stdin = sys.stdout = sys.stderr = None


def _full_disk() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    sys.stdout = sys.stderr = os.fdopen(full, "w", encoding="utf-8")


def _nobody_reads() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    sys.stdout = sys.stderr = os.fdopen(writing, "w", encoding="utf-8")


@pytest.mark.parametrize("closed", [_closed, _full_disk, _nobody_reads])
def test_a_report_is_made_where_nobody_reads_what_is_printed(
    closed: Callable[[], None], saved: Project
) -> None:
    def run() -> None:
        closed()
        main(["--root", str(saved.root), "run", NEWEST, "--no-pdf"])

    ended(fork(run))
    assert report_page(saved).read_bytes() != EARLIER
    assert litter(saved) == []


def test_a_list_that_does_not_fit_on_the_disk_is_told(own: Project) -> None:
    command = f'"{sys.executable}" -m cypt_analysis --root "{own.root}" quarters > /dev/full'
    done = subprocess.run(["bash", "-c", command], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "<stdout>: Its disk is full. Make room there and try again.\n"


# Hostile

ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"
BYTES = (b"\x1b", b"\x07", b"\xc2\x9b", "\u202e".encode())


def _plant(project: Project) -> None:
    """Escapes in every name and text that a message may quote."""
    drop = project.raw(parse_quarter(NEWEST))
    (drop / f"notes{ESCAPES}.csv").write_text("a\n", encoding="utf-8")
    (drop / f"notes{ESCAPES}.txt").write_text("a\n", encoding="utf-8")
    (drop / f"folder{ESCAPES}").mkdir()
    for path in drop.glob("*.csv"):
        header, _, rest = path.read_text(encoding="utf-8").partition("\n")
        path.write_text(f"{header},{ESCAPES}column\n{rest}{ESCAPES},{ESCAPES}\n", "utf-8")
    (drop / "commentary").mkdir(exist_ok=True)
    for name in ("looked_after", f"x{ESCAPES}"):
        text = f"## Summary\n\nIt rose{ESCAPES} to 999 {ESCAPES}.\n"
        (drop / "commentary" / f"{name}.md").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "command", ["check", "build", "run", "claims", "facts", "quarters", "gate"]
)
def test_no_escape_reaches_the_screen(command: str, own: Project) -> None:
    _plant(own)
    arguments = [] if command == "quarters" else [NEWEST]
    done = CliRunner().invoke(main, ["--root", str(own.root), command, *arguments])
    assert not any(each in done.output_bytes for each in BYTES), done.output


@pytest.mark.parametrize(
    "arguments",
    [[f"che{ESCAPES}ck"], ["check", f"--{ESCAPES}"], ["check", ESCAPES], ["facts", NEWEST, ESCAPES],
     ["run", NEWEST, "--scheduler", f"tcp://{ESCAPES}"], ["verify", ESCAPES]],
)  # fmt: skip
def test_nor_does_one_that_was_typed(arguments: list[str], own: Project) -> None:
    done = CliRunner().invoke(main, ["--root", str(own.root), *arguments])
    assert done.exit_code in (1, 2)
    assert done.output
    assert not any(each in done.output_bytes for each in BYTES), done.output


def test_nor_does_one_of_a_notebook_or_a_kernel(own: Project) -> None:
    write_notebook(own, "1_fails", "# Of escapes", f"raise ValueError({ESCAPES!r})")
    write_notebook(own, "2_dies", "import os\nos.write(2, b'\\x1b[2J last')\nos.abort()")
    done = _cypt(own, "run", NEWEST)
    assert "ValueError" in done.stderr
    assert not any(each in done.output_bytes for each in BYTES), done.output


def test_an_error_of_the_programs_own_is_printed_plain(own: Project) -> None:
    """A traceback, which is a fault of ours, and a warning."""
    script = (
        "import sys, warnings\nfrom cypt_analysis.ground.screen import use_screens\n"
        f"use_screens()\nwarnings.warn({ESCAPES!r})\nraise ValueError({ESCAPES!r})"
    )
    _, said = python("-c", script).communicate()
    assert "ValueError: \\x1b]0;owned\\x07" in said
    assert not any(each in said.encode() for each in BYTES), said


# A person's own


def test_a_module_where_a_person_stands_is_never_imported(own: Project) -> None:
    where = own.raw(parse_quarter(NEWEST))
    for name in ("json", "signal", "timeit", "pandas", "click", "filelock"):
        ran = own.root / f"{name}.ran"
        (where / f"{name}.py").write_text(f"open({str(ran)!r}, 'w')\n", encoding="utf-8")
    done = python("-m", "cypt_analysis", "check", cwd=where)
    _, said = done.communicate()
    assert list(own.root.glob("*.ran")) == []
    assert done.returncode == 0, said


def test_what_a_person_has_set_for_python_changes_no_report(own: Project, tmp_path: Path) -> None:
    (tmp_path / "start.py").write_text("import pandas\npandas.set_option('display.max_rows', 1)\n")
    (tmp_path / "jupyter").mkdir()
    for name in ("jupyter_nbconvert_config", "ipython_config", "ipython_kernel_config"):
        (tmp_path / "jupyter" / f"{name}.py").write_text(
            "c.InteractiveShell.ast_node_interactivity = 'all'\n"
            "c.TemplateExporter.exclude_input = True\nc.NbConvertBase.display_data_priority = []\n"
        )
    (tmp_path / "matplotlibrc").write_text("axes.facecolor: yellow\n")
    theirs = {
        "MPLBACKEND": "nonsense", "PYTHONSTARTUP": str(tmp_path / "start.py"), "PYTHONINSPECT": "1",
        "JUPYTER_CONFIG_DIR": str(tmp_path / "jupyter"), "IPYTHONDIR": str(tmp_path / "jupyter"),
        "XDG_CONFIG_HOME": "/proc/nowhere",
        "JUPYTER_CONFIG_PATH": str(tmp_path / "jupyter"), "JUPYTER_PATH": str(tmp_path / "jupyter"),
        "MATPLOTLIBRC": str(tmp_path / "matplotlibrc"), "TMPDIR": "/nonexistent/tmp",
        "HOME": "/proc/nowhere", "XDG_CACHE_HOME": "/proc/nowhere", "PYTHONIOENCODING": "ascii",
    }  # fmt: skip
    write_notebook(own, "1_chart", "# Picture", "import matplotlib.pyplot as plt\nplt.plot([1, 2])")
    (own.root / "notebooks" / "1_chart.ipynb").rename(own.root / "notebooks" / "chart.ipynb")
    made = []
    for with_theirs in (False, True):
        if with_theirs:
            done = subprocess.run(
                [sys.executable, "-m", "cypt_analysis", "--root", str(own.root), "run", NEWEST],
                env={**os.environ, **theirs}, capture_output=True, text=True, check=False,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            assert "Traceback" not in done.stderr
        else:
            assert _cypt(own, "run", NEWEST).exit_code == 0
        names = (
            "report.html",
            "internal/analyst.html",
            "internal/notebooks/0_page.ipynb",
            "data.csv",
        )
        made.append([(report_page(own).parent / name).read_bytes() for name in names])
    assert made[0] == made[1]


# Kept


def test_what_a_person_altered_or_put_into_a_report_is_kept_and_told(saved: Project) -> None:
    page = report_page(saved)
    page.unlink()
    page.parent.rmdir()
    assert _cypt(saved, "run", NEWEST, "--no-pdf").exit_code == 0
    folder = page.parent
    notebook = folder / "internal" / "notebooks" / "0_page.ipynb"
    made = notebook.read_bytes()
    (folder / "my notes.txt").write_text("Ask Zoë.")
    (notebook.parent / ".ipynb_checkpoints").mkdir()
    (notebook.parent / ".ipynb_checkpoints" / "0_page.ipynb").write_bytes(b"{}")
    for number, words in ((1, b'{"mine": 1}'), (2, b'{"mine": 2}')):
        notebook.write_bytes(words)
        done = _cypt(saved, "run", NEWEST, "--no-pdf")
        name = f"internal/notebooks/0_page.kept-{number}.ipynb"
        assert (
            "internal/notebooks/0_page.ipynb was not as the last run had made it. What it held is "
            "kept in "
            f"{name}." in done.output
        )
        assert notebook.read_bytes() == made
        assert (folder / name).read_bytes() == words
        assert (folder / "my notes.txt").read_text() == "Ask Zoë."
    before = sorted(folder.rglob("*"))
    assert "is kept in" not in _cypt(saved, "run", NEWEST, "--no-pdf").output
    assert sorted(folder.rglob("*")) == before
    assert "my notes.txt" not in manifest.manifest_of(folder).read_text(encoding="utf-8")


def test_a_report_without_a_manifest_is_kept_whole(saved: Project) -> None:
    done = _cypt(saved, "run", NEWEST, "--no-pdf")
    assert "What it held is kept in report.kept-1.html." in done.output
    assert report_page(saved).with_name("report.kept-1.html").read_bytes() == EARLIER


def test_a_run_that_fails_leaves_what_a_person_altered(
    saved: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept.shutil, "copy2", _full)
    assert _cypt(saved, "run", NEWEST, "--no-pdf").exit_code == 1
    assert report_page(saved).read_bytes() == EARLIER
    assert litter(saved) == []


def test_nothing_of_a_kernels_is_left(
    saved: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    with local(jobs=1) as found:
        pipeline.run(pipeline.DropReader(saved), parse_quarter(NEWEST), found)
    assert list((tmp_path / "tmp").glob("cypt-*")) == []
