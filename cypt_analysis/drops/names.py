"""Names of categories and areas, as the cells of a text column hold them."""

from __future__ import annotations

from cypt_analysis.ground.safe_text import slug

_LONGEST = 150


def name_fault(name: str) -> tuple[str, str] | None:
    """What is wrong with a name that figures are to be known by, and what to do.

    >>> name_fault("***")
    ('It has no letter or digit of the Latin alphabet.', 'Write a name that can be read aloud.')
    >>> name_fault("St Mary's") is None
    True
    """
    if len(name) > _LONGEST:
        found = f"It has {len(name)} characters."
        return found, f"A name has {_LONGEST} at most. Is it a note? Shorten it."
    if not slug(name):
        found = "It has no letter or digit of the Latin alphabet."
        return found, "Write a name that can be read aloud."
    return None
