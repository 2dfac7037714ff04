"""Wherever a notebook is executed, its result and its message are the same, and nothing is left."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from contextvars import Context
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from dask import config as dask_settings
from distributed import LocalCluster
from jupyter_core.utils import ensure_event_loop

from cypt_analysis import pipeline
from cypt_analysis.cli import main
from cypt_analysis.ground.findings import CheckFailed, Finding, UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.runs import executors
from cypt_analysis.runs.executors import dask, local
from cypt_analysis.runs.kernels import Client, Manager, end_kernels
from cypt_analysis.runs.notebooks import execute, execute_one
from tests.small_project import (
    EARLIER,
    NEWEST,
    OLDER,
    alive,
    litter,
    report_page,
    tiny_project,
    write_notebook,
)

QUARTER = parse_quarter(NEWEST)
# A cell that says which process runs it.
NAMES_ITSELF = (
    "import os, time\nfrom pathlib import Path\n\nPath(f'{name}.pid').write_text(str(os.getpid()))"
)
FAILURES = {
    "0_fails": ("1 / 0", "ZeroDivisionError: division by zero"),
    "1_hangs": ("time.sleep(600)", "The cell did not end within 1 seconds."),
    "2_dies": (
        "os.kill(os.getpid(), 9)",
        "The kernel died. Was memory short, or was the process ended?",
    ),
}
# What a kernel could do differently when its libraries were imported before it began.
CELLS = (
    "# Heading", "quarter", "print('shown')", "import sys\n\nprint('warned', file=sys.stderr)",
    "import pandas as pd\n\npd.DataFrame({'a': [1, 2]})",
    "pd.DataFrame({f'a long name {column}': [column] for column in range(15)})",
    "[pd.get_option(f'display.{name}') for name in ('max_columns', 'max_rows', 'width')]",
    "import matplotlib.pyplot as plt\n\nplt.plot([1, 2])\nplt.show()",
    "import matplotlib\n\nmatplotlib.get_backend(), matplotlib.rcParams['figure.dpi']",
    "__name__, sys.argv[1:2], bool(sys.stdin), os.getcwd()", "%matplotlib inline",
    "from cypt_analysis.report import open_report\n\nopen_report(quarter).headlines()",
    "!echo from a shell",
)  # fmt: skip


class _Ordinary(ThreadPoolExecutor):
    """Executes notebooks with ordinary kernels, as where there is no fork."""

    def submit(self, task, *arguments, **named):
        return super().submit(partial(task, warm=False), *arguments, **named)


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """A Dask scheduler on loopback, and a worker of two threads in this process."""
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, protocol="tcp://",
        host="127.0.0.1", dashboard_address=":0",
    ) as cluster:  # fmt: skip
        yield cluster


@pytest.fixture(params=["forked", "ordinary", "dask"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    """What executes notebooks: forked kernels, ordinary ones, the workers of Dask."""
    if request.param == "dask":
        with dask(request.getfixturevalue("cluster").scheduler_address) as found:
            yield found.notebooks
    else:
        with (ThreadPoolExecutor if request.param == "forked" else _Ordinary)(3) as found:
            yield found


@pytest.fixture
def small(tmp_path: Path) -> Project:
    return tiny_project(tmp_path / "project", earlier=True)


def _gone(pid: int) -> bool:
    end = time.monotonic() + 300
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not alive(pid)


def _wait_for(path: Path) -> int:
    end = time.monotonic() + 300
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < end, path
        time.sleep(0.02)
    return int(path.read_text())


@pytest.mark.usefixtures("impatient")
def test_a_notebook_that_fails_hangs_or_is_killed_is_told_alike_and_leaves_no_process(
    executor: Executor, small: Project
) -> None:
    (small.root / "out").mkdir()
    (small.notebooks / "0_page.ipynb").unlink()
    told = {}
    for name, (cell, _) in FAILURES.items():
        write_notebook(small, name, NAMES_ITSELF.replace("{name}", name), "## Obesity", cell)
        path = small.notebooks / f"{name}.ipynb"
        told[name] = executor.submit(
            execute_one, small, path, small.root / "out" / path.name, QUARTER
        )
    for name, (_, last) in FAILURES.items():
        error = told[name].exception(timeout=600)
        assert isinstance(error, UserError), error
        assert str(error).startswith(
            f"notebooks/{name}.ipynb failed for {NEWEST}, in 'Obesity'. "
            "No report was made; an earlier one stays as it was."
        )
        assert f"    {last}\n" in str(error)
        assert _gone(int((small.root / f"{name}.pid").read_text()))


def test_a_forked_kernel_shows_what_an_ordinary_one_shows(small: Project) -> None:
    write_notebook(small, "1_cells", "import os, sys", *CELLS)
    (small.notebooks / "0_page.ipynb").unlink()
    made = []
    for kind in (_Ordinary, ThreadPoolExecutor):
        folder = small.root / f"out{len(made)}"
        folder.mkdir()
        with kind(2) as executor:
            paths = execute(executor, small, QUARTER, folder)
        made.append({path.name: path.read_bytes() for path in paths})
    assert b"image/png" in made[0]["1_cells.ipynb"]
    assert made[0] == made[1]


def test_a_kernel_whose_server_is_killed_ends_and_the_next_has_a_new_server(
    small: Project,
) -> None:
    cells = ["import os", "Path = __import__('pathlib').Path",
             "Path('server').write_text(str(os.getppid()))",
             "Path('kernel').write_text(str(os.getpid()))", "__import__('time').sleep(600)"]  # fmt: skip
    write_notebook(small, "1_waits", *cells)
    target = small.root / "out.ipynb"
    with ThreadPoolExecutor(1) as executor:
        task = executor.submit(
            execute_one, small, small.notebooks / "1_waits.ipynb", target, QUARTER
        )
        kernel = _wait_for(small.root / "kernel")
        os.kill(int((small.root / "server").read_text()), signal.SIGKILL)
        assert "The kernel died." in str(task.exception(timeout=600))
        assert _gone(kernel)
        executor.submit(
            execute_one, small, small.notebooks / "0_page.ipynb", target, QUARTER
        ).result(timeout=600)


def test_notebooks_that_are_handed_one_context_have_event_loops_of_their_own(
    small: Project,
) -> None:
    # As Dask hands on the context of the thread that submits; jupyter_client keeps its loop there.
    context = Context()
    write_notebook(small, "1_waits", "import time", "time.sleep(1)")
    with closing(context.run(ensure_event_loop)), ThreadPoolExecutor(2) as executor:
        tasks = [
            executor.submit(
                context.copy().run, execute_one, small, small.notebooks / "1_waits.ipynb",
                small.root / f"{number}.ipynb", QUARTER,
            )
            for number in (1, 2)
        ]  # fmt: skip
        assert [task.exception(timeout=600) for task in tasks] == [None, None]


def test_no_heartbeat_is_left_to_wait_for_a_kernel_that_has_died() -> None:
    channels = ("shell", "iopub", "stdin", "hb", "control")
    ports = {f"{name}_port": number for number, name in enumerate(channels, start=45001)}
    assert Manager().client_factory is Client
    client = Client(ip="127.0.0.1", **ports)
    client.start_channels()
    try:
        assert not client.hb_channel.is_alive()
        assert client.channels_running
    finally:
        client.stop_channels()


def test_kernels_that_are_ended_from_here_leave_nothing(small: Project) -> None:
    names = NAMES_ITSELF.replace("{name}", "kernel")
    write_notebook(small, "1_waits", names, "time.sleep(600)")
    for warm in (True, False):
        (small.root / "kernel.pid").unlink(missing_ok=True)
        task = partial(execute_one, small, small.notebooks / "1_waits.ipynb")
        with ThreadPoolExecutor(1) as executor:
            waiting = executor.submit(task, small.root / "out.ipynb", QUARTER, warm=warm)
            kernel = _wait_for(small.root / "kernel.pid")
            end_kernels()
            assert "The kernel died." in str(waiting.exception(timeout=600))
        assert _gone(kernel)


def test_an_error_in_the_block_ends_what_runs(saved: Project) -> None:
    write_notebook(saved, "1_waits", NAMES_ITSELF.replace("{name}", "kernel"), "time.sleep(600)")
    with pytest.raises(KeyboardInterrupt), local(jobs=2) as found:
        found.reports.submit(pipeline.run, DropReader(saved), QUARTER, found)
        kernel = _wait_for(saved.root / "kernel.pid")
        raise KeyboardInterrupt
    assert _gone(kernel)
    assert report_page(saved).read_bytes() == EARLIER
    assert litter(saved) == []


def test_a_page_whose_process_is_killed_is_told_and_the_earlier_report_stays(
    saved: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "make_tables", _kill_itself)
    with local(jobs=1) as found:
        (outcome,) = pipeline.run_each([(saved, QUARTER)], found)
    assert outcome.fault.startswith(f"{NEWEST} failed: a process that made it was ended")
    assert report_page(saved).read_bytes() == EARLIER
    assert litter(saved) == []


def _kill_itself(*arguments: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_is_told_to_end_unwinds_its_task_and_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    begun, unwound = tmp_path / "begun", tmp_path / "unwound"
    with local(jobs=1) as found:
        task = found.pages.submit(_wait_for_the_end, begun, unwound)
        os.kill(_wait_for(begun), signal.SIGTERM)
        with pytest.raises(BrokenProcessPool):
            task.result()
    assert unwound.exists()
    assert capfd.readouterr() == ("", "")


def _wait_for_the_end(begun: Path, unwound: Path) -> None:
    try:
        (begun.parent / "new").write_text(str(os.getpid()))
        (begun.parent / "new").rename(begun)
        time.sleep(600)
    finally:
        unwound.touch()


@pytest.mark.skipif(sys.platform != "linux", reason="it forks")
def test_a_worker_that_ends_between_tasks_keeps_the_lock_of_the_half_read_queue() -> None:
    """The next one would read the rest of a message as a message: ``Ran out of input``."""
    context = multiprocessing.get_context("fork")
    lock, holds = context.Lock(), context.Event()
    worker = context.Process(target=_hold, args=(lock, holds))
    worker.start()
    holds.wait()
    worker.terminate()
    worker.join()
    assert worker.exitcode == 1
    assert not lock.acquire(block=False)


def _hold(lock: Any, holds: Any) -> None:
    executors._do(signal.getsignal, signal.SIGTERM)
    with lock:
        holds.set()
        time.sleep(600)


def test_faults_come_whole_from_another_process() -> None:
    finding = Finding("report.html", None, "A heading is missing.", "Add it.")
    with local(jobs=1) as found, pytest.raises(CheckFailed) as told:
        found.pages.submit(_raise, finding).result()
    assert told.value.findings == [finding]
    assert str(told.value) == str(CheckFailed([finding], "Do not send it."))


def _raise(finding: Finding) -> None:
    raise CheckFailed([finding], "Do not send it.")


# Dask


def _run(project: Project, *arguments: str) -> object:
    return CliRunner().invoke(main, ["--root", str(project.root), "run", *arguments])


@pytest.mark.filterwarnings("ignore")  # this worker is a thread, and threads share the filters
def test_reports_made_by_dask_are_those_made_here(cluster: LocalCluster, tmp_path: Path) -> None:
    first = tiny_project(tmp_path / "here")
    second = Project(shutil.copytree(first.root, tmp_path / "dask"))
    made = []
    for project, options in ((first, []), (second, ["--scheduler", cluster.scheduler_address])):
        result = _run(project, f"{OLDER}..{NEWEST}", *options)
        assert result.exit_code == 0, result.output
        folder = project.root / "reports"
        files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
        made.append({path.relative_to(folder): path.read_bytes() for path in files})
        assert litter(project) == []
    for name, content in made[0].items():
        assert made[1][name] == content, name
    assert set(made[0]) == set(made[1])


def test_a_scheduler_that_does_not_answer_is_told(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "_PATIENCE", 0.5)
    for address in ("tcp://127.0.0.1:1", "nowhere"):
        result = _run(small, NEWEST, "--scheduler", address)
        assert (result.exit_code, result.stdout, result.stderr) == (
            1,
            "",
            f"No Dask scheduler answers at {address}. Start one with dask scheduler, and give "
            "the address that it prints, like tcp://server:8786.\n",
        )


def test_settings_for_tls_that_do_not_fit_are_told_at_once(small: Project) -> None:
    result = _run(small, NEWEST, "--scheduler", "tls://127.0.0.1:1")
    assert result.exit_code == 1
    assert result.stderr.startswith("tls://127.0.0.1:1 wants TLS, but no certificates are named.")
    with dask_settings.set({"distributed.comm.require-encryption": True}):
        result = _run(small, NEWEST, "--scheduler", "tcp://127.0.0.1:1")
    assert (result.exit_code, result.stderr) == (
        1, "Encryption is required, but tcp://127.0.0.1:1 has none. Write tls:// for tcp://.\n"
    )  # fmt: skip


def test_a_scheduler_without_a_worker_is_told(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_vain(*arguments: object, **named: object) -> None:
        raise TimeoutError

    # Waiting less would be too little for a busy machine to answer at all.
    monkeypatch.setattr("distributed.Client.wait_for_workers", in_vain)
    with LocalCluster(
        n_workers=0, processes=False, protocol="tcp://", host="127.0.0.1", dashboard_address=":0"
    ) as empty:
        address = empty.scheduler_address
        result = _run(small, NEWEST, "--scheduler", address)
    assert (result.exit_code, result.stderr) == (
        1,
        f"The Dask scheduler at {address} has no worker. Start one with dask worker {address}.\n",
    )


def test_without_dask_the_option_says_what_to_install(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = _run(small, NEWEST, "--scheduler", "tcp://127.0.0.1:1")
    assert result.exit_code == 1
    assert "pip install -c constraints.txt -e '.[dask]'" in result.stderr
