"""The files of a final report, made from what is known: to publish, or to rebuild one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.cycle.comparing.differences import write_changes
from cypt_analysis.disclosure.releases import write_release
from cypt_analysis.ground.edition import INTERNAL, PUBLIC, Edition, place_of
from cypt_analysis.ground.replacing import WORK
from cypt_analysis.ground.stored import Stored
from cypt_analysis.known import Known
from cypt_analysis.pipeline import Done, executed_for, finish
from cypt_analysis.runs.executors import Executors
from cypt_analysis.runs.notebooks import execute
from cypt_analysis.tasks import write_page

_READ_ONLY = 0o555


@dataclass(frozen=True)
class Final:
    """What each edition knows at a quarter, and which version of its report is made, and why.

    ``before`` is the folder of the version that it corrects, None for the first.
    """

    editions: Mapping[str, Known]
    version: int
    reason: str
    before: Path | None = None

    def edition_of(self, known: Known) -> Edition:
        """The published version of what an edition knows."""
        made_up = bool(known.synthetic)
        return Edition(known.quarter, self.version, self.reason, made_up, known.edition)


def make_pages(
    folder: Path, aside: Path, final: Final, executors: Executors, done: Done
) -> dict[str, list[Path]]:
    """Write the page of each edition; the executed notebooks of each, which stand in ``aside``."""
    from cypt_analysis.page import build_page

    known = final.editions[INTERNAL]
    whole = aside / INTERNAL
    whole.mkdir()
    execute(executors.notebooks, known.project, known.quarter, whole, done)
    made = {}
    for name, each in final.editions.items():
        place = place_of(folder, name)
        place.mkdir(exist_ok=True)
        executed = executed_for(executors.notebooks, each, whole, aside)
        write_page(place, build_page(each, executed, final.edition_of(each).state))
        made[name] = executed
    return made


def make_rest(folder: Path, final: Final, beside: Callable[[Path], None]) -> list[str]:
    """Write all that stands beside the pages, the manifest last; nobody may write there then.

    ``beside`` puts into the internal edition's folder what does not follow from the figures.
    Returns a sentence for each file that could not be made.
    """
    from cypt_analysis.exports import write_document, write_prints, write_tables

    notes = []
    for each in final.editions.values():
        place, edition = place_of(folder, each.edition), final.edition_of(each)
        notes += [write_tables(place, each, edition), write_document(place, each, edition)]
        if final.before is not None:
            write_changes(place, place_of(final.before, each.edition), each, edition)
    known = final.editions[INTERNAL]
    draft, home = known.project.report(known.quarter), known.project.root / WORK
    places = {place_of(folder, name): (name, Stored()) for name in final.editions}
    notes += write_prints(draft, home, known.info.reference_date, places)
    write_release(final.editions[PUBLIC].release, place_of(folder, INTERNAL))
    beside(place_of(folder, INTERNAL))
    finish(folder, final.editions, final.edition_of)
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(path.stat().st_mode & _READ_ONLY)
    return notes
