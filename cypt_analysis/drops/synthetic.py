"""Whether figures say of themselves that they were made up, and for which quarters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop

NOTE = "note"
# "Synthetic" beside these is no word on figures.
_THINGS = r"phonics|pitch|turf|grass|opioid|opiate|cannabinoid|drug|estimate|material|fibre"
_FIGURES = r"figures?|data|numbers?|values?|rows?|drop|report|everything|all of it"
_MADE = r"made[- ]up(?! of\b)|invented|fictitious|fictional|dummy"
_MARK = re.compile(
    rf"\bsynthetic\b(?!\s(?:{_THINGS}))|\b(?:{_FIGURES})\b[^.;]{{0,60}}\b(?:{_MADE})\b|"
    rf"\b(?:{_MADE}) (?:{_FIGURES})\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:no|not|none|never|nothing|neither|without)\b[^.;:]*$", re.IGNORECASE)


def says_synthetic(text: str) -> bool:
    """Whether a text marks figures as made up, and does not deny it.

    >>> says_synthetic("SYNTHETIC: to test."), says_synthetic("No figure here is made up.")
    (True, False)
    """
    return any(
        not _DENIED.search(match[0]) and not _DENIED.search(text[: match.start()])
        for match in _MARK.finditer(text)
    )


def synthetic_quarters(drops: Sequence[Drop], catalogue: Catalogue) -> list[str]:
    """The quarters of the drops that mark their figures as made up: in a note, or a source."""
    sources = catalogue.sources
    return [
        str(drop.quarter)
        for drop in drops
        if any(map(says_synthetic, {*_notes(drop), *_of_sources(drop, sources)}))
    ]


def _notes(drop: Drop) -> Iterator[str]:
    yield drop.info.note
    for table in drop.tables.values():
        if NOTE in table:
            yield from map(str, table[NOTE])


def _of_sources(drop: Drop, sources: dict) -> Iterator[str]:
    for name in drop.tables:
        if name in sources:
            yield from (sources[name].title, sources[name].producer)
