"""Whole numbers in words, and shares: "four hundred and sixty", "one in six", "two thirds"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_TEENS = {
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_VALUES = {**SMALL, **_TEENS, **_TENS}
_DIGIT = "|".join(list(SMALL)[:9])
_BELOW_100 = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{_DIGIT})\b)?|{'|'.join(_TEENS)}|{'|'.join(SMALL)})"
)
_BELOW_1000 = rf"(?:(?:{_DIGIT}|a) hundred(?:(?: and)? {_BELOW_100}\b)?|{_BELOW_100})"
# Written so that it stands for a whole number and is not cut off within one.
CARDINAL = (
    rf"(?:(?:a|{_BELOW_1000}) thousand(?:,? (?:and )?{_BELOW_1000}\b)?|{_BELOW_1000})"
    r"\b(?!-| hundred\b| thousand\b)"
)
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
    **{f"{word}th": number for word, number in _TEENS.items()},
    **{f"{word[:-1]}ieth": number for word, number in _TENS.items()}, "hundredth": 100,
}  # fmt: skip
PARTS = "|".join(f"{part}s?" if part[-1] != "s" else part for part in _PARTS)
_ANY = rf"(?:\d{{1,3}}\b(?![.,]\d)|{CARDINAL})"
_ONE_OF_THEM = (
    "child|person|young person|parent|mother|woman|man|girl|boy|family|adult|case|pupil|"
    "plan|school|student|resident|household|patient"
)
_ONE_IN = re.compile(
    rf"(?<![\w.,£-])(?P<some>{_ANY})(?: (?:[\w-]+ ){{0,2}}(?:{_ONE_OF_THEM})|(?<=[Oo]ne) [a-z]+)? "
    rf"(?:in|out of)(?: every| each)? (?P<all>{_ANY})"
    r"(?!\s?%|\s(?:percent|per cent|minutes|hours|days|weeks|months|terms|quarters|years)\b)",
    re.IGNORECASE,
)
# "A third of" and "two thirds were"; not "three-quarters of the way", "a quarter of 2009".
_FRACTION = re.compile(
    rf"(?<!first )(?<!second )(?<!last )(?<!other )(?<![\w-])(?:(?:(?P<some>an?|{_DIGIT})[- ])?"
    rf"(?P<part>{PARTS}))\b(?!-)",
    re.IGNORECASE,
)
_OF_TIME = (
    r"(?:(?:the|a|an|this|that|our|its|\d\S*|each|every|financial|calendar|academic|school) )*"
    r"(?:way|time|minutes?|hours?|days?|weeks?|months?|terms?|quarters?|years?(?! \d)|day's|week's|"
    r"year's|month's|"
    r"quarter's|battle|story|job|price|growth|decline|(?:19|20)\d\d(?:/\d+)?)\b"
)
_TELLS_SHARE = re.compile(
    rf"\s+(?:of\s+(?!{_OF_TIME})|a (?:percentage )?point\b|"
    r"(?:is|are|was|were|has|have|had|do|did)\b|"
    r"(?:higher|lower|more|fewer|less|above|below)\b)",
    re.IGNORECASE,
)
_HALF_OF = re.compile(rf"\s+(?:the|our|its|all|these|those)\s+(?!{_OF_TIME})", re.IGNORECASE)
_HEDGED = re.compile(
    r"\b(?:is|was|are|were|just (?:over|under)|nearly|almost|about|around|roughly|"
    r"(?:more|less|fewer) than|well (?:over|under)|or|from|to|at) $",
    re.IGNORECASE,
)
_ENDS_SHARE = re.compile(
    r"[.,;)]|$| (?:that|those|what|in|on|since|from|between|to|and|but|against|when|"
    r"were|was|had|have|are|is)\b"
)
_TELLS_CHANGE = re.compile(
    r"\b(?:by|up|down|(?:cut|rise|fall|increase|decrease|reduction|drop|growth|decline|gap) of)"
    r"(?: (?:about|around|nearly|almost|over|more than|just under|just over))? $",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Share:
    """A share in words: its place, and its value in per cent."""

    start: int
    end: int
    percent: float


def cardinal(words: str) -> int:
    """The number that a cardinal in words or digits stands for.

    >>> cardinal("Four hundred and sixty"), cardinal("thirty-one"), cardinal("12")
    (460, 31, 12)
    """
    if words.isdigit():
        return int(words)
    total = below = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "hundred":
            below = max(below, 1) * 100
        elif word == "thousand":
            total, below = max(below, 1) * 1000, 0
        else:
            below += _VALUES.get(word, 0)
    return total + below


def shares_in(text: str) -> Iterator[Share]:
    """The shares of a text in their order.

    >>> [(text[s.start:s.end], round(s.percent)) for text in
    ...  ["One in six are, as two thirds of boys.", "A quarter of 2009 in three years."]
    ...  for s in shares_in(text)]
    [('One in six', 17), ('two thirds', 67)]
    """
    for match in _ONE_IN.finditer(text):
        some, whole = cardinal(match["some"]), cardinal(match["all"])
        if 0 < some < whole <= 100:
            yield Share(match.start(), match.end(), some / whole * 100)
    for match in _FRACTION.finditer(text):
        word = match["part"].lower()
        part = _PARTS[word if word in _PARTS else word[:-1]]
        said = (match["some"] or "").lower()
        if not said and part != 2:
            continue
        said = said or "a"
        some = SMALL.get(said, 1)
        after = text[match.end() :]
        tells = _TELLS_SHARE.match(after) or (part == 2 and _HALF_OF.match(after))
        hedged = bool(said) and _HEDGED.search(text[: match.start()]) and _ENDS_SHARE.match(after)
        if some < part and (tells or hedged or _TELLS_CHANGE.search(text[: match.start()])):
            yield Share(match.start(), match.end(), some / part * 100)
