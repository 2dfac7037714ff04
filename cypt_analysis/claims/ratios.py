"""So many times as much: of another area, of another measure, or of an earlier figure."""

from __future__ import annotations

from collections.abc import Iterator

from cypt_analysis.claims.evidence import Candidate, with_value
from cypt_analysis.claims.line import NUMBER
from cypt_analysis.claims.mood import rivals_of
from cypt_analysis.claims.scope import Scope

_THAN = frozenset({"as", "than", "of", "that", "what"})


def named_period(path: str, scope: Scope) -> Candidate | None:
    """The authority's value of a path at the period that the sentence names, else the newest."""
    rows = scope.evidence.observed.get(path, [])
    fixed = [m for m in scope.mentions if not m.relative]
    named = [row for row in rows if any(m.fits(row.period) for m in fixed)]
    return next(iter((named or rows)[-1:]), None)


def beside(place: int, scope: Scope) -> Iterator[tuple[Candidate, Candidate]]:
    """The value that a place is told of, beside that of each area or measure after it."""
    line, evidence = scope.line, scope.evidence
    clause = line.clause(place)
    path = scope.subject(place)
    now = named_period(path, scope)
    for area in rivals_of(line, place) if now is not None and now.period else ():
        other = evidence.others.get((path, now.period.text, area))  # type: ignore[union-attr]
        if other is not None:
            yield now, other  # type: ignore[misc]
    pair = measures(range(clause.start, clause.stop), place, scope)
    if pair is not None:
        yield pair


def measures(clause: range, place: int, scope: Scope) -> tuple[Candidate, Candidate] | None:
    """The values of two measures that a clause names, one before and one after what compares:
    "twice as common in Year 6 as in Reception", "six times that in primary schools"."""
    line = scope.line
    last = [n for n in clause if n > place and line.items[n].said.split()[-1] in _THAN]
    for at in reversed(last):
        if any(line.items[n].kind == NUMBER for n in range(at, clause.stop)):
            continue
        before, after = line.terms(range(clause.start, at)), line.terms(range(at, clause.stop))
        # What is said of both before the comparison holds for the one after it too.
        after |= before - scope.instead_of(after) - scope.rivals_in(after)
        here, there = scope.named(before), scope.named(after)
        if not here or not there:
            continue
        one = named_period(here[0], scope)
        # Of those that are named alike, the one that differs by the fewest words is meant.
        first = scope.telling(here[0])
        said = {path: scope.telling(path) for path in there}
        away = {path: (len(said[path]) != len(first), len(said[path] ^ first)) for path in there}
        nearest = sorted(there, key=away.__getitem__)
        other = named_period(nearest[0], scope)
        if one and other and one.path != other.path and one.unit == other.unit:
            return one, other
    return None


def told(one: Candidate, other: Candidate) -> str:
    """Two values in words."""
    return f"{with_value(one)}; {with_value(other)}"
