"""What claims are held against: facts with what they are about, and the words of measures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from cypt_analysis.claims.areas import Alias
from cypt_analysis.claims.literals import Listed
from cypt_analysis.ground.quarter import Period
from cypt_analysis.ground.stats import Sense, Stat

VALUE, CHANGE, GAP, TARGET = Sense.VALUE, Sense.CHANGE, Sense.GAP, Sense.TARGET
TO_TARGET, BASELINE, THRESHOLD = Sense.TO_TARGET, Sense.BASELINE, Sense.THRESHOLD
LIMIT, TALLY, QUOTED = Sense.LIMIT, Sense.TALLY, Sense.QUOTED
MONTHLY, NEEDED, PART = Sense.MONTHLY, Sense.NEEDED, Sense.PART
# Words that tell no measure from another.
_LITTLE_SAYING = """
the of a an for in and or to by at on per with who are is not number rate whose that from
each as it its was were after under aged target targets year years quarter quarters month
months fall falls rise too
"""
_SKIPPED = frozenset(_LITTLE_SAYING.split())
_LITTLE = frozenset({"of", "the", "and", "a", "an", "per", "to", "in", "for"})
_STEM = re.compile(r"(?:ities|ity|ies|es|s|ed|ing|ly)$")


def stem(word: str) -> str:
    """A word without its ending, so that "homes" and "home" meet.

    >>> stem("Measured"), stem("homes"), stem("home")
    ('measur', 'hom', 'hom')
    """
    word = word.lower().replace("’", "'").removesuffix("'s")
    if len(word) <= 4:
        return (word.removesuffix("s") if len(word) == 4 else word).removesuffix("e")
    return _STEM.sub("", word).removesuffix("e")


@lru_cache(maxsize=16384)
def terms_of(text: str) -> frozenset[str]:
    """The telling words of a text, stemmed; "Year 6" is one word.

    >>> sorted(terms_of("Year 6 children who are obese"))
    ['children', 'obes', 'year_6']
    """
    text = re.sub(r"\b(Year|Level|Stage|Phase) (\d+)", r"\1_\2", text, flags=re.IGNORECASE)
    joined = re.sub(r"(?<=[A-Za-z])-(?=[a-z])", "", text)
    words = re.findall(r"[A-Za-z][\w'’]*(?:-\d+\w*)?", joined)
    # "Calendar-year" meets "calendar year", and "re-referral" the referrals of no other.
    words += [
        part
        for pair in re.findall(r"[A-Za-z]{5,}(?:-[a-z]+)+", text)
        for part in pair.split("-")
        if len(part) > 4
    ]
    return frozenset(stem(word) for word in words if word.lower() not in _SKIPPED)


def stems_of(text: str) -> frozenset[str]:
    """Every word of a text, stemmed, so that "the last 2 quarters" meets quarters_of_decline.

    >>> sorted(stems_of("Last quarters"))
    ['last', 'quarter']
    """
    text = re.sub(r"(?<=[A-Za-z])-(?=[a-z])", "", text)
    return frozenset(
        stem(word) for word in re.findall(r"[A-Za-z][\w'’]*", text) if word.lower() not in _LITTLE
    )


@dataclass(frozen=True, eq=False)
class Candidate:
    """A fact that a number may state: what it is about beside its value."""

    name: str
    value: float
    unit: str
    shown: str
    decimals: int
    stat: Stat
    path: str
    indicator: str
    area: str
    period: Period | None
    then: Period | None
    terms: frozenset[str]
    status: str = ""
    series: str = ""
    ages: frozenset[int] = frozenset()
    # Of a rate: per how many.
    base: int = 0
    # Its unit in the catalogue's own words.
    written: str = ""
    # Where its observation stands in time, by the names of the columns.
    place: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sense(self) -> Sense | None:
        """What kind of statement it makes."""
        return self.stat.sense

    @property
    def basis(self) -> str:
        """The period that a change is counted from: ``year``, ``previous`` or nothing."""
        return self.stat.basis

    def is_year_before(self, other: Candidate) -> bool:
        """Whether it is of the same period a year before another."""
        return bool(self.period and other.period and self.period.is_year_before(other.period))

    @property
    def is_change(self) -> bool:
        """Whether its sign is a direction."""
        return self.sense in (CHANGE, GAP, TO_TARGET, BASELINE)


def with_value(each: Candidate) -> str:
    """A fact's name with its value."""
    return f"{each.name} {each.shown}"


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that the claims of a quarter are held against.

    ``spoken`` has the words with which the catalogue tells what an indicator is. ``parts`` has,
    for the path of one part of a breakdown, those of every part. ``reference`` is the day of the
    board where ``at_board``. ``before`` is what the last report knew, and ``last_board`` the day
    that it was made for.
    """

    candidates: Mapping[str, list[Candidate]]
    by_name: Mapping[str, Candidate]
    aliases: Mapping[str, str]
    paths: Mapping[str, list[str]]
    terms: Mapping[str, frozenset[str]]
    lexicon: Mapping[str, frozenset[str]]
    nouns: Mapping[str, frozenset[str]]
    observed: Mapping[str, list[Candidate]]
    pairs: Mapping[tuple[str, str], dict]
    judged: Mapping[str, dict]
    areas: tuple[str, ...]
    neighbours: tuple[str, ...]
    authority: str
    reference: date
    quarter: Period
    cut_short: frozenset[str]
    polarity: Mapping[str, str]
    ages: Mapping[str, frozenset[int]] = field(default_factory=dict)
    own_terms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    others: Mapping[tuple[str, str, str], Candidate] = field(default_factory=dict)
    cycles: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    sayings: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    spoken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    region: str = ""
    literals: Listed = ()
    called: Mapping[str, tuple[Alias, ...]] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at_board: bool = False
    last_board: date | None = None
    before: Evidence | None = None

    def names_of(self, indicator: str) -> frozenset[str]:
        """What the measures of an indicator are called."""
        return frozenset(self.names.get(path, "") for path in self.paths.get(indicator, ()))

    def value_at(self, path: str, period: Period | None) -> Candidate | None:
        """The authority's value of a path at a period."""
        return next((each for each in self.observed.get(path, ()) if each.period == period), None)
