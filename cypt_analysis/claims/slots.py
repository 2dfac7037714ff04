"""What stands around each number of a sentence, settled once: its sense, way, period, area, bounds.

A slot is filled by what stands beside the number; else by its clause; else by the sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

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
    is_hedge,
    sense_of,
)  # fmt: skip
from cypt_analysis.claims.periods import BEFORE, DAY, NOW, RANGE, YEAR_BEFORE, Mention
from cypt_analysis.claims.quantities import COUNT, PERCENT, POINTS, RATE, Number
from cypt_analysis.claims.slots_of_area import (
    TURNS,
    area_of,
    rivals_beside,
)
from cypt_analysis.claims.spans import ends_of

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


def basis_of(mentions: Iterable[Mention]) -> str:
    """ "year", "2 years" or "previous" where a relative period says so."""
    kinds = {each.kind: each for each in mentions}
    if YEAR_BEFORE in kinds:
        years = kinds[YEAR_BEFORE].years
        return "year" if years == 1 else f"{years} years"
    return "previous" if BEFORE in kinds else ""


def years_of(basis: str) -> int:
    """How many years a basis goes back: 1 for ``year``, 0 for ``previous``."""
    number = basis.removesuffix("s").removesuffix("year").strip() if "year" in basis else "0"
    return int(number or 1)


def role_of(line: Line, place: int) -> str:
    """Whether a period is a value's own, what is compared with, or a target's."""
    items, period = line.items, line.items[place].period
    if period is None:
        return OWN
    if line.after(place) and items[place + 1].entry("goal"):
        return GOAL
    if line.before(place) == "after":
        return THEN
    governor, near = _governor(line, place)
    if near == "by" and line.has("goal", line.clause(place)) is not None:
        return GOAL
    if near == "goal":
        return GOAL
    yearly = period.text.lower().startswith(("over", "in ", "on ", "year"))
    if period.kind == YEAR_BEFORE and yearly:
        return THEN
    if near == "on":
        return OWN if period.kind == DAY else THEN
    if near == "over" or (near == "from" and period.kind == RANGE):
        return OWN
    return THEN if governor in _THEN or near in _THEN else OWN


def _governor(line: Line, place: int) -> tuple[str, str]:
    """The word that a period hangs on, over "the figure of" and the like, and the nearest one."""
    items, at = line.items, place - 1
    while at >= 0 and items[at].kind == WORD and items[at].said in LITTLE - {"for", "in", "at"}:
        at -= 1
    near = items[at].said if at >= 0 else ""
    if near == "for" and at and items[at - 1].entry("goal"):
        return "", "goal"
    while at > 0 and items[at].said in _OF_FIGURE:
        at -= 1
    said = items[at].said.split()[-1] if at >= 0 else ""
    beyond = said in ("above", "below", "under", "over") and at < place - 1
    if said in ("with", "to"):
        said = "compared" if at and items[at - 1].said == "compared" else ""
    return ("than" if beyond else said), near


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
        chain = next((chain for chain in chains if place in chain), ())
        periods, closely = (
            _listed(line, chain)
            or _span(line, place, chain)
            or _periods(line, place if top is None else top)
        )
        area, stranger = area_of(line, place)
        rivals = rivals_beside(line, place) if sense in (GAP, DIFFERENCE, CHANGE) else ()
        if sense == GAP and not rivals:
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
            _thens(line, place), area, rivals, stranger,
            chain, line.items[top].number if top is not None else None,
            _is_whole(line, place), _good_of(line, place), _is_negated(line, place),
            _pace_of(line, place), _terms_of(line, place),
        )  # fmt: skip
    return found


_OF_FIGURE = frozenset({
    "in", "for", "at", "of", "the", "that", "those", "rate", "level", "figure", "number", "one",
})  # fmt: skip
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
        # "A year ago 372 children were": what opens a clause dates what follows at once.
        beside = beside or (at == place - 1 and at == line.clause(place).start)
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
            between = line.items[place + 1 : others[0]] if others else ()
            joined = shared in line.clause(place) and any(
                each.said == "and" or (each.entry("more") and len(others) == 1) for each in between
            )
            if joined and shared is not None and role_of(line, shared) == OWN:
                chosen = [(shared, False)]
    mentions = tuple(m for at, _ in chosen if (m := line.items[at].period) is not None)
    return mentions, bool(closely)


def _span(
    line: Line, place: int, chain: tuple[int, ...]
) -> tuple[tuple[Mention, ...], bool] | None:
    """The period of each end of "from 6.87% to 6.32% between 2006/07 and 2007/08"."""
    if len(chain) != 2:
        return None
    found = [at for at in line.clause(chain[-1]) if at > chain[-1] and line.items[at].period][:2]
    numbers = [at for at in line.numbers if found and chain[-1] < at < found[-1]]
    if len(found) < 2 or numbers:
        lead = [at for at in line.periods if at < line.numbers[0]]
        found = lead[:2] if len(lead) == 2 else []
    opening = line.before(found[0] - (line.before(found[0]) == "the")) if found else ""
    if len(found) < 2 or opening not in ("between", "from"):
        return None
    mention = line.items[found[chain.index(place)]].period
    return ((mention,), True) if mention is not None else None


def _listed(line: Line, chain: tuple[int, ...]) -> tuple[tuple[Mention, ...], bool] | None:
    """The ends of the span that is named for values that follow each other over it."""
    first, last = ends_of(line)
    several = len(chain) > 2 and first is not None and last is not None
    return ((first, last), False) if several else None  # type: ignore[return-value]


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
    return found or _lists(line)


def _lists(line: Line) -> list[tuple[int, ...]]:
    """Values in a row, one for each period: "from 1998 to 2000 it was 48.1, 51.1, 50.1"."""
    if ends_of(line)[1] is None or len(line.numbers) < 3:
        return []
    places = line.numbers
    joined = all(
        {each.said for each in line.items[a + 1 : b]} <= {",", "and", "then"}
        for a, b in pairwise(places)
    )
    return [tuple(places)] if joined else []


__all__ = [
    "CHANGE", "DIFFERENCE", "GAP", "NOW", "POINTS", "TARGET", "TO_TARGET", "VALUE", "Slots",
]  # fmt: skip
