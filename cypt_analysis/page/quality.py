"""Annex B: which sources came, how old they are and what to bear in mind.

For the analyst, the files beside the data and what was found in them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from cypt_analysis.catalogue import Indicator, Measure, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.ground.findings import list_words, number_of
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.said import NONE_REPORTED
from cypt_analysis.ground.status import STATUS_SYMBOLS
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of
from cypt_analysis.page.counted import board_day, kept, of_source
from cypt_analysis.pieces.paragraphs import PARTS, without_words

_PLACEHOLDER = re.compile(r"(\{\{[^{}]*\}\})")
_NOTHING_MORE = "Nothing"
# What changed since the last report is told there: this mark is the publisher's.
_MARKED = {"revised": "revised by the publisher"}


def quality(known: Known) -> Html:
    """Annex B: for each source whether it came, how old it is, and what its figures rest on."""
    received = _received(known)
    data = [each for each in known.catalogue.sources.values() if each.role is Role.DATA]
    absent = [source.title for source in data if source.id not in received]
    columns: tuple[str, ...] = (
        "Source",
        "Received",
        "Latest period",
        "Age in days",
        "Bear in mind",
    )
    rows = [_timeliness(source, received, known) for source in data]
    if not absent:
        # The sentence above says that all came.
        columns = tuple(name for name in columns if name != "Received")
        rows = [[row[0], *row[2:]] for row in rows]
    caption = "Where the figures come from, how old they are and what to bear in mind"
    table = Table("table-annex-b", caption, columns, rows, {"Age in days"}, css="sources")
    aged = paragraph(f"An age is counted from the end of the latest period to {board_day(known)}.")
    return join(
        paragraph(f"{_received_in_words(len(data), absent)}{_to_bear_in_mind(rows)}"),
        _without_words(known),
        kept("Each source, its latest period and its age", join(aged, table)),
    )


def _to_bear_in_mind(rows: Sequence[Sequence[object]]) -> str:
    """How many of the sources have figures of which something is to be borne in mind."""
    number = sum(row[-1] != _NOTHING_MORE for row in rows)
    if not number:
        return ""
    what = "provisional, unpublished, revised or assumed figures, or a break in their series"
    have = "has" if number == 1 else "have"
    return f" {number} of them {have} {what}: the table says which."


def _received(known: Known) -> dict[str, int]:
    """How many rows each source brought this quarter."""
    found: dict[str, int] = {}
    for file in known.provenance["raw_files"]:
        if file["source"] and file["quarter"] == str(known.quarter):
            found[file["source"]] = found.get(file["source"], 0) + file["rows"]
    return found


def _without_words(known: Known) -> Html:
    """Which parts of the commentary had no words this quarter, an indicator at a time."""
    empty = without_words(known)
    if not empty:
        return paragraph("Every indicator and theme has words in each part of its commentary.")
    whole = [name for name, parts in empty.items() if len(parts) == len(PARTS)]
    if len(whole) == len(known.catalogue.indicators):
        return paragraph("No words were given on any indicator or theme.", "without-words")
    some = [
        f"{name} ({list_words(parts)})" for name, parts in empty.items() if len(parts) < len(PARTS)
    ]
    told = [f"{NONE_REPORTED} on {list_words(whole)}."] if whole else []
    told += [f"No words were given on: {'; '.join(some)}."] if some else []
    return paragraph(" ".join(told), "without-words")


def _received_in_words(expected: int, absent: Sequence[str]) -> str:
    if not absent:
        return f"All {expected} data sources came with this quarter's files."
    return (
        f"{expected - len(absent)} of {expected} data sources came with this quarter's files. "
        f"Not received: {'; '.join(absent)}."
    )


def _timeliness(source: Source, received: dict[str, int], known: Known) -> list[object]:
    mine = of_source(known.observations, source, known.catalogue)
    arrived = "Yes" if source.id in received else "No"
    if mine.empty:
        return [source.title, arrived, "None yet", "None yet", _NOTHING_MORE]
    latest = mine.sort_values(["end", "start"], kind="stable").iloc[-1]
    age = (known.info.reference_date - latest["end"].date()).days
    marked = mine.loc[mine["quarter"] == str(known.quarter), "status"]
    counts = marked[marked.isin(STATUS_SYMBOLS)].value_counts().sort_index()
    marks = [
        f"{number_of(number, 'figure')} {_MARKED.get(str(status), status)}"
        for status, number in counts.items()
    ]
    notes = [*marks, *_rests_on(source, known)]
    return [
        source.title,
        arrived,
        span_of(latest).name,
        age if age >= 0 else "Not over",
        "; ".join(notes) or _NOTHING_MORE,
    ]


def _rests_on(source: Source, known: Known) -> Iterator[str]:
    """What a source's figures rest on or do not compare with: assumptions and breaks."""
    mine = [
        (indicator, measure)
        for indicator in known.catalogue.indicators.values()
        for measure in indicator.measure
        if measure.source == source.id
    ]
    assumed = set(zip(known.assumptions["indicator"], known.assumptions["measure"], strict=True))
    if any((indicator.id, measure.id) in assumed for indicator, measure in mine):
        yield "some numbers behind these figures are assumed"
    yield from dict.fromkeys(_breaks(mine, known))


def _breaks(mine: Sequence[tuple[Indicator, Measure]], known: Known) -> Iterator[str]:
    for indicator, measure in mine:
        for each in indicator.breaks_of(measure):
            if each.start <= known.info.data_cut_off:
                reason = each.reason.rstrip(".")
                yield f"earlier figures do not compare from {format_date(each.start)}: {reason}"


def beside_the_data(known: Known) -> Html:
    """For the analyst: the files of targets, actions and words, and how many rows each has."""
    received = _received(known)
    rows = [
        [source.title, *(("Yes", received[source.id]) if source.id in received else ("No", "[x]"))]
        for source in known.catalogue.sources.values()
        if source.role is not Role.DATA
    ]
    caption = "Other files: targets, actions and words beside the data"
    return Table(
        "table-analyst-beside", caption, ("File", "Received", "Rows"), rows, {"Rows"}
    ).html()


def points_to_review(known: Known) -> Html:
    """For the analyst: what the checks found that a person must look at."""
    points = sorted(known.findings, key=lambda f: (f.file, f.row or 0, f.found))
    if not points:
        return paragraph("The checks found nothing that a person must look at.")
    sentence = (
        f"The checks of the files and the catalogue found {number_of(len(points), 'point')} that a "
        "person must look at. None is an error: an error stops the report."
    )
    rows = [
        [Markup('<span class="path">{}</span>').format(point.file), point.row or "Whole file",
         point.found, _advice(point.advice or "Look at it")]
        for point in points
    ]  # fmt: skip
    columns = ("File or entry", "Row", "What was found", "What to do")
    return join(
        paragraph(sentence),
        Table("table-analyst-points", "Points to review", columns, rows).html(),
    )


def _advice(text: str) -> Markup:
    """Advice with the placeholders that it names, told from one that was not filled in."""
    return Markup(_PLACEHOLDER.sub(r'<code class="placeholder">\1</code>', str(escape(text))))
