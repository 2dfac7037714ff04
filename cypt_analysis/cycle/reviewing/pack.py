"""The review pack of a quarter's draft, and the draft that was last reviewed."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from cypt_analysis.cycle.comparing.differences import as_html, differences
from cypt_analysis.cycle.comparing.reread import reread, reread_html
from cypt_analysis.cycle.comparing.sides import Side, read_side, side
from cypt_analysis.cycle.receiving.understood import then_and_now
from cypt_analysis.cycle.sheet import sheet
from cypt_analysis.cycle.signing import missing, who_signs
from cypt_analysis.ground.claim import Outcome, asked, worst_first
from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.findings import UserError, list_words
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import replacing
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.judgement.exceptions import reasons_of
from cypt_analysis.known import Known
from cypt_analysis.page.assumed import assumed
from cypt_analysis.pieces.review import ASSUMED, points_of
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import load, load_before
from cypt_analysis.words.carried import CARRIED_WORDS
from cypt_analysis.words.headlines import what_matters
from cypt_analysis.words.wording import why_revised

# What a row of `points` on an assumption says where a verdict rests on it.
_DECIDES = "It decides"
# The rules of findings that are told here of their own.
_TOLD = ("claim", CARRIED_WORDS)


class Look(NamedTuple):
    """One thing to look at: its kind, what it is of, what it says, and what to do."""

    kind: str
    of: str
    what: str
    advice: str


def look_first(known: Known, before: Known | None) -> list[Look]:
    """Everything a reviewer should see, the most pressing first.

    Statements that fail, words of last quarter, statements that nobody has answered for,
    exceptions that are new beside the report ``before``, assumptions that decide a verdict, what
    matters most, revisions, the largest first, and what was found in the files.
    """
    return [
        *_statements(known, Outcome.NOT_BORNE_OUT, "Statement not borne out"),
        *_carried(known),
        *_statements(known, Outcome.FOR_A_PERSON, "Statement for a person"),
        *_new_exceptions(known, before),
        *_assumptions(known),
        *_changes(known),
        *_revisions(known),
        *_findings(known),
    ]


def _statements(known: Known, outcome: Outcome, kind: str) -> Iterator[Look]:
    for each in worst_first(asked(known.claims)):
        if each.outcome is outcome and each.needs_mending:
            where = each.place or f"{each.file} line {each.line}"
            told = f"'{each.printed}' in: {each.sentence} {each.data}"
            yield Look(kind, where, told.strip(), each.suggestion)


def _carried(known: Known) -> Iterator[Look]:
    for each in known.findings:
        if each.rule == CARRIED_WORDS:
            where = f"{each.file} line {each.row}" if each.row else each.file
            yield Look("Last quarter's words", where, each.found, each.advice)


def _exceptions(known: Known) -> dict[str, str]:
    """By indicator, the rules for an exception that it meets."""
    found = {}
    for name, indicator in known.catalogue.indicators.items():
        if indicator.measure and known.verdicts.loc[name, "path"]:
            reasons = reasons_of(indicator, known.judged, known.benchmarks, known.signals)
            if reasons:
                found[name] = list_words(f"{each.rule}: {each.what}" for each in reasons)
    return found


def _new_exceptions(known: Known, before: Known | None) -> Iterator[Look]:
    known_before = _exceptions(before) if before is not None else {}
    for name, told in _exceptions(known).items():
        if name not in known_before:
            label = known.catalogue.indicators[name].label
            yield Look("New exception", label, told, "See that the words say why.")


def _assumptions(known: Known) -> Iterator[Look]:
    for indicator in known.catalogue.indicators.values():
        for point in points_of(known, indicator):
            if point.what.startswith(ASSUMED) and point.why.startswith(_DECIDES):
                told = f"{point.figures}. {point.why}"
                yield Look("Assumption that decides", indicator.label, told, point.advice)


def _changes(known: Known) -> Iterator[Look]:
    for line in what_matters(known):
        label = known.catalogue.indicators[line.indicator].label
        yield Look("Matters most", label, " ".join(line.sentences), "Do the words tell of it?")


def _revisions(known: Known) -> Iterator[Look]:
    revised = known.revisions[known.revisions["quarter"] == str(known.quarter)]
    rows = sorted(revised.to_dict("records"), key=_share, reverse=True)
    for row in rows:
        of, told = then_and_now(row, known.catalogue)
        cause = "It is no longer given" if pd.isna(row["now"]) else why_revised(row)
        yield Look("Revision", of, f"{told}. {cause}.", f"{row['file']} row {int(row['row'])}")


def _share(row: dict) -> float:
    """How large a revision is beside the figure; what came late or is gone is the largest."""
    then, now = row["then"], row["now"]
    if pd.isna(then) or pd.isna(now) or not then:
        return float("inf")
    return abs(now / then - 1)


def _findings(known: Known) -> Iterator[Look]:
    for each in known.findings:
        if each.rule not in _TOLD:
            where = f"{each.file} row {each.row}" if each.row else each.file
            yield Look("Found in the files", where, each.found, each.advice)


def contact_sheet(page: str) -> Html:
    """The pictures of a page, each with its title, as small as they can be read.

    What is not a picture (its data, its links) is left in the page; nothing that runs is taken.
    """
    figures = []
    for figure in BeautifulSoup(page, "lxml").find_all("figure"):
        picture = figure.find(["svg", "img"])
        title = figure.find(class_="chart-title") or figure.find("figcaption")
        if not isinstance(picture, Tag):
            continue
        for each in picture.find_all(["script", "a", "foreignObject"]):
            each.unwrap() if each.name == "a" else each.decompose()
        words = title.get_text(" ", strip=True) if isinstance(title, Tag) else "A chart"
        figures.append(
            Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(
                Markup(str(picture)), words
            )
        )
    if not figures:
        return paragraph("The draft has no chart.")
    return Html(Markup('<div class="contact">{}</div>').format(Markup("\n").join(figures)))


_PAGE, _SEEN = "review.html", "seen"
_INTERNAL = (
    "For those who review the report. It shows small numbers, by which a child could be known: it "
    "is not for publication."
)
_NOBODY = "project.toml names no role that signs."
_HEADING = Html("<h2>{}</h2>")


@dataclass(frozen=True)
class Pack:
    """Where the pack stands, and what it asks to be looked at first."""

    page: Path
    looks: tuple[Look, ...]
    unsigned: tuple[str, ...]


def review_pack(project: Project, quarter: Quarter) -> Pack:
    """Write the review pack of a quarter's draft into reports/review.

    The draft is kept beside it, so that the next pack can say what has changed. Raises UserError
    where there is no draft, and CheckFailed where the quarter's files have faults.
    """
    draft = project.report(quarter) / INTERNAL
    if not (draft / "report.html").is_file():
        raise UserError(f"{quarter} has no draft to review. Make it with cypt run {quarter}.")
    known = load(project, quarter)
    before = load_before(known)
    looks = look_first(known, before)
    home = project.root / "reports" / "review" / str(quarter)
    parts = [
        paragraph(_INTERNAL),
        _look_here(looks),
        *_beside_last(known, before),
        *_beside_seen(project, quarter, home),
        _HEADING.format("Every chart"),
        contact_sheet(read_file(draft / "report.html").decode("utf-8")),
        _HEADING.format("What is assumed"),
        assumed(known),
        _HEADING.format("Who signs"),
        *map(paragraph, who_signs(project, quarter) or [_NOBODY]),
    ]
    title = f"Review of {known.settings.title}: {quarter.title}"
    with replacing(home) as folder:
        text = sheet(title, *parts)
        (folder / _PAGE).write_text(text, encoding="utf-8", newline="\n")
        (folder / _SEEN / INTERNAL).mkdir(parents=True)
        for name in ("report.html", "data.csv"):
            shutil.copyfile(draft / name, folder / _SEEN / INTERNAL / name)
    return Pack(home / _PAGE, tuple(looks), tuple(missing(project, quarter)))


def _look_here(looks: list[Look]) -> Html:
    counts = Counter(each.kind for each in looks)
    if not looks:
        return join(_HEADING.format("Look here first"), paragraph("Nothing stands out."))
    told = "; ".join(f"{kind.lower()}: {number}" for kind, number in counts.items())
    columns = ("What", "Where or of what", "Found", "To do")
    rows = [[each.kind, each.of, each.what, each.advice or "Look at it"] for each in looks]
    return join(
        _HEADING.format("Look here first"),
        paragraph(f"{told[0].upper()}{told[1:]}."),
        Table("look-first", "The most pressing first", columns, rows).html(),
    )


def _beside_last(known: Known, before: Known | None) -> list[object]:
    """What differs from the last report, and which of its sentences would now read differently."""
    heading = _HEADING.format("Beside the last report")
    project, quarter = known.project, known.quarter
    if before is None:
        return [heading, paragraph("There is no earlier report to hold it against.")]
    try:
        last: Side | None = side(project, str(before.quarter))
    except UserError:
        last = None
    found = reread(DropReader(project), before.quarter, quarter)
    told = paragraph(f"{before.quarter} has no report in reports/: only its drop is known.")
    if last is not None:
        told = as_html(differences(last, side(project, f"{quarter}:draft")), "last")
    return [heading, told, reread_html(found, before.quarter)]


def _beside_seen(project: Project, quarter: Quarter, home: Path) -> list[object]:
    """What differs from the draft that the last pack was about."""
    heading = _HEADING.format("Beside the draft that was last reviewed")
    if not (home / _SEEN / INTERNAL / "report.html").is_file():
        return [heading, paragraph("No draft of this quarter was reviewed before.")]
    seen = read_side(home / _SEEN / INTERNAL, f"{quarter}, last reviewed", quarter)
    return [heading, as_html(differences(seen, side(project, f"{quarter}:draft")), "seen")]
