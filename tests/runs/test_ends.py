"""Whoever dies first and whenever: no process stays, and no file after the next run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

from cypt_analysis.cli import main
from cypt_analysis.cycle import final
from cypt_analysis.cycle import publish as publishing
from cypt_analysis.cycle.versions import versions
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.runs.forking import start_server
from cypt_analysis.runs.notebooks import execute_one
from tests.small_project import EARLIER, NEWEST, litter, report_page, tiny_project, write_notebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is looked for in /proc")
QUARTER = parse_quarter(NEWEST)
BUSY = "import re\nopen('computes', 'w').close()\nre.match('(a+)+$', 'a' * 60 + 'b')"
WAITS = "import time\nopen('at work', 'w').close()\ntime.sleep(600)"
SPEAKS = "import os, sys\nos.write(sys.__stderr__.fileno(), b'no memory for 460')\nos._exit(3)"
# The stages of publishing, and the module that calls each.
STAGES = {"write_page": final, "_gate_pages": publishing, "execute": final}
BROWSER = "#!/bin/sh\ntouch '{root}/at work'\nexec sleep 600\n"


class Run:
    """A run with a folder for temporary files of its own, whose processes are known by it."""

    def __init__(self, home: Path, temporary: Path) -> None:
        self.project = tiny_project(home / "project", earlier=True)
        self.temporary = temporary
        self.environment = {**os.environ, "TMPDIR": str(self.temporary)}
        self.begun: subprocess.Popen[str] | None = None

    def begin(self, *options: str, **more: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "cypt_analysis", "--root", str(self.project.root), "run"]
        self.begun = subprocess.Popen(
            [*command, NEWEST, *options], env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, **more,
        )  # fmt: skip
        return self.begun

    def reaches(self, what: Callable[[], object], seconds: float = 300) -> None:
        """Waits for it; a run that ended before is told with what it said."""
        end = time.monotonic() + seconds
        while not what():
            ended = self.begun is not None and self.begun.poll() is not None
            assert not ended, self.begun.communicate()
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.05)

    def processes(self) -> list[str]:
        """The command of each process of the run that still is one."""
        mark, found = f"TMPDIR={self.temporary}\0".encode(), []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (path / "environ").read_bytes():
                    found.append((path / "cmdline").read_text())
            except OSError:
                continue
        return found

    def files(self) -> list[str]:
        """What of the program's stands in the folders for a moment's files.

        What a library opens in a process that is killed at that moment has no name of ours.
        """
        work = self.project.root / ".cypt-work"
        found = [path.name for folder in (self.temporary, work) for path in folder.glob("*")]
        return [name for name in found if not name.startswith("tmp")]


def _wait_for(what: Callable[[], object], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    # Where a socket's path fits, however deep the folder is in which the tests work.
    with TemporaryDirectory() as temporary:
        yield Run(tmp_path, Path(temporary))


def _server_begins(run: Run) -> None:
    # Beside the command, what keeps track of its sockets, and the server, which is a copy of it.
    run.reaches(lambda: len(run.processes()) > 2 and run.files())


def _at_work(run: Run) -> None:
    run.reaches((run.project.root / "at work").exists)


@pytest.mark.parametrize(
    ("at", "reached"),
    [("the server", _server_begins), ("cells", _at_work), ("browser", _at_work)],
    ids=["as the server imports", "as one cell waits and one computes", "as a browser prints"],
)
def test_a_run_that_is_killed_leaves_no_process_and_the_next_takes_away_its_files(
    run: Run, at: str, reached: Callable[[Run], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = run.project.root
    options = ["--no-pdf"]
    cells = [("1_waits", WAITS), ("2_computes", BUSY)] if at == "cells" else []
    notebooks = [write_notebook(run.project, *each) for each in cells]
    if at == "browser":
        path, options = root / "browser", []
        path.write_text(BROWSER.format(root=root))
        path.chmod(0o755)
        run.environment["CYPT_BROWSER"] = str(path)
    process = run.begin(*options)
    reached(run)
    if at == "cells":
        run.reaches((root / "computes").exists)
    assert run.files(), "it would be killed too early"
    process.kill()
    process.communicate()
    # What ends by itself may take its own files away; the next run sees to the rest.
    _wait_for(lambda: not run.processes())
    assert report_page(run.project).read_bytes() == EARLIER
    for notebook in notebooks:
        notebook.unlink()
    # The next one is this process's own, whose fork server has imported already.
    start_server()
    monkeypatch.setattr("tempfile.tempdir", str(run.temporary))
    done = CliRunner().invoke(main, ["--root", str(run.project.root), "run", NEWEST, "--no-pdf"])
    assert done.exit_code == 0, done.output
    assert run.files() == []
    assert litter(run.project) == []


def test_an_ordinary_kernel_ends_with_what_started_it(run: Run) -> None:
    notebook = write_notebook(run.project, "1_more", BUSY)
    script = (
        "import sys\nfrom pathlib import Path\nfrom cypt_analysis.ground.project import Project\n"
        "from cypt_analysis.ground.quarter import parse_quarter\n"
        "from cypt_analysis.runs.notebooks import execute_one\n"
        "root = Path(sys.argv[1])\nexecute_one(Project(root), Path(sys.argv[2]), root / 'out.ipynb', "
        f"parse_quarter('{NEWEST}'), False)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(run.project.root), str(notebook)], env=run.environment
    )
    _wait_for((run.project.root / "computes").exists)
    process.kill()
    process.wait()
    _wait_for(lambda: not run.processes())


# Signals


@pytest.mark.parametrize("ignored", [False, True], ids=["a terminal", "nohup"])
def test_a_terminal_that_closes_ends_a_run_as_a_scheduler_does_and_under_nohup_does_not(
    run: Run, ignored: bool
) -> None:
    write_notebook(run.project, "1_more", WAITS)
    # Said either way: what started the tests may ignore it itself.
    heeds = signal.SIG_IGN if ignored else signal.SIG_DFL
    process = run.begin(preexec_fn=lambda: signal.signal(signal.SIGHUP, heeds))
    _at_work(run)
    process.send_signal(signal.SIGHUP)
    # Of two signals Python heeds the one of the lower number first: SIGHUP, unless it is ignored.
    wanted = signal.SIGTERM if ignored else signal.SIGHUP
    if ignored:
        process.send_signal(wanted)
    _, said = process.communicate()
    assert (process.returncode, said) == (128 + wanted, "")
    _wait_for(lambda: not run.processes())
    assert report_page(run.project).read_bytes() == EARLIER
    assert (litter(run.project), run.files()) == ([], [])


@pytest.fixture
def handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Signals are heeded as in a terminal, and by the tests' own afterwards."""
    names = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    before = [signal.signal(each, signal.default_int_handler) for each in names]
    monkeypatch.setattr(publishing, "gates", lambda html, known: ([], ""))
    yield
    for each, handler in zip(names, before, strict=True):
        signal.signal(each, handler)


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize(
    ("name", "stage"), list(zip(["SIGINT", "SIGTERM", "SIGHUP"], STAGES, strict=True))
)
def test_a_signal_whose_error_is_lost_still_publishes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, stage: str
) -> None:
    """Each signal, and each stage, once: one handler heeds all, at every stage."""
    project = tiny_project(tmp_path / "project")
    real = getattr(STAGES[stage], stage)

    def swallows(*arguments: object, **named: object) -> object:
        with suppress(BaseException):  # as a library does that means to be kind
            signal.raise_signal(getattr(signal, name))
        return real(*arguments, **named)

    monkeypatch.setattr(STAGES[stage], stage, swallows)
    done = CliRunner().invoke(main, ["--root", str(project.root), "publish", NEWEST])
    assert done.exit_code == (1 if name == "SIGINT" else 128 + getattr(signal, name))
    assert versions(project, QUARTER) == {}
    assert litter(Project(project.root / "reports" / "published")) == []


