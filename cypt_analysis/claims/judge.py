"""A word of a sentence against the data: what moved, what was met, what is significant."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from cypt_analysis.claims.claim import (
    CONTRADICTED,
    MATCH,
    NOT_COMPARABLE,
    NOT_SIGNIFICANT,
    UNTRACED,
)
from cypt_analysis.claims.context import Context, is_before
from cypt_analysis.claims.evidence import CHANGE, GAP, TARGET, TO_TARGET, VALUE, Candidate, Evidence
from cypt_analysis.claims.harvest import COUNT
from cypt_analysis.claims.match import Outcome, ages_named
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
from cypt_analysis.printing import format_number
from cypt_analysis.verdicts import COMPARISONS
from cypt_analysis.verdicts import MET as STATUS_MET
from cypt_analysis.verdicts import MISSED as STATUS_MISSED
from cypt_analysis.verdicts import OFF_TRACK, ON_TRACK

SAYS_CHANCE = r"within (?:the range of )?chance|not (?:statistically )?significant|no (?:statistically )?significant|no clear change|could be chance|too small to tell"
SAYS_PARTIAL = (
    r"two (?:\w+ )?terms|autumn and spring terms|part of (?:a|the) year|cannot be compared|not comparable|full-year figure|"
    r"before the quarter (?:had )?ended|may not be complete|cut short|so far|by now|quarter's share"
)
SAYS_MISSING = (
    r"not (?:yet )?been received|no (?:other |later |such )?figures?\b[^.]*\breceived|not received"
)
_ALL = r"\b(?:all|both|each|across the (?:city|board|borough|county)|everywhere|overall)\b"
_NO_FACT = "No fact says it."


@dataclass(frozen=True)
class Pair:
    """A value beside an earlier one of its series, and whether the change is significant."""

    now: Candidate
    then: Candidate
    significant: bool | None

    @property
    def sign(self) -> int:
        """1 for a rise as printed, −1 for a fall, 0 where both print the same."""
        if self.now.shown == self.then.shown:
            return 0
        return 1 if self.now.value > self.then.value else -1

    @property
    def told(self) -> str:
        """The pair in words."""
        text = f"{_value(self.then)} → {_value(self.now)}"
        if self.significant is None:
            return text
        return f"{text}, {'significant' if self.significant else 'within chance'}"


def _value(each: Candidate) -> str:
    return f"{each.name} {each.shown}"


def judge_word(word: Word, context: Context) -> tuple[Outcome, Pair | None]:
    """The verdict on a word, and the pair of values that it rests on."""
    outcome, pair = _judge_word(word, context)
    if outcome.verdict == UNTRACED and context.says(SAYS_MISSING, block=True):
        return Outcome(MATCH, None, "The text itself says that no figure has been received."), pair
    return outcome, pair


def _judge_word(word: Word, context: Context) -> tuple[Outcome, Pair | None]:
    evidence = context.evidence
    said_ages, known_ages = ages_named(context.text), evidence.ages.get(context.sentence.indicator)
    if said_ages and known_ages and not said_ages & known_ages and word.kind in (MOVE, GOOD, BAD, FLAT):
        return Outcome(UNTRACED, None, "No figure for this age group.", "Give the figure, or leave it out."), None
    if word.kind in (MET, MISSED, AGAINST_TARGET):
        return _against_target(word, context), None
    if word.kind == WELL:
        return _comparing_well(context), None
    if word.kind in (HIGHEST, LOWEST):
        return _extreme(word, context), None
    area = _area(word, context)
    if area is not None and word.kind in (PLAIN, GOOD, BAD):
        return area, None
    bound = _bound(word, context) if word.kind in (MOVE, PLAIN, GOOD, BAD, AGAINST_PAST) else None
    if bound is not None and bound.sense in (GAP, TO_TARGET):
        return _held(word, bound.value, bound, context), None
    apart = _parts_of_years(word, context) if word.kind in (MOVE, PLAIN, GOOD, BAD, AGAINST_PAST) else None
    if apart is not None:
        return apart, None
    pairs = _pairs(word, context, bound)
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


def _bound(word: Word, context: Context) -> Candidate | None:
    """The change that a number beside the word states."""
    for number in sorted(
        context.numbers, key=lambda n: min(abs(n.start - word.end), abs(word.start - n.end))
    ):
        gap = min(abs(number.start - word.end), abs(word.start - number.end))
        found = context.matched.get(number.start)
        if found is not None and found.is_change and gap < 40:
            return found
    return None


def _held(word: Word, value: float, fact: Candidate, context: Context) -> Outcome:
    sign = _sign(word, fact.path, context.evidence)
    data = f"{fact.name} is {'+' if value > 0 else '−'}{fact.shown}"
    if sign and value and (value > 0) != (sign > 0):
        return Outcome(CONTRADICTED, fact, data, "Turn the word round, or check the figures.")
    return Outcome(MATCH, fact, data)


def _sign(word: Word, path: str, evidence: Evidence) -> int:
    if word.kind not in (GOOD, BAD):
        return word.sign
    good = {"high": 1, "low": -1}.get(evidence.polarity.get(path, "none"), 0)
    return good if word.kind == GOOD else -good


def _subjects(word: Word, context: Context) -> list[str]:
    """The paths that a word speaks of: by the numbers near it, by the words, else the headline."""
    evidence = context.evidence
    start, end = context.chunk_of(word.start)
    near = [
        found for place, found in sorted(context.matched.items(), key=lambda p: abs(p[0] - word.start))
        if found.path in evidence.observed and found.area == evidence.authority
    ]  # fmt: skip
    siblings = [p for p in evidence.paths.get(context.sentence.indicator, ()) if p in evidence.observed]
    if re.search(r"\bacross the (?:city|board|borough|county)\b|\beverywhere\b|\boverall\b", context.text) and siblings:
        unit = evidence.observed[context.subject][-1].unit if context.subject in evidence.observed else ""
        return [p for p in siblings if evidence.observed[p][-1].unit == unit and "schools" not in p]
    if near:
        return [near[0].path]
    if re.search(r"\ball\b|\bboth\b", context.text) and siblings:
        common = frozenset.intersection(*(evidence.terms[path] for path in siblings))
        named = [p for p in siblings if (evidence.terms[p] - common) & context.terms]
        if len(named) > 1:
            return named
    return [context.subject] if context.subject in evidence.observed else []


def _pairs(word: Word, context: Context, bound: Candidate | None) -> list[Pair]:
    evidence = context.evidence
    if bound is not None and bound.sense == CHANGE:
        now = evidence.value_at(bound.path, bound.period)
        then = evidence.value_at(bound.path, bound.then)
        if now is not None and then is not None:
            return [pair_of(now, then, evidence)]
    before = word.kind == SIGNIFICANT
    if context.pair_before is not None and re.search(
        r"\b(?:this|that|the present|the latest|such an?)\s$", context.text[: word.start], re.IGNORECASE
    ):
        return [context.pair_before]
    values = [
        found for place, found in sorted(context.matched.items())
        if found.sense == VALUE and found.area == evidence.authority and found.period is not None
        and (not before or place < word.start)
    ]  # fmt: skip
    changes = [
        found for place, found in sorted(context.matched.items())
        if found.sense == CHANGE and (not before or place < word.start)
    ]  # fmt: skip
    if before and changes and not values:
        values = [v for c in changes[-1:] for v in (evidence.value_at(c.path, c.then), evidence.value_at(c.path, c.period)) if v]
    if values:
        pairs = _of_values(word, context, values)
        if pairs:
            return pairs
    if before and not values and context.pair_before is not None:
        return [context.pair_before]
    return [pair for path in _subjects(word, context) for pair in _of_path(path, word, context)]


def _of_values(word: Word, context: Context, values: list[Candidate]) -> list[Pair]:
    """The pairs among the values that a sentence gives, of the series nearest to the word."""
    evidence = context.evidence
    start, end = context.chunk_of(word.start)
    places = {found.name: place for place, found in context.matched.items()}
    nearest = min(values, key=lambda each: abs(places.get(each.name, word.start) - word.start))
    mine = [each for each in values if each.path == nearest.path and each.series == nearest.series]
    mine = list({each.name: each for each in mine}.values())
    if len(mine) < 2:
        other = [each for each in values if each.path == nearest.path and each.series != nearest.series]
        if other and nearest.path in evidence.observed:
            return []
        return _of_path(nearest.path, word, context, nearest)
    mine.sort(key=lambda each: each.period)  # type: ignore[arg-type, return-value]
    if word.kind == SIGNIFICANT:
        return [pair_of(mine[-1], mine[-2], evidence)]
    chunked = [each for each in mine if start - 45 <= places.get(each.name, -99) < end + 45]
    chosen = chunked if len(chunked) > 1 else mine
    if re.search(r"\bfrom\b", context.text):
        return [pair_of(chosen[-1], each, evidence) for each in chosen[:-1]]
    return [pair_of(chosen[-1], chosen[-2], evidence)]


def _of_path(path: str, word: Word, context: Context, now: Candidate | None = None) -> list[Pair]:
    """The pair that the words of the sentence call for, else the one by which it is judged."""
    evidence = context.evidence
    rows = evidence.observed.get(path, [])
    if not rows:
        return []
    judged = evidence.judged.get(path, {})
    start, end = context.chunk_of(word.start)
    named = [m for m in context.mentions if start <= m.start < end] or context.mentions
    fixed = [m for m in named if not m.relative]
    fitting = [row for row in rows if any(m.fits(row.period) for m in fixed)]
    strange = [m for m in fixed if not any(m.fits(row.period) for row in rows)]
    if strange and word.kind in (MOVE, FLAT) and now is None:
        return []
    now = now or (fitting[-1] if fitting else rows[-1])
    older = [row for row in rows if row.series == now.series and row.period.end < now.period.end]  # type: ignore[union-attr]
    if not older and fitting and now is not rows[-1]:
        now = rows[-1]
        older = [row for row in rows if row.series == now.series and row is not now]
    if not older:
        return []
    said = [row for row in older if any(m.fits(row.period) for m in fixed)]
    if said:
        return [pair_of(now, said[0], evidence)]
    basis = next((is_before(m) for m in named if is_before(m)), "") or (
        judged.get("basis_of_change") if now is rows[-1] else "previous"
    )
    year_before = now.period.year_before if now.period else None
    by_year = [row for row in older if row.period == year_before]
    if basis == "year" and by_year:
        return [pair_of(now, by_year[0], evidence)]
    return [pair_of(now, older[-1], evidence)]


def pair_of(now: Candidate, then: Candidate, evidence: Evidence) -> Pair:
    """Two values side by side, with the verdict of the test where there is one."""
    row = evidence.pairs.get((now.name, then.name)) or evidence.pairs.get((then.name, now.name))
    known = row is not None and not pd.isna(row["significant"])
    return Pair(now, then, bool(row["significant"]) if row is not None and known else None)


def _moved(word: Word, context: Context, pair: Pair) -> Outcome:
    evidence = context.evidence
    sign = _sign(word, pair.now.path, evidence)
    if not sign:
        return Outcome(MATCH, pair.now, pair.told)
    if pair.sign != sign:
        return Outcome(CONTRADICTED, pair.now, pair.told, "Turn the word round, or check the figures.")
    if pair.now.name in evidence.cut_short and word.kind in (MOVE, GOOD, BAD) and not context.says(
        SAYS_PARTIAL, section=True
    ):
        told = f"{pair.told}; the figures were taken before the period ended."
        return Outcome(NOT_COMPARABLE, pair.now, told, "Say that the period is cut short.")
    if pair.significant is False and word.kind in (MOVE, GOOD, BAD) and not context.says(
        SAYS_CHANCE, section=True
    ):
        return Outcome(NOT_SIGNIFICANT, pair.now, pair.told, "Say that the change is within chance.")
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
            sign = _sign(word, now.path, context.evidence)
            told = f"{_value(then)}, but {_value(now)} covers part of a year."
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
    for path in _subjects(word, context):
        rows = evidence.observed.get(path, [])
        if len({row.series for row in rows}) > 1:
            now = rows[-1]
            older = [row for row in rows if row.series != now.series]
            told = f"{_value(older[-1])}, but {_value(now)} covers part of a year."
            sign = _sign(word, path, evidence)
            if sign and (now.value > older[-1].value) != (sign > 0) and now.value != older[-1].value:
                return Outcome(CONTRADICTED, now, told, "Turn the word round, or leave it out.")
            if context.says(SAYS_PARTIAL, section=True):
                continue
            return Outcome(NOT_COMPARABLE, now, told, "Say so, or wait for the whole year.")
    paths = [p for p in _subjects(word, context) if len(evidence.observed.get(p, ())) > 1]
    if paths and context.says(SAYS_PARTIAL, section=True):
        return Outcome(MATCH, None, "The text itself says that part of a year does not compare.")
    if word.kind in (PLAIN, GOOD, BAD) and not context.matched:
        return Outcome(MATCH, None, "")
    return Outcome(UNTRACED, None, _NO_FACT, "Give the figures, or leave the word out.")


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
        then = [r for r in rows for m in context.mentions if start <= m.start < end and not m.relative and m.fits(r.period)]
        flat = bool(then) and then[0].shown == rows[-1].shown
    elif "same" in said or "unchanged" in said or "no change" in said:
        values = [v for v in context.matched.values() if v.sense == VALUE and v.path == pair.now.path]
        shown = {v.shown for v in values} or {pair.now.shown, pair.then.shown}
        if len(values) > 2 and len(shown) < len(values):
            return Outcome(MATCH, pair.now, pair.told)
        flat = pair.sign == 0 or len(shown) < len(values)
    elif "level" in said or "plateau" in said:
        rows = [r for r in context.evidence.observed[pair.now.path] if r.series == pair.now.series]
        last = pair_of(rows[-1], rows[-2], context.evidence)
        step = last.now.value / last.then.value - 1 if last.then.value else 0.0
        flat = len(rows) > 2 and (abs(step) < 0.05 or step * change < 0 or last.significant is False)
    else:
        flat = abs(change) < 0.02 or pair.significant is False
    if flat:
        return Outcome(MATCH, pair.now, pair.told)
    return Outcome(CONTRADICTED, pair.now, pair.told, "Say how it moved.")


def _extreme(word: Word, context: Context) -> Outcome:
    evidence = context.evidence
    tail = context.text[word.end : word.end + 45]
    if re.search(r"\b(?:among|in the (?:group|country|region)|of (?:our|the|all) \w*(?:neighbours|areas|authorities)|cause|rate after)", tail):
        return _extreme_area(word, context)
    strange = [
        m for m in context.mentions
        if not m.relative and 0 <= m.start - word.end < 20
        and not any(m.fits(r.period) for p in _subjects(word, context) for r in evidence.observed[p])
    ]  # fmt: skip
    if strange:
        return Outcome(UNTRACED, None, _NO_FACT, "Give the figures, or leave the word out.")
    values = [
        (abs(place - word.start), found) for place, found in context.matched.items()
        if found.sense == VALUE and found.area == evidence.authority and found.path in evidence.observed
    ]  # fmt: skip
    if values:
        now = min(values, key=lambda each: each[0])[1]
    else:
        paths = _subjects(word, context)
        if not paths:
            return Outcome(UNTRACED, None, _NO_FACT, "Give the figures, or leave the word out.")
        now = evidence.observed[paths[0]][-1]
    rows = [row for row in evidence.observed[now.path] if row.series == now.series]
    if len(rows) < 2:
        return Outcome(UNTRACED, now, "There is no other figure.", "Give the figures, or leave the word out.")
    best = (max if word.kind == HIGHEST else min)(row.value for row in rows)
    told = f"{_value(now)}; the {'highest' if word.kind == HIGHEST else 'lowest'} known is {format_number(best, now.decimals)}"
    if now.value == best:
        return Outcome(MATCH, now, told)
    return Outcome(CONTRADICTED, now, told, "Leave the word out, or name the period it holds for.")


def _extreme_area(word: Word, context: Context) -> Outcome:
    return Outcome(MATCH, None, "")


def _area(word: Word, context: Context) -> Outcome | None:
    """Above or below another area: their values at the same period, side by side."""
    evidence = context.evidence
    tied = [
        name for a, _, name in context.areas
        if 0 <= a - word.end <= 26 and not any(word.end <= n.start < a for n in context.numbers)
    ]  # fmt: skip
    own = next((name for a, b, name in context.areas if 0 <= word.start - b <= 26 and re.fullmatch(r"[\s(\d.,%)]*(?:did|was|were|is|are|had|ranked|slightly|all|a|only|had slightly|\s)*", context.text[b : word.start])), None)
    if not tied and own is None:
        return None
    paths = _subjects(word, context) or [context.subject]
    for path in [*paths, *evidence.paths.get(context.sentence.indicator, ())]:
        for row in reversed(evidence.observed.get(path, [])):
            other = evidence.others.get((row.path, row.period.text if row.period else "", tied[0] if tied else own))
            if other is None:
                continue
            here, there = (row, other) if tied else (other, row)
            sign = _sign(word, path, evidence)
            told = f"{_value(row)}; {_value(other)}"
            if not sign or (here.value > there.value) == (sign > 0):
                return Outcome(MATCH, row, told)
            return Outcome(CONTRADICTED, row, told, "Turn the word round, or check the figures.")
    if not tied:
        return None
    return Outcome(UNTRACED, None, f"No figure for {tied[0]}.", "Give the figure, or leave it out.")


def _against_target(word: Word, context: Context) -> Outcome:
    evidence, indicator = context.evidence, context.sentence.indicator
    judged = evidence.judged
    tally = next((c for c in context.matched.values() if c.name.endswith(".above_target")), None)
    if tally is not None and word.kind == AGAINST_TARGET:
        told = f"{tally.name} is {tally.shown}"
        if word.sign > 0:
            return Outcome(MATCH, tally, told)
        return Outcome(CONTRADICTED, tally, told, "Turn the word round, or check the figures.")
    counted = next((c for c in evidence.candidates.get(indicator, ()) if c.name.endswith(".above_target")), None)
    if counted is not None and word.kind == AGAINST_TARGET and word.sign < 0 and any(
        n.value == counted.value and n.unit == COUNT and n.start < word.start for n in context.numbers
    ):
        told = f"{counted.name} is {counted.shown}"
        return Outcome(CONTRADICTED, counted, told, "Turn the word round, or check the figures.")
    mine = {p: r for p, r in judged.items() if r["indicator"] == indicator and pd.notna(r["target"])}
    paths = _target_paths(word, context, mine)
    older = _older_target(word, context, mine)
    if older is not None:
        return older
    several = re.search(r"\bare\s$", context.text[: word.start]) and not context.matched
    if several and word.kind in (MET, MISSED):
        every = [_held_against(word, context, row) for row in mine.values() if not row["breakdown"]]
        fine = [each for each in every if each.verdict == MATCH]
        return (fine or every)[0]
    if not paths:
        return Outcome(UNTRACED, None, "No target is known.", "Enter the target, or leave the word out.")
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
        row = mine.get(target.path)
        if row is not None and row["target_period"] == (target.period.text if target.period else ""):
            continue
        value = evidence.value_at(target.path, target.period)
        if value is None:
            continue
        low = evidence.polarity.get(target.path) == "low"
        met = value.value <= target.value if low else value.value >= target.value
        told = f"{_value(value)} against a target of {target.shown}"
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
        found.path for place, found in sorted(context.matched.items(), key=lambda p: abs(p[0] - word.start))
        if found.path in mine and found.sense in (VALUE, TARGET, TO_TARGET)
    ]  # fmt: skip
    plural = re.search(r"\btargets\b", context.text) or re.search(r"\bboth\b", context.text)
    whole = {p: r for p, r in mine.items() if not r["breakdown"]}
    if near and not (plural and len(set(near)) < 2 and word.kind == MET):
        return near[:1]
    if plural and word.kind in (MET, MISSED):
        if word.kind == MISSED:
            return [p for p, r in whole.items() if r["verdict"] in (STATUS_MISSED, OFF_TRACK)] or list(whole)
        if re.search(r"\b(?:both|all)\b", context.text, re.IGNORECASE):
            return list(whole)
        told = [p for p, r in whole.items() if r["verdict"] == STATUS_MISSED and _admits(p, context)]
        return [p for p in whole if p not in told]
    named = [p for p in whole if p == context.subject]
    if named:
        return named
    common = frozenset.intersection(*(context.evidence.terms[p] for p in whole)) if whole else frozenset()
    said = {p: len((context.evidence.terms[p] - common) & context.terms) for p in whole}
    best = max(said.values(), default=0)
    if best:
        return [p for p, score in said.items() if score == best]
    if context.subject_before in whole:
        return [context.subject_before]
    if indicator_path := [p for p in whole if p == context.sentence.indicator]:
        return indicator_path
    if word.kind == MISSED:
        return [p for p, r in whole.items() if r["verdict"] in (STATUS_MISSED, OFF_TRACK)][:1] or list(whole)[:1]
    return list(whole)[:1]


def _admits(path: str, context: Context) -> bool:
    """Whether the section tells of a missed target, by the telling words of its measure."""
    from cypt_analysis.claims.evidence import terms_of

    rest = terms_of(context.section_text)
    return len(context.evidence.terms[path] & rest) >= 2 and bool(
        re.search(r"missed|too few|short|below|not met", context.section_text)
    )


def _held_against(word: Word, context: Context, row: dict) -> Outcome:
    status, fact = row["verdict"], context.evidence.by_name.get(row["id"])
    told = f"{row['path']}: {status}, {format_number(row['judged'], 2).rstrip('0').rstrip('.')} against {row['comparison']} {row['required']:.6g}"
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
    good = status in (STATUS_MET, ON_TRACK)
    if good != (word.kind == MET):
        return Outcome(CONTRADICTED, fact, told, "Say whether the target was met.")
    over = status in (STATUS_MET, STATUS_MISSED)
    if word.kind == MET and not over and re.search(r"\bmet\b|meets?|achieved|within", said) and not context.says(SAYS_PARTIAL, section=True):
        return Outcome(NOT_COMPARABLE, fact, f"{told}; its year is not over.", "Say 'on track'.")
    return Outcome(MATCH, fact, told)


def _partial(row: dict) -> bool:
    return "-AY-T" in row["period"] and "-AY-T" not in str(row["target_period"])


def _comparing_well(context: Context) -> Outcome:
    rows = [
        r for r in context.evidence.judged.values()
        if r["indicator"] == context.sentence.indicator and r["verdict"] in (STATUS_MISSED, OFF_TRACK)
    ]  # fmt: skip
    paths = {found.path for found in context.matched.values()}
    near = [r for r in rows if r["path"] in paths] or (rows if not paths else [])
    if near and not context.says(r"\bmissed\b|\bnot met\b|below target|off target|off track", section=True):
        row = near[0]
        told = f"{row['path']}: {row['verdict']}, {row['judged']:.6g} against {row['comparison']} {row['target']:.6g}"
        return Outcome(CONTRADICTED, context.evidence.by_name.get(row["id"]), told, "Say that the target was missed.")
    return Outcome(MATCH, None, "")
