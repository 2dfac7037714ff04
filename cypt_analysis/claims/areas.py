"""The areas that a text names, and the words that tie a number to one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cypt_analysis.ground.key import NEIGHBOURS

BEFORE_AREA = re.compile(r"\)?\s*(?:in|for|across|at)\s+")
AFTER_AREA = re.compile(
    r"(?:'s|’s|s'|'|’)?\s*(?:averaged?|figure|rate|value)?\s*(?:of (?:that|the) time)?\s*"
    r"(?:rate\s)?(?:\(|,|:|at|of|was|is|was at|stood at|with|on)?\s*(?:of |the |at )?"
)
_OTHER_NAMES = (
    ("England", re.compile(r"\b(?:nationally|the national average)\b", re.IGNORECASE)),
    (NEIGHBOURS, re.compile(
        r"\b(?:our |the |its )?(?:nearest )?(?:statistical |comparator )?(?:neighbours|"
        r"comparators)(?:'|’)?(?: average)?",
        re.IGNORECASE,
    )),
)  # fmt: skip


def areas_in(text: str, areas: Sequence[str]) -> list[tuple[int, int, str]]:
    """The areas that a text names: where each begins and ends, and its name, in their order.

    >>> areas_in("Above England and our neighbours.", ("England",))
    [(6, 13, 'England'), (18, 32, 'Statistical neighbours')]
    """
    found = [(m.start(), m.end(), m["name"]) for m in _named(tuple(areas)).finditer(text)]
    for name, pattern in _OTHER_NAMES:
        found += [(m.start(), m.end(), name) for m in pattern.finditer(text)]
    return sorted(found)


@lru_cache(maxsize=8)
def _named(areas: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(areas, key=len, reverse=True)
    names = "|".join(re.escape(each) for each in longest) or "(?!)"
    return re.compile(rf"\b(?:the )?(?P<name>{names})\b")
