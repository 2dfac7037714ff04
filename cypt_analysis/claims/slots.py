"""What stands around each number of a sentence, settled once: its sense, way, period, area, bounds.

A slot is filled by what stands beside the number; else by its clause; else by the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.line import AUXILIARY, MARK, NUMBER, WORD, Line
from cypt_analysis.claims.number_sense import (
    CHANGE,
    DIFFERENCE,
    GAP,
    LITTLE,
    TARGET,
    TO_TARGET,
    VALUE,
    is_hedge,
    sense_of,
)  # fmt: skip
from cypt_analysis.claims.periods import NOW, Mention
from cypt_analysis.claims.quantities import POINTS, Number
from cypt_analysis.claims.slots_of_area import (
    area_of,
    rivals_beside,
)
from cypt_analysis.claims.slots_of_period import (
    basis_of,
    chains_of,
    listed,
    periods_of,
    span_of,
    thens_of,
)

_TIME_UNITS = words("slots.time_units")

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
    whole: bool = False
    good: int = 0
    negated: bool = False
    pace: str = ""
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


def slots_of(line: Line) -> dict[int, Slots]:
    """The slots of each number of a sentence, by its place among the items."""
    found: dict[int, Slots] = {}
    chains = chains_of(line)
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
        chain = next((chain for chain in chains if place in chain), ())
        periods, closely = (
            listed(line, chain)
            or span_of(line, place, chain)
            or periods_of(line, place if top is None else top)
        )
        area, stranger = area_of(line, place)
        rivals = rivals_beside(line, place) if sense in (GAP, DIFFERENCE, CHANGE) else ()
        if _is_by(line, place) and any(
            line.items[n].area for n in range(line.clause(place).start, place)
        ):
            rivals = ()  # "Beats England by 2.1 points and trails the region."
        if sense in (GAP, DIFFERENCE) and not rivals and (sense == GAP or _is_by(line, place)):
            before = range(line.clause(place).start, place)
            rivals, area = tuple(a for n in before if (a := line.items[n].area)), ""
        if area and sense in (DIFFERENCE, GAP, CHANGE) and _than_ours(line, place):
            # "England's was 4.3 points higher than ours": the same gap from the other side.
            area, rivals, way, sense = "", (area,), -way, GAP
        if area and sense in (DIFFERENCE, GAP) and not rivals and _is_by(line, place):
            # "Exceeded England's by 0.1": the area is what the difference is from.
            area, rivals = "", (area,)
        if sense == DIFFERENCE and rivals:
            sense = GAP
        if not way and number.sign:
            sense, way = sense or DIFFERENCE, number.sign
        found[place] = Slots(
            place, number, sense, way, "" if sense == TARGET else _hedge(line, place),
            periods, closely,
            thens_of(line, place), area, rivals, stranger,
            chain, line.items[top].number if top is not None else None,
            _is_whole(line, place), _good_of(line, place), _is_negated(line, place),
            _pace_of(line, place), _terms_of(line, place),
        )  # fmt: skip
    return found


_GOOD = {
    "better than": 1, "ahead of": 1, "inside": 1, "worse than": -1, "behind": -1, "short of": -1,
    "shy of": -1, "off": -1, "outside": -1,
}  # fmt: skip


def _good_of(line: Line, place: int) -> int:
    """Whether a number is told as so much better (1) or worse (-1) than what follows."""
    ahead = line.items[place + 1 : place + 4]
    return next((_GOOD[each.said] for each in ahead if each.said in _GOOD), 0)


_NEGATIONS = frozenset({"no", "not", "without", "never", "none", "didn't", "wasn't", "weren't"})
_PACES = frozenset({"week", "month", "quarter", "year"})


def _is_negated(line: Line, place: int) -> bool:
    """Whether what a number counts is denied after it: "61% of them have no action plan"."""
    for at in range(place + 1, min(place + 12, line.clause(place).stop)):
        item = line.items[at]
        if item.kind == NUMBER or item.said in (",", ";", "("):
            return False
        if item.said in _NEGATIONS:
            ahead = line.items[at + 1 : at + 4]
            return not any(each.entry("more", "move", "chance", "judged") for each in ahead)
    return False


def _pace_of(line: Line, place: int) -> str:
    """The time for which a number is told: "57 assessments a month", "108 groups a year"."""
    for at in range(place + 1, min(place + 4, len(line.items) - 1)):
        if line.items[at].kind != WORD:
            return ""
        if line.items[at].said in ("a", "an", "each", "every", "per"):
            return line.after(at) if line.after(at) in _PACES else ""
    return ""


def _than_ours(line: Line, place: int) -> bool:
    ahead = [line.items[at].said for at in range(place + 1, line.clause(place).stop)][:6]
    return any(
        each.endswith("than") and after in ("ours", "us", "we", "here")
        for each, after in pairwise(ahead)
    )


def _is_by(line: Line, place: int) -> bool:
    at = place - 1
    while at > 0 and is_hedge(line.items[at]):
        at -= 1
    return at >= 0 and line.items[at].said == "by"


def _is_whole(line: Line, place: int) -> bool:
    """Whether a number is what another is a part of: "27 of the 40 groups"."""
    at = place - 1
    at -= at > 0 and line.items[at].said in ("the", "all", "our", "its", "these", "those")
    return at > 0 and line.items[at].said == "of" and line.items[at - 1].kind == NUMBER


def _terms_of(line: Line, place: int) -> tuple[frozenset[str], ...]:
    """The telling words beside a number, those before it in its clause, and those for all."""
    if _is_whole(line, place):
        end = place + 1
        while end < len(line.items) and line.items[end].kind == WORD and (
            line.items[end].said not in AUXILIARY and not line.items[end].entries
        ):  # fmt: skip
            end += 1
        return line.terms(range(place + 1, end)), frozenset(), frozenset()
    local, clause = line.terms(line.chunk(place)), line.clause(place)
    if line.before(place) == "(" and sum(line.before(n) == "(" for n in line.numbers) > 1:
        # A number in brackets is of what stands before them.
        start = place - 1
        while start > clause.start and line.items[start - 1].kind not in (NUMBER, MARK):
            start -= 1
        named = line.terms(range(start, place))
        local = named or local
    return local, line.terms(range(clause.start, place)), _shared_terms(line, place)


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
    if line.before(place) not in ("between", "outside", "within") or line.says(
        "interval", "confidence"
    ):
        return None
    for at in range(place + 1, min(place + 4, len(items))):
        if items[at].kind == NUMBER and line.before(at) in ("and", "to"):
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
    if item.said == "over" and line.after(place) in _TIME_UNITS:
        return ""
    hedge = next((e.kind.split(".")[1] for e in item.entries if e.kind.startswith("hedge")), "")
    if line.before(at) == "to" and item.entry("goal_met"):
        # "To reach 26.4": what is aimed at, no bound.
        return ""
    if item.said == "than" and at and line.items[at - 1].entry("more"):
        hedge = "over" if line.items[at - 1].entry("more").way > 0 else "under"  # type: ignore[union-attr]
        at -= 1
    if hedge in ("over", "least", "under", "most") and _denied_at(line, at):
        hedge = {"over": "most", "least": "under", "under": "least", "most": "over"}[hedge]
    return hedge


def _denied_at(line: Line, at: int) -> bool:
    """Whether what stands at a place is denied by what stands before it in its clause."""
    clause, steps = line.clause(at), 0
    if line.opens_denied(clause):
        return True
    for back in range(at - 1, clause.start - 1, -1):
        item = line.items[back]
        if item.entry("deny") and item.said != "none":
            return True
        steps += not (item.said in AUXILIARY or item.said.endswith("ly") or item.said in LITTLE)
        if steps > 1 or item.kind != WORD:
            return False
    return False


__all__ = [
    "CHANGE", "DIFFERENCE", "GAP", "NOW", "POINTS", "TARGET", "TO_TARGET", "VALUE", "Slots",
]  # fmt: skip
