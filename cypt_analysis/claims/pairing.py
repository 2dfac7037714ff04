"""Which two values of a measure a part compares in time, and how much they differ."""

from __future__ import annotations

from collections.abc import Sequence

from cypt_analysis.claims.about import About
from cypt_analysis.claims.agreement import agrees, is_difference
from cypt_analysis.claims.evidence import Candidate
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.part import HOLDS, Truth, Two, truth_of
from cypt_analysis.claims.periods import LATER, SAME, Mention
from cypt_analysis.claims.quantities import PERCENT
from cypt_analysis.claims.roles import Figure
from cypt_analysis.claims.values import Rows, base_of, fits, years_before


def allow(figures: Sequence[Figure], row: Candidate, heard: Heard) -> bool:
    """Whether every one of some numbers may be a value."""
    return all(heard.values.allows(each.number, each.hedge, row) for each in figures)


def earlier_than(rows: Rows, now: Candidate) -> Rows:
    """The values of a time before another's."""
    return [row for row in rows if row.period and now.period and row.period < now.period]


def shifted(path: str, area: str, mention: Mention, heard: Heard) -> Rows:
    """The value that words such as "a year later" mean beside the last that was spoken of."""
    rows, base = heard.values.rows(path, area), heard.talk.value
    if not rows:
        return []
    if base is None or base.path != base_of(path) or base.period is None:
        return [] if mention.kind == LATER else heard.values.before(rows, rows[-1], mention)
    at = base.period
    if mention.kind == LATER:
        return _after(rows, base, mention)
    now = next((row for row in rows if row.period == at), rows[-1])
    return heard.values.before(rows, now, mention)


def _after(rows: Rows, base: Candidate, mention: Mention) -> Rows:
    """The value a month, a quarter or a year after another."""
    after = [row for row in rows if row.period and base.period and base.period < row.period]
    months = "month" in mention.text and not ("12" in mention.text or "twelve" in mention.text)
    if "quarter" in mention.text or months:
        return after[:1]
    return [row for row in rows if base.is_year_before(row)] or after[:1]


def pairs(
    path: str, what: About, heard: Heard, *,
    olds: Sequence[Figure] = (), news: Sequence[Figure] = (),
    periods: Sequence[Mention] | None = None,
) -> list[Two]:  # fmt: skip
    """The earlier and the later values that a part may compare, the likeliest first.

    ``olds`` and ``news`` are the numbers given for them, ``periods`` the later times where they
    are not those of the part.
    """
    rows = heard.values.rows(path, what.area)
    if not rows:
        return []
    special = _told_in_steps(path, rows, what, heard, news)
    if special is not None:
        return special
    fixed = [m for m in (what.periods if periods is None else periods) if not m.relative]
    relative = [m for m in what.olds if m.relative]
    nows = _nows(rows, fixed, olds, news, heard)
    if what.part.joiner in ("having", "after") and relative and not what.fixed:
        pair = heard.talk.pair
        base = pair[1] if pair and pair[1].path == base_of(path) else rows[-1]
        nows, relative = heard.values.before(rows, base, relative[0]), []
    later = [m for m in what.part.mentions("later") if m.kind == LATER]
    if later and any(not m.relative for m in what.olds):
        thens = [row for row in rows if fits([m for m in what.olds if not m.relative], row)]
        return [(t, row) for t in thens for row in _after(rows, t, later[0])]
    if what.olds and any(not m.relative for m in what.olds):
        return [(t, now) for now in nows for t in _of_old_times(rows, now, what.olds)]
    if relative:
        return [(t, now) for now in nows for t in heard.values.before(rows, now, relative[0])]
    if len(fixed) > 1 and len(nows) > 1:
        return [(t, now) for now in nows for t in earlier_than(nows, now)]
    return [(t, now) for now in nows for t in _usual_thens(rows, now, what, olds, heard)]


def _told_in_steps(
    path: str, rows: Rows, what: About, heard: Heard, news: Sequence[Figure]
) -> list[Two] | None:
    """Of "a year later" and "and then rose again": the step after the one told before."""
    part, talk, base = what.part, heard.talk, base_of(path)
    later = part.mentions("later")
    if later and talk.value is not None and talk.value.path == base:
        after = shifted(path, what.area, later[0], heard)
        return [(t, now) for t in rows if t.period == talk.value.period for now in after]
    joined = part.joiner in ("and", "before") or part.said & {"again", "then"}
    again = joined and part.said & {"again", "then", "before"} and not part.fixed()
    if again and talk.pair and talk.pair[1].path == base:
        last = talk.pair[1]
        following = [
            row for row in rows
            if row.period and last.period and last.period < row.period
            and row.series == last.series
        ]  # fmt: skip
        found = [(last, each) for each in following[:1] if allow(news, each, heard)]
        return found if found or not news else None
    return None


def _nows(
    rows: Rows, fixed: list[Mention], olds: Sequence[Figure], news: Sequence[Figure], heard: Heard
) -> Rows:
    if fixed:
        nows = [row for row in rows if fits(fixed, row)]
        return nows[-1:] if len(fixed) == 1 else nows
    if not heard.is_of_then(rows[-1]):
        return [] if heard.is_left_behind(rows[-1]) else rows[-1:]
    value = heard.talk.value
    if olds and not news and value in rows:
        return [value]  # "There were 260. They had risen from 141."
    hit = [row for row in rows if news and allow(news, row, heard)]
    return rows[-1:] if not hit or rows[-1] in hit else hit


def _same_part(rows: Rows, mentions: Sequence[Mention], now: Candidate) -> Rows:
    """Of "the same quarter of 2011": the values of the part of a year that another is of."""
    if now.period is None or not any(m.kind == SAME for m in mentions):
        return rows
    return [row for row in rows if row.period and row.period.place == now.period.place]


def _of_old_times(rows: Rows, now: Candidate, olds: list[Mention]) -> Rows:
    fixed = [m for m in olds if not m.relative]
    thens = _same_part([row for row in earlier_than(rows, now) if fits(fixed, row)], fixed, now)
    if len(thens) > 1:
        return [row for row in thens if row.series == now.series][:1] or thens[:1]
    return thens


def _usual_thens(
    rows: Rows, now: Candidate, what: About, olds: Sequence[Figure], heard: Heard
) -> Rows:
    """The earlier values that one is compared with where no time is named for them."""
    earlier = earlier_than(rows, now)
    if what.part.span and not olds:
        count, unit = what.part.span
        if unit.startswith("year"):
            return years_before(earlier, now, count)
        months = {"months": 1, "quarters": 3}.get(unit)
        if months and now.period and now.period.months not in (months, 0):
            return []
        return [row for row in earlier if row.series == now.series][-count:][:1]
    return [row for row in usual(earlier, now) if not olds or allow(olds, row, heard)]


def usual(earlier: Rows, now: Candidate) -> Rows:
    """What a value is compared with where nothing else is said: a year before, or the last."""
    year = [row for row in earlier if row.is_year_before(now)]
    last = [row for row in earlier if row.series == now.series][-1:]
    return list(dict.fromkeys([*year, *last]))


def size_of(figure: Figure, one: Candidate, two: Candidate, heard: Heard) -> Truth:
    """Whether a number is the difference of two values, or a change from a baseline."""
    if figure.number.unit == PERCENT and two.period is not None:
        year = str(two.period.end.year)
        for fact in heard.facts if year in heard.line.text else ():
            told = fact.sense == "baseline"
            if told and agrees(figure.number, figure.hedge, abs(fact.value), fact.shown):
                return HOLDS
    return truth_of(is_difference(figure.number, figure.hedge, one, two))
