"""A number that is another fact of the measure, everything of which is named."""

from __future__ import annotations

from cypt_analysis.claims.about import About
from cypt_analysis.claims.agreement import BOUNDS, figure_states
from cypt_analysis.claims.evidence import (
    CHANGE,
    GAP,
    Candidate,
)
from cypt_analysis.claims.evidence import VALUE as LEVEL
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.part import HOLDS, KIN, Said
from cypt_analysis.claims.periods import BEFORE, YEAR_BEFORE, Mention
from cypt_analysis.claims.quantities import RANK
from cypt_analysis.claims.roles import LEVEL as LEVEL_ROLE
from cypt_analysis.claims.roles import Figure
from cypt_analysis.claims.values import Rows, fits, fits_period

_AT = frozenset({"at", "is", "was", "of", "stood at"})
Mentions = list[Mention]


def judge_kin(figure: Figure, what: About, heard: Heard) -> Said | None:
    """A number that is another fact of the measure, everything of which is named."""
    part, measures = what.part, heard.measures
    plain = figure.role == LEVEL_ROLE and heard.before(figure.at) in _AT
    wide = set(what.paths)
    # "It was 8.2%" is of what was spoken of, and of no other measure.
    goes_on = "it" in part.said and heard.talk.value is not None
    wide |= set(measures.paths) if not (part.terms or goes_on) else set()
    found = [
        fact for fact in heard.facts
        if fact.path in wide and figure_states(figure, fact) and _is_named(fact, what, heard)
        and (fact.sense == LEVEL or not (plain or figure.hedge in BOUNDS))
    ]  # fmt: skip
    if len(set(part.named_areas())) > 1:
        near = heard.nearest_area(figure, part)
        found = [each for each in found if each.area == near or each.sense != LEVEL]
    foreign = {area for area in what.areas if area}
    if foreign and not part.areas:
        found = [each for each in found if each.area in foreign]
    # A placeholder says itself which fact it is.
    found = [each for each in found if each.name == figure.number.fact] or found
    if len({(each.path, each.area) for each in found}) != 1:
        return None
    fact = found[0]
    heard.used.append((fact,))
    heard.used_areas.append((fact.area,))
    return Said(figure.at, HOLDS, "", fact, KIN)


def _is_named(fact: Candidate, what: About, heard: Heard) -> bool:
    """Whether the time, the area and the way of a fact are those that are said."""
    areas = _areas_said(what, heard)
    own = heard.values.own
    if fact.sense == LEVEL:
        return fact.unit != RANK and fact.area in areas and _is_of_time(fact, what, heard)
    if fact.sense == CHANGE:
        ways = _ways_said(fact, ("move", "more", "judged", "rival"), what, heard)
        timed = _is_newest_or_named(fact, what, heard)
        return fact.area == own and ways == {_sign(fact)} and timed and _is_from(fact, what, heard)
    if fact.sense == GAP:
        ways = _ways_said(fact, ("more", "rival", "judged"), what, heard)
        timed = _is_newest_or_named(fact, what, heard)
        return fact.area in areas - {own} and ways == {_sign(fact)} and timed
    return False


def _sign(fact: Candidate) -> int:
    return 1 if fact.value > 0 else -1


def _areas_said(what: About, heard: Heard) -> set[str]:
    part = what.part
    areas = set(part.named_areas())
    if part.own or part.own_ref or not areas:
        areas.add(heard.evidence.authority)
    if not part.areas:
        areas |= {area for each in heard.parts for area in each.named_areas()}
    return areas


def _ways_said(fact: Candidate, kinds: tuple[str, ...], what: About, heard: Heard) -> set[int]:
    near = what.part.relations or [r for each in heard.parts for r in each.relations]
    signs = {each.number.sign for each in what.part.figures if each.number.sign}
    if signs and not what.part.relations:
        return signs
    return {heard.way(r, fact.path) for r in near if r.kind in kinds and not r.denied}


def _times_said(what: About, heard: Heard, *, own: bool = False) -> tuple[Mentions, Mentions]:
    """The times that are named, by themselves and beside another; where only its ``own`` count,
    of another part none that follows, and none where it names a time itself."""
    fixed = what.part.fixed() or [m for each in heard.parts for m in each.fixed()]
    parts = heard.parts
    if own:
        until = what.part.start
        parts = [what.part] if what.part.fixed() else [e for e in parts if e.start <= until]
    relative = [m for each in parts for m, _ in each.periods if m.relative]
    return fixed, relative


def _rows_of(fact: Candidate, heard: Heard) -> Rows:
    return heard.values.rows(fact.path, "" if fact.area == heard.values.own else fact.area)


def _is_of_time(fact: Candidate, what: About, heard: Heard) -> bool:
    """Whether a value is of a time that is named, by itself or beside another."""
    fixed, relative = _times_said(what, heard, own=True)
    rows = _rows_of(fact, heard)
    newest = (heard.values.rows(fact.path) or [fact])[-1]
    if fits(fixed, fact):
        return True
    if not fixed and fact.period == newest.period:
        return not heard.is_left_behind(fact)
    bases = [row for row in rows if fits(fixed, row)] if fixed else [newest]
    return any(fact in heard.values.before(rows, row, m) for m in relative for row in bases)


def _is_newest_or_named(fact: Candidate, what: About, heard: Heard) -> bool:
    fixed, _ = _times_said(what, heard)
    newest = (heard.values.rows(fact.path) or [fact])[-1]
    return fits(fixed, fact) if fixed else fact.period == newest.period


def _is_from(fact: Candidate, what: About, heard: Heard) -> bool:
    """Whether a change is counted from a time that is said."""
    fixed, relative = _times_said(what, heard)
    then = fact.then
    if then is not None and len(fixed) > 1 and not any(fits_period(m, then) for m in fixed):
        return False
    bases = {YEAR_BEFORE: "year", BEFORE: "previous"}
    return not relative or any(bases.get(m.kind) == fact.basis for m in relative)
