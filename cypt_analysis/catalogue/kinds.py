"""The kinds that the catalogue's entries are of, and how ids and periods are written there."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator

from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.library.disclosure import rule

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


def _rule(text: str) -> str:
    if text:
        rule(text)
    return text


# The name of a small-number rule of the library; without one that of the edition holds.
RuleName = Annotated[str, AfterValidator(_rule)]
Id = Annotated[str, AfterValidator(_id)]
PeriodText = Annotated[str, AfterValidator(_period)]
ColumnType = Literal[
    "period", "date", "count", "number", "percent", "text", "area", "status", "choice",
    "indicator", "measure", "name",
]  # fmt: skip
Month = Literal[
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
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


class Window(StrEnum):
    """How a figure lies to the year: figures compare only in the same window."""

    WHOLE = "whole"
    YEAR_TO_DATE = "year to date"
    ROLLING = "rolling"
    SNAPSHOT = "snapshot"


class Role(StrEnum):
    """What the files of a source are for."""

    DATA = "data"
    # What columns of other sources are taken from.
    JOINED = "joined"
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
    CONTROL = "control"


class Polarity(StrEnum):
    """Which way is good."""

    LOW = "low"
    HIGH = "high"
    NONE = "none"
