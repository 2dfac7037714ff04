"""What surrounds a number in its sentence: its part of it, periods, areas, direction, cues."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from cypt_analysis.claims.evidence import Candidate, Evidence, terms_of
from cypt_analysis.claims.harvest import Number
from cypt_analysis.claims.periods import BEFORE, YEAR_BEFORE, Mention
from cypt_analysis.claims.text import Sentence
from cypt_analysis.drop_info import NEIGHBOURS

UP_WORDS = (
    r"up|rise[sn]?|rising|rose|increas(?:e[sd]?|ing)|gr(?:ew|own|owing|owth|ows)|"
    r"climb(?:ed|ing|s)?|gone up|"
    r"higher|more|above|over and above|gain(?:ed)?|jump(?:ed)?|surge[d]?|exceed(?:s|ed|"
    r"ing)?|extra|additional|"
    r"goes on rising|upward|longer|greater|ahead of"
)
DOWN_WORDS = (
    r"down|fall(?:s|en|ing)?|fell|decreas(?:e[sd]?|ing)|declin(?:e[sd]?|ing)|drop(?:s|"
    r"ped|ping)?|reduc(?:e[sd]?|ing|tions?)|"
    r"lower(?:ed)?|fewer|less|below|eas(?:ed|ing)|cut|shrunk|shrank|short of|too few|behind|"
    r"shortfall|under|downward|shorter|slipped"
)
_UP = re.compile(rf"\b(?:{UP_WORDS})\b(?!-)(?<!\bset up)(?<!follow up)", re.IGNORECASE)
_DOWN = re.compile(rf"(?<!-)\b(?:{DOWN_WORDS})\b(?!-\d| \d+s?\b)", re.IGNORECASE)
_CHUNK = re.compile(r"[;,](?!\d)|\s(?:and|but|or|while|whereas|although)\s(?=(?:\D{0,40}?)\d)|:\s")
_CUE_BEFORE = re.compile(
    r"\b(?:up|down|by|of only|(?:an? |the )?(?:\w+ )?(?:rise|fall|increase|decrease|"
    r"reduction|drop|decline|growth|gain|cut) of|"
    r"rose|fell|increased|decreased|dropped|grew|declined|reduced)"
    r"(?: (?:about|around|nearly|almost|over|more than|some|just|a further|another|"
    r"approximately))?\s*$",
    re.IGNORECASE,
)
_CUE_AFTER = re.compile(
    r"^\s*(?:\w+ ){0,2}?(?:increase|decrease|rise|fall|drop|reduction|decline|growth|"
    r"up\b(?! to)|down\b|higher|lower|above|below|more\b|fewer|"
    r"less\b|short of|ahead of|behind|too few|improvement)",
    re.IGNORECASE,
)
_TARGET_BEFORE = re.compile(
    r"\b(?:targets?|threshold|goal|ceiling|on course for|ambition)(?: rate| figure| level)?\s*"
    r"(?:(?:of|is|was|to|at|set at|:|,|for \S+ (?:is|was)|being)\s*)?(?:no more than |at "
    r"least |below |a |about )?$",
    re.IGNORECASE,
)
_TARGET_AFTER = re.compile(r"^\)?\s*(?:\w+ )?(?:targets?|threshold)\b", re.IGNORECASE)
_COMPARING = re.compile(
    r"\b(?:than|than in|than for|on|since|against|compared (?:with|to)|from|than the|"
    r"versus|over|than at)(?: the| that of| those of| in| end of| the end of)*\s*$",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"\b(?:per|every|each) 1[\d,]+(?: (?!and|in|to)[a-z]+){0,3}(?: aged \d+ to \d+)?"
)
_NEIGHBOURS = (
    r"(?:our |the |its )?(?:nearest )?(?:statistical |comparator )?(?:neighbours|"
    r"comparators)(?:'|’)?(?: average)?"
)
_OWN = r"\b(?:locally|in the city|our (?:rate|figure|number))\b"


if TYPE_CHECKING:
    from cypt_analysis.claims.pairs import Pair


@dataclass
class Context:
    """A sentence with what is known of its block: what went before it there."""

    sentence: Sentence
    numbers: list[Number]
    mentions: list[Mention]
    evidence: Evidence
    terms_before: frozenset[str] = frozenset()
    mentions_before: tuple[Mention, ...] = ()
    block_text: str = ""
    section_text: str = ""
    matched: dict[int, Candidate] = field(default_factory=dict)
    doubted: dict[int, Candidate] = field(default_factory=dict)
    subject_before: str = ""
    pair_before: Pair | None = None

    @property
    def numbers_of_data(self) -> bool:
        """Whether any of its numbers states a fact, or nearly one."""
        return bool(self.matched or self.doubted)

    @property
    def text(self) -> str:
        """The sentence as it is read."""
        return self.sentence.text

    @cached_property
    def chunks(self) -> list[tuple[int, int]]:
        """The sentence cut at commas and at the conjunctions before a number."""
        cuts = [0]
        for match in _CHUNK.finditer(self.text):
            if not any(m.start < match.end() and match.start() < m.end for m in self.mentions):
                cuts.append(match.end())
        return list(zip(cuts, [*cuts[1:], len(self.text)], strict=True))

    def chunk_of(self, place: int) -> tuple[int, int]:
        """The part of the sentence that holds a place."""
        return next(each for each in self.chunks if each[0] <= place < each[1])

    def local(self, number: Number) -> str:
        """The text of the part that holds a number."""
        start, end = self.chunk_of(number.start)
        return self.text[start:end]

    @cached_property
    def shared(self) -> str:
        """The parts of the sentence without a number, which hold for all of them."""
        parts = [
            self.text[a:b] for a, b in self.chunks
            if not any(a <= each.start < b for each in self.numbers)
        ]  # fmt: skip
        lead = self.text[: self.numbers[0].start] if self.numbers else ""
        return " ".join([lead, *parts])

    def gap(self, a: int, b: int) -> str | None:
        """The text between two places, None when a number stands in it."""
        if any(a <= each.start < b for each in self.numbers):
            return None
        return self.text[a:b]

    def after(self, number: Number) -> tuple[Mention, bool] | None:
        """The next period words before another number, and whether they belong to it closely."""
        for mention in self.mentions:
            if mention.start < number.end:
                continue
            gap = self.gap(number.end, mention.start)
            if gap is None or ";" in gap or re.search(r"\bbut\b|\bwhich\b|\band in\b", gap):
                return None
            return mention, bool(re.fullmatch(r"\)?\s*(?:[\w'%’-]+\s){0,3}\(?", gap)) and len(
                gap
            ) < 28
        return None

    def before(self, number: Number) -> tuple[Mention, bool] | None:
        """The period words before a number with none between, unless they belong to another."""
        for mention in reversed(self.mentions):
            if mention.end > number.start:
                continue
            gap = self.gap(mention.end, number.start)
            if gap is None or ";" in gap:
                return None
            when = bool(re.match(r"\s*,?\s*(?:when|where)\b|\s*\($", gap))
            owner = next((e for e in reversed(self.numbers) if e.end <= mention.start), None)
            owned = owner is not None and (found := self.after(owner)) is not None and found[1]
            comparing = bool(_COMPARING.search(self.text[: mention.start]))
            if (owned or comparing) and not when:
                return None
            return mention, when
        return None

    @cached_property
    def lead(self) -> Mention | None:
        """Period words with which the sentence begins."""
        first = self.mentions[0] if self.mentions else None
        if first is None or any(each.start < first.start for each in self.numbers):
            return None
        return first if first.start < 30 else None

    @cached_property
    def subject(self) -> str:
        """The path that its words are about, else the one before, else the headline."""
        evidence, indicator = self.evidence, self.sentence.indicator
        siblings = [p for p in evidence.paths.get(indicator, ()) if p in evidence.observed]
        if not siblings:
            return indicator
        common = frozenset.intersection(*(evidence.terms[path] for path in siblings))
        scores = {path: len((evidence.terms[path] - common) & self.terms) for path in siblings}
        best = max(scores.values())
        if best:
            chosen = [path for path, score in scores.items() if score == best]
            fewest = min(chosen, key=lambda path: (len(evidence.terms[path]), path != indicator))
            return indicator if indicator in chosen and best == scores.get(indicator) else fewest
        return self.subject_before or (indicator if indicator in evidence.observed else siblings[0])

    @cached_property
    def areas(self) -> list[tuple[int, int, str]]:
        """The areas that the sentence names."""
        names = "|".join(
            re.escape(each) for each in sorted(self.evidence.areas, key=len, reverse=True)
        )
        found = []
        for match in re.finditer(rf"\b(?:the )?(?P<n>{names})\b" if names else r"(?!)", self.text):
            found.append((match.start(), match.end(), match["n"]))
        for match in re.finditer(
            r"\b(?:nationally|the national average)\b", self.text, re.IGNORECASE
        ):
            found.append((match.start(), match.end(), "England"))
        for match in re.finditer(rf"\b{_NEIGHBOURS}", self.text, re.IGNORECASE):
            found.append((match.start(), match.end(), NEIGHBOURS))
        return sorted(found)

    def area_of(self, number: Number) -> str:
        """The area that a number is tied to by the words beside it; empty for none."""
        for start, end, name in self.areas:
            gap = self.gap(number.end, start)
            if (
                start >= number.end
                and gap is not None
                and re.fullmatch(r"\)?\s*(?:in|for|across|at)\s+", gap)
            ):
                return name
            gap = self.gap(end, number.start)
            if (
                end <= number.start
                and gap is not None
                and re.fullmatch(
                    r"(?:'s|’s|s'|'|’)?\s*(?:averaged?|figure|rate|value)?\s*(?:of "
                    r"(?:that|the) time)?\s*(?:rate\s)?(?:\(|,|:|at|of|was|is|was at|"
                    r"stood at|with|on)?\s*(?:of |the |at )?",
                    gap,
                )
            ):
                return name
        return ""

    def direction(self, number: Number) -> int:
        """1 where the words beside a number say up, -1 for down, 0 where they say neither."""
        start, end = self.chunk_of(number.start)
        ahead, behind = self.text[number.end : end], self.text[start : number.start]
        near = self.text[max(start, number.start - 26) : number.start]
        for piece, from_end in ((near, True), (ahead[:26], False), (behind, True), (ahead, False)):
            sign = nearest_direction(piece, from_end=from_end)
            if sign:
                return sign
        return nearest_direction(self.text[: number.start], from_end=True)

    def change_cued(self, number: Number) -> bool:
        """Whether the words beside a number say that it is a change, not a value."""
        return bool(
            _CUE_BEFORE.search(self.text[: number.start])
            or _CUE_AFTER.match(self.text[number.end :])
        )

    def target_cued(self, number: Number) -> bool:
        """Whether the words beside a number say that it is a target."""
        return bool(
            _TARGET_BEFORE.search(self.text[: number.start])
            or _TARGET_AFTER.match(self.text[number.end :])
        )

    def nearest(self, place: int) -> list[tuple[int, Candidate]]:
        """The facts that its numbers state, those nearest to a place first."""
        return sorted(self.matched.items(), key=lambda found: abs(found[0] - place))

    def says(self, pattern: str, *, section: bool = False, block: bool = False) -> bool:
        """Whether the sentence, its block or its section holds a pattern."""
        text = self.section_text if section else self.text
        if block:
            text = self.block_text
        return bool(re.search(pattern, text, re.IGNORECASE))

    def local_terms(self, number: Number) -> frozenset[str]:
        """The telling words of the part that holds a number."""
        return terms_of(_BASE.sub("", self.local(number)))

    @cached_property
    def shared_terms(self) -> frozenset[str]:
        """The telling words that hold for every number of the sentence."""
        return terms_of(self.shared)

    @cached_property
    def terms(self) -> frozenset[str]:
        """The telling words of the whole sentence."""
        return terms_of(self.text)


def nearest_direction(text: str, *, from_end: bool) -> int:
    """The direction word of a text nearest to its start or end: 1, -1, or 0 for none.

    >>> nearest_direction("a fall, then a rise", from_end=True)
    1
    """
    found = [(m.start(), 1) for m in _UP.finditer(text)]
    found += [(m.start(), -1) for m in _DOWN.finditer(text)]
    if not found:
        return 0
    return (max(found) if from_end else min(found))[1]


def is_before(mention: Mention) -> str:
    """The basis that relative words name: "year", "previous" or nothing."""
    return {YEAR_BEFORE: "year", BEFORE: "previous"}.get(mention.kind, "")
