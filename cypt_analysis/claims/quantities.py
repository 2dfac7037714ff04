"""A sentence's numbers: value, unit, decimals, the base of a rate. Digits, words and shares."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cypt_analysis.claims.cardinals import CARDINAL, SMALL, Share, cardinal, shares_in
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.literals import Listed, Literal, literals_of
from cypt_analysis.claims.text import Sentence
from cypt_analysis.ground import number_format

PERCENT, RATE, COUNT, MONEY, TIMES = "%", "rate", "count", "£", "times"
POINTS, RANK = number_format.POINTS, number_format.RANK
RANKS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
# Things that public services count: a number word before one of them carries data.
NOUNS = words("quantities.nouns")
_UNIT = (
    r"(?P<unit>\s?(?:%(?:[- ]points?)?|per ?cent(?:age)?(?: points?)?|percentage points?|pp\b|"
    r"of (?:a|one) (?:percentage )?point\b|points\b(?! system)|"
    r"times\b(?= (?:as|the|that|what|its|our|higher|more|greater|larger|those|over)\b)))?"
)
_SCALES = {"k": 3, "thousand": 3, "million": 6, "m": 6}
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<money>£)?(?P<sign>[-−–+](?=\d))?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<scale>k\b|m\b|\s(?:thousand|million)\b)?(?!(?!pp\b)[A-Za-z\d]){_UNIT}"
)
_BASE = re.compile(
    r"(?:\W+(?!and\b|or\b|but\b)\w+){0,3}?\s(?:(?:for|in|of) every|per|in|for each) ?"
    r"(?P<base>10{2,5}|1(?:,000)+|10(?:0)?,000|10{0,2}(?=k))(?P<k>k)?\b(?!,\d)"
)
_TYPED = re.compile(
    rf"(?<![\w-])(?P<word>{CARDINAL}(?P<half> and a half)?|a? ?dozen){_UNIT}", re.IGNORECASE
)
_RANK = re.compile(
    rf"\b(?:(?P<word>{'|'.join(RANKS)})|(?P<digits>\d+)(?:st|nd|rd|th))(?=[- ](?:highest|"
    rf"lowest|out of|place))"
    rf"|\brank(?:s|ed|ing)? (?:number |as )?(?:(?P<after>\d+)(?:st|nd|rd|th)?\b(?!\s?%)|"
    rf"(?P<named>{'|'.join(RANKS)})\b)",
    re.IGNORECASE,
)
_COMPARED = frozenset({"higher", "lower", "above", "below", "more", "fewer"})
_HAVING = frozenset({"had", "have", "was", "were", "are", "met", "missed", "reached"})
_BEFORE_ONE = frozenset({"by", "from", "just", "of", "only", "than", "to", "was", "were"})
# Words that are no data by themselves, and yet part of a share: "5 in 100".
_OF_SHARES = words("quantities.of_shares")
_STOPS = words("quantities.stops")


@dataclass(frozen=True)
class Number:
    """A number of a sentence that may be a claim.

    ``unit`` is one of ``PERCENT, POINTS, RATE, COUNT, MONEY, RANK``, ``base`` that of a rate.
    ``fact`` names the fact that a placeholder printed. A ``share`` in words means what is near
    it, and a ``bare`` number, after one in per cent, may be one too. What is ``counted`` has its
    noun beside it, and is no rate: "39 children".
    """

    start: int
    end: int
    value: float
    unit: str
    decimals: int
    worded: bool = False
    fact: str = ""
    share: bool = False
    base: int = 0
    sign: int = 0
    bare: bool = False
    counted: bool = False


def numbers_of(
    sentence: Sentence, nouns: frozenset[str] = frozenset(), literals: Listed = ()
) -> list[Number]:
    """The numbers of a sentence that may be data.

    ``nouns`` are what its indicator counts, ``literals`` the project's words that are no data.

    >>> found = numbers_of(Sentence("", 1, "", "", 1, "Up 24% on Year 6, to 2.07k."))
    >>> [(each.value, each.unit) for each in found]
    [(24.0, '%'), (2070.0, 'count')]
    """
    text = sentence.text
    (idle, of_share), taken = _masks(text, literals, nouns), bytearray(len(text))

    def free(start: int, end: int) -> bool:
        return not any(idle[start:end])

    ranks, found = _ranks_and_filled(sentence)
    for start, end in [*((each.start, each.end) for each in found), *sentence.names]:
        taken[start:end] = b"\1" * (end - start)

    def add(number: Number) -> None:
        if not any(taken[number.start : number.end]):
            found.append(number)
            taken[number.start : number.end] = b"\1" * (number.end - number.start)

    for rank in ranks:
        add(rank)
    for share in shares_in(text):
        # "One Year 6 child in six" has a label within.
        within = "Year " in text[share.start : share.end]
        if within or not any(of_share[share.start : share.end]):
            add(_share(text, share))
    for match in _NUMBER.finditer(text):
        if free(match.start("number"), match.end("number")):
            add(_number(text, match))
    for match in _TYPED.finditer(text):
        if free(match.start(), match.end()) and _is_figure(text, match, nouns):
            add(_typed(text, match))
    found = _with_units(text, sorted(found, key=lambda each: each.start))
    return [replace(each, counted=_counts_some(text, each, nouns)) for each in found]


def _counts_some(text: str, number: Number, nouns: frozenset[str]) -> bool:
    """Whether a noun that is counted stands after a number, or a word or two on."""
    if number.unit != COUNT:
        return False
    words_after = re.findall(r"[\w'’-]+|[^\w\s]", text[number.end : number.end + 40])[:3]
    for word in map(str.lower, words_after):
        if word in _STOPS or not word[0].isalpha():
            return False
        if word in nouns | NOUNS:
            return True
    return False


def _ranks_and_filled(sentence: Sentence) -> tuple[list[Number], list[Number]]:
    """The ranks of a sentence, and what its placeholders printed, which may be one too."""
    ranks = [_rank(match) for match in _RANK.finditer(sentence.text)]
    found = [_filled(sentence.text, *place) for place in sentence.filled]
    places = {each.start for each in ranks}
    return ranks, [replace(n, unit=RANK) if n.start in places else n for n in found]


def _masks(text: str, literals: Listed, nouns: frozenset[str]) -> tuple[bytearray, bytearray]:
    """What stands in the way of a number, and of a share, at each character."""
    idle, of_share = bytearray(len(text)), bytearray(len(text))
    for each in literals_of(text, literals):
        if _counts(text, each, nouns):
            continue
        idle[each.start : each.end] = b"\1" * (each.end - each.start)
        if each.reason not in _OF_SHARES:
            of_share[each.start : each.end] = b"\1" * (each.end - each.start)
    return idle, of_share


def _share(text: str, share: Share) -> Number:
    """A share in words, or "a tenth of a point"."""
    value = round(share.percent, 2)
    points = re.match(r" (?:of )?a (?:percentage )?point\b", text[share.end :])
    if points:
        return Number(share.start, share.end + points.end(), value / 100, POINTS, 1, True)
    return Number(share.start, share.end, value, PERCENT, 0, True, share=True)


_JOINS = re.compile(r",?\s(?:to|and|then|and then|,)\s", re.IGNORECASE)
_BARE = re.compile(
    r"\s*(?:[.,;:)]|$)|\s(?:in|the|at|over|for|after|from|on|and|to|to|by|when|while|a|during|last|"
    r"this|of|among|nationally|regionally|locally|across)\b",
    re.IGNORECASE,
)
# "3.1 points above England and 3.4 above the region": the unit is said once.
_LESS = re.compile(
    r"\s(?:more|less|fewer|higher|lower|above|below|ahead|behind|short|better|worse)\b"
)


def _with_units(text: str, found: list[Number]) -> list[Number]:
    """Numbers with the unit that another of their row gives: "from 8.3 to 6.0 per cent"."""
    for i in range(len(found) - 1, -1, -1):
        each, later = found[i], found[i + 1] if i + 1 < len(found) else None
        if each.unit != COUNT or each.worded or each.fact:
            continue
        own = text[: each.start].endswith(("of ", "by "))
        if later is None or own or not _JOINS.fullmatch(text[each.end : later.start]):
            continue
        if later.unit == RATE or (later.unit == PERCENT and each.value <= 100):
            found[i] = replace(each, unit=later.unit, base=later.base)
    shown, points = False, False
    for i, each in enumerate(found):
        plain = each.unit == COUNT and not each.worded and not each.fact
        differs = _LESS.match(text[each.end :]) or text[: each.start].endswith("by ")
        if plain and points and differs:
            found[i] = replace(each, unit=POINTS)
        elif plain and shown and each.decimals > 0 and _BARE.match(text[each.end :]):
            found[i] = replace(each, bare=True)
        shown, points = shown or each.unit == PERCENT, points or each.unit == POINTS
    return found


def _typed(text: str, match: re.Match[str]) -> Number:
    word = match["word"].lower()
    value: float = 12 if "dozen" in word else cardinal(word.removesuffix(" and a half"))
    value += 0.5 if match["half"] else 0
    unit, base = _unit((match["unit"] or "").strip().lower()), 0
    if unit == COUNT and (per := _BASE.match(text[match.end() : match.end() + 60])):
        unit, base = RATE, _base(per)
    return Number(match.start(), match.end(), value, unit, 0, True, base=base)


def _is_figure(text: str, match: re.Match[str], nouns: frozenset[str]) -> bool:
    """Whether a number word counts something: the small ones do so only beside what is counted."""
    if match["unit"] or match["word"].lower() not in SMALL:
        return True
    words = re.findall(r"[\w'’-]+|[^\w\s]", text[match.end() : match.end() + 60])[:3]
    before = re.findall(r"[\w'’-]+", text[max(0, match.start() - 20) : match.start()])
    if not words or not words[0][0].isalnum():
        told = match["word"].lower() != "one" or (before and before[-1] in _BEFORE_ONE)
        return bool(words) and words[0] in ",.;)" and bool(told)
    single = match["word"].lower() == "one"
    if words[0].lower() in _COMPARED and (not single or words[1:2] == ["than"]):
        return True
    if words[0].lower() in _HAVING and match["word"].lower() != "one":
        return True
    tail = text[match.end() : match.end() + 40]
    if re.match(
        r"\s(?:consecutive |successive )?(?:years?|quarters?|months?|terms?) "
        r"(?:running|in a row|in succession|that followed)",
        tail,
    ):
        return False
    if words[0] == "of" and re.match(r"\sof (?:\w+ ){0,3}(?:neighbours|comparators)\b", tail):
        return True
    if words[0] == "of" and words[1:2] and words[1].lower() in ("the", "these", "those", "our"):
        return len(words) > 2 and (words[2].lower() in SMALL or words[2].isdigit())
    moved = before and before[-1] in ("from", "to", "by")
    if moved and words[0] in ("in", "to", "a", "the"):
        return True
    for word in words:
        if word.lower() in _STOPS or not word[0].isalnum():
            return False
        if word.lower() in nouns | NOUNS | {"late", "early", "late,"}:
            return True
    return False


def _counts(text: str, literal: Literal, nouns: frozenset[str]) -> bool:
    """Whether what looks like an age or a time is a number of what the indicator counts.

    As "over 5" before children, and "16 working days after" of days lost; not "within 16 days".
    """
    said = text[literal.start : literal.end]
    after = re.match(r"\s([a-z]+)", text[literal.end :])
    if re.match(r"over|under", said, re.IGNORECASE):
        return bool(after and after[1] in nouns)
    return said[:1].isdigit() and literal.reason == "time limit" and bool({*said.split()} & nouns)


def _filled(text: str, start: int, end: int, fact: str) -> Number:
    printed = _NUMBER.search(text[start:end])
    if printed is None:
        return Number(start, end, float("nan"), COUNT, 0, fact=fact)
    # What touches it is read with it: "1{{…}}", "{{…}}0" and "{{…}}%" print another number.
    first = start + printed.start()
    while first == start and start and text[start - 1].isdigit():
        start = first = start - 1
    match = _NUMBER.match(text, first)
    if match is None or match.end() < start + printed.end():
        match, text = printed, text[start:end]
        number = _number(text, match)
        number = replace(number, start=start + match.start(), end=start + match.end())
    else:
        number = _number(text, match)
    return replace(number, fact=fact)


def _number(text: str, match: re.Match[str]) -> Number:
    digits = match["number"].replace(",", "")
    decimals = len(digits.partition(".")[2])
    tens = _SCALES.get((match["scale"] or "").strip(), 0)
    unit, base = _unit((match["unit"] or "").strip().lower()), 0
    if unit == COUNT and (per := _BASE.match(text[match.end() : match.end() + 60])):
        unit, base = RATE, _base(per)
    if unit == COUNT and match["money"]:
        unit = MONEY
    sign = {"+": 1, "-": -1, "−": -1, "–": -1}.get(match["sign"] or "", 0)
    value = round(float(digits) * 10**tens, 6)
    return Number(match.start(), match.end(), value, unit, decimals - tens, base=base, sign=sign)


def _base(match: re.Match[str]) -> int:
    return int(match["base"].replace(",", "")) * (1000 if match["k"] else 1)


def _unit(written: str) -> str:
    if not written:
        return COUNT
    if written == TIMES:
        return TIMES
    return POINTS if "point" in written or written == "pp" else PERCENT


def _rank(match: re.Match[str]) -> Number:
    group = next(name for name in ("word", "digits", "after", "named") if match[name])
    written = match[group].lower()
    value = RANKS.get(written) or int(written)
    return Number(match.start(group), match.end(group), value, RANK, 0, written in RANKS)
