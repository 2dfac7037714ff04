"""Numbers that follow from what a sentence names: changes, gaps, sums, shares of a whole."""

from __future__ import annotations

from cypt_analysis.claims import ratios
from cypt_analysis.claims import slots as slot
from cypt_analysis.claims.evidence import PART, TARGET, VALUE, Candidate, with_value
from cypt_analysis.claims.fit import is_denied
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.outcome import Outcome, agrees
from cypt_analysis.claims.quantities import COUNT, MONEY, PERCENT, RATE
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.slots import Slots
from cypt_analysis.claims.worked import worked_out
from cypt_analysis.ground.claim import MATCH, MISMATCH, ROUNDING
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.stats import Stat

_TOGETHER = ("together", "combined", "altogether", "total", "all", "remaining", "rest", "sum")


def derived(slots: Slots, scope: Scope) -> Outcome | None:
    """What simple arithmetic on facts that the sentence names gives, where a number agrees."""
    if slots.pace:
        return _pace(slots, scope)
    found = worked_out(slots, scope)
    if slots.sense in (slot.CHANGE, slot.DIFFERENCE, slot.GAP, slot.TO_TARGET) or found is not None:
        return found
    return (
        _complement(slots, scope)
        or _sum(slots, scope)
        or _needed(slots, scope)
        or _span(slots, scope)
    )


def _pace(slots: Slots, scope: Scope) -> Outcome | None:
    """So many a month or a year as the count of a period, spread over its months."""
    now = ratios.named_period(scope.subject(slots.place), scope)
    months = {"week": 12 / 52, "month": 1, "quarter": 3, "year": 12}[slots.pace]
    if now is None or now.period is None or now.unit != COUNT or not now.period.months:
        return None
    if slots.pace in now.written or slots.number.unit == MONEY:
        return None
    value = now.value / now.period.months * months
    told = f"{value:.4g} a {slots.pace} ({with_value(now)})"
    if agrees(slots, value):
        return Outcome(MATCH, now, told, derived=told)
    return Outcome(MISMATCH, now, told, f"Write {value:.0f}.")


def _needed(slots: Slots, scope: Scope) -> Outcome | None:
    """A number as what is missing to a target: "a further 240 are needed"."""
    said = scope.line.says(
        "needed", "need", "remaining", "remain", "go", "required", "left", "needs to", "need to"
    ) or (scope.line.says("have") and scope.line.says("more", "further"))
    said = said or scope.line.says("further")
    if slots.number.unit not in (COUNT, RATE) or not said:
        return None
    for goal in scope.evidence.candidates.get(scope.indicator, ()):
        rows = scope.evidence.observed.get(goal.path, [])
        if (
            goal.sense == TARGET
            and goal.path == scope.subject(slots.place)
            and rows
            and _short_of(goal, rows[-1], scope) > 0
            and agrees(slots, _short_of(goal, rows[-1], scope), goal.base)
        ):
            told = f"{with_value(goal)} less {with_value(rows[-1])}"
            return Outcome(MATCH, goal, told, derived=told)
    return None


_NOT = words("arithmetic.not")


def _short_of(goal: Candidate, value: Candidate, scope: Scope) -> float:
    """How far a value is from what its target asks, above nought where it is not met."""
    low = scope.evidence.polarity.get(goal.path) == "low"
    return value.value - goal.value if low else goal.value - value.value


def _complement(slots: Slots, scope: Scope) -> Outcome | None:
    """A number as those that are not counted: "all but six of 302", "402 ran over"."""
    line, number = scope.line, slots.number
    clause = {line.items[at].said for at in line.clause(slots.place)}
    paths = [scope.subject(slots.place)] if clause & _NOT or slots.negated else []
    # "131 of 170 had been completed": those that are not among the "not yet completed".
    plain = number.unit == COUNT and not slots.negated
    denied = [path for path in scope.paths if is_denied(path, scope)] if plain else []
    terms = line.terms(line.clause(slots.place))
    paths += [path for path in denied if scope.evidence.terms[path] - terms <= _NOT_TERMS]
    for path in paths if number.unit in (COUNT, PERCENT) else ():
        now = ratios.named_period(path, scope)
        found = _other_side(slots, now, scope) if now is not None else None
        if found is not None:
            return found
    return None


_NOT_TERMS = frozenset({"not", "yet", "lat"})


