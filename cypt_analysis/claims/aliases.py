"""Other names of measures and areas: abbreviations of the project, and `called` of a measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cypt_analysis.catalogue import Measure
from cypt_analysis.claims.areas import Alias, areas_in
from cypt_analysis.claims.evidence import terms_of
from cypt_analysis.ground.settings import Abbreviation
from cypt_analysis.known import Known


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
