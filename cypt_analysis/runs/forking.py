"""The fork server: a process that has imported what others need, and of which they are copies.

A command's own is a copy of the command, which has imported a half of that already.
"""

from __future__ import annotations

import atexit
import ctypes
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from itertools import pairwise
from multiprocessing import resource_tracker, util
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from cypt_analysis.ground.replacing import private_folder
from cypt_analysis.ground.screen import BUSY, Busy

_PRELOAD = ["cypt_analysis.runs.preload"]
_SAFE_PATH = "PYTHONSAFEPATH"
# Tells the server who has started it.
PARENT = "CYPT_PARENT"
_STARTING = Lock()
# A copy that waits to be told that it is needed.
_WAITING: list[int] = []
# What a person has set for their own Python and Jupyter, and changes no report.
PERSONAL = ("PYTHONSTARTUP", "PYTHONINSPECT", "MPLBACKEND")
_PR_SET_PDEATHSIG = 1
# The system takes 107 bytes for a socket's path, which is that of the folder and this.
_SOCKET_HOME = 107 - len("/cypt-12345678/listener-12345678")
_SHORT = ("/tmp", "/var/tmp", "/dev/shm")
# In a process of its own, as between a fork and the command no lock may be taken.
_DYING = (
    "import ctypes, os, sys\nctypes.CDLL(None).prctl(1, 9)\n"
    "os.getppid() == int(sys.argv[1]) or os._exit(1)\n"
    "try: os.execvp(sys.argv[2], sys.argv[2:])\n"
    "except OSError as error: sys.exit(f'It did not start: {error.strerror}.')"
)


def can_fork() -> bool:
    """Whether kernels can be forked here.

    Not on Windows, not on a Mac, whose own libraries do not outlive a fork, and not in a
    daemonic process, such as a worker under Dask's nanny, which may not have children; nor where
    no folder's path is short enough for a socket.

    >>> isinstance(can_fork(), bool)
    True
    """
    if sys.platform != "linux" or multiprocessing.current_process().daemon:
        return False
    return _socket_home() is not None


def _socket_home() -> Path | None:
    """The machine's folder for a moment's files, or another one where its path is too long."""
    homes = (tempfile.gettempdir(), *_SHORT)
    fitting = (home for home in homes if len(os.fsencode(home)) <= _SOCKET_HOME)
    return next((Path(home) for home in fitting if os.access(home, os.W_OK | os.X_OK)), None)


def start_server() -> None:
    """Let the fork server begin to import; does nothing where it runs already, or cannot.

    It looks for modules where the program itself stands and nowhere else: a ``signal.py`` in the
    folder where a person happens to be is theirs, and perhaps nobody has read it.
    """
    from multiprocessing import forkserver

    if not can_fork():
        return
    forkserver.set_forkserver_preload(_PRELOAD)
    _keep_socket()
    # Kernels are started by several threads, which share one environment.
    with _STARTING:
        while _WAITING:
            with suppress(BrokenPipeError), os.fdopen(_WAITING.pop(), "wb") as told:
                told.write(b"1")
        with _its_environment():
            forkserver.ensure_running()


@contextmanager
def _its_environment() -> Iterator[None]:
    """What the server, and what keeps track of its files, find in their environment."""
    before = dict(os.environ)
    os.environ |= {_SAFE_PATH: "1", PARENT: str(os.getpid())}
    for name in PERSONAL:
        os.environ.pop(name, None)
    try:
        yield
    finally:
        for name in (_SAFE_PATH, PARENT, *PERSONAL):
            os.environ.pop(name, None)
            os.environ.update({name: before[name]} if name in before else {})


def copy_as_server() -> None:
    """Make the server that `start_server` begins a copy of this process, where that is safe.

    It is where this is a command, in which nothing else is at work yet. Until the server begins it
    costs nothing.
    """
    from multiprocessing import forkserver

    if not (can_fork() and _is_command()):
        return
    forkserver.set_forkserver_preload(_PRELOAD)
    _keep_socket()
    begins, waits = os.pipe()
    tools: Any = util
    stock = tools.spawnv_passfds

    def copy(_: object, arguments: Sequence[str], passed: Sequence[int]) -> int:
        number = os.fork()
        return number or _be_server(arguments[-1], passed, begins)

    with _STARTING, _its_environment():
        # It is an interpreter of its own.
        resource_tracker.ensure_running()
        try:
            tools.spawnv_passfds = copy
            forkserver.ensure_running()
        finally:
            tools.spawnv_passfds = stock
            os.close(begins)
        _WAITING.append(waits)


def _is_command() -> bool:
    """Whether this process is the program itself, with no thread that a copy of it would lack."""
    main = Path(getattr(sys.modules["__main__"], "__file__", None) or "")
    package = Path(__file__).parents[1]
    is_own = main == package / "__main__.py" or main.name == "cypt"
    others = {each.name for each in threading.enumerate()} - {BUSY}
    return is_own and others == {threading.main_thread().name}


def _be_server(command: str, passed: Sequence[int], begins: int) -> int:
    """Do what a new interpreter would be told to, as soon as that is asked for."""
    from multiprocessing import forkserver

    try:
        server: Any = forkserver
        for lock in (_STARTING, server._forkserver._lock):
            lock.release()
        # What this process began ends with it, and what it heeds is not told its copies.
        atexit._clear()
        for each in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(each) is not signal.SIG_IGN:
                signal.signal(each, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stdout, sys.stderr, Busy.now = sys.__stdout__, sys.__stderr__, None
        kept = sorted((2, *passed, begins, util.MAXFD))
        for low, high in pairwise(kept):
            # An empty range would be taken for all of them.
            if high > low + 1:
                os.closerange(low + 1, high)
        if os.read(begins, 1):
            os.close(begins)
            exec(command, {})
    finally:
        os._exit(0)


@cache
def _keep_socket() -> ExitStack:
    """Let the server's socket stand where the next run clears it, if this process is killed.

    What takes it away is kept: a copy of this process that let go of it would do so.
    """
    with ExitStack() as kept:
        folder = kept.enter_context(private_folder(_socket_home()))
        ends = kept.pop_all()
    atexit.register(ends.close)
    config: Any = multiprocessing.current_process()
    config._config.setdefault("tempdir", str(folder))
    return ends


def end_with_parent() -> None:
    """End this process as soon as the one that asked for it has ended, however that ended.

    A thread waits for it. Where that cannot run, in the midst of a long computation, the
    system itself ends this process, with the server: nothing else keeps that alive.
    """

    def wait() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    _let_server_go()
    _die_with(os.getppid())
    Thread(target=wait, daemon=True).start()


def _let_server_go() -> None:
    """The server ends when no process holds this pipe any more; its children are handed it."""
    from multiprocessing import forkserver

    server: Any = getattr(forkserver, "_forkserver", None)
    pipe = getattr(server, "_forkserver_alive_fd", None)
    if pipe is not None:
        os.close(pipe)
        server._forkserver_alive_fd = None


def _die_with(parent: int) -> None:
    """Let the system kill this process with its parent, where it can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
        if os.getppid() != parent:
            os._exit(1)


def ends_with_parent(command: list[str]) -> list[str]:
    """A command that the system kills with the process, and the thread, that starts it.

    >>> ends_with_parent(["true"])[-1]
    'true'
    """
    if sys.platform != "linux":
        return command
    return [sys.executable, "-I", "-S", "-c", _DYING, str(os.getpid()), *command]
