"""Words about targets: met, missed, above, below, comparing well."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from cypt_analysis.claims.evidence import QUOTED, TARGET, TO_TARGET, VALUE, terms_of, with_value
from cypt_analysis.claims.mood import Word
from cypt_analysis.claims.outcome import Outcome, turned
from cypt_analysis.claims.quantities import COUNT
from cypt_analysis.claims.scope import PARTIAL, Scope
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, NOT_COMPARABLE, UNTRACED
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.stats import Stat
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.judgement.target_status import COMPARISONS


def judge_target(word: Word, scope: Scope) -> Outcome:
    """The verdict on a word about a target."""
    found = _of_quoted(word, scope) or _of_tally(word, scope)
    if found is not None:
        return turned(found, denied=word.denied)
    mine = {
        path: row for path, row in scope.evidence.judged.items()
        if row["indicator"] == scope.indicator and pd.notna(row["target"])
    }  # fmt: skip
    other = _other_target(word, scope, mine)
    if other is not None:
        return turned(other, denied=word.denied)
    goal = next((c for _, c in scope.near(word.place) if c.sense == TARGET), None)
    if goal is not None and word.kind == "more" and not any(
        path == goal.path or path.startswith(f"{goal.path}.") for path in mine
    ):  # fmt: skip
        # Of a target whose value has not come, another measure tells whether it was met.
        met = "goal_met" if word.entry.way > 0 else "goal_missed"
        word = replace(word, entry=replace(word.entry, kind=met))
    some = word.kind == "goal_met" and scope.line.before(word.place) == "are" and not scope.matched
    whole = [path for path, row in mine.items() if not row["breakdown"]]
    paths = whole if some else _target_paths(word, scope, mine)
    if not paths:
        return Outcome(
            UNTRACED, None, "No target is known.", "Enter the target, or leave the word out."
        )
    outcomes = [
        turned(_held_against(word, scope, mine[path]), denied=word.denied) for path in paths
    ]
    wrong = [each for each in outcomes if each.verdict != MATCH]
    if some and len(wrong) * 2 <= len(outcomes):
        # "Targets are met, save …": most of them.
        return next(each for each in outcomes if each.verdict == MATCH)
    return wrong[0] if wrong else outcomes[0]


def _of_tally(word: Word, scope: Scope) -> Outcome | None:
    """So many of several above a target: "three schools are above"."""
    counted = next(
        (c for c in scope.evidence.candidates.get(scope.indicator, ())
         if c.stat is Stat.ABOVE_TARGET), None,
    )  # fmt: skip
    said = counted is not None and any(
        each.number.value == counted.value and each.number.unit == COUNT and at < word.place
        for at, each in scope.slots.items()
    )
    if counted is None or word.kind != "more" or not said:
        return None
    told = f"{counted.name} is {counted.shown}"
    if word.entry.way > 0:
        return Outcome(MATCH, counted, told)
    return Outcome(CONTRADICTED, counted, told, "Turn the word round, or check the figures.")


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


def _other_target(word: Word, scope: Scope, mine: dict[str, dict]) -> Outcome | None:
    """A target of another year than the one that is judged, with its own or the newest value."""
    evidence = scope.evidence
    targets = [c for _, c in scope.near(word.place) if c.sense == TARGET] or [
        c for c in evidence.candidates.get(scope.indicator, ())
        if c.sense == TARGET and not mine and c.path == (scope.subject_before or c.path)
    ]  # fmt: skip
    for target in targets:
        row = mine.get(target.path)
        judged = row is not None and str(row["target_period"]) == (
            target.period.text if target.period else ""
        )
        if judged or target.stat is Stat.PRO_RATA_TARGET:
            # What is asked by now is a part of this year's target, not another one.
            continue
        rows = evidence.observed.get(target.path, [])
        newest = rows[-1] if rows and target.period and rows[-1].period else None
        ahead = newest is not None and newest.period.end <= target.period.end  # type: ignore[union-attr]
        value = evidence.value_at(target.path, target.period) or (newest if ahead else None)
        if value is None:
            continue
        low = evidence.polarity.get(target.path) == "low"
        met = value.value <= target.value if low else value.value >= target.value
        told = f"{with_value(value)} against a target of {target.shown}"
        if word.kind == "more":
            right = (value.value - target.value) * word.entry.way > 0
        else:
            right = met == (word.kind == "goal_met")
        if right:
            return Outcome(MATCH, value, told)
        return Outcome(CONTRADICTED, value, told, "Say whether the target was met.")
    return None


_BAD = (TargetStatus.MISSED, TargetStatus.OFF_TRACK)


def _target_paths(word: Word, scope: Scope, mine: dict[str, dict]) -> list[str]:
    """The paths whose targets a word speaks of: by the numbers beside it, by name, by their parts,
    what was spoken of before, else the headline."""
    terms, said = scope.evidence.terms, scope.line.all_terms
    near = [c.path for _, c in scope.near(word.place) if c.sense in (VALUE, TARGET, TO_TARGET)]
    whole = {p: r for p, r in mine.items() if not r["breakdown"]}
    plural = scope.line.says("targets", "both")
    for path in near:
        parts = [p for p in mine if p.startswith(f"{path}.") and mine[p]["breakdown"]]
        if path in mine and not (plural and len(set(near)) < 2 and word.kind == "goal_met"):
            return [path]
        if parts and path not in mine:
            return [p for p in parts if _named_part(p, parts, scope)] or parts
    if plural:
        known = scope.common | scope.evidence.own_terms.get(scope.indicator, frozenset())
        named = [p for p in whole if (terms[p] - known) & said] or list(whole)
        every = scope.line.says("both", "all", "neither", "none")
        if every or (word.kind == "goal_missed" and scope.says(r"\bthe targets\b")):
            return named
        if word.kind == "goal_missed":
            return [p for p in named if whole[p]["verdict"] in _BAD] or named
        told = [p for p in named if whole[p]["verdict"] == _BAD[0] and _admits(p, scope)]
        return [p for p in named if p not in told]
    subject = scope.subject(word.place)
    if subject in whole:
        return [subject]
    if subject in mine:
        parts = [p for p in scope.evidence.parts.get(subject, (subject,)) if p in mine]
        return [p for p in parts if _named_part(p, parts, scope)] or parts
    common = frozenset.intersection(*(terms[p] for p in whole)) if whole else frozenset()
    shared = {p: len((terms[p] - common) & said) for p in whole}
    best = max(shared.values(), default=0)
    if best:
        return [p for p, score in shared.items() if score == best]
    first = [p for p in (scope.subject_before, scope.indicator) if p in whole]
    bad = [p for p in whole if whole[p]["verdict"] in _BAD and word.kind == "goal_missed"]
    return (first or bad or list(whole))[:1]


def _named_part(path: str, parts: list[str], scope: Scope) -> bool:
    terms = scope.evidence.terms
    common = frozenset.intersection(*(terms[p] for p in parts))
    return len(parts) > 1 and bool((terms[path] - common) & scope.line.all_terms)


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
