"""What one owner's form says and asks: figures, chart and findings, last words, what to fill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from cypt_analysis.catalogue import Indicator
from cypt_analysis.charts import draw
from cypt_analysis.ground.claim import asked, worst_first
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of
from cypt_analysis.words.commentary import SECTIONS
from cypt_analysis.words.marked import not_shown
from cypt_analysis.words.reading import plain, read
from cypt_analysis.words.sentences import change_sentences
from cypt_analysis.words.wording import measure_name, moved_words, printed

_NONE = "None"


@dataclass(frozen=True)
class Task:
    """An action as the form shows it: what names it, what is known of it, its progress, its end."""

    action: str
    owner: str
    due: str
    progress: str
    done: str


@dataclass(frozen=True)
class Asked:
    """One indicator of a form.

    ``figures`` are rows of measure, period, value, how it moved and its status; ``findings`` are
    sentences; ``last`` and ``now`` are words by section; ``faults`` are what the data say against
    those that stand there now.
    """

    id: str
    name: str
    figures: tuple[tuple[str, ...], ...]
    findings: tuple[str, ...]
    chart: str
    alt: str
    last: Mapping[str, str]
    now: Mapping[str, str]
    faults: tuple[str, ...]
    actions: tuple[Task, ...]


@dataclass(frozen=True)
class Form:
    """One owner's form for a quarter."""

    quarter: str
    title: str
    owner: str
    words_due: str
    asked: tuple[Asked, ...]


def forms_of(known: Known, last: Known | None) -> list[Form]:
    """The forms of a quarter, one an owner, in the order of the catalogue."""
    owners: dict[str, list[Indicator]] = {}
    for indicator in known.catalogue.indicators.values():
        owners.setdefault(indicator.owner, []).append(indicator)
    day = known.info.words_due
    due = format_date(day) if day else "No day is named"
    return [
        Form(
            str(known.quarter), f"{known.settings.title}: {known.quarter.title}", owner, due,
            tuple(_asked(known, last, each) for each in mine),
        )
        for owner, mine in owners.items()
    ]  # fmt: skip


def _asked(known: Known, last: Known | None, indicator: Indicator) -> Asked:
    svg, alt = _chart(known, indicator)
    measures = [(indicator.path(each), each) for each in indicator.measure]
    new = [(path, each) for path, each in measures if path in known.judged.index]
    file = known.commentary_file(indicator.id)
    faults = [
        f"'{each.printed}' in: {each.sentence} {each.data} {each.suggestion}".strip()
        for each in worst_first(asked(known.claims))
        if each.file == file and each.needs_mending
    ]
    return Asked(
        indicator.id, indicator.heading, tuple(_figures(known, indicator)),
        tuple(change_sentences(known, new)), svg, alt, _sections(last, indicator.id),
        written(known.commentary.get(indicator.id, "")), tuple(faults),
        tuple(_tasks(known, indicator.id)),
    )  # fmt: skip


def _figures(known: Known, indicator: Indicator) -> Iterator[tuple[str, ...]]:
    rows = known.judged[known.judged["indicator"] == indicator.id]
    for path, row in rows.iterrows():
        hidden = not_shown(known, str(path))
        yield (
            measure_name(indicator, row),
            span_of(row).label,
            hidden or printed(known.facts, row),
            moved_words(known, str(path)) or "Nothing to compare with",
            str(row["verdict"]),
        )


def _chart(known: Known, indicator: Indicator) -> tuple[str, str]:
    for chart in indicator.chart:
        figure = draw(known, indicator, chart.id)
        if figure is not None:
            return figure.drawings.wide, figure.alt
    return "", ""


def _sections(known: Known | None, name: str) -> dict[str, str]:
    """The words of a quarter as they were read by the Board, by section."""
    text = known.commentary.get(name, "") if known is not None else ""
    if known is None or not text:
        return {}
    reading = read(text, known.facts)
    return {each: reading.said(each) for each in SECTIONS if reading.said(each)}


def written(text: str) -> dict[str, str]:
    """The words of a text as they were written, by section.

    >>> written("## Issues\\n\\nNone.\\n\\n## Summary\\n")
    {'Issues': 'None.'}
    """
    found: dict[str, str] = {}
    section = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith("## "):
            section = line[3:].strip()
        elif section:
            found[section] = f"{found.get(section, '')}{line}\n"
    return {name: words.strip() for name, words in found.items() if words.strip()}


def _tasks(known: Known, name: str) -> Iterator[Task]:
    mine = (
        known.actions[known.actions["indicator"] == name] if len(known.actions) else known.actions
    )
    for row in mine.to_dict("records"):
        yield Task(
            plain(str(row["action"])).text,
            str(row.get("owner") or _NONE),
            _day(row.get("due")) or str(row.get("due_as_stated") or _NONE),
            str(row.get("progress") or ""),
            _day(row.get("done")),
        )


def _day(value: object) -> str:
    return format_date(value.date()) if isinstance(value, pd.Timestamp) else ""
