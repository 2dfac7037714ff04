"""The whole flow: check, build, execute, stitch, export."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock

from cypt_analysis.claims import summary
from cypt_analysis.drops.shared import keep_record
from cypt_analysis.exports import NO_PDF, pack
from cypt_analysis.exports.kept import keep_altered
from cypt_analysis.ground.edition import INTERNAL, PUBLIC, Edition, place_of
from cypt_analysis.ground.findings import CheckFailed, Finding, UserError
from cypt_analysis.ground.machine import FAULTS, told
from cypt_analysis.ground.memory import give_back
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import (
    WORK,
    clear,
    private_folder,
    replacing,
    require_place,
    restore_others,
)
from cypt_analysis.ground.stored import Store
from cypt_analysis.known import Known
from cypt_analysis.processed.asked import handed
from cypt_analysis.processed.editions import compute_editions
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import build as build_stored
from cypt_analysis.processed.store import load_kept
from cypt_analysis.runs.executors import Executors, ended
from cypt_analysis.runs.notebooks import execute, find_notebooks
from cypt_analysis.tasks import (
    PAGES,
    Desk,
    draft_of,
    find_leaks_in,
    leaks_in,
    make_analyst_page,
    make_page,
    make_tables,
)

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
    return list(compute_editions(reader, quarter)[INTERNAL].findings)


def build(reader: DropReader, quarter: Quarter) -> dict[str, Known]:
    """Compute what each edition knows at a quarter and write it to data/processed."""
    project = reader.project
    clear_left(project, quarter)
    editions = build_stored(reader, quarter)
    keep_record(project, quarter, reader.read(quarter).used)
    return editions


def clear_left(project: Project, quarter: Quarter) -> None:
    """Take away what runs that were killed have left, whatever they were at."""
    for place in (project.processed(quarter), project.report(quarter)):
        restore_others(place.parent)
    clear(project.root / WORK)


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
    editions = load_kept(project, quarter)
    # Of what is built anew the pages will be others.
    prints_anew = pdf and not editions
    if editions:
        # Nothing is built, which would do it.
        clear_left(project, quarter)
    else:
        executors.begin()
        with _BUILDING:
            editions = build(reader, quarter)
    give_back()
    known = editions[INTERNAL]
    done("build")
    with (
        replacing(target, lambda made: notes.extend(keep_altered(target, made))) as folder,
        private_folder(project.root / WORK) as aside,
    ):
        desk = Desk(known, folder, executors)
        whole = desk.lay_out(editions)
        if prints_anew:
            desk.ready_to_print(known)
        tasks = [desk.tables(make_tables, each) for each in editions.values()]
        pages: list[Future[str]] = []
        with ended(tasks), ended(pages):
            asked = partial(handed, known, store=desk.store)
            executed = execute(executors.notebooks, project, quarter, whole, done, asked)
            for each in sorted(editions.values(), key=lambda known: known.shows_less):
                books = executed_for(executors.notebooks, each, whole, aside, desk.store)
                pages.append(desk.begin(make_page, PAGES, each, books))
            # After these, as the prints wait for them alone.
            tasks.append(desk.begin(make_analyst_page, ["analyst.html"], known, executed))
            told = [each.result() for each in pages]
            tasks += [desk.prints(editions)] if pdf else []
            told += [each.result() for each in tasks]
            notes += dict.fromkeys([*told, "" if pdf else NO_PDF])

        def looked_for(place: Path, shown: Known) -> list[Finding]:
            return desk.submit(leaks_in, project, quarter, place, shown.edition).result()

        finish(folder, editions, draft_of, looked_for)
        desk.clear()
        done("pages")
    return Made(target, tuple(filter(None, notes)), len(known.findings), summary(known.claims))


def executed_for(
    executor: Executor, known: Known, whole: Path, aside: Path, store: Store | None = None
) -> list[Path]:
    """The notebooks executed for an edition, of which a store may have some.

    One that shows everything is made from those executed for the internal one, ``whole``; any
    other sees its own figures alone, in kernels of its own.
    """
    if not known.shows_less:
        return [whole / each.name for each in find_notebooks(known.project)]
    folder = aside / known.edition
    folder.mkdir()
    asked = partial(handed, known, store=store, edition=known.edition)
    return execute(executor, known.project, known.quarter, folder, handed=asked)


def finish(
    folder: Path,
    editions: Mapping[str, Known],
    edition_of: Callable[[Known], Edition],
    look: Callable[[Path, Known], list[Finding]] | None = None,
) -> None:
    """Pack what is sent, and write the manifest, when every other file stands.

    ``look`` searches a folder for what an edition hides, here unless given. Raises CheckFailed
    where a file of an edition gives it back.
    """
    known = editions[INTERNAL]
    pack(folder, known, known.project, edition_of(editions[PUBLIC]))
    faults = []
    # The gate is slow to import: who hides nothing asks for none of it.
    for each in (each for each in editions.values() if each.shows_less):
        place = place_of(folder, each.edition)
        faults += look(place, each) if look else find_leaks_in(place, known, each)
    if faults:
        raise CheckFailed(faults, _STAYS)


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


def steps(project: Project) -> int:
    """How many steps a run of one quarter takes, for a progress bar."""
    try:
        return len(find_notebooks(project)) + 2
    except UserError:
        # It will fail and say why; it must not stop the others.
        return 2
