"""The largest or smallest of the changes of a measure: "the largest rise was 84%"."""

from __future__ import annotations

from itertools import pairwise

from cypt_analysis.claims.about import About
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.part import Relation
from cypt_analysis.claims.talk import EXTREME, OPEN, Said, Two, truth_of
from cypt_analysis.claims.values import Rows, fits

_FEWEST = 2
_UNKNOWN = "It is said of changes, of which there are too few."


def judge_largest_step(relation: Relation, what: About, heard: Heard) -> list[Said]:
    """Whether a change is the largest of its way, both as a number and as a share; ``relation``
    is the word before one that moves."""
    items, at = heard.line.items, relation.at
    move = items[at + 1].entry("move")
    if move is None:
        return [Said(at, OPEN, "It is said of a gap, which was not compared.")]
    steps = [(a, b) for a, b in _steps(heard.values.rows(what.paths[0], what.area))
             if (b.value - a.value) * move.way > 0]  # fmt: skip
    times = what.part.fixed() or [m for each in heard.parts for m in each.fixed()]
    meant = [two for two in steps if times and fits(times[-1:], two[1])] or steps[-1:]
    if len(steps) < _FEWEST or not all(a.value for a, _ in steps):
        return [Said(at, OPEN, _UNKNOWN)]
    ways = {_stands(meant[0], steps, relation.way, share=share) for share in (True, False)}
    then, now = meant[0]
    heard.talk.pair = meant[0]
    heard.used.append(meant[0])
    truth = truth_of(ways.pop() if len(ways) == 1 else None, denied=relation.denied)
    return [Said(at, truth, f"{then.shown} → {now.shown}", now, EXTREME)]


def _steps(rows: Rows) -> list[Two]:
    """The changes from year to year where there are years, or else from each value to the next."""
    years = [(a, b) for b in rows for a in rows if a.is_year_before(b) and a.series == b.series]
    return years or [(a, b) for a, b in pairwise(rows) if a.series == b.series]


def _stands(meant: Two, steps: list[Two], way: int, *, share: bool) -> bool:
    """Whether a change is the largest (or, the other way, the smallest) of all."""
    sizes = [abs(b.value - a.value) / (abs(a.value) if share else 1) for a, b in steps]
    most = max(sizes) if way > 0 else min(sizes)
    return sizes[steps.index(meant)] == most
