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
    columns the names that it may have in the file, the newest first; ``keep`` the rows that are
    wanted, by the words in a column of the file; ``fixed`` what is the same in each row. ``query``
    is a file of data/catalogue whose result `cypt pull` keeps in a drop.
    """

    shape: Shape = Shape.MAPPED
    files: tuple[str, ...] = ()
    sheet: str = ""
    separator: str = ""
    header_rows: int = Field(default=1, ge=1, le=4)
    columns: dict[Id, tuple[str, ...]] = Field(default_factory=dict)
    keep: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    fixed: dict[Id, str] = Field(default_factory=dict)
    wide: Wide | None = None
    # The names of rows that are totals of others, to be left out.
    totals: tuple[str, ...] = ()
    query: str = ""
