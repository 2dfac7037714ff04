"""A number of a sentence against the facts: the one it states, or what stands in its way."""

from __future__ import annotations

import re
from dataclasses import replace

from cypt_analysis.claims.conflicts import conflicts
from cypt_analysis.claims.conflicts_of_period import newest_period
from cypt_analysis.claims.context import Context
from cypt_analysis.claims.derived import derived_change, judge_multiple
from cypt_analysis.claims.evidence import CHANGE, TALLY, TARGET, VALUE, Candidate, Evidence
from cypt_analysis.claims.harvest import COUNT, MULTIPLE, PERCENT, POINTS, RATE, Number
from cypt_analysis.claims.last_report import told_of_last
from cypt_analysis.claims.outcome import (
    ORDER,
    SENSE,
    UNIT,
    VERDICT,
    Outcome,
    advice_on,
    agrees,
    as_printed,
    same_unit,
    size,
    told_as,
)
from cypt_analysis.claims.vocabulary import NOUNS
from cypt_analysis.ground.claim import MATCH, MISMATCH, ROUNDING, UNTRACED
from cypt_analysis.ground.number_format import format_number, round_half_up


def judge_number(number: Number, context: Context) -> Outcome:
    """The verdict on one number of a sentence."""
    if context.evidence.before is not None and told_of_last(number, context):
        context = replace(context, evidence=context.evidence.before)
    evidence, indicator = context.evidence, context.sentence.indicator
    if number.fact:
        return _filled_in(number, context)
    if number.unit == MULTIPLE:
        return judge_multiple(number, context)
    own = evidence.candidates.get(indicator, [])
    pool = own or [each for rows in evidence.candidates.values() for each in rows]
    found = _matching(number, pool, context)
    if found.verdict == MATCH:
        return found
    derived = derived_change(number, context)
    if derived is not None:
        return derived
    elsewhere = _elsewhere(number, context)
    if elsewhere is not None and found.verdict in (UNTRACED, MISMATCH):
        return elsewhere
    return found


def _filled_in(number: Number, context: Context) -> Outcome:
    """The verdict on what a placeholder printed: its sentence may tell of another fact."""
    evidence = context.evidence
    name = evidence.aliases.get(number.fact, number.fact)
    candidate = evidence.by_name.get(name)
    if candidate is None and told_of_last(number, context):
        told = f"{name} is not what the last report gave."
        return Outcome(MISMATCH, None, told, "Give the figure of the last report.")
    if candidate is None:
        return Outcome(MATCH, None, f"{number.fact}")
    if told_of_last(number, context) and not agrees(number, size(candidate)):
        told = f"{name} was {candidate.shown} in the last report."
        return Outcome(MISMATCH, candidate, told, "Give the figure of the last report.")
    stops = conflicts(number, candidate, context)
    if not stops:
        return Outcome(MATCH, candidate)
    return _stopped(min(stops, key=ORDER.index), candidate, evidence)


def _stopped(stop: str, candidate: Candidate, evidence: Evidence) -> Outcome:
    """The verdict where one thing speaks against the only fact of a number's value."""
    return Outcome(
        VERDICT.get(stop, MISMATCH),
        candidate,
        told_as(candidate, evidence),
        advice_on(stop, candidate, evidence),
    )


