"""A number that comes of two others of its sentence, both of which hold: their difference, or the
share that one is of the other."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from cypt_analysis.claims.agreement import agrees
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.quantities import COUNT, PERCENT, POINTS
from cypt_analysis.claims.roles import Figure
from cypt_analysis.claims.talk import HOLDS, OPEN, Said

_DIFFERENCES, _TOTALS = words("roles.differences"), words("arithmetic.totals")


def worked_out(said: list[Said], heard: Heard) -> list[Said]:
    """The statements of a sentence, those that come of others with them."""
    figures = {each.at: each for each in heard.figures}
    given = [figures[e.at] for e in said if e.truth == HOLDS and e.at in figures]
    given = [each for each in given if not each.number.share and each.hedge == ""]
    return [
        replace(each, truth=HOLDS, why=why, doubt=None)
        if each.truth == OPEN and each.at in figures
        and (why := _comes_of(figures[each.at], given, heard)) else each
        for each in said
    ]  # fmt: skip


def _comes_of(figure: Figure, given: list[Figure], heard: Heard) -> str:
    """How a number comes of two others, or nothing."""
    told, added = _is_called_difference(figure, heard), bool(heard.line.saying & _TOTALS)
    for one, two in permutations(given, 2):
        a, b = one.number, two.number
        if a.unit != b.unit or figure.at in (one.at, two.at):
            continue
        unit = POINTS if a.unit == PERCENT else a.unit
        less = f"{a.value:g} − {b.value:g}"
        beside = (one.at < figure.at) == (two.at < figure.at)
        alike = told and beside and a.value > b.value and figure.number.unit in (unit, _plain(unit))
        if alike and agrees(figure.number, figure.hedge, round(a.value - b.value, 6)):
            return less
        total = f"{a.value:g} + {b.value:g}"
        summed = added and figure.at not in (one.at, two.at) and figure.number.unit == a.unit
        if summed and agrees(figure.number, figure.hedge, round(a.value + b.value, 6)):
            return total
        share = figure.number.share and b.value and one.at < figure.at < two.at
        if share and agrees(figure.number, figure.hedge, 100 * a.value / b.value):
            return f"{a.value:g} of {b.value:g}"
    return ""


def _plain(unit: str) -> str:
    return COUNT if unit != POINTS else unit


def _is_called_difference(figure: Figure, heard: Heard) -> bool:
    near = heard.line.items[max(0, figure.at - 2) : figure.at + 3]
    return any(each.said in _DIFFERENCES for each in near)
