"""Kernels that start in a moment: forked from a server that has imported what they need.

Where there is no fork, ordinary kernels start instead; a notebook cannot tell the difference.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakSet

from ipykernel.kernelspec import make_ipkernel_cmd
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool, Dict, Type, Unicode
from traitlets.config import Config

from cypt_analysis.ground.replacing import private_folder
from cypt_analysis.runs.forking import (
    can_fork,
    end_with_parent,
    ends_with_parent,
    start_server,
)
from cypt_analysis.runs.kernel_app import own_settings

# The name of `Provisioner` among the entry points of the project.
PROVISIONER = "cypt-provisioner"
_LAUNCHER = "cypt_analysis.runs.kernel_app"
_SOCKETS = os.name == "posix"
# A socket's path holds about a hundred characters; the number of each socket comes after it.
_LONGEST_SOCKET = 90
# Where a kernel's own words go, and how many of them are told.
_WORDS, _MOST_WORDS, _LAST_WORDS = "words", 100_000, 6


@contextmanager
def settings(warm: bool, told: Mapping[str, str] | None = None) -> Iterator[Config]:
    """How a kernel starts and is talked with, while it runs; ``warm`` forks it where it can be.

    ``told`` is what its notebook finds in its environment.

    Where there are sockets in folders, it is by those of a private one: ports are chosen before a
    kernel binds them, another process may take one in between, and other people of the machine
    reach them. Elsewhere what is sent over them is encrypted.
    """
    manager = {"transport_encryption": "auto"}
    with private_folder() as folder:
        path = str(folder / "s")
        # By ports too: else it would be among a person's own, and stay there if this is killed.
        manager["connection_file"] = f"{path}.json"
        if _SOCKETS and len(os.fsencode(path)) <= _LONGEST_SOCKET:
            manager |= {"transport": "ipc", "ip": path}
        try:
            provisioner = {"warm": warm, "folder": str(folder), "told": dict(told or {})}
            yield Config({"KernelManager": manager, "Provisioner": provisioner})
        except RuntimeError as error:
            words = folder / _WORDS
            if words.exists():
                error.add_note(words.read_text("utf-8", "replace")[-_MOST_WORDS:])
            raise


def last_words(error: BaseException) -> list[str]:
    """What a kernel itself said, in its last lines, before the error came of it.

    >>> last_words(RuntimeError("Kernel died"))
    []
    """
    said = [line.rstrip() for line in "\n".join(getattr(error, "__notes__", ())).splitlines()]
    # Where it was brought down, what follows says where each of its threads was.
    fatal = [line for line in said if line.startswith("Fatal Python error")]
    return fatal or [line for line in said if line][-_LAST_WORDS:]


def end_kernels() -> None:
    """Kill every kernel that this process has started and that still runs."""
    for provisioner in list(Provisioner.started):
        process = provisioner.process
        if process is not None:
            process.kill()


class Client(AsyncKernelClient):
    """jupyter_client's client without its heartbeat.

    The manager sees by itself whether the kernel's process lives; the heartbeat's thread now and
    then waits for ever for a kernel that has just been killed, and the run with it.
    """

    def start_channels(
        self,
        shell: bool = True,
        iopub: bool = True,
        stdin: bool = True,
        hb: bool = False,
        control: bool = True,
    ) -> None:
        """Start the channels, without the heartbeat unless it is asked for."""
        super().start_channels(shell, iopub, stdin, hb, control)


class Manager(AsyncKernelManager):
    """jupyter_client's manager of a kernel, which leaves its start to `Provisioner`."""

    client_factory = Type(Client, AsyncKernelClient)

    @property
    def kernel_spec(self) -> KernelSpec:
        """This Python's kernel, whatever a notebook or a person's own list calls by its name."""
        return KernelSpec(
            # -P: no file of the project's folder hides a module that the kernel needs.
            argv=make_ipkernel_cmd(_LAUNCHER, python_arguments=["-P"]),
            display_name="Python",
            language="python",
            metadata={
                "supported_encryption": ["curve"],
                "kernel_provisioner": {"provisioner_name": PROVISIONER},
            },
        )

    def _reconcile_connection_info(self, info: KernelConnectionInfo) -> None:
        """Leave the connection file alone: `Provisioner` returns what this manager wrote there.

        jupyter_client would read it again, at the moment at which the kernel writes it anew: on a
        busy machine it was found empty.
        """


class Provisioner(LocalProvisioner):
    """Starts a kernel by forking where that is possible, and as jupyter_client does otherwise.

    What a kernel itself writes to the terminal goes to a file, for where it dies: one that is
    told to stop in the midst of a cell may print a traceback of its own. What cells print is in
    the notebook.
    """

    started: ClassVar[WeakSet[Provisioner]] = WeakSet()
    warm = Bool(True, help="Fork the kernel where that is possible.").tag(config=True)
    told = Dict(help="What the notebook finds in its environment.").tag(config=True)
    folder = Unicode(help="Where the kernel keeps what is its own.").tag(config=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel, and return how to connect to it."""
        self.started.add(self)
        own, words = Path(self.folder, "ipython"), Path(self.folder, _WORDS)
        own.mkdir(exist_ok=True)
        words.touch()
        kwargs["env"] = {**own_settings(kwargs["env"], str(own)), **self.told}
        if not (self.warm and can_fork()):
            with words.open("ab") as file:
                said = {"stdout": subprocess.DEVNULL, "stderr": file}
                return await super().launch_kernel(ends_with_parent(cmd), **kwargs, **said)
        arguments = cmd[cmd.index(_LAUNCHER) + 1 :]
        self.process = _Forked(arguments, kwargs["env"], kwargs["cwd"], str(words))
        # The kernel begins a session of its own, and so a group that has its number.
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info


class _Forked:
    """A forked kernel, with what a provisioner asks of a subprocess.Popen."""

    stdin = stdout = stderr = None

    def __init__(self, arguments: list[str], env: dict[str, str], cwd: str, words: str) -> None:
        start_server()
        begun = (arguments, env, cwd, words)
        context = multiprocessing.get_context("forkserver")
        self._process: BaseProcess = context.Process(target=_serve, args=begun)
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None, "it has been started"
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, signum: int) -> None:
        # The server learns of an end before this process does.
        with suppress(ProcessLookupError):
            if self.poll() is None:
                os.kill(self.pid, signum)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _serve(arguments: list[str], env: dict[str, str], cwd: str, words: str) -> None:
    """Be a kernel, as ``python -m cypt_analysis.runs.kernel_app`` is one, in a process forked."""
    from cypt_analysis.runs.kernel_app import KernelApp

    os.setsid()
    end_with_parent()
    # matplotlib's folder, where a person has no home for one, is the server's to take away.
    atexit.unregister(shutil.rmtree)
    _write_to(words)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = [_LAUNCHER, *arguments]
    # ipykernel itself watches the process above it, which is the server.
    watch = f"--IPKernelApp.parent_handle={os.getppid()}"
    KernelApp.launch_instance([*arguments, watch])
    # ipykernel closes what shows output before the thread that answered the request to end, which
    # then waits ten seconds for it, now and then.
    KernelApp.instance().control_thread.join()
    # A forked process ends without what an interpreter does at its end.
    atexit._run_exitfuncs()


def _write_to(words: str) -> None:
    for number, path in ((1, os.devnull), (2, words)):
        with open(path, "ab") as file:  # noqa: PTH123
            os.dup2(file.fileno(), number)
