"""What stands together in a file of an edition, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Record:
    """A line of text of a file; ``anchor`` is the id of the heading that it stands below.

    Where a heading has none, ``anchor`` is what it says. ``cells`` are those of a row of a table,
    where it is one, and ``heads`` what stands over each. ``naming`` tells names and properties,
    which stand below nothing: they say themselves what they are about.
    """

    file: str
    text: str
    anchor: str = ""
    cells: tuple[str, ...] = ()
    naming: bool = False
    heads: tuple[str, ...] = ()


def heads_over(table: Any, row: Any, *cells: str) -> tuple[str, ...]:
    """What stands in the first row of a table, of which ``row`` is another."""
    first = next(table.iter("tr", "{*}tr"), row)
    return () if first is row else tuple(spoken(cell) for cell in first.iter(*cells))


def spoken(node: Any) -> str:
    """The words of an element and of all within it."""
    return " ".join(" ".join(node.itertext()).split())
