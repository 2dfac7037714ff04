"""What a number beside its words is: a value, a change, a gap, a target; and which way it goes."""

from __future__ import annotations

from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.line import AREA, AUXILIARY, NUMBER, PERIOD, PLACE, WORD, Item, Line
from cypt_analysis.claims.quantities import RATE

VALUE, CHANGE, GAP, TO_TARGET, TARGET, DIFFERENCE = (
    "value", "change", "gap", "to target", "target", "difference",
)  # fmt: skip
LITTLE = words("slots.little")

_SKIPPED = words("slots.skipped")


_TO_GOAL = words("slots.to_goal")


STOPS = words("slots.stops")


_TOWARDS = words("slots.towards")


_AMOUNTS = frozenset({"amounts", "amounted", "came", "comes", "equivalent", "equal"})
PARTICLE_VERBS = words("slots.particle_verbs")


def _skip_left(line: Line, at: int) -> int:
    """The place of the first telling item to the left."""
    first = at
    while at >= 0 and (
        line.items[at].said in _SKIPPED
        or line.items[at].said.endswith("ly")
        or (
            any(each.kind.startswith("hedge") for each in line.items[at].entries)
            and (at == first or not line.items[at].entry("more", "goal_missed"))
        )
    ):
        first -= line.items[at].said in ("a", "an", "the")
        at -= 1
    return at


def sense_of(line: Line, place: int) -> tuple[str, int]:
    """What a number beside its words is: a change, a gap, a target, and which way it goes."""
    found = _in_brackets(line, place) or _restated(line, place) or _of_gap(line, place)
    if found is not None:
        return found
    left = _from_left(line, place)
    if left is not None and left[0] in (TARGET, CHANGE):
        return left
    at = _skip_left(line, place - 1)
    led = at > 0 and line.items[at].said == "to" and line.items[at - 1].entry("move", "more")
    if led or (at > 0 and line.items[at].said == "down to the"):
        # "Down to the 26.4 we promised" is what it came to.
        return VALUE, 0
    right = _from_right(line, place)
    if right is not None:
        sense, way = right
        return sense, way or (left[1] if left else 0)
    return left or ("", 0)


def _in_brackets(line: Line, place: int) -> tuple[str, int] | None:
    """What a share in brackets after so much more is: "88 more (24%) than a year before"."""
    items, at = line.items, place - 2
    if at < 1 or items[place - 1].said != "(" or line.after(place) != ")":
        return None
    more = items[at].entry("more")
    if more is not None and items[at - 1].kind == NUMBER:
        return _difference(line, place, more.way)
    if items[at].kind != NUMBER:
        return None
    # "Rose by 102 (26%)": the same change.
    sense, way = sense_of(line, at)
    return (sense, way) if sense in (CHANGE, GAP, DIFFERENCE, TO_TARGET) else None


def _restated(line: Line, place: int) -> tuple[str, int] | None:
    """What a number after "or" says once more: "102 young people, or just over a quarter"."""
    at = place - 1
    while at > 0 and is_hedge(line.items[at]):
        at -= 1
    before = [n for n in line.numbers if n < at and n in line.clause(place)]
    if at < 1 or line.items[at].said != "or" or not before:
        return None
    sense, way = sense_of(line, before[-1])
    return (sense, way) if sense in (CHANGE, GAP, DIFFERENCE) else None


def _of_gap(line: Line, place: int) -> tuple[str, int] | None:
    """A gap whose size a number is: "the gap to England was 10.3 in 1998 and 9.0 in 2007"."""
    clause = line.clause(place)
    for at in range(clause.start, place):
        item = line.items[at]
        if item.said in ("gap", "gulf", "distance") and line.before(at) in ("the", "our", "a"):
            area = any(line.items[n].area for n in range(at, place))
            return (GAP, 0) if area and line.before(place) != "by" else None
        if item.said in AUXILIARY or item.kind == NUMBER:
            break
    return None


