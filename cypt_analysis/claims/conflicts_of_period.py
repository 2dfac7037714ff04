"""Whether the words around a number name another period than that of a fact."""

from __future__ import annotations

import re

from cypt_analysis.claims.context import Context, is_before
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
    Evidence,
)
from cypt_analysis.claims.harvest import Number
from cypt_analysis.claims.periods import Mention
from cypt_analysis.ground.quarter import Period

_FOR = re.compile(r"\b(?:for|by|in)\s*(?:the )?$")
GOES_ON = re.compile(
    r"\s*(?:and |but )?(?:against|compared|from|to|up|down|above|below|well|slightly|"
    r"less|more|a target|"
    r"with a|the target|by|when)\b",
    re.IGNORECASE,
)


def period_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    """Whether the period words around a number tell of another period."""
    period = candidate.period
    if period is None or candidate.sense in (TALLY, NEEDED):
        return False
    after, before = context.after(number), context.before(number)
    if candidate.sense in (QUOTED, BASELINE):
        return _other_period_named(number, candidate, after, context)
    if candidate.sense == CHANGE:
        return _change_period_differs(number, candidate, context)
    newest = newest_period(candidate, context.evidence)
    if candidate.sense == TARGET:
        return _target_period_differs(candidate, after, before, context)
    if candidate.sense in (GAP, TO_TARGET):
        named = [found[0] for found in (after, before) if found and not found[0].relative]
        if not named:
            return period != newest and candidate.sense == GAP
        return not any(each.fits(period) for each in named)
    if candidate.sense == THRESHOLD:
        return period != newest and not context.says(r"\bwould have\b|\bhad to\b")
    closely = [found[0] for found in (after, before) if found and found[1]]
    loosely = [found[0] for found in (after, before) if found] or (
        [context.lead] if context.lead else []
    )
    named = closely or loosely
    fixed = [each for each in named if not each.relative]
    if fixed:
        return not any(each.fits(period) for each in fixed)
    basis = next((is_before(each) for each in named if is_before(each)), "")
    if basis:
        then = _earlier(candidate, basis, context.evidence, _named_row(candidate, context))
        return period != then and not (not closely and period == newest)
    if period == newest:
        return False
    # An older figure without its period: in brackets, or beside the figure of now.
    start, end = context.chunk_of(number.start)
    beside = re.search(
        r"(?:\(|\bfrom|\bthan|\bon|\bagainst|\bcompared (?:with|to))\s*$",
        context.text[: number.start],
    ) or GOES_ON.match(context.text[start:])
    if not beside:
        return not any(not m.relative and m.fits(period) for m in context.mentions)
    told_from = r"\b(?:from|(?:rise|increase|fall|decrease|drop|improvement) on)\s*$"
    if re.search(told_from, context.text[: number.start]) and not any(
        start <= each.start < end for each in context.mentions
    ):
        return period not in (
            _earlier(candidate, "year", context.evidence),
            _earlier(candidate, "previous", context.evidence),
        )
    earlier = (*context.mentions_before, *context.mentions)
    return not any(
        each.fits(period)
        if not each.relative
        else period == _earlier(candidate, is_before(each), context.evidence)
        for each in earlier
    )


def _other_period_named(
    number: Number, candidate: Candidate, after: tuple[Mention, bool] | None, context: Context
) -> bool:
    start, end = context.chunk_of(number.start)
    if after is None or after[0].relative or not start <= after[0].start < end:
        return False
    baseline = candidate.sense == BASELINE and candidate.then is not None
    return not after[0].fits(candidate.then if baseline else candidate.period)


def _target_period_differs(
    candidate: Candidate,
    after: tuple[Mention, bool] | None,
    before: tuple[Mention, bool] | None,
    context: Context,
) -> bool:
    period, newest = candidate.period, newest_period(candidate, context.evidence)
    named = [
        found[0] for found in (after, before)
        if found and not found[0].relative
        and (found[1] or _FOR.search(context.text[: found[0].start]))
    ]  # fmt: skip
    for_target = [
        each for each in named
        if re.search(r"\btargets? for (?:the )?$", context.text[: each.start], re.IGNORECASE)
    ]  # fmt: skip
    if for_target:
        return not any(each.fits(period) for each in for_target)
    return bool(named) and not any(each.fits(period) or each.fits(newest) for each in named)


def _change_period_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    after, before = context.after(number), context.before(number)
    newest = newest_period(candidate, context.evidence)
    named = [found[0] for found in (after, before) if found]
    if after is not None and re.search(
        r"\b(?:on|from|since|than|against|compared (?:with|to)|over)\b[\w ]*$",
        context.text[number.end : after[0].start],
    ):
        then = after[0]
        if then.relative:
            if is_before(then) and candidate.basis != is_before(then):
                return True
        elif not (then.fits(candidate.then) or then.fits(candidate.period)):
            return True
        named = [before[0]] if before else []
    fixed = [each for each in named if not each.relative]
    if fixed:
        return not any(each.fits(candidate.period) or each.fits(candidate.then) for each in fixed)
    if candidate.period == newest:
        return False
    return not any(
        each.fits(candidate.period) for each in (*context.mentions, *context.mentions_before)
        if not each.relative
    )  # fmt: skip


def newest_period(candidate: Candidate, evidence: Evidence) -> Period | None:
    """The latest period of the series that a fact belongs to."""
    rows = evidence.observed.get(candidate.path)
    return rows[-1].period if rows else candidate.period


def _named_row(candidate: Candidate, context: Context) -> Candidate | None:
    """The last value of a series whose period the sentence names."""
    fixed = [each for each in context.mentions if not each.relative]
    rows = context.evidence.observed.get(candidate.path, [])
    named = [row for row in rows if any(each.fits(row.period) for each in fixed)]
    return named[-1] if named else None


def _earlier(
    candidate: Candidate, basis: str, evidence: Evidence, now: Candidate | None = None
) -> Period | None:
    """The period that "a year before" or "the quarter before" means for a series.

    It is counted from the newest value, or from another ``now`` of the series.
    """
    rows = evidence.observed.get(candidate.path, [])
    if not rows or not basis:
        return None
    now = now or rows[-1]
    if basis == "year":
        of_then = [row.period for row in rows if row.is_year_before(now)]
        return of_then[-1] if of_then else now.period.year_before if now.period else None
    before = rows[: rows.index(now)]
    return before[-1].period if before else None
