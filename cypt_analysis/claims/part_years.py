"""Words of change beside values that do not compare: parts of years, or none at all."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.claims.cautions import NO_FACT, SAYS_APART, SAYS_PARTIAL
from cypt_analysis.claims.context import Context
from cypt_analysis.claims.evidence import VALUE, Candidate, with_value
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.pairs import sign_of, subjects_of
from cypt_analysis.claims.vocabulary import Word
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, NOT_COMPARABLE, UNTRACED
from cypt_analysis.judgement.comparable import PART_YEAR, why_apart


def parts_of_years(word: Word, context: Context) -> Outcome | None:
    """Values of whole years and of parts of one, side by side in one sentence."""
    values = [
        (place, found) for place, found in sorted(context.matched.items())
        if found.sense == VALUE and found.area == context.evidence.authority and found.period
    ]  # fmt: skip
    wrong = None
    for _, now in values:
        for _, then in values:
            if now.path != then.path or now.series == then.series:
                continue
            if now.period.end <= then.period.end or now.period.start <= then.period.start:  # type: ignore[union-attr]
                continue
            sign = sign_of(word, now.path, context.evidence)
            told = _told(now, then)
            if sign and now.shown != then.shown and (now.value > then.value) != (sign > 0):
                return Outcome(CONTRADICTED, now, told, "Turn the word round, or leave it out.")
            if not _admits(now, then, context):
                wrong = Outcome(NOT_COMPARABLE, now, told, "Say so, or wait for the whole year.")
            else:
                wrong = wrong or Outcome(MATCH, now, told)
    return wrong


def _told(now: Candidate, then: Candidate) -> str:
    """That two values of one measure do not compare, and why."""
    reason = _reason(now, then)
    if reason == PART_YEAR:
        return f"{with_value(then)}, but {with_value(now)} covers part of a year."
    return f"{with_value(then)}, but {with_value(now)} does not compare with it: {reason}."


def _reason(now: Candidate, then: Candidate) -> str:
    known = now.place and then.place
    return (why_apart(dict(now.place), dict(then.place)) if known else "") or PART_YEAR


def _admits(now: Candidate, then: Candidate, context: Context) -> bool:
    """Whether the text itself says that the two do not compare."""
    part = now.place and pd.notna(now.place["runs_to"])
    told = SAYS_PARTIAL if part or _reason(now, then) == PART_YEAR else SAYS_APART
    return context.says(told, section=True)


def without_pair(word: Word, context: Context) -> Outcome:
    """Nothing to compare: a part of a year beside whole ones, or no earlier figure at all."""
    evidence = context.evidence
    for path in subjects_of(word, context):
        rows = evidence.observed.get(path, [])
        if len({row.series for row in rows}) > 1:
            now = rows[-1]
            older = [row for row in rows if row.series != now.series]
            told = _told(now, older[-1])
            sign = sign_of(word, path, evidence)
            if (
                sign
                and (now.value > older[-1].value) != (sign > 0)
                and now.value != older[-1].value
            ):
                return Outcome(CONTRADICTED, now, told, "Turn the word round, or leave it out.")
            if _admits(now, older[-1], context):
                continue
            return Outcome(NOT_COMPARABLE, now, told, "Say so, or wait for the whole year.")
    paths = [p for p in subjects_of(word, context) if len(evidence.observed.get(p, ())) > 1]
    if paths and context.says(SAYS_PARTIAL, section=True):
        return Outcome(MATCH, None, "The text itself says that part of a year does not compare.")
    return Outcome(UNTRACED, None, NO_FACT, "Give the figures, or leave the word out.")
