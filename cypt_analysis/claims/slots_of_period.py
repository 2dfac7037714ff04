"""The periods of a number: its own, those it is counted from, a target's; and rows in time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.line import AUXILIARY, MARK, NUMBER, PERIOD, WORD, Item, Line
from cypt_analysis.claims.number_sense import LITTLE
from cypt_analysis.claims.periods import BEFORE, DAY, RANGE, YEAR_BEFORE, Mention
from cypt_analysis.claims.quantities import COUNT, PERCENT, RATE
from cypt_analysis.claims.slots_of_area import TURNS
from cypt_analysis.claims.spans import ends_of

OWN, THEN, GOAL = "own", "then", "goal"
_THEN = words("slots.then")
_OF_FIGURE = words("slots_of_period.of_figure")


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


def periods_of(line: Line, place: int) -> tuple[tuple[Mention, ...], bool]:
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
            led = others and line.before(others[0]) in ("from", "than", "on", "against")
            if joined and not led and shared is not None and role_of(line, shared) == OWN:
                chosen = [(shared, False)]
    mentions = tuple(m for at, _ in chosen if (m := line.items[at].period) is not None)
    return mentions, bool(closely)


def span_of(
    line: Line, place: int, chain: tuple[int, ...]
) -> tuple[tuple[Mention, ...], bool] | None:
    """The period of each end of "from 6.87% to 6.32% between 2006/07 and 2007/08"."""
    if len(chain) != 2:
        return None
    found = [at for at in line.clause(chain[-1]) if at > chain[-1] and line.items[at].period][:2]
    numbers = [at for at in line.numbers if found and chain[-1] < at < found[-1]]
    if len(found) < 2 or numbers:
        lead = [at for at in line.periods if at < line.numbers[0]]
        if line.before(chain[0]) == "(":
            lead = [at for at in line.periods if at < chain[0]][-2:]
        found = lead[:2] if len(lead) == 2 else []
    opening = line.before(found[0] - (line.before(found[0]) == "the")) if found else ""
    if len(found) < 2 or opening not in ("between", "from"):
        return None
    mention = line.items[found[chain.index(place)]].period
    return ((mention,), True) if mention is not None else None


def listed(line: Line, chain: tuple[int, ...]) -> tuple[tuple[Mention, ...], bool] | None:
    """The ends of the span that is named for values that follow each other over it."""
    first, last = ends_of(line)
    several = len(chain) > 2 and first is not None and last is not None
    return ((first, last), False) if several else None  # type: ignore[return-value]


def items_between(line: Line, first: int, last: int) -> tuple[Item, ...]:
    """What stands between two items."""
    return line.items[first + 1 : last]


def thens_of(line: Line, place: int) -> tuple[Mention, ...]:
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


_NEXT = ("then", "and", ",", "to", "finally", "through")


def chains_of(line: Line) -> list[tuple[int, ...]]:
    """Numbers that follow each other in time: "from 141 to 260 and then 306"."""
    found = []
    for place in line.numbers:
        bracket = line.before(place) == "(" and (line.after(place), line.after(place + 2)) == (
            "to",
            ")",
        )
        if line.before(place) != "from" and not bracket:
            continue
        chain, last = [place], place
        for other in line.numbers[bisect_right(line.numbers, place) :]:
            unit = line.items[other].number.unit  # type: ignore[union-attr]
            between = [each.said for each in line.items[last + 1 : other]]
            joined = (
                not {"to", "through"}.isdisjoint(between)
                if len(chain) == 1
                else (
                    bool(between)
                    and between[-1] in ("then", "and", ",", "to", "finally", "through")
                )
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
    several = any(line.items[at].period.years > 1 for at in line.periods)  # type: ignore[union-attr]
    if len(line.numbers) < 3 or not (ends_of(line)[1] or several):
        return []
    places = line.numbers
    joined = all(
        {each.said for each in line.items[a + 1 : b]} <= {",", "and", "then"}
        for a, b in pairwise(places)
    )
    return [tuple(places)] if joined else []


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
