"""Who publishes what an indicator of the library rests on."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from cypt_analysis.ground.toml_files import Entry
from cypt_analysis.library.entries import indicators, national_indicators
from cypt_analysis.library.figures import published


class Publication(Entry):
    """Of an indicator: what is published where, when, in which window, for whom."""

    publication: str = ""
    table: str = ""
    released: str = ""
    window: Literal["whole", "year to date", "rolling", "snapshot"]
    numerator: str
    denominator: str = ""
    data: Literal["every authority", "some authorities", "national only", "none"]
    # Its names in the national benchmarking table and in Fingertips.
    series: str = ""
    fingertips: int | None = None
    # Which outcome of the children's social care national framework it is counted under.
    framework: str = ""
    small_numbers: str = ""
    # So many months back it counts what was before: of a new authority not so far at first.
    looks_back: int = 0
    # Records of the authority's own from which it can be worked out sooner.
    local: tuple[str, ...] = ()


@lru_cache(maxsize=128)
def publication_of(indicator: str) -> Publication:
    """Who publishes an indicator of the library. Raises KeyError where it has none of that id.

    >>> publication_of("pa10").window
    'whole'
    """
    return Publication.model_validate(national_indicators()[indicator])


@lru_cache(maxsize=1)
def with_figures() -> tuple[str, ...]:
    """The indicators for which the library carries published figures of every authority.

    >>> "rereferrals" in with_figures()
    True
    """
    return tuple(
        name
        for name, entry in indicators().items()
        if publication_of(name).data == "every authority"
        and all(each["source"] in published() for each in entry["measure"])
    )
