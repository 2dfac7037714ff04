"""What a number of a part is held against: the values of what it speaks of, then other facts."""

from __future__ import annotations

from collections.abc import Iterator

from cypt_analysis.claims.about import About
from cypt_analysis.claims.agreement import agrees, figure_states, same_unit
from cypt_analysis.claims.evidence import (
    LIMIT,
    QUOTED,
    TALLY,
    TARGET,
    Candidate,
    stems_of,
)
from cypt_analysis.claims.evidence import VALUE as LEVEL
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.items import NUMBER, PERIOD
from cypt_analysis.claims.kin import judge_kin
from cypt_analysis.claims.matters import GOALS
from cypt_analysis.claims.pairing import shifted
from cypt_analysis.claims.part import FAILS, HOLDS, OPEN, VALUE, Said
from cypt_analysis.claims.quantities import PERCENT, POINTS
from cypt_analysis.claims.roles import LATER, OLD, SUBJECT, Figure

_INTERVAL = frozenset({"ci", "interval", "confidenc", "confidence"})
# Words that are in the name of a quoted fact and tell nothing of what it is.
_OF_TIMES = frozenset({"year", "quarter", "month", "last", "report", "as", "ear"})
_LISTING = frozenset({"and", "or", ",", "for", "in", "by"})
_IS = frozenset({"to", "at", "is", "was", "the"})
_JUDGING = ("goal_met", "goal_missed", "more", "rival")


def judge_figure(figure: Figure, what: About, heard: Heard) -> Said:
    """Whether a number is the level of what its part speaks of, or another fact of it."""
    at, part, paths = figure.at, what.part, what.paths
    plain = not part.residue or bool(figure.number.fact)
    wide = heard.wider(part, paths) if plain else []
    meant: Candidate | None = None
    for path, row in _values_meant(figure, what, wide, heard):
        if _is(figure, row, heard):
            doubtful = len(paths) + len(wide) > 1 and part.residue and not figure.number.fact
            if doubtful:
                return Said(at, OPEN, "Several measures have such a figure.", row)
            return Said(at, HOLDS, "", row, VALUE)
        if "#" not in path and path in paths and same_unit(figure.number, row):
            meant = meant or row
    for judge in (_of_other_sense, _of_share, judge_kin):
        said = judge(figure, what, heard)
        if said is not None:
            return said
    return _not_found(figure, what, meant, heard)


def _not_found(figure: Figure, what: About, meant: Candidate | None, heard: Heard) -> Said:
    """A number that is no value of what is spoken of: wrong, where no other can be meant."""
    own = (f for f in heard.facts if f.sense == LEVEL and f.area == heard.values.own)
    then = (f for f in own if what.fixed and f.path in what.paths and _is(figure, f, heard))
    meant = meant or next(then, None)  # It is of another time than the one that is named.
    elsewhere = meant is None or heard.is_elsewhere(figure, what.fixed)
    return Said(figure.at, OPEN if elsewhere else FAILS, "", meant)


def _is(figure: Figure, row: Candidate, heard: Heard) -> bool:
    number = figure.number
    if heard.values.allows(number, figure.hedge, row):
        return True
    points = number.unit == POINTS and row.unit == PERCENT
    return points and agrees(number, figure.hedge, row.value)


def _values_meant(
    figure: Figure, what: About, wide: list[str], heard: Heard
) -> Iterator[tuple[str, Candidate]]:
    """The values that a number may be, the likeliest first, with their paths."""
    part = what.part
    near = heard.nearest_area(figure, part)
    areas = [near] if near and len(part.areas) > 1 else what.areas
    relative = [m for m in part.mentions(OLD, LATER, SUBJECT) if m.relative and not m.within]
    for path in [*heard.with_counts(what.paths), *heard.with_counts(wide)]:
        for area in areas:
            rows = heard.values.at(path, area, what.periods)
            if relative and not part.fixed():
                rows = shifted(path, area, relative[0], heard)
            elif not what.periods:
                rows = [row for row in rows[-1:] if not heard.is_left_behind(row)]
            for row in reversed(rows):
                yield path, row
            if what.is_led and rows:
                yield path, heard.values.rows(path, area)[-1]


