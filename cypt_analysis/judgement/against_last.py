"""What a drop tells otherwise than those before it: columns, spellings, actions and risks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.names import categories
from cypt_analysis.ground.findings import REVIEW, Finding, list_words
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.safe_text import quoted, slug

# So many names are written out.
_SHOWN = 12
_ADVICE = (
    "What is read of it is found by its names. See whether a column of ours means another now."
)


def changed_headers(drops: Sequence[Drop], catalogue: Catalogue) -> list[Finding]:
    """Points to review, one for the columns that came and one for those that went, a source.

    The last drop's file is held against that of the newest earlier drop that had one, so each
    change is told once: in the report of the drop in which it shows.
    """
    *earlier, last = drops
    return [
        found
        for source in catalogue.sources
        if (now := header_of(last, source))
        for found in _changes(source, now, earlier, last)
    ]


def header_of(drop: Drop, source: str) -> tuple[str, ...]:
    """The columns of the file in which a source came, where it came in a shape of its own."""
    shown = drop.file_of(source)
    return next((file.header for file in drop.files if file.path == shown), ())


def _changes(
    source: str, now: tuple[str, ...], earlier: Sequence[Drop], last: Drop
) -> Iterator[Finding]:
    before = next((drop for drop in reversed(earlier) if header_of(drop, source)), None)
    if before is None:
        return
    then = header_of(before, source)
    for names, word in (
        ([each for each in now if each not in then], "new"),
        ([each for each in then if each not in now], "gone"),
    ):
        if names:
            listed = list_words([f"'{each}'" for each in names[:_SHOWN]])
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            are = "are" if len(names) > 1 else "is"
            found = f"{listed}{more} {are} {word} since the file of {before.quarter}."
            yield Finding(last.file_of(source), 1, found, _ADVICE, REVIEW, "header")


def respelt(drops: Sequence[Drop], catalogue: Catalogue) -> Iterator[Finding]:
    """Points to review: categories of the last drop that an earlier one spelt in another way."""
    drop = drops[-1]
    for source in catalogue.sources.values():
        for column in categories(source, catalogue):
            before: dict[str, tuple[str, Drop]] = {}
            for earlier in drops[:-1]:
                before |= {
                    word: (name, earlier) for word, name, _ in _names(earlier, source, column)
                }
            for word, name, row in _names(drop, source, column):
                known, where = before.get(word, (name, drop))
                if known != name:
                    found = f"{column} is '{name}', and '{known}' in {where.quarter}."
                    advice = "It is taken for one, spelt in two ways. Is it the same?"
                    file = drop.file_of(source.id)
                    yield Finding(file, row, found, advice, REVIEW, "spelling")


def _names(drop: Drop, source: Source, column: str) -> Iterator[tuple[str, str, int]]:
    """The names of a column, each with its slug and the first row that it stands in."""
    table = drop.tables.get(source.id)
    if table is not None and column in table:
        first = table[table[column] != ""].drop_duplicates(column)
        for row, name in first[column].items():
            yield slug(name), name, int(row)


_DUE, _STATED, _REVIEWED, _DONE = "due", "due_as_stated", "reviewed", "done"


def carried_over(drop: Drop, last: Drop | None, catalogue: Catalogue) -> Iterator[Finding]:
    """Points to review: open actions of the last drop that are gone, risks not reviewed since."""
    if last is None:
        return
    for source in catalogue.sources.values():
        if source.role is Role.ACTIONS:
            yield from _gone(drop, last, source)
        elif source.role is Role.RISKS:
            yield from _not_reviewed(drop, last, source)


def _rows(drop: Drop, source: Source) -> dict[tuple[str, ...], tuple[int, dict]]:
    """A source's rows with their numbers, by what they are about and what names them."""
    table = drop.tables.get(source.id)
    if table is None:
        return {}
    keys = list(dict.fromkeys(["indicator", *source.keys]))
    records = zip(table.index, dicts_of(table), strict=True)
    return {
        tuple(" ".join(str(record[key]).split()) for key in keys): (int(row), record)
        for row, record in records
        if all(key in record for key in keys)
    }


def _gone(drop: Drop, last: Drop, source: Source) -> Iterator[Finding]:
    now = _rows(drop, source)
    for key, (_, record) in _rows(last, source).items():
        if key in now or isinstance(record.get(_DONE), pd.Timestamp):
            continue
        indicator, *names = key
        named = quoted(" ".join(name for name in names if name != indicator))
        found = f"{indicator}: '{named}' ({_due(record)}) was in {last.quarter} and is gone."
        advice = "Say what became of it, or put it back."
        yield Finding(drop.file_of(source.id), None, found, advice, REVIEW, "action_gone")


def _due(record: dict) -> str:
    day, stated = record.get(_DUE), str(record.get(_STATED) or "")
    if isinstance(day, pd.Timestamp):
        return f"due {format_date(day.date())}"
    return f"due {stated}" if stated else "without a due date"


def _not_reviewed(drop: Drop, last: Drop, source: Source) -> Iterator[Finding]:
    before = _rows(last, source)
    for key, (row, record) in _rows(drop, source).items():
        day = record.get(_REVIEWED)
        known = before.get(key)
        if known is None or not isinstance(day, pd.Timestamp) or known[1].get(_REVIEWED) != day:
            continue
        when = format_date(day.date())
        found = f"'{quoted(key[-1])}' was reviewed on {when}, as {last.quarter} said."
        advice = "Has it been reviewed since? Give the new date, or say in the words why not."
        yield Finding(drop.file_of(source.id), row, found, advice, REVIEW, "risk_not_reviewed")
