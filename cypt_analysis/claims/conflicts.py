"""What in the surroundings of a number speaks against its stating a fact."""

from __future__ import annotations

import re

from cypt_analysis.claims.context import Context, is_before
from cypt_analysis.claims.evidence import (
    BASELINE,
    CHANGE,
    GAP,
    LIMIT,
    MONTHLY,
    NEEDED,
    PART,
    QUOTED,
    TALLY,
    TARGET,
    THRESHOLD,
    TO_TARGET,
    VALUE,
    Candidate,
    Evidence,
    stems_of,
    terms_of,
)
from cypt_analysis.claims.harvest import COUNT, PERCENT, POINTS, Number
from cypt_analysis.claims.outcome import AGE, AREA, MEASURE, PERIOD, SENSE, SIGN, same_unit
from cypt_analysis.claims.periods import Mention
from cypt_analysis.printing import round_half_up
from cypt_analysis.quarter import Period

_FOR = re.compile(r"\b(?:for|by|in)\s*(?:the )?$")
_CUES = {
    THRESHOLD: r"\b(?:would|need|required?|have had to|to count|threshold)",
    LIMIT: r"\b(?:interval|between|confidence|range)",
    MONTHLY: r"\bmonth",
    NEEDED: r"\b(?:needs?|must|remaining|required?)\b",
    BASELINE: r"\b(?:below|cut|reduc|f[ae]ll|baseline|lower|down|since)",
}
_TARGET = r"\b(?:target|threshold|goal|aim|objective|ambition|on course for|required|ceiling|plan)"
_GOES_ON = re.compile(
    r"\s*(?:and |but )?(?:against|compared|from|to|up|down|above|below|well|slightly|"
    r"less|more|a target|"
    r"with a|the target|by|when)\b",
    re.IGNORECASE,
)
_OWN_AREA = r"\b(?:our|we|us|ours|local(?:ly)?|the city|the council|the borough)\b"
_AGES = re.compile(
    r"\b(?:under|aged under)[- ](?P<under>\d+)s?\b|\baged? (?P<low>\d+) (?:to|and|-|–) "
    r"(?P<high>\d+)",
    re.IGNORECASE,
)


def conflicts(number: Number, candidate: Candidate, context: Context) -> list[str]:
    """What in a number's surroundings speaks against its stating a fact."""
    checks = (
        (SENSE, _sense_differs), (AREA, _area_differs), (PERIOD, _period_differs),
        (MEASURE, _measure_differs), (SIGN, _sign_differs), (AGE, _age_differs),
    )  # fmt: skip
    return [name for name, differs in checks if differs(number, candidate, context)]


def _sense_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    sense = candidate.sense
    local = context.local(number)
    cued_target = context.target_cued(number)
    if sense == TARGET:
        if cued_target or re.search(_TARGET, context.text[: number.start], re.IGNORECASE):
            return False
        said = context.says(_TARGET, block=True)
        return not said or (context.says(_TARGET) and not _GOES_ON.match(local))
    if cued_target and sense in (VALUE, PART, LIMIT, MONTHLY):
        return True
    if sense in _CUES:
        where = context.text if sense in (THRESHOLD, NEEDED, LIMIT) else local
        return not re.search(_CUES[sense], where, re.IGNORECASE)
    if sense == TALLY:
        word = candidate.name.rpartition(".")[2].partition("_")[0]
        if word == "neighbours":
            return not re.match(r"\s+(?:\w+\s){0,2}neighbours", context.text[number.end :])
        return not re.search(rf"\b{word}", context.text, re.IGNORECASE)
    if sense == QUOTED:
        return not candidate.terms & stems_of(f"{local} {context.shared}")
    cued = context.change_cued(number)
    if sense == CHANGE and _beside_area(number, context):
        return True
    if candidate.is_change:
        return not cued and not context.direction(number)
    if cued and number.unit in (PERCENT, POINTS) and sense in (VALUE, PART):
        before = context.text[max(0, number.start - 12) : number.start]
        return not re.search(r"\b(?:to|from|at|was|is|of)\s+(?:\w+ )?$", before)
    return False


def _beside_area(number: Number, context: Context) -> bool:
    """Whether a number is told as how far above or below another area."""
    return any(
        0 <= start - number.end <= 25
        and re.search(r"\b(?:above|below|than)\s*$", context.text[number.end : start])
        for start, _, _ in context.areas
    )


def _area_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    evidence = context.evidence
    tied = context.area_of(number)
    if candidate.sense == GAP:
        start, end = context.chunk_of(number.start)
        named = [name for a, _, name in context.areas if start <= a < end] or [
            name for _, _, name in context.areas
        ]
        return candidate.area not in named
    if candidate.area == evidence.authority:
        own_too = re.search(_OWN_AREA, context.local(number), re.IGNORECASE)
        return bool(tied) and not own_too and candidate.sense in (VALUE, PART, CHANGE)
    if tied:
        return tied != candidate.area
    start, end = context.chunk_of(number.start)
    return all(name != candidate.area for a, _, name in context.areas if start <= a < end)


