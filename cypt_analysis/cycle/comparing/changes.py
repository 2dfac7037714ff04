"""The sheet that goes with a correction: what it changes on the page, and in the last report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cypt_analysis.cycle.comparing.differences import Differences, as_html, differences
from cypt_analysis.cycle.comparing.reread import reread, reread_html
from cypt_analysis.cycle.comparing.sides import PAGE, read_side
from cypt_analysis.cycle.sheet import sheet
from cypt_analysis.ground.edition import INTERNAL, Edition
from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.ground.tables import Html, paragraph
from cypt_analysis.known import Known
from cypt_analysis.processed.reader import DropReader

CHANGES = "changes.html"
_HIDDEN = "It hides figures that the version before showed, so nothing of that one stands here."


def write_changes(folder: Path, was: Path, known: Known, edition: Edition) -> None:
    """Write what an edition's page says otherwise than the version before, which stands in ``was``.

    Figures, verdicts and sentences of the two pages, as each edition shows them; the internal one
    also has the sentences of the last quarter's report that would now read differently. Nothing is
    written where the version before had no such edition.
    """
    if not (was / PAGE).is_file():
        return
    then = read_side(was, f"Version {edition.version - 1}", known.quarter)
    now = read_side(folder, f"Version {edition.version}", known.quarter)
    found = differences(then, now)
    hides = any(b.startswith(HIDDEN_MARK) > a.startswith(HIDDEN_MARK) for _, a, b in found.figures)
    parts: list[object] = [
        paragraph(f"Why: {edition.reason}."),
        paragraph(_HIDDEN) if hides else "",
        as_html(_without_then(found) if hides else found, "changed"),
    ]
    if known.edition == INTERNAL:
        parts += _last_report(known)
    title = f"{known.settings.title}: {known.quarter.title}, what {now.name.lower()} changes"
    text = sheet(title, *parts)
    (folder / CHANGES).write_text(text, encoding="utf-8", newline="\n")


def _without_then(found: Differences) -> Differences:
    """What is new alone: a version before it showed what may be shown no longer."""
    return replace(
        found,
        figures=tuple((of, "", now) for of, _, now in found.figures),
        verdicts=tuple((of, "", now) for of, _, now in found.verdicts),
        words=tuple(each for each in found.words if each[2]),
    )


def _last_report(known: Known) -> list[Html]:
    last = known.quarter.previous
    if last not in known.project.quarters():
        return []
    try:
        found = reread(DropReader(known.project), last, known.quarter)
    except CheckFailed:
        told = paragraph(f"How {last} would read now cannot be told: its files have faults.")
    else:
        told = reread_html(found, last)
    return [Html("<h2>{}</h2>").format("The last report"), told]
