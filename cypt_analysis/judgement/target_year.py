"""What a target's year has brought so far: its sum or the ratio of its sums, and what is missing.

Counts are added up. A proportion, a rate or a mean is the ratio of the sums of its numbers, never
the mean of its quarters or the last of them. A figure of the year to date is what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Measure
from cypt_analysis.catalogue.kinds import Kind, Window
from cypt_analysis.ground.quarter import Period, parse_period
from cypt_analysis.observations.spans import span_of
from cypt_analysis.statistics import AnnualTarget, annual_target

HIGH_IS_GOOD = ("at least", "above")
STRICT = ("below", "above")
_NAMES = {
    "financial_quarter": "quarters", "calendar_quarter": "quarters", "month": "months",
    "academic_terms": "terms",
}  # fmt: skip
_TERMS, _MONTHS_OF_A_TERM = "academic_terms", 4
_OTHER_START = "its counter does not begin with the target's year"
_DOES_NOT_FIT = "its periods do not make up the target's"
_BREAK = "the target's year lies across a break in the series"


@dataclass(frozen=True)
class Year:
    """The figures of a target's year that have come, in order of time.

    ``period`` is that of the latest observation, whose kind the others have. A ``cumulative``
    figure covers the year to its date by itself.
    """

    rows: pd.DataFrame
    period: Period
    target: dict
    measure: Measure
    cumulative: bool

    @property
    def is_count(self) -> bool:
        """Whether its figures are added up."""
        return self.measure.kind is Kind.COUNT

    @property
    def months_of(self) -> int:
        """The months of the target's period."""
        return parse_period(self.target["period"]).months

    @cached_property
    def months(self) -> int:
        """The months of it that the figures cover."""
        spans = zip(self.rows["start"], self.rows["end"], strict=True)
        return sum((b.year - a.year) * 12 + b.month - a.month + 1 for a, b in spans)

    @property
    def _unit(self) -> int:
        return _MONTHS_OF_A_TERM if self.period.kind == _TERMS else max(self.period.months, 1)

    @property
    def periods(self) -> int:
        """How many periods of the figures' kind it has."""
        return max(self.months_of // self._unit, 1)

    @property
    def received(self) -> int:
        """How many of them have come."""
        return self.months // self._unit

    @property
    def told(self) -> str:
        """How much of it has been received: "3 of 4 quarters received"."""
        name = _NAMES.get(self.period.kind, "periods")
        return f"{self.received} of {self.periods} {name} received"

    @property
    def gap(self) -> bool:
        """Whether a period before the latest one has not come."""
        ends = [self.target["start"] - pd.Timedelta(days=1), *self.rows["end"]]
        return any(
            start > end + pd.Timedelta(days=1)
            for end, start in zip(ends, self.rows["start"], strict=False)
        )

    @property
    def complete(self) -> bool:
        """Whether each of its periods has been received."""
        return self.received == self.periods and not self.gap

    @property
    def why_not(self) -> str:
        """Why it cannot be worked out from such figures, or nothing."""
        spans = list(zip(self.rows["start"], self.rows["end"], strict=True))
        if self.rows["segment"].nunique() > 1:
            return _BREAK
        if self.cumulative and any(start != self.target["start"] for start, _ in spans):
            return _OTHER_START
        overlap = any(start <= end for (_, end), (start, _) in pairwise(spans))
        if overlap or self.months_of % self._unit or self.received > self.periods:
            return _DOES_NOT_FIT
        return ""

    @cached_property
    def _held(self) -> AnnualTarget | None:
        """The figures added up and held against the target; None without numbers to add up."""
        tops = self.rows["value" if self.is_count else "numerator"].to_numpy(dtype=float)
        bottoms = None if self.is_count else self.rows["denominator"].to_numpy(dtype=float)
        known = np.isfinite(tops).all() and (bottoms is None or np.isfinite(bottoms).all())
        if self.why_not or not len(tops) or not known or (self.cumulative and not self.is_count):
            return None
        return annual_target(
            tops,
            bottoms,
            target=float(self.target["target"]),
            periods=max(self.periods, len(tops)),
            polarity="high" if self.target["comparison"] in HIGH_IS_GOOD else "low",
            strict=self.target["comparison"] in STRICT,
            multiplier=1 if self.is_count else float(self.measure.scale),
        )

    @property
    def value(self) -> float:
        """That of the year so far, or of the latest figure where there is nothing to add up."""
        if self._held is not None:
            return self._held.value
        return float(self.rows["value"].iloc[-1]) if len(self.rows) else np.nan

    @property
    def ids(self) -> list[str]:
        """The observations that the value is made of."""
        return list(self.rows["id"] if self._held is not None else self.rows["id"].tail(1))

    @property
    def numbers(self) -> tuple[float, float]:
        """The sums of numerators and denominators of a ratio, missing without them."""
        if self._held is None or self.is_count:
            return np.nan, np.nan
        return self._held.numerator, self._held.denominator

    @property
    def assumed(self) -> bool:
        """Whether a number of a ratio that is added up is assumed."""
        added = self._held is not None and not self.is_count
        return added and bool(self.rows["assumed"].any())

    @property
    def passed(self) -> bool:
        """Whether a count has gone beyond the target, and cannot go back."""
        return self._held is not None and self._held.verdict.startswith("already")

    @property
    def alone(self) -> str:
        """The one period that the value is of where there are no numbers to add up."""
        if self._held is not None or self.rows.empty:
            return ""
        return span_of(self.rows.iloc[-1]).name


def year_so_far(observation: dict, target: dict, measure: Measure, own: pd.DataFrame) -> Year:
    """The year of an annual target as far as the figures of an observation's path have come.

    Figures of periods that were still running when they were taken do not count.
    """
    period = parse_period(observation["period"])
    rows = own[
        (own["path"] == observation["path"])
        & (own["window"] == observation["window"])
        & own["runs_to"].isna()
        & (own["start"] >= target["start"])
        & (own["end"] <= observation["end"])
    ]
    alike = [_kind(parse_period(text)) == _kind(period) for text in rows["period"]]
    rows = rows[np.array(alike, dtype=bool)].sort_values(
        ["end", "start"], ascending=[True, False], kind="stable"
    )
    cumulative = observation["window"] == Window.YEAR_TO_DATE or _is_several_terms(period)
    return Year(rows.tail(1) if cumulative else rows, period, target, measure, cumulative)


def _kind(period: Period) -> tuple[str, int]:
    """What the periods of one year have in common; of terms, one or several stand side by side."""
    return period.kind, int(_is_several_terms(period)) if period.kind == _TERMS else period.months


def _is_several_terms(period: Period) -> bool:
    """Whether it is the year to the end of a term, which comes before the figure of the whole."""
    return period.kind == _TERMS and period.months > _MONTHS_OF_A_TERM
