"""Words about targets: met, missed, above, below, comparing well."""

from __future__ import annotations

import re

import pandas as pd

from cypt_analysis.claims.cautions import SAYS_PARTIAL
from cypt_analysis.claims.context import Context
from cypt_analysis.claims.evidence import TARGET, TO_TARGET, VALUE, terms_of, with_value
from cypt_analysis.claims.harvest import COUNT
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.vocabulary import AGAINST_TARGET, MET, MISSED, Word
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, NOT_COMPARABLE, UNTRACED
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.stats import Stat
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.judgement.target_status import COMPARISONS


def judge_target(word: Word, context: Context) -> Outcome:
    """The verdict on a word about a target."""
    evidence, indicator = context.evidence, context.sentence.indicator
    judged = evidence.judged
    tally = next((c for c in context.matched.values() if c.stat is Stat.ABOVE_TARGET), None)
    if tally is not None and word.kind == AGAINST_TARGET:
        told = f"{tally.name} is {tally.shown}"
        if word.sign > 0:
            return Outcome(MATCH, tally, told)
        return Outcome(CONTRADICTED, tally, told, "Turn the word round, or check the figures.")
    counted = next(
        (c for c in evidence.candidates.get(indicator, ()) if c.stat is Stat.ABOVE_TARGET),
        None,
    )
    if (
        counted is not None
        and word.kind == AGAINST_TARGET
        and word.sign < 0
        and any(
            n.value == counted.value and n.unit == COUNT and n.start < word.start
            for n in context.numbers
        )
    ):
        told = f"{counted.name} is {counted.shown}"
        return Outcome(CONTRADICTED, counted, told, "Turn the word round, or check the figures.")
    mine = {
        p: r for p, r in judged.items() if r["indicator"] == indicator and pd.notna(r["target"])
    }
    paths = _target_paths(word, context, mine)
    older = _older_target(word, context, mine)
    if older is not None:
        return older
    several = re.search(r"\bare\s$", context.text[: word.start]) and not context.matched
    if several and word.kind in (MET, MISSED):
        every = [_held_against(word, context, row) for row in mine.values() if not row["breakdown"]]
        fine = [each for each in every if each.verdict == MATCH]
        wrong = [each for each in every if each.verdict != MATCH]
        return fine[0] if fine and len(fine) >= len(wrong) else every[0] if not wrong else wrong[0]
    if not paths:
        return Outcome(
            UNTRACED, None, "No target is known.", "Enter the target, or leave the word out."
        )
    outcomes = [_held_against(word, context, judged[path]) for path in paths]
    wrong = [each for each in outcomes if each.verdict != MATCH]
    return wrong[0] if wrong else outcomes[0]


def _older_target(word: Word, context: Context, mine: dict[str, dict]) -> Outcome | None:
    """A target of a year before the one that is judged now, with that year's value."""
    evidence = context.evidence
    matched = [c for _, c in sorted(context.matched.items(), key=lambda p: abs(p[0] - word.start))]
    targets = [c for c in matched if c.sense == TARGET] or [
        c for c in evidence.candidates.get(context.sentence.indicator, ())
        if c.sense == TARGET and not mine and c.path == (context.subject_before or c.path)
    ]  # fmt: skip
    for target in targets:
        if target.stat is Stat.PRO_RATA_TARGET:
            # What is asked by now is a part of this year's target, not an older one.
            continue
        row = mine.get(target.path)
        if row is not None and row["target_period"] == (
            target.period.text if target.period else ""
        ):
            continue
        value = evidence.value_at(target.path, target.period)
        if value is None:
            continue
        low = evidence.polarity.get(target.path) == "low"
        met = value.value <= target.value if low else value.value >= target.value
        told = f"{with_value(value)} against a target of {target.shown}"
        if word.kind == AGAINST_TARGET:
            right = value.value != target.value and (value.value > target.value) == (word.sign > 0)
        else:
            right = met == (word.kind == MET)
        if right:
            return Outcome(MATCH, value, told)
        return Outcome(CONTRADICTED, value, told, "Say whether the target was met.")
    return None


