"""A sentence being judged: its line, its slots, what stood before it, and what is settled of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from cypt_analysis.claims.evidence import PART, VALUE, Candidate, Evidence, Pair
from cypt_analysis.claims.line import Line
from cypt_analysis.claims.periods import Mention
from cypt_analysis.claims.slots import Slots, slots_of

# In a sentence without end, how far words and numbers are read together.
_AROUND = 100
CHANCE = (
    r"within (?:the range of )?chance|not (?:statistically )?significant|no (?:statistically "
    r")?significant|no clear change|(?:could|may|might) (?:well )?be "
    r"(?:due to |down to )?chance|too small to tell"
)
PARTIAL = (
    r"two (?:\w+ )?terms|autumn and spring terms|part of (?:a|the) year|cannot be "
    r"compared|not comparable|full-year figure|"
    r"before the quarter (?:had )?ended|may not be complete|cut short|so far|by now|quarter's share"
)
APART = r"(?:not|cannot be|n't) (?:be )?compar|break in the series|series begins anew"


@dataclass
class Scope:
    """What the statements of a sentence are settled in.

    ``matched`` has the fact of each number that was borne out, by its place among the items;
    ``doubted`` those that were not. ``subject_before`` and ``pair_before`` are what the sentence
    before was about.
    """

    line: Line
    evidence: Evidence
    terms_before: frozenset[str] = frozenset()
    mentions_before: tuple[Mention, ...] = ()
    block: str = ""
    section: str = ""
    subject_before: str = ""
    pair_before: Pair | None = None
    pair_now: Pair | None = None
    matched: dict[int, Candidate] = field(default_factory=dict)
    doubted: dict[int, Candidate] = field(default_factory=dict)
    worked: dict[int, Candidate] = field(default_factory=dict)
    kin: dict[int, tuple[Candidate, ...]] = field(default_factory=dict)

    @cached_property
    def slots(self) -> dict[int, Slots]:
        """The slots of its numbers."""
        return slots_of(self.line)

    @property
    def indicator(self) -> str:
        """What its file is about."""
        return self.line.sentence.indicator

    @cached_property
    def paths(self) -> list[str]:
        """The paths of its indicator that have values."""
        paths = self.evidence.paths.get(self.indicator, ())
        return [path for path in paths if path in self.evidence.observed]

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that all measures of its indicator share."""
        paths = self.evidence.paths.get(self.indicator, ())
        terms = [self.evidence.terms[path] for path in paths]
        return frozenset.intersection(*terms) if len(terms) > 1 else frozenset()

    def telling(self, path: str) -> frozenset[str]:
        """The words of a path that tell it from the others of its indicator."""
        return self.evidence.terms.get(path, frozenset()) - self.common

    def weight(self, terms: frozenset[str]) -> float:
        """How well words tell a measure: less where several measures share them."""
        return round(sum(1 / self._shared.get(each, 1) for each in terms), 6)

    @cached_property
    def _shared(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for path in self.evidence.paths.get(self.indicator, ()):
            for each in self.telling(path):
                found[each] = found.get(each, 0) + 1
        return found

    def instead_of(self, terms: frozenset[str]) -> frozenset[str]:
        """The words that stand for another part where these stand for one: "secondary" for
        "primary"."""
        return frozenset(t for u in terms for t in self._swaps.get(u, ()))

    def is_unnamed(self, path: str, said: frozenset[str]) -> bool:
        """Whether a path is one part of a breakdown, as a school, that some words do not name."""
        terms, parts = self.evidence.terms, self.evidence.parts.get(path, ())
        own = terms[path] - frozenset.intersection(*(terms[p] for p in parts)) if parts else said
        return bool(parts) and not own & said

    def rivals_in(self, terms: frozenset[str]) -> frozenset[str]:
        """The telling words that some words stand instead of, in any of the measures."""
        return frozenset(word for word, rivals in self._swaps.items() if rivals & terms)

    def parts_of(self, path: str) -> dict[str, frozenset[str]]:
        """The words of a path that say of whom it is, each with those for others: "reception" and
        "year 6". A word is one where each measure has one of them."""
        paths = self.evidence.paths.get(self.indicator, ())
        own: dict[str, frozenset[str]] = {}
        for word in self.telling(path):
            rivals = frozenset(self._swaps.get(word, ()))
            group = rivals | {word}
            if rivals and all(len(group & self.telling(each)) == 1 for each in paths):
                own[word] = rivals
        return own

    @cached_property
    def _swaps(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        told = [self.telling(path) for path in self.evidence.paths.get(self.indicator, ())]
        for one in told:
            for other in told:
                if len(one - other) == len(other - one) == 1:
                    found.setdefault(next(iter(one - other)), set()).update(other - one)
        return found

    def named(self, *terms: frozenset[str]) -> list[str]:
        """The paths that some words name best, those with the fewest other words first.

        Words given later only tell apart what those before name alike.
        """
        said = frozenset[str]().union(*terms)
        scores = {
            path: tuple(self.weight(self.telling(path) & each) for each in terms)
            for path in self.paths
            if not self.is_unnamed(path, said)
        }
        if not any(any(score) for score in scores.values()):
            scores = {
                path: tuple(self.weight(self.telling(path) & each) for each in terms)
                for path in self.paths
            }
        best = max(scores.values(), default=())
        if not any(best):
            return []
        chosen = [path for path, score in scores.items() if score == best]
        return sorted(chosen, key=lambda path: (len(self.telling(path)), path != self.indicator))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The periods that it names."""
        found = (self.line.items[at].period for at in self.line.periods)
        return tuple(each for each in found if each is not None)

    @cached_property
    def elsewhere(self) -> list[str]:
        """The other indicators that the sentence names."""
        return [
            name for name, terms in self.evidence.own_terms.items()
            if name != self.indicator and terms and terms <= self.line.all_terms
        ]  # fmt: skip

    def subject(self, place: int) -> str:
        """The path that a place speaks of: by the number beside it, the words of its clause or of
        the sentence, what was spoken of before, else the headline."""
        line = self.line
        clause, chunk = line.clause(place), line.chunk(place)
        for within in (chunk, clause):
            near = [
                found for at, found in self.near(place)
                if at in within and found.path in self.evidence.observed
            ]  # fmt: skip
            if near:
                return near[0].path
        named = self.named(line.terms(chunk), line.terms(clause), line.all_terms)
        if named:
            return self.indicator if self.indicator in named else named[0]
        everywhere = [f.path for _, f in self.near(place) if f.path in self.evidence.observed]
        headline = self.indicator if self.indicator in self.evidence.observed else ""
        other = next((p for p in self.elsewhere if p in self.evidence.observed), "")
        first = self.paths[0] if self.paths else other
        return next(iter(everywhere), "") or self.subject_before or headline or first

    def near(self, place: int) -> list[tuple[int, Candidate]]:
        """The facts that its numbers state or nearly state, those nearest to a place first."""
        known = {**self.doubted, **self.matched}
        around = range(place - _AROUND, place + _AROUND) if len(known) > _AROUND else known
        found = [(at, known[at]) for at in around if at in known]
        return sorted(found, key=lambda each: abs(each[0] - place))

    def values(self, within: range | None = None) -> list[tuple[int, Candidate]]:
        """The values that its numbers state, in their order."""
        return [
            (at, found) for at, found in sorted(self.matched.items())
            if found.sense in (VALUE, PART) and found.period and (within is None or at in within)
        ]  # fmt: skip

    def says(self, pattern: str, *, wide: bool = False) -> bool:
        """Whether the sentence, or its paragraph or section, holds a pattern."""
        text = f"{self.block} {self.section}" if wide else self.line.text
        return bool(re.search(pattern, text, re.IGNORECASE))
