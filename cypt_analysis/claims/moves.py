"""Words of change against two values: risen, improved, doubled, stable, ever faster."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from cypt_analysis.claims import ratios
from cypt_analysis.claims.evidence import (
    BASELINE,
    GAP,
    TO_TARGET,
    VALUE,
    Candidate,
    Pair,
    with_value,
)
from cypt_analysis.claims.fit import other_ages
from cypt_analysis.claims.fit_of_period import series_of
from cypt_analysis.claims.line import NUMBER
from cypt_analysis.claims.mood import Word
from cypt_analysis.claims.outcome import TURN, Outcome, verdict
from cypt_analysis.claims.pairs import pair_of, pairs_for, period_roles, region, rows_of, subjects
from cypt_analysis.claims.part_years import (
    GIVE,
    NO_FACT,
    parts_of_years,
    sign_of,
    without_pair,
)
from cypt_analysis.claims.quantities import PERCENT
from cypt_analysis.claims.scope import CHANCE, PARTIAL, Scope
from cypt_analysis.claims.spans import ends_of
from cypt_analysis.claims.spans import within as in_span
from cypt_analysis.ground.claim import (
    CONTRADICTED,
    MATCH,
    NOT_COMPARABLE,
    NOT_SIGNIFICANT,
    UNTRACED,
)


def judge_move(word: Word, scope: Scope) -> tuple[Outcome, Pair | None]:
    """The verdict on a word of change, and the pair of values that it rests on."""
    evidence = scope.evidence
    if other_ages(scope.line.text, evidence.ages.get(scope.indicator, frozenset())):
        return Outcome(UNTRACED, None, "No figure for this age group.", GIVE), None
    alone = _named_by(word, scope) or _multiple(word, scope) or _run(word, scope)
    if alone is not None:
        return alone, None
    beside = _change_beside(word, scope)
    if beside is not None and (
        word.kind != "judged" and beside.sense in (GAP, TO_TARGET, BASELINE)
    ):
        return _held(word, beside, scope), None
    apart = parts_of_years(word, scope) if word.kind != "chance" else None
    if apart is not None:
        return apart, None
    pairs = pairs_for(word, scope, beside)
    if not pairs:
        return without_pair(word, scope), None
    if word.kind in _OF_PAIR:
        return _OF_PAIR[word.kind](word, pairs[-1], scope), pairs[-1]
    if _is_of_number(word, scope):
        told = "What it is compared with was not read."
        return Outcome(UNTRACED, pairs[-1].now, told, GIVE), None
    outcomes = [_moved(word, pair, scope) for pair in pairs]
    wrong = [each for each in outcomes if each.verdict != MATCH]
    order = (CONTRADICTED, NOT_COMPARABLE, NOT_SIGNIFICANT, UNTRACED)
    worst = min(wrong, key=lambda o: order.index(o.verdict)) if wrong else outcomes[-1]
    if worst.verdict == MATCH and not word.denied:
        worst = _goes_on(word, pairs[-1], scope) or worst
    return worst, pairs[-1]


def against_row(word: Word, scope: Scope) -> Outcome | None:
    """What a word says against the numbers beside it, whatever the data: "narrowed from 24% to
    28.5%"."""
    line = scope.line
    clause = line.clause(word.place)
    for slots in scope.slots.values() if word.kind == "move" and not word.denied else ():
        ends = slots.chain[:2]
        first = slots.place == slots.chain[0] if slots.chain else False
        if (
            not first
            or not all(at in clause and at in scope.slots for at in ends)
            or line.before(ends[0]) != "from"
        ):
            continue
        then, now = (scope.slots[at].number.value for at in ends)
        others = any(line.items[at].entry("move") for at in clause if at != word.place)
        if now != then and (now > then) != (word.entry.way > 0) and not others:
            told = (
                f"From {line.items[ends[0]].said} to {line.items[ends[1]].said} is the other way."
            )
            return Outcome(CONTRADICTED, scope.matched.get(ends[1]), told, TURN)
    return None


def _is_of_number(word: Word, scope: Scope) -> bool:
    """Whether a word belongs to a number that no fact bears out: "ten higher"."""
    at = word.place - 1
    unread = at in scope.slots and at not in scope.matched and at not in scope.worked
    compared = "than" in (scope.line.after(word.place), *scope.line.items[word.place].said.split())
    return word.kind == "more" and unread and not compared


