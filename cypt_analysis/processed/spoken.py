"""Numbers told in words that would give a hidden figure back, in whichever text they stand.

One rule for what people have written and for what the files of an edition say: cardinals and Roman
numerals that count what is hidden, shares, multiples, and what it is said to be more or less than.
A sentence of a person that names what is hidden may tell no number at all, as a gap, a share of
what is shown or a sum in pieces ("one in May, two in June") gives it back too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cypt_analysis.claims.cardinals import CARDINAL, PARTS, cardinal, shares_in
from cypt_analysis.ground.quarter import MONTHS
from cypt_analysis.library.people import counts_people, people
from cypt_analysis.processed.hidden import SMALL, Hidden, root, words_in
from cypt_analysis.words.spoken import sentence_places

# Not the third word of "phase three" or "key stage two": that is a name.
_NAMED = "".join(
    rf"(?<!\b{word} )"
    for word in (
        "section", "annex", "phase", "stage", "step", "part", "year", "level", "tier", "option",
        "table", "figure", "quarter", "type", "band", "group", "chapter",
    )
)  # fmt: skip
_ROMAN = (
    r"(?-i:(?=[IVX]{2,}\b)X{0,3}(?:IX|IV|V?I{0,3})\b|(?=[ivx]{2,}\b)x{0,3}(?:ix|iv|v?i{0,3})\b)"
)
_WRITTEN_OUT = re.compile(rf"{_NAMED}(?<![\w-])(?:{CARDINAL}|{_ROMAN})", re.IGNORECASE)
# What follows a number that stands for the people themselves: "three were late", "only three."
_BARE = re.compile(
    r"\s*(?:$|[.,;:!?)]|(?:of (?:them|these|those|whom)|were|was|are|is|had|have|has|did|remained?|"
    r"and|or|to|in|at|by|this|last|since|more|fewer|less|others?|out)\b)",
    re.IGNORECASE,
)
_ONE_MORE = re.compile(r"\s+(?:more|fewer|less)(?: than\b|\s*(?:$|[.,;]))", re.IGNORECASE)
# So many words after a number may say what it counts.
_REACH = 3
# Words that stand for so many.
_SO_MANY = {
    "only": 1, "sole": 1, "single": 1, "lone": 1, "solitary": 1, "couple": 2, "pair": 2, "duo": 2,
    "trio": 3, "quartet": 4, "twosome": 2, "threesome": 3, "foursome": 4, "fivesome": 5, "twins": 2,
    "triplets": 3,
}  # fmt: skip
_LIKE_NUMBERS = re.compile(rf"\b(?:{'|'.join(_SO_MANY)})\b(?: of)?", re.IGNORECASE)
# Words that say how many times another figure one is, and what is this near to it.
_TIMES = {
    "halv": 0.5, "half": 0.5, "½": 0.5, "doubl": 2, "twice": 2, "trebl": 3, "tripl": 3,
    "thrice": 3, "quadrupl": 4, "⅓": 1 / 3, "¼": 0.25,
}  # fmt: skip
_N = rf"(?:\d+(?:\.\d+)?|{CARDINAL})"
_MULTIPLE = re.compile(
    rf"(?:(?<![a-z])(?P<word>{'|'.join(_TIMES)})|\b(?P<number>{_N})[- ](?:times|fold)\b)",
    re.IGNORECASE,
)
_NEAR = 0.1
# What a number is said to lie below or above: of so small a one that tells most of it.
_BOUND = re.compile(
    r"\b(?:(?:fewer|less|more) than|under|below|over|above|at (?:the )?(?:most|least)|up to|"
    rf"no (?:more|fewer|less) than|not more than|nearly|almost|around|about) (?P<n>{_N})"
    rf"(?P<share> ?%| per ?cent\b)?|\b(?P<n_or>{_N})(?P<share_or> ?%| per ?cent\b)? or "
    r"(?:fewer|less|more)\b",
    re.IGNORECASE,
)
_POINTS = 5
# Any number at all, save of a day, a year, a quarter or an age; and words that say how many.
_QUANTITY = re.compile(
    r"(?<![\w.,/£-])(?:[x×]\s?)?(?<!\bquarter )(?<!\byear )(?<!\baged )(?!(?:19|20)\d\d\b)"
    rf"\d+(?:,\d{{3}})*(?:\.\d+)?\b(?!\s*(?:{'|'.join(MONTHS)})\b|[-/]\d|st\b|nd\b|rd\b|th\b)"
    rf"(?: ?%| per ?cent\b)?|{_NAMED}(?<![\w-])(?!one of (?:the|our)\b){CARDINAL}"
    rf"|\b(?:an?|one)[- ](?:{PARTS})\b"
    r"|\b(?:hal(?:f|ve[sd]?|ving)|doubl(?:e[sd]?|ing)|trebl(?:e[sd]?|ing)|twice|thrice|both|"
    r"twins?|triplets?|siblings|(?:two|three|four|five)somes?|handful|couple|pair|duo|trio|quartet|"
    r"dozen|singletons?)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"(?<![\w.,/£-])\d\b(?![.,]\d|[-/%])")
# Words beside a number that settles a term.
_SETTLES = re.compile(
    r"\b(?:within|at (?:least|most)|(?:more|fewer|less) than|over|under|above|below|of|aged?|"
    r"every|each|first|last|next) $",
    re.IGNORECASE,
)
_OR_MORE = re.compile(
    r"\s*(?:or (?:more|fewer|less|over|under)|and (?:over|under)|to \d)\b", re.IGNORECASE
)
# "Children under five" tells an age.
_OF_AN_AGE = re.compile(r"(?:\baged?|\bthose) $", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """Where words give a hidden figure back, and the number that they tell."""

    span: tuple[int, int]
    number: str


def gives_back(text: str, hidden: Hidden, *, named: bool = False) -> Iterator[Told]:
    """The words of a person that tell a hidden figure.

    Where they are on no indicator, ``named``, those sentences are read that name what it counts.

    >>> of = Hidden(frozenset("3"), frozenset([7.7]), frozenset([3]), nouns=frozenset(["visit"]))
    >>> said = "III visits were late, a thirteenth of all: fewer than five visits."
    >>> [(said[each.span[0]:each.span[1]], each.number) for each in gives_back(said, of)]
    [('III', '3'), ('a thirteenth', '8'), ('fewer than five', '5')]
    """
    if not named:
        yield from _told(text, hidden)
        return
    for start, end in sentence_places(text):
        said = text[start:end]
        if any(root(word) in hidden.nouns and not counts_people(word) for word in words_in(said)):
            for each in (*_told(said, hidden), *_digits(said, hidden)):
                yield Told((start + each.span[0], start + each.span[1]), each.number)


def _told(text: str, hidden: Hidden) -> Iterator[Told]:
    yield from numbers_told(text, hidden)
    yield from _in_pieces(text, hidden)
    for match in _MULTIPLE.finditer(text):
        said = _TIMES.get((match["word"] or "").lower()) or _number(match["number"])
        if _is_near(said, hidden.times):
            yield Told(match.span(), f"{said:g}")
    for match in _BOUND.finditer(text):
        said = _number(match["n"] or match["n_or"])
        a_share = match["share"] or match["share_or"]
        if a_share and any(abs(said - each) <= _POINTS for each in hidden.shares):
            yield Told(match.span(), f"{said:g}")
    for share in shares_in(text):
        if _is_near(share.percent, hidden.parts):
            yield Told((share.start, share.end), f"{share.percent:.0f}")
    yield from beside_names(text, hidden.rows)


def _in_pieces(text: str, hidden: Hidden) -> Iterator[Told]:
    """Parts of a small hidden number, "one was late in May, and two visits in June", and gaps to
    others."""
    few = max((each for each in hidden.counts if each <= SMALL), default=0)
    own = frozenset(each for each in hidden.nouns if not counts_people(each))
    for match in _WRITTEN_OUT.finditer(text):
        number, after = _value(match[0]), text[match.end() :]
        if str(number) in hidden.near and counts(str(number), after, hidden.nouns):
            yield Told(match.span(), str(number))
        near = any(root(word) in own for word in _clause(after))
        if 0 < number < few and near:
            yield Told(match.span(), str(number))


def _digits(text: str, hidden: Hidden) -> Iterator[Told]:
    """Hidden numbers and shares in digits, where no statement has been read."""
    for match in _QUANTITY.finditer(text):
        number = match[0].replace(",", "").rstrip("% ").removesuffix("per cent").strip()
        if number in hidden.numbers | hidden.near:
            yield Told(match.span(), number)


def counts_in_entry(text: str, hidden: Hidden) -> Iterator[Told]:
    """Hidden counts in what the catalogue says: so many of what is counted, or beside its name.

    What settles a term by a number tells none: "three or more placements", "within 10 days".

    >>> of = Hidden(frozenset("3"), counts=frozenset([3]), nouns=frozenset(["placement"]))
    >>> [[each.number for each in counts_in_entry(said, of)] for said in
    ...  ("In May 3 placements ended.", "Three or more placements", "at least 3 placements")]
    [['3'], [], []]
    """
    own = frozenset(each for each in hidden.nouns if not counts_people(each))
    for match in _QUANTITY.finditer(text):
        words = match[0].replace(",", "")
        number = words if words.isdigit() else str(_value(words)) if words.isalpha() else ""
        near = any(root(word) in own for word in _clause(text[match.end() :]))
        if number and float(number) in hidden.counts and near and not _settles(text, match):
            yield Told(match.span(), number)
    for each in beside_names(text, hidden.rows):
        if each.number.isdigit() and float(each.number) in hidden.counts:
            yield each


def few_people(text: str, most: int) -> Iterator[Told]:
    """So few people, ``most`` at most, as a person counts them in words or digits.

    >>> [each.number for each in few_people("Four infants died; 3 centres, 12 children.", 5)]
    ['4']
    """
    for match in (*_WRITTEN_OUT.finditer(text), *_DIGIT.finditer(text)):
        number = int(match[0]) if match[0].isdigit() else _value(match[0])
        people_counted = counts_people(" ".join(_clause(text[match.end() :])))
        if 0 < number <= most and people_counted and not _settles(text, match):
            yield Told(match.span(), str(number))


def _settles(text: str, number: re.Match[str]) -> bool:
    """Whether a number settles a term: "within 10 days", "three or more"."""
    before, after = text[: number.start()], text[number.end() :]
    return bool(_SETTLES.search(before) or _OR_MORE.match(after))


def beside_names(text: str, names: frozenset[str]) -> Iterator[Told]:
    """Every quantity of a sentence that names one of these.

    >>> said = "Work goes on in May 2009. Dover is 14 below Ashford."
    >>> [each.number for each in beside_names(said, frozenset(["Dover"]))]
    ['14']
    """
    if not names:
        return
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b", re.IGNORECASE)
    for start, end in sentence_places(text):
        # A name may hold a number: "under 5".
        words = named.sub(lambda found: "_" * len(found[0]), text[start:end])
        if words != text[start:end]:
            for match in _QUANTITY.finditer(words):
                yield Told((start + match.start(), start + match.end()), match[0])


def numbers_told(text: str, hidden: Hidden) -> Iterator[Told]:
    """The words that tell a hidden number or share itself, or that it is less or more than a few.

    Nothing that the program writes of figures that are shown does.
    """
    for match in (*_WRITTEN_OUT.finditer(text), *_LIKE_NUMBERS.finditer(text)):
        number, after = str(_value(match[0])), text[match.end() :]
        if number in hidden.numbers and counts(number, after, hidden.nouns):
            yield Told(match.span(), number)
    for share in shares_in(text):
        if _is_near(share.percent, hidden.shares):
            yield Told((share.start, share.end), f"{share.percent:.0f}")
    few = any(each <= SMALL for each in hidden.counts)
    for match in _BOUND.finditer(text) if few else ():
        said = _number(match["n"] or match["n_or"])
        before, after = text[: match.start()], text[match.end() :]
        age = _OF_AN_AGE.search(before) or re.search(rf"{people()} $", before, re.IGNORECASE)
        small = 0 < said <= SMALL and not (match["share"] or match["share_or"] or age)
        if small and counts(f"{said:g}", after, hidden.nouns):
            yield Told(match.span(), f"{said:g}")


def counts(number: str, after: str, nouns: frozenset[str]) -> bool:
    """Whether a number written out counts what is hidden, by the words that follow it.

    "Three cautions apply" counts cautions; "one of the reasons" is none of the children.
    """
    if _ONE_MORE.match(after) or (number != "1" and _BARE.match(after)):
        return True
    clause = _clause(after)
    return any(root(word) in nouns for word in clause) or counts_people(" ".join(clause))


def _clause(after: str) -> list[str]:
    return re.split(r"[.,;:!?(]", after)[0].split()[:_REACH]


def _is_near(said: float, values: frozenset[float]) -> bool:
    return said > 0 and any(abs(each / said - 1) < _NEAR for each in values)


def _number(text: str) -> float:
    return float(text) if text[0].isdigit() else float(cardinal(text))


def _value(words: str) -> int:
    """The whole number of a word: a cardinal, a Roman numeral, a pair."""
    first = words.split(maxsplit=1)[0].lower()
    if first in _SO_MANY:
        return _SO_MANY[first]
    if set(first) <= set("ivx"):
        ones = [{"i": 1, "v": 5, "x": 10}[each] for each in first]
        after = [*ones[1:], 0]
        return sum(-n if n < more else n for n, more in zip(ones, after, strict=True))
    return cardinal(words)
