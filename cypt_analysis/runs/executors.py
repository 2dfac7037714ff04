"""Where the tasks of a run are done: on this machine, or by the workers of a Dask scheduler.

Both are executors of ``concurrent.futures``; the rest of the program knows nothing else of them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any

from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.memory import give_back
from cypt_analysis.ground.screen import use_screens
from cypt_analysis.runs.forking import can_fork, end_with_parent, start_server, start_tracker
from cypt_analysis.runs.limits import memory_enough, open_enough

# Seconds to wait for a scheduler to answer, and for its first worker.
_PATIENCE = 30
_DASK_MISSING = (
    "--scheduler needs the package distributed, which is not installed. Install it with "
    "pip install -c constraints.txt -e '.[dask]', here and for every worker."
)


@dataclass(frozen=True)
class Executors:
    """Where reports are seen through, notebooks executed and pages made.

    Reports are threads here that wait for their tasks. ``lost`` are the errors that say that
    what did a task has gone; ``here`` that it was done on this machine, by this program.
    """

    reports: Executor
    notebooks: Executor
    pages: Executor
    lost: tuple[type[BaseException], ...]
    here: bool = True
    begin: Callable[[], None] = lambda: None


@contextmanager
def local(jobs: int | None = None) -> Iterator[Executors]:
    """This machine, with ``jobs`` pages at once; one a processor unless given.

    Pages are processes. Notebooks are threads, as their kernels do the work, and one more: a
    kernel that starts or ends waits more than it works. When the block is left by an error or
    Ctrl-C, what still runs is ended.

    >>> with local(jobs=2) as executors:
    ...     executors.notebooks.submit(sum, [1, 2]).result()
    3
    """
    jobs = jobs or os.cpu_count() or 1
    open_enough(jobs)
    memory_enough()
    start_tracker()
    context = multiprocessing.get_context("forkserver" if can_fork() else "spawn")
    notebooks = ThreadPoolExecutor(jobs + 1)
    pages = _Pages(jobs, context, initializer=_begin_worker)
    with notebooks, pages, _reports(jobs, notebooks, pages) as reports:
        yield Executors(reports, notebooks, pages, (BrokenProcessPool,), begin=start_server)


@contextmanager
def dask(address: str) -> Iterator[Executors]:
    """The workers of a Dask scheduler, such as ``tcp://server:8786``.

    Raises UserError when Dask is not installed, and when no scheduler or no worker answers.
    """
    try:
        from distributed import Client, KilledWorker, Security
    except ModuleNotFoundError:
        raise UserError(_DASK_MISSING) from None
    _require_tls(address, Security().get_connection_args("client"))
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError):
        raise UserError(
            f"No Dask scheduler answers at {address}. Start one with dask scheduler, and give "
            "the address that it prints, like tcp://server:8786."
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise UserError(
                f"The Dask scheduler at {address} has no worker. Start one with "
                f"dask worker {address}."
            ) from None
        tasks = client.get_executor(pure=False)
        with _reports(sum(client.nthreads().values()), tasks) as reports:
            yield Executors(reports, tasks, tasks, (KilledWorker, CancelledError), here=False)


def _require_tls(address: str, settings: dict[str, Any]) -> None:
    """Refuse settings for TLS that do not go with an address: Dask would wait, and trip over it."""
    secret = address.startswith("tls://")
    if secret and not settings.get("ssl_context"):
        raise UserError(
            f"{address} wants TLS, but no certificates are named. Set "
            "DASK_DISTRIBUTED__COMM__TLS__CA_FILE and those of the client, as cypt help many says."
        )
    if settings.get("require_encryption") and not secret:
        raise UserError(f"Encryption is required, but {address} has none. Write tls:// for tcp://.")


@contextmanager
def ended(tasks: Iterable[Future[Any]]) -> Iterator[None]:
    """However the block is left, none of the tasks runs any more: nobody writes their files.

    >>> with local(jobs=1) as executors:
    ...     task = executors.notebooks.submit(sum, [1, 2])
    ...     with ended([task]):
    ...         task.result()
    3
    """
    try:
        yield
    finally:
        for task in tasks:
            if not task.cancel():
                task.exception()


@contextmanager
def _reports(jobs: int, *tasks: Executor) -> Iterator[Executor]:
    """Threads that see reports through: one more than there are jobs, to build the next one."""
    reports = ThreadPoolExecutor(jobs + 1)
    try:
        yield reports
    except BaseException:
        _end(reports, *tasks)
        raise
    finally:
        reports.shutdown()


def _end(reports: Executor, *tasks: Executor) -> None:
    """Begin nothing more, and end what runs until every report has come home."""
    from cypt_analysis.runs.kernels import end_kernels

    reports.shutdown(wait=False, cancel_futures=True)
    for executor in tasks:
        executor.shutdown(wait=False)
    waits = Thread(target=reports.shutdown)
    waits.start()
    while waits.is_alive():
        end_kernels()
        for child in multiprocessing.active_children():
            child.terminate()
        waits.join(0.2)


class _Pages(ProcessPoolExecutor):
    """Processes that end at once when told to, and take what their task began with them."""

    def submit(self, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        start_server()
        return super().submit(_do, task, *args, **kwargs)


def _begin_worker() -> None:
    """Leave Ctrl-C to the process above, and end with it, or when it says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    use_screens()
    end_with_parent()


def _do(task: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """A task in a worker; one that is told to end meanwhile unwinds first what it has begun."""
    try:
        signal.signal(signal.SIGTERM, _unwind)
        try:
            return task(*args, **kwargs)
        finally:
            give_back()
            signal.signal(signal.SIGTERM, _leave)
    except _Told:
        os._exit(1)


class _Told(BaseException):
    """This worker was told to end."""


def _unwind(*_: Any) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise _Told


def _leave(*_: Any) -> None:
    """End with the lock of the queue in hand, if so: else the next worker reads half a message."""
    os._exit(1)
