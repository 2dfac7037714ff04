"""What the tests' fork server does once, so that what is forked from it need not.

Libraries compile templates, schemas and patterns where these are first asked for. A worker lives
for one run, and the tests make hundreds: each would compile the same again. `cypt` itself, run in
a process of its own, forks from a server that has only imported.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from cypt_analysis.runs import forking

_ROOT = str(Path(__file__).resolve().parent.parent)
# What PYTHONPATH was before the server was to find this module; where it stands, this is the server.
_BEFORE = "TESTS_PYTHONPATH"


def warm_server() -> None:
    """Let the fork server, when it begins, import this module too."""
    begin: Callable[[], None] = forkserver.ensure_running
    server: Any = forkserver

    def begun() -> None:
        before = os.environ.get("PYTHONPATH", "")
        # An empty part would mean the folder where a person stands.
        path = os.pathsep.join(filter(None, (_ROOT, before)))
        os.environ |= {"PYTHONPATH": path, _BEFORE: before}
        try:
            begin()
        finally:
            _put_back()

    server.ensure_running = begun
    forking._PRELOAD.append(__name__)


def _put_back() -> None:
    before = os.environ.pop(_BEFORE)
    os.environ.pop("PYTHONPATH")
    os.environ.update({"PYTHONPATH": before} if before else {})


def _make_report() -> None:
    """Do the tasks of a tiny report, of a notebook that is as if it had been executed."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    from cypt_analysis.ground.edition import PUBLIC
    from cypt_analysis.ground.quarter import parse_quarter
    from cypt_analysis.processed.build import compute
    from cypt_analysis.processed.reader import DropReader
    from cypt_analysis.processed.store import save
    from cypt_analysis.tasks import make_analyst_page, make_page, make_tables
    from tests.small_project import NEWEST, pieces, tiny_project

    with tempfile.TemporaryDirectory() as home:
        project, quarter = tiny_project(Path(home) / "project"), parse_quarter(NEWEST)
        known = compute(DropReader(project), quarter)
        save(known, project)
        shown = new_output("display_data", {"text/html": "\n".join(pieces(known))})
        book = Path(home) / "0_page.ipynb"
        nbformat.write(new_notebook(cells=[new_code_cell("", outputs=[shown])]), book)
        for task in (make_tables, make_analyst_page, make_page):
            task(project, quarter, Path(home), PUBLIC, [book])
    # Who is forked may be told of another folder for a moment's files.
    tempfile.tempdir = None


if _BEFORE in os.environ:
    _put_back()
    # What is broken is told by the tests of it, which need kernels for that.
    with suppress(Exception):
        _make_report()
    gc.collect()
    gc.freeze()
