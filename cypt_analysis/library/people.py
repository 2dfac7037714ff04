"""What counts of people are called."""

from __future__ import annotations

import re
from functools import lru_cache

from cypt_analysis.library.files import read_data

_FILE = "people.toml"


@lru_cache(maxsize=1)
def people() -> str:
    """A pattern of the nouns of people; not of one that says whose something is.

    >>> re.search(people(), "a children's centre and a family hub") is None
    True
    """
    words = read_data(_FILE)
    several, one = ("|".join(words[name]) for name in ("plural", "singular"))
    return rf"\b(?:(?:{several})\b(?!['’])|(?:{one})\b(?![-'’]| \w))"


def counts_people(unit: str) -> bool:
    """Whether a unit is one of people, by whom a child could be known.

    >>> counts_people("young people"), counts_people("child"), counts_people("children's centre")
    (True, True, False)
    """
    return re.search(people(), unit, re.IGNORECASE) is not None


def counts_none(unit: str) -> bool:
    """Whether a unit is known to be none of people; whatever is not known may be.

    >>> [counts_none(unit) for unit in ("children's centre", "visits per month", "adopters", "")]
    [True, True, False, False]
    """
    return _last_is_of(unit, "none")


def counts_no_child(words: str) -> bool:
    """Whether words beside a number say that it counts no child: staff, files, or none at all.

    >>> counts_no_child("social workers"), counts_no_child("young people")
    (True, False)
    """
    return counts_none(words) or _last_is_of(words, "work")


def _last_is_of(unit: str, kind: str) -> bool:
    words = unit.lower().split(" per ")[0].split()
    last = words[-1] if words else ""
    singular = {last, last.removesuffix("s"), f"{last.removesuffix('ies')}y"}
    return not singular.isdisjoint(read_data(_FILE)[kind])
