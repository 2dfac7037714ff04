"""Annex C: which sources came and how old they are; for the analyst, what was found in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from cypt_analysis.catalogue import Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.said import NONE_REPORTED
from cypt_analysis.ground.status import STATUS_SYMBOLS
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.page.counted import board_day, number_of, of_source
from cypt_analysis.pieces.commentary import PARTS, without_words

_PLACEHOLDER = re.compile(r"(\{\{[^{}]*\}\})")


def quality(known: Known) -> Html:
    """Annex C: for each source whether it came and how old it is."""
    received: dict[str, dict] = {}
    for file in known.provenance["raw_files"]:
        if file["source"] and file["quarter"] == str(known.quarter):
            before = received.get(file["source"], {"rows": 0})["rows"]
            received[file["source"]] = {**file, "rows": before + file["rows"]}
    sources = list(known.catalogue.sources.values())
    data = [source for source in sources if source.role is Role.DATA]
    absent = [source.title for source in data if source.id not in received]
    return join(
        paragraph(_received_in_words(len(data), absent)),
        paragraph(
            "Ages are counted from the last day of the latest period to "
            f"{board_day(known)}. Marks count the figures of this quarter's files that are not "
            "final, or were revised."
        ),
        Table(
            "table-annex-c-sources",
            "Data sources: received, latest period and age",
            ("Source", "Received", "Latest period", "Age in days", "Rows", "Marks"),
            [_timeliness(source, received, known) for source in data],
            {"Age in days", "Rows"},
        ).html(),
        Table(
            "table-annex-c-files",
            "Other files: targets, actions and words beside the data",
            ("File", "Received", "Rows"),
            [
                [source.title, *_arrival(source, received)]
                for source in sources
                if source.role is not Role.DATA
            ],
            {"Rows"},
        ).html(),
        _without_words(known),
    )


def _without_words(known: Known) -> Html:
    """Which parts of the commentary had no words this quarter, an indicator at a time."""
    empty = without_words(known)
    if not empty:
        return paragraph("Every indicator and theme has words in each part of its commentary.")
    whole = [name for name, parts in empty.items() if len(parts) == len(PARTS)]
    some = [
        f"{name} ({list_words(parts)})" for name, parts in empty.items() if len(parts) < len(PARTS)
    ]
    told = [f"{NONE_REPORTED} on {list_words(whole)}."] if whole else []
    told += [f"No words on: {'; '.join(some)}."] if some else []
    return paragraph(" ".join(told), "without-words")


def _advice(text: str) -> Markup:
    """Advice with the placeholders that it names, told from one that was not filled in."""
    return Markup(_PLACEHOLDER.sub(r'<code class="placeholder">\1</code>', str(escape(text))))


def _received_in_words(expected: int, absent: Sequence[str]) -> str:
    if not absent:
        return f"All {expected} data sources were received for this quarter."
    return (
        f"{expected - len(absent)} of {expected} data sources were received for this quarter. "
        f"Not received: {'; '.join(absent)}."
    )


def _arrival(source: Source, received: dict[str, dict]) -> tuple[str, object]:
    file = received.get(source.id)
    return ("Yes", file["rows"]) if file else ("No", "[x]")


def _timeliness(source: Source, received: dict[str, dict], known: Known) -> list[object]:
    mine = of_source(known.observations, source, known.catalogue)
    arrived, rows = _arrival(source, received)
    if mine.empty:
        return [source.title, arrived, "[x]", "[x]", rows, "None"]
    latest = mine.sort_values(["end", "start"], kind="stable").iloc[-1]
    age = (known.info.reference_date - latest["end"].date()).days
    marked = mine.loc[mine["quarter"] == str(known.quarter), "status"]
    counts = marked[marked.isin(STATUS_SYMBOLS)].value_counts().sort_index()
    marks = list_words(f"{number} {status}" for status, number in counts.items())
    return [
        source.title,
        arrived,
        parse_period(latest["period"]).label,
        age if age >= 0 else "Not over",
        rows,
        marks or "None",
    ]


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
