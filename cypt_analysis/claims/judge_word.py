"""A word of a sentence against the data: what moved, what was met, what is significant."""

from __future__ import annotations

import re
from collections.abc import Callable

from cypt_analysis.claims.cautions import SAYS_CHANCE, SAYS_PARTIAL
from cypt_analysis.claims.conflicts import ages_named
from cypt_analysis.claims.context import Context
from cypt_analysis.claims.evidence import GAP, TO_TARGET, VALUE, Candidate, Pair
from cypt_analysis.claims.extremes import judge_area, judge_extreme, judge_level
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.pairs import bound_change, pair_of, pairs_for, sign_of
from cypt_analysis.claims.part_years import parts_of_years, without_pair
from cypt_analysis.claims.standing_of_figures import judge_standing
from cypt_analysis.claims.targets import judge_comparing, judge_target
from cypt_analysis.claims.vocabulary import (
    AGAINST_PAST,
    AGAINST_TARGET,
    BAD,
    BEST,
    CUT_SHORT,
    FLAT,
    GOOD,
    GRADE,
    HIGHEST,
    LEVEL,
    LOWEST,
    MET,
    MISSED,
    MOVE,
    NOT_FINAL,
    PLAIN,
    SIGNIFICANT,
    VOCABULARY,
    WELL,
    WORST,
    Kind,
    Word,
)
from cypt_analysis.ground.claim import (
    CONTRADICTED,
    MATCH,
    NOT_COMPARABLE,
    NOT_SIGNIFICANT,
    UNTRACED,
)

_CALLED_GOOD = next(entry.pattern for entry in VOCABULARY if entry.kind == GOOD)
# Kinds of word that rest on no change.
_BY_KIND: dict[Kind, Callable[[Word, Context], Outcome]] = {
    **dict.fromkeys((MET, MISSED, AGAINST_TARGET), judge_target),
    **dict.fromkeys((HIGHEST, LOWEST, BEST, WORST), judge_extreme),
    **dict.fromkeys((CUT_SHORT, NOT_FINAL), judge_standing),
    **dict.fromkeys((LEVEL, GRADE), judge_level),
    WELL: lambda word, context: judge_comparing(context),
}


def judge_word(word: Word, context: Context) -> tuple[Outcome, Pair | None]:
    """The verdict on a word, and the pair of values that it rests on."""
    outcome, pair = _judge_word(word, context)
    return (_turned(outcome) if word.denied else outcome), pair


def _turned(outcome: Outcome) -> Outcome:
    """The verdict on words that are denied: "no longer rising" is right where nothing rises."""
    if outcome.verdict in (CONTRADICTED, NOT_SIGNIFICANT):
        return Outcome(MATCH, outcome.candidate, outcome.data)
    if outcome.verdict == MATCH and outcome.candidate is not None:
        return Outcome(CONTRADICTED, outcome.candidate, outcome.data, "Say how it stands.")
    return outcome


def _judge_word(word: Word, context: Context) -> tuple[Outcome, Pair | None]:
    evidence = context.evidence
    said_ages, known_ages = ages_named(context.text), evidence.ages.get(context.sentence.indicator)
    if (
        said_ages
        and known_ages
        and not said_ages & known_ages
        and word.kind in (MOVE, GOOD, BAD, FLAT)
    ):
        return Outcome(
            UNTRACED, None, "No figure for this age group.", "Give the figure, or leave it out."
        ), None
    if word.kind in _BY_KIND:
        return _BY_KIND[word.kind](word, context), None
    named = _named_by(word, context)
    if named is not None:
        return named, None
    area = judge_area(word, context)
    if area is not None and word.kind in (PLAIN, GOOD, BAD):
        return area, None
    bound = (
        bound_change(word, context) if word.kind in (MOVE, PLAIN, GOOD, BAD, AGAINST_PAST) else None
    )
    if bound is not None and bound.sense in (GAP, TO_TARGET):
        return _held(word, bound.value, bound, context), None
    apart = (
        parts_of_years(word, context)
        if word.kind in (MOVE, PLAIN, GOOD, BAD, AGAINST_PAST)
        else None
    )
    if apart is not None:
        return apart, None
    pairs = pairs_for(word, context, bound)
    if not pairs:
        return without_pair(word, context), None
    if word.kind == SIGNIFICANT:
        return _significance(word, pairs[-1]), pairs[-1]
    if word.kind == FLAT:
        return _flat(word, context, pairs[-1]), pairs[-1]
    outcomes = [_moved(word, context, pair) for pair in pairs]
    wrong = [each for each in outcomes if each.verdict != MATCH]
    order = (CONTRADICTED, NOT_COMPARABLE, NOT_SIGNIFICANT)
    return (min(wrong, key=lambda o: order.index(o.verdict)) if wrong else outcomes[-1]), pairs[-1]


