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
from cypt_analysis.exports import NO_PDF, pack, write_document, write_prints, write_tables
from cypt_analysis.exports.kept import keep_altered
from cypt_analysis.ground.edition import INTERNAL, PUBLIC, Edition, draft, place_of
from cypt_analysis.ground.findings import CheckFailed, Finding, UserError
from cypt_analysis.ground.machine import FAULTS, told
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import replacing, require_place, restore_others
from cypt_analysis.ground.stored import settle
from cypt_analysis.ground.work import WORK, clear, private_folder
from cypt_analysis.known import Known
from cypt_analysis.processed.asked import handed
from cypt_analysis.processed.editions import compute_editions
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import build as build_stored
from cypt_analysis.processed.store import load
from cypt_analysis.runs.executors import Executors, ended
from cypt_analysis.runs.notebooks import execute, find_notebooks

Done = Callable[[str], None]
# In data/processed, what each quarter's last run made.
_STORE = ".made"
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
    for place in (project.processed(quarter), project.report(quarter)):
        restore_others(place.parent)
    clear(project.root / WORK)
    editions = build_stored(reader, quarter)
    keep_record(project, quarter, reader.read(quarter).used)
    return editions


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
    target, notes, saved = project.report(quarter), list[str](), project.processed(quarter)
    home = saved.with_name(_STORE) / str(quarter) if executors.here else None
    require_place(target)
    with _BUILDING:
        editions = build(reader, quarter)
    known, built = editions[INTERNAL], _written(saved)
    done("build")
    with (
        replacing(target, lambda made: notes.extend(keep_altered(target, made))) as folder,
        private_folder(project.root / WORK) as aside,
    ):
        submit, work = executors.pages.submit, (project, quarter, folder)
        for name in editions:
            place_of(folder, name).mkdir(exist_ok=True)
        whole = place_of(folder, INTERNAL) / "notebooks"
        whole.mkdir()
        tasks = [submit(make_tables, *work, name) for name in editions]
        pages: list[Future[str]] = []
        with ended(tasks), ended(pages):
            asked = partial(handed, known, home=home)
            execute(executors.notebooks, project, quarter, whole, done, asked)
            tasks.append(submit(make_analyst_page, *work))
            for each in sorted(editions.values(), key=lambda known: known.shows_less):
                books = executed_for(executors.notebooks, each, whole, aside, home)
                pages.append(submit(make_page, *work, each.edition, books))
            told = [each.result() for each in pages]
            tasks += [submit(make_prints, *work, tuple(editions))] if pdf else []
            told += [each.result() for each in tasks]
            notes += dict.fromkeys([*told, "" if pdf else NO_PDF])

        def looked_for(place: Path, shown: Known) -> list[Finding]:
            return submit(leaks_in, project, quarter, place, shown.edition).result()

        finish(folder, editions, draft_of, looked_for)
        done("pages")
    if home:
        # What builds again meanwhile has seen another state of things.
        settle(home, _keys(editions, home) if built == _written(saved) else ())
    return Made(target, tuple(filter(None, notes)), len(known.findings), summary(known.claims))


def _written(folder: Path) -> tuple[int, int]:
    """What tells a folder from one that has been put in its place."""
    about = folder.stat()
    return about.st_ino, about.st_mtime_ns


def _keys(editions: Mapping[str, Known], home: Path) -> set[str]:
    """The keys of all that a run of a quarter may have in its store, as everything is now."""
    asks = [(known, known.edition if known.shows_less else "") for known in editions.values()]
    return {
        handed(known, notebook, home=home, edition=edition).stored.key
        for known, edition in asks
        for notebook in find_notebooks(known.project)
    }


def executed_for(
    executor: Executor, known: Known, whole: Path, aside: Path, home: Path | None = None
) -> Path:
    """The folder of the notebooks executed for an edition, of which a store may have some.

    One that shows everything is made from those executed for the internal one, ``whole``; any
    other sees its own figures alone, in kernels of its own.
    """
    if not known.shows_less:
        return whole
    folder = aside / known.edition
    folder.mkdir()
    asked = partial(handed, known, home=home, edition=known.edition)
    execute(executor, known.project, known.quarter, folder, handed=asked)
    return folder


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
        faults += look(place, each) if look else _leaks(place, known, each)
    if faults:
        raise CheckFailed(faults, _STAYS)


def leaks_in(project: Project, quarter: Quarter, place: Path, edition: str) -> list[Finding]:
    """What the files of an edition in a folder give back that it hides; a task for any executor."""
    return _leaks(place, load(project, quarter), load(project, quarter, edition))


def _leaks(place: Path, known: Known, shown: Known) -> list[Finding]:
    from cypt_analysis.gate.leaks import files_of, find_leaks

    return find_leaks(files_of(place), known, shown)


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


def make_page(
    project: Project,
    quarter: Quarter,
    folder: Path,
    edition: str,
    notebooks: Path,
) -> str:
    """Make a draft's page from its executed notebooks, with its copy for Word.

    A task for any executor. Returns a sentence where a copy was not made. Raises CheckFailed
    naming all that the finished page lacks or must not hold.
    """
    # nbconvert is slow to import, and only this stage needs it.
    from cypt_analysis.page import build_page

    known, place = load(project, quarter, edition), place_of(folder, edition)
    write_page(place, build_page(known, _executed(project, notebooks), draft_of(known).state))
    return write_document(place, known, draft_of(known))


def make_prints(project: Project, quarter: Quarter, folder: Path, editions: Sequence[str]) -> str:
    """Print the pages of a draft's editions, with one browser; a task for any executor.

    Returns a sentence where one was not made.
    """
    known = {place_of(folder, each): load(project, quarter, each) for each in editions}
    return " ".join(dict.fromkeys(write_prints(known)))


def make_analyst_page(project: Project, quarter: Quarter, folder: Path) -> str:
    """Make a draft's analyst's edition from its executed notebooks; a task for any executor.

    Returns nothing: there is no reason for which it is left out.
    """
    from cypt_analysis.page.analyst import build_analyst_page

    known = load(project, quarter)
    place = place_of(folder, INTERNAL)
    executed = _executed(project, place / "notebooks")
    write_page(place, build_analyst_page(known, executed, draft_of(known).state), "analyst.html")
    return ""


def make_tables(project: Project, quarter: Quarter, folder: Path, edition: str) -> str:
    """Make a draft's workbook, data and claims, which need no notebook; a task for any executor.

    Returns a sentence where the workbook could not be made.
    """
    known = load(project, quarter, edition)
    return write_tables(place_of(folder, edition), known, draft_of(known))


def draft_of(known: Known) -> Edition:
    """The draft of what an edition knows at a quarter."""
    return draft(known.quarter, synthetic=bool(known.synthetic), audience=known.edition)


def _executed(project: Project, folder: Path) -> list[Path]:
    return [folder / each.name for each in find_notebooks(project)]


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
