"""Values that do not compare: parts of years, series that begin anew, or none at all."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.claims.evidence import Candidate, Evidence, with_value
from cypt_analysis.claims.mood import Word
from cypt_analysis.claims.outcome import TURN, Outcome
from cypt_analysis.claims.pairs import subjects
from cypt_analysis.claims.scope import APART, PARTIAL, Scope
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, NOT_COMPARABLE, UNTRACED
from cypt_analysis.judgement.comparable import PART_YEAR, why_apart

NO_FACT = "No fact says it."


GIVE = "Give the figures, or leave the word out."


def sign_of(word: Word, path: str, evidence: Evidence) -> int:
    """The way that a word says: 1 up, −1 down; better and worse follow the polarity."""
    if word.kind not in ("judged", "rival", "best", "grade"):
        return word.entry.way
    good = {"high": 1, "low": -1}.get(evidence.polarity.get(path, "none"), 0)
    return good * (word.entry.way or 1)


def parts_of_years(word: Word, scope: Scope) -> Outcome | None:
    """Values of whole years and of parts of one, side by side in one sentence."""
    values = [f for _, f in scope.values() if f.area == scope.evidence.authority]
    wrong = None
    for now in values:
        for then in values:
            if (
                (now.path, now.stat) != (then.path, then.stat)
                or now.series == then.series
                or now.period is None
                or then.period is None
            ):
                continue
            if now.period.end <= then.period.end or now.period.start <= then.period.start:
                continue
            sign, told = sign_of(word, now.path, scope.evidence), _told(now, then)
            if (
                sign
                and now.shown != then.shown
                and ((now.value > then.value) != (sign > 0)) != word.denied
            ):
                return Outcome(CONTRADICTED, now, told, TURN)
            if not _admits(now, then, scope):
                wrong = Outcome(NOT_COMPARABLE, now, told, "Say so, or wait for the whole year.")
            else:
                wrong = wrong or Outcome(MATCH, now, told)
    return wrong


def _reason(now: Candidate, then: Candidate) -> str:
    known = now.place and then.place
    return (why_apart(dict(now.place), dict(then.place)) if known else "") or PART_YEAR


def _told(now: Candidate, then: Candidate) -> str:
    reason = _reason(now, then)
    if reason == PART_YEAR:
        return f"{with_value(then)}, but {with_value(now)} covers part of a year."
    return f"{with_value(then)}, but {with_value(now)} does not compare with it: {reason}."


def _admits(now: Candidate, then: Candidate, scope: Scope) -> bool:
    """Whether the text itself says that the two do not compare."""
    part = now.place and pd.notna(now.place["runs_to"])
    told = PARTIAL if part or _reason(now, then) == PART_YEAR else APART
    return scope.says(told) or scope.says(told, wide=True)


def without_pair(word: Word, scope: Scope) -> Outcome:
    """Nothing to compare: a part of a year beside whole ones, or no earlier figure at all."""
    evidence, paths = scope.evidence, subjects(word, scope)
    for path in paths:
        rows = evidence.observed.get(path, [])
        if len({row.series for row in rows}) < 2:
            continue
        now = rows[-1]
        then = [row for row in rows if row.series != now.series][-1]
        sign, told = sign_of(word, path, evidence), _told(now, then)
        if (
            sign
            and now.value != then.value
            and ((now.value > then.value) != (sign > 0)) != word.denied
        ):
            return Outcome(CONTRADICTED, now, told, TURN)
        if not _admits(now, then, scope):
            return Outcome(NOT_COMPARABLE, now, told, "Say so, or wait for the whole year.")
    if any(len(evidence.observed.get(p, ())) > 1 for p in paths) and scope.says(PARTIAL, wide=True):
        return Outcome(MATCH, None, "The text itself says that part of a year does not compare.")
    return Outcome(UNTRACED, None, NO_FACT, GIVE)