def _named_by(word: Word, context: Context) -> Outcome | None:
    """A word by which the measure itself is called, or its opposite: "parents who improve"."""
    nearest = next((found for _, found in context.nearest(word.start)), None)
    path = nearest.path if nearest is not None else context.subject
    name = context.evidence.names.get(path, "")
    if word.kind not in (GOOD, BAD) or not _CALLED_GOOD.search(name):
        return None
    if not nearest or not re.match(
        r"\s+(?:their|his|her)\b|\s*[,.;]|\W*$", context.text[word.end :]
    ):
        return None
    if word.kind == GOOD:
        return Outcome(MATCH, nearest, f"The measure is '{name}'.")
    return Outcome(CONTRADICTED, nearest, f"The measure is '{name}'.", "Turn the word round.")


def _held(word: Word, value: float, fact: Candidate, context: Context) -> Outcome:
    sign = sign_of(word, fact.path, context.evidence)
    data = f"{fact.name} is {'+' if value > 0 else '−'}{fact.shown}"
    if sign and value and (value > 0) != (sign > 0):
        return Outcome(CONTRADICTED, fact, data, "Turn the word round, or check the figures.")
    return Outcome(MATCH, fact, data)


def _moved(word: Word, context: Context, pair: Pair) -> Outcome:
    evidence = context.evidence
    sign = sign_of(word, pair.now.path, evidence)
    if not sign:
        return Outcome(MATCH, pair.now, pair.told)
    if pair.sign != sign:
        return Outcome(
            CONTRADICTED, pair.now, pair.told, "Turn the word round, or check the figures."
        )
    if (
        pair.now.name in evidence.cut_short
        and word.kind in (MOVE, GOOD, BAD)
        and not context.says(SAYS_PARTIAL, section=True)
    ):
        told = f"{pair.told}; the figures were taken before the period ended."
        return Outcome(NOT_COMPARABLE, pair.now, told, "Say that the period is cut short.")
    if (
        pair.significant is False
        and word.kind in (MOVE, GOOD, BAD)
        and not context.says(SAYS_CHANCE, section=True)
    ):
        return Outcome(
            NOT_SIGNIFICANT, pair.now, pair.told, "Say that the change is within chance."
        )
    return Outcome(MATCH, pair.now, pair.told)


def _significance(word: Word, pair: Pair) -> Outcome:
    if pair.significant is None:
        return Outcome(UNTRACED, pair.now, f"{pair.told}; no test applies.", "Leave the word out.")
    if pair.significant != (word.sign > 0):
        return Outcome(CONTRADICTED, pair.now, pair.told, "Say what the test says.")
    return Outcome(MATCH, pair.now, pair.told)


def _flat(word: Word, context: Context, pair: Pair) -> Outcome:
    said = context.text[word.start : word.end].lower()
    change = pair.now.value / pair.then.value - 1 if pair.then.value else 0.0
    if "same" in said and context.says(r"\bnow\b"):
        rows = context.evidence.observed[pair.now.path]
        start, end = context.chunk_of(word.start)
        then = [
            r
            for r in rows
            for m in context.mentions
            if start <= m.start < end and not m.relative and m.fits(r.period)
        ]
        flat = bool(then) and then[0].shown == rows[-1].shown
    elif "same" in said or "unchanged" in said or "no change" in said:
        values = [
            v for v in context.matched.values() if v.sense == VALUE and v.path == pair.now.path
        ]
        shown = {v.shown for v in values} or {pair.now.shown, pair.then.shown}
        if len(values) > 2 and len(shown) < len(values):
            return Outcome(MATCH, pair.now, pair.told)
        flat = pair.now.shown == pair.then.shown or len(shown) < len(values)
    elif "level" in said or "plateau" in said:
        rows = [r for r in context.evidence.observed[pair.now.path] if r.series == pair.now.series]
        last = pair_of(rows[-1], rows[-2], context.evidence)
        step = last.now.value / last.then.value - 1 if last.then.value else 0.0
        flat = len(rows) > 2 and (
            abs(step) < 0.05 or step * change < 0 or last.significant is False
        )
    else:
        flat = abs(change) < 0.02 or pair.significant is False
    if flat:
        return Outcome(MATCH, pair.now, pair.told)
    return Outcome(CONTRADICTED, pair.now, pair.told, "Say how it moved.")
