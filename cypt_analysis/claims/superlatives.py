"""The highest or lowest: of areas, of parts of a breakdown, of all times, or of all changes."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from cypt_analysis.claims.about import About
from cypt_analysis.claims.evidence import Candidate
from cypt_analysis.claims.heard import GROUPS, Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.part import EXTREME, GROUP, OPEN, Part, Relation, Said, Two, truth_of
from cypt_analysis.claims.periods import Mention
from cypt_analysis.claims.quantities import RANK
from cypt_analysis.claims.roles import REF, SINCE, SUBJECT, Figure
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


_NEAR, _EVER = words("superlatives.near"), words("superlatives.ever")
_PEAKS = frozenset({"peak", "record high", "record low", "trough"})
_SERIES = frozenset({"series", "record", "recorded"})
_FEWEST_superlatives, _PAIR = 3, 2


def judge_extreme(relation: Relation, what: About, heard: Heard) -> list[Said]:
    """Whether a value is the highest or lowest, or the third highest, of what is said."""
    part, path = what.part, what.paths[0]
    way = heard.way(relation, path)
    if not way or len(what.paths) > 1:
        return [Said(relation.at, OPEN, "Of which measure it is said was not read.")]
    if relation.at + 1 < part.stop and heard.line.items[relation.at + 1].entry("move", "gap"):
        return judge_largest_step(relation, what, heard)
    grouped = any(area in GROUPS for area in part.named_areas())
    if grouped or part.said & _NEAR:
        one = next((area for area in what.areas if area not in GROUPS), "")
        for now in heard.values.at(path, one, what.periods)[-1:]:
            rows = [row for row in heard.values.near(path, now) if row.area != one]
            # We are none of our neighbours, and one of a group.
            rows += heard.values.same_time(path, "", now) if one and not grouped else []
            return _among(relation, now, rows, way, what)
        return [Said(relation.at, OPEN)]
    if not part.said & {"year", "years", "since"}:
        parts = _among_parts(relation, path, way, what, heard)
        if parts:
            return parts
    if what.ranks:
        return [Said(at, OPEN) for at in (relation.at, what.ranks[0].at)]
    return [_over_time(relation, path, way, what, heard)]


def judge_place(figure: Figure, heard: Heard) -> Said:
    """Whether a place among others is the one that is known: "ranked third in the group"."""
    known = [each for each in heard.facts if each.unit == RANK]
    held = next((each for each in known if each.value == figure.number.value), None)
    if held is None and len(known) != 1:
        return Said(figure.at, OPEN, "No place among others is known.")
    return Said(figure.at, truth_of(held is not None), "", held or known[0])


def _among(relation: Relation, now: Candidate, rows: Rows, way: int, what: About) -> list[Said]:
    """Whether as many stand before a value as its rank says."""
    if not rows:
        return [Said(relation.at, OPEN, "No figures of others are known.")]
    rank = int(what.ranks[0].number.value) if what.ranks else 1
    before = sum((row.value - now.value) * way > 0 for row in rows)
    truth = truth_of(before == rank - 1, denied=relation.denied)
    why = f"{before} of {len(rows)} stand before it"
    places = [relation.at, *(n.at for n in what.ranks)]
    return [Said(at, truth, why, now, GROUP) for at in places]


def _among_parts(relation: Relation, path: str, way: int, what: About, heard: Heard) -> list[Said]:
    """Of the parts of a breakdown, where one of them is named: "the largest of the schools"."""
    parts, terms = heard.evidence.parts.get(path, ()), heard.evidence.terms
    rows = heard.values.at(path, "", what.periods)[-1:]
    if len(parts) < 2 or not rows:
        return []
    own = terms[path] - frozenset.intersection(*(terms[each] for each in parts))
    others = [
        row for each in parts if each != path
        for row in heard.values.same_time(each, "", rows[0])
    ]  # fmt: skip
    named = heard.line.stems & own
    return _among(relation, rows[0], others, way, what) if others and named else []


def _over_time(relation: Relation, path: str, way: int, what: About, heard: Heard) -> Said:
    """Whether a value is the highest of its series, or since a time."""
    part, at = what.part, relation.at
    since = [m for m, role in part.periods if role == SINCE]
    named = part.fixed(SUBJECT, "after", REF)
    fixed: list[Mention] = named or ([] if since else what.periods)
    rows = heard.values.rows(path, what.area)
    if since:
        start = next((i for i, row in enumerate(rows) if fits(since, row)), len(rows))
        rows = rows[start:]
    peak = relation.entry.lemma in _PEAKS or heard.before(at) == "its"
    told = since or part.said & _EVER or part.span or peak
    fewest = _PAIR if peak or part.said & _SERIES else _FEWEST_superlatives
    if len(rows) < fewest or not (told or (fixed and len(part.figures) <= 1)):
        return Said(at, OPEN, "Of which times it is the most was not read.")
    held = [row for row in rows if fits(fixed, row)] or rows[-1:]
    rows = [row for row in rows if row.series == held[-1].series]
    if len(rows) < fewest:
        return Said(at, OPEN, "There are too few figures that compare.")
    rows = _within(rows, held[-1], part, since, fixed)
    if len(rows) < _PAIR:
        return Said(at, OPEN, "The figures do not reach so far back.")
    heard.used.append(tuple(rows))
    meant = _meant(rows, fixed, what, heard)
    if not meant:
        return Said(at, OPEN)
    peaks = _peaks(rows, way)
    if since and len(meant) == 1 and meant[0] not in peaks and len(rows) > 2:
        # "The highest since 2006/07": that year itself is left out.
        peaks = _peaks(rows[1:], way)
    truth = truth_of(any(row in peaks for row in meant), denied=relation.denied)
    label = peaks[0].period.label if peaks[0].period else ""
    return Said(at, truth, f"the extreme is {peaks[0].shown} ({label})", peaks[0], EXTREME)


def _within(
    rows: Rows, held: Candidate, part: Part, since: list[Mention], fixed: list[Mention]
) -> Rows:
    """The values among which one is the most: those of so many years, or up to a time that is
    named; none where they do not reach so far back."""
    count, unit = part.span if part.span and not since else (0, "")
    if (since or count) and fixed and held.period:
        rows = [row for row in rows if row.period and not held.period < row.period]
    end = rows[-1].period.end if rows and rows[-1].period else None
    if unit == "years" and end is not None:
        # The year begins with the period that ended so long ago, on the same day.
        first = date(end.year - count, end.month, 1)
        within = [row for row in rows if row.period and row.period.end.replace(day=1) > first]
        return within if len(within) < len(rows) or _reaches(rows[0], first) else []
    return rows[-count:] if count and len(rows) >= count else rows


def _reaches(row: Candidate, first: date) -> bool:
    """Whether a value is of the first months after a day: no earlier one is missing."""
    if row.period is None:
        return False
    return (row.period.end.year - first.year) * 12 + row.period.end.month - first.month <= 12


def _meant(rows: Rows, fixed: list[Mention], what: About, heard: Heard) -> Rows:
    if fixed:
        return [row for row in rows if fits(fixed, row)]
    allows, figures = heard.values.allows, what.part.figures
    given = [row for n in figures for row in rows if allows(n.number, n.hedge, row)]
    return given or rows[-1:]


def _peaks(rows: Rows, way: int) -> Rows:
    top = (max if way > 0 else min)(row.value for row in rows)
    return [row for row in rows if row.value == top]
