"""A project of the tests' own that runs in two seconds: few figures, one short notebook.

Its report is whole: the notebook shows the pieces of every section, made beforehand.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Collection
from functools import cache
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.pieces.since_last import CHANGED
from cypt_analysis.processed.build import DropReader, compute
from cypt_analysis.report import Report
from tests.projects import make_project

NEWEST, OLDER = "2009-10-Q2", "2009-10-Q1"
EARLIER = b"<p>The report of last week, which must stay.</p>\n"
_SHOW = (
    "from pathlib import Path\n\nfrom IPython.display import HTML\n\n"
    'HTML(Path(f"{quarter}.html").read_text(encoding="utf-8"))'
)
_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def small_project(root: Path, *, earlier: bool = False) -> Project:
    """A project with two quarters and one notebook, and an earlier report of the newest."""
    project = make_project(root)
    for quarter in (OLDER, NEWEST):
        (root / f"{quarter}.html").write_text(_whole_report(quarter), encoding="utf-8")
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


def litter(project: Project) -> list[str]:
    """What an unfinished run may leave beside reports and processed tables."""
    folders = (project.root / "reports", project.root / "data" / "processed")
    found = [path for folder in folders for path in folder.glob(".*")]
    return sorted(path.name for path in found if not path.name.endswith(".lock"))


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be taken away does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


@cache
def _whole_report(quarter: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        project = make_project(Path(folder))
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
