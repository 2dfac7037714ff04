"""Which measures some words name: those whose telling words are said, and no rival's."""

from __future__ import annotations

import re
from functools import cache, cached_property

from cypt_analysis.claims.evidence import Evidence, stem, terms_of
from cypt_analysis.claims.lexicon import families
from cypt_analysis.claims.periods import Mention

Terms = frozenset[str]
_SPAN = re.compile(r"aged (\d+) (?:to|and|-|–) (\d+)")


@cache
def _families() -> dict[str, Terms]:
    found = [frozenset(map(stem, each)) for each in families("names.alike")]
    return {word: each for each in found for word in each}


def alike(term: str) -> Terms:
    """The words that say the same as one, all of them stemmed.

    >>> "begun" in alike("start")
    True
    """
    return _families().get(term, frozenset())


class Measures:
    """The measures of one indicator, by the words that tell each from the others."""

    def __init__(self, evidence: Evidence, indicator: str) -> None:
        self.evidence, self.indicator = evidence, indicator
        self._all = list(evidence.paths.get(indicator, ()))

    @cached_property
    def paths(self) -> list[str]:
        """The paths that have values."""
        return [path for path in self._all if path in self.evidence.observed]

    def terms(self, said: str) -> Terms:
        """The words of measures that some words say, or say in another way: "begun", "started"."""
        said_so = terms_of(said)
        return (said_so | frozenset[str]().union(*map(alike, said_so))) & self.words

    def speaks_of(self, said: str) -> bool:
        """Whether a word is one with which the catalogue tells what they are."""
        said_so = terms_of(said)
        wide = said_so | frozenset[str]().union(*map(alike, said_so))
        return bool(wide & self.evidence.spoken.get(self.indicator, frozenset()))

    @cached_property
    def words(self) -> Terms:
        """Every word that one of them is called by."""
        return self.evidence.lexicon.get(self.indicator, frozenset())

    def has_period(self, mention: Mention) -> bool:
        """Whether one of them has a value for the months from one to another."""
        rows = (row for path in self.paths for row in self.evidence.observed[path])
        return any(mention.fits(row.period) for row in rows if row.period)

    @cached_property
    def own_words(self) -> Terms:
        """The words by which one of them alone is called."""
        return frozenset(word for word, times in self._shared.items() if times == 1)

    @property
    def ages(self) -> frozenset[int]:
        """The ages that they are of."""
        return self.evidence.ages.get(self.indicator, frozenset())

    @cached_property
    def age_spans(self) -> frozenset[tuple[int, int]]:
        """The spans of ages that their units give: "per 1,000 women aged 15 to 17"."""
        rows = [self.evidence.observed[path][-1] for path in self.paths]
        texts = [*(row.written for row in rows), *self.names]
        found = [_SPAN.findall(text) for text in texts]
        return frozenset((int(a), int(b)) for each in found for a, b in each)

    @cached_property
    def names(self) -> list[str]:
        """What they are called, in small letters."""
        return [name.lower() for name in self.evidence.names_of(self.indicator)]

    @cached_property
    def _common(self) -> Terms:
        terms = [self.evidence.terms[path] for path in self._all]
        return frozenset.intersection(*terms) if len(terms) > 1 else frozenset()

    def telling(self, path: str) -> Terms:
        """The words of a path that tell it from the others."""
        return self._telling.get(path, frozenset())

    @cached_property
    def _telling(self) -> dict[str, Terms]:
        terms = self.evidence.terms
        return {path: terms.get(path, frozenset()) - self._common for path in self._all}

    def _weight(self, terms: Terms) -> float:
        """How well words tell a measure: less where several measures share them."""
        return round(sum(1 / self._shared.get(each, 1) for each in terms), 6)

    @cached_property
    def _shared(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for path in self._all:
            for each in self.telling(path):
                found[each] = found.get(each, 0) + 1
        return found

    def _is_unnamed(self, path: str, said: Terms) -> bool:
        """Whether a path is one part of a breakdown, as a school, that some words do not name."""
        terms, parts = self.evidence.terms, self.evidence.parts.get(path, ())
        own = terms[path] - frozenset.intersection(*(terms[p] for p in parts)) if parts else said
        return bool(parts) and not own & said

    def _is_rival(self, path: str, said: Terms) -> bool:
        """Whether a word that stands instead of one of a path's is said, and that one is not."""
        return any(
            self._swaps.get(each, set()) & (said - self.telling(path))
            for each in self.telling(path) - said
        )

    @cached_property
    def _swaps(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        told = [self.telling(path) for path in self._all]
        for one in told:
            for other in told:
                if len(one - other) == len(other - one) == 1:
                    found.setdefault(next(iter(one - other)), set()).update(other - one)
        return found

    def instead_of(self, terms: Terms) -> Terms:
        """The words that stand for another part where these stand for one: "secondary" for
        "primary"."""
        return frozenset(t for u in terms for t in self._swaps.get(u, ()))

    def named(self, *terms: Terms) -> list[str]:
        """The paths that some words name best, those with the fewest other words first.

        Words given later only tell apart what those before name alike.
        """
        said = frozenset[str]().union(*terms)
        named = [path for path in self.paths if not self._is_unnamed(path, said)]
        named = [path for path in named if not self._is_rival(path, said)] or named
        scores = self._scores(named, terms)
        if not any(any(score) for score in scores.values()):
            scores = self._scores(self.paths, terms)
        best = max(scores.values(), default=())
        if not any(best):
            return []
        chosen = [path for path, score in scores.items() if score == best]
        return sorted(chosen, key=lambda path: (len(self.telling(path)), path != self.indicator))

    def _scores(self, paths: list[str], terms: tuple[Terms, ...]) -> dict[str, tuple[float, ...]]:
        return {
            path: tuple(self._weight(self.telling(path) & each) for each in terms) for path in paths
        }

    def like(self, path: str, others: list[str]) -> list[str]:
        """Of some measures the one that differs from another by one word only, or the first:
        "secondary" for "primary"."""
        own = self.telling(path)
        near = [o for o in others if len(own - self.telling(o)) == len(self.telling(o) - own) == 1]
        return (near or others)[:1]

    def closest(self, paths: list[str], said: Terms) -> list[str]:
        """Those of which every telling word is said, before those with words that are not."""
        full = [path for path in paths if self.telling(path) <= said]
        return full or sorted(paths, key=lambda path: path != self.indicator)

    def resolve(self, terms: Terms, around: Terms) -> list[str]:
        """What words name, with those around them that do not stand instead of one of them."""
        wide = terms | (around - self.instead_of(terms))
        return self.closest(self.named(terms, wide), wide)
