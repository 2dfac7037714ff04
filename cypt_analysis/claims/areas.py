"""The areas and other places that a text names, and what else it calls by another name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.quarter import MONTHS

# Times and labels, which begin with a capital and are no places.
_LABELS = (
    "Spring|Summer|Autumn|Winter|Christmas|Easter|Year|Phase|Level|Stage|Key|Band|Tier|Group|"
    "Table|Annex|Figure|Chart|Section|Appendix|Part"
)
_TIMES = "|".join([*MONTHS, _LABELS])
_NAME = rf"(?!(?:{_TIMES})\b)[A-Z][a-z][\w'’-]*(?: (?:(?:upon|on|and|&) )?[A-Z][a-z][\w'’-]*)*"
# Where another place is named, known or not: "in X", "than X", "only X", "X and Y were".
_ANY_PLACE = re.compile(
    rf"(?:\b(?:[Ii]n|[Tt]han(?: in| for)?|[Oo]nly|[Uu]nlike) (?P<beside>{_NAME})|"
    rf"^(?P<several>{_NAME} and {_NAME})(?= (?:is|are|was|were|has|have|had)\b))"
)
_OTHER_NAMES = (
    ("England", re.compile(
        r"\b(?:nationally|nationwide|across the country|(?:the |a )?(?:national|English) "
        r"(?:average|mean|median|rate|figure|one|level|picture|position|norm|share|proportion|"
        r"percentage|total|count|number|value|result|performance|trend|(?=£?\d))|"
        r"the country(?! (?:of|house|park|side)))(?!\w)",
        re.IGNORECASE,
    )),
    (NEIGHBOURS, re.compile(
        r"\b(?:our |the |its )?(?:nearest |closest )?(?:statistical[- ]|comparator )?(?:neighbours|"
        r"comparators|neighbour(?= (?:average|mean|median)))(?:'|’)?(?: (?:average|mean|median))?|"
        r"\b(?:the |our )?SNs?(?: average)?\b|"
        r"\b(?:the |our )?(?:neighbouring|comparable|comparator|similar) (?:authorities|councils|"
        r"areas)\b|\b(?:the |our )(?:statistical )?neighbour average\b",
        re.IGNORECASE,
    )),
)  # fmt: skip


_REGION = re.compile(
    r"\bregionally\b|\b(?:the|our|its) region(?:al (?:average|mean|rate|figure|one|level))?\b",
    re.IGNORECASE,
)
# "Every neighbour" is each of them, where "neighbours" is their mean.
EVERY = "every neighbour"
_EVERY = re.compile(
    r"\b(?:every|each|any|no|all)(?: (?:other|one|of|our|ten|the))* (?:statistical )?neighbours?\b"
    r"(?:['’]s)?", re.IGNORECASE,
)  # fmt: skip


class Alias(NamedTuple):
    """Another name with what is meant by it, which is an area or some words."""

    pattern: re.Pattern[str]
    means: str
    area: str = ""


def areas_in(text: str, areas: Sequence[str], region: str = "") -> list[tuple[int, int, str]]:
    """The areas that a text names: where each begins and ends, and its name, in their order.

    >>> areas_in("Above England and our neighbours.", ("England",))
    [(6, 13, 'England'), (18, 32, 'Statistical neighbours')]
    """
    full = _short_names(tuple(areas))
    found = [
        (m.start(), m.end(), full.get(m["name"], m["name"]))
        for m in _named((*areas, *full)).finditer(text)
    ]
    others = [(EVERY, _EVERY), *_OTHER_NAMES, *([(region, _REGION)] if region else [])]
    for name, pattern in others:
        found += [(m.start(), m.end(), name) for m in pattern.finditer(text)]
    return sorted(found, key=lambda each: (each[0], -each[1]))


@lru_cache(maxsize=8)
def _short_names(areas: tuple[str, ...]) -> dict[str, str]:
    """The areas by how they are spoken of."""
    full = {short_name(each): each for each in areas}
    firsts = [each.split(" ")[0].split("-")[0] for each in areas]
    # "Kingston" of "Kingston upon Thames", where no other begins so.
    return full | {
        first: each for first, each in zip(firsts, areas, strict=True)
        if firsts.count(first) == 1 and re.search(r" (?:upon|on|and) |-", each) and len(first) > 3
    }  # fmt: skip


def short_name(area: str) -> str:
    """An area as it is spoken of.

    >>> short_name("Bristol, City of")
    'Bristol'
    """
    return area.partition(", ")[0]


def places_in(text: str) -> list[tuple[int, int, str]]:
    """What a text names as other places are named, known or not: begin, end, and the name.

    >>> places_in("Only Hull was higher than in May.")
    [(5, 9, 'Hull')]
    """
    found = []
    for match in _ANY_PLACE.finditer(text):
        group = "beside" if match["beside"] else "several"
        found.append((match.start(group), match.end(group), match[group]))
    return found


@lru_cache(maxsize=8)
def _named(areas: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(areas, key=len, reverse=True)
    names = "|".join(re.escape(each) for each in longest) or "(?!)"
    return re.compile(rf"\b(?:the )?(?P<name>{names})\b")


def called_in(text: str, aliases: tuple[Alias, ...]) -> Iterator[tuple[int, int, Alias]]:
    """The other names that stand in a text: where each begins and ends."""
    for alias in aliases:
        yield from ((match.start(), match.end(), alias) for match in alias.pattern.finditer(text))
