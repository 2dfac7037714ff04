"""One statement of a part, judged by its kind and by what it compares with."""

from __future__ import annotations

from dataclasses import replace

from cypt_analysis.claims.about import About
from cypt_analysis.claims.beside import judge_across, judge_beside
from cypt_analysis.claims.changes import judge_move, judge_significant
from cypt_analysis.claims.courses import judge_course, judge_quoted_course
from cypt_analysis.claims.gaps import judge_gap_change
from cypt_analysis.claims.goals import judge_goal
from cypt_analysis.claims.groups import judge_group
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.levels import judge_level
from cypt_analysis.claims.part import (
    FAILS,
    HOLDS,
    OPEN,
    Doubt,
    Relation,
    Said,
)  # fmt: skip
from cypt_analysis.claims.periods import SAME
from cypt_analysis.claims.roles import OLD, REF, SINCE, SUBJECT, TARGET
from cypt_analysis.claims.superlatives import judge_extreme
from cypt_analysis.claims.values import base_of

_OF_TARGETS = ("overshoot", "undershoot")
_COMPARING = ("more", "rival", "par")
_SPELLS = frozenset({"time", "year", "quarter", "month", "term", "period"})


def turned(relation: Relation, found: list[Said], sizes: set[int]) -> list[Said]:
    """Where a word of direction is wrong, so is the size that it is told with: "down 24%"."""
    if FAILS not in [each.truth for each in found if each.at == relation.at]:
        return found
    return [
        replace(each, truth=FAILS, doubt=Doubt.WAY)
        if each.truth == HOLDS and each.at in sizes else each
        for each in found
    ]  # fmt: skip


def judge_relation(relation: Relation, what: About, heard: Heard) -> list[Said]:
    """One statement, judged by its kind and by what it compares with."""
    part, talk, kind = what.part, heard.talk, relation.kind
    if talk.olds and not what.olds and kind in ("more", "move", "judged", "rival", "times"):
        what = what.but(olds=talk.olds)
    if kind in ("goal_met", "goal_missed"):
        return _of_goal(relation, what, heard)
    told = part.goal or (relation.entry.lemma in _OF_TARGETS and heard.has_goal)
    if told and kind in _COMPARING and not what.refs:
        return judge_goal(relation, what, heard)
    for judge in (judge_gap_change, judge_group):
        told_of = judge(relation, what, heard)
        if told_of is not None:
            return told_of
    if what.refs and kind in (*_COMPARING, "judged", "times", "flat"):
        return judge_beside(relation, what, heard)
    again = talk.refs and kind in _COMPARING and not what.olds
    if again and not what.from_ and not part.ref_terms and relation.said not in ("up", "down"):
        return judge_beside(relation, what.but(refs=talk.refs), heard)
    foreign = what.areas != [""] and heard.evidence.authority not in what.areas
    if foreign and kind in ("more", "rival", "judged") and not (what.olds or part.ref_terms):
        return judge_beside(relation, what.but(refs=[""]), heard)
    if kind in ("level", "grade"):
        return judge_level(relation, what.but(refs=what.refs or talk.refs), heard)
    than_any = kind == "more" and "any" in part.quantifiers
    if kind in ("extreme", "best") or (than_any and part.said & _SPELLS):
        return judge_extreme(relation, what, heard)
    return _of_times(relation, what, heard)


def _of_times(relation: Relation, what: About, heard: Heard) -> list[Said]:
    part, kind = what.part, relation.kind
    earlier = any(
        m.relative or role != REF or m.kind == SAME
        for m, role in part.periods
        if role in (OLD, SINCE, REF)
    )
    if kind in ("more", "times", "par") and part.ref_terms - part.terms and not earlier:
        return judge_across(relation, what, heard)
    if kind == "chance":
        return judge_significant(relation, what, heard)
    compared = what.olds or what.sizes or what.from_ or what.ref_figures
    last = relation.at == part.places[-1]
    attribute = part.terms and relation.said in ("more", "fewer", "less")
    attribute = attribute and (last or not relation.headed)
    dated = relation.said in ("higher", "lower") and relation.headed and part.fixed(SUBJECT)
    moved = compared or attribute or dated or relation.said in ("up", "down", "over", "under")
    if kind in ("move", "times", "judged", "flat") or (kind in ("more", "rival", "par") and moved):
        course = judge_course(relation, what, heard)
        found = judge_move(relation, what, heard) if course is None else course
        unknown = {each.truth for each in found} == {OPEN}
        return (judge_quoted_course(relation, what, heard) if unknown else []) or found
    return [Said(relation.at, OPEN, "What it is compared with was not read.")]


def _of_goal(relation: Relation, what: About, heard: Heard) -> list[Said]:
    if heard.of_target and relation.kind == "goal_met":
        return []
    called = any(each.role == TARGET for each in heard.figures)
    if not called and not any(heard.values.targets(base_of(path)) for path in what.paths):
        return [Said(relation.at, OPEN, "No target is known.")]
    return judge_goal(relation, what, heard)
