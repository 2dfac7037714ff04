"""The whole flow: check, build, execute, stitch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cypt_analysis.commentary import inline
from cypt_analysis.findings import Finding
from cypt_analysis.notebooks import execute, find_notebooks
from cypt_analysis.processed import DropReader, Known, compute, save
from cypt_analysis.project import Project, replacing
from cypt_analysis.quarter import Quarter

Done = Callable[[str], None]


def check(reader: DropReader, quarter: Quarter) -> list[Finding]:
    """Everything found in what a quarter rests on; nothing is written.

    Raises CheckFailed when there are errors; returns the points to review.
    """
    return list(compute(reader, quarter).findings)


def build(reader: DropReader, quarter: Quarter) -> Known:
    """Compute what is known at a quarter and write it to data/processed."""
    known = compute(reader, quarter)
    save(known, reader.project)
    return known


def run(reader: DropReader, quarter: Quarter, done: Done = lambda step: None) -> Path:
    """Make a quarter's report; returns the page.

    ``done`` is told each of the `steps`. An earlier report stays until this one is whole.
    """
    # nbconvert is slow to import, and only this stage needs it.
    from cypt_analysis.report import build_page

    project = reader.project
    known = build(reader, quarter)
    done("build")
    target = project.report(quarter)
    with replacing(target) as folder:
        (folder / "notebooks").mkdir()
        executed = execute(project, quarter, folder / "notebooks", done)
        page = build_page(
            known, reader.catalogue, executed, lambda text, file, row: inline(text, known.facts)
        )
        (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
        done("page")
    return target / "report.html"


def steps(project: Project) -> int:
    """How many steps a run of one quarter takes, for a progress bar."""
    return len(find_notebooks(project)) + 2
