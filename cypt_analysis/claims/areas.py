"""The areas that a text names, and the words that tie a number to one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.quarter import MONTHS

BEFORE_AREA = re.compile(r"\)?\s*(?:in|for|across|at)\s+")
AFTER_AREA = re.compile(
    r"(?:'s|’s|s'|'|’)?\s*(?:averaged?|figure|rate|value)?\s*(?:of (?:that|the) time)?\s*"
    r"(?:rate\s)?(?:\(|,|:|at|of|was|is|was at|stood at|with|on|has|had)?\s*(?:of |the |at )?"
)
# What an area is named for only to compare with it: "above England", "as in Bristol".
_COMPARING = re.compile(
    r"\b(?:than|below|above|against|unlike|like|behind|ahead of|with|to|as (?:in|for)|from|on)\b"
    r"[^,;:.]{0,40}$",
    re.IGNORECASE,
)
_OWN_AFTER = re.compile(r"\s*(?:,\s*(?:at|with|on)|:)\s*(?:of |the |at )?", re.IGNORECASE)
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
# "In Bristol, …", "the rate of England …", or the area as the subject of its clause.
_PLACED = re.compile(r"\b(?:in|for|across|at|of)\s+$", re.IGNORECASE)
_OPENS = re.compile(r"(?:^|[,;:(]|\b(?:while|whereas|that|where|but))\s*$", re.IGNORECASE)
_TURNS = re.compile(
    r"[;:]|\b(?:and|but|while|whereas|though|although|so|which|who|our|we|us|ours|here|local\w*)\b",
    re.IGNORECASE,
)
_OTHER_NAMES = (
    ("England", re.compile(r"\b(?:nationally|the national average)\b", re.IGNORECASE)),
    (NEIGHBOURS, re.compile(
        r"\b(?:our |the |its )?(?:nearest )?(?:statistical |comparator )?(?:neighbours|"
        r"comparators)(?:'|’)?(?: average)?",
        re.IGNORECASE,
    )),
)  # fmt: skip


def is_tied(behind: str, between: str) -> bool:
    """Whether a number is an area's, by the text before the area and that from it to the number.

    >>> is_tied("In ", ", the rate was "), is_tied("Above ", ", our rate was ")
    (True, False)
    """
    compared = _COMPARING.search(behind)
    if AFTER_AREA.fullmatch(between):
        return not (compared and _OWN_AFTER.fullmatch(between))
    placed = _PLACED.search(behind) or (_OPENS.search(behind) and "," not in between)
    return bool(placed) and not compared and not _TURNS.search(between)


def areas_in(text: str, areas: Sequence[str]) -> list[tuple[int, int, str]]:
    """The areas that a text names: where each begins and ends, and its name, in their order.

    >>> areas_in("Above England and our neighbours.", ("England",))
    [(6, 13, 'England'), (18, 32, 'Statistical neighbours')]
    """
    found = [(m.start(), m.end(), m["name"]) for m in _named(tuple(areas)).finditer(text)]
    for name, pattern in _OTHER_NAMES:
        found += [(m.start(), m.end(), name) for m in pattern.finditer(text)]
    return sorted(found)


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
