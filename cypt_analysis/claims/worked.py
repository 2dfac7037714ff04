"""Numbers that follow from two facts that a sentence names: differences, ratios and shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from cypt_analysis.claims import ratios
from cypt_analysis.claims import slots as slot
from cypt_analysis.claims.evidence import PART, TARGET, VALUE, Candidate, with_value
from cypt_analysis.claims.fit_of_period import uses_times
from cypt_analysis.claims.outcome import Outcome, agrees
from cypt_analysis.claims.periods import Mention
from cypt_analysis.claims.quantities import COUNT, PERCENT, POINTS, RANK, RATE, TIMES
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.slots import Slots
from cypt_analysis.claims.slots_of_period import basis_of, years_of
from cypt_analysis.ground.claim import MATCH, ROUNDING
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.stats import Stat

_DIFFERENT = (slot.CHANGE, slot.DIFFERENCE, slot.GAP, slot.TO_TARGET)
_MOST_PATHS = 12


@dataclass(frozen=True)
class Worked:
    """What arithmetic on two facts gives: ``one`` less, or over, or of ``other``."""

    value: float
    one: Candidate
    other: Candidate

    @property
    def told(self) -> str:
        """It in words."""
        return f"{self.value:+.4g} ({with_value(self.one)} against {with_value(self.other)})"


def worked_out(slots: Slots, scope: Scope) -> Outcome | None:
    """What two facts that a sentence names give, where a number agrees, or rounds it wrongly."""
    slip = None
    for each in _possible(slots, scope):
        facts = (each.one, each.other)
        if not (
            uses_times(slots, [f.period for f in facts], scope) and is_named(slots, facts, scope)
        ):
            continue
        if agrees(slots, abs(each.value), each.one.base):
            return Outcome(MATCH, each.one, each.told, derived=each.told, operands=facts)
        slip = slip or _slip(slots, each)
    return slip


def is_named(slots: Slots, facts: Sequence[Candidate], scope: Scope) -> bool:
    """Whether no other measure is named beside a number than that of one of some facts."""
    line = scope.line
    for within in (line.chunk(slots.place), line.clause(slots.place)):
        terms = line.terms(within)
        named = scope.named(terms)
        if named:
            # Of those that are named alike, the one with the fewest other words is meant.
            rest = {path: len(scope.telling(path) - terms) for path in named}
            named = [path for path in named if rest[path] == min(rest.values())]
            return any(each.path in named or each.sense == TARGET for each in facts)
    return True


def _slip(slots: Slots, each: Worked) -> Outcome | None:
    number = slots.number
    near = abs(abs(each.value) - number.value) < 10.0**-number.decimals
    if not near or number.unit != PERCENT or slots.hedge or number.share:
        return None
    right = format_number(abs(each.value), max(number.decimals, 0))
    return Outcome(ROUNDING, each.one, each.told, f"Write {right}%.", each.told)


def _possible(slots: Slots, scope: Scope) -> Iterator[Worked]:
    """What a number may be worked out from: of two facts that its sentence speaks of."""
    number = slots.number
    different = slots.sense in _DIFFERENT or number.unit == POINTS
    if number.unit == TIMES or (number.share and not different):
        for one, other in [*ratios.beside(slots.place, scope), *_pairs(slots, scope)]:
            if other.value:
                ratio = one.value / other.value
                yield Worked(ratio if number.unit == TIMES else ratio * 100, one, other)
    if different:
        for one, other in _pairs(slots, scope):
            value = _difference(slots, one, other)
            if value is not None and not (slots.way and value and (value > 0) != (slots.way > 0)):
                yield Worked(value, one, other)
    elif number.unit == PERCENT:
        yield from _shares(slots, scope)


def _difference(slots: Slots, one: Candidate, other: Candidate) -> float | None:
    """The difference of two values in the unit of a number, or as a percentage of the other."""
    number, change = slots.number, one.value - other.value
    of_points = one.unit == PERCENT and (slots.sense == slot.TO_TARGET or number.unit == POINTS)
    if number.unit == PERCENT and not of_points:
        return change / other.value * 100 if other.value else None
    fits = {POINTS: one.unit == PERCENT, PERCENT: of_points, RATE: one.unit == RATE}
    plain = one.unit != PERCENT and (number.decimals <= 0 or one.decimals > 0)
    return change if fits.get(number.unit, plain) else None


def _pairs(slots: Slots, scope: Scope) -> Iterator[tuple[Candidate, Candidate]]:
    """Each two facts that a number may lie between, that of which it is told first."""
    facts = _facts(slots, scope)
    line = scope.line
    clause = line.clause(slots.place)
    own = scope.evidence.authority
    areas = {line.items[at].area for at in clause} - {own, ""}
    goal = line.has("goal") is not None or slots.sense == slot.TO_TARGET
    if slots.sense != slot.TO_TARGET and not (slots.sense == slot.GAP or slots.rivals):
        for now, then in product(facts, facts):
            here = now.area == (slots.area or own) or now.area in areas
            if here and _is_series(now, then) and _is_then(now, then, slots, scope):
                yield now, then
    for one, other in product(facts, facts) if areas or slots.rivals or slots.area else ():
        alike = (one.path, one.period, one.stat) == (other.path, other.period, other.stat)
        meant = other.area in slots.rivals if slots.rivals else one.area != other.area
        if alike and meant and one.area == (slots.area or own):
            yield one, other
    for one, other in product(facts, facts) if goal else ():
        lacking = {"few", "short"} & one.terms
        if other.sense == TARGET and one.sense == VALUE and one.path == other.path and not lacking:
            yield one, other
    different = slots.sense == slot.DIFFERENCE
    said = [f for at, f in scope.values(clause) if at != slots.place] if different else []
    for one, other in product(said, said):
        # "The 156 who left exceeded the 129 who came by 27."
        if (one.unit, one.period) == (other.unit, other.period) and one.path != other.path:
            yield one, other
    pair = ratios.measures(range(clause.start, clause.stop), slots.place, scope)
    yield from [pair] if pair is not None else []


def _is_series(now: Candidate, then: Candidate) -> bool:
    alike = (now.path, now.area, now.stat) == (then.path, then.area, then.stat)
    return alike and now.sense in (VALUE, PART) and then.is_before(now)


def _is_then(now: Candidate, then: Candidate, slots: Slots, scope: Scope) -> bool:
    """Whether a fact is of the time that a number is counted from, and another of its own."""
    thens = [m for m in slots.thens if not m.relative]
    if thens and not any(m.fits(then.period) or m.fits(now.period) for m in thens):
        return False
    if slots.closely and slots.fixed:
        return any(m.fits(now.period) or m.fits(then.period) for m in slots.fixed)
    basis = slots.then_basis
    if basis and years_of(basis) == 1 and not thens:
        return then.is_year_before(now)
    fixed = [m for m in scope.mentions if not m.relative]
    both = any(m.fits(now.period) for m in fixed) and any(m.fits(then.period) for m in fixed)
    said = {f.name for f in scope.matched.values()}
    return both or then.name in said or len(fixed) < 2 or len(slots.thens) == 1


def _facts(slots: Slots, scope: Scope) -> list[Candidate]:
    """The facts that a sentence speaks of: of its measures, areas and times."""
    evidence = scope.evidence
    said = [f for _, f in scope.near(slots.place) if f.sense in (VALUE, PART, TARGET)]
    named = scope.named(scope.line.terms(scope.line.chunk(slots.place)), scope.line.all_terms)
    paths = dict.fromkeys([*(f.path for f in said), *named, scope.subject(slots.place)])
    areas = {evidence.authority, *(e.area for e in scope.line.items if e.area), *slots.rivals}
    found = {f.name: f for f in said}
    for path in list(paths)[:_MOST_PATHS]:
        rows = evidence.observed.get(path, [])
        known = _times(rows, slots, scope)
        indicator = path.partition(".")[0]
        for each in evidence.candidates.get(indicator, ()):
            counted = (each.sense == VALUE and each.unit != RANK) or each.stat is Stat.NUMERATOR
            if each.path != path or each.area not in areas or not (counted or each.sense == TARGET):
                continue
            if each.sense == TARGET or (each.period and each.period.text in known):
                found[each.name] = each
    return list(found.values())


def _times(rows: list[Candidate], slots: Slots, scope: Scope) -> set[str]:
    """The periods of a series that a sentence names, with those that are named beside them; the
    newest, and those before it, where it names none."""
    mentions: tuple[Mention, ...] = (*scope.mentions, *slots.thens)
    if not any(not m.relative for m in mentions):
        mentions = (*mentions, *scope.mentions_before)
    fixed = [m for m in mentions if not m.relative]
    own = [r for r in rows if any(m.fits(r.period) for m in fixed)]
    own += rows[-1:]
    found = list(own)
    years = years_of(basis_of(mentions) or "year")
    for now in own:
        found += [r for r in rows if r.is_before(now)][-1:]
        found += [r for r in rows if _is_years_apart(r, now, years or 1)]
    return {r.period.text for r in found if r.period}


def _is_years_apart(then: Candidate, now: Candidate, years: int) -> bool:
    if then.period is None or now.period is None or then.series != now.series:
        return False
    a, b = then.period.end, now.period.end
    return (abs(b.year - a.year), a.month) == (years, b.month)


def _shares(slots: Slots, scope: Scope) -> Iterator[Worked]:
    """One named count as a share of another, or of a target."""
    line, place = scope.line, slots.place
    counted = [
        f for _, f in scope.near(place)
        if f.unit == COUNT and f.sense in (VALUE, PART, TARGET)
    ]  # fmt: skip
    ahead = range(place + 1, min(place + 7, len(line.items)))
    of_goal = line.after(place) == "of" and any(line.items[at].entry("goal") for at in ahead)
    tops = counted or scope.evidence.observed.get(scope.subject(place), [])[-1:]
    bottoms = list(counted)
    if of_goal:
        goals = scope.evidence.candidates.get(scope.indicator, ())
        bottoms += [g for g in goals if g.sense == TARGET and any(g.path == t.path for t in tops)]
    for top, bottom in product(tops, bottoms):
        related = top.path == bottom.path or bottom.stat is Stat.DENOMINATOR
        if top is not bottom and bottom.value and related:
            yield Worked(top.value / bottom.value * 100, top, bottom)


__all__ = ["Worked", "worked_out"]
