"""Whether the words around a number name another measure than that of a fact."""

from __future__ import annotations

import re

from cypt_analysis.claims.conflicts_of_period import GOES_ON
from cypt_analysis.claims.context import Context
from cypt_analysis.claims.evidence import PART, QUOTED, TALLY, Candidate, Evidence, terms_of
from cypt_analysis.claims.harvest import PERCENT, POINTS, Number
from cypt_analysis.claims.outcome import agrees, same_unit
from cypt_analysis.ground.stats import Stat


def measure_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    """Whether the words around a number tell of another measure of the indicator."""
    evidence = context.evidence
    if candidate.sense in (QUOTED, TALLY) or candidate.path not in evidence.terms:
        return False
    siblings = evidence.paths.get(candidate.indicator, [])
    if len(siblings) < 2:
        return False
    if candidate.sense == PART and _share_differs(number, candidate, context):
        return True
    common = frozenset.intersection(*(evidence.terms[path] for path in siblings))
    mine = evidence.terms[candidate.path] - common
    rivals = [
        evidence.terms[path] - common for path in siblings
        if path != candidate.path and _has_unit(path, number, evidence)
    ]  # fmt: skip
    if _part_unnamed(candidate, context):
        return True
    local, tied, before = context.local(number), False, frozenset[str]()
    lead = terms_of(context.text[: number.start]) if GOES_ON.match(local) else context.shared_terms
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


def _share_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    """Whether the share in brackets after a count is not that of the count: "7 (4%)"."""
    share = next((each for each in context.numbers if each.start >= number.end), None)
    if share is None or share.unit != PERCENT:
        return False
    if not re.fullmatch(r"(?: \w+){0,3} \(", context.text[number.end : share.start]):
        return False
    whole = context.evidence.value_at(candidate.path, candidate.period)
    if candidate.stat is Stat.DENOMINATOR:
        return True
    return whole is not None and not agrees(share, whole.value)


def _part_unnamed(candidate: Candidate, context: Context) -> bool:
    """Whether a fact is of one part of a breakdown, as a school, that nothing names."""
    terms = context.evidence.terms
    parts = context.evidence.parts.get(candidate.path)
    if not parts:
        return False
    others = [terms[path] for path in parts]
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
