"""The words of a part that no list has: of a measure, small, or not read."""

from __future__ import annotations

import re

from cypt_analysis.claims.cardinals import SMALL
from cypt_analysis.claims.items import Item
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.matters import is_plain
from cypt_analysis.claims.points import UNITS, Points
from cypt_analysis.claims.roles import REF

_JOINERS = words("parts.cut") | {"following"}
_BLOCKING = words("part.blocking")
SAYING_LITTLE = frozenset({"idle", "course", "light"})
_NOT_SUPERLATIVE = words("part.not_superlative")
# "Under-16s", where the measure is of another age.
_AGES = re.compile(r"(?:under|over)-(\d+)(?:-year-old)?s?$")
# The base of a rate and an age are read, as what they are.
_READ = re.compile(r"(?:for|in|of) (?:every|each) |per \d|aged? |(?:under|over)-\d")
_BASE = re.compile(r"(?:(?:for|in|of) (?:every|each)|per) \d")
_SPAN_OF_AGES = re.compile(r"aged (\d+) (?:to|and|-|–) (\d+)")


class Unlisted(Points):
    """Reads the words of a part of which the lexicon says nothing."""

    def _unlisted(self, i: int, said: str) -> None:
        """A word of no list: of a measure, small, or not read."""
        terms, place = self.measures.terms(said), self.part.places[i]
        if self._is_another_age(said):
            self.part.ages.append(place)
        if any(_BASE.match(self.said(j)) for j in (i - 1, i - 2)) and len(self.measures.paths) > 1:
            return  # "Per 100,000 young people" names no measure.
        if terms:
            (self.ref_terms if self.governor == REF else self.terms).update(terms)
        else:
            superlative = said.endswith("est") and len(said) > 5 and said not in _NOT_SUPERLATIVE
            named = self._is_in_name(self.items[i])
            plain = named or is_plain(said) or (i == 0 and said in _JOINERS) or self._is_counted(i)
            if not plain and self._is_spoken(i):
                self.part.known.append(place)
            elif not plain and not _READ.match(said):
                self.part.residue.append(place)
            compared = said.endswith("er") and self.said(i + 1) == "than"
            if (said in _BLOCKING and not named) or ((superlative or compared) and not plain):
                self.part.blocking.append(place)

    def _is_counted(self, i: int) -> bool:
        """Whether words count times, or are no data: "three years", "the three"."""
        said = self.said(i)
        *before, last = said.split()
        alone = last in SMALL and is_plain(" ".join(before))
        return said in UNITS or (alone and (bool(before) or self.said(i + 1) in UNITS))

    def _is_spoken(self, i: int) -> bool:
        """Whether a word is of those that tell what the measures are, or their initials."""
        item = self.items[i]
        short = self.line.text[item.start : item.end].isupper()
        return (short or len(item.said) > 3) and self.measures.speaks_of(item.said)

    def _is_another_age(self, said: str) -> bool:
        """Whether an age is of none of the measures."""
        age = _AGES.match(said)
        return age is not None and int(age[1]) not in self.measures.ages

    def _ages(self) -> None:
        """The spans of ages that are those of none of the measures."""
        known = self.measures.age_spans
        text = self.line.text[self.items[0].start : self.items[-1].end]
        spans = [(int(a), int(b)) for a, b in _SPAN_OF_AGES.findall(text)]
        if known and any(span not in known for span in spans):
            self.part.ages.append(self.part.start)

    def _is_base(self, i: int) -> bool:
        """Whether "every" or "each" tells of whom a rate is: "for each looked after child"."""
        measured = bool(self.measures.terms(self.said(i + 1)))
        if measured and any(f"{self.said(i)} {self.said(i + 1)}" in e for e in self.measures.names):
            return True
        return self.said(i + 1)[:1].isdigit() or (self.said(i - 1) == "for" and measured)

    def _is_in_name(self, item: Item) -> bool:
        """Whether a word stands in the name of a measure, which states nothing."""
        return any(a <= item.start < b for a, b in self.line.names)
