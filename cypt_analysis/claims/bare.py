"""Numbers without a verb of their own: \"from 372 to 460\", \"1.4 times England's\", \"(24%)\"."""

from __future__ import annotations

from dataclasses import replace

from cypt_analysis.claims.about import About
from cypt_analysis.claims.agreement import same_unit
from cypt_analysis.claims.figures import judge_figure, judge_target
from cypt_analysis.claims.gaps import judge_gap
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.items import AREA, NUMBER, Item
from cypt_analysis.claims.kin import judge_kin
from cypt_analysis.claims.pairing import allow, earlier_than, pairs, shifted, size_of
from cypt_analysis.claims.part import FAILS, HOLDS, OPEN, Said, truth_of
from cypt_analysis.claims.parts import BRACKET
from cypt_analysis.claims.periods import Mention
from cypt_analysis.claims.quantities import COUNT, PERCENT, TIMES
from cypt_analysis.claims.roles import SIZE, Figure
from cypt_analysis.claims.values import NUMERATOR, fits


def judge_bare(what: About, heard: Heard) -> list[Said]:
    """The numbers of a part without a statement of its own."""
    said = [_ratio(each, what, heard) for each in what.sizes if each.number.unit == TIMES]
    said += [_compared(each, what, heard) for each in what.ref_figures]
    olds = what.from_
    if olds and not what.to and what.part.fixed():
        for each in olds:
            level = judge_figure(each, what.but(periods=what.part.fixed()), heard)
            heard.talk.value = level.fact if level.truth == HOLDS else heard.talk.value
            said += [level, *_from_another(level, what, heard)]
        olds = []
    ends = [*olds, *what.to]
    if len(ends) == 2 and "between" in what.part.said and not what.olds:
        ranged = _in_range(ends, what, heard)
        if ranged:
            return said + ranged
    said += _ends(ends, olds, what, heard) if ends else []
    return said + [_size(each, what, heard) for each in what.sizes if each.number.unit != TIMES]


def _from_another(level: Said, what: About, heard: Heard) -> list[Said]:
    """Of "increased from 13.4% in 2008 and 14.1% in 2007": what moved, moved from both."""
    talk, then = heard.talk, level.fact
    relation = talk.relation
    moved = relation is not None and relation.kind == "move" and what.part.joiner == "and"
    if not moved or relation is None or talk.pair is None or then is None or level.truth != HOLDS:
        return []
    now = talk.pair[1]
    if now.path != then.path or (now.value - then.value) * relation.way > 0:
        return []
    return [Said(relation.at, FAILS, f"{then.shown} → {now.shown}", now)]


def _ratio(figure: Figure, what: About, heard: Heard) -> Said:
    """So many times another area, another measure, or an earlier time."""
    part, values = what.part, heard.values
    areas = what.refs or part.named_areas()
    found = []
    for path in what.paths:
        for now in values.at(path, "" if areas else what.area, what.periods)[-1:]:
            if areas:
                others = [o for area in areas for o in values.same_time(path, area, now)]
            elif part.ref_terms:
                named = heard.measures.like(path, heard.resolve(part.ref_terms))
                others = [o for each in named for o in values.same_time(each, what.area, now)]
            else:
                periods: list[Mention] | None = None if what.olds else []
                others = [then for then, _ in pairs(path, what, heard, periods=periods)]
            found += [(now, other) for other in others]
    # Where several may be meant, the indicator's own measure is.
    own = [two for two in found if two[0].path == heard.measures.indicator] or found
    if len(own) != 1:
        return Said(figure.at, OPEN)
    now, other = own[0]
    heard.used.append((now, other))
    heard.used_areas.append((other.area,))
    why = f"{now.shown} beside {other.shown}"
    truth = size_of(figure, now, other, heard)
    return Said(figure.at, OPEN if truth == FAILS and len(found) > 1 else truth, why, other)


def _compared(figure: Figure, what: About, heard: Heard) -> Said:
    """A number after "against" or "than": of the other area, of a target, or of a time."""
    if what.refs:
        area = heard.nearest_area(figure, what.part) or what.refs[0]
        return judge_figure(figure, what.but(areas=[area]), heard)
    if not what.part.goal and not what.olds:
        then = _usual_then(figure, what, heard)
        if then is not None:
            return then
    if what.part.goal or not what.olds:
        return judge_target(figure, what, heard)
    fixed = [m for m in what.olds if not m.relative]
    for path in heard.with_counts(what.paths):
        rows = heard.values.rows(path, what.area)
        rows = [row for row in rows if fits(fixed, row)] if fixed else shifted(
            path, what.area, what.olds[0], heard
        )  # fmt: skip
        hit = next((row for row in rows if allow([figure], row, heard)), None)
        if hit is not None:
            heard.talk.pair = (hit, heard.talk.value) if heard.talk.value else heard.talk.pair
            return Said(figure.at, HOLDS, "", hit)
    return Said(figure.at, OPEN)


