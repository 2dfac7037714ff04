"""A change at each of several steps, and several values of a measure in a row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from cypt_analysis.claims.about import About
from cypt_analysis.claims.cardinals import SMALL
from cypt_analysis.claims.evidence import QUOTED, Candidate
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.items import MARK, PERIOD
from cypt_analysis.claims.lexicon import found_at, words
from cypt_analysis.claims.matters import AT_NO_TIME
from cypt_analysis.claims.part import CHANGE, HOLDS, OPEN, Part, Relation, Said, truth_of
from cypt_analysis.claims.periods import ANY, Mention
from cypt_analysis.claims.quantities import RANKS
from cypt_analysis.claims.roles import LEVEL, NEW, OLD, Figure
from cypt_analysis.claims.values import Rows, fits

_RUNNING, _BETWEEN = words("courses.running"), words("courses.between")
_STEPS = frozenset({"year", "quarter", "month", "step", "time"})
_GOES_ON, _BEGINS = frozenset({"continue", "keep", "go on"}), frozenset({"begin", "start"})
_PAIR, _FEWEST, _MOST_WORDS = 2, 3, 8


@dataclass(frozen=True)
class _Course:
    """How a change at each of several steps is told: that it went on, began, came
    each time, for so many times, or never."""

    goes_on: bool
    begun: bool
    every: bool
    running: bool
    never: bool
    count: int

    @property
    def fewest(self) -> int:
        """How many values it needs."""
        return _PAIR if self.never or self.begun else _FEWEST


def judge_course(relation: Relation, what: About, heard: Heard) -> list[Said] | None:
    """A change at each step: "every year since", "for the second year running", "continued to".
    None where no course is told."""
    course, at = _course_of(relation, what, heard), relation.at
    if course is None:
        return None
    rows, way = _steps_meant(course, what, heard), heard.way(relation, what.paths[0])
    if len(rows) < course.fewest or not way:
        return [Said(at, OPEN, "Which figures are meant was not read.")]
    steps = [(later.value - row.value) * way > 0 for row, later in pairwise(rows)]
    held = any(steps) if course.never else all(steps)
    heard.talk.pair = (rows[0], rows[-1])
    heard.used.append(heard.talk.pair)
    why = " → ".join(row.shown for row in rows)
    found = [Said(at, truth_of(held, denied=relation.denied), why, rows[-1], CHANGE)]
    ends = [*((each, rows[0]) for each in what.from_), *((each, rows[-1]) for each in what.to)]
    allows = heard.values.allows
    return found + [
        Said(n.at, HOLDS if allows(n.number, n.hedge, row) else OPEN, "", row) for n, row in ends
    ]


def _course_of(relation: Relation, what: About, heard: Heard) -> _Course | None:
    """The course that is told, if one is."""
    part, at = what.part, relation.at
    told = {
        entry.lemma for item in heard.line.items[max(part.start, at - 3) : at]
        if (entry := item.entry("course")) is not None
    }  # fmt: skip
    begun = bool(told & _BEGINS) and not (what.figures_given or what.olds)
    moved = relation.kind in ("move", "judged")
    stepped = bool(part.said & _STEPS) or (moved and part.span is not None)
    of_each = moved and any(said.startswith(("each of", "every one of")) for said in part.said)
    every = (of_each or bool(part.quantifiers & {"every", "each"})) and stepped
    running = bool(part.said & _RUNNING)
    count = _count(part) if running or part.span else 0
    never = relation.denied and bool(part.quantifiers & AT_NO_TIME)
    course = _Course(bool(told & _GOES_ON), begun, every, running, never, count)
    moves = moved or (
        relation.kind == "more" and (running or every or relation.said in ("up", "down"))
    )
    stated = course.goes_on or every or running or never or begun
    return course if moves and stated else None


def _steps_meant(course: _Course, what: About, heard: Heard) -> Rows:
    """The values that a course goes through."""
    part, count = what.part, course.count
    rows = _rows(what, heard) if len(what.paths) == 1 else []
    since = [m for m in what.olds if not m.relative]
    last = rows[-count - 1 :] if count and len(rows) > count else []
    if course.never and len(what.periods) == 1 and len(since) == 1:
        return rows_between(rows, since[0], what.periods[0])
    if since:
        first = next((i for i, row in enumerate(rows) if fits(since, row)), len(rows))
        return rows[first : first + 1 + count] if course.running and part.span else rows[first:]
    if course.goes_on or course.begun:
        return rows[-_FEWEST + course.begun :]
    # "In each of the last three years", "for the third year running".
    return last if not course.every or course.running or part.span else rows


def judge_quoted_course(relation: Relation, what: About, heard: Heard) -> list[Said]:
    """A course of which a quoted fact says the length: "fell over the last two quarters"."""
    way = -relation.way if relation.denied else relation.way
    for fact in heard.facts if what.part.span else ():
        moves = [
            entry.way for word in fact.name.rpartition(".")[2].split("_")
            for entry in found_at([word], 0)[1] if entry.kind == "move"
        ]  # fmt: skip
        newest = heard.values.rows(what.paths[0])[-1:] if what.fixed else []
        told = (fact.value, fact.written) == what.part.span and moves == [way]
        if fact.sense == QUOTED and told and all(fits(what.fixed, row) for row in newest):
            return [Said(relation.at, HOLDS, "", fact, CHANGE)]
    return []


def rows_between(rows: Rows, first: Mention, last: Mention) -> Rows:
    """The values from one time to another."""
    begin = next((i for i, row in enumerate(rows) if fits([first], row)), len(rows))
    end = next((i for i, row in enumerate(rows) if fits([last], row)), -1)
    return rows[begin : end + 1]


def _count(part: Part) -> int:
    """How many steps are told: "three years in a row", "for the second year"."""
    if part.span:
        return part.span[0]
    return next((n for word, n in {**RANKS, **SMALL}.items() if word in part.said), 0)


def _rows(what: About, heard: Heard) -> Rows:
    """The values of the series up to the time that is spoken of, of years where years are."""
    rows = heard.values.rows(what.paths[0], what.area)
    fixed = [m for m in what.periods if not m.relative]
    fixed = fixed or [m for each in heard.parts for m in each.fixed(NEW)]
    last = next((row for row in reversed(rows) if not fixed or fits(fixed, row)), None)
    if last is None or last.period is None:
        return []
    rows = [
        row for row in rows
        if row.series == last.series and row.period and not last.period < row.period
    ]  # fmt: skip
    part = what.part
    if part.said & {"year", "years"} or (part.span and part.span[1] == "years"):
        return _years_to(rows, last)
    return rows


def _years_to(rows: Rows, last: Candidate) -> Rows:
    """The value of each year to one, as far back as there is one."""
    chain = [last]
    while (before := next((row for row in rows if row.is_year_before(chain[0])), None)) is not None:
        chain.insert(0, before)
    return chain


def judge_rows(heard: Heard) -> list[Said]:
    """Three values or more in a row, of one measure and in order of time."""
    found: list[Said] = []
    run: list[tuple[Part, Figure]] = []
    for part in heard.parts:
        for figure in part.figures:
            if figure.role not in (LEVEL, OLD, NEW):
                continue
            if run and not _follows(run[-1][1], figure, heard):
                found += _as_rows(run, heard)
                run = []
            run.append((part, figure))
    return found + _as_rows(run, heard)


def _follows(figure: Figure, after: Figure, heard: Heard) -> bool:
    """Whether only small words, times and moves stand between two numbers."""
    between = heard.line.items[figure.at + 1 : after.at]
    return len(between) <= _MOST_WORDS and all(
        each.kind in (MARK, PERIOD) or each.said in _BETWEEN or each.entry("move")
        for each in between
    )


def _own_time(figure: Figure, heard: Heard) -> list[Mention]:
    """The time that stands right after a number; any where none does."""
    after = heard.line.items[figure.at + 1 : figure.at + 4]
    near = [e.period for e in after if e.period and not e.period.relative][:1]
    return near or [Mention(0, 0, ANY, "")]


def _as_rows(run: list[tuple[Part, Figure]], heard: Heard) -> list[Said]:
    size = len(run)
    if size < _FEWEST:
        return []
    first, allows = run[0][0], heard.values.allows
    for path in heard.with_counts(heard.paths_of(first)):
        rows = heard.values.rows(path, heard.areas_of(first)[0])
        first_of_all = 0 if rows and heard.is_of_then(rows[-1]) else len(rows) - size
        for start in range(len(rows) - size, max(first_of_all, 0) - 1, -1):
            held = rows[start : start + size]
            numbers = [figure for _, figure in run]
            if len({row.series for row in held}) == 1 and all(
                allows(n.number, n.hedge, row) and fits(_own_time(n, heard), row)
                for n, row in zip(numbers, held, strict=True)
            ):
                for each in numbers:
                    each.role = "told"
                heard.talk.pair = (held[0], held[-1])
                return [Said(n.at, HOLDS, "", r) for n, r in zip(numbers, held, strict=True)]
    return []
