"""What measures and areas are called: in so many words, by abbreviations, by `called`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cypt_analysis.catalogue import Measure
from cypt_analysis.claims.areas import Alias, areas_in
from cypt_analysis.claims.evidence import terms_of
from cypt_analysis.ground.settings import Abbreviation
from cypt_analysis.known import Known

_NEVER = re.compile(r"(?!)")
_FEWEST = 3
_JOINING = frozenset({"a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with"})


def initials_of(name: str) -> frozenset[str]:
    """What the words of a name that follow each other may be shortened to.

    >>> sorted(initials_of("Children in need"))
    ['cin']
    """
    words = re.findall(r"[A-Za-z]\w*", name.lower())
    found = set()
    for kept in (words, [each for each in words if each not in _JOINING]):
        letters = "".join(each[0] for each in kept)
        size = len(letters)
        found |= {letters[a:b] for a in range(size) for b in range(a + _FEWEST, size + 1)}
    return frozenset(found)


def called_as(names: Iterable[str]) -> re.Pattern[str]:
    """What finds names of several words, whether their lists are joined by "and" or by "or".

    >>> called_as(["Slips, trips and falls"]).search("26 were slips, trips or falls.")[0]
    'slips, trips or falls'
    """
    split = {tuple(re.findall(r"[\w'’-]+", name.lower())) for name in names}
    rows = [tuple(w for w in words if w not in ("and", "or")) for words in split]
    long = sorted({row for row in rows if len(row) >= _FEWEST}, key=len, reverse=True)
    texts = [r"[ ,]+(?:and |or )?".join(map(re.escape, row)) for row in long]
    return re.compile(rf"\b(?:{'|'.join(texts)})\b", re.IGNORECASE) if texts else _NEVER


def aliases_of(known: Known) -> Mapping[str, tuple[Alias, ...]]:
    """The other names that a project gives of each indicator: what they stand for is read instead.

    An abbreviation stands for an area, or for a measure that is called by it or by all its words.
    """
    short = known.settings.abbreviation
    areas = tuple(filter(None, (_of_area(each, known) for each in short)))
    return {
        name: tuple(
            alias for measure in entry.measure for alias in _of_measure(measure, short)
        ) + areas
        for name, entry in known.catalogue.indicators.items()
    }  # fmt: skip


def _of_area(each: Abbreviation, known: Known) -> Alias | None:
    info = known.info
    found = areas_in(each.long, (*info.areas, info.authority))
    area = next((name for a, b, name in found if b - a >= len(each.long) - 1), None)
    return Alias(_either(f"{each.short}s", each.short), each.short, area) if area else None


def _of_measure(measure: Measure, short: tuple[Abbreviation, ...]) -> Iterator[Alias]:
    for each in short:
        if _names(each.short, measure) or _names(each.long, measure):
            means = f"{each.short} {each.long}".lower()
            yield Alias(_either(each.long, each.short), means)
    for called in measure.called:
        yield Alias(_either(called), measure.name.lower())


def _names(text: str, measure: Measure) -> bool:
    return terms_of(text) <= terms_of(f"{measure.name} {measure.short_name}")


def _either(*names: str) -> re.Pattern[str]:
    """A pattern of some names; one in capitals is no other word in small letters."""
    said = [re.escape(each) if each[:-1].isupper() else f"(?i:{re.escape(each)})" for each in names]
    return re.compile(rf"\b(?:{'|'.join(said)})\b")
