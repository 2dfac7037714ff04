"""The highest and lowest of a series, and values beside another area."""

from __future__ import annotations

import re

from cypt_analysis.claim import CONTRADICTED, MATCH, UNTRACED
from cypt_analysis.claims.cautions import NO_FACT
from cypt_analysis.claims.context import Context
from cypt_analysis.claims.evidence import VALUE
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.pairs import sign_of, subjects_of, with_value
from cypt_analysis.claims.words import HIGHEST, Word
from cypt_analysis.printing import format_number


def judge_extreme(word: Word, context: Context) -> Outcome:
    """The verdict on "highest", "lowest" and the like, over the series as it is known."""
    evidence = context.evidence
    tail = context.text[word.end : word.end + 45]
    if re.search(
        r"\b(?:among|in the (?:group|country|region)|of (?:our|the|all) \w*(?:neighbours|"
        r"areas|authorities)|cause|rate after)",
        tail,
    ):
        return Outcome(MATCH, None, "")
    strange = [
        m for m in context.mentions
        if not m.relative and 0 <= m.start - word.end < 20
        and not any(
            m.fits(r.period) for p in subjects_of(word, context) for r in evidence.observed[p]
        )
    ]  # fmt: skip
    if strange:
        return Outcome(UNTRACED, None, NO_FACT, "Give the figures, or leave the word out.")
    values = [
        (abs(place - word.start), found) for place, found in context.matched.items()
        if found.sense == VALUE and found.area == evidence.authority
        and found.path in evidence.observed
    ]  # fmt: skip
    if values:
        now = min(values, key=lambda each: each[0])[1]
    else:
        paths = subjects_of(word, context)
        if not paths:
            return Outcome(UNTRACED, None, NO_FACT, "Give the figures, or leave the word out.")
        now = evidence.observed[paths[0]][-1]
    rows = [row for row in evidence.observed[now.path] if row.series == now.series]
    if len(rows) < 2:
        return Outcome(
            UNTRACED, now, "There is no other figure.", "Give the figures, or leave the word out."
        )
    best = (max if word.kind == HIGHEST else min)(row.value for row in rows)
    told = (
        f"{with_value(now)}; the {'highest' if word.kind == HIGHEST else 'lowest'} known is "
        f"{format_number(best, now.decimals)}"
    )
    if now.value == best:
        return Outcome(MATCH, now, told)
    return Outcome(CONTRADICTED, now, told, "Leave the word out, or name the period it holds for.")


def judge_area(word: Word, context: Context) -> Outcome | None:
    """Above or below another area: their values at the same period, side by side."""
    evidence = context.evidence
    tied = [
        name for a, _, name in context.areas
        if 0 <= a - word.end <= 26 and not any(word.end <= n.start < a for n in context.numbers)
    ]  # fmt: skip
    own = next(
        (
            name
            for a, b, name in context.areas
            if 0 <= word.start - b <= 26
            and re.fullmatch(
                r"[\s(\d.,%)]*(?:did|was|were|is|are|had|ranked|slightly|all|a|only|had "
                r"slightly|\s)*",
                context.text[b : word.start],
            )
        ),
        None,
    )
    rival = tied[0] if tied else own
    if rival is None:
        return None
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
            return Outcome(CONTRADICTED, row, told, "Turn the word round, or check the figures.")
    if not tied:
        return None
    return Outcome(UNTRACED, None, f"No figure for {tied[0]}.", "Give the figure, or leave it out.")
