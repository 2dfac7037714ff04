"""The shapes of the catalogue's entries; an unknown key is an error."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from cypt_analysis.catalogue.kinds import (
    ChartKind,
    Choice,
    Id,
    Kind,
    Month,
    PeriodText,
    Polarity,
    RuleName,
    Window,
)
from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.quarter import format_date, parse_period
from cypt_analysis.ground.settings import Words
from cypt_analysis.ground.toml_files import Entry

# Where a measure's `says` has its figure.
VALUE = "{value}"
# What is added to the name of a measure for that of its denominators.
DENOMINATOR = ".denominator"
# The weight of an indicator that the catalogue does not weigh: neither heavy nor light.
_USUAL = 3


class Baseline(Entry):
    """The observation that a reduction is counted from."""

    measure: Id
    period: PeriodText


class Break(Entry):
    """Where a series begins anew, and why: nothing is compared or joined across it.

    It is there from a ``date`` on, or from the beginning of a ``period``.
    """

    day: date | None = Field(default=None, alias="date")
    period: PeriodText | None = None
    reason: Words

    @model_validator(mode="after")
    def _is_dated(self) -> Self:
        if (self.day is None) == (self.period is None):
            raise ValueError("is dated by a date or by a period. Give one of them.")
        return self

    @property
    def start(self) -> date:
        """The first day of what comes after it."""
        return self.day if self.day is not None else parse_period(str(self.period)).start


class MadeOf(Entry):
    """Other measures whose people are together all of a measure's, each once, or are denied to be.

    ``of`` names them ``indicator.measure``, wherever they stand; a minus before one takes it away,
    and ``.denominator`` behind it means its denominators. Where both have rows, all rows count;
    of a number on a day those count who came and went since the day before. A sum that the numbers
    suggest and that is none says who denies it, and why; without ``of`` every one that is not
    declared, among its own rows too.
    """

    of: tuple[str, ...] = ()
    denied_by: str = ""
    because: str = ""

    @model_validator(mode="after")
    def _is_answered_for(self) -> Self:
        if bool(self.denied_by.strip()) != bool(self.because.strip()):
            raise ValueError("needs both denied_by and because, or neither where it is a sum.")
        if not self.of and not self.denied_by:
            raise ValueError("names no measure in of. Name those that it adds up from.")
        return self


class Measure(Entry):
    """One measured series of an indicator. Its kind alone fixes the statistical method."""

    id: Id
    name: str
    short_name: str = ""
    # Its latest value as a sentence would begin, where "<name> stood at <value>" reads badly.
    says: str = ""
    # What else words call it: "reportable to the HSE".
    called: tuple[str, ...] = ()
    kind: Kind
    source: Id
    value: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    where: dict[str, str] = Field(default_factory=dict)
    breakdown: str | None = None
    # What its figures add up from in other indicators and files, which no file says.
    made_of: tuple[MadeOf, ...] = ()
    multiplier: float = 1
    # Separate events over a period, so that chance alone would vary their number.
    events: bool = False
    # Whether it follows the time of year, which is then taken out before a series is judged.
    season: bool = False
    change_decimals: int = Field(default=0, ge=0, le=4)
    unit: str
    decimals: int = Field(ge=0, le=4)
    polarity: Polarity
    role: Literal["headline", "supporting"] = "headline"
    benchmarks: tuple[str, ...] = ()
    baseline: Baseline | None = None
    # How its figures lie to the year, where their periods do not say it: a number on a day is a
    # snapshot, any other figure that of its whole period. A measure in another window is another.
    window: Window | None = None
    # The month in which a figure of the year to date begins anew.
    restarts: Month | None = None
    breaks: tuple[Break, ...] = ()
    jump: float = 0.5

    @model_validator(mode="after")
    def _has_value(self) -> Self:
        if not self.value and not (self.numerator and self.denominator):
            raise ValueError("names neither a value nor a numerator and denominator. Name one.")
        return self

    @model_validator(mode="after")
    def _says_its_value(self) -> Self:
        if self.says and self.says.count(VALUE) != 1:
            raise ValueError(f"has says without its value. Write {VALUE} once, for the figure.")
        return self

    @model_validator(mode="after")
    def _begins_anew(self) -> Self:
        if self.restarts is not None and self.window is not Window.YEAR_TO_DATE:
            raise ValueError('has restarts, but its window is not "year to date". Take one out.')
        _no_break_twice(self.breaks)
        return self

    @property
    def label(self) -> str:
        """The name that a chart has room for."""
        return self.short_name or self.name

    @property
    def scale(self) -> float:
        """What a numerator over a denominator is multiplied by to give the value."""
        return 100 if self.kind is Kind.PROPORTION else self.multiplier


def _no_break_twice(breaks: tuple[Break, ...]) -> None:
    days = [each.start for each in breaks]
    twice = next((day for day in days if days.count(day) > 1), None)
    if twice is not None:
        raise ValueError(f"has two breaks on {format_date(twice)}. Keep one.")


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
    # How much it matters to the Board beside the others, 1 to 5: with size and certainty it ranks
    # the first screen (`judgement.consequence`).
    weight: int = Field(default=_USUAL, ge=1, le=5, strict=True)
    # Whether it is shown whole or as a row of the summary; empty leaves that to `judgement`.
    depth: Literal["", "full", "row"] = ""
    # Why the Board wants it among the exceptions whatever the figures say.
    board_decision: str = ""
    # Its own small-number rule, before that of the source, in every edition that has one.
    disclosure: RuleName = ""
    headline: Id | None = None
    # Breaks of all its measures.
    breaks: tuple[Break, ...] = ()
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
        _no_break_twice(self.breaks)
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

    def breaks_of(self, measure: Measure) -> tuple[Break, ...]:
        """The breaks in a measure's series, in order of time."""
        return tuple(sorted((*self.breaks, *measure.breaks), key=lambda each: each.start))

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
