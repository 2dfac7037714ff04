"""Reports without kernels: what the notebooks would show is put into them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from cypt_analysis import exports, pipeline, tasks
from cypt_analysis.cycle import publish
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.processed.store import load
from cypt_analysis.runs import executors, notebooks
from cypt_analysis.runs.executors import Executors
from cypt_analysis.runs.notebooks import Handed
from tests.cycle.world import cypt
from tests.small_project import pieces

_MADE: dict[str, str] = {}


def _shown(project: Project, quarter: Quarter, edition: str) -> str:
    """Every piece of an edition, made once from what is known: all of that is in its mark."""
    known = load(project, quarter, edition)
    mark = hashlib.sha256(project.file.read_bytes() + edition.encode())
    for path in sorted(project.processed(quarter).rglob("*")):
        if path.is_file():
            mark.update(path.name.encode() + path.read_bytes())
    name = mark.hexdigest()
    if name not in _MADE:
        _MADE[name] = "\n".join(pieces(known))
    return _MADE[name]


def _played(
    project: Project, notebook: Path, target: Path, quarter: Quarter, *, handed: Handed
) -> None:
    """A notebook as its kernel would leave it."""
    html = _shown(project, quarter, handed.edition or "internal")
    shown = new_output("display_data", data={"text/html": html})
    cell = new_code_cell("report", outputs=[shown], execution_count=1)
    nbformat.write(new_notebook(cells=[cell]), target)


@contextmanager
def _threads(jobs: int | None = None) -> Iterator[Executors]:
    with ThreadPoolExecutor(2) as one, ThreadPoolExecutor(1) as two, ThreadPoolExecutor(1) as three:
        yield Executors(one, two, three, three, ())


@contextmanager
def without_kernels(*, copies: bool = False) -> Iterator[None]:
    """Let reports be made without kernels, gates and analyst's page; Word and workbook as asked.

    These have tests of their own, and take as long as all that is looked at here.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notebooks, "execute_one", _played)
        patch.setattr(executors, "local", _threads)
        patch.setattr(publish, "gates", lambda html, known: ([], ""))
        patch.setattr(pipeline, "make_analyst_page", lambda *given: "")
        for room, name in () if copies else (
            (exports, "_write_workbook"), (exports, "write_document"), (tasks, "write_document"),
        ):  # fmt: skip
            patch.setattr(room, name, lambda *given: "")
        yield


def ok(project: Project, *arguments: str) -> str:
    """What a command says that goes well and ends with what comes next."""
    result = cypt(project, *arguments)
    assert result.exit_code == 0, result.output
    assert (result.stderr or result.stdout).splitlines()[-1].startswith("Next: "), result.output
    return result.stdout


def refused(project: Project, *arguments: str) -> str:
    """What a command says that is refused."""
    result = cypt(project, *arguments)
    assert result.exit_code == 1, result.output
    return result.stderr


def same_bytes(was: Path, made: Path) -> bool:
    """Whether two folders hold the same files, byte for byte."""
    first, second = (
        {p.relative_to(home).as_posix(): p.read_bytes() for p in home.rglob("*") if p.is_file()}
        for home in (was, made)
    )
    assert first.keys() == second.keys()
    return first == second and bool(first)
