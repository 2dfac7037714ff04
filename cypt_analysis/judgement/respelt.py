"""Names that a drop spells otherwise than the drops before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.names import categories
from cypt_analysis.ground.findings import REVIEW, Finding
from cypt_analysis.ground.safe_text import slug


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
