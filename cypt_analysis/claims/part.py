"""What one part of a sentence says: its measures, areas, periods, numbers and statements."""

from __future__ import annotations

from dataclasses import dataclass, field

from cypt_analysis.claims.items import AREA, Item
from cypt_analysis.claims.lexicon import Entry
from cypt_analysis.claims.periods import Mention
from cypt_analysis.claims.roles import Figure

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


@dataclass
class Part:
    """A part of a sentence.

    ``terms`` are the words of measures that it speaks of, ``ref_terms`` those that it compares
    with; areas and periods stand with their role. ``own`` says that it speaks of us, ``span`` for
    how many years or quarters. ``residue`` are words that were not read, ``denials`` and
    ``blocking`` those that a statement must answer for, ``narrowing`` those that speak of some of
    the counted alone, ``ages`` ages that no measure has.
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
    narrowing: list[int] = field(default_factory=list)
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
