"""Numbers that follow from what a sentence names: changes, gaps, sums, shares of a whole."""

from __future__ import annotations

from collections.abc import Iterator

from cypt_analysis.claims import ratios
from cypt_analysis.claims import slots as slot
from cypt_analysis.claims.evidence import PART, TARGET, VALUE, Candidate, with_value
from cypt_analysis.claims.fit import is_denied
from cypt_analysis.claims.fit_of_period import series_of
from cypt_analysis.claims.outcome import Outcome, agrees
from cypt_analysis.claims.quantities import COUNT, PERCENT, POINTS, RATE, TIMES
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.slots import Slots
from cypt_analysis.ground.claim import MATCH, MISMATCH, ROUNDING
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.stats import Stat

_TOGETHER = ("together", "combined", "altogether", "total", "all", "remaining", "rest", "sum")


def derived(slots: Slots, scope: Scope) -> Outcome | None:
    """What simple arithmetic on facts that the sentence names gives, where a number agrees."""
    if slots.number.unit == TIMES:
        return _ratio(slots, scope)
    if slots.pace:
        return _pace(slots, scope)
    slip = None
    if slots.sense in (slot.CHANGE, slot.DIFFERENCE, slot.GAP, slot.TO_TARGET):
        for now, then in _pairs(slots, scope):
            found = _difference(slots, now, then)
            if found is not None and found.verdict == MATCH:
                return found
            slip = slip or found
        return slip
    return (
        _complement(slots, scope)
        or _sum(slots, scope)
        or _share(slots, scope)
        or _needed(slots, scope)
        or _span(slots, scope)
    )


def _pace(slots: Slots, scope: Scope) -> Outcome | None:
    """So many a month or a year as the count of a period, spread over its months."""
    now = ratios.named_period(scope.subject(slots.place), scope)
    months = {"week": 12 / 52, "month": 1, "quarter": 3, "year": 12}[slots.pace]
    if now is None or now.period is None or now.unit != COUNT or not now.period.months:
        return None
    value = now.value / now.period.months * months
    told = f"{value:.4g} a {slots.pace} ({with_value(now)})"
    if agrees(slots, value):
        return Outcome(MATCH, now, told, derived=told)
    return Outcome(MISMATCH, now, told, f"Write {value:.0f}.")


def _ratio(slots: Slots, scope: Scope) -> Outcome | None:
    """A number of times as the ratio to another area, another measure or an earlier figure."""
    pairs = [
        *ratios.beside(slots.place, scope),
        *_in_time(_named_values(slots, scope), slots, scope),
    ]
    for one, other in pairs:
        if other.value:
            told = f"{one.value / other.value:.3g} ({ratios.told(one, other)})"
            if agrees(slots, one.value / other.value):
                return Outcome(MATCH, one, told, derived=told)
            return Outcome(MISMATCH, one, told, "Give the ratio, or the figures.")
    return None


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


_NOT = frozenset({
    "but", "not", "over", "outside", "missed", "without", "failed", "other", "others", "rest",
    "longer", "remaining", "remainder", "late", "overran", "exceeded", "beyond", "too",
})  # fmt: skip


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


def _difference(slots: Slots, now: Candidate, then: Candidate) -> Outcome | None:
    """A number as the difference of two values, or as a percentage of the one before."""
    number = slots.number
    change = now.value - then.value
    if number.unit == PERCENT and not (now.unit == PERCENT and slots.sense == slot.TO_TARGET):
        change = change / then.value * 100 if then.value else 0.0
    elif (
        number.unit == PERCENT
        or (number.unit == POINTS) != (now.unit == PERCENT)
        or (number.unit == RATE and now.unit != RATE)
    ):
        return None
    if slots.way and change and (change > 0) != (slots.way > 0):
        return None
    what = f"({with_value(now)} against {with_value(then)})"
    if agrees(slots, abs(change), now.base):
        return Outcome(MATCH, now, f"{change:+.4g} {what}", derived=what)
    near = abs(abs(change) - number.value) < 10.0**-number.decimals
    if near and number.unit == PERCENT and not slots.hedge and not number.share:
        right = format_number(abs(change), max(number.decimals, 0))
        return Outcome(ROUNDING, now, f"{change:+.4g}% {what}", f"Write {right}%.", what)
    return None


