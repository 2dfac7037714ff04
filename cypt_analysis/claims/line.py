"""A sentence as a row of items, read once: numbers, periods, areas, words of the lexicon, marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cypt_analysis.claims.areas import areas_in, places_in
from cypt_analysis.claims.cardinals import CARDINAL, cardinal
from cypt_analysis.claims.evidence import Evidence, terms_of
from cypt_analysis.claims.lexicon import Entry, found_at, words
from cypt_analysis.claims.literals import RULES, literals_of
from cypt_analysis.claims.periods import Mention, mentions_of
from cypt_analysis.claims.quantities import Number, numbers_of
from cypt_analysis.claims.text import Sentence

NUMBER, PERIOD, AREA, PLACE, WORD, MARK, NAME = (
    "number", "period", "area", "place", "word", "mark", "name",
)  # fmt: skip
_TOKEN = re.compile(r"[^\W\d_][\w'’]*(?:[-‑](?=\w)[\w'’]+)*|\d[\w.,]*\w|\d|[^\w\s]")
# Words that begin a clause of their own, and those that only join two.
_OPENING = words("line.opening")
_TURNING = words("line.turning")
_JOINING = words("line.joining")
_ENDS = words("line.ends")
AUXILIARY = words("line.auxiliary")
_NO = frozenset({"neither", "no", "none", "nowhere"})
_BEFORE_NO = frozenset({"and", "at", "but", "for", "in", "though", "although", "yet", ","})
_STATING = ("move", "times", "flat", "judged", "more", "rival", "par", "goal_met", "goal_missed")


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
        return next((each for each in self.entries if each.kind in kinds), None)


# A number in the name of a measure with the noun after it: "45 working days", "3 or more moves".
_CALLED = re.compile(
    rf"(?<![\w.,£-])(?<!Year )(?<!Level )(?<!Stage )(?<!aged )(?P<n>\d{{1,3}}|{CARDINAL})"
    r"(?: or more| working| school| or)?[ -](?P<noun>[a-z]{4,})",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?!Year|Level|Stage|Phase)([A-Z][a-z]+) (\d+)\b")
_LONGEST = 80
# Whom a rate is of tells no measure from another: "per 1,000 women aged 15 to 17".
_OF_BASE = re.compile(
    r"\b(?:per|every|each) 1[\d,]+(?: (?!and|in|to)[a-z]+){0,3}(?: aged \d+ to \d+)?"
)


class Line:
    """A sentence with its items, the clauses and chunks that they stand in, and its terms."""

    def __init__(self, sentence: Sentence, evidence: Evidence) -> None:
        self.sentence, self.text, self.evidence = sentence, sentence.text, evidence
        self.items = tuple(_items(sentence, evidence))

    @cached_property
    def numbers(self) -> list[int]:
        """The places of its numbers."""
        return [i for i, each in enumerate(self.items) if each.kind == NUMBER]

    @cached_property
    def periods(self) -> list[int]:
        """The places of its periods."""
        return [i for i, each in enumerate(self.items) if each.kind == PERIOD]

    @cached_property
    def clauses(self) -> list[tuple[int, int]]:
        """Its clauses: cut where one ends or another is opened."""
        return _spans(self.items, list(self._clause_cuts()))

    def _clause_cuts(self) -> Iterator[int]:
        opened = bool(self.items) and self.items[0].said in _OPENING | {"with", "despite"}
        for i, item in enumerate(self.items):
            if item.said in _ENDS and item.kind == MARK:
                yield i + 1
            elif item.said == "," and item.kind == MARK and opened:
                yield i + 1
                opened = False
            elif item.kind == WORD and item.said in _TURNING and i and self.before(i) != "all":
                yield i
                opened = item.said == "despite"
            elif item.said == "and" and self._joins_clauses(i):
                yield i + 1
            elif item.said in ("before", "after") and self.after(i).split(" ")[0].endswith("ing"):
                # "Fell to 660 before rising to 706": two times, each with its own verb.
                yield i
            elif item.said == "having" and i:
                yield i

    def _joins_clauses(self, place: int) -> bool:
        """Whether both sides of a joining word say something of their own."""
        before, after = self.items[:place], self.items[place + 1 : place + 12]
        if before and after and before[-1].kind == after[0].kind == PERIOD:
            return False
        first = next((e for e in after if e.entry(*_STATING) or e.said in AUXILIARY), None)
        stop = next(
            (i for i, e in enumerate(after) if e.kind == MARK and e.said != "%"), len(after)
        )
        verb = first is not None and after.index(first) < stop and (
            first.said in AUXILIARY or first.entry("move", "times", "judged", "flat") is not None
        )  # fmt: skip
        return verb and any(each.entry(*_STATING) or each.said in AUXILIARY for each in before)

    @cached_property
    def chunks(self) -> list[tuple[int, int]]:
        """Its smallest parts: cut at commas, and at words that join where a number follows."""
        return _spans(self.items, list(self._chunk_cuts()))

    def _chunk_cuts(self) -> Iterator[int]:
        start = 0
        for i, item in enumerate(self.items):
            if item.said in ("(", ",") and self._restates(i):
                continue
            if item.kind == MARK and item.said in {",", ";", ":", "(", "—"}:
                yield i + 1
                start = i + 1
            elif item.kind == WORD and item.said in _JOINING:
                if not any(each.kind == NUMBER for each in self.items[start:i]):
                    continue
                ahead = self.items[i + 1 : i + 9]
                stop = next((n for n, e in enumerate(ahead) if e.kind == MARK), len(ahead))
                if any(each.kind == NUMBER for each in ahead[:stop]):
                    yield i + 1
                    start = i + 1

    def _restates(self, place: int) -> bool:
        """Whether brackets or commas hold a number alone: "2,000 people (2.07k) claim"."""
        mark = self.items[place].said
        inside = [e for e in self.items[place + 1 : place + 4] if e.said not in ("at", "with")]
        lone = (
            len(inside) > 1
            and inside[0].kind == NUMBER
            and (inside[1].said == (")" if mark == "(" else ","))
        )
        before = [e for e in self.items[max(place - 3, 0) : place] if e.said not in ("at", "with")]
        rest = self.items[place + 1 + (len(inside) > 1 and lone) * 2 : place + 14]
        marks = next(
            (n for n, e in enumerate(rest) if e.kind == MARK and e.said in ".;"), len(rest)
        )
        if mark == "," and any(each.kind == NUMBER for each in rest[:marks]):
            return False
        closes = (
            mark == "," and len(before) > 1 and before[-1].kind == NUMBER and before[-2].said == ","
        )
        return lone or closes

    def opens_denied(self, clause: range) -> bool:
        """Whether a clause denies from its start: "neither", "in none of", "no step was"."""
        at = clause.start
        while at < clause.stop and self.items[at].said in _BEFORE_NO:
            at += 1
        called = f"{self.items[at].said} {self.after(at)}" if at < clause.stop else ""
        names = self.evidence.names_of(self.sentence.indicator)
        if called[:3] == "no " and any(called in name.lower() for name in names):
            return False  # "No suitable provision" is what is counted.
        return at < clause.stop and self.items[at].said in _NO | {
            "not once",
            "at no point",
            "at no time",
        }

    def clause(self, place: int) -> range:
        """The places of the clause that holds an item."""
        return self._clause_of[place]

    @cached_property
    def _clause_of(self) -> list[range]:
        return [range(a, b) for a, b in self.clauses for _ in range(a, b)]

    @cached_property
    def _chunk_of(self) -> list[range]:
        return [range(a, b) for a, b in self.chunks for _ in range(a, b)]

    def chunk(self, place: int) -> range:
        """The places of the chunk that holds an item."""
        return self._chunk_of[place]

    def terms(self, places: range) -> frozenset[str]:
        """The telling words of a stretch; areas, periods and the base of a rate tell of nothing."""
        if not len(places):
            return frozenset()
        return self._terms_of(places.start, places.stop)

    @cached_property
    def unnumbered(self) -> frozenset[str]:
        """The telling words of the parts without a number, which hold for each of them."""
        found = frozenset[str]()
        for a, b in self.chunks:
            if all(each.kind != NUMBER for each in self.items[a:b]) and not self._tells_apart(
                b - 1
            ):
                found |= self.terms(range(a, b))
        return found

    def _tells_apart(self, place: int) -> bool:
        """Whether a place stands in a later clause that says something of its own."""
        clause = self.clause(place)
        return (
            bool(clause.start)
            and all(each.kind != NUMBER for each in self.items[clause.start : clause.stop])
            and any(each.entry(*_STATING) for each in self.items[clause.start : clause.stop])
        )

    @cached_property
    def owners(self) -> list[int]:
        """For each place, the place of the last number before it, or -1."""
        found, last = [], -1
        for place, item in enumerate(self.items):
            found.append(last)
            last = place if item.kind == NUMBER else last
        return found

    def _terms_of(self, start: int, stop: int) -> frozenset[str]:
        parts = [
            self.text[each.start : each.end]
            for each in self.items[start:stop]
            if each.kind not in (AREA, PERIOD, NUMBER)
        ]
        return terms_of(_OF_BASE.sub("", " ".join(parts)))

    @cached_property
    def all_terms(self) -> frozenset[str]:
        """The telling words of the whole."""
        return terms_of(self.text)

    def before(self, place: int) -> str:
        """What stands before an item, in small letters."""
        return self.items[place - 1].said if place > 0 else ""

    def after(self, place: int) -> str:
        """What stands after an item, in small letters."""
        return self.items[place + 1].said if place + 1 < len(self.items) else ""

    def says(self, *words: str) -> bool:
        """Whether one of some words stands in it."""
        return not self._said.isdisjoint(words)

    @cached_property
    def _said(self) -> frozenset[str]:
        return frozenset(each.said for each in self.items)

    @cached_property
    def _kinds(self) -> dict[str, int]:
        """The place of the first word of each kind."""
        found: dict[str, int] = {}
        for place, item in enumerate(self.items):
            for entry in item.entries:
                found.setdefault(entry.kind, place)
        return found

    def has(self, kind: str, places: range | None = None) -> int | None:
        """The place of the first item of a kind of the lexicon."""
        if places is None:
            return self._kinds.get(kind)
        return next((i for i in places if self.items[i].entry(kind)), None)


def _spans(items: Sequence[Item], cuts: list[int]) -> list[tuple[int, int]]:
    starts = sorted({0, *(cut for cut in cuts if 0 < cut < len(items))})
    # What goes on without end is read in pieces, so that time grows with length alone.
    ends = [*starts[1:], len(items)]
    starts = [
        at for a, b in zip(starts, ends, strict=True) for at in range(a, max(b, a + 1), _LONGEST)
    ]
    return list(zip(starts, [*starts[1:], max(len(items), 1)], strict=True))


def _items(sentence: Sentence, evidence: Evidence) -> Iterator[Item]:
    text = sentence.text
    fixed = sorted(_fixed(sentence, evidence), key=lambda each: each.start)
    names = sentence.names
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
    """What is found by its own rule, each stretch once: periods, numbers, areas, names."""
    text, own = sentence.text, evidence.literals
    taken = bytearray(len(text))

    def free(start: int, end: int) -> bool:
        if any(taken[start:end]):
            return False
        taken[start:end] = b"\1" * (end - start)
        return True

    nouns = evidence.nouns.get(sentence.indicator, frozenset())
    for start, end in _of_names(text, evidence.names_of(sentence.indicator)):
        if free(start, end):
            yield Item(start, end, NAME, text[start:end].lower())
    for mention in mentions_of(text):
        if free(mention.start, mention.end):
            yield Item(mention.start, mention.end, PERIOD, mention.text.lower(), period=mention)
    for number in numbers_of(sentence, nouns, own):
        if free(number.start, number.end):
            said = text[number.start : number.end].lower()
            yield Item(number.start, number.end, NUMBER, said, number=number)
    for start, end, name in areas_in(text, (*evidence.areas, evidence.authority), evidence.region):
        if free(start, end):
            yield Item(start, end, AREA, text[start:end].lower(), area=name)
    for literal in literals_of(text, own):
        listed = literal.reason not in RULES or literal.reason == "name"
        if literal.reason != "date or period" and free(literal.start, literal.end):
            kind = NAME if listed else WORD
            yield Item(literal.start, literal.end, kind, text[literal.start : literal.end].lower())
    known = evidence.lexicon.get(sentence.indicator, frozenset()) | terms_of(evidence.authority)
    for start, end, name in places_in(text):
        if not terms_of(name) & known and free(start, end):
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
