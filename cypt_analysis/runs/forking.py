"""The fork server: a process that has imported what others need, and of which they are copies."""

from __future__ import annotations

import multiprocessing
import os
import sys
from threading import Lock, Thread

_PRELOAD = ["cypt_analysis.runs.preload"]
_SAFE_PATH = "PYTHONSAFEPATH"
_STARTING = Lock()


def can_fork() -> bool:
    """Whether kernels can be forked here.

    Not on Windows, not on a Mac, whose own libraries do not outlive a fork, and not in a
    daemonic process, such as a worker under Dask's nanny, which may not have children.

    >>> isinstance(can_fork(), bool)
    True
    """
    return sys.platform == "linux" and not multiprocessing.current_process().daemon


def start_server() -> None:
    """Let the fork server begin to import; does nothing where it runs already.

    It looks for modules where the program itself stands and nowhere else: a ``signal.py`` in the
    folder where a person happens to be is theirs, and perhaps nobody has read it.
    """
    from multiprocessing import forkserver

    forkserver.set_forkserver_preload(_PRELOAD)
    # Kernels are started by several threads, which share one environment.
    with _STARTING:
        before = os.environ.get(_SAFE_PATH)
        os.environ[_SAFE_PATH] = "1"
        try:
            forkserver.ensure_running()
        finally:
            if before is None:
                del os.environ[_SAFE_PATH]
            else:
                os.environ[_SAFE_PATH] = before


def end_with_parent() -> None:
    """End this process as soon as the one that asked for it has ended, however that ended."""

    def wait() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()
