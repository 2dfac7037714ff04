"""The shapes of the catalogue's entries; an unknown key is an error."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from cypt_analysis.ground.quarter import KIND_NAMES, parse_period
from cypt_analysis.ground.toml_files import Entry

CYCLE_MONTHS = {"quarterly": 3, "annual": 12}
# Words that follow a measure in the name of a fact, so no measure may be called so.
RESERVED = frozenset({"latest", "previous", "year_before", "target", "numerator", "denominator"})


def _id(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        raise ValueError("Write ids in small letters, digits and underscores.")
    if text in RESERVED:
        raise ValueError(f"'{text}' is a word that facts use.")
    return text


def _period(text: str) -> str:
    try:
        return parse_period(text).text
    except ValueError:
        raise ValueError("Write periods like 2009-10-Q2, 2008-09-FY or 2008.") from None


Id = Annotated[str, AfterValidator(_id)]
PeriodText = Annotated[str, AfterValidator(_period)]
ColumnType = Literal[
    "period", "date", "count", "number", "percent", "text", "area", "status", "choice",
    "indicator", "measure", "name",
]  # fmt: skip
# Pieces that an entry may ask for or leave out; `piece_order` has them all in order.
Choice = Literal[
    "exception", "change", "event", "changes", "measures", "comparison", "risks", "actions",
]  # fmt: skip


class Kind(StrEnum):
    """What a measure's values are; it alone fixes the statistical method."""

    PROPORTION = "proportion"
    RATE = "rate"
    COUNT = "count"
    MEAN = "mean"


class Role(StrEnum):
    """What the files of a source are for."""

    DATA = "data"
    TARGETS = "targets"
    QUOTED = "quoted"
    ASSUMPTIONS = "assumptions"
    ACTIONS = "actions"
    RISKS = "risks"
    WAIVERS = "waivers"
    CONFIRMATIONS = "confirmations"


class ChartKind(StrEnum):
    """What a chart shows; `charts` has a function for each."""

    OVER_TIME = "over_time"
    COMPARE_AREAS = "compare_areas"
    AGAINST_TARGET = "against_target"
    YEAR_ON_YEAR = "year_on_year"
    CATEGORIES = "categories"


class Polarity(StrEnum):
    """Which way is good."""

    LOW = "low"
    HIGH = "high"
    NONE = "none"


class Column(Entry):
    """One column of a raw file."""

    type: ColumnType
    blank: bool = False
    optional: bool = False
    part_of: str | None = None
    min: float = 0
    max: float | None = None
    kinds: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
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
    """Columns that add up to another."""

    total: str
    parts: tuple[str, ...]


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

    @property
    def file(self) -> str:
        """The name of the file in a drop."""
        return f"{self.id}.csv"

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
    def _confirms(self) -> Self:
        missing = [name for name in ("digest", "sentence", "name") if name not in self.columns]
        if self.role is Role.CONFIRMATIONS and missing:
            raise ValueError(f"has no column '{missing[0]}'. It needs digest, sentence and name.")
        return self

    @model_validator(mode="after")
    def _known_columns(self) -> Self:
        named = [*self.keys, *(c.part_of for c in self.columns.values() if c.part_of)]
        named += [name for total in self.totals for name in (total.total, *total.parts)]
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


class Baseline(Entry):
    """The observation that a reduction is counted from."""

    measure: Id
    period: PeriodText


class Measure(Entry):
    """One measured series of an indicator. Its kind alone fixes the statistical method."""

    id: Id
    name: str
    short_name: str = ""
    kind: Kind
    source: Id
    value: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    where: dict[str, str] = Field(default_factory=dict)
    breakdown: str | None = None
    multiplier: float = 1
    # Separate events over a period, so that chance alone would vary their number.
    events: bool = False
    change_decimals: int = Field(default=0, ge=0, le=4)
    unit: str
    decimals: int = Field(ge=0, le=4)
    polarity: Polarity
    role: Literal["headline", "supporting"] = "headline"
    benchmarks: tuple[str, ...] = ()
    baseline: Baseline | None = None
    jump: float = 0.5

    @model_validator(mode="after")
    def _has_value(self) -> Self:
        if not self.value and not (self.numerator and self.denominator):
            raise ValueError("names neither a value nor a numerator and denominator. Name one.")
        return self

    @property
    def label(self) -> str:
        """The name that a chart has room for."""
        return self.short_name or self.name

    @property
    def scale(self) -> float:
        """What a numerator over a denominator is multiplied by to give the value."""
        return 100 if self.kind is Kind.PROPORTION else self.multiplier


