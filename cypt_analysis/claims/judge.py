"""A word of a sentence against the data: what moved, what was met, what is significant."""

from __future__ import annotations

from cypt_analysis.claim import (
    CONTRADICTED,
    MATCH,
    NOT_COMPARABLE,
    NOT_SIGNIFICANT,
    UNTRACED,
)
from cypt_analysis.claims.cautions import NO_FACT, SAYS_CHANCE, SAYS_MISSING, SAYS_PARTIAL
from cypt_analysis.claims.conflicts import ages_named
from cypt_analysis.claims.context import Context
from cypt_analysis.claims.evidence import GAP, TO_TARGET, VALUE, Candidate
from cypt_analysis.claims.extremes import judge_area, judge_extreme
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.pairs import (
    Pair,
    bound_change,
    pair_of,
    pairs_for,
    sign_of,
    subjects_of,
    with_value,
)
from cypt_analysis.claims.targets import judge_comparing, judge_target
from cypt_analysis.claims.words import (
    AGAINST_PAST,
    AGAINST_TARGET,
    BAD,
    FLAT,
    GOOD,
    HIGHEST,
    LOWEST,
    MET,
    MISSED,
    MOVE,
    PLAIN,
    SIGNIFICANT,
    WELL,
    Word,
)

_ALL = r"\b(?:all|both|each|across the (?:city|board|borough|county)|everywhere|overall)\b"


def judge_word(word: Word, context: Context) -> tuple[Outcome, Pair | None]:
    """The verdict on a word, and the pair of values that it rests on."""
    outcome, pair = _judge_word(word, context)
    if outcome.verdict == UNTRACED and context.says(SAYS_MISSING, block=True):
        return Outcome(MATCH, None, "The text itself says that no figure has been received."), pair
    return outcome, pair


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
    if word.kind in (MET, MISSED, AGAINST_TARGET):
        return judge_target(word, context), None
    if word.kind == WELL:
        return judge_comparing(context), None
    if word.kind in (HIGHEST, LOWEST):
        return judge_extreme(word, context), None
    area = judge_area(word, context)
    if area is not None and word.kind in (PLAIN, GOOD, BAD):
        return area, None
    bound = (
        bound_change(word, context) if word.kind in (MOVE, PLAIN, GOOD, BAD, AGAINST_PAST) else None
    )
    if bound is not None and bound.sense in (GAP, TO_TARGET):
        return _held(word, bound.value, bound, context), None
    apart = (
        _parts_of_years(word, context)
        if word.kind in (MOVE, PLAIN, GOOD, BAD, AGAINST_PAST)
        else None
    )
    if apart is not None:
        return apart, None
    pairs = pairs_for(word, context, bound)
    if not pairs:
        return _without_pair(word, context), None
    if word.kind == SIGNIFICANT:
        return _significance(word, pairs[-1]), pairs[-1]
    if word.kind == FLAT:
        return _flat(word, context, pairs[-1]), pairs[-1]
    outcomes = [_moved(word, context, pair) for pair in pairs]
    wrong = [each for each in outcomes if each.verdict != MATCH]
    order = (CONTRADICTED, NOT_COMPARABLE, NOT_SIGNIFICANT)
    return (min(wrong, key=lambda o: order.index(o.verdict)) if wrong else outcomes[-1]), pairs[-1]


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


def _parts_of_years(word: Word, context: Context) -> Outcome | None:
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
            told = f"{with_value(then)}, but {with_value(now)} covers part of a year."
            if sign and now.shown != then.shown and (now.value > then.value) != (sign > 0):
                return Outcome(CONTRADICTED, now, told, "Turn the word round, or leave it out.")
            if not context.says(SAYS_PARTIAL, section=True):
                wrong = Outcome(NOT_COMPARABLE, now, told, "Say so, or wait for the whole year.")
            else:
                wrong = wrong or Outcome(MATCH, now, told)
    return wrong


def _without_pair(word: Word, context: Context) -> Outcome:
    """Nothing to compare: a part of a year beside whole ones, or no earlier figure at all."""
    evidence = context.evidence
    for path in subjects_of(word, context):
        rows = evidence.observed.get(path, [])
        if len({row.series for row in rows}) > 1:
            now = rows[-1]
            older = [row for row in rows if row.series != now.series]
            told = f"{with_value(older[-1])}, but {with_value(now)} covers part of a year."
            sign = sign_of(word, path, evidence)
            if (
                sign
                and (now.value > older[-1].value) != (sign > 0)
                and now.value != older[-1].value
            ):
                return Outcome(CONTRADICTED, now, told, "Turn the word round, or leave it out.")
            if context.says(SAYS_PARTIAL, section=True):
                continue
            return Outcome(NOT_COMPARABLE, now, told, "Say so, or wait for the whole year.")
    paths = [p for p in subjects_of(word, context) if len(evidence.observed.get(p, ())) > 1]
    if paths and context.says(SAYS_PARTIAL, section=True):
        return Outcome(MATCH, None, "The text itself says that part of a year does not compare.")
    if word.kind in (PLAIN, GOOD, BAD) and not context.matched:
        return Outcome(MATCH, None, "")
    return Outcome(UNTRACED, None, NO_FACT, "Give the figures, or leave the word out.")


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
        flat = pair.sign == 0 or len(shown) < len(values)
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
