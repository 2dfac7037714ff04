"""Who publishes what an entry of the library rests on, and how the published file is read."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cypt_analysis.ground.toml_files import Entry
from cypt_analysis.library.entries import national_files, national_indicators

Period = Literal[
    "year to 31 March", "31 March", "30 September", "calendar year", "academic year",
    "financial year", "December to February", "academic year to date",
]  # fmt: skip


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
    # Records of the authority's own from which it can be worked out sooner.
    local: tuple[str, ...] = ()


class FileColumn(Entry):
    """A column of ours: the publisher's names for it, or the columns that it is the sum of."""

    name: str
    theirs: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()
    where: dict[str, str] = Field(default_factory=dict)


class FileSeries(Entry):
    """A series of ours in a long table: the publisher's name for it, and what its years are."""

    name: str
    theirs: str
    period: Period


class NationalFile(Entry):
    """Of a source: which reader takes which published file, and what becomes of its columns."""

    reader: Literal["ees", "lait", "fingertips", "nccis"]
    table: str
    publication: str
    due: str
    period: Period | None = None
    # The column that the population of the year before is put into.
    population: str = ""
    filters: dict[str, str] = Field(default_factory=dict)
    column: tuple[FileColumn, ...] = ()
    series: tuple[FileSeries, ...] = ()


def publication_of(indicator: str) -> Publication:
    """Who publishes an indicator of the library. Raises KeyError where it has none of that id.

    >>> publication_of("pa10").window
    'whole'
    """
    return Publication.model_validate(national_indicators()[indicator])


def file_of(source: str) -> NationalFile | None:
    """How a source's published file is read, None where no national file holds it.

    >>> file_of("referrals").column[0].theirs
    ('referral_count', 'Referrals')
    """
    values = national_files().get(source)
    return None if values is None else NationalFile.model_validate(values)
