"""The numbers in a text, as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable

NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")


def numbers(text: str) -> list[str]:
    """Numbers with their grouping, decimals and per cent sign; signs and units are words.

    >>> numbers("Up 1.3 percentage points to 2,070, or 73%.")
    ['1.3', '2,070', '73%']
    """
    return NUMBER.findall(text)


def without(text: str, words: Iterable[str]) -> str:
    """A text without certain words where they stand whole, the longest first."""
    ordered = sorted(set(words), key=len, reverse=True)
    if not ordered:
        return text
    return re.sub(rf"(?<![\w.])(?:{'|'.join(map(re.escape, ordered))})(?![\w%])", " ", text)
