"""What people write that gives a hidden figure back: numbers, sums of them, and figures of speech.

A sentence that names what is hidden may tell no number at all, as a gap, a share of what is shown,
a sum in pieces ("one in May, two in June") or what numbers leave ("of 57 visits, 54") gives it back
too, and so does who says it without any: "a handful", "it happened once", "they were twins".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from cypt_analysis.claims.cardinals import shares_in
from cypt_analysis.library.people import counts_people
from cypt_analysis.processed.hidden import SMALL, Hidden, root, words_in
from cypt_analysis.processed.numerals import in_share, without_names
from cypt_analysis.processed.spoken import (
    ANY_NUMBER,
    BOUND,
    QUANTITY,
    WRITTEN_OUT,
    Told,
    beside_names,
    clause,
    counts,
    counts_others,
    is_goal,
    is_innocent,
    is_near,
    number_of,
    numbers_told,
    value_of,
)
from cypt_analysis.words.spoken import sentence_places

# Words that say how many times another figure one is, and what is this near to it.
_TIMES = {
    "halv": 0.5, "half": 0.5, "½": 0.5, "doubl": 2, "twice": 2, "trebl": 3, "tripl": 3,
    "thrice": 3, "quadrupl": 4, "⅓": 1 / 3, "¼": 0.25,
}  # fmt: skip
_MULTIPLE = re.compile(
    rf"(?:(?<![a-z])(?P<word>{'|'.join(_TIMES)})"
    rf"|\b(?P<number>{ANY_NUMBER})(?:[- ](?:times|fold)\b| to (?:1|one)\b))",
    re.IGNORECASE,
)
_POINTS = 5
# So few, in no number.
_FEW = re.compile(
    r"\b(?:handful|couple|pair|(?:an?|only|just|very|so) few|one or two|two or three|three or four)"
    r"\b(?: of)?",
    re.IGNORECASE,
)
# Of whom it is said who they are to each other, few are told, and more than a number.
_OF_ONE_FAMILY = re.compile(
    r"\b(?:twins?|triplets|siblings?|brothers?|sisters?|(?:one|the same|a single) family)\b",
    re.IGNORECASE,
)
# How often something came about, and not how often it does ("once a month", "once in a while").
_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
_CAME_ABOUT = re.compile(
    rf"(?<=\w )(?<!at )(?:{'|'.join(_OFTEN)})\b"
    r"(?=\s*(?:$|[.,;:!?)]|(?:this|last|since|during|over)\b|in (?!an?\b|each\b|every\b)))",
    re.IGNORECASE,
)
# One, by its article, of which something is told: "an assessment was late".
_ONE_OF_THEM = re.compile(
    r"\b(?:an?|the|that)(?: [a-z]+)? (?P<what>[a-z]+) (?:was|had|did|has)\b", re.IGNORECASE
)
# Of more numbers in two sentences no sum is looked for.
_MOST = 8


def gives_back(
    text: str, hidden: Hidden, *, named: bool = False, digits: bool = False
) -> Iterator[Told]:
    """The words of a person that tell a hidden figure.

    Where they are on no indicator, ``named``, those sentences are read that name what it counts.
    Where no claim is read from them, ``digits`` are read here.

    >>> of = Hidden(frozenset("3"), frozenset([7.7]), frozenset([3]), nouns=frozenset(["visit"]))
    >>> said = "III visits were late, a thirteenth of all: fewer than five visits."
    >>> [(said[each.span[0]:each.span[1]], each.number) for each in gives_back(said, of)]
    [('III', '3'), ('a thirteenth', '8'), ('fewer than five', '5')]
    """
    if not named:
        yield from _told(text, hidden)
        yield from _digits(text, hidden) if digits else ()
        return
    for start, end in sentence_places(text):
        said = text[start:end]
        if any(root(word) in hidden.nouns and not counts_people(word) for word in words_in(said)):
            for each in (*_told(said, hidden), *_digits(said, hidden)):
                yield Told((start + each.span[0], start + each.span[1]), each.number)


def _told(text: str, hidden: Hidden) -> Iterator[Told]:
    yield from numbers_told(text, hidden)
    said, hidden = text, hidden.of(text)
    text = without_names(text, hidden.names)
    yield from _in_pieces(text, hidden)
    yield from _by_sums(text, hidden)
    yield from _in_figures_of_speech(text, hidden)
    for match in _MULTIPLE.finditer(text):
        times = _TIMES.get((match["word"] or "").lower()) or number_of(match["number"])
        if is_near(times, hidden.times):
            yield Told(match.span(), f"{times:g}")
    for match in BOUND.finditer(text):
        number = number_of(match["n"] or match["n_or"])
        a_share = (match["share"] or match["share_or"]) and not is_goal(text, match, hidden)
        if a_share and any(abs(number - each) <= _POINTS for each in hidden.shares):
            yield Told(match.span(), f"{number:g}")
    for share in shares_in(text):
        if is_near(share.percent, hidden.parts):
            yield Told((share.start, share.end), f"{share.percent:.0f}")
    yield from beside_names(without_names(said, hidden.names - hidden.rows), hidden.rows)


def _in_pieces(text: str, hidden: Hidden) -> Iterator[Told]:
    """Parts of a small hidden number, "one was late in May, and two visits in June", and gaps to
    others."""
    few = max((each for each in hidden.counts if each <= SMALL), default=0)
    own = frozenset(each for each in hidden.nouns if not counts_people(each))
    for match in WRITTEN_OUT.finditer(text):
        number, after = value_of(match[0]), text[match.end() :]
        if str(number) in hidden.near and counts(str(number), after, hidden.nouns):
            yield Told(match.span(), str(number))
        near = any(root(word) in own for word in clause(after))
        if 0 < number < few and near and not in_share(text, match.start()):
            yield Told(match.span(), str(number))


def _digits(text: str, hidden: Hidden) -> Iterator[Told]:
    """Hidden numbers and shares in digits, where no statement has been read."""
    hidden = hidden.of(text)
    for match in QUANTITY.finditer(text):
        number = match[0].replace(",", "").rstrip("% ").removesuffix("per cent").strip()
        if number in hidden.numbers | hidden.near and not is_innocent(text, match.span(), hidden):
            yield Told(match.span(), number)


def _by_sums(text: str, hidden: Hidden) -> Iterator[Told]:
    """Numbers of which a hidden one is what some leave of another, or what they make together.

    Those of a sentence and the next: "57 plans ended. In time were 54."
    """
    places = list(sentence_places(text))
    for number, (start, _) in enumerate(places):
        end = places[min(number + 1, len(places) - 1)][1]
        said = [(start + m.start(), start + m.end(), n) for m, n in _wholes(text[start:end])]
        if not 1 < len(said) <= _MOST:
            continue
        for size in range(2, len(said) + 1):
            for some in combinations(said, size):
                together, most = sum(n for *_, n in some), max(n for *_, n in some)
                if most > 1 and {float(together), float(2 * most - together)} & hidden.counts:
                    yield from (Told((begin, after), str(n)) for begin, after, n in some)


def _wholes(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """The whole numbers of a text, in digits or words."""
    for match in QUANTITY.finditer(text):
        words = match[0].replace(",", "")
        if words.isdigit() or (words.isalpha() and WRITTEN_OUT.fullmatch(words)):
            number = int(words) if words.isdigit() else value_of(words)
            other = in_share(text, match.start()) or counts_others(text[match.end() :])
            if number > 0 and not other:
                yield match, number


def _in_figures_of_speech(text: str, hidden: Hidden) -> Iterator[Told]:
    """Words that say without a number that so few are hidden, or who they are."""
    if not any(0 < each <= SMALL for each in hidden.counts):
        return
    for match in _FEW.finditer(text):
        if counts("2", text[match.end() :], hidden.nouns):
            yield Told(match.span(), match[0])
    own = frozenset(each for each in hidden.nouns if not counts_people(each))
    for start, end in sentence_places(text):
        said = text[start:end]
        if any(root(word) in own for word in words_in(said)):
            for match in _OF_ONE_FAMILY.finditer(said):
                yield Told((start + match.start(), start + match.end()), match[0])
    for match in _CAME_ABOUT.finditer(text):
        if _OFTEN[match[0].lower()] in hidden.counts:
            yield Told(match.span(), match[0])
    for match in _ONE_OF_THEM.finditer(text) if 1.0 in hidden.counts else ():
        if root(match["what"]) in hidden.nouns or counts_people(match["what"]):
            yield Told(match.span(), "1")
