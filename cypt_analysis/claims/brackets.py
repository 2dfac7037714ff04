"""A number alone in brackets: of the area, the time or the figure before it."""

from __future__ import annotations

from dataclasses import replace

from cypt_analysis.claims.about import About
from cypt_analysis.claims.figures import judge_figure
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.items import AREA, NUMBER, Item
from cypt_analysis.claims.pairing import earlier_than
from cypt_analysis.claims.parts import BRACKET
from cypt_analysis.claims.quantities import COUNT, PERCENT
from cypt_analysis.claims.roles import SIZE, Figure
from cypt_analysis.claims.sizes import size_of
from cypt_analysis.claims.talk import FAILS, HOLDS, Said
from cypt_analysis.claims.values import DENOMINATOR, NUMERATOR

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
    """A number that holds with one beside it: of "39 (23%)" the numerator of the share, and of
    "244 of 318" the denominator of the numerator."""
    number = heard.line.items[said.at].number
    if said.truth == HOLDS or number is None:
        return said
    whole = _whole(said, others, heard) if number.unit == COUNT else None
    if whole is not None:
        return whole
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
