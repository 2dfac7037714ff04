"""Names of areas, schools and categories that are one but for their spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable

# In a shorter word a letter makes another word.
_SHORTEST_SLIP = 5


def did_you_mean_name(name: str, known: Iterable[str]) -> str:
    """A suggestion for the name of an area, a school or a part of a breakdown, or nothing."""
    close = nearest_name(name, known)
    return f" Did you mean '{close}'?" if close else ""


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that is the same but for its spelling; None where none or several are.

    Names have the same words, in any order and each at most a slip of the pen apart, small words
    and what kind of place it is left out; their first words agree. Another place is never named,
    however alike: whoever followed it would file one area's figures under another.

    >>> nearest_name("Northmere, City of", ["Kingsmere upon Test, City of", "Northmere"])
    'Northmere'
    >>> nearest_name("Nothmere & Vale", ["Vale", "Northmere and Vale"])
    'Northmere and Vale'
    """
    wanted, led = _telling_words(name), _begins_with_kind(name)
    found = [
        each
        for each in dict.fromkeys(known)
        # "City of X" may be a part of a region called X; "X, City of" is not.
        if _same_words(wanted, _telling_words(each)) and (not led or _has_kind(each))
    ]
    exact = [each for each in found if _telling_words(each) == wanted]
    close = exact or found
    return close[0] if len(close) == 1 else None


# Words that tell no name from another: joining words, and kinds of place.
_JOINING = frozenset({"and", "the", "of", "in", "upon", "on"})


_KINDS = frozenset(
    {"city", "county", "borough", "district", "royal", "metropolitan", "unitary", "authority",
     "council", "cc", "mbc", "lb", "ua"}
)  # fmt: skip


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"['’]", "", name.casefold()))


def _telling_words(name: str) -> list[str]:
    words = _words(name)
    return [word for word in words if word not in _JOINING | _KINDS] or words


def _begins_with_kind(name: str) -> bool:
    return _words(name)[:1] != [] and _words(name)[0] in _KINDS


def _has_kind(name: str) -> bool:
    return not _KINDS.isdisjoint(_words(name))


def _same_words(wanted: list[str], known: list[str]) -> bool:
    """Whether names have the same words, in any order, the first of each among them alike."""
    if len(wanted) != len(known) or not wanted:
        return False
    if not (_alike(wanted[0], known[0]) or sorted(wanted) == sorted(known)):
        return False
    left = list(known)
    for word in wanted:
        match = next((each for each in left if _alike(word, each)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _alike(word: str, other: str) -> bool:
    """Whether two words are one with a slip: a letter too many or too few, or two swapped.

    Another letter makes another name too often: two English counties differ by one.
    """
    if word == other:
        return True
    if word[:1] != other[:1]:
        return False
    short, long = sorted((word, other), key=len)
    if len(long) == len(short) + 1 and len(short) >= _SHORTEST_SLIP:
        return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
    return len(long) == len(short) and any(
        word[:place] + word[place + 1] + word[place] + word[place + 2 :] == other
        for place in range(len(word) - 1)
    )
