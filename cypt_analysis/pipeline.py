"""The whole flow: check, build, execute, stitch, export."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock

from cypt_analysis.claims import summary
from cypt_analysis.drops.shared import keep_record
from cypt_analysis.exports import pack, print_page, write_tables
from cypt_analysis.exports.kept import keep_altered
from cypt_analysis.ground.edition import Edition, draft
from cypt_analysis.ground.findings import Finding, UserError
from cypt_analysis.ground.machine import FAULTS, told
from cypt_analysis.ground.project import Project, replacing, require_place, restore_others
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.work import WORK, clear
from cypt_analysis.known import Known
from cypt_analysis.processed.build import DropReader, compute
from cypt_analysis.processed.store import load, save
from cypt_analysis.runs.executors import Executors, ended
from cypt_analysis.runs.notebooks import execute, find_notebooks

Done = Callable[[str], None]
# One build at a time: builds share the drops that were read.
_BUILDING = Lock()
_STAYS = "No report was made; an earlier one stays as it was."
_LOST = f"a process that made it was ended from outside. Was memory short? {_STAYS}"


@dataclass(frozen=True)
class Made:
    """A finished report's folder, a sentence for each file not made, and what was found.

    >>> Made(Path("reports/2009-10-Q2")).page.as_posix()
    'reports/2009-10-Q2/report.html'
    """

    folder: Path
    notes: tuple[str, ...] = ()
    findings: int = 0
    claims: str = ""

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
    project = reader.project
    known = compute(reader, quarter)
    for place in (project.processed(quarter), project.report(quarter)):
        restore_others(place.parent)
    clear(project.root / WORK)
    save(known, project)
    keep_record(project, quarter, reader.read(quarter).used)
    return known


def run(
    reader: DropReader,
    quarter: Quarter,
    executors: Executors,
    done: Done = lambda step: None,
    *,
    pdf: bool = True,
) -> Made:
    """Make a quarter's draft: the page, the analyst's edition, notebooks and exports.

    ``done`` is told each of the `steps`. An earlier report stays until this one is whole, and
    what a person has altered in it for good.
    """
    project = reader.project
    target, notes = project.report(quarter), list[str]()
    require_place(target)
    with _BUILDING:
        known = build(reader, quarter)
    done("build")
    with replacing(target, lambda made: notes.extend(keep_altered(target, made))) as folder:
        (folder / "notebooks").mkdir()
        submit, work = executors.pages.submit, (project, quarter, folder)
        tables = submit(make_tables, *work)
        with ended([tables]):
            execute(executors.notebooks, project, quarter, folder / "notebooks", done)
            pages = [submit(make_page, *work, pdf), submit(make_analyst_page, *work)]
            with ended(pages):
                notes += [each.result() for each in (tables, *pages)]
        pack(folder, known, project, draft_of(known))
        done("pages")
    return Made(target, tuple(filter(None, notes)), len(known.findings), summary(known.claims))


@dataclass(frozen=True)
class Outcome:
    """What became of one report of several: what was made, or the fault that stopped it."""

    project: Project
    quarter: Quarter
    seconds: float
    made: Made | None = None
    fault: str = ""


def run_each(
    wanted: Sequence[tuple[Project, Quarter]],
    executors: Executors,
    done: Callable[[Quarter, str], None] = lambda quarter, step: None,
    *,
    pdf: bool = True,
) -> Iterator[Outcome]:
    """Make drafts side by side; yields what became of each, in the order asked for.

    ``done`` is told each of the `steps` of each quarter. A report that fails does not stop
    the others. What a project's drops hold is let go with its last report.
    """
    readers, left = dict[Project, DropReader](), Counter(project for project, _ in wanted)
    lock = Lock()

    def see_through(project: Project, quarter: Quarter) -> Outcome:
        begun = time.monotonic()
        made, fault = None, ""
        with lock:
            reader = readers.setdefault(project, DropReader(project))
        try:
            made = run(reader, quarter, executors, partial(done, quarter), pdf=pdf)
        except FAULTS as error:
            fault = told(error, _STAYS)
        except executors.lost:
            fault = f"{quarter} failed: {_LOST}"
        with lock:
            left[project] -= 1
            if not left[project]:
                del readers[project]
        return Outcome(project, quarter, time.monotonic() - begun, made, fault)

    futures = [executors.reports.submit(see_through, *each) for each in wanted]
    for future in futures:
        # A wait without an end would keep Ctrl-C from being seen on Windows.
        while not future.done():
            wait([future], timeout=1)
        yield future.result()


def make_page(project: Project, quarter: Quarter, folder: Path, pdf: bool = True) -> str:
    """Make a draft's page from its executed notebooks, and print it; a task for any executor.

    Returns a sentence where it was not printed. Raises CheckFailed naming all that the
    finished page lacks or must not hold.
    """
    # nbconvert is slow to import, and only this stage needs it.
    from cypt_analysis.page import build_page

    known = load(project, quarter)
    executed = _executed(project, folder)
    write_page(folder, build_page(known, executed, draft_of(known).state))
    return print_page(folder, known, pdf=pdf)


def make_analyst_page(project: Project, quarter: Quarter, folder: Path) -> str:
    """Make a draft's analyst's edition from its executed notebooks; a task for any executor.

    Returns nothing: there is no reason for which it is left out.
    """
    from cypt_analysis.page.analyst import build_analyst_page

    known = load(project, quarter)
    page = build_analyst_page(known, _executed(project, folder), draft_of(known).state)
    write_page(folder, page, "analyst.html")
    return ""


def make_tables(project: Project, quarter: Quarter, folder: Path) -> str:
    """Make a draft's workbook, data and claims, which need no notebook; a task for any executor.

    Returns a sentence where the workbook could not be made.
    """
    known = load(project, quarter)
    return write_tables(folder, known, draft_of(known))


def draft_of(known: Known) -> Edition:
    """The draft of what is known at a quarter."""
    return draft(known.quarter, synthetic=bool(known.synthetic))


def _executed(project: Project, folder: Path) -> list[Path]:
    return [folder / "notebooks" / each.name for each in find_notebooks(project)]


def write_page(folder: Path, page: str, name: str = "report.html") -> None:
    """Write a page in UTF-8 with LF on every machine."""
    (folder / name).write_text(page, encoding="utf-8", newline="\n")


def steps(project: Project) -> int:
    """How many steps a run of one quarter takes, for a progress bar."""
    try:
        return len(find_notebooks(project)) + 2
    except UserError:
        # It will fail and say why; it must not stop the others.
        return 2
