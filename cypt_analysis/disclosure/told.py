"""Sums that the catalogue declares, and those of numbers that were received as confidential."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.disclosure.counts import AREA, COLUMN, Line, Table
from cypt_analysis.disclosure.kin import Kin, kin
from cypt_analysis.disclosure.sums import FEW
from cypt_analysis.drops.names import is_total

# Of the whole of rows that are not known so little for each is left.
_LITTLE = 10


def of_guessed(
    name: str, inside: Table, outside: Sequence[Line], period: str
) -> Iterator[tuple[list[Line], Line, bool]]:
    """Sums with numbers that were received as confidential: these are what is left of a whole.

    Sure is a whole by its name. Any other may be one where little is left of it.
    """
    lines = list(inside.values())
    part = lines[0][period]
    total = [line for label, line in inside.items() if name != COLUMN and is_total(label, [name])]
    beside = [line for line in outside if period in line]
    total += [line for line in beside if kin(line[period], part, name) is Kin.TOTAL]
    for whole in (*lines, *beside):
        others = [line for line in lines if line is not whole]
        sizes = {2, 3} if len(others) <= FEW else set()
        for size in sorted({*sizes, len(others)}):
            for parts in combinations(others, size) if size > 1 else ():
                unknown = sum(line[period].guessed for line in parts)
                known = sum(line[period].value for line in parts if not line[period].guessed)
                left = whole[period].value - known
                sure = size == len(others) and any(whole is each for each in total)
                if unknown and (sure or unknown <= left <= _LITTLE * unknown):
                    yield list(parts), whole, sure


def made_of(
    catalogue: Catalogue,
) -> tuple[list[list[tuple[str, int]]], frozenset[frozenset[str]]]:
    """The sums over measures that the catalogue declares, each with the sign of every measure, and
    the measures of which somebody says that they are no sum."""
    said, denied = [], set()
    for name, entry in catalogue.indicators.items():
        for measure in entry.measure:
            for each in measure.made_of:
                names = [one.removeprefix("-") for one in each.of]
                signs = [-1 if one.startswith("-") else 1 for one in each.of]
                if each.denied_by:
                    denied.add(frozenset([f"{name}.{measure.id}", *names]))
                else:
                    said.append([*zip(names, signs, strict=True), (f"{name}.{measure.id}", -1)])
    return said, frozenset(denied)


def wholes_of(by: str | None, source: Any) -> set[str]:
    """The rows that a source calls the whole of others by a column."""
    return {each.row for each in getattr(source, "totals", ()) if each.row and each.over == by}


def declared(
    name: str, line: Line, sources: Mapping[str, Any], *, complete: bool = True
) -> list[tuple[str, frozenset[str]]]:
    """The rows that the catalogue calls the whole of others, and of which; empty: of all.

    Those of a whole that is not ``complete`` may leave some of it.
    """
    part = next(iter(line.values()))
    return [
        (total.row, frozenset(total.of))
        for total in getattr(sources.get(part.source), "totals", ())
        if total.row
        and total.over == ("area" if name == AREA else name)
        and total.complete is complete
        and part.column in total.parts
    ]
