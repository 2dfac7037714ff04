"""Rows whose names are ranges, as ages are: "under 5" is made of "under 1" and "1 to 4"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from cypt_analysis.disclosure.counts import Line, Table
from cypt_analysis.drops.names import is_total

Range = tuple[float, float]
_END = float("inf")
_UNIT = r"(?:\s*(?:years?|yrs?|months?|weeks?|days?)(?:\s+(?:old|olds|of age))?)?"
_FORMS = (
    rf"(?:under|below|less than|<)\s*(\d+){_UNIT}",
    rf"(\d+){_UNIT}\s*(?:to|-|–|—)\s*(\d+){_UNIT}",
    rf"(\d+){_UNIT}\s*(?:\+|(?:and|or)\s+(?:over|above|older|more))",
    rf"(?:over|above|more than|>)\s*(\d+){_UNIT}",
    rf"(\d+){_UNIT}",
)
# Those of them that may stand among other words, and that others of the same words are inside.
_OPEN = tuple(
    re.compile(rf"(?<!\w)(?:{form})(?!\w)")
    for form in (_FORMS[0], _FORMS[2], _FORMS[3], rf"(?:within|in|up to|w)\s*(\d+){_UNIT}")
)
_ABOUT = re.compile(r"^(?:ages?|aged|those|children|young people)\s+", re.IGNORECASE)
# So many ways of making a range of others are looked at: those of the fewest rows.
_WAYS = 20
# Of fewer ranges none is made of others.
_FEWEST = 3


def range_of(name: str) -> Range | None:
    """The first and last whole number of a name; None where it is no range.

    >>> [range_of(each) for each in ("Under 5", "aged 5 to 9 years", "16+", "over 15", "Oak")]
    [(0, 4), (5, 9), (16, inf), (16, inf), None]
    """
    text = _ABOUT.sub("", name.strip())
    for number, form in enumerate(_FORMS):
        found = re.fullmatch(form, text, re.IGNORECASE)
        if found is not None:
            ends = [int(each) for each in found.groups()]
            return (
                (0, ends[0] - 1), (ends[0], ends[-1]), (ends[0], _END), (ends[0] + 1, _END),
                (ends[0], ends[0]),
            )[number]  # fmt: skip
    return None


def range_in(text: str) -> tuple[str, Range] | None:
    """What a name says beside a range up to or from a number, and the range; None without one.

    >>> range_in("assessed within 45 days")
    ('assessed #', (0, 45))
    >>> range_in("year 9") is None
    True
    """
    for pattern in _OPEN:
        if (found := pattern.search(text)) is not None:
            told = range_of(found[0])
            number = int(found[1])
            return pattern.sub("#", text, count=1), told or (0, number)
    return None


def sums_by_names(
    inside: Table, outside: Sequence[Line], periods: Sequence[str], about: str
) -> Iterator[tuple[list[Line], Line]]:
    """Rows of a breakdown ``about`` something, and a row or a line ``outside`` that they make.

    Their names say so, and so do their numbers in all of ``periods``.
    """
    ranges = {label: each for label in inside if (each := range_of(label)) is not None}
    if len(ranges) < _FEWEST:
        return
    every = min(low for low, _ in ranges.values()), max(high for _, high in ranges.values())
    wholes = {label: every for label in inside if label not in ranges and is_total(label, [about])}
    for whole, names in made_of({**ranges, **wholes, "": every}):
        parts = [inside[each] for each in names]
        for line in [inside[whole]] if whole else outside if periods else []:
            if all(each in line and _fits(parts, line, each) for each in periods):
                yield parts, line


def _fits(parts: Sequence[Line], whole: Line, period: str) -> bool:
    return sum(each[period].value for each in parts) == whole[period].value


def made_of(ranges: Mapping[str, Range]) -> Iterator[tuple[str, list[str]]]:
    """Each range that others make without a gap, with these; the fewest first.

    >>> list(made_of({"Under 5": (0, 4), "Under 1": (0, 0), "1 to 4": (1, 4), "5 to 9": (5, 9)}))
    [('Under 5', ['Under 1', '1 to 4'])]
    """
    for whole, (first, last) in ranges.items():
        inside = {
            name: each
            for name, each in ranges.items()
            if name != whole and first <= each[0] and each[1] <= last and each != (first, last)
        }
        ways = sorted(islice(_ways(inside, first, last), _WAYS), key=len)
        yield from ((whole, way) for way in ways)


def _ways(inside: Mapping[str, Range], first: float, last: float) -> Iterator[list[str]]:
    """The names that follow each other from the first number to the last."""
    for name, (low, high) in inside.items():
        if low == first and high == last:
            yield [name]
        elif low == first:
            yield from ([name, *rest] for rest in _ways(inside, high + 1, last))
