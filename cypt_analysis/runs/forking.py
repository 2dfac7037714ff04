"""The fork server: a process that has imported what others need, and of which they are copies."""

from __future__ import annotations

import atexit
import ctypes
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from multiprocessing import resource_tracker
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from cypt_analysis.ground.replacing import private_folder

_PRELOAD = ["cypt_analysis.runs.preload"]
_SAFE_PATH = "PYTHONSAFEPATH"
# Tells the server who has started it.
PARENT = "CYPT_PARENT"
_STARTING = Lock()
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
    with _its_environment():
        forkserver.ensure_running()


def start_tracker() -> None:
    """Start the process that keeps track of what others share: a pool of them asks for it.

    As the server it looks for modules where the program stands and nowhere else.
    """
    if can_fork():
        with _its_environment():
            resource_tracker.ensure_running()


@contextmanager
def _its_environment() -> Iterator[None]:
    """What the server and the tracker find in their environment."""
    # Kernels are started by several threads, which share one environment.
    with _STARTING:
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


@cache
def _keep_socket() -> None:
    """Let the server's socket stand where the next run clears it, if this process is killed."""
    with ExitStack() as kept:
        folder = kept.enter_context(private_folder(_socket_home()))
        atexit.register(kept.pop_all().close)
    config: Any = multiprocessing.current_process()
    config._config.setdefault("tempdir", str(folder))


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
