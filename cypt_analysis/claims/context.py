"""What surrounds a number in its sentence: its part of it, periods, areas, direction, cues."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from cypt_analysis.claims.areas import BEFORE_AREA, areas_in, is_tied, places_in
from cypt_analysis.claims.cues import told_as_change, told_as_target
from cypt_analysis.claims.evidence import Candidate, Evidence, Pair, terms_of
from cypt_analysis.claims.harvest import Number
from cypt_analysis.claims.periods import BEFORE, YEAR_BEFORE, Mention
from cypt_analysis.claims.text import Sentence
from cypt_analysis.claims.vocabulary import direction_of

_CHUNK = re.compile(r"[;,](?!\d)|\s(?:and|but|or|while|whereas|although)\s(?=(?:\D{0,40}?)\d)|:\s")
_COMPARING = re.compile(
    r"\b(?:than|than in|than for|on|since|against|compared (?:with|to)|from|than the|"
    r"versus|over|than at)(?: the| that of| those of| in| end of| the end of)*\s*$",
    re.IGNORECASE,
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had)\b")
_INCREASE_ON = re.compile(
    r"\b(?:from|(?:rise|increase|fall|decrease|drop|improvement) on)\s*$", re.IGNORECASE
)
_BASE = re.compile(
    r"\b(?:per|every|each) 1[\d,]+(?: (?!and|in|to)[a-z]+){0,3}(?: aged \d+ to \d+)?"
)


@dataclass
class Context:
    """A sentence with what is known of its block: what went before it there."""

    sentence: Sentence
    numbers: list[Number]
    mentions: tuple[Mention, ...]
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
            comparing = bool(
                _COMPARING.search(self.text[: mention.start])
                or _INCREASE_ON.search(self.text[: number.start])
            )
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
            return next((p for p in self.elsewhere if p in evidence.observed), indicator)
        common = frozenset.intersection(*(evidence.terms[path] for path in siblings))
        scores = {path: len((evidence.terms[path] - common) & self.terms) for path in siblings}
        best = max(scores.values())
        if best:
            chosen = [path for path, score in scores.items() if score == best]
            fewest = min(chosen, key=lambda path: (len(evidence.terms[path]), path != indicator))
            return indicator if indicator in chosen and best == scores.get(indicator) else fewest
        return self.subject_before or (indicator if indicator in evidence.observed else siblings[0])

    @cached_property
    def elsewhere(self) -> list[str]:
        """The other indicators that the sentence names."""
        return [
            name for name, terms in self.evidence.own_terms.items()
            if name != self.sentence.indicator and terms and terms <= self.terms
        ]  # fmt: skip

    @cached_property
    def areas(self) -> list[tuple[int, int, str]]:
        """The areas that the sentence names."""
        return areas_in(self.text, self.evidence.areas)

    @cached_property
    def strangers(self) -> list[tuple[int, int, str]]:
        """The places that the sentence names and of which nothing is known."""
        evidence = self.evidence
        own = evidence.lexicon.get(self.sentence.indicator, frozenset())
        own = own | terms_of(evidence.authority)
        taken = [(a, b) for a, b, _ in self.areas] + [(m.start, m.end) for m in self.mentions]
        return [
            (start, end, name) for start, end, name in places_in(self.text)
            if not terms_of(name) & own and not any(a < end and start < b for a, b in taken)
        ]  # fmt: skip

    def beside_stranger(self, number: Number) -> bool:
        """Whether a number is tied to a place of which nothing is known."""
        return any(
            end <= number.start
            and (gap := self.gap(end, number.start)) is not None
            and is_tied(self.text[:start], gap)
            for start, end, _ in self.strangers
        )

    def area_of(self, number: Number) -> str:
        """The area that a number is tied to, by the words beside it or the headers of its cell."""
        for start, end, name in self.areas:
            after = self.gap(number.end, start) if start >= number.end else None
            before = self.gap(end, number.start) if end <= number.start else None
            if after and BEFORE_AREA.fullmatch(after):
                return name
            if before is not None and is_tied(self.text[:start], before):
                return name
        # The headers of a cell hold for each of its numbers.
        headed = {
            name
            for start, end, name in self.areas
            if any(a <= start and end <= b for a, b in self.sentence.names)
        }
        return headed.pop() if len(headed) == 1 else ""

    def direction(self, number: Number) -> int:
        """1 where the words beside a number say up, -1 for down, 0 where they say neither."""
        start, end = self.chunk_of(number.start)
        ahead, behind = self.text[number.end : end], self.text[start : number.start]
        near = self.text[max(start, number.start - 26) : number.start]
        for piece, from_end in ((near, True), (ahead[:26], False), (behind, True), (ahead, False)):
            sign = direction_of(piece, from_end=from_end)
            if sign:
                return sign
        return direction_of(self.text[: number.start], from_end=True)

    def change_cued(self, number: Number) -> bool:
        """Whether the words beside a number say that it is a change, not a value."""
        return told_as_change(self.text[: number.start], self.text[number.end :])

    def target_cued(self, number: Number) -> bool:
        """Whether the words beside a number say that it is a target."""
        return told_as_target(self.text[: number.start], self.text[number.end :])

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
        return terms_of(_BASE.sub("", f"{self.local(number)} {self._predicate_of(number)}"))

    def _predicate_of(self, number: Number) -> str:
        """What is said of a part without a verb by the next: "5% of boys and 4% of girls were"."""
        if _FINITE.search(self.local(number)):
            return ""
        _, end = self.chunk_of(number.start)
        later = [self.text[a:b] for a, b in self.chunks if a >= end]
        verb = _FINITE.search(later[0]) if later else None
        return later[0][verb.end() :] if verb else ""

    @cached_property
    def shared_terms(self) -> frozenset[str]:
        """The telling words that hold for every number of the sentence."""
        return terms_of(self.shared)

    @cached_property
    def terms(self) -> frozenset[str]:
        """The telling words of the whole sentence."""
        return terms_of(self.text)


def is_before(mention: Mention) -> str:
    """The basis that relative words name: "year", "previous" or nothing."""
    return {YEAR_BEFORE: "year", BEFORE: "previous"}.get(mention.kind, "")
