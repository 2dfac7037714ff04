"""Every claim of a quarter: its commentary, its actions and risks, and its headlines."""

from __future__ import annotations

from collections.abc import Sequence

from cypt_analysis.claims.context import Context
from cypt_analysis.claims.derived import against_baseline
from cypt_analysis.claims.evidence import CHANGE, TARGET, VALUE, Evidence, Pair
from cypt_analysis.claims.harvest import Number, numbers_of
from cypt_analysis.claims.judge_number import judge_number
from cypt_analysis.claims.judge_word import judge_word
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.pairs import pair_of
from cypt_analysis.claims.periods import Mention, mentions_of
from cypt_analysis.claims.staleness import aged, passed
from cypt_analysis.claims.suggestions import for_number, for_word
from cypt_analysis.claims.text import Sentence, sentences_of
from cypt_analysis.claims.words import words_of
from cypt_analysis.facts import Facts
from cypt_analysis.ground.claim import (
    MATCH,
    NUMBER,
    WORD,
    Claim,
)
from cypt_analysis.words.reading import Reading, read


def check_text(
    text: str, file: str, indicator: str, evidence: Evidence, facts: Facts | None = None
) -> list[Claim]:
    """The claims of one Markdown text, with their verdicts."""
    return check_reading(read(text, facts), file, indicator, evidence)


def check_reading(reading: Reading, file: str, indicator: str, evidence: Evidence) -> list[Claim]:
    """The claims of one text, as it was read, with their verdicts."""
    return check_sentences(list(sentences_of(reading, file, indicator)), evidence)


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
            numbers_of(
                sentence,
                evidence.nouns.get(sentence.indicator, frozenset()),
                evidence.literals,
            ),
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
        outcome = outcomes[number]
        target = outcome.candidate
        if target is not None and target.sense == TARGET and outcome.verdict == MATCH:
            outcome = against_baseline(number, target, context) or outcome
        outcome = for_number(aged(outcome, number, context), number, context)
        claims.append(_claim(number.start, number.end, NUMBER, outcome, context))
    pair = context.pair_before
    for word in words_of(context):
        outcome, rested = judge_word(word, context)
        pair = rested or pair
        claims.append(_claim(word.start, word.end, WORD, for_word(outcome, context), context))
    claims += [_claim(m.start, m.end, WORD, outcome, context) for m, outcome in passed(context)]
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
        known, at=sentence.at,
    )  # fmt: skip
