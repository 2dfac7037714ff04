"""The names of measures in so many words, in a sentence: what stands in a name states nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NEVER = re.compile(r"(?!)")
_FEWEST = 3
_JOINING = frozenset({"a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with"})


def initials_of(name: str) -> frozenset[str]:
    """What the words of a name that follow each other may be shortened to.

    >>> sorted(initials_of("Children in need"))
    ['cin']
    """
    words = re.findall(r"[A-Za-z]\w*", name.lower())
    found = set()
    for kept in (words, [each for each in words if each not in _JOINING]):
        letters = "".join(each[0] for each in kept)
        size = len(letters)
        found |= {letters[a:b] for a in range(size) for b in range(a + _FEWEST, size + 1)}
    return frozenset(found)


def called_as(names: Iterable[str]) -> re.Pattern[str]:
    """What finds names of several words, whether their lists are joined by "and" or by "or".

    >>> called_as(["Slips, trips and falls"]).search("26 were slips, trips or falls.")[0]
    'slips, trips or falls'
    """
    split = {tuple(re.findall(r"[\w'’-]+", name.lower())) for name in names}
    rows = [tuple(w for w in words if w not in ("and", "or")) for words in split]
    long = sorted({row for row in rows if len(row) >= _FEWEST}, key=len, reverse=True)
    texts = [r"[ ,]+(?:and |or )?".join(map(re.escape, row)) for row in long]
    return re.compile(rf"\b(?:{'|'.join(texts)})\b", re.IGNORECASE) if texts else _NEVER
