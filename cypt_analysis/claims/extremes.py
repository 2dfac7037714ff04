"""The highest and lowest, of a series and of areas; high and low; above or below another area."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cypt_analysis.claims.cautions import NO_FACT
from cypt_analysis.claims.context import Context
from cypt_analysis.claims.evidence import CHANGE, VALUE, Candidate, with_value
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.pairs import sign_of, subjects_of
from cypt_analysis.claims.vocabulary import MOVE, VOCABULARY, Word
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, UNTRACED
from cypt_analysis.ground.key import NEIGHBOURS

_AMONG_AREAS = re.compile(
    r"\W+(?:of|among|in) (?:(?:our|the|its|all|these|those) )?(?:(?:three|four|five|two|"
    r"statistical|comparator|\d+) )*(?:neighbours|comparators|areas|authorities|group|three|"
    r"four|five)\b"
)
_GIVE = "Give the figures, or leave the word out."
_TURN = "Turn the word round, or check the figures."


def judge_extreme(word: Word, context: Context) -> Outcome:
    """The verdict on "highest", "worst" and the like, over the series as it is known."""
    ahead = context.text[word.end :]
    if _AMONG_AREAS.match(ahead):
        return _among_areas(word, context)
    moves = (e.sign for e in VOCABULARY if e.kind == MOVE and e.pattern.match(ahead, 1))
    move = next(moves, 0)
    if move:
        return _among_changes(word, move, context)
    now = _value_meant(word, context)
    if now is None or _names_unknown_period(word, context):
        return Outcome(UNTRACED, None, NO_FACT, _GIVE)
    rows = [row for row in context.evidence.observed[now.path] if row.series == now.series]
    return _extreme(word, now, rows, context)


def _extreme(word: Word, now: Candidate, rows: Iterable[Candidate], context: Context) -> Outcome:
    """Whether a value is the highest or lowest of several, as the word says."""
    rows, sign = list(rows), sign_of(word, now.path, context.evidence)
    if len(rows) < 2 or not sign:
        return Outcome(UNTRACED, now, "There is no other figure.", _GIVE)
    best = (max if sign > 0 else min)(rows, key=lambda row: row.value)
    told = (
        f"{with_value(now)}; the {'highest' if sign > 0 else 'lowest'} known is {with_value(best)}"
    )
    if now.value == best.value:
        return Outcome(MATCH, now, told)
    return Outcome(CONTRADICTED, now, told, "Leave the word out, or name what it holds for.")


def _value_meant(word: Word, context: Context) -> Candidate | None:
    """The authority's value nearest to a word, else the newest of what the sentence is about."""
    evidence = context.evidence
    for _, found in context.nearest(word.start):
        own = found.sense == VALUE and found.area == evidence.authority
        if own and found.path in evidence.observed:
            return found
    paths = subjects_of(word, context)
    return evidence.observed[paths[0]][-1] if paths else None


def _names_unknown_period(word: Word, context: Context) -> bool:
    rows = [r for p in subjects_of(word, context) for r in context.evidence.observed[p]]
    return any(
        not mention.relative and 0 <= mention.start - word.end < 20
        and not any(mention.fits(row.period) for row in rows)
        for mention in context.mentions
    )  # fmt: skip


def _among_areas(word: Word, context: Context) -> Outcome:
    """The highest or lowest of the neighbours, at the latest period that has them."""
    evidence = context.evidence
    path = next(iter(subjects_of(word, context)), context.subject)
    for own in reversed(evidence.observed.get(path, [])):
        period = own.period.text if own.period else ""
        rows = [evidence.others[key] for area in evidence.neighbours
                if (key := (path, period, area)) in evidence.others]  # fmt: skip
        if rows:
            named = [name for a, _, name in context.areas if a < word.start]
            now = next((row for row in rows if named and row.area == named[-1]), own)
            return _extreme(word, now, rows if now is not own else [own, *rows], context)
    return Outcome(UNTRACED, None, "No figures of other areas.", _GIVE)


