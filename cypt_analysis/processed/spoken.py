"""Numbers told in words that would give a hidden figure back, in whichever text they stand.

One rule for what people have written and for what the files of an edition say: cardinals and Roman
numerals that count what is hidden, shares, and what it is said to be more or less than. What only
people write is in `given`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cypt_analysis.claims.cardinals import CARDINAL, PARTS, cardinal, shares_in
from cypt_analysis.ground.quarter import MONTHS
from cypt_analysis.library.people import counts_no_child, counts_people, people
from cypt_analysis.processed.hidden import SMALL, Hidden, root, words_in
from cypt_analysis.processed.numerals import in_share, without_names
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
WRITTEN_OUT = re.compile(rf"{_NAMED}(?<![\w-])(?:{CARDINAL}|{_ROMAN})", re.IGNORECASE)
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
    "triplets": 3, "hat-trick": 3, "treble": 3, "triad": 3, "trinity": 3, "troika": 3, "deux": 2,
    "trois": 3, "quatre": 4, "cinq": 5,
}  # fmt: skip
# A lone parent, a single point of contact and single assessments are no one child.
_LIKE_NUMBERS = re.compile(
    rf"(?<!every )\b(?!(?:single|lone|sole|only) (?:parent|point|\w+[^s\W]s)\b)"
    rf"(?:{'|'.join(_SO_MANY)})\b(?: of)?",
    re.IGNORECASE,
)
# A number in digits or words; what is this near to another is the same.
ANY_NUMBER = rf"(?:\d+(?:\.\d+)?|{CARDINAL})"
_NEAR = 0.1
# What a number is said to lie below or above: of so small a one that tells most of it.
BOUND = re.compile(
    r"\b(?:(?:fewer|less|more) than|under|below|over|above|at (?:the )?(?:most|least)|up to|"
    rf"no (?:more|fewer|less) than|not more than|nearly|almost|around|about) (?P<n>{ANY_NUMBER})"
    rf"(?P<share> ?%| per ?cent\b)?|\b(?P<n_or>{ANY_NUMBER})(?P<share_or> ?%| per ?cent\b)? or "
    r"(?:fewer|less|more)\b",
    re.IGNORECASE,
)
# The last of so many says how many they are.
_ORDINALS = {
    word: number for number, word in enumerate(
        ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 2)
}  # fmt: skip
ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|\d+(?:nd|rd|th))"
_LAST_OF_THEM = re.compile(
    rf"\b(?P<n>{ORDINAL})(?: \(?(?:and|which was)(?: the)? (?:last|final)\b)", re.IGNORECASE
)
_AIM = re.compile(
    r"\b(?:targets?|aims?|goals?|standards?|limits?|ambitions?|expected|should|must)\b[^.]*$",
    re.IGNORECASE,
)
# Any number at all, save of a day, a year, a quarter or an age; and words that say how many.
QUANTITY = re.compile(
    r"(?<![\w.,/£-])(?:[x×]\s?)?(?<!\bquarter )(?!(?:19|20)\d\d\b)"
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


def counts_in_entry(text: str, hidden: Hidden) -> Iterator[Told]:
    """Hidden counts in what the catalogue says: so many of what is counted, or beside its name.

    What settles a term by a number tells none: "three or more placements", "within 10 days".

    >>> of = Hidden(frozenset("3"), counts=frozenset([3]), nouns=frozenset(["placement"]))
    >>> [[each.number for each in counts_in_entry(said, of)] for said in
    ...  ("In May 3 placements ended.", "Three or more placements", "at least 3 placements")]
    [['3'], [], []]
    """
    own = frozenset(each for each in hidden.nouns if not counts_people(each))
    text = without_names(text, hidden.categories - hidden.rows)
    for match in QUANTITY.finditer(text):
        words = match[0].replace(",", "")
        number = words if words.isdigit() else str(value_of(words)) if words.isalpha() else ""
        around = [*words_in(text[: match.start()])[-_REACH:], *clause(text[match.end() :])]
        near = any(root(word) in own for word in around)
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
    text = without_names(text)
    for match in (*WRITTEN_OUT.finditer(text), *_DIGIT.finditer(text)):
        if in_share(text, match.start()):
            continue
        number = int(match[0]) if match[0].isdigit() else value_of(match[0])
        people_counted = counts_people(" ".join(clause(text[match.end() :])))
        if 0 < number <= most and people_counted and not _settles(text, match):
            yield Told(match.span(), str(number))


def _settles(text: str, number: re.Match[str]) -> bool:
    """Whether a number settles a term: "within 10 days", "three or more"."""
    before, after = text[: number.start()], text[number.end() :]
    return bool(_SETTLES.search(before) or _OR_MORE.match(after) or counts_others(after))


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
            for match in QUANTITY.finditer(words):
                yield Told((start + match.start(), start + match.end()), match[0])


def numbers_told(text: str, hidden: Hidden) -> Iterator[Told]:
    """The words that tell a hidden number or share itself, or that it is less or more than a few.

    Nothing that the program writes of figures that are shown does.
    """
    hidden, text = hidden.of(text), without_names(text, hidden.names)
    for match in (*WRITTEN_OUT.finditer(text), *_LIKE_NUMBERS.finditer(text)):
        number, after = str(value_of(match[0])), text[match.end() :]
        alone = not in_share(text, match.start())
        if number in hidden.numbers and alone and counts(number, after, hidden.nouns):
            yield Told(match.span(), number)
    for share in shares_in(text):
        if is_near(share.percent, hidden.shares):
            yield Told((share.start, share.end), f"{share.percent:.0f}")
    for match in _LAST_OF_THEM.finditer(text):
        number = str(cardinal_of(match["n"]))
        if number in hidden.numbers:
            yield Told(match.span(), number)
    few = any(each <= SMALL for each in hidden.counts)
    for match in BOUND.finditer(text) if few else ():
        said = number_of(match["n"] or match["n_or"])
        before, after = text[: match.start()], text[match.end() :]
        age = _OF_AN_AGE.search(before) or re.search(rf"{people()} $", before, re.IGNORECASE)
        small = 0 < said <= SMALL and not (match["share"] or match["share_or"] or age)
        first = match.start("n" if match["n"] else "n_or")
        if (
            small
            and not in_share(text, first)
            and not is_goal(text, match, hidden)
            and counts(f"{said:g}", after, hidden.nouns)
        ):
            yield Told(match.span(), f"{said:g}")


def is_goal(text: str, bound: re.Match[str], hidden: Hidden) -> bool:
    """Whether a bound is a target that the project has, and is told as one."""
    said = number_of(bound["n"] or bound["n_or"])
    return f"{said:g}" in hidden.goals and bool(_AIM.search(text[: bound.start()]))


def is_innocent(text: str, span: tuple[int, int], hidden: Hidden) -> bool:
    """Whether a typed number is part of a name or an age, counts something else or is a target."""
    start, end = span
    said = text[start:end].rstrip("% ")
    return (
        without_names(text, hidden.names)[start] == "_"
        or counts_others(text[end:], hidden.nouns)
        or (said in hidden.goals and _AIM.search(text[:start]) is not None)
    )


def counts(number: str, after: str, nouns: frozenset[str]) -> bool:
    """Whether a number written out counts what is hidden, by the words that follow it.

    "Three cautions apply" counts cautions; "one of the reasons" is none of the children.
    """
    if counts_others(after, nouns):
        return False
    if _ONE_MORE.match(after) or (number != "1" and _BARE.match(after)):
        return True
    near = clause(after)
    return any(root(word) in nouns for word in near) or counts_people(" ".join(near))


def counts_others(after: str, nouns: frozenset[str] = frozenset()) -> bool:
    """Whether a number has a noun of its own at once, which is neither people nor what is counted.

    >>> [counts_others(after, frozenset(["review", "late"])) for after in
    ...  (" files.", " social workers joined", " late files", " reviews.", " were late", " girls")]
    [True, True, False, False, False, False]
    """
    # One noun before another counts the other: "three school children".
    near = clause(after)[:2]
    several = [n for n, word in enumerate(near, 1) if word == "staff" or word.endswith("s")]
    words = near[: several[0]] if several else []
    mine = any(root(word) in nouns for word in words) or counts_people(" ".join(words))
    return bool(words) and not mine and counts_no_child(" ".join(words))


def clause(after: str) -> list[str]:
    """The words after a number that may say what it counts."""
    return re.split(r"[.,;:!?(]", after)[0].split()[:_REACH]


def is_near(said: float, values: frozenset[float]) -> bool:
    """Whether a number is so near to one of some that it tells it."""
    return said > 0 and any(abs(each / said - 1) < _NEAR for each in values)


def number_of(text: str) -> float:
    """The number of digits or words."""
    return float(text) if text[0].isdigit() else float(cardinal(text))


def cardinal_of(ordinal: str) -> int:
    """The whole number of an ordinal: third, 3rd."""
    return _ORDINALS.get(ordinal.lower()) or int(ordinal[:-2])


def value_of(words: str) -> int:
    """The whole number of a word: a cardinal, a Roman numeral, a pair."""
    first = words.split(maxsplit=1)[0].lower()
    if first in _SO_MANY:
        return _SO_MANY[first]
    if set(first) <= set("ivx"):
        ones = [{"i": 1, "v": 5, "x": 10}[each] for each in first]
        after = [*ones[1:], 0]
        return sum(-n if n < more else n for n, more in zip(ones, after, strict=True))
    return cardinal(words)
