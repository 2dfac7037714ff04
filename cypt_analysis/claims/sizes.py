"""How much one value differs from another, and whether a number says so."""

from __future__ import annotations

from cypt_analysis.claims.agreement import agrees, is_difference
from cypt_analysis.claims.evidence import Candidate
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.quantities import PERCENT
from cypt_analysis.claims.roles import Figure
from cypt_analysis.claims.talk import HOLDS, Truth, truth_of


def size_of(figure: Figure, one: Candidate, two: Candidate, heard: Heard) -> Truth:
    """Whether a number is the difference of two values, or a change from a baseline."""
    if figure.number.unit == PERCENT and two.period is not None:
        year = str(two.period.end.year)
        for fact in heard.facts if year in heard.line.text else ():
            told = fact.sense == "baseline"
            if told and agrees(figure.number, figure.hedge, abs(fact.value), fact.shown):
                return HOLDS
    return truth_of(is_difference(figure.number, figure.hedge, one, two))