class Event(Entry):
    """A date that a chart marks."""

    date: date
    label: str


class Chart(Entry):
    """One chart of an indicator."""

    id: Id
    kind: ChartKind
    measures: tuple[Id, ...]
    areas: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    panels: bool = False
    targets: bool = False
    intervals: bool = False
    trajectory: bool = False
    joined: bool = True
    note: str = ""


class History(Entry):
    """A table of measures by period, or by its breakdown."""

    name: str
    measures: tuple[Id, ...]


class Indicator(Entry):
    """What the report is about; a theme is an indicator without measures."""

    id: Id
    name: str
    short_name: str = ""
    codes: tuple[str, ...] = ()
    definition: str
    rationale: str
    caveats: tuple[str, ...] = ()
    owner: str
    checked_by: str
    next_review: date
    # Why the Board wants it among the exceptions whatever the figures say.
    board_decision: str = ""
    headline: Id | None = None
    measure: tuple[Measure, ...] = ()
    chart: tuple[Chart, ...] = ()
    history: tuple[History, ...] = ()
    # Beside the pieces that the rules of `pieces` give it, or not among them.
    shows: tuple[Choice, ...] = ()
    hides: tuple[Choice, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = [measure.id for measure in self.measure]
        known = f"It has: {', '.join(ids) or 'none'}."
        repeated = [name for name in ids if ids.count(name) > 1]
        if repeated:
            raise ValueError(f"has two measures of one id: '{repeated[0]}'. Keep one.")
        if bool(self.measure) != (self.headline in ids):
            raise ValueError(f"needs a headline that is one of its measures. {known}")
        if self.owner == self.checked_by:
            raise ValueError("is checked by its own owner. Name another.")
        for what, shown in (("chart", self.chart), ("history", self.history)):
            unknown = sorted({m for each in shown for m in each.measures if m not in ids})
            if unknown:
                raise ValueError(
                    f"has a {what} of '{unknown[0]}', which it does not measure. {known}"
                )
        return self

    @property
    def heading(self) -> str:
        """The heading in the report: the name with its national codes."""
        return f"{self.name} ({', '.join(self.codes)})" if self.codes else self.name

    @property
    def label(self) -> str:
        """The name that a narrow table has room for."""
        return self.short_name or self.name

    @property
    def anchor(self) -> str:
        """The id of the heading in the page, the same in every quarter."""
        return self.id.replace("_", "-")

    def path(self, measure: Measure) -> str:
        """The start of the names of a measure's facts."""
        return self.id if measure.id == self.headline else f"{self.id}.{measure.id}"

    def get(self, measure: str) -> Measure:
        """The measure of an id. Raises KeyError naming those there are."""
        for entry in self.measure:
            if entry.id == measure:
                return entry
        known = ", ".join(entry.id for entry in self.measure) or "none"
        raise KeyError(f"{self.id} has no measure '{measure}'. It has: {known}.")


class Section(Entry):
    """A section of the report: one notebook."""

    id: Id
    name: str
    # Whether its indicators are there by a rule for exceptions.
    exceptions: bool = False
    indicator: tuple[Indicator, ...]


class Catalogue(Entry):
    """All entries, in the order in which the report shows them."""

    sections: tuple[Section, ...]
    sources: dict[str, Source]

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Indicators and themes by id, in the order of the summary table."""
        return {entry.id: entry for section in self.sections for entry in section.indicator}

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Measures by path: ``looked_after`` for a headline measure, else ``caf.late``."""
        return {
            indicator.path(measure): measure
            for indicator in self.indicators.values()
            for measure in indicator.measure
        }

    def sources_of(self, indicator: Indicator) -> list[Source]:
        """The sources that an indicator's measures come from."""
        return [self.sources[name] for name in dict.fromkeys(m.source for m in indicator.measure)]
