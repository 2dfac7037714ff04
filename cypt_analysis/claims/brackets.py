"""A number alone in brackets: of the area, the time or the figure before it."""

from __future__ import annotations

from dataclasses import replace

from cypt_analysis.claims.about import About
from cypt_analysis.claims.figures import judge_figure
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.items import AREA, NUMBER, PERIOD, Item
from cypt_analysis.claims.pairing import earlier_than
from cypt_analysis.claims.parts import BRACKET
from cypt_analysis.claims.quantities import COUNT, PERCENT
from cypt_analysis.claims.roles import SIZE, Figure
from cypt_analysis.claims.sizes import of_another_time, size_of
from cypt_analysis.claims.talk import FAILS, HOLDS, OPEN, TOTAL, VALUE, Doubt, Said
from cypt_analysis.claims.values import DENOMINATOR, NUMERATOR

_MOST_NOUNS = 5


def judge_bracket(what: About, heard: Heard) -> list[Said]:
    """A number alone in brackets is of the area, the time or the figure before it."""
    part, items = what.part, heard.line.items
    before = items[part.start - 2] if part.start > 1 else None
    if len(part.figures) == 2 and "to" in part.said:
        area = before.area if before is not None and before.kind == AREA else what.area
        ends = _ends(part.figures, what, area, heard)
        if ends:
            return ends
    return [_in_bracket(figure, what, before, heard) for figure in part.figures]


def with_way(said: list[Said], heard: Heard) -> list[Said]:
    """A change given again in brackets goes the way of the one before it: "88 fewer (24%)"."""
    turned = {each.at for each in said if each.truth == FAILS and each.doubt is Doubt.WAY}
    figures = {each.at: each for each in heard.figures}
    return [
        replace(each, truth=FAILS, doubt=Doubt.WAY)
        if each.truth == HOLDS and each.at in figures and each.form != VALUE
        and any(0 < each.at - at <= 3 for at in turned) and _is_beside_size(figures[each.at], heard)
        and heard.line.items[each.at - 1].said == BRACKET else each
        for each in said
    ]  # fmt: skip


def _in_bracket(figure: Figure, what: About, before: Item | None, heard: Heard) -> Said:
    times, pair = what.part.fixed(), heard.talk.pair
    if figure.number.unit == PERCENT and _is_beside_size(figure, heard):
        if pair is None:
            return of_another_time(figure, what.but(olds=heard.olds), heard)
        why = f"{pair[0].shown} → {pair[1].shown}"
        return Said(figure.at, size_of(figure, pair[1], pair[0], heard), why, pair[1])
    kind = before.kind if before is not None else NUMBER
    if before is not None and kind == AREA:
        times = times or heard.talk.periods or heard.lead
        dated = what.but(areas=[before.area], periods=times)
        return judge_figure(figure, dated, heard)
    period = before.period if before is not None else None
    if not times and period is not None and not period.relative:
        times = [period]
    if not times and pair is not None and kind in (NUMBER, PERIOD):
        if size_of(figure, pair[1], pair[0], heard) == HOLDS:
            return Said(figure.at, HOLDS, "", pair[1])
        if kind == PERIOD and heard.values.allows(figure.number, figure.hedge, pair[0]):
            return Said(figure.at, HOLDS, "", pair[0])
    value = heard.talk.value
    if not times and before is not None and kind == NUMBER and value is not None:
        earlier = earlier_than(heard.values.rows(value.path, what.area), value)[-1:]
        if any(heard.values.allows(figure.number, figure.hedge, row) for row in earlier):
            return Said(figure.at, HOLDS, "", earlier[0])
    dated = what.but(periods=times or heard.talk.periods or heard.lead)
    return judge_figure(figure, dated, heard)


def _is_beside_size(figure: Figure, heard: Heard) -> bool:
    """Whether a number in brackets gives a change before it again: "88 more (24%)"."""
    before = [each for each in heard.figures if each.at < figure.at]
    return bool(before) and before[-1].role == SIZE and figure.at - before[-1].at <= 3


def _ends(figures: list[Figure], what: About, area: str, heard: Heard) -> list[Said]:
    """Of "(372 to 460)": an earlier and a later value."""
    first, last = figures
    allows = heard.values.allows
    for path in heard.with_counts(what.paths):
        rows = heard.values.rows(path, area)
        for now in reversed(rows):
            for then in rows:
                earlier = then.period and now.period and then.period < now.period
                if (
                    earlier and allows(first.number, first.hedge, then)
                    and allows(last.number, last.hedge, now)
                ):  # fmt: skip
                    return [Said(first.at, HOLDS, "", then), Said(last.at, HOLDS, "", now)]
    return []


def with_share(said: Said, others: list[Said], heard: Heard) -> Said:
    """A number that holds with one beside it: of "39 (23%)" the numerator of the share, and of
    "244 of 318" the denominator of the numerator. Of a part of those counted ("of the 131 that
    were finished, 95%") nothing is known."""
    number = heard.line.items[said.at].number
    if said.truth == HOLDS or number is None:
        return said
    whole = _whole(said, others, heard) if number.unit == COUNT else None
    if whole is not None:
        return whole
    if said.truth == FAILS and said.form != TOTAL and _is_of_part(said, others, heard):
        return replace(said, truth=OPEN)
    return _numerator(said, others, heard) if number.unit == COUNT else said


def _whole(said: Said, others: list[Said], heard: Heard) -> Said | None:
    """Of "244 of 318": all of whom so many are."""
    items, number = heard.line.items, heard.line.items[said.at].number
    back = said.at - 2 - (items[said.at - 1].said == "the")
    beside = next((e for e in others if e.at == back and e.truth == HOLDS and e.fact), None)
    if beside is None or beside.fact is None or number is None or items[back + 1].said != "of":
        return None
    if beside.fact.stat != "numerator":
        return None
    area = "" if beside.fact.area == heard.values.own else beside.fact.area
    rows = heard.values.same_time(beside.fact.path + DENOMINATOR, area, beside.fact)
    truth = HOLDS if any(heard.values.allows(number, "", row) for row in rows) else FAILS
    return replace(said, truth=truth, fact=rows[-1]) if rows else None


def _is_of_part(said: Said, others: list[Said], heard: Heard) -> bool:
    """Whether a sentence begins with a number of some, of which it tells a share."""
    words_before = [each.said for each in heard.line.items[max(0, said.at - 5) : said.at]]
    if "of which" in " ".join(each for each in words_before if each != ","):
        return True
    first = heard.figures[:1]
    opens = bool(first) and heard.line.items[0].said in ("of", "for") and first[0].at <= 2
    known = opens and any(e.at == first[0].at and e.truth == HOLDS for e in others)
    return opens and not known and len(heard.figures) > 1


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
