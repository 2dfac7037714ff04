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
