"""What one part of a sentence says, what was spoken of before it, and what was judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from cypt_analysis.claims.areas import EVERY
from cypt_analysis.claims.evidence import Candidate
from cypt_analysis.claims.items import AREA, Item
from cypt_analysis.claims.lexicon import Entry
from cypt_analysis.claims.periods import Mention
from cypt_analysis.claims.roles import Figure
from cypt_analysis.ground.key import NEIGHBOURS

Terms = frozenset[str]


@dataclass
class Relation:
    """A word that states something: its place, what kind of statement, and which way."""

    at: int
    entry: Entry
    item: Item
    denied: bool = False
    headed: bool = True

    @property
    def kind(self) -> str:
        """What it states: a move, more than another, an extreme."""
        return self.entry.kind

    @property
    def way(self) -> int:
        """1 up or good, −1 down or bad, 0 neither."""
        return self.entry.way

    @property
    def said(self) -> str:
        """The word."""
        return self.item.said


@dataclass(eq=False)
class Part:
    """A part of a sentence.

    ``terms`` are the words of measures that it speaks of, ``ref_terms`` those that it compares
    with; areas and periods stand with their role. ``own`` says that it speaks of us, ``span`` for
    how many years or quarters. ``residue`` are words that were not read, ``denials`` and
    ``blocking`` those that a statement must answer for, ``ages`` ages that no measure has.
    """

    places: tuple[int, ...]
    joiner: str
    items: tuple[Item, ...]
    terms: Terms = frozenset()
    ref_terms: Terms = frozenset()
    areas: list[tuple[str, str]] = field(default_factory=list)
    periods: list[tuple[Mention, str]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    own: bool = False
    own_ref: bool = False
    goal: bool = False
    unreal: bool = False
    wish: bool = False
    general: bool = False
    generic: bool = False
    denied: bool = False
    no_data: bool = False
    span: tuple[int, str] | None = None
    quantifiers: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    residue: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    denials: list[int] = field(default_factory=list)
    blocking: list[int] = field(default_factory=list)
    ages: list[int] = field(default_factory=list)

    @property
    def start(self) -> int:
        """The place of its first item."""
        return self.places[0]

    @property
    def stop(self) -> int:
        """The place after its last item."""
        return self.places[-1] + 1

    def of(self, role: str) -> list[Figure]:
        """Its numbers of a role."""
        return [each for each in self.figures if each.role == role]

    def named_areas(self, role: str = "") -> list[str]:
        """The areas that it names, of a role or all."""
        return [area for area, own in self.areas if not role or own == role]

    def fixed(self, *roles: str) -> list[Mention]:
        """The periods that it names by themselves, of some roles or all."""
        return [m for m, r in self.periods if not m.relative and (not roles or r in roles)]

    def mentions(self, *roles: str) -> list[Mention]:
        """Every period of some roles, relative ones too."""
        return [m for m, r in self.periods if r in roles]

    @property
    def has_area(self) -> bool:
        """Whether an area stands in it."""
        return any(each.kind == AREA for each in self.items)


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
