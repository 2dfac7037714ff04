"""The whole flow: check, build, execute, stitch, export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.commentary import inline
from cypt_analysis.findings import Finding
from cypt_analysis.known import Known
from cypt_analysis.notebooks import execute, find_notebooks
from cypt_analysis.processed import DropReader, compute, save
from cypt_analysis.project import Project, replacing
from cypt_analysis.quarter import Quarter

Done = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """A finished report's folder, and a sentence for each file that could not be made.

    >>> Made(Path("reports/2009-10-Q2")).page.as_posix()
    'reports/2009-10-Q2/report.html'
    """

    folder: Path
    notes: tuple[str, ...] = ()

    @property
    def page(self) -> Path:
        """The page for the Board."""
        return self.folder / "report.html"


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


def run(reader: DropReader, quarter: Quarter, done: Done = lambda step: None) -> Made:
    """Make a quarter's draft: the page, the analyst's edition, notebooks and exports.

    ``done`` is told each of the `steps`. An earlier report stays until this one is whole.
    """
    # nbconvert is slow to import, and only this stage needs it.
    from cypt_analysis.exports import draft, write_exports
    from cypt_analysis.report import build_page
    from cypt_analysis.report.analyst import build_analyst_page

    project, catalogue = reader.project, reader.catalogue
    known = build(reader, quarter)
    done("build")
    target, edition = project.report(quarter), draft(quarter)
    with replacing(target) as folder:
        (folder / "notebooks").mkdir()
        executed = execute(project, quarter, folder / "notebooks", done)
        fill = filler(known)
        write_page(folder, build_page(known, catalogue, executed, fill, edition.state))
        analyst = build_analyst_page(known, catalogue, executed, fill, edition.state)
        write_page(folder, analyst, "analyst.html")
        done("page")
        notes = write_exports(folder, known, catalogue, project, edition)
        done("exports")
    return Made(target, tuple(notes))


def filler(known: Known) -> Callable[[str, str, int], str]:
    """What prints the placeholders in an action's words, for the annexes."""
    return lambda text, file, row: inline(text, known.facts)


def write_page(folder: Path, page: str, name: str = "report.html") -> None:
    """Write a page in UTF-8 with LF on every machine."""
    (folder / name).write_text(page, encoding="utf-8", newline="\n")


def steps(project: Project) -> int:
    """How many steps a run of one quarter takes, for a progress bar."""
    return len(find_notebooks(project)) + 3