def _named_values(slots: Slots, scope: Scope) -> list[Candidate]:
    """Values that the sentence names by number or by period, of the paths it speaks of."""
    near = [f for _, f in scope.near(slots.place)]
    seen = {f.name: f for f in near if f.sense == VALUE or f.stat is Stat.NUMERATOR}
    paths = dict.fromkeys([each.path for each in seen.values()] or [scope.subject(slots.place)])
    for path in paths:
        for row in scope.evidence.observed.get(path, ()):
            fixed = [m for m in (*scope.mentions, *slots.thens) if not m.relative]
            if any(m.fits(row.period) for m in fixed):
                seen[row.name] = row
    if slots.number.unit == COUNT:
        # "13 fewer conceptions": of a rate or a share, what is counted.
        for each in scope.evidence.candidates.get(scope.indicator, ()):
            part = each.path in scope.evidence.parts and each.path not in paths
            if each.stat is Stat.NUMERATOR and not part and any(
                m.fits(each.period) for m in (*scope.mentions, *slots.thens) if not m.relative
            ):  # fmt: skip
                seen[each.name] = each
    return list(seen.values())


def _pairs(slots: Slots, scope: Scope) -> Iterator[tuple[Candidate, Candidate]]:
    """Each two that a difference may be counted between, the later or own one first."""
    values = _named_values(slots, scope)
    if slots.sense in (slot.CHANGE, slot.DIFFERENCE):
        yield from _in_time(values, slots, scope)
    if slots.sense in (slot.GAP, slot.DIFFERENCE):
        yield from _among_areas(values, slots, scope)
    if slots.sense in (slot.TO_TARGET, slot.DIFFERENCE):
        for value in values or _newest(slots, scope):
            for goal in scope.evidence.candidates.get(scope.indicator, ()):
                if goal.sense == TARGET and goal.path == value.path:
                    yield value, goal


def _in_time(
    values: list[Candidate], slots: Slots, scope: Scope
) -> Iterator[tuple[Candidate, Candidate]]:
    rows = values
    if not slots.thens or slots.fixed or len(values) < 2:
        rows = [*values, *(row for v in values[:1] for row in series_of(v, scope)[-1:])]
    for now in rows:
        for then in rows:
            alike = (now.path, now.area, now.stat) == (then.path, then.area, then.stat)
            if alike and then.is_before(now):
                yield now, then


def _among_areas(
    values: list[Candidate], slots: Slots, scope: Scope
) -> Iterator[tuple[Candidate, Candidate]]:
    evidence = scope.evidence
    areas = slots.rivals or {each.area for each in scope.line.items if each.area}
    for path in dict.fromkeys([scope.subject(slots.place), *(each.path for each in values)]):
        for row in _meant(path, values, slots, scope):
            for area in areas:
                when = row.period.text if row.period else ""
                other = evidence.others.get((path, when, area))
                if other is not None:
                    yield from ((row, other), *([(other, row)] if slots.area == area else []))


def _meant(path: str, values: list[Candidate], slots: Slots, scope: Scope) -> Iterator[Candidate]:
    """The figures of a path that a gap may be of: of the period that is named, else the newest and
    those of the values beside it."""
    rows = [row for row in scope.evidence.observed.get(path, ()) if row.period is not None]
    told = {value.period for value in values}
    for row in reversed(rows):
        if slots.fixed:
            if any(m.fits(row.period) for m in slots.fixed):
                yield row
        elif row is rows[-1] or row.period in told:
            yield row


def _newest(slots: Slots, scope: Scope) -> list[Candidate]:
    rows = scope.evidence.observed.get(scope.subject(slots.place), [])
    return list(rows[-1:])


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


def _share(slots: Slots, scope: Scope) -> Outcome | None:
    """A percentage as the share of one named count in another, or of a target."""
    if slots.number.unit != PERCENT:
        return None
    line, place = scope.line, slots.place
    counted = [
        f for _, f in scope.near(place) if f.unit == COUNT and f.sense in (VALUE, PART, TARGET)
    ]
    of_goal = any(
        line.items[at].entry("goal") for at in range(place + 1, min(place + 7, len(line.items)))
    )
    tops = counted or _newest(slots, scope)
    bottoms = list(counted)
    if of_goal and line.after(place) == "of":
        bottoms += [
            each for each in scope.evidence.candidates.get(scope.indicator, ())
            if each.sense == TARGET and any(each.path == top.path for top in tops)
        ]  # fmt: skip
    pair = next(ratios.beside(place, scope), None) if slots.number.share else None
    if (
        pair is not None
        and pair[1].value
        and line.after(place) in ("that", "those", "what", "the", "of")
    ):
        if agrees(slots, pair[0].value / pair[1].value * 100):
            return Outcome(MATCH, pair[0], ratios.told(*pair), derived="share")
        return Outcome(MISMATCH, pair[0], ratios.told(*pair), "Give the ratio, or the figures.")
    for top in tops:
        for bottom in bottoms:
            related = top.path == bottom.path or bottom.stat is Stat.DENOMINATOR
            if top is bottom or not bottom.value or not related:
                continue
            if agrees(slots, top.value / bottom.value * 100):
                told = f"{with_value(top)} of {with_value(bottom)}"
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
