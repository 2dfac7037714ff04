"""Every claim of a text: its sentences in order, each with what stood before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from cypt_analysis.claims.among import (
    is_of_gap,
    judge_beside,
    judge_beside_measure,
    judge_gap,
    judge_number_beside,
    judge_numbers,
)
from cypt_analysis.claims.arithmetic import against_baseline
from cypt_analysis.claims.evidence import CHANGE, TARGET, VALUE, Candidate, Evidence, Pair
from cypt_analysis.claims.extremes import judge_extreme, judge_level
from cypt_analysis.claims.judge_number import judge_number, kin_of
from cypt_analysis.claims.line import Line
from cypt_analysis.claims.mood import Word, forecasts, words_of
from cypt_analysis.claims.moves import against_row, judge_move, pair_of
from cypt_analysis.claims.outcome import Outcome, turned
from cypt_analysis.claims.periods import YEAR_BEFORE, Mention
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.senses import goal_after, moved_on
from cypt_analysis.claims.staleness import aged, impossible, passed
from cypt_analysis.claims.standing_of_figures import judge_standing
from cypt_analysis.claims.suggestions import for_number, for_word
from cypt_analysis.claims.tallies import is_counted
from cypt_analysis.claims.targets import judge_comparing, judge_target
from cypt_analysis.claims.text import Sentence, is_english, sentences_of
from cypt_analysis.claims.unread import unread
from cypt_analysis.facts import Facts
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, NUMBER, UNREAD, UNTRACED, WORD, Claim
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
    sections: dict[str, list[str]] = {}
    blocks: dict[int, list[str]] = {}
    for each in sentences:
        blocks.setdefault(each.block, []).append(each.text)
        sections.setdefault(each.section, []).append(each.text)
    block_texts = {name: " ".join(texts) for name, texts in blocks.items()}
    section_texts = {name: " ".join(texts) for name, texts in sections.items()}
    claims: list[Claim] = []
    block, terms, mentions = -1, frozenset[str](), tuple[Mention, ...]()
    subject, pair = "", None
    unknown = [each for each in sentences if not is_english(each.text)]
    for sentence in sentences:
        if sentence in unknown:
            claims += [_foreign(sentence)] if sentence is unknown[0] else []
            continue
        if sentence.block != block:
            block, terms, mentions = sentence.block, frozenset(), ()
            subject, pair = "", None
        scope = Scope(
            Line(sentence, evidence), evidence, terms, mentions, block_texts[sentence.block],
            section_texts[sentence.section], subject, pair,
        )  # fmt: skip
        found, pair = _check(scope)
        claims += found
        # What a sentence says of its own replaces what was said before; nothing keeps it.
        own = scope.line.all_terms
        terms = own if scope.line.numbers else own | terms
        mentions = (*scope.mentions, *mentions)[:20]
        paths = [f.path for _, f in sorted(scope.matched.items()) if f.path in evidence.observed]
        subject = paths[-1] if paths else scope.subject(0) if scope.line.items else ""
    return claims


def _foreign(sentence: Sentence) -> Claim:
    """What is said once of the sentences of a text that are in another language."""
    return Claim(
        sentence.file, sentence.line, sentence.indicator, sentence.section, sentence.text,
        0, len(sentence.text), WORD, UNREAD, "It is in another language, of which nothing is read",
        (), "Let a person confirm what it says.", at=sentence.at,
    )  # fmt: skip


def _check(scope: Scope) -> tuple[list[Claim], Pair | None]:
    claims = _numbers(scope)
    pair = scope.pair_before
    read_words: set[int] = set()
    for word in words_of(scope):
        read_words.add(word.place)
        if is_counted(word, scope):
            continue
        outcome, rested = judge_word(word, scope)
        if outcome.verdict == CONTRADICTED and may_be_other(word, rested, scope):
            outcome = replace(outcome, verdict=UNTRACED)
        pair = rested or pair
        scope.pair_now = rested or scope.pair_now
        item = scope.line.items[word.place]
        told = for_word(outcome, word.place, scope)
        claims.append(_claim(item.start, item.end, WORD, told, scope))
    for place in unread(scope, {*scope.slots, *read_words}):
        item = scope.line.items[place]
        outcome = Outcome(UNREAD, None, "No rule reads it.", "Say it in other words.")
        claims.append(_claim(item.start, item.end, WORD, for_word(outcome, place, scope), scope))
    for place in forecasts(scope):
        item = scope.line.items[place]
        told = Outcome(UNTRACED, None, "It tells of what is to come.", "Let a person confirm it.")
        claims.append(_claim(item.start, item.end, WORD, for_word(told, place, scope), scope))
    claims += [_claim(m.start, m.end, WORD, outcome, scope) for m, outcome in passed(scope)]
    claims += [_claim(a, b, WORD, outcome, scope) for a, b, outcome in impossible(scope)]
    if pair is scope.pair_before:
        pair = _last_pair(scope) or pair
    return sorted(claims, key=lambda each: each.start), pair


def _numbers(scope: Scope) -> list[Claim]:
    order = sorted(scope.slots.values(), key=lambda each: not each.number.fact)
    outcomes: dict[int, Outcome] = {}
    # Twice: a change may follow from values that stand after it.
    for again in (False, True):
        for slots in order:
            if again and outcomes[slots.place].verdict == MATCH:
                continue
            outcome = judge_number(slots, scope)
            outcomes[slots.place] = outcome
            if outcome.verdict == MATCH and outcome.candidate is not None and not outcome.derived:
                scope.matched[slots.place] = outcome.candidate
                scope.doubted.pop(slots.place, None)
            elif outcome.verdict == MATCH and outcome.candidate is not None:
                scope.worked[slots.place] = outcome.candidate
            if outcome.verdict == MATCH and outcome.candidate is not None:
                told = (outcome.candidate, *outcome.operands)
                kin = [k for f in told for k in kin_of(f, scope.evidence)]
                scope.kin[slots.place] = (*kin, *(f for f in told if f.sense == TARGET))
            elif outcome.candidate is not None and outcome.verdict != MATCH:
                scope.doubted[slots.place] = outcome.candidate
    claims = []
    for slots in scope.slots.values():
        outcome = outcomes[slots.place]
        target = outcome.candidate
        if target is not None and target.sense == TARGET and outcome.verdict == MATCH:
            outcome = against_baseline(slots, target, scope) or outcome
        outcome = for_number(aged(outcome, slots, scope), slots, scope)
        end = slots.top.end if slots.top is not None else slots.number.end
        claims.append(_claim(slots.number.start, end, NUMBER, outcome, scope))
    return claims


def may_be_other(word: Word, rested: Pair | None, scope: Scope) -> bool:
    """Whether a change that the data deny may be another than was read: one of a measure and a
    time that the words admit as well goes the way they say."""
    if rested is None or word.kind not in ("move", "judged", "more", "flat"):
        return False
    line, evidence = scope.line, scope.evidence
    clause = line.clause(word.place)
    times = [m for at in clause if (m := line.items[at].period)]
    named = scope.named(line.terms(clause)) or scope.named(line.all_terms)
    for path in dict.fromkeys([rested.now.path, *(named or scope.paths)]):
        rows = evidence.observed.get(path, [])
        for then, now in combinations(rows, 2):
            if not then.is_before(now) or not _admits(then, now, times, rows):
                continue
            if pair_of(now, then, evidence).sign == -rested.sign != 0:
                return True
    return False


def _admits(then: Candidate, now: Candidate, times: list[Mention], rows: list[Candidate]) -> bool:
    """Whether two values may be those between which a change is told: each time that is named is
    of one of them; where none is, the later is the newest, and the other the one before it."""
    fixed = [m for m in times if not m.relative]
    if any(not (m.fits(then.period) or m.fits(now.period)) for m in fixed):
        return False
    usual = then.is_year_before(now) or rows.index(now) == rows.index(then) + 1
    if any(m.kind == YEAR_BEFORE for m in times):
        usual = then.is_year_before(now)
    return len(fixed) > 1 or (usual and (bool(fixed) or now is rows[-1]))


def _undecided(word: Word, scope: Scope) -> Outcome:
    """Why a figure moved, and what is thought of it."""
    advice = "Leave it out, or let a person confirm it."
    return Outcome(UNTRACED, None, f"No data decide '{scope.line.items[word.place].said}'.", advice)


def _standing(word: Word, scope: Scope) -> Outcome:
    return turned(judge_standing(word, scope), denied=word.denied)


# Each kind of word has one comparison with the facts; the rest tell of a change, or compare.
_JUDGES = {
    "cause": _undecided, "opinion": _undecided, "goal_met": judge_target,
    "goal_missed": judge_target, "final": _standing, "short": _standing,
    "extreme": judge_extreme, "best": judge_extreme, "level": judge_level, "grade": judge_level,
    "gap": judge_gap,
}  # fmt: skip


def judge_word(word: Word, scope: Scope) -> tuple[Outcome, Pair | None]:
    """The verdict on a word, and the pair of values that it rests on."""
    row = against_row(word, scope)
    if row is not None:
        return row, None
    if is_of_gap(word, scope):
        return judge_gap(word, scope), None
    if word.kind in _JUDGES:
        return _JUDGES[word.kind](word, scope), None
    if word.kind in ("more", "rival", "par", "judged") and not moved_on(scope.line, word.place):
        compared = _compared(word, scope)
        if compared is not None:
            return compared, None
    return judge_move(word, scope)


def _compared(word: Word, scope: Scope) -> Outcome | None:
    """The verdict on a word that compares with a target, an area, a number or another measure."""
    if word.kind == "more" and goal_after(scope.line, word.place):
        return judge_target(word, scope)
    comparing = "compare" in word.entry.lemma
    numbers = judge_numbers(word, scope) if word.kind in ("more", "rival") else None
    if numbers is not None and not comparing:
        return numbers
    beside = judge_beside(word, scope)
    if word.kind == "rival" and comparing:
        told = judge_comparing(word, scope)
        of_target = beside is None or scope.line.has("goal") is not None
        return told if of_target and told.verdict != MATCH else beside or told
    if beside is not None or word.kind != "more":
        return beside
    return judge_number_beside(word, scope) or judge_beside_measure(word, scope)


def _last_pair(scope: Scope) -> Pair | None:
    evidence = scope.evidence
    for found in reversed([found for _, found in sorted(scope.matched.items())]):
        if found.sense == CHANGE:
            now = evidence.value_at(found.path, found.period)
            then = evidence.value_at(found.path, found.then)
            if now and then:
                return pair_of(now, then, evidence)
    values = [f for _, f in sorted(scope.matched.items()) if f.sense == VALUE and f.period]
    for each in reversed(values):
        older = [f for f in values if f.path == each.path and f.is_before(each)]
        if older:
            return pair_of(each, older[-1], evidence)
    return None


def _claim(start: int, end: int, kind: str, outcome: Outcome, scope: Scope) -> Claim:
    sentence, found = scope.line.sentence, outcome.candidate
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
