"""Projects of the tests' own that run in seconds: few figures, one short notebook.

Their reports are whole: the notebook shows the pieces of every section, made beforehand. The small
one has this project's catalogue, for tests of what a report holds; the tiny one has a catalogue of
two indicators, for tests of how it is made, by whatever ways.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Collection
from functools import cache
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.pieces.since_last import CHANGED
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.report import Report
from cypt_analysis.runs.forking import start_server
from tests.projects import make_project, write_catalogue, write_drop

NEWEST, OLDER = "2009-10-Q2", "2009-10-Q1"
EARLIER = b"<p>The report of last week, which must stay.</p>\n"
_SHOW = (
    "from pathlib import Path\n\nfrom IPython.display import HTML\n\n"
    'HTML(Path(f"{quarter}.html").read_text(encoding="utf-8"))'
)
_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def small_project(root: Path, *, earlier: bool = False) -> Project:
    """A project with two quarters and one notebook, and an earlier report of the newest."""
    return _with_notebook(make_project, root, earlier)


def tiny_project(root: Path, *, earlier: bool = False) -> Project:
    """The same with a catalogue of its own, of two indicators: its runs cost a quarter as much."""
    return _with_notebook(_make_tiny, root, earlier)


_SOURCES = """
[looked_after]
title = "Children looked after"
producer = "The case system"
owner = "Case team"
cycle = "quarterly"
keys = ["date"]
period = "date"
columns.date = { type = "period", kinds = ["day"] }
columns.children_looked_after = { type = "count" }

[targets]
use = "england/targets"
owner = "Analysts"

[confirmed]
use = "england/confirmed"
owner = "Analysts"
"""
_INDICATOR = """
[[indicator]]
id = "{id}"
name = "{name}"
definition = "What is counted."
rationale = "It matters."
owner = "A manager"
checked_by = "Analysts"
next_review = 2010-06-30
"""
_CARE = (
    'name = "Care"\n'
    + _INDICATOR.format(id="looked_after", name="Looked after children")
    + """headline = "children"
[[indicator.measure]]
id = "children"
name = "Children looked after"
kind = "count"
source = "looked_after"
value = "children_looked_after"
unit = "children"
decimals = 0
polarity = "low"
[[indicator.chart]]
id = "numbers"
kind = "over_time"
measures = ["children"]
"""
    + _INDICATOR.format(id="workforce", name="Workforce")
)
_TARGETS = (
    "indicator,measure,period,comparison,target,set_by,basis,note\n"
    "looked_after,children,2009-10-FY,at most,430,local,point in time,"
)


def _make_tiny(root: Path) -> Project:
    write_catalogue(root, {"sources": _SOURCES, "care": _CARE})
    with (root / "project.toml").open("a", encoding="utf-8") as settings:
        settings.write('[[introduction]]\nid = "summary"\nheading = "Summary"\nsummary = true\n')
    head = "date,children_looked_after\n"
    write_drop(root, OLDER, {"looked_after.csv": f"{head}2008-09-30,372\n2009-06-30,440"})
    files = {"looked_after.csv": f"{head}2009-09-30,460", "targets.csv": _TARGETS}
    write_drop(root, NEWEST, files, board_date="2009-11-02")
    words = root / "data" / "raw" / NEWEST / "commentary"
    words.mkdir()
    (words / "looked_after.md").write_text("## Summary\n\nThey are counted on a day.\n", "utf-8")
    return Project(root)


def _with_notebook(make: Callable[[Path], Project], root: Path, earlier: bool) -> Project:
    project = make(root)
    for quarter in (OLDER, NEWEST):
        (root / f"{quarter}.html").write_text(_whole_report(make, quarter), encoding="utf-8")
    write_notebook(project, "0_page", _SHOW)
    if earlier:
        path = report_page(project)
        path.parent.mkdir(parents=True)
        path.write_bytes(EARLIER)
    return project


def report_page(project: Project, quarter: str = NEWEST) -> Path:
    """Where a quarter's page is, whether it has been made or not."""
    return project.root / "reports" / quarter / "report.html"


def write_notebook(
    project: Project,
    name: str,
    *cells: str,
    parameters: str = f'quarter = "{NEWEST}"',
    detail: Collection[str] = (),
) -> Path:
    """A notebook of code cells; those that begin with # and a space are Markdown.

    The cells of ``detail`` are an analyst's, which the Board's page leaves out.
    """
    made = [new_code_cell(parameters, metadata={"tags": ["parameters"]})] if parameters else []
    made += [new_markdown_cell(c) if c.startswith("#") else new_code_cell(c) for c in cells]
    for cell in made:
        if cell.source in detail:
            cell.metadata["tags"] = ["detail"]
    path = project.root / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=made, metadata={"kernelspec": _KERNEL}), path)
    return path


def cypt(root: Path, *arguments: str, **options: object) -> subprocess.Popen[str]:
    """The command line in a process of its own, begun."""
    return python("-m", "cypt_analysis", "--root", str(root), *arguments, **options)


def python(*arguments: str, **options: object) -> subprocess.Popen[str]:
    """Python in a process of its own, begun; it shows what it says in UTF-8."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8", env=environment, **options,
    )  # fmt: skip


def ended(process: int) -> int:
    """How a process that was forked ends, when it does: its exit code, or -signal."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def fork(task: Callable[..., object], *arguments: object) -> int:
    """Begin a task in a copy of this process; returns its number.

    The copy has imported what a run needs and shares the fork server, so that a process that is
    there to be killed or limited costs no seconds of imports. Its warnings are errors, as here.
    """
    start_server()
    child = os.fork()
    if child:
        return child
    try:
        # The server is no child of the copy, which cannot ask the system for it.
        server: Any = forkserver
        server.ensure_running = server._forkserver.ensure_running = lambda: None
        task(*arguments)
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else int(end.code is not None))
    except BaseException:
        traceback.print_exc()
        os._exit(70)
    os._exit(0)


def litter(project: Project) -> list[str]:
    """What an unfinished run may leave beside reports and processed tables."""
    folders = (project.root / "reports", project.root / "data" / "processed")
    found = [path for folder in folders for path in folder.glob(".*")]
    left = [path for path in found if not path.name.endswith(".lock")]
    return sorted(path.relative_to(project.root).as_posix() for path in left)


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be taken away does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


@cache
def _whole_report(make: Callable[[Path], Project], quarter: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        project = make(Path(folder))
        known = compute(DropReader(project), parse_quarter(quarter))
    return "\n".join(pieces(known))


def pieces(known: Known) -> list[str]:
    """The HTML of every piece of a report, as the notebooks show them, without a kernel."""
    report = Report(known)
    found: list[object] = [
        "<h2>What matters this quarter</h2>", report.headlines(),
    ]  # fmt: skip
    for each in known.settings.introduction:
        found += [f"<h2>{each.heading}</h2>", report.introduction(each.id)]
        if each.summary:
            found += [report.summary(), f"<h2>{CHANGED}</h2>", report.changes()]
    for section in known.catalogue.sections:
        found.append(f"<h2>{section.name}</h2>")
        for indicator in section.indicator:
            found.append(report.indicator(indicator.id))
    return [_html(each) for each in found]


def _html(piece: object) -> str:
    shown = getattr(piece, "_repr_html_", None)
    return str(shown()) if shown else str(piece)
