"""What was spoken of before, which a part that does not say it takes over; and what was judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from cypt_analysis.claims.areas import EVERY
from cypt_analysis.claims.evidence import Candidate
from cypt_analysis.claims.part import Relation
from cypt_analysis.claims.periods import Mention
from cypt_analysis.ground.key import NEIGHBOURS


class Truth(StrEnum):
    """Whether the data bear a statement out, say otherwise, or leave it to a person."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


HOLDS, FAILS, OPEN = Truth
# What a statement that was judged is, where others ask for it.
VALUE, KIN, CHANGE, GROUP, EXTREME, TOTAL = "value", "kin", "change", "group", "extreme", "total"
# What holds of several areas is of none that is spoken of afterwards.
GROUPS = (NEIGHBOURS, EVERY)
Two = tuple[Candidate, Candidate]


def truth_of(holds: bool | None, *, denied: bool = False) -> Truth:
    """The truth of a comparison, turned round where it is denied; open where it cannot be told.

    >>> truth_of(True, denied=True)
    <Truth.FAILS: 'fails'>
    """
    if holds is None:
        return OPEN
    return HOLDS if bool(holds) != denied else FAILS


class Doubt(StrEnum):
    """Why a statement is open: the change may be chance, its two values do not compare, or it was
    not read; of a number that is wrong, that its direction is, or that it is rounded."""

    CHANCE = "chance"
    APART = "apart"
    WAY = "way"
    UNREAD = "unread"
    ROUNDED = "rounded"


@dataclass(frozen=True)
class Said:
    """A statement at a place: whether it is true, what the data say, the fact that says it, what
    kind of statement it is, and why it is open."""

    at: int
    truth: Truth
    why: str = ""
    fact: Candidate | None = None
    form: str = ""
    doubt: Doubt | None = None


@dataclass
class Talk:
    """What was spoken of: measures, areas and periods; the last two values compared, the last
    value given, the areas and the time that were compared with, and the last statement."""

    paths: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    periods: list[Mention] = field(default_factory=list)
    pair: Two | None = None
    value: Candidate | None = None
    refs: list[str] = field(default_factory=list)
    relation: Relation | None = None
    subjects: list[str] = field(default_factory=list)
    olds: list[Mention] = field(default_factory=list)
    gap: Two | None = None

    def next(self) -> Talk:
        """What the next sentence takes over."""
        areas = [each for each in self.areas if each not in GROUPS]
        return Talk(list(self.paths), areas, pair=self.pair, value=self.value)
