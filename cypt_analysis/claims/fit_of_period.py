"""Whether the periods in the slots of a number are not those of a fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cypt_analysis.claims import slots_of_period as slot_period
from cypt_analysis.claims.evidence import (
    BASELINE,
    CHANGE,
    GAP,
    NEEDED,
    QUOTED,
    TALLY,
    TARGET,
    THRESHOLD,
    TO_TARGET,
    Candidate,
)  # fmt: skip
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.periods import LATER, NOW, YEAR_TO, Mention
from cypt_analysis.claims.scope import PARTIAL, Scope
from cypt_analysis.claims.slots import Slots
from cypt_analysis.claims.spans import ends_of, within
from cypt_analysis.ground.quarter import Period

_BEFORE_OLDER = words("fit_of_period.before_older")


def newest_period(candidate: Candidate, scope: Scope) -> Period | None:
    """The latest period of the series that a fact belongs to."""
    rows = scope.evidence.observed.get(candidate.path)
    return rows[-1].period if rows else candidate.period


def fits(mentions: Iterable[Mention], period: Period | None) -> bool:
    """Whether a period is one that some words name."""
    return any(each.fits(period) for each in mentions)


_DIFFERENT = ("change", "difference", "gap", "to target")


def uses_times(slots: Slots, periods: Sequence[Period | None], scope: Scope) -> bool:
    """Whether each time that is named beside a number, and belongs to no other number, is one of
    some periods."""
    line = scope.line
    clause = line.clause(slots.place)
    here = {m for at in clause if (m := line.items[at].period) and not m.relative}
    others = (scope.slots[at] for at in clause if at in scope.slots)
    taken = {m for s in others if s is not slots and s.closely for m in s.periods}
    taken = set() if slots.sense in _DIFFERENT and len(here) < 3 else taken
    return all(
        any(mention.fits(period) for period in periods)
        for at in clause if (mention := line.items[at].period) and not mention.relative
        and mention not in taken and slot_period.role_of(line, at) != slot_period.GOAL
    )  # fmt: skip


def period_differs(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    """Whether the periods that a number is told of are not a fact's."""
    period, sense = candidate.period, candidate.sense
    if period is None or sense in (TALLY, NEEDED):
        return False
    newest = newest_period(candidate, scope)
    if sense in (QUOTED, BASELINE):
        fixed = slots.fixed if slots.closely else ()
        baseline = sense == BASELINE and candidate.then is not None
        if baseline:
            fixed = tuple(m for m in slots.thens if not m.relative) or fixed
            # "15% below 1998", "by June 2008": each is of one end of the change.
            fixed = tuple(m for m in fixed if not m.fits(period))
        return bool(fixed) and not fits(fixed, candidate.then if baseline else period)
    if sense == CHANGE:
        return _change_differs(slots, candidate, scope)
    if sense == TARGET:
        return _target_differs(slots, candidate, scope)
    if sense in (GAP, TO_TARGET):
        return not fits(slots.fixed, period) if slots.fixed else period != newest and sense == GAP
    if sense == THRESHOLD:
        return period != newest and not scope.says(r"\bwould have\b|\bhad to\b")
    return _value_differs(slots, candidate, newest, scope)


def _value_differs(slots: Slots, candidate: Candidate, newest: Period | None, scope: Scope) -> bool:
    """Whether a value is of another period than its number is told of."""
    period = candidate.period
    if len(slots.chain) > 2 and ends_of(scope.line)[1] is not None:
        return not _in_chain(slots, candidate, scope)
    if slots.fixed:
        return not fits(slots.fixed, period)
    if any(m.kind == LATER for m in slots.periods):
        return not _is_next(slots, candidate, scope)
    if any(m.kind == NOW for m in slots.periods):
        return period != newest
    if slots.basis:
        then = earlier(candidate, slots.basis, scope, named_row(candidate, scope))
        return period != then and not (not slots.closely and period == newest)
    if slots.chain:
        return not _in_chain(slots, candidate, scope)
    return period != newest and not _told_of(slots, candidate, scope)


