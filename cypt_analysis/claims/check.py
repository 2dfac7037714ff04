"""Every claim of a quarter: its commentary, its actions and risks, and its headlines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cypt_analysis.claim import (
    MATCH,
    NUMBER,
    STALE,
    UNPUBLISHED,
    WORD,
    Claim,
)
from cypt_analysis.claims.context import Context
from cypt_analysis.claims.derived import against_baseline
from cypt_analysis.claims.evidence import CHANGE, TARGET, VALUE, Evidence
from cypt_analysis.claims.harvest import Number, numbers_of
from cypt_analysis.claims.judge import judge_word
from cypt_analysis.claims.match import judge_number
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.pairs import Pair, pair_of
from cypt_analysis.claims.periods import Mention, mentions_of
from cypt_analysis.claims.text import Fill, Sentence, sentences_of
from cypt_analysis.claims.words import words_of
from cypt_analysis.facts import PRINTERS, Facts
from cypt_analysis.quarter import format_date

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


def check_text(
    text: str,
    file: str,
    indicator: str,
    evidence: Evidence,
    facts: Facts | None = None,
    first_line: int = 1,
) -> list[Claim]:
    """The claims of one Markdown text, with their verdicts."""
    printed = _printer(facts)
    return check_sentences(sentences_of(text, file, indicator, printed, first_line), evidence)


def _printer(facts: Facts | None) -> Fill:
    def fill(name: str, printer: str) -> str:
        if facts is None or name not in facts or printer not in PRINTERS:
            return "{{ " + name + " }}"
        return PRINTERS[printer](facts[name])

    return fill


def check_sentences(sentences: Sequence[Sentence], evidence: Evidence) -> list[Claim]:
    """The claims of sentences that follow each other in one file."""
    sections: dict[str, str] = {}
    blocks: dict[int, str] = {}
    for each in sentences:
        blocks[each.block] = f"{blocks.get(each.block, '')} {each.text}"
        sections[each.section] = f"{sections.get(each.section, '')} {each.text}"
    claims: list[Claim] = []
    block, terms, mentions = -1, frozenset[str](), tuple[Mention, ...]()
    subject, pair = "", None
    for sentence in sentences:
        if sentence.block != block:
            block, terms, mentions = sentence.block, frozenset(), ()
            subject, pair = "", None
        context = Context(
            sentence,
            numbers_of(sentence, evidence.nouns.get(sentence.indicator, frozenset())),
            mentions_of(sentence.text),
            evidence,
            terms,
            mentions,
            blocks[sentence.block],
            sections[sentence.section],
            subject_before=subject,
            pair_before=pair,
        )
        found, pair = _check(context)
        claims += found
        # What a sentence says of its own replaces what was said before; nothing keeps it.
        terms = context.terms | terms if not context.numbers else context.terms
        mentions = (*context.mentions, *mentions)
        paths = [each.path for each in context.matched.values() if each.path in evidence.observed]
        subject = paths[-1] if paths else context.subject
    return claims


def _check(context: Context) -> tuple[list[Claim], Pair | None]:
    claims = []
    order = sorted(context.numbers, key=lambda each: not each.fact)
    outcomes: dict[Number, Outcome] = {}
    # Twice: a change may follow from values that stand after it.
    for again in (False, True):
        for number in order:
            if again and outcomes[number].verdict == MATCH:
                continue
            outcome = judge_number(number, context)
            outcomes[number] = outcome
            if outcome.verdict == MATCH and outcome.candidate is not None and not outcome.derived:
                context.matched[number.start] = outcome.candidate
            elif outcome.candidate is not None and outcome.verdict != MATCH:
                context.doubted[number.start] = outcome.candidate
    for number in context.numbers:
        found = outcomes[number].candidate
        if found is not None and found.sense == TARGET and outcomes[number].verdict == MATCH:
            outcomes[number] = against_baseline(number, found, context) or outcomes[number]
        claims.append(
            _claim(
                number.start, number.end, NUMBER, _aged(outcomes[number], number, context), context
            )
        )
    pair = context.pair_before
    for word in words_of(context):
        outcome, rested = judge_word(word, context)
        pair = rested or pair
        claims.append(_claim(word.start, word.end, WORD, outcome, context))
    claims += [_claim(m.start, m.end, WORD, outcome, context) for m, outcome in _passed(context)]
    if pair is context.pair_before:
        pair = _last_pair(context) or pair
    return sorted(claims, key=lambda each: each.start), pair


def _last_pair(context: Context) -> Pair | None:
    evidence = context.evidence
    for found in reversed([found for _, found in sorted(context.matched.items())]):
        if found.sense == CHANGE:
            now = evidence.value_at(found.path, found.period)
            then = evidence.value_at(found.path, found.then)
            if now and then:
                return pair_of(now, then, evidence)
    values = [f for _, f in sorted(context.matched.items()) if f.sense == VALUE and f.period]
    for each in reversed(values):
        older = [f for f in values if f.path == each.path and f.is_before(each)]
        if older:
            return pair_of(each, older[-1], evidence)
    return None


def _aged(outcome: Outcome, number: Number, context: Context) -> Outcome:
    """A number that is right, but unpublished or older than the words make it."""
    found = outcome.candidate
    if outcome.verdict != MATCH or found is None or found.sense != VALUE or found.period is None:
        return outcome
    evidence = context.evidence
    if found.status == "unpublished" and not context.says(_SAYS_UNPUBLISHED, section=True):
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


def _passed(context: Context) -> list[tuple[Mention, Outcome]]:
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


def _claim(start: int, end: int, kind: str, outcome: Outcome, context: Context) -> Claim:
    sentence, found = context.sentence, outcome.candidate
    data = outcome.data
    if not data and found is not None:
        label = f" ({found.period.label})" if found.period else ""
        data = f"{found.name} is {found.shown}{label}"
    known = f"{found.name}={found.value:.10g}" if found is not None else ""
    return Claim(
        sentence.file, sentence.line, sentence.indicator, sentence.section, sentence.text,
        start, end,
        kind, outcome.verdict, data, (found.name,) if found is not None else (), outcome.suggestion,
        known,
    )  # fmt: skip
