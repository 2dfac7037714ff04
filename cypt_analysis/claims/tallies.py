"""How many of several areas or parts are on one side: "three of our ten neighbours had more"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cypt_analysis.claims.evidence import Candidate, stem
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.line import AREA, AUXILIARY, NUMBER, Line
from cypt_analysis.claims.mood import Word, denied
from cypt_analysis.claims.outcome import Outcome, told_as
from cypt_analysis.claims.pairs import pair_of
from cypt_analysis.claims.quantities import COUNT
from cypt_analysis.claims.ratios import named_period
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.slots import Slots
from cypt_analysis.ground.claim import MATCH, MISMATCH
from cypt_analysis.ground.key import NEIGHBOURS

_PARTS = words("tallies.parts")
# How many numbers a sentence has that tells a total with its parts.
_FEWEST, _MOST = 3, 20
_OURS = frozenset({"we", "ours", "us", "here", "our"})


@dataclass(frozen=True)
class Tally:
    """Those that are counted, and the word that tells what is counted of them."""

    rows: tuple[Candidate, ...]
    own: Candidate
    place: int


def tally_of(slots: Slots, scope: Scope) -> Tally | None:
    """What a number counts, where it counts neighbours or the parts of a breakdown."""
    line, place = scope.line, slots.place
    if slots.number.unit != COUNT or line.after(place).split()[:1] != ["of"]:
        return None
    clause = line.clause(place)
    word = next(
        (at for at in range(place + 1, clause.stop)
         if line.items[at].entry("more", "move", "judged") and line.items[at].kind != NUMBER), None,
    )  # fmt: skip
    if word is None:
        return None
    group = range(place + 1, word)
    now = named_period(scope.subject(place), scope)
    if (
        now is not None
        and now.period
        and any(line.items[at].kind == AREA and line.items[at].area == NEIGHBOURS for at in group)
    ):
        keys = [(now.path, now.period.text, area) for area in scope.evidence.neighbours]
        rows = [scope.evidence.others[key] for key in keys if key in scope.evidence.others]
        return Tally(tuple(rows), now, word) if len(rows) == len(keys) else None
    return _of_parts(group, word, scope)


def _of_parts(group: range, word: int, scope: Scope) -> Tally | None:
    line, evidence = scope.line, scope.evidence
    said = {stem(line.items[at].said.split()[-1]) for at in group}
    for parts in dict.fromkeys(evidence.parts.values()):
        common = frozenset.intersection(*(evidence.terms[path] for path in parts))
        rows = [named_period(path, scope) for path in parts]
        known = tuple(row for row in rows if row is not None)
        if common & said - scope.common and len(known) == len(parts):
            return Tally(known, known[0], word)
    return None


def _is_part(line: Line, at: int) -> bool:
    """Whether a number is one of those that "were green", "amber", "up" or "stable"."""
    after = line.after(at + 1) if line.after(at) in AUXILIARY else line.after(at)
    return after in _PARTS


def _sum_of_parts(slots: Slots, scope: Scope) -> Outcome | None:
    """A total that is told with its parts: "40 measures: 17 green, 14 amber and 8 red"."""
    line = scope.line
    if not _FEWEST < len(line.numbers) <= _MOST:
        return None
    parts = [at for at in line.numbers if at in scope.slots and _is_part(line, at)]
    rest = [at for at in line.numbers if at not in parts and line.items[at].said.isdigit()]
    if len(parts) < 3 or slots.place not in rest[:1]:
        return None
    numbers = [scope.slots[at].number for at in parts]
    total = sum(each.value for each in numbers)
    told = f"{' + '.join(f'{each.value:.6g}' for each in numbers)} = {total:.6g}"
    if total == slots.number.value:
        return Outcome(MATCH, None, told, derived=told)
    return Outcome(MISMATCH, None, told, "Give the number that the parts add up to.", told)


def judge_tally(slots: Slots, scope: Scope) -> Outcome | None:
    """The verdict on a number that counts areas or parts; None where it counts something else."""
    added = _sum_of_parts(slots, scope)
    if added is not None:
        return added
    tally = tally_of(slots, scope)
    counted = _counted(tally, scope) if tally is not None else None
    if tally is None or counted is None:
        return None
    told = f"{len(counted)} of {len(tally.rows)}: " + "; ".join(
        told_as(each, scope.evidence) for each in counted
    )
    if len(counted) == slots.number.value:
        return Outcome(MATCH, tally.own, told, derived="tally")
    return Outcome(MISMATCH, tally.own, told, "Give the number that there are.", "tally")


def _counted(tally: Tally, scope: Scope) -> Sequence[Candidate] | None:
    """Those of which the word holds, by what it compares with: a number, here, or a time."""
    line = scope.line
    item, clause = line.items[tally.place], line.clause(tally.place)
    entry = item.entry("more", "move", "judged")
    if entry is None or denied(line, tally.place):
        return None
    if entry.kind != "more":
        return _moved(tally, entry.way, scope) if entry.kind == "move" else None
    ahead = [line.items[at] for at in range(tally.place + 1, clause.stop)]
    number = next((each.number for each in ahead[:4] if each.number is not None), None)
    if number is not None:
        return [row for row in tally.rows if (row.value - number.value) * entry.way > 0]
    if _OURS & {each.said for each in ahead}:
        return [row for row in tally.rows if (row.value - tally.own.value) * entry.way > 0]
    return None


def _moved(tally: Tally, way: int, scope: Scope) -> Sequence[Candidate] | None:
    found = []
    for row in tally.rows:
        rows = [r for r in scope.evidence.observed.get(row.path, ()) if r.is_before(row)]
        if row.area != scope.evidence.authority or not rows:
            return None
        if pair_of(row, rows[-1], scope.evidence).sign == way:
            found.append(row)
    return found


def is_counted(word: Word, scope: Scope) -> bool:
    """Whether a word tells what is counted, and its number was judged with it."""
    return any(
        tally.place == word.place and _counted(tally, scope) is not None
        for each in scope.slots.values() if (tally := tally_of(each, scope)) is not None
    )  # fmt: skip
