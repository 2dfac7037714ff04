"""A sentence under judgement: its parts, what each speaks of, and what was found so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cypt_analysis.claims.agreement import figure_states
from cypt_analysis.claims.areas import EVERY
from cypt_analysis.claims.evidence import LIMIT, VALUE, Candidate, Evidence
from cypt_analysis.claims.items import AREA, Line
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.measures import Measures
from cypt_analysis.claims.part import Part, Relation, Talk
from cypt_analysis.claims.parts import BRACKET
from cypt_analysis.claims.periods import LATER, Mention
from cypt_analysis.claims.quantities import COUNT, PERCENT, RATE
from cypt_analysis.claims.roles import NEW, OLD, REF, SUBJECT, Figure
from cypt_analysis.claims.values import (
    DENOMINATOR,
    NUMERATOR,
    REST,
    Rows,
    Values,
    fits,
)
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.words.commentary import BRIEF, ISSUES, SUMMARY

GROUPS = (NEIGHBOURS, EVERY)
_REST, _COUNTS = words("heard.rest"), frozenset({"number", "numbers", "count"})
_RATES = frozenset({"rate", "rates", "percentage", "proportion", "share"})
_MOST_PATHS = 8
_CHANCE = re.compile(r"\bchance\b|\bnot (?:statistically )?significant", re.IGNORECASE)
_PART_YEAR = re.compile(
    r"two (?:\w+ )?terms|autumn and spring terms|part of (?:a|the) year|full-year figure|"
    r"not (?:be )?compar|so far|by now|quarter's share|not be complete|cut short",
    re.IGNORECASE,
)


@dataclass
class Heard:
    """A sentence with its parts, and what its statements were held against."""

    line: Line
    values: Values
    measures: Measures
    parts: list[Part]
    talk: Talk
    used: list[tuple[Candidate, ...]] = field(default_factory=list)
    used_areas: list[tuple[str, ...]] = field(default_factory=list)
    last_periods: list[Mention] = field(default_factory=list)
    last_fact: Candidate | None = None
    last_total: Candidate | None = None
    levels: Rows = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    of_target: bool = False
    after: str = ""

    @property
    def evidence(self) -> Evidence:
        """What it is held against."""
        return self.line.evidence

    @cached_property
    def terms(self) -> frozenset[str]:
        """The words of measures that it says anywhere."""
        return frozenset[str]().union(*(each.terms | each.ref_terms for each in self.parts))

    @cached_property
    def facts(self) -> Rows:
        """Every fact of its indicator."""
        return list(self.evidence.candidates.get(self.measures.indicator, ()))

    @cached_property
    def figures(self) -> list[Figure]:
        """All its numbers."""
        return [each for part in self.parts for each in part.figures]

    @property
    def is_stated(self) -> bool:
        """Whether it stands where the figures are told of, not what is done or what it means."""
        return self.line.sentence.section in (BRIEF, SUMMARY, ISSUES)

    @property
    def olds(self) -> list[Mention]:
        """The times that it compares with."""
        return [m for each in self.parts for m in each.mentions(OLD, REF)]

    @cached_property
    def has_goal(self) -> bool:
        """Whether it speaks of a target."""
        return any(each.goal for each in self.parts)

    def is_of_then(self, newest: Candidate) -> bool:
        """Whether a time is named, here or in the sentence before, that may be an older one than
        that of the newest value: what names none is of that."""
        value = self.talk.value
        goes_on = value is not None and value.path == newest.path and value.period != newest.period
        return goes_on or self._names_a_time

    @cached_property
    def _names_a_time(self) -> bool:
        named = [*self.line.mentions, *(m for part in self.parts for m, _ in part.periods)]
        return any(not m.relative or m.kind == LATER for m in named)

    def is_left_behind(self, row: Candidate) -> bool:
        """Whether a value is of an older time than the measures beside it, and not spoken of."""
        value = self.talk.value
        spoken = value is not None and value.period == row.period
        return not spoken and self.values.is_left_behind(row)

    @cached_property
    def says_chance(self) -> bool:
        """Whether it, or the sentence after it, speaks of chance."""
        return bool(_CHANCE.search(self.after)) or any(
            each.entry("chance") or "chance" in each.said for each in self.line.items
        )

    @cached_property
    def says_part(self) -> bool:
        """Whether it says that its figures are of a part of a year, or do not compare."""
        return bool(_PART_YEAR.search(self.line.text))

    @cached_property
    def lead(self) -> list[Mention]:
        """The period that holds for all of it: that of its first part, or its only one."""
        first = self.parts[0].fixed(SUBJECT) if self.parts else []
        alone = list(
            dict.fromkeys(
                m
                for each in self.parts
                if each.joiner != BRACKET
                for m in each.fixed(SUBJECT, NEW, "after")
            )
        )
        apart = any(each.fixed(OLD, "since", REF) for each in self.parts)
        return first or (alone if len(alone) == 1 and not apart else [])

    # What a part speaks of.

    def paths_of(self, part: Part) -> list[str]:
        """The measures that a part may speak of, those first that have values where it says."""
        paths, fixed = self._paths_of(part), part.fixed()
        area = self.areas_of(part)[0]
        if not fixed and not area:
            return paths

        def suits(path: str) -> bool:
            rows = self.values.rows(path, area)
            return bool(rows) and all(any(fits([m], row) for row in rows) for m in fixed)

        good = [path for path in paths if suits(path)]
        if good:
            return good
        named = self.measures.named(part.terms) if part.terms else []
        return [path for path in named or self.measures.paths if suits(path)] or paths

    def _paths_of(self, part: Part) -> list[str]:
        measures, around = self.measures, self._around(part)
        for terms in ((part.terms, around),) if part.terms else ():
            named = measures.closest(measures.named(*terms), part.terms | around)
            if measures.indicator in named and self.terms - around:
                return [measures.indicator]
            if named:
                return named[:_MOST_PATHS]
        apart = self.terms - around and self.values.rows(measures.indicator)
        if part.terms and apart and part.terms <= self.evidence.terms[measures.indicator]:
            return [measures.indicator]
        if self.talk.paths:
            return self.talk.paths
        named = measures.closest(measures.named(self.terms), self.terms)
        if named:
            return named[:_MOST_PATHS]
        indicator = measures.indicator
        return [indicator] if indicator in measures.paths else measures.paths[:_MOST_PATHS] or [""]

    def _around(self, part: Part) -> frozenset[str]:
        """The words of measures of a part and of those that state nothing of their own."""
        idle = [e for e in self.parts if e is part or not (e.figures or e.relations)]
        rivals = self.measures.instead_of(part.terms)
        said = part.terms | (frozenset[str]().union(*(each.terms for each in idle)) - rivals)
        others = self.terms - said - rivals
        named = self.measures.named(part.terms, said)
        own = part.terms <= self.evidence.terms.get(self.measures.indicator, frozenset())
        plain = len(named) == 1 or self.measures.indicator in named or (own and not named)
        return said if plain else said | others

    def resolve(self, terms: frozenset[str]) -> list[str]:
        """What words name, with those around them."""
        return self.measures.resolve(terms, self.terms)

    def wider(self, part: Part, paths: list[str]) -> list[str]:
        """The other measures that the words of a part name alone."""
        alike = not self._around(part) - part.terms
        named = self.measures.named(part.terms) if part.terms and alike else []
        named = self.measures.closest(named, part.terms)
        return [path for path in named if path not in paths]

    def with_counts(self, paths: list[str]) -> Iterator[str]:
        """Paths, each with the counts behind it; those first where numbers are spoken of."""
        for path in paths:
            if self._of_rates:
                yield path
                continue
            rows = self.values.rows(path)
            counted = self._of_numbers and rows and rows[-1].unit != COUNT
            if not (counted and self.values.rows(path + NUMERATOR)):
                yield path
            yield path + NUMERATOR
            yield path + DENOMINATOR
            if self.line.stems & _REST:
                yield path + REST

    @cached_property
    def _of_rates(self) -> bool:
        """Whether it speaks of a rate, and of no count behind it."""
        said = {each.said for each in self.line.items}
        counts = any(each.number.unit == COUNT for each in self.figures)
        return bool(said & _RATES) and not counts and not said & _COUNTS

    @cached_property
    def says_numbers(self) -> bool:
        """Whether it speaks of a number of some."""
        return any(each.said in _COUNTS for each in self.line.items)

    @cached_property
    def _of_numbers(self) -> bool:
        return self.says_numbers and not any(e.number.unit in (PERCENT, RATE) for e in self.figures)

    def areas_of(self, part: Part) -> list[str]:
        """The areas that a part speaks of; the own one is ''."""
        named = part.named_areas(SUBJECT)
        if named:
            return named
        if part.own or part.terms:
            return [""]
        if part.joiner in ("who", "which") and part.start:
            back = [e.area for e in self.line.items[max(0, part.start - 3) : part.start]
                    if e.kind == AREA]  # fmt: skip
            if back:
                return [back[-1]]
        return self.talk.areas or [""]

    # What the data have of it.

    def way(self, relation: Relation, path: str) -> int:
        """The way that a word says: better and worse follow the polarity."""
        if relation.kind in ("judged", "rival", "best"):
            return relation.way * self.values.polarity(path)
        return relation.way

    def is_elsewhere(self, figure: Figure, fixed: Sequence[Mention]) -> bool:
        """Whether a number is another figure that may be meant, of a time and an area that are
        named: then it is not plainly wrong."""
        return any(
            figure_states(figure, each) and each.sense != LIMIT and self._is_of_time(each, fixed)
            and self._is_of_area(each)
            for each in self.facts
        )  # fmt: skip

    def _is_of_time(self, fact: Candidate, fixed: Sequence[Mention]) -> bool:
        """Whether a fact may be of a time that is named, or of the newest where none is."""
        mentions = self.line.mentions
        if any(m.relative for m in mentions) or fact.period is None:
            return True
        if mentions:
            return not fixed or fits(mentions, fact)
        rows = self.values.rows(fact.path)
        return not rows or fact.period == rows[-1].period

    def _is_of_area(self, fact: Candidate) -> bool:
        named = {area for each in self.parts for area in each.named_areas()}
        return fact.sense != VALUE or fact.area in {self.values.own, *named, *self.talk.areas}

    def nearest_area(self, figure: Figure, part: Part) -> str:
        """The area that a number of a part is of, where it names several."""
        items, at = self.line.items, figure.at
        between = [each.at for each in part.relations]
        places = [
            i for i in part.places
            if items[i].kind == AREA and not any(min(i, at) < r < max(i, at) for r in between)
        ]  # fmt: skip
        after = [i for i in places if i > at]
        before = [i for i in places if i < at]
        if not places:
            return ""
        if after and after[0] - at <= 3 and items[after[0] - 1].said in _PLACED:
            return items[after[0]].area
        if at + 1 < part.stop and items[at + 1].kind == AREA:
            return items[at + 1].area
        return items[(before or after[:1])[-1]].area

    def before(self, place: int) -> str:
        """The word before a place."""
        return self.line.items[place - 1].said if place else ""


_PLACED = frozenset({"in", "for", "at", "of", "among", "across"})