def _among_changes(word: Word, move: int, context: Context) -> Outcome:
    """The largest or smallest rise or fall: the changes known, of the same basis and unit."""
    evidence = context.evidence
    told = [found for _, found in context.nearest(word.start) if found.sense == CHANGE]
    if not told:
        return Outcome(UNTRACED, None, NO_FACT, _GIVE)
    now = told[0]
    rows = [
        each for each in evidence.candidates.get(now.indicator, ())
        if (each.sense, each.path, each.basis, each.unit) == (CHANGE, now.path, now.basis, now.unit)
        and (each.value > 0) == (move > 0)
    ]  # fmt: skip
    if (now.value > 0) != (move > 0):
        return Outcome(CONTRADICTED, now, with_value(now), _TURN)
    best = (max if word.sign > 0 else min)(rows, key=lambda each: abs(each.value))
    if best.value == now.value:
        return Outcome(MATCH, now, with_value(now))
    return Outcome(CONTRADICTED, now, f"{with_value(now)}; {with_value(best)}", _TURN)


def judge_level(word: Word, context: Context) -> Outcome:
    """The verdict on "high", "low", "good" and "poor".

    They hold where the value is on that side of one at least of what it is compared with: the
    areas that the sentence names, else England and the neighbours, else the target.
    """
    now = _value_meant(word, context)
    if now is None:
        return Outcome(UNTRACED, None, NO_FACT, _GIVE)
    evidence, sign = context.evidence, sign_of(word, now.path, context.evidence)
    areas = list(dict.fromkeys(name for _, _, name in context.areas)) or ["England", NEIGHBOURS]
    period = now.period.text if now.period else ""
    known = [
        (with_value(other), other.value) for area in areas
        if (other := evidence.others.get((now.path, period, area))) is not None
    ]  # fmt: skip
    judged = evidence.judged.get(now.path, {})
    if not known and judged.get("id") == now.name and judged["target"] == judged["target"]:
        known = [(f"the target is {judged['target']:.6g}", judged["target"])]
    if not known or not sign:
        return Outcome(UNTRACED, now, "Nothing is known to compare it with.", _GIVE)
    told = "; ".join([with_value(now), *(text for text, _ in known)])
    if any((now.value - value) * sign > 0 for _, value in known):
        return Outcome(MATCH, now, told)
    return Outcome(CONTRADICTED, now, told, _TURN)


def judge_area(word: Word, context: Context) -> Outcome | None:
    """Above or below another area: their values at the same period, side by side."""
    evidence = context.evidence
    tied = [
        name for a, _, name in context.areas
        if 0 <= a - word.end <= 26 and not any(word.end <= n.start < a for n in context.numbers)
    ]  # fmt: skip
    rival = tied[0] if tied else _area_before(word, context)
    if rival is None:
        return _beside_stranger(word, context)
    paths = subjects_of(word, context) or [context.subject]
    for path in [*paths, *evidence.paths.get(context.sentence.indicator, ())]:
        for row in reversed(evidence.observed.get(path, [])):
            other = evidence.others.get((row.path, row.period.text if row.period else "", rival))
            if other is None:
                continue
            here, there = (row, other) if tied else (other, row)
            sign = sign_of(word, path, evidence)
            told = f"{with_value(row)}; {with_value(other)}"
            if not sign or (here.value > there.value) == (sign > 0):
                return Outcome(MATCH, row, told)
            return Outcome(CONTRADICTED, row, told, _TURN)
    return Outcome(UNTRACED, None, f"No figure for {rival}.", "Give the figure, or leave it out.")


def _beside_stranger(word: Word, context: Context) -> Outcome | None:
    """Compared with a place of which nothing is known: "only Hull was higher"."""
    for start, end, name in context.strangers:
        ahead, behind = context.text[word.end : start], context.text[end : word.start]
        than = word.end <= start and re.fullmatch(r"\s+than (?:in |for )?", ahead)
        told = end <= word.start and re.fullmatch(r" (?:is|are|was|were|has|had) (?:an? )?", behind)
        if than or told:
            return Outcome(UNTRACED, None, f"No figure for {name}.", _GIVE)
    return None


def _area_before(word: Word, context: Context) -> str | None:
    """The area of which a word is told: "only Reading was higher"."""
    for _, end, name in context.areas:
        between = context.text[end : word.start]
        if 0 <= word.start - end <= 26 and re.fullmatch(
            r"(?:'s|’s)?[\s(\d.,%)]*(?:did|was|were|is|are|had|ranked|slightly|all|a|only|"
            r"had slightly|\s)*",
            between,
        ):
            return name
    return None
