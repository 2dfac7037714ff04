"""What stands around each number of a sentence, settled once: its sense, way, period, area, bounds.

A slot is filled by what stands beside the number; else by its clause; else by the sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.line import AUXILIARY, MARK, NUMBER, PERIOD, WORD, Item, Line
from cypt_analysis.claims.number_sense import (
    CHANGE,
    DIFFERENCE,
    GAP,
    LITTLE,
    TARGET,
    TO_TARGET,
    VALUE,
    sense_of,
)  # fmt: skip
from cypt_analysis.claims.periods import BEFORE, DAY, NOW, RANGE, YEAR_BEFORE, Mention
from cypt_analysis.claims.quantities import COUNT, PERCENT, POINTS, RATE, Number
from cypt_analysis.claims.slots_of_area import (
    TURNS,
    area_of,
    rivals_beside,
)

OWN, THEN, GOAL = "own", "then", "goal"
_THEN = words("slots.then")
# A part that begins so goes on with what stands before it.
_GOING_ON = words("slots.going_on")


@dataclass(frozen=True)
class Slots:
    """What is said of a number: see the module. ``bounds`` are those that its value may have."""

    place: int
    number: Number
    sense: str = ""
    way: int = 0
    hedge: str = ""
    periods: tuple[Mention, ...] = ()
    closely: bool = False
    thens: tuple[Mention, ...] = ()
    area: str = ""
    rivals: tuple[str, ...] = ()
    stranger: str = ""
    chain: tuple[int, ...] = ()
    top: Number | None = None
    terms: tuple[frozenset[str], ...] = field(default=())

    @property
    def fixed(self) -> tuple[Mention, ...]:
        """The periods that need no other to be known."""
        return tuple(each for each in self.periods if not each.relative)

    @property
    def basis(self) -> str:
        """The basis that its own relative period names."""
        return basis_of(self.periods)

    @property
    def then_basis(self) -> str:
        """The basis that the relative period it is compared with names."""
        return basis_of(self.thens)


def basis_of(mentions: Iterable[Mention]) -> str:
    """ "year" or "previous" where a relative period says so."""
    kinds = [each.kind for each in mentions]
    return "year" if YEAR_BEFORE in kinds else "previous" if BEFORE in kinds else ""


def role_of(line: Line, place: int) -> str:
    """Whether a period is a value's own, what is compared with, or a target's."""
    items, period = line.items, line.items[place].period
    if period is None:
        return OWN
    if line.after(place) and items[place + 1].entry("goal"):
        return GOAL
    at = place - 1
    while at >= 0 and items[at].kind == WORD and items[at].said in LITTLE - {"for", "in", "at"}:
        at -= 1
    said = items[at].said if at >= 0 else ""
    if said == "by" and line.has("goal", line.clause(place)) is not None:
        return GOAL
    if said == "for" and at and items[at - 1].entry("goal"):
        return GOAL
    while at > 0 and items[at].said in ("in", "for", "at", "of", "the", "that", "those"):
        at -= 1
        said = items[at].said if items[at].said in _THEN else said
        if items[at].said in ("the", "that", "those", "of"):
            continue
        break
    if period.kind == YEAR_BEFORE and period.text.lower().startswith(
        ("over", "in ", "on ", "year")
    ):
        return THEN
    if said in ("with", "to") and at and items[at - 1].said == "compared":
        return THEN
    if said == "on":
        return OWN if period.kind == DAY else THEN
    if said == "over" or (said == "from" and period.kind == RANGE):
        return OWN
    return THEN if said in _THEN else OWN


def slots_of(line: Line) -> dict[int, Slots]:
    """The slots of each number of a sentence, by its place among the items."""
    found: dict[int, Slots] = {}
    chains = _chains(line)
    skipped: set[int] = set()
    for place in line.numbers:
        if place in skipped:
            continue
        number = line.items[place].number
        assert number is not None
        top = _range_top(line, place)
        if top is not None:
            skipped.add(top)
        sense, way = sense_of(line, place)
        periods, closely = _periods(line, place if top is None else top)
        area, stranger = area_of(line, place)
        rivals = rivals_beside(line, place) if sense in (GAP, DIFFERENCE, CHANGE) else ()
        if sense == DIFFERENCE and rivals:
            sense = GAP
        if not way and number.sign:
            sense, way = sense or DIFFERENCE, number.sign
        found[place] = Slots(
            place, number, sense, way, "" if sense == TARGET else _hedge(line, place),
            periods, closely,
            _thens(line, place), area, rivals, stranger,
            next((chain for chain in chains if place in chain), ()),
            line.items[top].number if top is not None else None,
            (
                line.terms(line.chunk(place)), line.terms(range(line.clause(place).start, place)),
                _shared_terms(line, place),
            ),
        )  # fmt: skip
    return found


def _shared_terms(line: Line, place: int) -> frozenset[str]:
    """The terms that hold for each number of a sentence: what stands before the first, and the
    parts without a number."""
    chunk = line.chunk(place)
    goes_on = line.items[chunk.start].said in _GOING_ON
    found = line.terms(range(0, place if goes_on else line.numbers[0]))
    return found | line.unnumbered


def _range_top(line: Line, place: int) -> int | None:
    """The place of the upper end of "between 300 and 330"."""
    items = line.items
    if line.before(place) != "between" or line.says("interval", "confidence"):
        return None
    for at in range(place + 1, min(place + 4, len(items))):
        if items[at].kind == NUMBER and line.before(at) == "and":
            return at
    return None


def _hedge(line: Line, place: int) -> str:
    """How a number is bounded: "over", "least", "under", "most", "near", "about", or not."""
    at = place - 1
    while at >= 0 and line.items[at].said in ("a", "an", "the") and line.items[place].number.worded:  # type: ignore[union-attr]
        at -= 1
    if at < 0:
        return ""
    item = line.items[at]
    if item.said == "over" and line.after(place) in (
        "years",
        "months",
        "quarters",
        "weeks",
        "days",
        "terms",
    ):
        return ""
    hedge = next((e.kind.split(".")[1] for e in item.entries if e.kind.startswith("hedge")), "")
    if item.said == "than" and at and line.items[at - 1].entry("more"):
        hedge = "over" if line.items[at - 1].entry("more").way > 0 else "under"  # type: ignore[union-attr]
        at -= 1
    if hedge in ("over", "least", "under", "most") and _denied_at(line, at):
        hedge = {"over": "most", "least": "under", "under": "least", "most": "over"}[hedge]
    return hedge


def _denied_at(line: Line, at: int) -> bool:
    """Whether what stands at a place is denied by what stands before it in its clause."""
    clause, steps = line.clause(at), 0
    if clause.start < len(line.items) and line.items[clause.start].said in (
        "neither",
        "none",
        "no",
    ):
        return True
    for back in range(at - 1, clause.start - 1, -1):
        item = line.items[back]
        if item.entry("deny") and item.said != "none":
            return True
        steps += not (item.said in AUXILIARY or item.said.endswith("ly") or item.said in LITTLE)
        if steps > 1 or item.kind != WORD:
            return False
    return False


def _right_period(line: Line, place: int) -> tuple[int, bool] | None:
    items, comma, verb = line.items, False, False
    for at in range(place + 1, len(items)):
        item = items[at]
        if item.kind == PERIOD:
            return at, not comma and not verb
        if item.kind == NUMBER or item.said in TURNS or item.said in {";", ":", "and", "when"}:
            return None
        if item.kind == MARK and item.said not in ("(", ")", ",", "%"):
            return None
        comma = comma or item.said == ","
        verb = verb or item.said in AUXILIARY or item.entry("move", "more") is not None
    return None


def _left_period(line: Line, place: int) -> tuple[int, bool] | None:
    items, when = line.items, False
    for at in range(place - 1, -1, -1):
        item = items[at]
        if item.kind == NUMBER or item.said in {";"} | TURNS - {"which"}:
            return None
        when = when or item.said in ("when", "where")
        if item.kind != PERIOD:
            continue
        beside = when or (items[place - 1].said == "(" and at >= place - 3)
        owner = line.owners[at]
        owned = owner >= 0 and _right_period(line, owner) == (at, True)
        if (owned or role_of(line, at) != OWN) and not beside:
            return None
        return at, beside
    return None


def _periods(line: Line, place: int) -> tuple[tuple[Mention, ...], bool]:
    """The periods of a number's own, and whether they stand closely beside it."""
    after, before = _right_period(line, place), _left_period(line, place)
    if after is not None and role_of(line, after[0]) != OWN:
        after = None
    found = [each for each in (after, before) if each is not None]
    counted_from = line.before(place) in ("on", "from", "than", "against")
    if counted_from and not (after or (before and before[1])):
        return (), False
    closely = [each for each in found if each[1]] or []
    chosen = closely[:1] or found
    if not chosen:
        lead = next((at for at in line.periods if role_of(line, at) == OWN), None)
        first = line.numbers[0]
        if lead is not None and lead < first and lead < 8:
            chosen = [(lead, False)]
        elif line.before(place) not in ("from", "on", "than", "the", "(", "against"):
            # "99% and 67% in October": what is said of the last holds for all.
            clause = range(place + 1, line.clause(place).stop)
            shared = next((at for at in clause if line.items[at].kind == PERIOD), None)
            others = [n for n in clause if line.items[n].kind == NUMBER and shared and n < shared]
            joined = (
                others
                and shared in line.clause(place)
                and all(
                    "and" in [e.said for e in items_between(line, place, n)] for n in others[:1]
                )
            )
            if joined and shared is not None and role_of(line, shared) == OWN:
                chosen = [(shared, False)]
    mentions = tuple(m for at, _ in chosen if (m := line.items[at].period) is not None)
    return mentions, bool(closely)