def _multiple(word: Word, scope: Scope) -> Outcome | None:
    """So many times what another area or measure has."""
    for one, other in ratios.beside(word.place, scope) if word.kind == "times" else ():
        if other.value:
            right = is_multiple(word, one.value / other.value, scope)
            return verdict(right, word, one, ratios.told(one, other))
    return None


def _named_by(word: Word, scope: Scope) -> Outcome | None:
    """A word by which the measure itself is called, or its opposite: "parents who improve"."""
    line, place = scope.line, word.place
    if word.kind != "judged":
        return None
    near = scope.near(place)
    path = near[0][1].path if near else scope.subject(place)
    name = scope.evidence.names.get(path, "").lower()
    if not any(form in name for form in ("improv", "better")) or not near:
        return None
    if line.after(place) not in ("their", "his", "her", ",", ".", ";", "", "afterwards"):
        return None
    if word.entry.way > 0:
        return Outcome(MATCH, near[0][1], f"The measure is '{name}'.")
    return Outcome(CONTRADICTED, near[0][1], f"The measure is '{name}'.", "Turn the word round.")


def _change_beside(word: Word, scope: Scope) -> Candidate | None:
    """The change that a number of the same chunk, or else clause, states."""
    line = scope.line
    for within in (line.chunk(word.place), line.clause(word.place)):
        for at, found in scope.near(word.place):
            gap = found.sense == GAP and word.kind in ("move", "judged", "times")
            apart = gap and line.has("more", range(*sorted((at, word.place)))) is not None
            apart = apart or (gap and line.has("more", range(at, line.clause(at).stop)) is not None)
            if at in within and found.is_change and at in scope.matched and not apart:
                return found
    return None


def _held(word: Word, fact: Candidate, scope: Scope) -> Outcome:
    sign = sign_of(word, fact.path, scope.evidence)
    shown = (
        fact.shown if fact.sense == BASELINE else f"{'+' if fact.value > 0 else '−'}{fact.shown}"
    )
    data = f"{fact.name} is {shown}"
    value = -fact.value if fact.sense == BASELINE else fact.value
    if sign and value and (value > 0) != (sign > 0):
        return Outcome(CONTRADICTED, fact, data, TURN)
    return Outcome(MATCH, fact, data)


SAY_CHANCE = "Say that the change is within chance."


def _is_within_chance(word: Word, pair: Pair, scope: Scope) -> bool:
    """Whether a change may be chance, and neither the sentence nor its paragraph says so."""
    plain = pair.significant is False and word.kind in ("move", "judged")
    return plain and not scope.says(CHANCE) and not re.search(CHANCE, scope.block, re.IGNORECASE)


def _moved(word: Word, pair: Pair, scope: Scope) -> Outcome:
    evidence = scope.evidence
    sign = sign_of(word, pair.now.path, evidence)
    if not sign:
        return Outcome(
            UNTRACED, pair.now, f"{pair.told}; neither way is better.", "Say which way it went."
        )
    if (pair.sign == sign) == word.denied:
        return Outcome(CONTRADICTED, pair.now, pair.told, TURN)
    if word.denied:
        return Outcome(MATCH, pair.now, pair.told)
    plain = word.kind in ("move", "judged")
    if pair.now.name in evidence.cut_short and plain and not scope.says(PARTIAL, wide=True):
        told = f"{pair.told}; the figures were taken before the period ended."
        return Outcome(NOT_COMPARABLE, pair.now, told, "Say that the period is cut short.")
    if _is_within_chance(word, pair, scope):
        return Outcome(NOT_SIGNIFICANT, pair.now, pair.told, SAY_CHANCE)
    return Outcome(MATCH, pair.now, pair.told)