def _of_other_sense(figure: Figure, what: About, heard: Heard) -> Said | None:
    """A target, a quoted figure, the limit of an interval, a count of a tally, a part of a year."""
    number, stems = figure.number, heard.line.stems
    # A count of areas or schools before what was merely quoted.
    for fact in sorted(heard.facts, key=lambda each: each.sense == QUOTED):
        sense = fact.sense
        so_far = fact.stat in ("so_far", "pro_rata_target") and fact.path in what.paths
        if sense not in (TARGET, QUOTED, LIMIT, TALLY) and not so_far:
            continue
        exact = sense == TARGET or (sense == QUOTED and number.fact == fact.name)
        if not heard.values.allows(number, "" if exact else figure.hedge, fact):
            continue
        if sense == TARGET and heard.has_goal:
            doubtful = _is_reached(figure, heard) or not _is_called(figure, fact, heard)
            return Said(figure.at, OPEN if doubtful else HOLDS, "", fact)
        if (
            (sense == QUOTED and _is_quoted(fact, figure, what, heard))
            or (sense == LIMIT and stems & _INTERVAL)
            or (sense == TALLY and stems & stems_of(str(fact.stat).replace("_", " ")))
            or so_far
        ):
            return Said(figure.at, HOLDS, "", fact)
    return None


def _is_quoted(fact: Candidate, figure: Figure, what: About, heard: Heard) -> bool:
    """Whether a word of a quoted fact's name stands near: it has no more to be known by."""
    text = heard.line.text
    near = heard.line.stems_near(figure.at)
    near |= stems_of(" ".join(text[each.start : each.end] for each in what.part.items))
    telling = fact.terms if figure.number.fact == fact.name else fact.terms - _OF_TIMES
    return bool((telling or fact.terms) & near)


def judge_quoted(figure: Figure, what: About, heard: Heard) -> Said | None:
    """A number that quotes a fact by its own words."""
    for fact in heard.facts:
        allowed = fact.sense == QUOTED and heard.values.allows(figure.number, figure.hedge, fact)
        if allowed and fact.terms - _OF_TIMES and _is_quoted(fact, figure, what, heard):
            return Said(figure.at, HOLDS, "", fact)
    return None


def _is_reached(figure: Figure, heard: Heard) -> bool:
    """Whether a number that is a target may be told as what was reached."""
    items = heard.line.items
    goal = next((i for i, e in enumerate(items) if e.entry("goal") or e.said in GOALS), None)
    judged = any(r.kind in _JUDGING for part in heard.parts for r in part.relations)
    reached = heard.before(figure.at) in _IS and not judged
    return reached and (goal is None or goal > figure.at)


def _is_called(figure: Figure, target: Candidate, heard: Heard) -> bool:
    """Whether a number that is a target stands nearest to a word of what is wanted, or is listed
    with the one that does; nothing else may, where that one is a target of the same measure."""
    items = heard.line.items
    goals = [i for i, e in enumerate(items) if e.entry("goal") or e.said in GOALS]
    near = [min(heard.figures, key=lambda n: (abs(n.at - at), -n.at)) for at in goals]
    between = [items[min(n.at, figure.at) : max(n.at, figure.at) + 1] for n in near]
    listed = any(all(e.kind in (NUMBER, PERIOD) or e.said in _LISTING for e in r) for r in between)
    return listed or not any(
        fact.sense == TARGET and fact.path == target.path and figure_states(each, fact)
        for each in near for fact in heard.facts
    )  # fmt: skip


def _of_share(figure: Figure, what: About, heard: Heard) -> Said | None:
    """A share of a target, or what is left of a whole."""
    number = figure.number
    if number.unit != PERCENT:
        return None
    for path in what.paths:
        for row in heard.values.at(path, what.area, what.periods)[-1:]:
            for target in heard.values.targets(path) if heard.has_goal else ():
                share = 100 * row.value / target.value if target.value else float("nan")
                if agrees(number, figure.hedge, share):
                    heard.of_target = True
                    return Said(figure.at, HOLDS, f"of a target of {target.shown}", row)
    return None


def judge_target(figure: Figure, what: About, heard: Heard) -> Said:
    """Whether a number that is called a target is one."""
    meant: Candidate | None = None
    for path in [*what.paths, *heard.measures.paths]:
        for target in heard.values.targets(path):
            if agrees(figure.number, "", target.value, target.shown):
                return Said(figure.at, HOLDS, "", target)
            meant = target if path in what.paths else meant
    for target in heard.facts:
        if target.sense == TARGET and agrees(figure.number, "", target.value, target.shown):
            return Said(figure.at, HOLDS, "", target)
    if meant is None or heard.is_elsewhere(figure, what.fixed):
        return Said(figure.at, OPEN, "", meant)
    return Said(figure.at, FAILS, "", meant)