def _other_side(slots: Slots, now: Candidate, scope: Scope) -> Outcome | None:
    """A number as those that a measure does not count, of the period that is meant."""
    number, path = slots.number, now.path
    if number.unit == PERCENT and now.unit == PERCENT and agrees(slots, 100 - now.value):
        return Outcome(MATCH, now, f"100% less {with_value(now)}", derived="complement")
    headline = scope.evidence.value_at(scope.indicator, now.period)
    if number.unit == PERCENT and headline is not None and now.unit == headline.unit == COUNT:
        share = 100 - now.value / headline.value * 100 if headline.value else 0.0
        told = f"{with_value(now)} of {with_value(headline)}"
        return Outcome(MATCH, now, told, derived=told) if agrees(slots, share) else None
    counts = {
        each.stat: each for each in scope.evidence.candidates.get(now.indicator, ())
        if each.path == path and each.period == now.period and each.sense == PART
        and each.area == now.area
    }  # fmt: skip
    part, whole = counts.get(Stat.NUMERATOR), counts.get(Stat.DENOMINATOR)
    if part is None or whole is None or number.unit != COUNT:
        return None
    if agrees(slots, whole.value - part.value):
        told = f"{with_value(whole)} less {with_value(part)}"
        return Outcome(MATCH, now, told, derived=told)
    return None


def _span(slots: Slots, scope: Scope) -> Outcome | None:
    """A number of years as the time between the first and the last of a row of values."""
    if scope.line.after(slots.place) not in ("years", "year"):
        return None
    values = [f for _, f in scope.values()]
    ends = sorted(f.period.end.year for f in values if f.period)
    if len(ends) > 1 and ends[-1] - ends[0] == slots.number.value:
        return Outcome(MATCH, values[-1], f"{ends[0]} to {ends[-1]}", derived="span")
    return None


def _sum(slots: Slots, scope: Scope) -> Outcome | None:
    """A number as the sum of the parts of a breakdown, or of others that the sentence names."""
    if slots.number.unit != COUNT or not scope.line.says(*_TOGETHER):
        return None
    groups: dict[tuple[str, ...], list[Candidate]] = {}
    for each in scope.evidence.candidates.get(scope.indicator, ()):
        parts = scope.evidence.parts.get(each.path)
        counted = each.stat is Stat.NUMERATOR or (each.sense == VALUE and each.unit == COUNT)
        rows = scope.evidence.observed.get(each.path, ())
        if parts and counted and rows and each.period == rows[-1].period:
            groups.setdefault(parts, []).append(each)
    said = [f for at, f in scope.near(slots.place) if f.unit == COUNT and at != slots.place]
    for rows in [*groups.values(), said[:6]]:
        total = sum(each.value for each in rows)
        if len(rows) > 1 and agrees(slots, total):
            told = " + ".join(with_value(each) for each in rows)
            return Outcome(MATCH, rows[0], f"{told} = {total:.6g}", derived=told)
    whole = [f for f in said if f.stat is Stat.DENOMINATOR or f.sense == VALUE]
    for top in whole:
        rest = [f for f in said if f is not top]
        if rest and agrees(slots, top.value - sum(each.value for each in rest)):
            told = f"{with_value(top)} less {' and '.join(with_value(e) for e in rest)}"
            return Outcome(MATCH, top, told, derived=told)
    return None


def against_baseline(slots: Slots, target: Candidate, scope: Scope) -> Outcome | None:
    """A target told as a cut from a baseline: the cut of the baseline must give the target."""
    shares = [
        each.number for place, each in scope.slots.items()
        if each.number.unit == PERCENT and place != slots.place
    ]  # fmt: skip
    cut = any(e.way < 0 for item in scope.line.items for e in item.entries if e.kind == "move")
    if not shares or not cut:
        return None
    bases = [
        row for path in scope.evidence.paths.get(target.indicator, ())
        for row in scope.evidence.observed.get(path, ())
        if row.unit == target.unit and row.period is not None and row.period.months == 12
        and any(not m.relative and m.fits(row.period) for m in scope.mentions)
        and row.period.end < (target.period or row.period).end
    ]  # fmt: skip
    for share in shares:
        for base in bases:
            value = base.value * (1 - share.value / 100)
            number = slots.number
            if agrees(slots, value) or abs(value - number.value) > 0.01 * number.value:
                continue
            told = f"{share.value:.10g}% off {base.name} ({base.shown}) is {value:.6g}"
            right = format_number(value, max(number.decimals, 0))
            advice = f"Write {right}, or say on which baseline it rests."
            return Outcome(ROUNDING, target, told, advice)
    return None
