"""Words about targets: met, missed, above, below, comparing well."""

from __future__ import annotations

import re

import pandas as pd

from cypt_analysis.claims.evidence import QUOTED, TARGET, TO_TARGET, VALUE, terms_of, with_value
from cypt_analysis.claims.mood import Word
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.quantities import COUNT
from cypt_analysis.claims.scope import PARTIAL, Scope
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, NOT_COMPARABLE, UNTRACED
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.stats import Stat
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.judgement.target_status import COMPARISONS


def judge_target(word: Word, scope: Scope) -> Outcome:
    """The verdict on a word about a target."""
    evidence, indicator = scope.evidence, scope.indicator
    judged = evidence.judged
    quoted = _of_quoted(word, scope)
    if quoted is not None:
        return quoted
    tally = next((c for c in scope.matched.values() if c.stat is Stat.ABOVE_TARGET), None)
    if tally is not None and word.kind == "more":
        told = f"{tally.name} is {tally.shown}"
        if word.entry.way > 0:
            return Outcome(MATCH, tally, told)
        return Outcome(CONTRADICTED, tally, told, "Turn the word round, or check the figures.")
    counted = next(
        (c for c in evidence.candidates.get(indicator, ()) if c.stat is Stat.ABOVE_TARGET),
        None,
    )
    if (
        counted is not None
        and word.kind == "more"
        and word.entry.way < 0
        and any(
            each.number.value == counted.value and each.number.unit == COUNT and at < word.place
            for at, each in scope.slots.items()
        )
    ):
        told = f"{counted.name} is {counted.shown}"
        return Outcome(CONTRADICTED, counted, told, "Turn the word round, or check the figures.")
    mine = {
        p: r for p, r in judged.items() if r["indicator"] == indicator and pd.notna(r["target"])
    }
    paths = _target_paths(word, scope, mine)
    older = _older_target(word, scope, mine)
    if older is not None:
        return older
    several = (
        re.search(r"\bare\s$", scope.line.text[: scope.line.items[word.place].start])
        and not scope.matched
    )
    if several and word.kind in ("goal_met", "goal_missed"):
        every = [_held_against(word, scope, row) for row in mine.values() if not row["breakdown"]]
        fine = [each for each in every if each.verdict == MATCH]
        wrong = [each for each in every if each.verdict != MATCH]
        return fine[0] if fine and len(fine) >= len(wrong) else every[0] if not wrong else wrong[0]
    if not paths:
        return Outcome(
            UNTRACED, None, "No target is known.", "Enter the target, or leave the word out."
        )
    outcomes = [_held_against(word, scope, judged[path]) for path in paths]
    wrong = [each for each in outcomes if each.verdict != MATCH]
    return wrong[0] if wrong else outcomes[0]


def _of_quoted(word: Word, scope: Scope) -> Outcome | None:
    """Two quoted figures that the clause gives, the second of them the target; or a share of a
    target, which needs no more to have been achieved."""
    clause = scope.line.clause(word.place)
    if scope.line.items[word.place].said in ("achieved", "reached", "met") and any(
        at in clause for at in scope.worked
    ):
        return Outcome(MATCH, next(iter(scope.worked.values())), "It is a share of the target.")
    near = [(at, f) for at, f in sorted(scope.matched.items()) if at in clause]
    if len(near) != 2 or any(f.sense != QUOTED for _, f in near):
        return None
    value, goal = near[0][1], near[1][1]
    told = f"{with_value(value)}; {with_value(goal)}"
    above = word.kind == "goal_met" or word.entry.way > 0
    if (value.value >= goal.value) == above:
        return Outcome(MATCH, value, told)
    return Outcome(CONTRADICTED, value, told, "Say whether the target was met.")


