"""Texts with every way to write a whole number as its digits, and without what counts nobody.

One reading of small numbers for all texts: what people have typed, and what files say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from cypt_analysis.claims.cardinals import CARDINAL, cardinal
from cypt_analysis.ground.quarter import MONTHS

# What makes a sign of a digit, or a picture of a sign: it says no number.
_DRESS = re.compile("[\u200d\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
# A power of a unit is no number of its own.
_POWERS = re.compile(r"\b(?:k?m|cm|ft|CO)[²³₂]")
# The same sign again and again counts; and so do signs that are pictures, whichever they are.
_STROKES = re.compile(r"(?<![^\s:(>])([|•*/])(?:\1+|(?: \1)+)(?![^\s.,;)<])")
_PICTURES = re.compile("\ue000(?: ?\ue000)+")
# Some of so many: a share, which is held against every hidden one, and no two numbers of people.
_SHARE = re.compile(
    rf"\b(?P<some>\d+|{CARDINAL})(?: [a-z]+)? (?:in|out of)(?: every| each)? "
    rf"(?P<all>\d+|{CARDINAL})"
    rf"(?!\s*(?:{'|'.join(MONTHS)}|minutes|hours|days|weeks|months|terms|quarters|years)\b)",
    re.IGNORECASE,
)
_ROUND = 20
_HOLDS = re.compile(rf"\d|\b{CARDINAL}", re.IGNORECASE)
# A name of a row with its number; and what follows a number that stands for people.
_NUMBERED = re.compile(r"((?:[A-Z][a-z]+ ?){1,2}) \d")
_TELLS = r" (?:were|had|have|are|did|in|of|more|fewer)\b"
# A name that may as well be a number of people.
_BARE_NAME = re.compile(
    rf"(?:under|over|up to|below|above|or|and|to|more|less|fewer|{CARDINAL}|[\d\W])+",
    re.IGNORECASE,
)
_NUMBER = rf"(?:\d+|{CARDINAL})"
_YEARS_OLD = r"[- ]?(?:years?|months?)[- ]old"
# Ages, which classes have too, and never how many there are.
_AGE = re.compile(
    rf"(?:\b(?:aged?|ages)|(?<!last )(?<!this )(?-i:\b(?:Years?|Key Stages?)))"
    rf" (?:of |only |just )?(?:(?:under|over|about) )?"
    rf"{_NUMBER}(?:(?:,| to| and| or|[-–])"
    rf"(?: ?(?:over|under|older|younger|above|below|{_NUMBER})))*"
    rf"|\b(?:{_NUMBER}(?: to | or | and | ?[-–] ?))?{_NUMBER}(?:{_YEARS_OLD}s?\b)"
    rf"|\b(?:under|over)-?{_NUMBER}[’']?s\b|\b(?:under|over)[- ]{_NUMBER}s\b"
    rf"|(?<=\bthose )(?:under|over) {_NUMBER}\b",
    re.IGNORECASE,
)


def in_digits(text: str) -> str:
    """A text with digits of every script, numbers in a ring and tallies as plain digits.

    >>> [in_digits(each) for each in ("Late: ③, ٣", "Ⅲ", "Late: ●●●", "|||", "½ of 9 m²")]
    ['Late: 3, 3', '3', 'Late: 3', '3', '½ of 9 m²']
    """
    if not text.isascii():
        bare = _DRESS.sub("", text)
        powers = {match.end() - 1 for match in _POWERS.finditer(bare)}
        beside = zip(" " + bare, bare, strict=False)
        plain = [e if n in powers else _plain(e, last) for n, (last, e) in enumerate(beside)]
        text = "".join(plain)
        signs = "".join("\ue000" if unicodedata.category(e) == "So" else e for e in text)
        for found in reversed(list(_PICTURES.finditer(signs))):
            told = str(found[0].count("\ue000"))
            text = text[: found.start()] + told + text[found.end() :]
    return _STROKES.sub(lambda found: str(found[0].count(found[1])), text)


def _plain(sign: str, last: str) -> str:
    """A sign as a digit or a plain letter; after ``last``, of which a small one is no part."""
    number = unicodedata.numeric(sign, 0.5) if sign > "\x7f" else 0.5
    if number.is_integer():
        apart = " " if last.isalnum() and not sign.isdecimal() else ""
        return f"{apart}{number:.0f}"
    letter = sign > "\x7f" and unicodedata.category(sign)[0] == "L"
    return unicodedata.normalize("NFKC", sign) if letter else sign


def without_names(text: str, names: Iterable[str] = ()) -> str:
    """A text in which names and ages are no words: every character stays at its place.

    The 2 of the team North 2 counts nobody, nor do the 16 and 17 of those aged 16 to 17. A name
    that is a bound or a number alone may be a count: "under 5 were late" stays as it is.

    >>> without_names("North 2 had 3 aged 16 to 17; under 5 were late", ["North 2", "Under 5"])
    '_______ had 3 _____________; under 5 were late'
    """
    told = _AGE.sub(_blank, text)
    pattern = _any_of(frozenset(names))
    return pattern.sub(_blank, told) if pattern else told


@lru_cache(maxsize=256)
def _any_of(names: frozenset[str]) -> re.Pattern[str] | None:
    own = [e for e in names if _HOLDS.search(e) and not _BARE_NAME.fullmatch(e)]
    listed = [re.escape(each) for each in sorted(own, key=len, reverse=True)]
    # Beside a team North 1 there is a North 2, of which no figure may be told.
    first = {found[1] for each in own if (found := _NUMBERED.fullmatch(each))}
    # Of one a verb says as little as of a team; of several it says that they are.
    number = rf"(?:1(?!\d| (?:was|is|has|did|had)\b|{_TELLS})|[2-9](?!\d|{_TELLS}))"
    listed += [rf"{re.escape(each)} {number}" for each in sorted(first)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(listed)})(?!\w)", re.IGNORECASE) if own else None


def _blank(found: re.Match[str]) -> str:
    return "_" * len(found[0])


def in_share(text: str, place: int) -> bool:
    """Whether a number stands in a share as people tell it: one in so many, or two in five.

    "54 in 57 reviews" may be the numbers themselves.
    """
    return any(
        found.start() <= place < found.end()
        and (cardinal(found["some"]) == 1 or cardinal(found["all"]) <= _ROUND)
        for found in _SHARE.finditer(text)
    )
