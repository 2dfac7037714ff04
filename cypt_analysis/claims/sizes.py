"""How much one value differs from another, and whether a number says so."""

from __future__ import annotations

from cypt_analysis.claims.about import About
from cypt_analysis.claims.agreement import agrees, figure_states, is_difference
from cypt_analysis.claims.evidence import CHANGE, Candidate
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.quantities import PERCENT
from cypt_analysis.claims.roles import Figure
from cypt_analysis.claims.talk import FAILS, HOLDS, OPEN, Doubt, Said, Truth, truth_of
from cypt_analysis.claims.values import fits_period


def of_another_time(figure: Figure, what: About, heard: Heard) -> Said:
    """A change whose earlier value is not known: wrong, where it is the change from another time
    than the one that is named."""
    olds = [m for m in what.olds if not m.relative]
    counted = [
        fact for fact in heard.facts
        if fact.sense == CHANGE and fact.path in what.paths and figure_states(figure, fact)
        and fact.then is not None
    ]  # fmt: skip
    other = [f for f in counted if f.then and not any(fits_period(m, f.then) for m in olds)]
    if not olds or not counted or len(other) < len(counted):
        return Said(figure.at, OPEN)
    fact = other[-1]
    ways = {r.way for r in what.part.relations if r.kind in ("move", "more")}
    doubt = Doubt.WAY if ways == {-1 if fact.value > 0 else 1} else None
    return Said(figure.at, FAILS, "it is counted from another time", fact, "", doubt)


def size_of(figure: Figure, one: Candidate, two: Candidate, heard: Heard) -> Truth:
    """Whether a number is the difference of two values, or a change from a baseline."""
    if figure.number.unit == PERCENT and two.period is not None:
        year = str(two.period.end.year)
        for fact in heard.facts if year in heard.line.text else ():
            told = fact.sense == "baseline"
            if told and agrees(figure.number, figure.hedge, abs(fact.value), fact.shown):
                return HOLDS
    return truth_of(is_difference(figure.number, figure.hedge, one, two))
