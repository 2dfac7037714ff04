"""A Dask scheduler and workers as processes on the loopback."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Thread

import psutil

from cypt_analysis.ground.project import Project
from tests.benchmarks.speed.measure import ROOT, Cost


def with_workers(
    number: int, run: Callable[..., Cost], projects: Sequence[Project], lost_after: int = 0
) -> Cost:
    """Make reports anew by so many workers; the first is killed after a number of reports.

    The CPU seconds are those of the command, the scheduler and the workers that are still there.
    """
    for project in projects:
        shutil.rmtree(project.root / "reports", ignore_errors=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    started = [_start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]
    started += [
        _start("worker", address, "--nthreads", "1", "--no-dashboard") for _ in range(number)
    ]
    if lost_after:
        killer = Thread(target=_kill_after, args=(started[1], projects, lost_after), daemon=True)
        killer.start()
    try:
        # cypt waits for one worker; the second must be there too before the clock starts.
        time.sleep(5)
        before = _cpu(started)
        cost = run("--scheduler", address)
        return replace(cost, cpu=cost.cpu + _cpu(started) - before)
    finally:
        for process in started:
            _end(process, signal.SIGTERM)


def _cpu(processes: Sequence[subprocess.Popen[bytes]]) -> float:
    """User and system time of processes and of all that they have waited for, or still run."""
    known = [psutil.Process(each.pid) for each in processes if each.poll() is None]
    every = [*known, *(child for each in known for child in each.children(recursive=True))]
    return sum(sum(each.cpu_times()[:4]) for each in every)


def _start(what: str, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments],
        cwd=ROOT, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _kill_after(worker: subprocess.Popen[bytes], projects: Sequence[Project], reports: int) -> None:
    def made() -> int:
        return sum(
            len(list((project.root / "reports").glob("[0-9]*/report.html"))) for project in projects
        )

    while made() < reports:
        time.sleep(0.2)
    _end(worker, signal.SIGKILL)


def _end(process: subprocess.Popen[bytes], how: int) -> None:
    """End a process and all that it started: they are a session of their own."""
    if process.poll() is None:
        os.killpg(process.pid, how)
        process.wait()