def _is_next(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    """Whether a value follows that of the number before: "13.6% in 2005/06, 12.2 a year later"."""
    before = [each for place, each in scope.slots.items() if place < slots.place and each.fixed]
    rows = series_of(candidate, scope)
    named = [i for i, r in enumerate(rows) if before and fits(before[-1].fixed, r.period)]
    told = next((m.text.lower() for m in slots.periods if m.kind == LATER), "")
    if named and ("year" in told or "twelve" in told or "12" in told):
        return rows[named[-1]].is_year_before(candidate) or (
            named[-1] + 1 < len(rows)
            and rows[named[-1] + 1].name == candidate.name
            and rows[named[-1]].period is not None
            and rows[named[-1]].period.months == 12  # type: ignore[union-attr]
        )
    return bool(named) and named[-1] + 1 < len(rows) and rows[named[-1] + 1].name == candidate.name


def _told_of(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    """Whether an older figure stands without its period where the text has named that period."""
    now = named_row(candidate, scope)
    line, period = scope.line, candidate.period
    before = line.before(slots.place)
    beside = before in _BEFORE_OLDER
    free = [
        m for at in line.periods if (m := line.items[at].period) is not None and not m.relative
        and not any(m in s.periods and s.closely and s is not slots for s in scope.slots.values())
    ]  # fmt: skip
    if not beside:
        extreme = line.has("extreme") is not None
        return fits(free, period) or (extreme and _is_extreme(candidate, scope))
    if before in ("from", "on") and not any(
        line.items[at].kind == "period" for at in line.chunk(slots.place)
    ):
        return period in (
            earlier(candidate, "year", scope, now),
            earlier(candidate, "previous", scope, now),
        )
    near = [*scope.mentions_before, *scope.mentions]
    return any(
        each.fits(period) if not each.relative
        else period == earlier(candidate, slot_period.basis_of([each]), scope)
        for each in near
    )  # fmt: skip


def _is_extreme(candidate: Candidate, scope: Scope) -> bool:
    rows = [row.value for row in scope.evidence.observed.get(candidate.path, ())]
    return bool(rows) and candidate.value in (max(rows), min(rows))


def _in_chain(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    """Whether a value stands where "from X to Y and Z" puts it in time."""
    apart = scope.says(PARTIAL)
    rows = [r for r in series_of(candidate, scope) if apart or r.series == candidate.series]
    if candidate.name not in [row.name for row in rows]:
        return False
    span = within(rows, scope.line) if ends_of(scope.line)[1] is not None else []
    if len(slots.chain) > 2 and span:
        place = slots.chain.index(slots.place)
        return len(span) == len(slots.chain) and span[place].name == candidate.name
    at = [row.name for row in rows].index(candidate.name)
    from_end = len(slots.chain) - 1 - slots.chain.index(slots.place)
    if scope.line.before(slots.chain[0]) != "from" and len(slots.chain) > 2:
        return at == len(rows) - 1 - from_end
    ends = [scope.slots[place] for place in slots.chain[-1:] if place in scope.slots]
    fixed = [m for each in ends for m in (each.fixed if each.closely else ())]
    last = next(
        (i for i in range(len(rows) - 1, -1, -1) if fits(fixed, rows[i].period)), len(rows) - 1
    )
    later = [n for n in scope.slots if n > slots.chain[-1]]
    if from_end == 0 and not fixed and any(
        scope.slots[n].number.unit == slots.number.unit for n in later
    ):  # fmt: skip
        return at > 0
    if from_end == 0:
        return at == last
    if len(slots.chain) == 2:
        older = [i for i, row in enumerate(rows) if row.is_year_before(rows[last])]
        named = [
            i
            for i, row in enumerate(rows)
            if fits([m for m in scope.mentions if not m.relative], row.period) and i < last
        ]
        return at < last and (at in older or at == last - 1 or at == 0 or at in named)
    return at < last


def series_of(candidate: Candidate, scope: Scope) -> list[Candidate]:
    """The values of a fact's path and area, the oldest first."""
    evidence = scope.evidence
    if candidate.area == evidence.authority:
        return list(evidence.observed.get(candidate.path, ()))
    rows = [
        each for (path, _, area), each in evidence.others.items()
        if (path, area) == (candidate.path, candidate.area) and each.stat == candidate.stat
    ]  # fmt: skip
    return sorted(rows, key=lambda each: each.period.end if each.period else 0)


def _change_differs(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    if any(m.kind == YEAR_TO for m in (*slots.periods, *slots.thens)):
        own = [m for m in slots.periods if m.kind == YEAR_TO]
        of_then = [m for m in slots.thens if m.kind == YEAR_TO]
        period = candidate.period if own or not of_then else candidate.then
        months = [(m.month, m.year) for m in own or of_then]
        end = period.end if period else None
        a_year = candidate.basis == "year" or bool(
            candidate.then and candidate.period and candidate.then.is_year_before(candidate.period)
        )
        return not a_year or end is None or (end.month, end.year) not in months
    fixed = [each for each in slots.thens if not each.relative]
    if fixed and not (fits(fixed, candidate.then) or fits(fixed, candidate.period)):
        return True
    if slots.then_basis and candidate.basis != slots.then_basis:
        return True
    if slots.fixed:
        return not uses_times(slots, (candidate.period, candidate.then), scope) or not (
            fits(slots.fixed, candidate.period) or fits(slots.fixed, candidate.then)
        )
    if candidate.period == newest_period(candidate, scope):
        return False
    free = [m for m in (*scope.mentions, *scope.mentions_before) if not m.relative]
    used = uses_times(slots, (candidate.period, candidate.then), scope)
    return not used or not fits(free, candidate.period)


def _target_differs(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    line = scope.line
    goals = [
        m for at in line.chunk(slots.place) if (m := line.items[at].period) is not None
        and slot_period.role_of(line, at) == slot_period.GOAL and not m.relative
    ]  # fmt: skip
    fixed = goals or (list(slots.fixed) if slots.closely else [])
    newest = newest_period(candidate, scope)
    if goals:
        return not fits(goals, candidate.period)
    return bool(fixed) and not (fits(fixed, candidate.period) or fits(fixed, newest))


def named_row(candidate: Candidate, scope: Scope) -> Candidate | None:
    """The last value of a series whose period the sentence names."""
    fixed = [each for each in scope.mentions if not each.relative]
    rows = scope.evidence.observed.get(candidate.path, [])
    named = [row for row in rows if fits(fixed, row.period)]
    return named[-1] if named else None


def earlier(
    candidate: Candidate, basis: str, scope: Scope, now: Candidate | None = None
) -> Period | None:
    """The period that "a year before" or "the quarter before" means for a series."""
    rows = scope.evidence.observed.get(candidate.path, [])
    if not rows or not basis:
        return None
    now = now or rows[-1]
    if years := slot_period.years_of(basis):
        period = now.period
        for _ in range(years):
            period = period.year_before if period is not None else None
        of_then = [row.period for row in rows if row.period is not None and row.period == period]
        yearly = [row.period for row in rows if row.is_year_before(now)] if years == 1 else []
        return (yearly or of_then or [period])[-1]
    before = rows[: rows.index(now)]
    return before[-1].period if before else None