@pytest.mark.usefixtures("handlers")
def test_a_signal_that_comes_too_late_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tiny_project(tmp_path / "project")
    real = publishing.record

    def late(*arguments: object) -> None:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "record", late)
    done = CliRunner().invoke(main, ["--root", str(project.root), "publish", NEWEST])
    assert done.exit_code == 0, done.output
    assert f"published in reports/published/{NEWEST}/v1" in done.stdout
    told = "You asked to stop, but by then it had been published: it stays.\n"
    assert done.stderr.startswith(f"{told}Next: ")
    verified = CliRunner().invoke(main, ["--root", str(project.root), "verify"])
    assert verified.stdout == "1 published version, nothing altered.\n"


# What a kernel that dies has said


@pytest.mark.parametrize(
    ("cell", "words", "warm"),
    [
        ("import os\nos.kill(os.getpid(), 9)", "", True),
        ("import faulthandler, ctypes\nctypes.string_at(0)", "Segmentation fault", True),
        (SPEAKS, "no memory for 460", True),
        (SPEAKS, "no memory for 460", False),
    ],
    ids=["killed", "crashed", "spoke", "spoke, and was no fork"],
)
def test_the_heading_is_the_cells_and_the_kernels_words_are_told(
    tmp_path: Path, cell: str, words: str, warm: bool
) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    project = Project(tmp_path)
    notebook = write_notebook(
        project, "0_a", "## Before", "1 + 1", "## Obesity", cell, "## After", "2 + 2", "## Last"
    )
    with pytest.raises(UserError) as failed:
        execute_one(project, notebook, tmp_path / "out.ipynb", QUARTER, warm)
    assert f"failed for {NEWEST}, in 'Obesity'." in str(failed.value)
    assert "    The kernel died. Was memory short, or was the process ended?" in str(failed.value)
    assert words in str(failed.value)