def _from_left(line: Line, place: int) -> tuple[str, int] | None:
    items, at = line.items, _skip_left(line, place - 1)
    if at < 0:
        return None
    item = items[at]
    if item.said in ("up", "down"):
        if line.before(at) in PARTICLE_VERBS:
            return None
        return CHANGE, 1 if item.said == "up" else -1
    if item.said == "by":
        return _moved_by(line, at)
    if item.said in ("extra", "additional"):
        return CHANGE, 1
    if item.entry("move") and item.kind == WORD and not item.said.endswith("ing"):
        entry = item.entry("move")
        if any("short" in line.items[n].said for n in range(place, line.clause(place).stop)):
            return None
        number = items[place].number
        rate = number is not None and number.unit == RATE
        return (CHANGE, entry.way) if entry and not rate else None
    if item.said == "of":
        found = _noun_of(line, at)
        if found is not None:
            return found
    if _is_of_goal(line, at, place):
        return TARGET, 0
    subject = _of_subject(line, at)
    if subject is not None:
        return subject
    if item.said in ("to", "at", "was", "is", "from", "were"):
        return VALUE, 0
    return None


def _of_subject(line: Line, at: int) -> tuple[str, int] | None:
    """The change that a clause is about: "the rise since August 2008 amounted to 102"."""
    items, said = line.items, line.items[at].said
    if said not in ("was", "is", "been") and not (said == "to" and line.before(at) in _AMOUNTS):
        return None
    for n in range(line.clause(at).start, at):
        if items[n].said in AUXILIARY:
            return None
        noun = items[n].entry("move")
        if noun is not None:
            told = line.before(n) in ("a", "an", "the", "this", "that", "its")
            told = told or bool(n and items[n - 1].entry("extreme"))
            return (CHANGE, noun.way) if told else None
    return None


def _is_of_goal(line: Line, at: int, place: int) -> bool:
    """Whether "target of", "target for 2010/11 is" and the like lead to a number."""
    items, goal = line.items, at
    while goal >= 0 and (
        items[goal].said in _TO_GOAL or items[goal].kind == PERIOD or is_hedge(items[goal])
        or (items[goal].said in ":(" and goal >= place - 2)
    ):  # fmt: skip
        goal -= 1
    if goal < 0 or not items[goal].entry("goal"):
        return False
    direct = items[at].said in ("of", "is", "was", "to", ":")
    return direct or line.before(goal) not in ("its", "met")


def _moved_by(line: Line, at: int) -> tuple[str, int]:
    """What moved "by" so much: the nearest word of movement, comparison or target before it."""
    for back in range(at - 1, max(line.clause(at).start - 1, -1), -1):
        item = line.items[back]
        entry = item.entry("move", "judged")
        if entry is not None:
            return CHANGE, entry.way if entry.kind == "move" else 0
        to_goal = any(each.entry("goal") for each in line.items[back:at])
        if item.entry("goal_met") and not to_goal and not item.entry("goal_missed"):
            return DIFFERENCE, 1
        if item.entry("goal", "goal_missed", "goal_met") and (to_goal or not item.entry("more")):
            return TO_TARGET, 0
        if item.entry("more"):
            return DIFFERENCE, item.entry("more").way  # type: ignore[union-attr]
        if item.entry("rival"):
            return DIFFERENCE, 0
        if item.kind == NUMBER:
            break
    return DIFFERENCE, 0


def _noun_of(line: Line, at: int) -> tuple[str, int] | None:
    """What a number after "of" is one of: a rise, a gap, a target."""
    for back in range(at - 1, max(line.chunk(at).start - 1, -1), -1):
        item = line.items[back]
        if item.entry("move"):
            return CHANGE, item.entry("move").way  # type: ignore[union-attr]
        if item.entry("goal"):
            return TARGET, 0
        if item.said in ("gap", "difference", "shortfall"):
            return DIFFERENCE, 0
        if item.said in ("improvement", "change", "growth"):
            return CHANGE, 0
        if item.kind in (NUMBER, AREA) or item.said in AUXILIARY or item.entry("extreme"):
            return None
        if back < at - 1 and item.kind == WORD and item.said not in LITTLE | {"on", "last", "year"}:
            return None
    return None


