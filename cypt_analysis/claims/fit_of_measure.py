"""Whether the words around a number name another measure than that of a fact."""

from __future__ import annotations

from cypt_analysis.claims.evidence import PART, QUOTED, TALLY, TARGET, VALUE, Candidate
from cypt_analysis.claims.fit_of_period import fits
from cypt_analysis.claims.outcome import same_unit
from cypt_analysis.claims.quantities import COUNT, PERCENT, POINTS, Number
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.slots import Slots
from cypt_analysis.ground.number_format import round_half_up
from cypt_analysis.ground.stats import Stat


def measure_differs(slots: Slots, candidate: Candidate, scope: Scope) -> bool:
    """Whether the words around a number tell of another measure of the indicator.

    The chunk decides, then the parts that hold for every number, then what was said before.
    """
    evidence = scope.evidence
    strange = candidate.indicator not in (scope.indicator, *scope.elsewhere)
    if (strange and scope.paths) or _other_indicator(candidate, scope):
        return True
    if candidate.sense in (QUOTED, TALLY) or candidate.path not in evidence.terms:
        return False
    beside = _in_brackets_after(slots, scope)
    if beside is not None and candidate.unit == PERCENT and candidate.sense == VALUE:
        return candidate.path != beside
    siblings = evidence.paths.get(candidate.indicator, [])
    if len(siblings) < 2:
        return False
    share = _share_after(slots, scope) if candidate.sense == PART else None
    if share is not None:
        whole = evidence.value_at(candidate.path, candidate.period)
        agrees = whole is not None and round_half_up(whole.value, share.decimals) == share.value
        return candidate.stat is Stat.DENOMINATOR or not agrees
    said = scope.line.all_terms | scope.terms_before
    if scope.is_unnamed(candidate.path, said) or _other_told(candidate, slots, scope):
        return True
    common = frozenset.intersection(*(evidence.terms[path] for path in siblings))
    mine = evidence.terms[candidate.path] - common
    rivals = [
        evidence.terms[path] - common for path in siblings
        if path != candidate.path and _has_unit(path, slots, scope, candidate)
        and (path not in evidence.parts or not scope.is_unnamed(path, scope.line.all_terms))
    ]  # fmt: skip
    found = _told_apart(mine, rivals, slots, scope)
    if isinstance(found, bool):
        return not found
    if found:
        # Named alike: the one with the fewest other words is meant.
        if _covers(mine, found):
            return False
        if any(_covers(theirs, [*found, mine]) for theirs in found):
            return True
        together = slots.terms[0] & {"both", "together", "combin"}
        fewer = any(len(theirs) < len(mine) for theirs in found)
        return candidate.sense != PART and not together and fewer
    headline = candidate.indicator
    free = headline not in evidence.observed or not _has_unit(headline, slots, scope, candidate)
    rows = evidence.observed.get(headline, ())
    if slots.fixed and not any(fits(slots.fixed, row.period) for row in rows):
        return False
    if free or candidate.path in (headline, scope.subject_before):
        return False
    return not mine & scope.line.all_terms


def _other_indicator(candidate: Candidate, scope: Scope) -> bool:
    """Whether another indicator is named instead: "Reception obesity" in a text on Year 6."""
    named = scope.evidence.own_terms
    own = named.get(scope.indicator, frozenset())
    rather = not own <= scope.line.all_terms and any(own & named[each] for each in scope.elsewhere)
    return candidate.indicator == scope.indicator and rather


def _covers(whole: frozenset[str], parts: list[frozenset[str]]) -> bool:
    """Whether one measure is the whole of others: "primary and secondary" of each of them."""
    rest = {each for each in parts if each != whole}
    apart = any(a - b and b - a for a in rest for b in rest)
    return apart and all(each < whole for each in rest)


