"""A sentence as a row of items, read once: numbers, periods, areas, words of the lexicon, marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cypt_analysis.claims.areas import areas_in, called_in, places_in
from cypt_analysis.claims.cardinals import CARDINAL, cardinal
from cypt_analysis.claims.evidence import Evidence, stems_of, terms_of
from cypt_analysis.claims.lexicon import Entry, found_at
from cypt_analysis.claims.literals import RULES, literals_of
from cypt_analysis.claims.periods import Mention, mentions_of
from cypt_analysis.claims.quantities import Number, numbers_of
from cypt_analysis.claims.text import Sentence

NUMBER, PERIOD, AREA, PLACE, WORD, MARK, NAME = (
    "number", "period", "area", "place", "word", "mark", "name",
)  # fmt: skip
_TOKEN = re.compile(r"[^\W\d_][\w'’]*(?:[-‑](?=\w)[\w'’]+)*|\d[\w.,]*\w|\d|[^\w\s]")


@dataclass(frozen=True)
class Item:
    """A stretch of a sentence: what it is, what it says, and its place."""

    start: int
    end: int
    kind: str
    said: str
    number: Number | None = None
    period: Mention | None = None
    area: str = ""
    entries: tuple[Entry, ...] = ()

    def entry(self, *kinds: str) -> Entry | None:
        """What it says of one of some kinds."""
        # Asked of every word by every rule: most say nothing.
        for each in self.entries:
            if each.kind in kinds:
                return each
        return None


# A number in the name of a measure with the noun after it: "45 working days", "3 or more moves".
_CALLED = re.compile(
    rf"(?<![\w.,£-])(?<!Year )(?<!Level )(?<!Stage )(?<!aged )(?P<n>\d{{1,3}}|{CARDINAL})"
    r"(?: or more| working| school| or)?[ -](?P<noun>[a-z]{4,})",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?!Year|Level|Stage|Phase)([A-Z][a-z]+) (\d+)\b")


class Line:
    """A sentence with its items."""

    def __init__(self, sentence: Sentence, evidence: Evidence) -> None:
        self.sentence, self.text, self.evidence = sentence, sentence.text, evidence
        called = evidence.sayings.get(sentence.indicator)
        found = [m.span() for m in called.finditer(sentence.text)] if called else []
        # Where the names of measures stand, whose words state nothing.
        self.names = (*sentence.names, *found)
        self.items = tuple(_items(sentence, evidence, self.names))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The periods that it names."""
        return tuple(each.period for each in self.items if each.period is not None)

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its telling words."""
        called = [each.said for each in self.items if each.kind == WORD and " " in each.said]
        return terms_of(" ".join([self.text, *called]))

    @cached_property
    def saying(self) -> frozenset[str]:
        """What its items say."""
        return frozenset(each.said for each in self.items)

    @cached_property
    def of_goals(self) -> bool:
        """Whether a word of it speaks of a target."""
        return any(each.entry("goal") for each in self.items)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Every word of it, stemmed."""
        return stems_of(self.text)

    def stems_near(self, place: int, around: int = 6) -> frozenset[str]:
        """The words around a place, stemmed."""
        near = self.items[max(0, place - around) : place + around + 1]
        return stems_of(" ".join(self.text[each.start : each.end] for each in near))


def _items(
    sentence: Sentence, evidence: Evidence, names: Sequence[tuple[int, int]]
) -> Iterator[Item]:
    text = sentence.text
    fixed = sorted(_fixed(sentence, evidence), key=lambda each: each.start)
    words: list[re.Match[str]] = []
    ends = iter([*fixed, None])
    upcoming = next(ends)
    for match in _TOKEN.finditer(text):
        while upcoming is not None and match.start() >= upcoming.end:
            yield from _worded(words, names)
            words = []
            yield upcoming
            upcoming = next(ends)
        if upcoming is None or match.end() <= upcoming.start:
            words.append(match)
    yield from _worded(words, names)
    while upcoming is not None:
        yield upcoming
        upcoming = next(ends)


def _fixed(sentence: Sentence, evidence: Evidence) -> Iterator[Item]:
    """What is found by its own rule, each stretch once."""
    taken = bytearray(len(sentence.text))
    for item in _stretches(sentence, evidence):
        if not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\1" * (item.end - item.start)
            yield item


def _stretches(sentence: Sentence, evidence: Evidence) -> Iterator[Item]:
    """Names, periods, numbers and areas; what comes first stands before the others."""
    text, own, indicator = sentence.text, evidence.literals, sentence.indicator
    for start, end in _of_names(text, evidence.names_of(indicator)):
        yield Item(start, end, NAME, text[start:end].lower())
    for start, end, alias in called_in(text, evidence.called.get(indicator, ())):
        yield Item(start, end, AREA if alias.area else WORD, alias.means, area=alias.area)
    for mention in mentions_of(text):
        yield Item(mention.start, mention.end, PERIOD, mention.text.lower(), period=mention)
    for number in numbers_of(sentence, evidence.nouns.get(indicator, frozenset()), own):
        said = text[number.start : number.end].lower()
        yield Item(number.start, number.end, NUMBER, said, number=number)
    for start, end, name in areas_in(text, (*evidence.areas, evidence.authority), evidence.region):
        yield Item(start, end, AREA, text[start:end].lower(), area=name)
    for literal in literals_of(text, own):
        listed = literal.reason not in RULES or literal.reason == "name"
        if literal.reason != "date or period":
            said = text[literal.start : literal.end].lower()
            yield Item(literal.start, literal.end, NAME if listed else WORD, said)
    known = evidence.lexicon.get(indicator, frozenset()) | terms_of(evidence.authority)
    for start, end, name in places_in(text):
        if not terms_of(name) & known:
            yield Item(start, end, PLACE, name.lower(), area=name)


def _of_names(text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The numbers by which a measure is called: "within 12 months", "20 miles", "Attainment 8"."""
    for name in names:
        for label in _LABEL.findall(name):
            yield from (
                m.span("n") for m in re.finditer(rf"\b{label[0]} (?P<n>{label[1]})\b", text)
            )
    called = [
        (cardinal(found["n"]), found["noun"].lower())
        for name in names for found in _CALLED.finditer(name)
    ]  # fmt: skip
    for match in _CALLED.finditer(text) if called else ():
        value = cardinal(match["n"])
        after = {
            each.lower()
            for each in re.findall(r"[a-z]+", text[match.end("n") : match.end() + 12])[:2]
        }
        if any(value == number and noun in after for number, noun in called):
            yield match.span("n")


def _worded(words: Sequence[re.Match[str]], names: Sequence[tuple[int, int]]) -> Iterator[Item]:
    said = [each[0].lower().replace("’", "'").replace("‑", "-") for each in words]
    place = 0
    while place < len(words):
        length, entries = found_at(said, place)
        length = max(length, 1)
        first, last = words[place], words[place + length - 1]
        if any(first.start() < b and a < last.end() for a, b in names):
            length, entries, last = 1, (), first
        kind = WORD if first[0][0].isalnum() else MARK
        text = " ".join(said[place : place + length])
        yield Item(first.start(), last.end(), kind, text, entries=entries)
        place += length
