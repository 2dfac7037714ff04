"""What makes the files of a draft: tasks for any executor, and the desk that hands them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from cypt_analysis.exports import print_key, write_document, write_prints, write_tables
from cypt_analysis.ground.edition import INTERNAL, Edition, draft, place_of
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import WORK
from cypt_analysis.ground.stored import Store, Stored
from cypt_analysis.known import Known
from cypt_analysis.processed.asked import Told, tables_key, told_of, whole_key
from cypt_analysis.processed.resting import making_digest
from cypt_analysis.processed.store import load
from cypt_analysis.runs.browser import find_browser
from cypt_analysis.runs.executors import Executors
from cypt_analysis.runs.printing import begin

# What makes files of an edition in a report's folder, of its executed notebooks.
Task = Callable[[Project, Quarter, Path, str, Sequence[Path]], str]
PAGES = ("report.html", "report.docx")
TABLES = ("data.csv", "data.csv-metadata.json", "data.xlsx")
# In data/processed, what each quarter's last run made.
_STORE = "made"


class Desk:
    """Where the files of a draft are made, unless the store of its quarter has them."""

    def __init__(self, known: Known, folder: Path, executors: Executors) -> None:
        self.folder, self.submit = folder, executors.pages.submit
        self._print, self._here = executors.prints.submit, executors.here
        self._saved = known.project.processed(known.quarter)
        self._built = _written(self._saved)
        home = self._saved.with_name(_STORE) / str(known.quarter)
        # What other machines make follows from what they have.
        maker = partial(making_digest, known.project)
        self.store = Store(home if executors.here else None, maker)

    def lay_out(self, editions: Iterable[str]) -> Path:
        """Make the folders of the editions; returns that of the executed notebooks."""
        for name in editions:
            place_of(self.folder, name).mkdir(exist_ok=True)
        whole = place_of(self.folder, INTERNAL) / "notebooks"
        whole.mkdir()
        return whole

    def tables(self, task: Callable[..., str], known: Known) -> Future[str]:
        """Begin the tables of an edition, of which no words but some are told; or take them."""
        return self._begin(task, TABLES, known, partial(tables_key, known, TABLES), told_of(known))

    def begin(
        self, task: Task, names: Sequence[str], known: Known, books: Sequence[Path]
    ) -> Future[str]:
        """Begin a task of an edition, from its executed notebooks, unless its files are stored."""
        return self._begin(task, names, known, partial(whole_key, known, names, books), books)

    def _begin(
        self,
        task: Callable[..., str],
        names: Sequence[str],
        known: Known,
        key: Callable[[], str],
        given: object,
    ) -> Future[str]:
        targets = [place_of(self.folder, known.edition) / each for each in names]
        entry = self.store.entry(key)
        if entry.taken(targets):
            return _told("")
        asked = (known.project, known.quarter, self.folder, known.edition, given)
        return self.submit(entry.once, targets, partial(task, *asked))

    def prints(self, editions: Mapping[str, Known]) -> Future[str]:
        """Begin to print the pages of all editions, but those whose print is stored."""
        known = editions[INTERNAL]
        places = {name: place_of(self.folder, name) for name in editions}
        stored = {
            name: self.store.entry(partial(print_key, places[name], each))
            for name, each in editions.items()
        }
        left = {
            name: each
            for name, each in stored.items()
            if not each.taken([places[name] / "report.pdf"])
        }
        if not left:
            return _told("")
        given = {places[name]: (name, each) for name, each in left.items()}
        project, day = known.project, known.info.reference_date
        draft = project.report(known.quarter)
        return self._print(make_prints, draft, project.root / WORK, day, given)

    def ready_to_print(self, known: Known) -> None:
        """Let a browser start meanwhile, where one stays for what is printed."""
        browser = find_browser() if self._here else None
        if browser:
            self._print(begin, browser, known.project.root / WORK)

    def clear(self) -> None:
        """Let what was made stand in the store, unless something has built again meanwhile."""
        self.store.settle(unchanged=self._built == _written(self._saved))


def _told(words: str) -> Future[str]:
    """What a task told that need not be begun."""
    told = Future[str]()
    told.set_result(words)
    return told


def _written(folder: Path) -> tuple[int, int]:
    """What tells a folder from one that has been put in its place."""
    about = folder.stat()
    return about.st_ino, about.st_mtime_ns


def make_page(
    project: Project,
    quarter: Quarter,
    folder: Path,
    edition: str,
    notebooks: Sequence[Path],
) -> str:
    """Make a draft's page from its executed notebooks, with its copy for Word.

    A task for any executor. Returns a sentence where a copy was not made. Raises CheckFailed
    naming all that the finished page lacks or must not hold.
    """
    # nbconvert is slow to import, and only this stage needs it.
    from cypt_analysis.page import build_page

    known, place = load(project, quarter, edition), place_of(folder, edition)
    write_page(place, build_page(known, notebooks, draft_of(known).state))
    return write_document(place, known, draft_of(known))


def make_prints(
    draft: Path, home: Path, day: date, folders: Mapping[Path, tuple[str, Stored]]
) -> str:
    """Print the pages of editions as `write_prints` does; a task for any executor.

    Returns a sentence where one was not made.
    """
    return " ".join(dict.fromkeys(write_prints(draft, home, day, folders)))


def make_analyst_page(
    project: Project, quarter: Quarter, folder: Path, edition: str, notebooks: Sequence[Path]
) -> str:
    """Make a draft's analyst's edition from its executed notebooks; a task for any executor.

    Returns nothing: there is no reason for which it is left out.
    """
    from cypt_analysis.page.analyst import build_analyst_page

    known = load(project, quarter, edition)
    page = build_analyst_page(known, notebooks, draft_of(known).state)
    write_page(place_of(folder, edition), page, "analyst.html")
    return ""


def make_tables(
    project: Project, quarter: Quarter, folder: Path, edition: str, told: Told | None = None
) -> str:
    """Make a draft's workbook and data, which need no notebook; a task for any executor.

    They know no words but what is ``told`` of them. Returns a sentence where the workbook could
    not be made.
    """
    known = load(project, quarter, edition)
    told, synthetic = told or told_of(known), {"synthetic": known.synthetic}
    bare = replace(known, commentary={}, claims=(), findings=(), provenance=synthetic)
    return write_tables(place_of(folder, edition), bare, draft_of(bare), told)


def draft_of(known: Known) -> Edition:
    """The draft of what an edition knows at a quarter."""
    return draft(known.quarter, synthetic=bool(known.synthetic), audience=known.edition)


def write_page(folder: Path, page: str, name: str = "report.html") -> None:
    """Write a page in UTF-8 with LF on every machine."""
    (folder / name).write_text(page, encoding="utf-8", newline="\n")


def leaks_in(project: Project, quarter: Quarter, place: Path, edition: str) -> list[Finding]:
    """What the files of an edition in a folder give back that it hides; a task for any executor."""
    return find_leaks_in(place, load(project, quarter), load(project, quarter, edition))


def find_leaks_in(place: Path, known: Known, shown: Known) -> list[Finding]:
    """What the files in a folder give back of what is known, and an edition hides."""
    from cypt_analysis.gate.leaks import files_of, find_leaks

    return find_leaks(files_of(place), known, shown)
