"""How a source's file comes: its shape, and what of it is read as which column."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from cypt_analysis.catalogue.kinds import Id
from cypt_analysis.ground.toml_files import Entry


class Shape(StrEnum):
    """How a file lays out its figures. A mapped file names its own area and period columns."""

    MAPPED = "mapped"
    EES = "ees"
    LAIT = "lait"
    FINGERTIPS = "fingertips"
    NCCIS = "nccis"


class Covers(StrEnum):
    """What a publisher's year covers: 2025 is the year to March 2025, or a day in it."""

    FINANCIAL_YEAR = "year to 31 March"
    ON_31_MARCH = "31 March"
    ON_30_JUNE = "30 June"
    ON_30_SEPTEMBER = "30 September"
    CALENDAR_YEAR = "calendar year"
    ACADEMIC_YEAR = "academic year"
    ACADEMIC_YEAR_TO_DATE = "academic year to date"
    DECEMBER_TO_FEBRUARY = "December to February"


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"has '{text}', a pattern that is none: {error}. Mend it.") from None
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class Part(Entry):
    """Where a column of ours comes from in the file.

    From a column of theirs, by any of its names, the newest first; as the sum of several; or as the
    words of several one after the other, as a year and its quarter stand apart. With ``where``,
    from the rows that have certain words in other columns: the area's and period's row of ours
    takes its figure from that row of theirs.
    """

    theirs: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()
    words_of: tuple[str, ...] = ()
    where: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if sum(map(bool, (self.theirs, self.sum_of, self.words_of))) != 1:
            raise ValueError(
                "names neither a column nor a sum nor words, or two of them. Write theirs, sum_of "
                "or words_of."
            )
        return self


class Series(Entry):
    """A series of a long table: its name there, and what its years cover.

    ``without`` names the areas whose figure there is another thing than its name says; ``nought``
    is the mark of a nought where none can be, as in a mean score of nobody.
    """

    theirs: str
    covers: Covers
    without: tuple[str, ...] = ()
    nought: str = ""


class Noted(Entry):
    """A column of notes: by words in them, why a figure of the row is blank."""

    column: str
    marks: dict[str, str]


class Blank(Entry):
    """Columns of ours that are left blank in the rows that have certain words in a column."""

    columns: tuple[Id, ...]
    where: dict[str, tuple[str, ...]]


class Joined(Entry):
    """A column that another source's file gives: by area, as it last was before a period's end.

    Not more than a year before: the mid-year estimate of 2024 is that of the year to March 2025.
    """

    source: Id
    column: Id


class Wide(Entry):
    """Columns that hold one figure a period each, to be read as rows.

    ``columns`` is a regular expression of their names; its group, if it has one, is the period.
    """

    columns: Pattern
    period: Id = "period"
    value: Id


class Reads(Entry):
    """What is read of a file that came in another shape than our own.

    ``files`` are patterns of the names that the file may have. ``columns`` gives for each of our
    columns the names that it may have in the file, the newest first, or a `Part`; ``keep`` the
    rows that are wanted, by the words in a column of the file, and ``without`` those that are not,
    by patterns of them; ``fixed`` what is the same in each row; ``covers`` what a year of the file
    is; ``series`` the series of a long table that are wanted, by our names; ``words`` what a
    publisher's words in a column are in ours; ``lacks`` the columns that files of this shape do
    not have; ``joined`` those that another source's file gives; ``decimal`` is the sign before the
    decimals, where the file does not show it. Of a table that is spread over several sheets,
    ``sheets`` is a pattern of their names, and ``sheet_gives`` the column of ours, as the period,
    that their names are. ``query`` is a file of
    data/catalogue whose result `cypt pull` keeps in a drop.
    """

    shape: Shape = Shape.MAPPED
    files: tuple[str, ...] = ()
    sheet: str = ""
    sheets: str = ""
    sheet_gives: Id | None = None
    title_gives: dict[Id, Pattern] = Field(default_factory=dict)
    separator: str = ""
    decimal: Literal["", ".", ","] = ""
    header_rows: int = Field(default=1, ge=1, le=4)
    columns: dict[Id, tuple[str, ...] | Part] = Field(default_factory=dict)
    covers: Covers | None = None
    series: dict[Id, Series] = Field(default_factory=dict)
    keep: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    without: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    fixed: dict[Id, str] = Field(default_factory=dict)
    wide: Wide | None = None
    words: dict[Id, dict[str, str]] = Field(default_factory=dict)
    noted: Noted | None = None
    # A nation's counts, where rounding and what is hidden keep its percentage from following.
    blank: Blank | None = None
    lacks: tuple[Id, ...] = ()
    joined: dict[Id, Joined] = Field(default_factory=dict)
    # Columns whose blank cells mean what stands above them, as a pivot table leaves its labels.
    repeated: tuple[Id, ...] = ()
    # The names of rows that are totals of others, to be left out, or patterns: "* Total".
    totals: tuple[str, ...] = ()
    query: str = ""

    @model_validator(mode="after")
    def _knows_its_sheets(self) -> Self:
        if self.sheets and self.sheet:
            raise ValueError("has sheet and sheets. Write sheets where the table has several.")
        if self.sheet_gives and not self.sheets:
            raise ValueError('has sheet_gives, but no sheets. Write their names as sheets = "Q*".')
        return self

    @property
    def year_covers(self) -> Covers | None:
        """What a year of the file covers, where its shape or entry says so."""
        winter = Covers.DECEMBER_TO_FEBRUARY if self.shape is Shape.NCCIS else None
        return self.covers or winter

    def part(self, name: str) -> Part:
        """Where a column of ours comes from; one that is not named, from one of its own name."""
        written = self.columns.get(name, ())
        if isinstance(written, Part):
            return written
        return Part(theirs=(*written, name))
