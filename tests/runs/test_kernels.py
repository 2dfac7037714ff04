"""How kernels are talked with, and that nobody else's files or ports come between."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.runs import kernels
from cypt_analysis.runs.notebooks import execute_one
from tests.small_project import NEWEST, tiny_project, write_notebook

_CONNECTION = (
    "import json\nfrom pathlib import Path\nfrom ipykernel.connect import get_connection_file\n\n"
    "file = Path(get_connection_file())\ntold = json.loads(file.read_text())\n"
    'told["transport"], oct(file.parent.stat().st_mode & 0o777)'
)


def _run(root: Path, *cells: str, warm: bool) -> list[str]:
    """What a notebook's cells show, run as a task of its own."""
    project = Project(root)
    notebook = write_notebook(project, "0_a", *cells)
    execute_one(project, notebook, root / "out.ipynb", parse_quarter(NEWEST), warm)
    cells = nbformat.read(root / "out.ipynb", as_version=4).cells
    shown = [each for cell in cells for each in cell.get("outputs", [])]
    return [each.get("text") or each["data"]["text/plain"] for each in shown]


@pytest.mark.skipif(not kernels._SOCKETS, reason="there are no sockets in folders")
@pytest.mark.parametrize("warm", [True, False])
def test_a_kernel_is_talked_with_by_sockets_in_a_private_folder(tmp_path: Path, warm: bool) -> None:
    assert _run(tmp_path, _CONNECTION, warm=warm) == ["('ipc', '0o700')"]


def test_a_folder_whose_name_is_too_long_for_sockets_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernels, "_LONGEST_SOCKET", 5)
    told = _run(
        tmp_path, _CONNECTION.replace(", oct(file.parent.stat().st_mode & 0o777)", ""), warm=True
    )
    assert told == ["'tcp'"]


def test_a_connection_file_that_a_kernel_is_writing_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "connection.json"
    path.touch()
    kernels.Manager(connection_file=str(path))._reconcile_connection_info({})


@pytest.fixture
def thief(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Takes a port of the first kernel between its choice and its binding."""
    taken: list[socket.socket] = []
    launch = kernels.Provisioner.launch_kernel

    async def launch_kernel(self: kernels.Provisioner, cmd: list[str], **kwargs: Any) -> Any:
        if not taken:
            port = self.parent.shell_port
            taken.append(socket.create_server(("127.0.0.1", port)))
        return await launch(self, cmd, **kwargs)

    monkeypatch.setattr(kernels, "_SOCKETS", False)
    monkeypatch.setattr(kernels.Provisioner, "launch_kernel", launch_kernel)
    ports: list[int] = []
    yield ports
    ports += [each.getsockname()[1] for each in taken]
    for each in taken:
        each.close()


@pytest.mark.parametrize("warm", [True, False])
def test_a_kernel_whose_port_was_taken_is_started_again(
    tmp_path: Path, thief: list[int], warm: bool
) -> None:
    assert _run(tmp_path, "1 + 1", warm=warm) == ["2"]


HOSTILE = 'from pathlib import Path\n\nPath(r"{}").write_text("executed")\nraise SystemExit(9)\n'
HOSTILE_NAMES = ("signal", "json", "timeit", "statistics")


def test_no_module_of_the_folder_where_a_person_stands_is_run(tmp_path: Path) -> None:
    """Nor is a folder for temporary files a fault that lies too deep for a socket: one run."""
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    project = tiny_project(tmp_path / "project")
    for name in HOSTILE_NAMES:
        for folder in (project.root, project.raw(parse_quarter(NEWEST))):
            text = HOSTILE.format(tmp_path / f"{name}.trace")
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
    write_notebook(project, "1_more", "# More", f"import {', '.join(HOSTILE_NAMES)}", "1 + 1")
    (project.root / "notebooks" / "1_more.ipynb").rename(project.root / "notebooks" / "more.ipynb")
    command = Path(sys.executable).with_name("cypt")
    done = subprocess.run(
        [command, "run", NEWEST, "--no-pdf"], cwd=project.raw(parse_quarter(NEWEST)),
        capture_output=True, text=True, check=False, env={**os.environ, "TMPDIR": str(deep)},
    )  # fmt: skip
    assert done.stderr.startswith("Next: ") and done.stderr.count("\n") == 1, done.stderr
    left = [*deep.glob("*"), *(project.root / ".cypt-work").glob("*")]
    assert [path.name for path in left if not path.name.startswith("tmp")] == []
    assert list(tmp_path.glob("*.trace")) == []
    assert done.returncode == 0, done.stderr
