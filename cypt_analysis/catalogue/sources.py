"""The shape of a source's entry: one kind of raw file, its columns and keys."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from cypt_analysis.catalogue.kinds import ColumnType, Id, Role, RuleName
from cypt_analysis.catalogue.reads import Reads
from cypt_analysis.ground.quarter import KIND_NAMES
from cypt_analysis.ground.toml_files import Entry

_QUARTERS = {"financial_quarter", "calendar_quarter"}


class Column(Entry):
    """One column of a raw file."""

    type: ColumnType
    blank: bool = False
    optional: bool = False
    part_of: str | None = None
    min: float = 0
    max: float | None = None
    # To what its numbers were rounded before they came: 10 for whole tens.
    rounded_to: float | None = Field(default=None, gt=0)
    kinds: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    # Another file that gives the same number, as "incidents.all".
    same_as: str = ""
    # A day that has passed when the report is made.
    past: bool = False
    # Names of workers, pupils or families: they are left in the file, and nothing reads them.
    personal: bool = False
    # Words of the report: they may name facts, and are held against them.
    words: bool = False

    @model_validator(mode="after")
    def _known_kinds(self) -> Self:
        unknown = [kind for kind in self.kinds if kind not in KIND_NAMES]
        if unknown:
            known = ", ".join(KIND_NAMES)
            raise ValueError(f"has no kind of period '{unknown[0]}'. Kinds: {known}.")
        return self

    @property
    def numeric(self) -> bool:
        """Whether the column holds numbers."""
        return self.type in ("count", "number", "percent")


class Total(Entry):
    """Columns that add up to another, or rows that do.

    With ``over`` the parts are rows that differ in that column alone, as causes do: together
    they are the column ``total``, or the row that has ``row`` there. Where not every part is
    listed, ``complete = false``: then they only cannot be more than the whole. Of a subtotal
    ``of`` names the rows that it is made of.
    """

    total: str = ""
    parts: tuple[str, ...]
    over: str = ""
    row: str = ""
    of: tuple[str, ...] = ()
    complete: bool = True

    @model_validator(mode="after")
    def _has_whole(self) -> Self:
        if bool(self.total) == bool(self.row) or (self.row and not self.over):
            raise ValueError("needs total, or over and row, to say what its parts add up to.")
        if self.of and not self.row:
            raise ValueError("has of, which names the rows of a subtotal, but no row.")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it is about."""
        return tuple(filter(None, (self.total, self.over, *self.parts)))


class Source(Entry):
    """One kind of raw file: its columns, keys, producer, owner."""

    id: Id
    title: str
    producer: str
    owner: str
    role: Role = Role.DATA
    # The indicator or theme that rows without one are about.
    indicator: Id | None = None
    cycle: Literal["quarterly", "annual", "irregular"] = "irregular"
    keys: tuple[str, ...]
    period: str = "period"
    columns: dict[str, Column]
    totals: tuple[Total, ...] = ()
    # The small-number rule of its figures in every edition that has one.
    disclosure: RuleName = ""
    # When its publisher or owner sends it, in words.
    due: str = ""
    # How its files come, where they are not in the columns of our own: of several shapes the first
    # counts where two have a period.
    reads: tuple[Reads, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _comes_as_its_periods_do(cls, values: object) -> object:
        """What counts quarters comes quarterly, where nothing else is said."""
        if (
            not isinstance(values, dict)
            or "cycle" in values
            or values.get("role", "data") != "data"
        ):
            return values
        columns = values.get("columns")
        column = columns.get(values.get("period", "period")) if isinstance(columns, dict) else None
        kinds = column.get("kinds", ()) if isinstance(column, dict) else ()
        return {**values, "cycle": "quarterly"} if kinds and {*kinds} <= _QUARTERS else values

    @field_validator("reads", mode="before")
    @classmethod
    def _one_or_several(cls, values: object) -> object:
        return [values] if isinstance(values, dict) else values

    @property
    def file(self) -> str:
        """The name of the file in a drop."""
        return f"{self.id}.csv"

    def expects(self, name: str) -> bool:
        """Whether a file's name is one that the entry expects, beside the source's own."""
        patterns = [pattern for each in self.reads for pattern in each.files]
        return any(fnmatchcase(name.casefold(), each.casefold()) for each in patterns)

    @property
    def dates(self) -> tuple[str, ...]:
        """The columns of dates; the first says on which day a row's figures were taken."""
        return tuple(name for name, column in self.columns.items() if column.type == "date")

    @property
    def words(self) -> tuple[str, ...]:
        """The columns that hold words of the report."""
        return tuple(name for name, column in self.columns.items() if column.words)

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if self.role in (Role.ACTIONS, Role.RISKS) and not self.words:
            raise ValueError("has no column of words. Write words = true for what is printed.")
        return self

    @model_validator(mode="after")
    def _keeps_names_out(self) -> Self:
        used = {
            "keys": self.keys,
            "period": (self.period,),
            "words": self.words,
            "totals": [name for total in self.totals for name in total.columns],
            "part_of": [column.part_of for column in self.columns.values() if column.part_of],
        }
        for where, names in used.items():
            for name in names:
                if name in self.columns and self.columns[name].personal:
                    raise ValueError(
                        f"uses the column '{name}', which is personal, in {where}. Take it out of "
                        f"{where}: no output may hold a name. Rows are not added up: where each "
                        "is one person's, bring one row for each of the other keys."
                    )
        return self

    @model_validator(mode="after")
    def _confirms(self) -> Self:
        missing = [name for name in ("digest", "sentence", "name") if name not in self.columns]
        if self.role is Role.CONFIRMATIONS and missing:
            raise ValueError(f"has no column '{missing[0]}'. It needs digest, sentence and name.")
        return self

    @model_validator(mode="after")
    def _known_columns(self) -> Self:
        named = [*self.keys, *(c.part_of for c in self.columns.values() if c.part_of)]
        for each in self.reads:
            named += [*each.columns, *each.fixed, *each.words, *each.lacks, *each.joined]
            named += [*each.repeated, *each.title_gives, *filter(None, [each.sheet_gives])]
        named += [name for total in self.totals for name in total.columns]
        if self.role is Role.DATA:
            named.append(self.period)
        if self.role in (Role.ACTIONS, Role.RISKS) and not (
            self.indicator or "indicator" in self.columns
        ):
            raise ValueError(
                "says nowhere what its rows are about. Name the indicator, or give it a column."
            )
        unknown = sorted({name for name in named if name not in self.columns})
        if unknown:
            known = ", ".join(self.columns)
            raise ValueError(
                f"names the column '{unknown[0]}', which it does not have. It has: {known}."
            )
        return self