def items_between(line: Line, first: int, last: int) -> tuple[Item, ...]:
    """What stands between two items."""
    return line.items[first + 1 : last]


def _thens(line: Line, place: int) -> tuple[Mention, ...]:
    """The periods that a number is counted from: "on last year", "since 2006/07"."""
    found = []
    for at in range(place + 1, line.clause(place).stop):
        item = line.items[at]
        if item.kind == NUMBER:
            break
        if item.kind == PERIOD and role_of(line, at) == THEN and item.period is not None:
            found.append(item.period)
    if not found:
        for at in range(place - 1, line.clause(place).start - 1, -1):
            item = line.items[at]
            if item.kind == NUMBER:
                break
            if (
                item.kind == PERIOD
                and item.period is not None
                and (role_of(line, at) == THEN or item.period.kind == YEAR_BEFORE)
            ):
                found.append(item.period)
    return tuple(found)


def _chains(line: Line) -> list[tuple[int, ...]]:
    """Numbers that follow each other in time: "from 141 to 260 and then 306"."""
    found = []
    for place in line.numbers:
        if line.before(place) != "from":
            continue
        chain, last = [place], place
        for other in line.numbers[bisect_right(line.numbers, place) :]:
            unit = line.items[other].number.unit  # type: ignore[union-attr]
            between = [each.said for each in line.items[last + 1 : other]]
            joined = (
                ("to" in between)
                if len(chain) == 1
                else (bool(between) and between[-1] in ("then", "and", ",", "to", "finally"))
            )
            same = unit == line.items[place].number.unit or unit in (COUNT, RATE, PERCENT)  # type: ignore[union-attr]
            if not joined or not same:
                break
            chain.append(other)
            last = other
        if len(chain) > 1:
            found.append(tuple(chain))
    return found


__all__ = [
    "CHANGE", "DIFFERENCE", "GAP", "NOW", "POINTS", "TARGET", "TO_TARGET", "VALUE", "Slots",
]  # fmt: skip
