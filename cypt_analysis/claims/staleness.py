"""Figures older than the words make them, and dates that have passed told as to come."""

from __future__ import annotations

import re

from cypt_analysis.claims.context import Context
from cypt_analysis.claims.evidence import VALUE
from cypt_analysis.claims.harvest import Number
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.periods import Mention
from cypt_analysis.ground.claim import MATCH, STALE, UNPUBLISHED
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.status import Status

_SAYS_UNPUBLISHED = r"not (?:yet )?(?:been )?published|unpublished"
_FUTURE = re.compile(
    r"\b(?:will|shall|(?:is|are) (?:to|due|expected|planned|scheduled|being|set)|to be|"
    r"going to|expected to|due to|"
    r"we (?:plan|intend|aim|expect)|plans? to|intends? to|aims? to|is proposed|starts?|"
    r"begins?|goes live)\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:was|were|had|has|have|would have|should have) (?:been |to |due|\w+ed\b)", re.IGNORECASE
)
_CURRENT = re.compile(
    r"\b(?:this quarter|during the quarter|in the quarter|the current quarter)\b(?! "
    r"(?:before|to|ended|of))",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:currently|at present|now stands?|at the moment)\b", re.IGNORECASE)
_GRACE_DAYS = 92


def aged(outcome: Outcome, number: Number, context: Context) -> Outcome:
    """A number that is right, but unpublished or older than the words make it."""
    found = outcome.candidate
    if outcome.verdict != MATCH or found is None or found.sense != VALUE or found.period is None:
        return outcome
    evidence = context.evidence
    if found.status == Status.UNPUBLISHED and not context.says(_SAYS_UNPUBLISHED, section=True):
        return Outcome(
            UNPUBLISHED,
            found,
            f"{found.name} is unpublished.",
            "Say that it is not yet published, or wait.",
        )
    start, end = context.chunk_of(number.start)
    chunk = context.text[start:end]
    age = (evidence.reference - found.period.end).days
    cycle = evidence.cycles.get(found.path, 0) * 31
    told = (
        f"{found.name} covers {found.period.label}; it was {age} days old on "
        f"{format_date(evidence.reference)}."
    )
    if (
        _CURRENT.search(context.text)
        and found.period.end < evidence.quarter.start
        and not any(
            m.fits(found.period) and not m.relative
            for m in context.mentions
            if start <= m.start < end and abs(m.start - number.end) < 30
        )
    ):
        return Outcome(STALE, found, told, "Name the period that it covers.")
    if _NOW.search(chunk) and cycle and age > cycle + _GRACE_DAYS:
        return Outcome(STALE, found, told, "Name the period that it covers.")
    return outcome


def passed(context: Context) -> list[tuple[Mention, Outcome]]:
    """Dates that had passed at the board, told as still to come."""
    found = []
    for mention in context.mentions:
        last = mention.last
        if last is None or last >= context.evidence.reference:
            continue
        lead = context.text[: mention.start]
        start = max(
            (m.end() for m in re.finditer(r"[;:]|, (?:and|but|which|who)\b|\bbut\b", lead)),
            default=0,
        )
        clause = lead[start:]
        future = list(_FUTURE.finditer(clause))
        if not future or _GONE.search(
            clause[future[-1].start() - 12 if future[-1].start() > 12 else 0 :]
        ):
            continue
        gap = clause[future[-1].end() :]
        tied = re.search(
            r"(?:by|in|on|from|at|before|until|early|late|for|during|starting|end of|"
            r"week of)\s*(?:the )?$",
            gap,
            re.IGNORECASE,
        )
        if not tied or re.search(
            r"\b(?:since|than|compared|figures? (?:for|of|from)|report of|agreed|reported)\b", gap
        ):
            continue
        told = f"{mention.text} had passed on {format_date(context.evidence.reference)}."
        found.append((mention, Outcome(STALE, None, told, "Say what became of it.")))
    return found
