"""What a statement is held against: the values of each measure by area and time, its targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from cypt_analysis.claims.agreement import agrees, same_unit
from cypt_analysis.claims.evidence import TARGET, Candidate, Evidence
from cypt_analysis.claims.periods import BEFORE, DAY, YEAR_BEFORE, Mention
from cypt_analysis.claims.quantities import Number
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.quarter import Period

# A path with one of these stands for the counts behind a share: those of whom it is so, all of
# them, and those of whom it is not.
NUMERATOR, DENOMINATOR, REST = "#numerator", "#denominator", "#rest"
Rows = list[Candidate]


def base_of(path: str) -> str:
    """A path without the sign of a count behind it."""
    return path.partition("#")[0]


def fits_period(mention: Mention, period: Period) -> bool:
    """Whether a period can be the one that words name."""
    if mention.kind == "year to" and period.kind == "month":
        return (period.end.month, period.end.year) == (mention.month, mention.year)
    return mention.fits(period)


def fits(mentions: Iterable[Mention], fact: Candidate) -> bool:
    """Whether a fact is of one of some periods, or was counted up to one of some days."""
    return fact.period is not None and any(
        fits_period(m, fact.period) or (m.kind == DAY and _runs_to(m, fact)) for m in mentions
    )


def _runs_to(mention: Mention, fact: Candidate) -> bool:
    """Whether a period was cut short on a day: "the quarter up to 21 September"."""
    end = fact.place.get("runs_to")
    if not isinstance(end, date):
        return False
    same = (end.day, end.month) == (mention.day, mention.month)
    return same and mention.year in (None, end.year)


def by_time(rows: Iterable[Candidate]) -> Rows:
    """Facts in order of time."""
    dated = [(row.period, row) for row in rows if row.period is not None]
    return [row for _, row in sorted(dated, key=lambda each: (each[0].end, each[0].start))]


class Values:
    """The values of each measure, the oldest first."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence, self.own = evidence, evidence.authority
        others: dict[tuple[str, str], Rows] = {}
        for (path, _, area), each in evidence.others.items():
            others.setdefault((path, area), []).append(each)
        self._others = {key: by_time(rows) for key, rows in others.items()}
        self._indicators = {p: name for name, paths in evidence.paths.items() for p in paths}

    def rows(self, path: str, area: str = "") -> Rows:
        """The values of a measure in an area, its own where none is named."""
        if "#" in path:
            return self._counts.get((path, "" if area == self.own else area), [])
        if area in ("", self.own):
            return self.evidence.observed.get(path, [])
        return self._others.get((path, area), [])

    def at(self, path: str, area: str, mentions: Sequence[Mention]) -> Rows:
        """Those of the periods that are named, all where none is."""
        rows, fixed = self.rows(path, area), [m for m in mentions if not m.relative]
        return [row for row in rows if fits(fixed, row)] if fixed else rows

    def same_time(self, path: str, area: str, row: Candidate) -> Rows:
        """The values of a measure in an area at the time of another."""
        return [each for each in self.rows(path, area) if each.period == row.period]

    def near(self, path: str, row: Candidate) -> Rows:
        """The values of the neighbours at the time of another."""
        areas = self.evidence.neighbours
        return [each for area in areas for each in self.same_time(path, area, row)]

    @cached_property
    def _counts(self) -> dict[tuple[str, str], Rows]:
        found: dict[tuple[str, str], Rows] = {}
        kinds = {"numerator": NUMERATOR, "denominator": DENOMINATOR}
        for each in (one for rows in self.evidence.candidates.values() for one in rows):
            if each.stat in kinds and each.period is not None:
                area = "" if each.area == self.own else each.area
                found.setdefault((each.path + kinds[each.stat], area), []).append(each)
        for (path, area), rows in list(found.items()):
            if path.endswith(NUMERATOR):
                wholes = found.get((base_of(path) + DENOMINATOR, area), [])
                found[base_of(path) + REST, area] = _rest(rows, wholes)
        return {key: by_time(rows) for key, rows in found.items()}

    def indicator(self, path: str) -> str:
        """The indicator of a measure."""
        return self._indicators.get(path, path.split(".", maxsplit=1)[0])

    def facts(self, path: str) -> Rows:
        """Every fact of a measure's indicator."""
        return self.evidence.candidates.get(self.indicator(path), [])

    def targets(self, path: str) -> Rows:
        """The targets of a measure."""
        facts = [each for each in self.facts(path) if each.sense == TARGET]
        whole = path.rpartition(".")[0] if path in self.evidence.parts else path
        return [e for e in facts if e.path == path] or [e for e in facts if e.path == whole]

    def is_left_behind(self, row: Candidate) -> bool:
        """Whether a measure has no value of the newest time, where another that is counted beside
        it has: one of the same indicator with a value of the same period."""
        others = map(self.rows, self.evidence.paths.get(row.indicator, ()))
        beside = [rows for rows in others if any(each.period == row.period for each in rows)]
        return any(
            row.period and now and row.period < now and row.period.kind == now.kind
            for rows in beside if (now := rows[-1].period)
        )  # fmt: skip

    def polarity(self, path: str) -> int:
        """1 where high is good, −1 where low is, 0 where neither is."""
        return {"high": 1, "low": -1}.get(str(self.evidence.polarity.get(base_of(path))), 0)

    def significant(self, now: Candidate, then: Candidate) -> bool | None:
        """Whether a change is more than chance, nothing where it was not tested."""
        whole = {each.period: each for each in self.evidence.observed.get(now.path, ())}
        names = whole.get(now.period, now).name, whole.get(then.period, then).name
        row = self.evidence.pairs.get(names)
        return None if row is None or row["significant"] is None else bool(row["significant"])

    def before(self, rows: Rows, now: Candidate, mention: Mention) -> Rows:
        """The value that words such as "a year before" mean beside another."""
        at = now.period
        earlier = [row for row in rows if row.period and at and row.period < at]
        if mention.kind == BEFORE:
            return [row for row in earlier if row.series == now.series][-1:]
        return years_before(earlier, now, mention.years or 1) if mention.kind == YEAR_BEFORE else []

    def allows(self, number: Number, hedge: str, fact: Candidate) -> bool:
        """Whether a number may be a fact, or another average of the same areas."""
        return same_unit(number, fact) and any(
            agrees(number, hedge, each.value, each.shown, each.base)
            for each in (fact, *self._averages(fact))
        )

    def _averages(self, fact: Candidate) -> Rows:
        if fact.area != NEIGHBOURS:
            return []
        return [
            each for each in self.evidence.candidates.get(fact.indicator, ())
            if each.stat in ("median", "mean") and each.area == fact.area
            and (each.path, each.period) == (fact.path, fact.period)
        ]  # fmt: skip


def _rest(rows: Rows, wholes: Rows) -> Rows:
    """What is left of each whole."""
    whole = {each.period: each.value for each in wholes}
    return [
        replace(each, value=left, shown=f"{left:,.0f}")
        for each in rows if each.period in whole
        for left in (whole[each.period] - each.value,)
    ]  # fmt: skip


def years_before(rows: Rows, now: Candidate, years: int) -> Rows:
    """The value of the same part of a year so many years before."""
    at = now.period
    return [
        row for row in rows
        if row.period and at and row.period.series == at.series
        and row.period.place == at.place and row.period.start.year == at.start.year - years
    ]  # fmt: skip
