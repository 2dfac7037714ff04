"""What a number is in its part: a level, an end of a change, its size, a target, a rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cypt_analysis.claims.items import NUMBER, PERIOD, WORD, Item
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.parts import STATING
from cypt_analysis.claims.quantities import PERCENT, POINTS, RANK, TIMES, Number

LEVEL, OLD, NEW, REF, SIZE, TARGET, PLACE = "level", "old", "new", "ref", "size", "target", "rank"
# What a preposition makes of the figures after it, until another or a verb.
BETWEEN, AFTER, SUBJECT, LATER, SINCE, GOAL = (
    "between", "after", "subject", "later", "since", "goal",
)  # fmt: skip
_HEDGES = (
    "hedge.about", "hedge.over", "hedge.just_over", "hedge.just_under", "hedge.least",
    "hedge.under", "hedge.most", "hedge.near",
)  # fmt: skip
_DENIED = {"over": "most", "under": "least"}
_SKIPPED, _NOUNS = words("roles.skipped"), words("roles.nouns")
_DIFFERENCES, _VERBS = words("roles.differences"), words("roles.verbs")
_MOVES, _APART, _PARTICLE = words("roles.moves"), words("roles.apart"), words("part.particle")
_GOALS, _AMOUNTS, _THE = words("part.goals"), words("roles.amounts"), words("roles.the")
_SEPARATES = frozenset({"separated", "separates", "separate"})
_BEFORE_NUMBER = frozenset({"above", "below", "more than", "less than", "fewer than"})


@dataclass
class Figure:
    """A number of a part: its place in the sentence, what it is there, and its hedge."""

    at: int
    item: Item
    role: str
    hedge: str = ""

    @property
    def number(self) -> Number:
        """The number itself."""
        assert self.item.number is not None
        return self.item.number


def hedge_of(items: Sequence[Item], at: int) -> tuple[str, list[int]]:
    """What is said of a number beside it ("about", "no more than"), and the places of the words."""
    j = at - 1
    while j >= 0 and items[j].said in _SKIPPED and not items[j].entry(*_HEDGES):
        j -= 1
    if j < 0:
        return "", []
    word = items[j]
    if word.said == "than" and word.kind == WORD:
        if items[at - 1].said in ("the", "its", "their", "our"):
            return "", []  # "Lower than the 70% of a year ago" compares.
        return _more_than(items, j)
    entry = word.entry(*_HEDGES)
    compares = word.entry("more", "rival", "goal_met", "goal_missed") is not None
    bound = entry is not None and entry.kind in ("hedge.over", "hedge.under")
    beside = items[j - 1].number if j else None
    if beside is not None and bound:
        return "", []  # "Two points over the 10% of England".
    if entry is None or (items[at - 1].said in ("the", "its", "their") and (compares or bound)):
        return "", []
    leads = j > 0 and items[j - 1].said in ("and", "then")
    if word.said == "up to" and (leads or sum(each.kind == NUMBER for each in items) > 1):
        return "", [j]
    kind = entry.kind.split(".")[1]
    for back in (1, 2):
        between = back == 1 or items[j - 1].said in ("longer", "now", "still", "quite")
        if j >= back and kind in _DENIED and between and items[j - back].entry("deny"):
            return _DENIED[kind], [j, j - back]
    return kind, [j]


def _more_than(items: Sequence[Item], j: int) -> tuple[str, list[int]]:
    """Of "more than 450", which compares with nothing, and "no more than"."""
    entry = items[j - 1].entry("more") if j else None
    if entry is None:
        return "", []
    kind = "over" if entry.way > 0 else "under"
    if j > 1 and items[j - 2].entry("deny") is not None:
        return _DENIED[kind], [j, j - 1, j - 2]
    return kind, [j, j - 1]


class Around:
    """What stands beside a number: the words before its hedge, and the first that is no noun."""

    def __init__(self, items: Sequence[Item], at: int, taken: Sequence[int]) -> None:
        self.start = min([at, *taken])
        self.items, self.at = items, at
        self.before = items[self.start - 1] if self.start else None
        j = at + 1
        while j < len(items) and items[j].said in _NOUNS and j - at < 4:
            j += 1
        self.j = j
        self.after = items[j] if j < len(items) else None
        self.following = items[j + 1] if j + 1 < len(items) else None

    @property
    def word(self) -> str:
        """The word before it."""
        return self.before.said if self.before is not None else ""


def role_of(around: Around, governor: str, joiner: str, roles: Sequence[str]) -> str:
    """What a number is; ``roles`` are those of the numbers before it."""
    number = around.items[around.at].number
    assert number is not None
    if number.unit == RANK:
        return PLACE
    if number.unit == TIMES or _is_size(around, governor, joiner):
        return SIZE
    if _is_target(around, governor):
        return TARGET
    if _is_signed(around, number):
        return SIZE
    if governor == BETWEEN:
        return NEW if OLD in roles else OLD
    if governor == REF and around.word == "at":
        return LEVEL  # "Missed at 7.8%".
    return governor if governor in (OLD, NEW, REF) else LEVEL


def _is_target(around: Around, governor: str) -> bool:
    after, beside = around.after, around.j == around.at + 1
    two = around.items[around.start - 2] if around.start > 1 else None
    if around.word == "of" and two is not None and two.entry("goal") is not None:
        return True
    should = any(
        each.said == "should" for each in around.items[max(0, around.start - 5) : around.start]
    )
    if should and around.word in ("be", "been"):
        return True
    if around.word == "year's":
        return True  # "Two thirds of the year's 40 groups".
    if after is None:
        return False
    return (beside and after.entry("goal") is not None) or (
        after.said in _GOALS and governor != REF
    )


def _is_size(around: Around, governor: str, joiner: str) -> bool:
    """Whether the words beside a number make it a difference."""
    if _by_what_follows(around) or _by_what_precedes(around, governor):
        return True
    return around.word == "of" and around.start == 1 and joiner == ","


def _is_signed(around: Around, number: Number) -> bool:
    """Of "+24%" and "a 24% rise"."""
    after, beside = around.after, around.j == around.at + 1
    moves = after is not None and beside and after.said in _MOVES
    signed = bool(number.sign) and number.unit in (PERCENT, POINTS)
    return signed or (moves and after is not None and after.entry("move") is not None)


def _by_what_follows(around: Around) -> bool:
    """Of "88 more", "two points clear": so much, not a level."""
    after, following = around.after, around.following
    if after is None:
        return False
    if after.said in _APART or after.said in _SEPARATES:
        return True
    if after.kind != WORD or after.entry("more", "goal_missed", "rival") is None:
        return False
    if any(each.lemma in _VERBS for each in after.entries):
        return False
    beside = following is not None and following.kind == NUMBER
    return not (beside and after.said not in _BEFORE_NUMBER)


def _by_what_precedes(around: Around, governor: str) -> bool:
    """Of "rose 24%", "by 88", "a rise of 88", "up 24%"."""
    before, word = around.before, around.word
    if before is None:
        return False
    if (
        before.kind == WORD and before.entry("move") is not None
        and governor != NEW and word != "lower"
    ):  # fmt: skip
        return True
    two = around.items[around.start - 2] if around.start > 1 else None
    if word == "of" and two is not None:
        return bool(two.entry("move", "gap", "times")) or two.said in _DIFFERENCES
    if word in _AMOUNTS and around.start > 1:
        ahead = around.items[: around.start - 1]
        moved = [
            i for i, each in enumerate(ahead)
            if each.entry("move", "gap") or each.said in _DIFFERENCES
        ]  # fmt: skip
        if not moved or not moved[0]:
            return False
        named = ahead[moved[0] - 1]
        return (named.said in _THE or named.kind == PERIOD) and not any(
            each.kind == NUMBER for each in ahead[moved[0] :]
        )  # fmt: skip
    if word in ("up", "down"):
        return two is None or two.said not in _PARTICLE
    return word == "by"


def is_stating(items: Sequence[Item]) -> bool:
    """Whether one of some items states something of a figure."""
    return any(each.entry(*STATING) for each in items)