_ASKED = frozenset({"required", "expected", "wanted", "asked", "promised", "demanded", "sought"})


def _from_right(line: Line, place: int) -> tuple[str, int] | None:
    items, at, nouns = line.items, place + 1, 0
    while at < len(items) and nouns < 4:
        item = items[at]
        if item.entry("goal") or (at == place + 1 and item.said in _ASKED):
            return TARGET, 0
        move = item.entry("move")
        if move is not None and nouns < 3 and _is_noun(line, place, at):
            return CHANGE, move.way
        if item.said == "over" and line.has("goal", range(at, min(at + 5, len(items)))):
            return TO_TARGET, 1
        if item.entry("more") and not _is_verb(item):
            way = item.entry("more").way  # type: ignore[union-attr]
            if item.said in ("up", "down"):
                return (CHANGE, way) if nouns == 0 else None
            return _difference(line, at, way)
        if item.entry("goal_missed", "goal_met", "rival"):
            return _beside_goal(line, at)
        if item.said in ("improvement", "shift", "swing", "change", "apart"):
            return (DIFFERENCE if item.said == "apart" else CHANGE), 0
        base = item.kind == NUMBER or item.said in STOPS or item.said in AUXILIARY
        if base:
            return None
        if item.kind in (AREA, PERIOD, PLACE):
            return None
        nouns += 1
        at += 1
    return None


_VERBS = words("number_sense.verbs")


def _is_verb(item: Item) -> bool:
    """Whether a word compares as a verb, whose subject a number before it is."""
    entry = item.entry("more")
    return entry is not None and entry.lemma in _VERBS


def _beside_goal(line: Line, at: int) -> tuple[str, int] | None:
    """What so much "short of", "ahead of" or "better than" something is."""
    item = line.items[at]
    ahead = range(at, min(at + 8, line.clause(at).stop))
    if not any(line.items[n].entry("goal") for n in ahead):
        rival = item.said in ("ahead of", "behind", "better than", "worse than")
        return (DIFFERENCE, 0) if rival else None
    compared = item.said in _TOWARDS or item.said in ("better than", "worse than")
    if not compared or line.before(at) in AUXILIARY:
        return None
    missed = item.entry("goal_missed") is not None and "short" in item.said
    return TO_TARGET, -1 if missed or item.said == "too few" else 0


def _is_noun(line: Line, place: int, at: int) -> bool:
    """Whether a word of movement after a number is its noun: "a 24% increase"."""
    if at == place + 1:
        return not line.items[at].said.endswith(("ed", "ing", "fell", "rose", "grew"))
    between = line.items[place + 1 : at]
    return all(each.kind in (PERIOD,) or "-" in each.said for each in between)


def _difference(line: Line, at: int, way: int) -> tuple[str, int]:
    """What so much more is more than: another area, a target, or an earlier figure."""
    for ahead in range(at + 1, line.clause(at).stop):
        item = line.items[ahead]
        if item.kind == AREA or item.said in ("us", "ours"):
            return GAP, way
        if item.entry("goal"):
            return TO_TARGET, way
        if item.kind == PERIOD and line.items[min(ahead + 1, len(line.items) - 1)].entry("goal"):
            return TO_TARGET, way
        if item.kind == PERIOD:
            return CHANGE, way
        if item.kind == NUMBER:
            break
    return DIFFERENCE, way


def is_hedge(item: Item) -> bool:
    """Whether an item bounds or blurs a number beside it."""
    return any(each.kind.startswith("hedge") for each in item.entries)