def _usual_then(figure: Figure, what: About, heard: Heard) -> Said | None:
    """Of "19 reports, against 23": the value before, where no time is named."""
    for path in heard.with_counts(what.paths):
        for then, now in pairs(path, what, heard):
            if allow([figure], then, heard):
                heard.talk.pair = (then, now)
                return Said(figure.at, HOLDS, "", then)
    return None


def _in_range(ends: list[Figure], what: About, heard: Heard) -> list[Said]:
    """Of "between 10% and 12%": within, at the one time that is spoken of."""
    low, high = (each.number.value for each in ends)
    for path in what.paths:
        rows = heard.values.at(path, what.area, what.periods)
        if rows and same_unit(ends[1].number, rows[-1]):
            value = rows[-1].value
            truth = truth_of(low <= value <= high if len(rows) == 1 else None)
            return [Said(each.at, truth, "", rows[-1]) for each in ends]
    return []


def _ends(ends: list[Figure], olds: list[Figure], what: About, heard: Heard) -> list[Said]:
    for path in heard.with_counts(what.paths):
        for then, now in pairs(path, what, heard, olds=olds, news=what.to):
            if allow(olds, then, heard) and allow(what.to, now, heard):
                heard.talk.pair = (then, now)
                heard.used.append((then, now))
                return [Said(e.at, HOLDS, "", then if e in olds else now) for e in ends]
    return [Said(each.at, OPEN) for each in ends]


def _size(figure: Figure, what: About, heard: Heard) -> Said:
    """So much more or less than what was compared before."""
    gap, pair = heard.talk.gap, heard.talk.pair
    told = judge_gap(figure, what, heard)
    if told is not None:
        return told
    if gap is not None and size_of(figure, *gap, heard) == HOLDS:
        return Said(figure.at, HOLDS, f"{gap[0].shown} beside {gap[1].shown}", gap[1])
    kin = judge_kin(figure, what, heard) if pair is None else None
    if pair is None or kin is not None:
        return kin or Said(figure.at, OPEN)
    then, now = pair
    truth = size_of(figure, now, then, heard)
    doubted = truth == FAILS and heard.is_elsewhere(figure, what.fixed)
    return Said(figure.at, OPEN if doubted else truth, f"{then.shown} → {now.shown}", now)


_MOST_NOUNS, _NEAR = 5, 3


def judge_bracket(what: About, heard: Heard) -> list[Said]:
    """A number alone in brackets is of the area, the time or the figure before it."""
    before = heard.line.items[what.part.start - 2]
    return [_in_bracket(figure, what, before, heard) for figure in what.part.figures]


def _in_bracket(figure: Figure, what: About, before: Item, heard: Heard) -> Said:
    times, pair = what.part.fixed(), heard.talk.pair
    before_it = [each for each in heard.figures if each.at < figure.at][-1:]
    again = any(each.role == SIZE and figure.at - each.at <= _NEAR for each in before_it)
    if figure.number.unit == PERCENT and again and pair is not None:
        why = f"{pair[0].shown} → {pair[1].shown}"
        return Said(figure.at, size_of(figure, pair[1], pair[0], heard), why, pair[1])
    if before.kind == AREA:
        times = times or heard.talk.periods or heard.lead
        dated = what.but(areas=[before.area], periods=times)
        return judge_figure(figure, dated, heard)
    if not times and before.period is not None:
        times = [before.period]
    value = heard.talk.value
    if not times and before.kind == NUMBER and value is not None:
        earlier = earlier_than(heard.values.rows(value.path, what.area), value)[-1:]
        if any(heard.values.allows(figure.number, figure.hedge, row) for row in earlier):
            return Said(figure.at, HOLDS, "", earlier[0])
    dated = what.but(periods=times or heard.talk.periods or heard.lead)
    return judge_figure(figure, dated, heard)


def with_share(said: Said, others: list[Said], heard: Heard) -> Said:
    """A number that holds with one beside it: of "39 (23%)" the numerator of the share."""
    number = heard.line.items[said.at].number
    counts = said.truth != HOLDS and number is not None and number.unit == COUNT
    return _numerator(said, others, heard) if counts else said


def _numerator(said: Said, others: list[Said], heard: Heard) -> Said:
    """Of "39 (23%)": those of whom the share is."""
    number = heard.line.items[said.at].number
    after = [each.at for each in heard.figures if each.at > said.at]
    share = next((e for e in others if e.at in after[:1] and e.truth == HOLDS), None)
    if number is None or share is None or share.fact is None or heard.before(share.at) != BRACKET:
        return said
    if share.at - said.at > _MOST_NOUNS or share.fact.unit != PERCENT:
        return said
    rows = heard.values.same_time(share.fact.path + NUMERATOR, "", share.fact)
    hit = next((row for row in rows if heard.values.allows(number, "", row)), None)
    if hit is None:
        # A share counts some: it is their number, and no other, that stands before it.
        return replace(said, truth=FAILS, fact=rows[-1]) if rows else said
    return Said(said.at, HOLDS, "", hit)
