"""The area that a number or a word is told of, and those that it is compared with."""

from __future__ import annotations

from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.line import AREA, AUXILIARY, NUMBER, PLACE, WORD, Item, Line
from cypt_analysis.claims.number_sense import STOPS, is_hedge

_COMPARING = words("slots.comparing")


_TIED = words("slots.tied")


_NOUNS = words("slots.nouns")


_OURS = words("slots.ours")


_CITY = words("slots.city")


TURNS = words("slots.turns")


_PLACED = words("slots.placed")


def area_of(line: Line, place: int) -> tuple[str, str]:
    """The area that a number is tied to, and the name of a place of which nothing is known."""
    items, at, own_after = line.items, place - 1, False
    while at >= 0 and (
        _TIED.issuperset(items[at].said.split()) or items[at].said in ",(:" or is_hedge(items[at])
    ):
        own_after = (
            own_after
            or items[at].said == ":"
            or (items[at].said == "," and line.after(at) in ("at", "with", "on"))
        )
        at -= 1
    said = [each.said for each in items[at + 1 : place]]
    apart = "," in said and bool(_NOUNS & set(said[said.index(",") :]))
    if at > 0 and items[at].said.endswith("ally") and items[at - 1].kind == NUMBER:
        apart = True  # "46.0 nationally, 47.1 regionally": of the number before it.
    if at >= 0 and items[at].kind in (AREA, PLACE) and not apart:
        compared = is_compared(line, at)
        if not (compared and own_after):
            return _named(items[at])
    ahead = place + 1
    while ahead < min(place + 5, len(items)) and items[ahead].kind == WORD and (
        items[ahead].said not in STOPS and items[ahead].said not in AUXILIARY
        and not items[ahead].entries
    ):  # fmt: skip
        ahead += 1
    ahead += ahead < len(items) and items[ahead].said == ")"
    if ahead < len(items) and items[ahead].kind == AREA and items[ahead].said.endswith("ally"):
        return _named(items[ahead])
    if (
        ahead + 1 < len(items)
        and items[ahead].said in _PLACED - {"of"}
        and (items[ahead + 1].kind in (AREA, PLACE))
    ):
        return _named(items[ahead + 1])
    headed = {
        each.area for each in items if each.kind == AREA
        and any(a <= each.start and each.end <= b for a, b in line.sentence.names)
    }  # fmt: skip
    if len(headed) == 1:
        return headed.pop(), ""
    return subject_area(line, place)


def _named(item: Item) -> tuple[str, str]:
    return (item.area, "") if item.kind == AREA else ("", item.area)


def is_compared(line: Line, at: int) -> bool:
    """Whether an area is named to be compared with: "than England", "below our neighbours"."""
    back = at - 1
    while (
        back >= 0
        and line.items[back].said
        in {"the", "our", "that", "those", "of", "both", "in", "its", "a", "and", "rate", "average"}
    ) or (back >= 0 and line.items[back].kind == AREA and back != at):
        back -= 1
    if back < 0:
        return False
    item = line.items[back]
    return item.said in _COMPARING or item.entry("more", "rival", "par") is not None


def subject_area(line: Line, place: int) -> tuple[str, str]:
    """The area that the clause of a place is about: "In England …", "Among our neighbours …"."""
    clause = line.clause(place)
    at = clause.start
    while (
        at < place
        and line.items[at].said
        in TURNS
        | {
            "and",
            "the",
            "so",
            ",",
            "only",
            "at",
            "rate",
            "rates",
            "figure",
            "average",
            "neither",
            "both",
        }
        | _PLACED
    ):
        at += 1
    if at >= place or line.items[at].kind not in (AREA, PLACE) or is_compared(line, at):
        return _of_subject(line, range(clause.start, place))
    between = line.items[at + 1 : place]
    turned = any(each.said in TURNS | _OURS | {"so"} for each in between)
    after_comma = bool(between) and between[0].said == "," and line.before(at) not in _PLACED
    if turned or (after_comma and not line.text[line.items[at].end :].startswith(("'s", "’s"))):
        return "", ""
    return _named(line.items[at])


def _of_subject(line: Line, before: range) -> tuple[str, str]:
    """The area that the subject of a clause names: "conceptions in England stood at"."""
    for at in before:
        item = line.items[at]
        if item.kind == NUMBER or item.said in AUXILIARY or item.entries or item.said == ",":
            break
        if item.kind == AREA and line.before(at) in _PLACED and not is_compared(line, at):
            return _named(item)
    return "", ""


def rivals_beside(line: Line, place: int) -> tuple[str, ...]:
    """The areas that a difference is counted from."""
    found = []
    for at in range(place + 1, line.clause(place).stop):
        item = line.items[at]
        if item.kind == NUMBER and line.before(at) != "(":
            break
        if item.kind == AREA and is_compared(line, at):
            found.append(item.area)
    return tuple(found)


def names_own(line: Line, places: range) -> bool:
    """Whether a stretch says "our", "the city" and the like."""
    return any(
        line.items[at].said in _OURS or (line.items[at].said in _CITY and line.before(at) == "the")
        for at in places
    )
