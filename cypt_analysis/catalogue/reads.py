"""How a source's file comes: its shape, and what of it is read as which column."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from cypt_analysis.catalogue.kinds import Id
from cypt_analysis.ground.toml_files import Entry


class Shape(StrEnum):
    """How a file lays out its figures. A mapped file names its own area and period columns."""

    MAPPED = "mapped"
    EES = "ees"
    LAIT = "lait"
    FINGERTIPS = "fingertips"


class Covers(StrEnum):
    """What a publisher's year covers: 2025 is the year to March 2025, or a day in it."""

    FINANCIAL_YEAR = "year to 31 March"
    ON_31_MARCH = "31 March"
    ON_30_SEPTEMBER = "30 September"
    CALENDAR_YEAR = "calendar year"
    ACADEMIC_YEAR = "academic year"
    DECEMBER_TO_FEBRUARY = "December to February"


class Part(Entry):
    """Where a column of ours comes from in the file.

    From a column of theirs, by any of its names, the newest first; or as the sum of several. With
    ``where``, from the rows that have certain words in other columns: the area's and period's row
    of ours takes its figure from that row of theirs.
    """

    theirs: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()
    where: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if bool(self.theirs) == bool(self.sum_of):
            raise ValueError("names neither a column nor a sum, or both. Write theirs or sum_of.")
        return self


class Series(Entry):
    """A series of a long table: its name there, and what its years cover."""

    theirs: str
    covers: Covers


class Wide(Entry):
    """Columns that hold one figure a period each, to be read as rows.

    ``columns`` is a regular expression of their names; its group, if it has one, is the period.
    """

    columns: str
    period: Id = "period"
    value: Id

    @model_validator(mode="after")
    def _is_pattern(self) -> Self:
        try:
            re.compile(self.columns)
        except re.error as error:
            raise ValueError(f"has a wide pattern that is none: {error}. Mend it.") from None
        return self


class Reads(Entry):
    """What is read of a file that came in another shape than our own.

    ``files`` are patterns of the names that the file may have. ``columns`` gives for each of our
    columns the names that it may have in the file, the newest first, or a `Part`; ``keep`` the
    rows that are wanted, by the words in a column of the file; ``fixed`` what is the same in each
    row; ``covers`` what a year of the file is; ``series`` the series of a long table that are
    wanted, by our names. ``query`` is a file of data/catalogue whose result `cypt pull` keeps in
    a drop.
    """

    shape: Shape = Shape.MAPPED
    files: tuple[str, ...] = ()
    sheet: str = ""
    separator: str = ""
    header_rows: int = Field(default=1, ge=1, le=4)
    columns: dict[Id, tuple[str, ...] | Part] = Field(default_factory=dict)
    covers: Covers | None = None
    series: dict[Id, Series] = Field(default_factory=dict)
    keep: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    fixed: dict[Id, str] = Field(default_factory=dict)
    wide: Wide | None = None
    # The names of rows that are totals of others, to be left out.
    totals: tuple[str, ...] = ()
    query: str = ""

    def part(self, name: str) -> Part:
        """Where a column of ours comes from; one that is not named, from one of its own name."""
        written = self.columns.get(name, ())
        if isinstance(written, Part):
            return written
        return Part(theirs=(*written, name))
