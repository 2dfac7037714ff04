"""A sentence's numbers: value, unit, decimals, how they are hedged, and their surroundings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cypt_analysis.claims.cardinals import CARDINAL, SMALL, Share, cardinal, shares_in
from cypt_analysis.claims.literals import Listed, Literal, literals_of
from cypt_analysis.claims.text import Sentence
from cypt_analysis.claims.vocabulary import NOUNS
from cypt_analysis.ground import number_format

PERCENT, RATE, COUNT, MULTIPLE = "%", "rate", "count", "multiple"
POINTS, RANK = number_format.POINTS, number_format.RANK
RANKS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_MULTIPLES = {
    "doubled": 2, "double": 2, "doubling": 2, "trebled": 3, "tripled": 3,
    "quadrupled": 4, "halved": 0.5, "halving": 0.5, "threefold": 3, "twofold": 2,
}  # fmt: skip
_WITH_WORDS = {"twice": 2, "half": 0.5}
_UNIT = (
    r"(?P<unit>\s?(?:%(?:[- ]points?)?|per ?cent(?:age)?(?: points?)?|percentage points?|pp\b|"
    r"points\b(?! system)))?"
)
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<money>£)?(?P<sign>[-−–+](?=\d))?"
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?!(?!pp\b)[A-Za-z]){_UNIT}"
)
_PER = re.compile(
    r"(?:\W+\w+){0,3}?\s(?:(?:for|in) every|per|in|for each) ?(?:1,000|10,000|100,000|"
    r"1000|10000|100000)\b"
)
_TYPED = re.compile(rf"(?<![\w-])(?P<word>{CARDINAL}){_UNIT}", re.IGNORECASE)
_RANK = re.compile(
    rf"\b(?:(?P<word>{'|'.join(RANKS)})|(?P<digits>\d+)(?:st|nd|rd|th))(?=[- ](?:highest|"
    rf"lowest|out of|place))"
    rf"|\brank(?:s|ed|ing)? (?:number |as )?(?:(?P<after>\d+)(?:st|nd|rd|th)?\b(?!\s?%)|"
    rf"(?P<named>{'|'.join(RANKS)})\b)",
    re.IGNORECASE,
)
# Words that are no data by themselves, and yet part of a share: "5 in 100".
_OF_SHARES = frozenset({"base of a rate", "figure of speech"})
_NEARLY = re.compile(r"\b(?:just|nearly|almost|close)\b[^,;.]{0,9}$", re.IGNORECASE)
# "Twice a week" and "half the schools" are no multiples; "twice as many" and "close to half" are.
_MULTIPLE = re.compile(
    rf"\b(?:{'|'.join(_MULTIPLES)})\b|\btwice(?= (?:as|the|that|what|its)\b)"
    r"|(?:(?<=close to )|(?<=nearly )|(?<=almost ))half(?=\W*$|[.,;])",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(
    r"\b(?P<about>about|around|approximately|roughly|some|circa|c\.)\s$"
    r"|\b(?P<over>over|more than|in excess of|upwards of|well over|just over)\s$"
    r"|\b(?P<under>under|fewer than|less than|nearly|almost|just under|close to|up to)\s$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Number:
    """A number of a sentence that may be a claim.

    ``unit`` is one of ``PERCENT, POINTS, RATE, COUNT, MULTIPLE, RANK``; ``hedge`` is "about",
    "over", "under" or nothing. ``fact`` names the fact that a placeholder printed. A share in
    words ``allows`` values from one to another.
    """

    start: int
    end: int
    value: float
    unit: str
    decimals: int
    hedge: str = ""
    typed_as_word: bool = False
    fact: str = ""
    allows: tuple[float, float] | None = None


def numbers_of(
    sentence: Sentence, nouns: frozenset[str] = frozenset(), literals: Listed = ()
) -> list[Number]:
    """The numbers of a sentence that may be data.

    ``nouns`` are what its indicator counts, ``literals`` the project's words that are no data.

    >>> found = numbers_of(Sentence("", 1, "", "", 1, "Up 24% on Year 6, to about 2,070."))
    >>> [(each.value, each.unit, each.hedge) for each in found]
    [(24.0, '%', ''), (2070.0, 'count', 'about')]
    """
    text = sentence.text
    masked = [each for each in literals_of(text, literals) if not _bounds(text, each, nouns)]

    def free(start: int, end: int, reasons: frozenset[str] = frozenset()) -> bool:
        return not any(e.start < end and start < e.end for e in masked if e.reason not in reasons)

    found = [_filled(text, *place) for place in sentence.filled]
    taken = [(each.start, each.end) for each in found] + list(sentence.names)

    def add(number: Number) -> None:
        if all(number.end <= a or number.start >= b for a, b in taken):
            found.append(number)
            taken.append((number.start, number.end))

    for match in _RANK.finditer(text):
        add(_rank(match))
    for share in shares_in(text):
        # "One Year 6 child in six" has a label within.
        within = {e.reason for e in masked if share.start < e.start and e.end < share.end}
        if free(share.start, share.end, _OF_SHARES | within):
            add(_share(text, share))
    for match in _NUMBER.finditer(text):
        if free(match.start("number"), match.end("number")):
            add(_number(text, match))
    for match in _MULTIPLE.finditer(text):
        hedge = _hedge(text, match.start())
        add(
            Number(
                match.start(),
                match.end(),
                {**_MULTIPLES, **_WITH_WORDS}[match[0].lower()],
                MULTIPLE,
                0,
                hedge,
                True,
            )
        )
    for match in _TYPED.finditer(text):
        if free(match.start(), match.end()) and _is_figure(text, match, nouns):
            unit = _unit((match["unit"] or "").strip().lower())
            value, hedge = cardinal(match["word"]), _hedge(text, match.start())
            add(Number(match.start(), match.end(), value, unit, 0, hedge, True))
    return sorted(found, key=lambda each: each.start)


def _is_figure(text: str, match: re.Match[str], nouns: frozenset[str]) -> bool:
    """Whether a number word counts something: the small ones do so only beside what is counted."""
    if match["unit"] or match["word"].lower() not in SMALL:
        return True
    after = text[match.end() :]
    moved = re.search(r"\b(?:from|to|by)\s$", text[: match.start()]) and re.match(
        r"\s+(?:in|to|a year|the)\b|\W*(?:[,.;)]|$)", after
    )
    return bool(moved) or _counts(after, nouns)


def _share(text: str, share: Share) -> Number:
    """A share in words: near its value, or anywhere on the side that "more than" names."""
    near = min(max(0.08 * share.percent, 0.5), 2.5)
    hedge = _hedge(text, share.start)
    low, high = share.percent - near, share.percent + near
    if hedge == "about":
        low, high = low - near / 2, high + near / 2
    elif hedge:
        just = _NEARLY.search(text[: share.start])
        far = 2 * near if just else 0.6 * share.percent
        low, high = share.percent - far, share.percent + far
        low, high = (share.percent, high) if hedge == "over" else (low, share.percent)
    return Number(
        share.start, share.end, round(share.percent, 2), PERCENT, 0, hedge, True,
        allows=(low, high),
    )  # fmt: skip


def _bounds(text: str, literal: Literal, nouns: frozenset[str]) -> bool:
    """Whether "over 5" is no age but bounds a count of what the indicator counts."""
    after = re.match(r"\s([a-z]+)", text[literal.end :])
    over = re.match(r"over|under", text[literal.start :], re.IGNORECASE)
    return bool(over and after and after[1] in nouns)


def _counts(after: str, nouns: frozenset[str]) -> bool:
    """Whether a counted thing follows a number word, or nothing does: "halved to five"."""
    words = re.match(r"[ ]([\w'’-]+)?(?:[ ]([\w'’-]+))?(?:[ ]([\w'’-]+))?", after)
    if words is None:
        return bool(re.match(r"\s*[,.;)]", after))
    counted = nouns | NOUNS
    near = [word.lower() for word in words.groups() if word]
    stops = {"of", "and", "or", "to", "in", "for", "on", "from", "by", "at", "are", "is", "were"}
    for word in near:
        if word in stops:
            return False
        if word in counted:
            return True
    return False


def _filled(text: str, start: int, end: int, fact: str) -> Number:
    printed = text[start:end]
    match = _NUMBER.search(printed)
    if match is None:
        return Number(start, end, float("nan"), COUNT, 0, "", False, fact)
    number = _number(text, match, start)
    return Number(
        start + match.start(), start + match.end(), number.value, number.unit, number.decimals,
        number.hedge, False, fact,
    )  # fmt: skip


def _number(text: str, match: re.Match[str], offset: int = 0) -> Number:
    digits = match["number"].replace(",", "")
    start, end = match.start() + offset, match.end() + offset
    decimals = len(digits.partition(".")[2])
    unit = _unit((match["unit"] or "").strip().lower())
    if unit == COUNT and _PER.match(text[end:]):
        unit = RATE
    if unit == COUNT and match["money"]:
        unit = "£"
    hedge = _hedge(text, start)
    return Number(start, end, float(digits), unit, decimals, hedge)


def _unit(written: str) -> str:
    if not written:
        return COUNT
    return POINTS if "point" in written or written == "pp" else PERCENT


def _rank(match: re.Match[str]) -> Number:
    group = next(name for name in ("word", "digits", "after", "named") if match[name])
    written = match[group].lower()
    value = RANKS.get(written) or int(written)
    return Number(match.start(group), match.end(group), value, RANK, 0, "", written in RANKS)


def _hedge(text: str, start: int) -> str:
    match = _APPROXIMATE.search(text[:start])
    return next((name for name, found in match.groupdict().items() if found), "") if match else ""