def _matching(number: Number, pool: list[Candidate], context: Context) -> Outcome:
    stopped: list[tuple[int, list[str], Candidate]] = []
    free: list[Candidate] = []
    rounded: list[Candidate] = []
    for candidate in pool:
        equal = agrees(number, size(candidate)) or as_printed(number, candidate)
        near = not equal and _is_slip(number, candidate)
        if not same_unit(number, candidate) or (
            candidate.unit == RATE and number.unit == COUNT and _counts_things(number, context)
        ):
            if equal and _unit_slip(number, candidate):
                stopped.append((ORDER.index(UNIT), [UNIT], candidate))
            continue
        if not (equal or near):
            continue
        stops = conflicts(number, candidate, context)
        if (
            equal
            and number.unit == PERCENT
            and _counts_things(number, context)
            and (number.allows is None)
        ):
            stopped.append((ORDER.index(UNIT), [UNIT], candidate))
        elif equal and not stops:
            free.append(candidate)
        elif equal:
            stopped.append((min(map(ORDER.index, stops)), stops, candidate))
        elif not stops:
            rounded.append(candidate)
    if free:
        return Outcome(MATCH, max(free, key=lambda each: _score(number, each, context)))
    evidence = context.evidence
    alone = [each for each in stopped if len(each[1]) == 1 and each[1] != [SENSE]]
    if alone and not rounded:
        _, stops, candidate = min(alone, key=lambda each: each[0])
        return _stopped(stops[0], candidate, evidence)
    if rounded:
        best = max(rounded, key=lambda each: _score(number, each, context))
        right = format_number(size(best), number.decimals)
        return Outcome(
            ROUNDING, best, f"{told_as(best, evidence)} ({size(best):.6g})",
            f"Write {right}{'%' if number.unit == PERCENT else ''}.",
        )  # fmt: skip
    expected = _expected(number, pool, context)
    if expected is not None:
        return Outcome(
            MISMATCH,
            expected,
            told_as(expected, evidence),
            f"Write {expected.shown}, or check what is meant.",
        )
    return Outcome(
        UNTRACED, None, "No fact says it.", "Correct it, or enter it in quoted.csv with its source."
    )


def _counts_things(number: Number, context: Context) -> bool:
    """Whether a counted thing follows a number, as in "26% incidents"."""
    word = re.match(r"\s([a-z]+)\b", context.text[number.end :])
    counted = NOUNS | context.evidence.nouns.get(context.sentence.indicator, frozenset())
    return word is not None and word[1] in counted - {"people", "more", "young", "change"}


def _score(number: Number, candidate: Candidate, context: Context) -> float:
    said = context.local_terms(number)
    score = 2.0 * len(candidate.terms & said) + len(candidate.terms & context.shared_terms)
    score += 0.5 * len(candidate.terms & context.terms_before)
    if candidate.period is not None and candidate.period == newest_period(
        candidate, context.evidence
    ):
        score += 1
    if context.change_cued(number) == candidate.is_change:
        score += 3
    if context.target_cued(number) == (candidate.sense == TARGET):
        score += 2
    if candidate.sense == TALLY:
        score += 6
    if candidate.sense in (VALUE, CHANGE):
        score += 0.5
    return score


def _is_slip(number: Number, candidate: Candidate) -> bool:
    """Whether a number is its fact cut off or rounded the wrong way."""
    value = size(candidate)
    step = 10.0**-number.decimals
    if number.typed_as_word or round_half_up(value, number.decimals) == round(value, 9):
        return False
    return abs(value - number.value) < step


def _unit_slip(number: Number, candidate: Candidate) -> bool:
    kinds = {number.unit, candidate.unit}
    return kinds in ({PERCENT, POINTS}, {PERCENT, COUNT}, {PERCENT, RATE}, {POINTS, COUNT})


def _expected(number: Number, pool: list[Candidate], context: Context) -> Candidate | None:
    """The fact that the words around a number call for, where its value is not far from it."""
    found = []
    for candidate in pool:
        value = size(candidate)
        if not same_unit(number, candidate) or not _resembles(number.value, value):
            continue
        if not conflicts(number, candidate, context):
            found.append(
                (
                    _score(number, candidate, context)
                    - abs(value - number.value) / (abs(value) + 1),
                    candidate,
                )
            )
    return max(found, key=lambda each: each[0])[1] if found else None


def _resembles(a: float, b: float) -> bool:
    if min(a, b) > 0 and 0.6 < a / b < 1.67:
        return True
    return (
        a > 0
        and b > 0
        and f"{a:.10g}".replace(".", "").strip("0") == f"{b:.10g}".replace(".", "").strip("0")
    )


def _elsewhere(number: Number, context: Context) -> Outcome | None:
    """A fact of another indicator that the sentence names."""
    for name in context.elsewhere:
        found = _matching(number, list(context.evidence.candidates.get(name, ())), context)
        if found.verdict == MATCH:
            return found
    return None
