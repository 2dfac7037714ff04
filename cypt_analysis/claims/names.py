"""The names of measures in so many words, in a sentence: what stands in a name states nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NEVER = re.compile(r"(?!)")
_FEWEST = 3


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