def _older_target(word: Word, scope: Scope, mine: dict[str, dict]) -> Outcome | None:
    """A target of a year before the one that is judged now, with that year's value."""
    evidence = scope.evidence
    matched = [c for _, c in sorted(scope.matched.items(), key=lambda p: abs(p[0] - word.place))]
    targets = [c for c in matched if c.sense == TARGET] or [
        c for c in evidence.candidates.get(scope.indicator, ())
        if c.sense == TARGET and not mine and c.path == (scope.subject_before or c.path)
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
        if word.kind == "more":
            right = value.value != target.value and (value.value > target.value) == (
                word.entry.way > 0
            )
        else:
            right = met == (word.kind == "goal_met")
        if right:
            return Outcome(MATCH, value, told)
        return Outcome(CONTRADICTED, value, told, "Say whether the target was met.")
    return None


def _target_paths(word: Word, scope: Scope, mine: dict[str, dict]) -> list[str]:
    near = [
        found.path for _, found in scope.near(word.place)
        if found.path in mine and found.sense in (VALUE, TARGET, TO_TARGET)
    ]  # fmt: skip
    plural = re.search(r"\btargets\b", scope.line.text) or re.search(r"\bboth\b", scope.line.text)
    whole = {p: r for p, r in mine.items() if not r["breakdown"]}
    if near and not (plural and len(set(near)) < 2 and word.kind == "goal_met"):
        return near[:1]
    if plural and word.kind in ("goal_met", "goal_missed"):
        if word.kind == "goal_missed" and scope.says(r"\bthe targets\b"):
            return list(whole)
        if word.kind == "goal_missed":
            return [
                p
                for p, r in whole.items()
                if r["verdict"] in (TargetStatus.MISSED, TargetStatus.OFF_TRACK)
            ] or list(whole)
        if re.search(r"\b(?:both|all)\b", scope.line.text, re.IGNORECASE):
            return list(whole)
        told = [
            p for p, r in whole.items() if r["verdict"] == TargetStatus.MISSED and _admits(p, scope)
        ]
        return [p for p in whole if p not in told]
    named = [p for p in whole if p == scope.subject(word.place)]
    if named:
        return named
    common = (
        frozenset.intersection(*(scope.evidence.terms[p] for p in whole)) if whole else frozenset()
    )
    said = {p: len((scope.evidence.terms[p] - common) & scope.line.all_terms) for p in whole}
    best = max(said.values(), default=0)
    if best:
        return [p for p, score in said.items() if score == best]
    if scope.subject_before in whole:
        return [scope.subject_before]
    if indicator_path := [p for p in whole if p == scope.indicator]:
        return indicator_path
    if word.kind == "goal_missed":
        return [
            p
            for p, r in whole.items()
            if r["verdict"] in (TargetStatus.MISSED, TargetStatus.OFF_TRACK)
        ][:1] or list(whole)[:1]
    return list(whole)[:1]


def _admits(path: str, scope: Scope) -> bool:
    """Whether the section tells of a missed target, by the telling words of its measure."""
    rest = terms_of(scope.section)
    return len(scope.evidence.terms[path] & rest) >= 2 and bool(
        re.search(r"missed|too few|short|below|not met", scope.section)
    )


def _held_against(word: Word, scope: Scope, row: dict) -> Outcome:
    status, fact = row["verdict"], scope.evidence.by_name.get(row["id"])
    told = (
        f"{row['path']}: {status}, {format_number(row['judged'], 2).rstrip('0').rstrip('.')} "
        f"against {row['comparison']} {row['required']:.6g}"
    )
    if row["target_note"]:
        told = f"{told} ({row['target_note']})"
    if status == TargetStatus.NOT_JUDGED and not scope.says(PARTIAL, wide=True):
        return Outcome(NOT_COMPARABLE, fact, f"{told}.", "Say what has been received, no more.")
    said = scope.line.items[word.place].said
    if word.kind == "more":
        value, target = row["judged"], row["target"]
        gap = value - target
        if "better" in said or "worse" in said or "off" in said:
            met = bool(COMPARISONS[row["comparison"]](value, row["required"]))
            right = met == ("better" in said)
        else:
            right = gap != 0 and (gap > 0) == (word.entry.way > 0)
        partial = _partial(row) and not scope.says(PARTIAL, wide=True)
        if not right:
            return Outcome(CONTRADICTED, fact, told, "Turn the word round, or check the figures.")
        if partial:
            return Outcome(NOT_COMPARABLE, fact, f"{told}; it covers part of the year.", "Say so.")
        return Outcome(MATCH, fact, told)
    good = status in (TargetStatus.MET, TargetStatus.ON_TRACK)
    if good != (word.kind == "goal_met"):
        return Outcome(CONTRADICTED, fact, told, "Say whether the target was met.")
    over = status in (TargetStatus.MET, TargetStatus.WITHIN_TOLERANCE, TargetStatus.MISSED)
    if (
        word.kind == "goal_met"
        and not over
        and re.search(r"\bmet\b|meets?|achieved|within", said)
        and not scope.says(PARTIAL, wide=True)
    ):
        return Outcome(NOT_COMPARABLE, fact, f"{told}; its year is not over.", "Say 'on track'.")
    return Outcome(MATCH, fact, told)


def _partial(row: dict) -> bool:
    return "-AY-T" in row["period"] and "-AY-T" not in str(row["target_period"])


def judge_comparing(word: Word, scope: Scope) -> Outcome:
    """The verdict on "comparing well" and the like: not while a missed target goes untold."""
    rows = [
        r for r in scope.evidence.judged.values()
        if r["indicator"] == scope.indicator
        and r["verdict"] in (TargetStatus.MISSED, TargetStatus.OFF_TRACK)
    ]  # fmt: skip
    paths = {found.path for found in scope.matched.values()}
    near = [r for r in rows if r["path"] in paths] or (rows if not paths else [])
    if near and not scope.says(
        r"\bmissed\b|\bnot met\b|below target|off target|off track", wide=True
    ):
        row = near[0]
        told = (
            f"{row['path']}: {row['verdict']}, {row['judged']:.6g} against "
            f"{row['comparison']} {row['target']:.6g}"
        )
        return Outcome(
            CONTRADICTED,
            scope.evidence.by_name.get(row["id"]),
            told,
            "Say that the target was missed.",
        )
    return Outcome(MATCH, None, "")
