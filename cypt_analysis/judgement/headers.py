"""Columns that came or went between two releases of one file: told with the drop that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.findings import REVIEW, Finding, list_words

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
