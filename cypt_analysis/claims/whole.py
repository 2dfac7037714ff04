"""What holds for a sentence as a whole: totals with their parts, numbers that come of others."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from cypt_analysis.claims.agreement import agrees
from cypt_analysis.claims.changes import judge_pair
from cypt_analysis.claims.evidence import CHANGE, QUOTED, TARGET
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.part import FAILS, HOLDS, OPEN, TOTAL, Doubt, Part, Said, truth_of
from cypt_analysis.claims.quantities import COUNT, PERCENT, POINTS
from cypt_analysis.claims.roles import SIZE, Figure
from cypt_analysis.claims.values import fits

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


_PARTS, _AUXILIARY = words("tallies.parts"), words("tallies.auxiliary")
_FEWEST = 3


def judge_total(heard: Heard) -> list[Said]:
    """Whether the first number of a sentence is what its parts add up to."""
    counts = [each for each in heard.figures if each.number.unit == COUNT]
    parts = [each for each in counts if _is_part(each, heard)]
    rest = [each for each in counts if each not in parts]
    if len(parts) < _FEWEST or len(rest) != 1 or rest[0].at > parts[0].at:
        return []
    total = sum(each.number.value for each in parts)
    why = f"{' + '.join(f'{each.number.value:.6g}' for each in parts)} = {total:.6g}"
    truth = truth_of(total == rest[0].number.value)
    for each in (*rest, *parts):
        each.role = "told"
    return [
        Said(each.at, truth if each in rest else truth_of(True), why, None, TOTAL)
        for each in (*rest, *parts)
    ]


def _is_part(figure: Figure, heard: Heard) -> bool:
    """Whether a number is one of those that "were green", "amber", "up" or "stable"."""
    after = [each.said for each in heard.line.items[figure.at + 1 : figure.at + 3]]
    return after[:1] != [] and (
        after[0] in _PARTS or (after[0] in _AUXILIARY and after[-1] in _PARTS)
    )


Told = list[tuple[Part, list[Said]]]


def settle(told: Told, heard: Heard) -> list[Said]:
    """The statements of a sentence, by its parts, each with what others make of it."""
    found: list[Said] = []
    aged = False
    for place, (part, first) in enumerate(told):
        said = _by_what_follows(part, first, heard) if place + 1 < len(told) else first
        aged = bool(part.ages) or (aged and not told[place - 1][1])
        found += _of_another_age(part, said, heard) if aged else said
    return [_as_filled(each, heard) for each in worked_out(_of_a_cut(found, heard), heard)]


def _by_what_follows(part: Part, said: list[Said], heard: Heard) -> list[Said]:
    """Of "timeliness has improved: 73%, against 53%": the word, by the values given after it."""
    pair = heard.talk.pair
    if pair is None or part.figures or part.quantifiers or part.span or not part.relations:
        return said
    moves = {r.at: r for r in part.relations if r.kind in ("move", "judged")}
    return [
        judge_pair(moves[each.at], pair, heard)
        if each.truth == OPEN and each.fact is None and each.at in moves else each
        for each in said
    ]  # fmt: skip


def _of_another_age(part: Part, said: list[Said], heard: Heard) -> list[Said]:
    """What is said of an age that no measure has: a number that is another age's does not
    compare, and of a word no data tell."""
    why = "No measure is of this age."
    numbers = {each.at for each in part.figures}
    return [
        replace(each, truth=FAILS, doubt=Doubt.APART, why=why)
        if each.truth == HOLDS and each.at in numbers and heard.measures.ages
        else replace(each, truth=OPEN, why=why, doubt=None)
        for each in said
    ]


def _of_a_cut(said: list[Said], heard: Heard) -> list[Said]:
    """Of "the target is 26.4, a cut of 45% from the 48.1 of 1998": whether the share of the earlier
    value gives the target."""
    target = next((e for e in said if e.fact and e.fact.sense == TARGET and e.truth == HOLDS), None)
    shares = [f for f in heard.figures if f.number.unit == PERCENT and f.role == SIZE]
    others = [f for f in heard.figures if target and f.at != target.at and f not in shares]
    if target is None or len(shares) != 1 or len(others) > 1 or target.fact is None:
        return said
    number, share = heard.line.items[target.at].number, shares[0]
    if number is None or number.unit == PERCENT:
        return said
    for path in heard.measures.paths:
        rows = [
            r for r in heard.values.rows(path) if any(fits([m], r) for m in heard.line.mentions)
        ]
        rows = [r for r in rows if all(heard.values.allows(f.number, f.hedge, r) for f in others)]
        if len(rows) != 1 or rows[0].unit != target.fact.unit:
            continue
        value = rows[0].value * (1 - share.number.value / 100)
        if not 0.99 < value / max(number.value, 1e-9) < 1.01:
            continue
        why = f"{share.number.value:g}% off {rows[0].shown} is {value:.6g}"
        heard.used.append((rows[0],))
        told = [
            replace(e, truth=HOLDS, fact=rows[0], why=why) if e.truth == OPEN else e for e in said
        ]
        wrong = (
            []
            if agrees(number, "", value)
            else [replace(target, truth=FAILS, why=why, doubt=Doubt.ROUNDED)]
        )
        return told + wrong
    return said


def _as_filled(said: Said, heard: Heard) -> Said:
    """A placeholder's number is known: a change given as a level, or a quoted figure of whose
    name no word is said, is wrong."""
    number = heard.line.items[said.at].number
    evidence = heard.evidence
    name = number.fact if number is not None else ""
    fact = evidence.by_name.get(evidence.aliases.get(name, name))
    if said.truth != OPEN or fact is None:
        return said
    level = fact.sense == CHANGE and any(
        f.at == said.at and f.role == "level" for f in heard.figures
    )
    named = bool((fact.terms or heard.line.stems) & heard.line.stems)
    if (level and not any(each.relations for each in heard.parts)) or (
        fact.sense == QUOTED and not named
    ):
        return replace(said, truth=FAILS, fact=fact)
    return said