def _run(word: Word, scope: Scope) -> Outcome | None:
    """A change at each of several steps: "every year since 2005", "for two years running"."""
    line = scope.line
    clause = line.clause(word.place)
    row = any(line.items[at].said in _IN_A_ROW for at in clause)
    every = any(
        line.items[at].said in ("every", "each") and line.after(at) in _TIMES for at in clause
    )
    both = any(line.items[at].said == "both" and line.after(at) == "years" for at in clause)
    every = every or both
    if word.kind not in ("move", "judged", "more") or not (row or every):
        return None
    paths = subjects(word, scope)
    rows = rows_of(paths[0], word, scope, None) if paths else []
    # Whole years are told of, where the newest figure is of a part of one.
    series = Counter(row.series for row in rows).most_common(1)
    rows = in_span([r for r in rows if r.series == series[0][0]], line)
    count, since = 2 if both else _steps_told(scope), ends_of(line)[0]
    if every and line.says("but", "except", "bar", "save"):
        return Outcome(UNTRACED, None, "It is not said of which time it does not hold.", GIVE)
    if len(rows) < 2 and not count:
        return None
    if len(rows) < 2 or (count and len(rows) <= count):
        return Outcome(UNTRACED, None, f"Only {len(rows)} figures are known.", GIVE)
    own, _ = period_roles(word, scope)
    begun = [m for s in scope.slots.values() if line.before(s.place) == "from" for m in s.periods]
    fixed = [m for m in own if not m.relative and m not in begun]
    if since is None and fixed:
        ends = [i for i, r in enumerate(rows) if any(m.fits(r.period) for m in fixed)]
        rows = rows[: ends[-1] + 1] if ends else rows
    steps = [pair_of(b, a, scope.evidence) for a, b in pairwise(rows)]
    steps = (steps[:count] if since is not None else steps[-count:]) if count else steps
    sign = sign_of(word, paths[0], scope.evidence)
    if not steps or not sign:
        return Outcome(UNTRACED, rows[-1], f"Only {len(rows)} figures are known.", GIVE)
    wrong = [each for each in steps if each.sign != sign]
    if not wrong and not word.denied and _is_within_chance(word, steps[-1], scope):
        return Outcome(NOT_SIGNIFICANT, steps[-1].now, steps[-1].told, SAY_CHANCE)
    return verdict(not wrong, word, rows[-1], (wrong or steps)[-1].told)


_TIMES = ("year", "quarter", "month", "term", "time")
_IN_A_ROW = frozenset({"consecutive", "successive", "running", "row", "succession"})
_STEPS = re.compile(
    r"\b(?:each of the last )?(second|third|fourth|fifth|two|three|four|five) "
    r"(?:(?:consecutive|successive) )?"
    r"(?:years?|quarters?|months?|terms?)\b"
)
_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "two": 2, "three": 3, "four": 4, "five": 5,
}  # fmt: skip


def _steps_told(scope: Scope) -> int:
    """How many periods a change is told to have gone on for: "the third year running"."""
    found = _STEPS.search(scope.line.text.lower())
    told = found is not None and found[0].startswith("each of")
    return _ORDINALS[found[1]] if found and (told or scope.line.says(*_IN_A_ROW)) else 0


def _goes_on(word: Word, pair: Pair, scope: Scope) -> Outcome | None:
    """Whether a change that is told to go on was the same before: "continued to fall"."""
    line, clause = scope.line, scope.line.clause(word.place)
    told = [
        entry.lemma for at in range(max(word.place - 3, clause.start), word.place)
        if (entry := line.items[at].entry("course"))
    ]  # fmt: skip
    if not {"continue", "keep", "go on"} & set(told):
        return None
    rows = [r for r in series_of(pair.now, scope) if r.series == pair.now.series]
    rows = [r for r in rows if r.period.end <= pair.now.period.end]  # type: ignore[union-attr]
    steps = [pair_of(b, a, scope.evidence) for a, b in pairwise(rows)]
    sign = sign_of(word, pair.now.path, scope.evidence)
    wrong = [each for each in steps[-2:] if each.sign != sign]
    return Outcome(CONTRADICTED, pair.now, wrong[0].told, TURN) if wrong else None


def _significance(word: Word, pair: Pair, scope: Scope) -> Outcome:
    after = scope.line.items[word.place + 1 : word.place + 2]
    way = next((entry for item in after if (entry := item.entry("move"))), None)
    sign = sign_of(Word(word.place + 1, way), pair.now.path, scope.evidence) if way else 0
    if sign and pair.sign and sign != pair.sign:
        # What is called significant goes the other way: "a significant fall" of a rise.
        return Outcome(CONTRADICTED, pair.now, pair.told, TURN)
    if pair.significant is None:
        return Outcome(UNTRACED, pair.now, f"{pair.told}; no test applies.", "Leave the word out.")
    says = (word.entry.way > 0) != word.denied
    if pair.significant != says:
        return Outcome(CONTRADICTED, pair.now, pair.told, "Say what the test says.")
    return Outcome(MATCH, pair.now, pair.told)


