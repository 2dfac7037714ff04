"""What holds for a sentence as a whole, once each of its parts was judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cypt_analysis.claims.agreement import agrees
from cypt_analysis.claims.arithmetic import worked_out
from cypt_analysis.claims.changes import judge_pair
from cypt_analysis.claims.evidence import CHANGE, QUOTED, TARGET
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.part import Part
from cypt_analysis.claims.quantities import PERCENT
from cypt_analysis.claims.roles import SIZE
from cypt_analysis.claims.talk import FAILS, HOLDS, OPEN, Doubt, Said
from cypt_analysis.claims.values import fits

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


def ages(parts: list[Part], said: list[Said]) -> Iterator[Said]:
    """An age that no measure has, where nothing else of its part was told."""
    for part in parts:
        if part.ages and said and not (part.figures or part.relations):
            yield Said(part.ages[0], OPEN, "No measure is of this age.")
