"""A number of a sentence against the facts: the one it states, or what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cypt_analysis.claims import slots as slot
from cypt_analysis.claims.arithmetic import derived
from cypt_analysis.claims.evidence import CHANGE as CHANGES
from cypt_analysis.claims.evidence import (
    GAP,
    LIMIT,
    PART,
    TALLY,
    TARGET,
    THRESHOLD,
    VALUE,
    Candidate,
    Evidence,
)
from cypt_analysis.claims.fit import stops
from cypt_analysis.claims.fit_of_period import newest_period
from cypt_analysis.claims.last_report import told_of_last
from cypt_analysis.claims.line import AREA
from cypt_analysis.claims.line import PERIOD as PERIODS
from cypt_analysis.claims.outcome import AREA as AREA_STOP
from cypt_analysis.claims.outcome import (
    MEASURE,
    ORDER,
    PERIOD,
    SENSE,
    UNIT,
    VERDICT,
    Outcome,
    advice_on,
    agrees,
    as_printed,
    same_unit,
    size,
    told_as,
)  # fmt: skip
from cypt_analysis.claims.quantities import COUNT, NOUNS, PERCENT, POINTS, RANK, RATE, Number
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.slots import Slots
from cypt_analysis.claims.spans import ends_of, holds_throughout, within
from cypt_analysis.claims.tallies import judge_tally
from cypt_analysis.ground.claim import (
    CONTRADICTED,
    MATCH,
    MISMATCH,
    ROUNDING,
    UNTRACED,
)
from cypt_analysis.ground.number_format import format_number, round_half_up

_BOUNDS = ("over", "least", "under", "most")


def judge_number(slots: Slots, scope: Scope) -> Outcome:
    """The verdict on one number of a sentence; without a complete reading none is refused."""
    outcome = _judged(slots, scope)
    guessed = not slots.number.fact and not outcome.derived
    if outcome.verdict in _REFUSED and guessed and not is_certain(slots, scope):
        return replace(outcome, verdict=UNTRACED, suggestion=NAME_IT)
    return outcome


_REFUSED = (MISMATCH, CONTRADICTED)
# In a sentence without end, how far numbers are read together.
_AROUND = 100
NAME_IT = "Say which figure is meant: its measure, area and period."


def is_certain(slots: Slots, scope: Scope) -> bool:
    """Whether a number was read completely: its measure is named or the only one, and each period
    and area of its clause has a number or a word to belong to."""
    line, evidence = scope.line, scope.evidence
    clause = line.clause(slots.place)
    around = range(clause.start - _AROUND, clause.stop + _AROUND)
    near = [scope.slots[at] for at in around if at in scope.slots]
    mine = {m for each in near for m in (*each.periods, *each.thens)}
    if any(line.items[at].period not in mine for at in clause if line.items[at].kind == PERIODS):
        return False
    areas = {a for each in near for a in (each.area, each.stranger, *each.rivals)}
    if any(line.items[at].area not in areas for at in clause if line.items[at].kind == AREA):
        return False
    alike = [p for p in scope.paths if same_unit(slots.number, evidence.observed[p][0])]
    named = scope.named(line.terms(line.chunk(slots.place)), line.all_terms)
    return len(alike) < 2 or bool(named)


def _judged(slots: Slots, scope: Scope) -> Outcome:
    if scope.evidence.before is not None and told_of_last(slots.number, scope.line.text):
        scope = replace(scope, evidence=scope.evidence.before)
    evidence = scope.evidence
    if slots.number.fact:
        return _filled_in(slots, scope)
    if _is_forecast(slots, scope):
        return Outcome(UNTRACED, None, "It tells of what is to come.", "Let a person confirm it.")
    found = judge_tally(slots, scope) or _of_several(slots, scope)
    if found is not None:
        return found
    own = evidence.candidates.get(scope.indicator, [])
    pool = own or [each for rows in evidence.candidates.values() for each in rows]
    found = _matching(slots, pool, scope)
    if found.verdict == MATCH:
        return found
    worked = derived(slots, scope)
    if worked is not None:
        return worked
    related = _of_kin(slots, scope)
    if related is not None:
        return Outcome(MATCH, related)
    if found.verdict in (UNTRACED, MISMATCH):
        for name in scope.elsewhere:
            other = _matching(slots, list(evidence.candidates.get(name, ())), scope)
            if other.verdict == MATCH:
                return other
    return found


def kin_of(fact: Candidate, evidence: Evidence) -> Iterator[Candidate]:
    """What stands beside a fact: the values that a change or a gap lies between, and what is
    counted of an observation, and its limits."""
    for each in evidence.candidates.get(fact.indicator, ()):
        if each.path != fact.path or each.sense not in (VALUE, PART, LIMIT):
            continue
        here = each.area == fact.area and each.period in (fact.period, fact.then)
        own = fact.sense == GAP and each.area == evidence.authority
        if here or (own and each.period == fact.period):
            yield each


def _of_kin(slots: Slots, scope: Scope) -> Candidate | None:
    """The fact that a number states, where another number of the sentence rests on it."""
    around = range(slots.place - _AROUND, slots.place + _AROUND)
    near = sorted((at for at in around if at in scope.kin), key=lambda at: abs(at - slots.place))
    for at, each in ((n, k) for n in near if n != slots.place for k in scope.kin[n]):
        if each.sense == LIMIT and not scope.says(r"\b(?:intervals?|confidence|range|CI)\b"):
            continue
        equal = agrees(slots, each.value, each.base) and same_unit(slots.number, each)
        if equal and not _speaks(slots, each, scope, beside=abs(at - slots.place) <= _BESIDE):
            return each
    return None


# "244 of 318 (76.7%)": what stands so near is of the same time.
_BESIDE = 4


def _speaks(slots: Slots, each: Candidate, scope: Scope, *, beside: bool) -> bool:
    """Whether what stands beside a number names another time, area or measure."""
    if slots.fixed and slots.closely and not any(m.fits(each.period) for m in slots.fixed):
        return True
    line = scope.line
    fixed = [m for at in line.clause(slots.place) if (m := line.items[at].period)]
    fixed = [m for m in fixed if not m.relative]
    if not beside and fixed and not any(m.fits(each.period) for m in fixed):
        return True
    if slots.area and slots.area != each.area:
        return True
    named = scope.named(scope.line.terms(scope.line.chunk(slots.place)))
    return bool(named) and each.path not in named


def _is_forecast(slots: Slots, scope: Scope) -> bool:
    """Whether a number is what a figure may come to: "could exceed 9% next winter"."""
    line = scope.line
    for at in range(slots.place - 1, max(line.clause(slots.place).start - 1, slots.place - 6), -1):
        if line.items[at].said in ("could", "might", "may") and slots.hedge:
            return True
    return False


def _of_several(slots: Slots, scope: Scope) -> Outcome | None:
    """A bound of several: the areas that are named ("neither … nor …"), or every part ("none of
    the three schools")."""
    throughout = _throughout(slots, scope)
    if throughout is not None:
        return throughout
    if slots.hedge not in _BOUNDS or slots.sense not in ("", slot.VALUE):
        return None
    line, evidence = scope.line, scope.evidence
    clause = range(line.clause(slots.place).start, slots.place)
    areas = [line.items[at].area for at in clause if line.items[at].kind == AREA]
    said = {line.items[at].said for at in clause}
    rows: list[Candidate] = []
    if len(areas) > 1 and said & {"neither", "both", "nor"}:
        path = scope.subject(slots.place)
        for own in reversed(evidence.observed.get(path, [])):
            period = own.period.text if own.period else ""
            rows = [r for a in areas if (r := evidence.others.get((path, period, a)))]
            if len(rows) == len(areas):
                break
    elif said & {"none", "all", "each", "every", "both"}:
        terms = line.terms(line.clause(slots.place))
        for parts in dict.fromkeys(evidence.parts.values()):
            common = frozenset.intersection(*(evidence.terms[path] for path in parts))
            if (common - scope.common) & terms and not any(
                (evidence.terms[p] - common) & terms for p in parts
            ):
                named = [
                    [
                        r
                        for r in evidence.observed[p]
                        if not slots.fixed or any(m.fits(r.period) for m in slots.fixed)
                    ]
                    for p in parts
                    if p in evidence.observed
                ]
                rows = [each[-1] for each in named if each]
    rows = [row for row in rows if same_unit(slots.number, row)]
    if len(rows) < 2:
        return None
    wrong = [row for row in rows if not _within(slots, row.value)]
    if wrong:
        return Outcome(MISMATCH, wrong[0], told_as(wrong[0], evidence), "Say which are beyond it.")
    return Outcome(
        MATCH, rows[0], "; ".join(told_as(row, evidence) for row in rows), derived="several"
    )


def _throughout(slots: Slots, scope: Scope) -> Outcome | None:
    """A bound or a range that holds for each figure of a stretch of time, or each gap of them."""
    line, evidence = scope.line, scope.evidence
    bounded = slots.hedge in _BOUNDS or slots.top is not None
    if not bounded or ends_of(line)[0] is None or not holds_throughout(line):
        return None
    path = scope.subject(slots.place)
    rows = within(evidence.observed.get(path, []), line)
    gaps = [
        (row, (row.value - other.value) * (slots.way or 1)) for row in rows for area in slots.rivals
        if row.period and (other := evidence.others.get((path, row.period.text, area)))
    ]  # fmt: skip
    values = gaps if slots.rivals else [(row, row.value) for row in rows]
    known = len(values) >= len(rows) > 1 and same_unit(slots.number, rows[0])
    if not known or slots.sense not in ("", slot.VALUE, slot.GAP):
        return None
    low = 10.0 ** -(rows[0].decimals + 1)
    wrong = [row for row, value in values if not _within(slots, round(value, 6), low)]
    if wrong:
        return Outcome(MISMATCH, wrong[0], told_as(wrong[0], evidence), "Say which are beyond it.")
    return Outcome(MATCH, rows[-1], f"It holds for {len(rows)} figures.", derived="throughout")


def _within(slots: Slots, value: float, near: float = 0.0) -> bool:
    said = slots.number.value
    if slots.top is not None:
        return said - near <= value <= slots.top.value + near
    return {
        "over": value > said, "least": value >= said, "under": value < said, "most": value <= said,
    }[slots.hedge]  # fmt: skip


def _filled_in(slots: Slots, scope: Scope) -> Outcome:
    """The verdict on what a placeholder printed: its sentence may tell of another fact."""
    evidence, fact = scope.evidence, slots.number.fact
    name = evidence.aliases.get(fact, fact)
    candidate = evidence.by_name.get(name)
    of_last = told_of_last(slots.number, scope.line.text)
    if candidate is None and of_last:
        told = f"{name} is not what the last report gave."
        return Outcome(MISMATCH, None, told, "Give the figure of the last report.")
    if candidate is None:
        return Outcome(MATCH, None, fact)
    if of_last and not agrees(slots, size(candidate), candidate.base):
        told = f"{name} was {candidate.shown} in the last report."
        return Outcome(MISMATCH, candidate, told, "Give the figure of the last report.")
    found = stops(slots, candidate, scope)
    if candidate.unit != RANK and not (
        same_unit(slots.number, candidate)
        and _prints(slots, candidate)
        and slots.number.base in (0, candidate.base)
    ):
        found.append(UNIT)
    if not found:
        return Outcome(MATCH, candidate)
    return _stopped(min(found, key=ORDER.index), candidate, evidence)


def _prints(slots: Slots, candidate: Candidate) -> bool:
    """Whether what stands in the text is still what the placeholder printed."""
    number = slots.number
    return number.value != number.value or abs(number.value - abs(candidate.value)) <= max(
        10.0 ** -max(number.decimals, candidate.decimals, 0), 0.02 * abs(candidate.value)
    )


def _stopped(stop: str, candidate: Candidate, evidence: Evidence) -> Outcome:
    """The verdict where one thing speaks against the only fact of a number's value."""
    return Outcome(
        VERDICT.get(stop, MISMATCH), candidate, told_as(candidate, evidence),
        advice_on(stop, candidate, evidence),
    )  # fmt: skip


@dataclass
class _Found:
    """The facts that a number may state: those that nothing speaks against, those that it rounds
    wrongly, those that something speaks against, and those whose value is beyond its bound."""

    free: list[Candidate] = field(default_factory=list)
    rounded: list[Candidate] = field(default_factory=list)
    stopped: list[tuple[list[str], Candidate]] = field(default_factory=list)
    beyond: list[Candidate] = field(default_factory=list)


def _matching(slots: Slots, pool: list[Candidate], scope: Scope) -> Outcome:
    number, evidence, found = slots.number, scope.evidence, _Found()
    for candidate in pool:
        _sort_in(candidate, slots, scope, found)
    if found.free and found.beyond and all(each.sense == VALUE for each in found.free):
        return Outcome(UNTRACED, None, "It is not said which figure is meant.", "Name the measure.")
    if found.free:
        return Outcome(MATCH, max(found.free, key=lambda each: _score(slots, each, scope)))
    expected = _expected(slots, pool, scope)
    if slots.hedge and expected is not None:
        return _missed(expected, evidence)
    likely = [each for why, each in found.stopped if is_likely(why, each, slots, scope)]
    if likely and not slots.hedge:
        best = max(likely, key=lambda each: _score(slots, each, scope))
        return Outcome(UNTRACED, best, told_as(best, evidence), NAME_IT)
    alone = [each for each in found.stopped if len(each[0]) == 1 and each[0] != [SENSE]]
    if alone and not found.rounded:
        stop, candidate = min(alone, key=lambda each: ORDER.index(each[0][0]))
        if not _is_said(stop[0], candidate, slots, scope):
            return Outcome(UNTRACED, candidate, told_as(candidate, evidence), NAME_IT)
        return _stopped(stop[0], candidate, evidence)
    if found.rounded:
        best = max(found.rounded, key=lambda each: _score(slots, each, scope))
        right = format_number(size(best), max(number.decimals, 0))
        return Outcome(
            ROUNDING, best, f"{told_as(best, evidence)} ({size(best):.6g})",
            f"Write {right}{'%' if number.unit == PERCENT else ''}.",
        )  # fmt: skip
    tally = number.unit == COUNT and scope.line.after(slots.place) == "of"
    return _missed(expected, evidence) if expected is not None and not tally else _unknown()


def _is_said(stop: str, each: Candidate, slots: Slots, scope: Scope) -> bool:
    """Whether what speaks against the fact of a number's value is said, and is no guess of the
    reading's own."""
    line = scope.line
    if stop == PERIOD and not slots.number.fact:
        near = each.sense in (VALUE, PART) and line.before(slots.place) in ("(", "of", "from", "on")
        named = any(not m.relative and m.fits(each.period) for m in scope.mentions)
        return (slots.closely and bool(slots.fixed)) or not (near or named or slots.basis)
    if stop == AREA_STOP:
        return all(item.area != each.area for item in line.items)
    if stop == MEASURE:
        local = scope.named(line.terms(line.chunk(slots.place)))
        return bool(local) and each.path not in local
    return True


def is_likely(why: list[str], each: Candidate, slots: Slots, scope: Scope) -> bool:
    """Whether what speaks against a fact of a number's value is no more than a guess: its time and
    its measure are named in the sentence, and nothing beside the number names others."""
    if not {*why} <= {PERIOD, MEASURE} or each.sense not in (VALUE, PART) or slots.number.worded:
        return False
    line = scope.line
    if PERIOD in why:
        mentions = scope.mentions or scope.mentions_before
        named = any(not m.relative and m.fits(each.period) for m in mentions)
        if not named or (slots.closely and slots.fixed) or slots.basis or slots.chain:
            return False
    local = scope.named(line.terms(line.chunk(slots.place)))
    own = scope.telling(each.path) & line.all_terms
    return MEASURE not in why or (bool(own) and (not local or each.path in local))


def _sort_in(candidate: Candidate, slots: Slots, scope: Scope, found: _Found) -> None:
    """Put a fact where it belongs, if it is near a number's value at all."""
    number, counts = slots.number, _counts_things(slots, scope)
    equal = agrees(slots, size(candidate), candidate.base) or as_printed(slots, candidate)
    if candidate.sense == THRESHOLD and slots.hedge:
        equal = round_half_up(candidate.value, number.decimals) == number.value
    near = not equal and _is_slip(slots, candidate)
    alike = same_unit(number, candidate) and not (
        candidate.unit == RATE and number.unit == COUNT and counts
    )
    if not (equal or near):
        bound = slots.hedge in _BOUNDS and not slots.sense and candidate.sense == VALUE
        if bound and alike and not stops(slots, candidate, scope):
            found.beyond.append(candidate)
        return
    if not alike:
        plain = not (slots.hedge or number.worded or candidate.sense == LIMIT)
        if equal and plain and _unit_slip(number, candidate):
            found.stopped.append(([UNIT], candidate))
        return
    why = stops(slots, candidate, scope)
    if equal and number.unit == PERCENT and counts and not number.share:
        why = [UNIT]
    # An interval's limit is never what was meant.
    if equal and not why:
        found.free.append(candidate)
    elif equal and candidate.sense != LIMIT:
        found.stopped.append((why, candidate))
    elif not why and candidate.sense != LIMIT:
        found.rounded.append(candidate)


def _unknown() -> Outcome:
    told = "Correct it, or enter it in quoted.csv with its source."
    return Outcome(UNTRACED, None, "No fact says it.", told)


def _missed(expected: Candidate, evidence: Evidence) -> Outcome:
    advice = f"Write {expected.shown}, or check what is meant."
    return Outcome(MISMATCH, expected, told_as(expected, evidence), advice)


def _counts_things(slots: Slots, scope: Scope) -> bool:
    """Whether a counted thing follows a number, as in "26% incidents"."""
    counted = NOUNS | scope.evidence.nouns.get(scope.indicator, frozenset())
    return scope.line.after(slots.place) in counted - {"people", "more", "young", "change"}


def _score(slots: Slots, candidate: Candidate, scope: Scope) -> float:
    local, _, shared = slots.terms
    score = 2.0 * len(candidate.terms & local) + len(candidate.terms & shared)
    score += 0.5 * len(candidate.terms & scope.terms_before)
    score += candidate.period is not None and candidate.period == newest_period(candidate, scope)
    score += 3 * ((slots.sense in (slot.CHANGE, slot.DIFFERENCE, slot.GAP)) == candidate.is_change)
    score += 2 * ((slots.sense == slot.TARGET) == (candidate.sense == TARGET))
    score += 6 * (candidate.sense == TALLY)
    score += 0.5 * (candidate.sense in (VALUE, CHANGES))
    return score


def _is_slip(slots: Slots, candidate: Candidate) -> bool:
    """Whether a number is its fact cut off or rounded the wrong way."""
    number, value = slots.number, size(candidate)
    step = 10.0**-number.decimals
    if number.worded or slots.hedge or number.decimals < 0:
        return False
    if round_half_up(value, number.decimals) == round(value, 9):
        return False
    return abs(value - number.value) < step


def _unit_slip(number: Number, candidate: Candidate) -> bool:
    kinds = {number.unit, candidate.unit}
    return kinds in ({PERCENT, POINTS}, {PERCENT, COUNT}, {PERCENT, RATE}, {POINTS, COUNT})


def _expected(slots: Slots, pool: list[Candidate], scope: Scope) -> Candidate | None:
    """The fact that the words around a number call for, where its value is not far from it.

    A bound is told of the newest value of what the sentence is about, however far it is.
    """
    number, found = slots.number, []
    for candidate in pool:
        value = size(candidate)
        bound = slots.hedge in _BOUNDS or slots.top is not None
        if not same_unit(number, candidate) or not (bound or _resembles(number.value, value)):
            continue
        if bound and candidate.sense != VALUE and not slots.sense:
            continue
        if not stops(slots, candidate, scope):
            away = abs(value - number.value) / (abs(value) + 1)
            found.append((_score(slots, candidate, scope) - away, candidate))
    return max(found, key=lambda each: each[0])[1] if found else None


def _resembles(a: float, b: float) -> bool:
    if min(a, b) > 0 and 0.75 < a / b < 1.34:
        return True
    digits = [f"{each:.10g}".replace(".", "").strip("0") for each in (a, b)]
    return a > 0 and b > 0 and digits[0] == digits[1]


__all__ = ["MEASURE", "PERIOD", "POINTS", "judge_number"]