def _times(word: Word, pair: Pair, scope: Scope) -> Outcome:
    """The verdict on "doubled", "halved" and the like: the ratio of two values."""
    if not pair.then.value:
        return Outcome(UNTRACED, pair.now, pair.told, GIVE)
    ratio = pair.now.value / pair.then.value
    told = f"It became {ratio:.2f} times as much ({pair.told})."
    if is_multiple(word, ratio, scope) != word.denied:
        return Outcome(MATCH, pair.now, told)
    return Outcome(CONTRADICTED, pair.now, told, "Give the change itself.")


def is_multiple(word: Word, ratio: float, scope: Scope) -> bool:
    """Whether a ratio is what "doubled", "nearly halved" and the like say."""
    line, wanted = scope.line, word.entry.times
    hedge = {
        h.kind for at in range(max(word.place - 2, 0), word.place) for h in line.items[at].entries
    }
    share = ratio / wanted if wanted > 1 else wanted / max(ratio, 1e-9)
    low, high = 0.95, 1.05
    if "hedge.near" in hedge:
        low, high = 0.72, 1.0
    elif "hedge.over" in hedge:
        low, high = 1.0, 1.5
    return low <= share <= high


def _flat(word: Word, pair: Pair, scope: Scope) -> Outcome:
    said = scope.line.items[word.place].said
    change = pair.now.value / pair.then.value - 1 if pair.then.value else 0.0
    shown = [f for _, f in scope.values() if f.path == pair.now.path]
    if "same" in said or "no change" in said or said == "unchanged":
        alike = len(shown) > 2 and len({f.shown for f in shown}) < len(shown)
        flat = alike or pair.now.shown == pair.then.shown
    elif "level" in said or "plateau" in said or "flatten" in said:
        rows = [
            r
            for r in scope.evidence.observed.get(pair.now.path, [pair.then, pair.now])
            if r.series == pair.now.series
        ]
        last = pair_of(rows[-1], rows[-2], scope.evidence)
        step = last.now.value / last.then.value - 1 if last.then.value else 0.0
        if region(word, scope):
            flat = abs(change) < 0.03
        else:
            unsure = last.significant is False and abs(step) < 0.08
            flat = len(rows) > 2 and (abs(step) < 0.05 or step * change < 0 or unsure)
    else:
        flat = abs(change) < 0.02 or pair.significant is False
    if flat != word.denied:
        return Outcome(MATCH, pair.now, pair.told)
    return Outcome(CONTRADICTED, pair.now, pair.told, "Say how it moved.")


def _pace(word: Word, pair: Pair, scope: Scope) -> Outcome:
    """Whether the last change is faster or slower than the one before."""
    rows = [
        r for r in scope.evidence.observed.get(pair.now.path, []) if r.series == pair.now.series
    ]
    now = pair.now
    then = next((r for r in rows if r.is_year_before(now)), None)
    first = next((r for r in rows if then is not None and r.is_year_before(then)), None)
    if then is None or first is None:
        at = [r.name for r in rows].index(now.name) if now.name in [r.name for r in rows] else 0
        then, first = (rows[at - 1], rows[at - 2]) if at > 1 else (None, None)
    if then is None or first is None or not then.value or not first.value:
        return Outcome(UNTRACED, now, pair.told, GIVE)
    last, before = abs(now.value / then.value - 1), abs(then.value / first.value - 1)
    told = f"{with_value(first)} → {with_value(then)} → {with_value(now)}"
    if ((last - before) * word.entry.way > 0) != word.denied:
        return Outcome(MATCH, now, told)
    return Outcome(CONTRADICTED, now, told, TURN)


_OF_PAIR = {"chance": _significance, "times": _times, "flat": _flat, "pace": _pace}

__all__ = [
    "GIVE",
    "NO_FACT",
    "NUMBER",
    "PERCENT",
    "TURN",
    "VALUE",
    "judge_move",
    "pair_of",
    "sign_of",
    "subjects",
]