def _told_apart(
    mine: frozenset[str], rivals: list[frozenset[str]], slots: Slots, scope: Scope
) -> bool | list[frozenset[str]]:
    """Whether a measure is named rather than its rivals; or those that are named alike, if any."""
    local, lead, shared = slots.terms
    first = scope.line.numbers[0]
    beside = first in scope.line.clause(slots.place) and first != slots.place
    if beside and not slots.chain:
        lead = frozenset()
    named, other = False, scope.instead_of(local | lead)
    before = scope.terms_before - scope.instead_of(local | lead | shared)
    for said in (local, local | (lead - other), local | (shared - other), before):
        weight = len if said is before else scope.weight
        own = weight(mine & said)
        best = max((weight(theirs & said) for theirs in rivals), default=0)
        if best != own:
            return own > best
        rivals = [theirs for theirs in rivals if weight(theirs & said) == own]
        named = named or bool(own)
        if own and not rivals:
            return True
    return rivals if named else []


def _share_after(slots: Slots, scope: Scope) -> Number | None:
    """The share in brackets after a count: "7 assessments (4%)"."""
    line, place = scope.line, slots.place
    after = next((at for at in line.numbers if at > place), None)
    if after is None or line.before(after) != "(":
        return None
    if any(each.kind != "word" for each in line.items[place + 1 : after - 1]):
        return None
    share = line.items[after].number
    return share if share is not None and share.unit == PERCENT else None


def _other_told(candidate: Candidate, slots: Slots, scope: Scope) -> bool:
    return _other_base(candidate, slots, scope) or _other_part_named(candidate, slots, scope)


def _other_base(candidate: Candidate, slots: Slots, scope: Scope) -> bool:
    """Whether a share is told of another whole than its own: "of the 131, 73%" of 170."""
    line, first = scope.line, scope.line.numbers[0]
    led = line.items[0].said == "of" and first <= 2 and first in scope.slots
    led = led and line.before(slots.place) not in ("from", "than", "on", "against")
    if not led or first == slots.place or candidate.unit != PERCENT or candidate.sense != VALUE:
        return False
    whole = next(
        (c for c in scope.evidence.candidates.get(candidate.indicator, ())
         if c.stat is Stat.DENOMINATOR and (c.path, c.period, c.area)
         == (candidate.path, candidate.period, candidate.area)), None,
    )  # fmt: skip
    said = scope.slots[first].number
    return whole is not None and said.unit == COUNT and said.value != whole.value


def _other_part_named(candidate: Candidate, slots: Slots, scope: Scope) -> bool:
    """Whether the words beside a number name another part, and nothing names this one: "Year 6
    children short of the target" of a figure of Reception."""
    if candidate.indicator != scope.indicator or candidate.sense == TARGET:
        return False
    own = scope.parts_of(candidate.path)
    beside = slots.terms[0] if own else frozenset[str]()
    return any(
        rivals & beside and word not in beside and word not in scope.line.all_terms
        for word, rivals in own.items()
    )


def _in_brackets_after(slots: Slots, scope: Scope) -> str | None:
    """The path of the count that a percentage in brackets stands after: "39 (23%)"."""
    line, place = scope.line, slots.place
    if line.before(place) != "(" or slots.number.unit != PERCENT:
        return None
    for at in range(place - 2, max(place - 7, -1), -1):
        if at in scope.matched and scope.matched[at].sense == PART:
            return scope.matched[at].path
        if line.items[at].kind != "word":
            return None
    return None


def _has_unit(path: str, slots: Slots, scope: Scope, candidate: Candidate) -> bool:
    rows = scope.evidence.observed.get(path)
    if candidate.sense == PART:
        return True
    if not rows:
        return False
    if not candidate.is_change:
        return rows[0].unit == candidate.unit or same_unit(slots.number, rows[0])
    if slots.number.unit == POINTS:
        return rows[0].unit == PERCENT
    if candidate.unit == COUNT and slots.number.decimals <= 0:
        return rows[0].unit == COUNT
    return same_unit(slots.number, rows[0]) or slots.number.unit == PERCENT