def _period_differs(number: Number, candidate: Candidate, context: Context) -> bool:
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
        return period != _earlier(candidate, basis, context.evidence) and not (
            not closely and period == newest
        )
    if period == newest:
        return False
    # An older figure without its period: in brackets, or beside the figure of now.
    start, _ = context.chunk_of(number.start)
    beside = re.search(
        r"(?:\(|\bfrom|\bthan|\bagainst|\bcompared (?:with|to))\s*$", context.text[: number.start]
    ) or _GOES_ON.match(context.text[start:])
    if not beside:
        return not any(not m.relative and m.fits(period) for m in context.mentions)
    if re.search(r"\bfrom\s*$", context.text[: number.start]) and not context.mentions:
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


def _earlier(candidate: Candidate, basis: str, evidence: Evidence) -> Period | None:
    """The period that "a year before" or "the quarter before" means for a series."""
    rows = evidence.observed.get(candidate.path, [])
    if not rows or not basis:
        return None
    newest = rows[-1].period
    if basis == "year":
        return newest.year_before if newest else None
    return rows[-2].period if len(rows) > 1 else None


def _measure_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    evidence = context.evidence
    if candidate.sense in (QUOTED, TALLY) or candidate.path not in evidence.terms:
        return False
    siblings = evidence.paths.get(candidate.indicator, [])
    if len(siblings) < 2:
        return False
    common = frozenset.intersection(*(evidence.terms[path] for path in siblings))
    mine = evidence.terms[candidate.path] - common
    rivals = [
        evidence.terms[path] - common for path in siblings
        if path != candidate.path and _has_unit(path, number, evidence)
    ]  # fmt: skip
    if _part_unnamed(candidate, context):
        return True
    local, tied, before = context.local(number), False, frozenset[str]()
    lead = terms_of(context.text[: number.start]) if _GOES_ON.match(local) else context.shared_terms
    for said in (
        context.local_terms(number), context.local_terms(number) | lead, context.terms_before,
    ):  # fmt: skip
        own = mine & said
        main = tied and candidate.path == candidate.indicator
        if any(own < (theirs & said) for theirs in rivals) and not ((own and tied) or main):
            return True
        if (
            own
            and (own - before or not before)
            and (tied or all(own != (theirs & said) for theirs in rivals))
        ):
            return False
        before = own
        rivals = [theirs for theirs in rivals if theirs & said == own]
        tied = bool(own)
    # Nothing tells the measures apart: the one spoken of before, or the main one.
    headline = candidate.indicator
    if headline not in evidence.observed or candidate.path in (headline, context.subject_before):
        return False
    if mine & context.terms - (evidence.terms[headline] - common):
        return False
    return not mine & context.terms or _one_digit_off(number, headline, context)


def _part_unnamed(candidate: Candidate, context: Context) -> bool:
    """Whether a fact is of one part of a breakdown, as a school, that nothing names."""
    terms = context.evidence.terms
    prefix, _, part = candidate.path.rpartition(".")
    if prefix.count(".") != 1 or not part:
        return False
    others = [terms[p] for p in terms if p.rpartition(".")[0] == prefix]
    own = terms[candidate.path] - frozenset.intersection(*others)
    return not own & (context.terms | context.terms_before)


def _one_digit_off(number: Number, path: str, context: Context) -> bool:
    """Whether a number differs in one digit from a value of a path that is not stated itself."""
    stated = {f"{each.value:.{number.decimals}f}" for each in context.numbers}
    printed = f"{number.value:.{number.decimals}f}"
    return any(
        shown not in stated
        and len(printed) == len(shown)
        and sum(a != b for a, b in zip(printed, shown, strict=True)) == 1
        for row in context.evidence.observed.get(path, [])[-1:]
        for shown in [f"{row.value:.{number.decimals}f}"]
    )


def _has_unit(path: str, number: Number, evidence: Evidence) -> bool:
    rows = evidence.observed.get(path)
    if not rows:
        return False
    if number.unit == POINTS:
        return rows[0].unit == PERCENT
    return same_unit(number, rows[0]) or number.unit == PERCENT


def _sign_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    said = context.direction(number)
    if candidate.sense == THRESHOLD and said:
        good = {"low": -1, "high": 1}.get(context.evidence.polarity.get(candidate.path, ""), 0)
        return bool(good) and said != good
    if not candidate.is_change:
        return False
    value = -candidate.value if candidate.sense == BASELINE else candidate.value
    if not said or round_half_up(value, candidate.decimals) == 0:
        return False
    if candidate.sense == TO_TARGET and context.says(r"\bmissed\b"):
        return False
    return (value > 0) != (said > 0)


def ages_named(text: str) -> frozenset[int]:
    """The upper bounds of the age groups that a text names.

    >>> sorted(ages_named("Among under-16s, and women aged 15 to 17"))
    [16, 17]
    """
    return frozenset(int(m["under"] or m["high"]) for m in _AGES.finditer(text))


def _age_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    said = ages_named(context.text)
    known = candidate.ages or context.evidence.ages.get(candidate.indicator, frozenset())
    if not said or not known or candidate.unit == COUNT:
        return False
    return not (said & known)