def _target_paths(word: Word, context: Context, mine: dict[str, dict]) -> list[str]:
    near = [
        found.path for _, found in context.nearest(word.start)
        if found.path in mine and found.sense in (VALUE, TARGET, TO_TARGET)
    ]  # fmt: skip
    plural = re.search(r"\btargets\b", context.text) or re.search(r"\bboth\b", context.text)
    whole = {p: r for p, r in mine.items() if not r["breakdown"]}
    if near and not (plural and len(set(near)) < 2 and word.kind == MET):
        return near[:1]
    if plural and word.kind in (MET, MISSED):
        if word.kind == MISSED and context.says(r"\bthe targets\b"):
            return list(whole)
        if word.kind == MISSED:
            return [
                p
                for p, r in whole.items()
                if r["verdict"] in (TargetStatus.MISSED, TargetStatus.OFF_TRACK)
            ] or list(whole)
        if re.search(r"\b(?:both|all)\b", context.text, re.IGNORECASE):
            return list(whole)
        told = [
            p
            for p, r in whole.items()
            if r["verdict"] == TargetStatus.MISSED and _admits(p, context)
        ]
        return [p for p in whole if p not in told]
    named = [p for p in whole if p == context.subject]
    if named:
        return named
    common = (
        frozenset.intersection(*(context.evidence.terms[p] for p in whole))
        if whole
        else frozenset()
    )
    said = {p: len((context.evidence.terms[p] - common) & context.terms) for p in whole}
    best = max(said.values(), default=0)
    if best:
        return [p for p, score in said.items() if score == best]
    if context.subject_before in whole:
        return [context.subject_before]
    if indicator_path := [p for p in whole if p == context.sentence.indicator]:
        return indicator_path
    if word.kind == MISSED:
        return [
            p
            for p, r in whole.items()
            if r["verdict"] in (TargetStatus.MISSED, TargetStatus.OFF_TRACK)
        ][:1] or list(whole)[:1]
    return list(whole)[:1]


def _admits(path: str, context: Context) -> bool:
    """Whether the section tells of a missed target, by the telling words of its measure."""
    rest = terms_of(context.section_text)
    return len(context.evidence.terms[path] & rest) >= 2 and bool(
        re.search(r"missed|too few|short|below|not met", context.section_text)
    )


def _held_against(word: Word, context: Context, row: dict) -> Outcome:
    status, fact = row["verdict"], context.evidence.by_name.get(row["id"])
    told = (
        f"{row['path']}: {status}, {format_number(row['judged'], 2).rstrip('0').rstrip('.')} "
        f"against {row['comparison']} {row['required']:.6g}"
    )
    if row["target_note"]:
        told = f"{told} ({row['target_note']})"
    if status == TargetStatus.NOT_JUDGED and not context.says(SAYS_PARTIAL, section=True):
        return Outcome(NOT_COMPARABLE, fact, f"{told}.", "Say what has been received, no more.")
    said = context.text[word.start : word.end].lower()
    if word.kind == AGAINST_TARGET:
        value, target = row["judged"], row["target"]
        gap = value - target
        if "better" in said or "worse" in said or "off" in said:
            met = bool(COMPARISONS[row["comparison"]](value, row["required"]))
            right = met == ("better" in said)
        else:
            right = gap != 0 and (gap > 0) == (word.sign > 0)
        partial = _partial(row) and not context.says(SAYS_PARTIAL, section=True)
        if not right:
            return Outcome(CONTRADICTED, fact, told, "Turn the word round, or check the figures.")
        if partial:
            return Outcome(NOT_COMPARABLE, fact, f"{told}; it covers part of the year.", "Say so.")
        return Outcome(MATCH, fact, told)
    good = status in (TargetStatus.MET, TargetStatus.ON_TRACK)
    if good != (word.kind == MET):
        return Outcome(CONTRADICTED, fact, told, "Say whether the target was met.")
    over = status in (TargetStatus.MET, TargetStatus.WITHIN_TOLERANCE, TargetStatus.MISSED)
    if (
        word.kind == MET
        and not over
        and re.search(r"\bmet\b|meets?|achieved|within", said)
        and not context.says(SAYS_PARTIAL, section=True)
    ):
        return Outcome(NOT_COMPARABLE, fact, f"{told}; its year is not over.", "Say 'on track'.")
    return Outcome(MATCH, fact, told)


def _partial(row: dict) -> bool:
    return "-AY-T" in row["period"] and "-AY-T" not in str(row["target_period"])


def judge_comparing(context: Context) -> Outcome:
    """The verdict on "comparing well" and the like: not while a missed target goes untold."""
    rows = [
        r for r in context.evidence.judged.values()
        if r["indicator"] == context.sentence.indicator
        and r["verdict"] in (TargetStatus.MISSED, TargetStatus.OFF_TRACK)
    ]  # fmt: skip
    paths = {found.path for found in context.matched.values()}
    near = [r for r in rows if r["path"] in paths] or (rows if not paths else [])
    if near and not context.says(
        r"\bmissed\b|\bnot met\b|below target|off target|off track", section=True
    ):
        row = near[0]
        told = (
            f"{row['path']}: {row['verdict']}, {row['judged']:.6g} against "
            f"{row['comparison']} {row['target']:.6g}"
        )
        return Outcome(
            CONTRADICTED,
            context.evidence.by_name.get(row["id"]),
            told,
            "Say that the target was missed.",
        )
    return Outcome(MATCH, None, "")
