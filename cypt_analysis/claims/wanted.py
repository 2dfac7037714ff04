"""What is wanted of a figure: what it must still bring, and the value that would count as a
change."""

from __future__ import annotations

from cypt_analysis.claims.about import About
from cypt_analysis.claims.agreement import agrees, same_unit
from cypt_analysis.claims.evidence import NEEDED, TARGET, THRESHOLD, TO_TARGET, Candidate
from cypt_analysis.claims.figures import judge_figure
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.pairing import size_of
from cypt_analysis.claims.part import HOLDS, Said
from cypt_analysis.claims.quantities import Number
from cypt_analysis.claims.roles import SIZE, Figure
from cypt_analysis.claims.values import Rows, fits
from cypt_analysis.ground.number_format import round_half_up

_SAYING = {
    THRESHOLD: words("wanted.threshold"), NEEDED: words("wanted.needed"),
    TO_TARGET: words("wanted.needed"), TARGET: words("wanted.needed"),
}  # fmt: skip


_FURTHER = frozenset({"more", "further", "extra", "another", "additional"})


def judge_wanted(what: About, heard: Heard) -> list[Said]:
    """The numbers of a part that tells of what is wanted; nothing where they do not all hold."""
    figures, before = what.part.figures, heard.before
    goals = [r for r in what.part.relations if r.kind in ("goal_met", "goal_missed")]
    items = heard.line.items
    others = [
        r for r in what.part.relations if r.kind not in ("goal_met", "chance", "more")
        and not (r.kind == "move" and items[r.at - 1].entry("unreal"))
    ]  # fmt: skip
    if what.part.denials or others or any(before(r.at) != "to" for r in goals):
        return []  # "It reached the 83% that was wanted" is told of what is.
    found = [_wanted(each, what, heard) for each in figures]
    meant = [each.path for each in found if each is not None]
    if not meant and not goals:
        return []
    said = []
    for figure, fact in zip(figures, found, strict=True):
        level = judge_figure(figure, what.but(paths=meant or what.paths), heard)
        said.append(level if fact is None else Said(figure.at, HOLDS, "", fact))
    return said if all(each.truth == HOLDS for each in said) else []


def _wanted(figure: Figure, what: About, heard: Heard) -> Candidate | None:
    said = heard.line.saying
    terms = frozenset[str]().union(*(each.terms for each in heard.parts))
    named = heard.measures.named(terms) if terms else []
    paths = named or heard.measures.paths
    further = _beside(figure, heard) & _FURTHER
    # "Twenty more" are what is left, and no target of twenty.
    asked = {s for s, each in _SAYING.items() if said & each and not (further and s == TARGET)}
    facts = [
        f for f in heard.facts
        if f.path in paths and f.sense in asked and (not what.fixed or fits(what.fixed, f))
    ]  # fmt: skip
    hit = next((f for f in facts if _states(figure.number, f)), None)
    if hit is None and said & _SAYING[NEEDED]:
        return next((t for path in paths for t in _left(figure, path, heard)), None)
    return hit


def _left(figure: Figure, path: str, heard: Heard) -> Rows:
    """The targets of a measure that its newest value lacks so much of."""
    if figure.hedge or not (_beside(figure, heard) & _FURTHER or figure.role == SIZE):
        return []
    rows = heard.values.rows(path)[-1:]
    ways = {r.way for part in heard.parts for r in part.relations if r.kind == "move"}
    return [t for row in rows for t in heard.values.targets(path)
            if size_of(figure, row, t, heard) == HOLDS
            and ways <= {1 if t.value > row.value else -1}]  # fmt: skip


def _beside(figure: Figure, heard: Heard) -> set[str]:
    return {each.said for each in heard.line.items[max(0, figure.at - 1) : figure.at + 2]}


def _states(number: Number, fact: Candidate) -> bool:
    if not same_unit(number, fact):
        return False
    if fact.sense == THRESHOLD:
        return round_half_up(fact.value, number.decimals) == number.value
    whole = fact.value == round(fact.value)
    if fact.sense == NEEDED and number.decimals < fact.decimals and not whole:
        return False
    return agrees(number, "", abs(fact.value), fact.shown)
