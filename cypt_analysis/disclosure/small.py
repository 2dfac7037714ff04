"""Which figures go for the size of a count behind them, by the rule of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.entries import DENOMINATOR
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.disclosure.counts import Count, Counted, Link, breakdowns, counted
from cypt_analysis.disclosure.releases import Release, place_of
from cypt_analysis.library.disclosure import Rule, rule

RuleOf = Callable[[dict], Rule]
# Of fewer rows none is taken for a breakdown that is small for the most part.
_FEWEST = 3


def rule_of(catalogue: Catalogue, edition_rule: str) -> RuleOf:
    """The rule for a row: the measure's indicator's own, its source's, or that of the edition."""
    whole = rule(edition_rule)

    def of(row: dict) -> Rule:
        indicator = catalogue.indicators[row["indicator"]]
        source = catalogue.sources[indicator.get(row["measure"]).source]
        named = indicator.disclosure or source.disclosure
        return rule(named) if named and not whole.shows_all else whole

    return of


@dataclass
class Small:
    """The figures hidden for their own size, and the counts behind them that nobody may find.

    ``beside`` are the others of breakdowns that are small for the most part, ``measures`` the
    indicator and measure of each figure.
    """

    figures: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)
    counts: set[str] = field(default_factory=set)
    rank: dict[str, float] = field(default_factory=dict)
    received: frozenset[str] = frozenset()
    measures: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def withheld(self) -> set[str]:
        """The figures that go in any case."""
        return self.figures | self.beside

    def of_measures(self, found: Counted) -> dict[str, list[str]]:
        """The names of the counts of each measure, and of its denominators."""
        names: dict[str, list[str]] = {}
        for name, (indicator, measure) in self.measures.items():
            for each, what in zip(found.figures[name], ("", DENOMINATOR), strict=False):
                names.setdefault(f"{indicator}.{measure}{what}", []).append(each)
        return names


def judged(
    observations: pd.DataFrame,
    catalogue: Catalogue,
    edition_rule: str,
    confidential: pd.DataFrame | None,
) -> tuple[Counted, dict[str, Rule], Small]:
    """The counts of a report, the rule of each figure, and which are small or were confidential."""
    found = counted(observations, catalogue, confidential)
    of = rule_of(catalogue, edition_rule)
    secret = pd.DataFrame(columns=observations.columns) if confidential is None else confidential
    every = [*observations.to_dict("records"), *secret.to_dict("records")]
    rules = {row["id"]: of(row) for row in every}
    small = _small({row["id"]: row["kind"] for row in every}, found, rules)
    small.measures = {row["id"]: (row["indicator"], row["measure"]) for row in every}
    small.received = frozenset(secret["id"])
    small.figures |= small.received
    small.counts |= {each for name in small.received for each in found.figures[name][:1]}
    _add_received_elsewhere(found, rules, small)
    return found, rules, small


def _add_received_elsewhere(found: Counted, rules: dict[str, Rule], small: Small) -> None:
    """Add the figures of a column that another file has as confidential, beside a whole of which
    it leaves few."""
    beside: dict[tuple, list[Count]] = {}
    secret: dict[tuple, list[Count]] = {}
    for each in found.counts.values():
        key = each.where, each.area, each.period
        if each.guessed:
            secret.setdefault((each.column.casefold(), *key), []).append(each)
        else:
            beside.setdefault((each.source, *key), []).append(each)
    for name, held in found.figures.items() if secret else ():
        mine = found.counts[held[0]] if held else None
        if mine is None or mine.guessed:
            continue
        key = mine.where, mine.area, mine.period
        for each in secret.get((mine.column.casefold(), *key), ()):
            wholes = beside.get((each.source, *key), ()) if each.source != mine.source else ()
            if any(rules[name].is_small(whole.value - mine.value) for whole in wholes):
                small.beside.add(name)
                small.counts.add(mine.name)


def _small(kinds: dict[str, str], found: Counted, rules: dict[str, Rule]) -> Small:
    """Figures whose numerator, rest or denominator is small, by their own rules."""
    small = Small()
    for name, held in found.figures.items():
        by = rules[name]
        counts = [found.counts[each] for each in held]
        small.counts |= {each.name for each in counts if by.is_small(each.value)}
        if len(counts) == 2 and counts[1].value < by.denominator:
            small.counts |= {*held}
        if by.rest and name in found.rests:
            top, left, _ = found.rests[name]
            if by.is_small(found.counts[left].value):
                small.counts |= {left, top}
    for name, held in found.figures.items():
        mine = [*held, *found.rests.get(name, ())[1:2]] if kinds[name] != Kind.COUNT else held
        # A denominator that is small elsewhere alone is small here too: one figure shows both.
        if not small.counts.isdisjoint(mine):
            small.figures.add(name)
    return small


def add_crowded(
    found: Counted,
    rules: dict[str, Rule],
    small: Small,
    releases: Sequence[Release],
    exposed: Callable[[], Collection[str]],
) -> None:
    """Add the other rows of breakdowns that are small for the most part and do not keep each other
    uncertain, as what is ``exposed`` says, or went whole before.

    Which of a few others goes would hang on the small ones, and tell of them who has this program.
    """
    follow: Collection[str] | None = None
    before = [{place_of(e.name): e.shown for e in each.counts if e.value} for each in releases]
    showing: dict[str, list[str]] = {}
    for name, held in found.figures.items():
        for each in held if rules[name].secondary else ():
            showing.setdefault(each, []).append(name)
    for rows in breakdowns(found):
        some = [each.name for each in rows if each.value]
        earlier = [
            [told[place] for place in map(place_of, some) if place in told] for told in before
        ]
        crowded = 2 * len(small.counts.intersection(some)) > len(some)
        whole = any(len(each) >= _FEWEST and not any(each) for each in earlier)
        if len(some) < _FEWEST:
            continue
        if crowded and follow is None:
            follow = exposed()
        if whole or (crowded and not {*some}.isdisjoint(follow or ())):
            small.beside.update(name for each in some for name in showing.get(each, ()))


def add_dominant(
    found: Counted, linked: Sequence[Link], rules: dict[str, Rule], small: Small
) -> None:
    """Add the figures of parts that make up nearly all of their whole, where the rule says so."""
    showing: dict[str, list[str]] = {}
    for name, held in found.figures.items():
        if rules[name].dominance and held:
            showing.setdefault(held[0], []).append(name)
    for link in linked:
        wholes = [each for each, factor in link.items() if factor < 0]
        for part in (each for each, factor in link.items() if factor > 0 and each in showing):
            by = rules[showing[part][0]]
            total = found.counts[wholes[0]].value if len(wholes) == 1 else 0
            if total and found.counts[part].value * 100 >= by.dominance * total:
                small.counts.add(part)
                small.figures.update(showing[part])
