"""A figure beside its target, and on which side of a target its figures ought to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cypt_analysis.claims.about import About
from cypt_analysis.claims.agreement import agrees
from cypt_analysis.claims.evidence import TARGET as TARGET_OF
from cypt_analysis.claims.evidence import VALUE, Candidate
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.matters import GOALS
from cypt_analysis.claims.pairing import size_of
from cypt_analysis.claims.part import FAILS, HOLDS, OPEN, Doubt, Relation, Said, Truth, truth_of
from cypt_analysis.claims.roles import GOAL, TARGET, Figure
from cypt_analysis.claims.values import Rows, base_of, fits
from cypt_analysis.ground.status import TargetStatus

# As near as "on target" means, as a share of it.
_ON_TARGET, _NARROWLY = 0.02, 0.05
_MET: dict[str, bool] = {
    TargetStatus.MET: True, TargetStatus.ON_TRACK: True, TargetStatus.MISSED: False,
    TargetStatus.OFF_TRACK: False, TargetStatus.WITHIN_TOLERANCE: False,
}  # fmt: skip
_ON_TRACK = ("on target", "ahead of", "off target", "behind")
_WANTED = "wanted"
# "Its share of the target so far".
_SO_FAR = frozenset({"share", "profil", "rata", "pace"})


@dataclass
class _Tried:
    now: Candidate
    target: Candidate
    word: Truth
    sizes: Truth


def judge_goal(relation: Relation, what: About, heard: Heard) -> list[Said]:
    """Whether a target was met or missed, or a figure stands above or below it."""
    tried = [
        _try(relation, _meant(path, rows, targets[-1], heard), targets[-1], what, heard)
        for path in map(base_of, what.paths)
        if (targets := _targets(relation, path, heard)) and (rows := _rows(path, what, heard))
    ]
    if not tried:
        return [Said(at, OPEN, "No target is known.")
                for at in (relation.at, *(n.at for n in what.sizes))]  # fmt: skip
    borne = [each for each in tried if each.word == each.sizes == HOLDS]
    best = tried[0]
    if len({(each.word, each.sizes) for each in tried}) > 1:
        best = borne[0] if borne and what.sizes else _Tried(best.now, best.target, OPEN, OPEN)
    why = f"{best.now.shown}, the target {best.target.shown}"
    doubt = None
    if best.target.path == best.now.path and _is_of_part(best.now, heard):
        best.word, doubt = OPEN, Doubt.APART
    if abs(best.now.value - best.target.value) <= _NARROWLY * abs(best.target.value):
        items = heard.line.items
        what.part.blocking = [at for at in what.part.blocking if items[at].said != "narrowly"]
    heard.used.append((best.now,))
    said = [Said(relation.at, best.word, why, best.target, "", doubt)]
    for each in what.sizes:
        doubted = best.sizes == FAILS and heard.is_elsewhere(each, what.fixed)
        said.append(Said(each.at, OPEN if doubted else best.sizes, why, best.target))
    return said


def exchanged(said: list[Said], heard: Heard) -> list[Said]:
    """Statements of a sentence, those false that tell what is as what was wanted, and the other way
    round: "83% improved where 76.5% had been hoped for"."""
    held = [(e, e.fact) for e in said if e.truth == HOLDS and e.fact is not None]
    wrong = {
        each.at: target
        for one, target in held if target.sense == TARGET_OF and not _is_wanted(one.at, heard)
        for other, fact in held if fact.sense == VALUE and fact.path == target.path
        and _is_wanted(other.at, heard)
        for each in (one, other)
    }  # fmt: skip
    return [
        replace(e, truth=FAILS, why=f"the target is {wrong[e.at].shown}") if e.at in wrong else e
        for e in said
    ]  # fmt: skip


def _is_wanted(at: int, heard: Heard) -> bool:
    """Whether a number is told as what was wanted: it is called so, or alone in a part that is."""
    figures = {n.at: (n, part) for part in heard.parts for n in part.figures}
    if at not in figures:
        return False
    figure, part = figures[at]
    told = any((e := item.entry("goal")) and e.lemma == _WANTED for item in part.items)
    wanted = told or part.wish or bool(part.said & GOALS)
    return figure.role == TARGET or (wanted and len(part.figures) == 1 and not part.relations)


def _rows(path: str, what: About, heard: Heard) -> Rows:
    """The values of the time that is spoken of, or that the target is of; else all."""
    times = [m for each in heard.parts for m in each.fixed(GOAL)]
    values = heard.values
    return values.at(path, "", what.periods or times) or values.rows(path)


def is_missed(now: Candidate, heard: Heard) -> bool:
    """Whether a sentence gives the target of a value, and it was missed."""
    targets = [e for e in heard.values.targets(now.path) if e.period == now.period]
    polarity = heard.values.polarity(now.path)
    return heard.has_goal and any((now.value - e.value) * polarity < 0 for e in targets)


def _meant(path: str, rows: Rows, target: Candidate, heard: Heard) -> Candidate:
    """The value that is held against a target: what was given for the year, or the newest."""
    total = heard.last_total
    if total is not None and (total.path, total.unit) == (path, rows[-1].unit):
        return total
    told = heard.talk.value
    same = told is not None and told in rows and told.period == target.period
    return told if told is not None and same else rows[-1]


def _is_met(now: Candidate, target: Candidate, heard: Heard) -> bool | None:
    """Whether a target is met, as it was judged where it was; of a part of a year nobody knows."""
    judged = heard.evidence.judged.get(now.path, {})
    if str(judged.get("id")) == now.name and judged.get("target") == target.value:
        return _MET.get(str(judged.get("verdict")))
    polarity = heard.values.polarity(now.path)
    return (now.value - target.value) * polarity >= 0 if polarity else None


def _is_of_part(now: Candidate, heard: Heard) -> bool:
    """Whether a value is of a part of a year, which does not compare with a year's target, and
    the sentence does not say so."""
    judged = heard.evidence.judged.get(now.path, {})
    whole = str(judged.get("apart", "")).startswith("part of a year")
    return whole and str(judged.get("period")) == str(now.period) and not heard.says_part


def _targets(relation: Relation | None, path: str, heard: Heard) -> Rows:
    """The targets of a measure, those that are called so where a number is."""
    facts = [each for each in heard.values.facts(path) if each.path == path]
    so_far = [each for each in facts if each.stat == "pro_rata_target"]
    if heard.line.stems & _SO_FAR:
        return so_far
    called = [each for each in heard.figures if each.role == TARGET]
    lemma = relation.entry.lemma if relation is not None else ""
    bare = lemma in _ON_TRACK and not called
    if so_far and (bare or lemma in ("on target", "off target")):
        return so_far
    own = [part for part in heard.parts if relation is None or relation in part.relations]
    times = [m for part in own for m in part.fixed(GOAL)]
    found = [
        target for target in heard.values.targets(path)
        if not called
        or any(agrees(n.number, "", target.value, target.shown) for n in called)
    ]  # fmt: skip
    return [each for each in found if times and fits(times, each)] or found


def _try(
    relation: Relation, now: Candidate, target: Candidate, what: About, heard: Heard
) -> _Tried:
    polarity = heard.values.polarity(now.path)
    difference = now.value - target.value
    if relation.kind in ("goal_met", "goal_missed", "grade"):
        met = _is_met(now, target, heard)
        wanted = relation.kind == "goal_met" or (relation.kind == "grade" and relation.way > 0)
        holds = None if met is None else met == wanted
    elif relation.kind == "par":
        holds = abs(difference) <= _ON_TARGET * max(abs(target.value), 1e-9)
    elif relation.kind == "rival":
        holds = difference * polarity * relation.way > 0 if polarity else None
    else:
        holds = difference * relation.way > 0
    sizes = all(size_of(n, now, target, heard) == HOLDS for n in what.sizes)
    size = OPEN if holds is None else truth_of(sizes)
    return _Tried(now, target, truth_of(holds, denied=relation.denied), size)


_BEFORE = words("sides.before")
_HEDGED = {"over": 1, "just_over": 1, "least": 1, "under": -1, "just_under": -1, "most": -1}


def on_their_side(said: Sequence[Said], heard: Heard) -> list[Said]:
    """Statements of a sentence, those false that give a target with the wrong side.

    A number that is called a target is one, whatever else it may be: 76.5% is at most 83% too.
    """
    figures = {each.at: each for each in heard.figures}
    return [_sided(each, figures[each.at], heard) if each.at in figures else each for each in said]


def _sided(said: Said, figure: Figure, heard: Heard) -> Said:
    side = _side(figure, heard)
    if not side or said.truth != HOLDS or said.fact is None or not _is_called(figure, heard):
        return said
    target = said.fact if said.fact.sense == TARGET_OF else _same(figure, said.fact.path, heard)
    if target is None or side * heard.values.polarity(target.path) >= 0:
        return replace(said, fact=target or said.fact)
    return replace(said, truth=FAILS, fact=target, why="the target is on the other side of it")


def _side(figure: Figure, heard: Heard) -> int:
    """Whether a number is told as one to be reached or kept below: "or above", "at most"."""
    told = _HEDGED.get(figure.hedge, 0)
    after = heard.line.items[figure.at + 1 : figure.at + 3]
    if told or len(after) < 2 or after[0].said != "or":
        return told
    entry = after[1].entry("more", "rival")
    return entry.way if entry is not None else 0


def _is_called(figure: Figure, heard: Heard) -> bool:
    """Whether the word before a number, but for those that say how near, is of what is wanted."""
    before = heard.line.items[: figure.at]
    while before and (before[-1].said in _BEFORE or _is_hedge(before[-1].entries)):
        before = before[:-1]
    return bool(before) and before[-1].entry("goal") is not None


def _is_hedge(entries: Sequence) -> bool:
    return any(each.kind.startswith("hedge.") for each in entries)


def _same(figure: Figure, path: str, heard: Heard) -> Candidate | None:
    """The target of a measure that a number is."""
    return next(
        (e for e in heard.values.targets(path) if agrees(figure.number, "", e.value, e.shown)), None
    )
