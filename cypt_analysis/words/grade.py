"""How hard a text is to read: the grade of Flesch and Kincaid."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*|\d[\d,./%]*")
_VOWELS = re.compile(r"[aeiouy]+")
# A full stop ends a sentence where a space or nothing follows, so that none within a number does.
_END = re.compile(r"[.!?]+(?=\s|$)")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^aeioutdy]ed|[^laeiouy]e)$")


def grade(text: str) -> float:
    """The US school grade at which a text is read with ease, nought for an empty one.

    0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid, Fishburne, Rogers and
    Chissom, 1975, Naval Technical Training Command, report 8-75). Syllables are counted by groups
    of vowels; a number is one word of one syllable, as the eye takes it at once.

    >>> round(grade("The cat sat on the mat."), 2)
    -1.45
    >>> grade("")
    0.0
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(len(_END.findall(text.strip())), 1)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """How many syllables a word has, one at least.

    >>> [syllables(word) for word in ("children", "protection", "missed", "rate", "24%")]
    [2, 3, 1, 1, 1]
    """
    plain = word.casefold()
    if not plain[:1].isalpha():
        return 1
    groups = len(_VOWELS.findall(plain))
    return max(groups - bool(_SILENT.search(plain)), 1)
