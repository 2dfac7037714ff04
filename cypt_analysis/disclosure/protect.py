"""Which figures an edition hides: small ones, and the fewest others that keep these uncertain.

The reader whom this keeps uncertain knows the rule, all that adds up, every release, and that no 0
is hidden. Why a figure is hidden he is not told, by any file: whether for its own size or to
protect another. Told that, he could find some; and were he taken to know it, the choice between
figures would itself tell of sizes to whoever has this program.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.disclosure.beside import telling_shares
from cypt_analysis.disclosure.counts import REST, Counted, Link
from cypt_analysis.disclosure.files import over_files
from cypt_analysis.disclosure.implied import add_implied
from cypt_analysis.disclosure.links import Linked, links
from cypt_analysis.disclosure.releases import Kept, Release, sum_of, together
from cypt_analysis.disclosure.small import Small, add_crowded, add_dominant, judged
from cypt_analysis.disclosure.told import made_of
from cypt_analysis.library.disclosure import Rule
from cypt_analysis.statistics import Cells, figures_to_hide, recoverable

SMALL, PROTECTING, EARLIER, RECEIVED = (
    "small", "to protect another", "earlier release", "as received",
)  # fmt: skip
_INFINITE = float("inf")


class Asked(NamedTuple):
    """Measures that may add up, and a small count that would follow from the others if they do."""

    measures: tuple[str, ...]
    secret: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Protection:
    """What an edition hides: for each observation's id why, and by which rule.

    ``exposed`` are counts that a reader can work out whatever is hidden, as earlier releases have
    given them away; ``release`` is what is kept of this one when it is published. ``untried`` are
    tables with small counts that are too large to look for every sum of some rows: by source and
    what the rows differ by, how many there are. ``asked`` are small counts that would follow, if
    what some measures add up to is no chance, which nobody has said.
    """

    why: dict[str, str] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    exposed: tuple[str, ...] = ()
    release: Release = field(default_factory=Release)
    untried: dict[tuple[str, str], int] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether this edition shows anything otherwise than the internal one."""
        return bool(self.why) or any(each.rounding > 1 for each in self.rules.values())


def protect(
    observations: pd.DataFrame,
    catalogue: Catalogue,
    edition_rule: str,
    releases: Sequence[Release] = (),
    confidential: pd.DataFrame | None = None,
) -> Protection:
    """What must be hidden of true observations so that no small count is shown or can be found.

    Everything is judged at once: parts and wholes, numerators and denominators, quarters and their
    year, and what ``releases`` have shown for good. What was received as ``confidential`` stays so.
    """
    whole = report_of(observations, catalogue, edition_rule, releases, confidential)
    found, rules, small = whole.found, whole.rules, whole.small
    # Where no count is known, nothing follows from any.
    secondary = bool(whole.places) and any(each.secondary for each in rules.values())
    hidden, once = set(small.figures), set(small.figures)
    if secondary and (small.counts or releases):
        hidden = whole.hidden()
        once = Report(found, whole.links, rules, small).hidden() if releases else hidden
    why = {
        name: RECEIVED
        if name in small.received
        else SMALL
        if name in small.figures
        else PROTECTING
        if name in once
        else EARLIER
        for name in found.figures
        if name in hidden
    }
    if secondary and why:
        why |= dict.fromkeys(telling_shares(observations, why), PROTECTING)
    exposed = whole.exposed(hidden) if secondary else ()
    untried = whole.untried() if secondary else {}
    asked = tuple(whole.asked(hidden)) if secondary else ()
    return Protection(why, rules, exposed, whole.release(hidden), untried, asked)


def report_of(
    observations: pd.DataFrame,
    catalogue: Catalogue,
    edition_rule: str,
    releases: Sequence[Release] = (),
    confidential: pd.DataFrame | None = None,
) -> Report:
    """A report as it is judged, before anything of it is hidden."""
    found, rules, small = judged(observations, catalogue, edition_rule, confidential)
    open_ = [name for name in found.counts if name not in small.counts]
    releases = [each.called_as(found.figures, open_) for each in releases]
    small.rank = _ranks(observations, catalogue)
    _imply(found, catalogue, rules, small)
    counts = {n: each for n, each in found.counts.items() if not each.column.startswith(REST)}
    measures, (_, denied) = small.of_measures(found), made_of(catalogue)
    several = [*over_files(counts, measures, small.counts, catalogue)]
    settled = {e for n, each in measures.items() if frozenset([n]) in denied for e in each}
    linked = links(found, catalogue.sources, several, settled)
    add_dominant(found, linked.sure, rules, small)
    whole = Report(found, linked, rules, small, releases)
    add_crowded(found, rules, small, releases, lambda: whole.exposed(small.withheld))
    return Report(found, linked, rules, small, releases)


def _imply(found: Counted, catalogue: Catalogue, rules: dict[str, Rule], small: Small) -> None:
    """Add the small counts that follow from those of figures, by the rules of these."""
    by: dict[str, set[Rule]] = {}
    for name, held in found.figures.items():
        for each in held:
            by.setdefault(each, set()).add(rules[name])
    names = {
        found.figures[name][0]: catalogue.indicators[indicator].get(measure).name
        for name, (indicator, measure) in small.measures.items()
        if found.figures[name]
    }

    def is_small(name: str, value: int) -> bool:
        return any(each.secondary and each.is_small(value) for each in by.get(name, ()))

    small.counts |= add_implied(found, catalogue.sources, names, is_small)


def _ranks(observations: pd.DataFrame, catalogue: Catalogue) -> dict[str, float]:
    """By id from 1 for a headline that the catalogue names first to 0; the same in every period."""
    named = ((name, each) for name, entry in catalogue.indicators.items() for each in entry.measure)
    places = {
        (name, each.id): (each.id != catalogue.indicators[name].headline, place)
        for place, (name, each) in enumerate(named)
    }
    of = {
        row["id"]: (*places[row["indicator"], row["measure"]], row["breakdown"], row["area"])
        for row in observations[["id", "indicator", "measure", "breakdown", "area"]].to_dict(
            "records"
        )
    }
    every = sorted(set(of.values()))
    # No two choices weigh the same, so that none is made by chance.
    apart = [zlib.crc32(repr(each).encode()) / 2**32 for each in every]
    rank = {each: 1 - (n + apart[n]) / len(every) for n, each in enumerate(every)}
    return {name: rank[each] for name, each in of.items()}


class Report:
    """A report, and what was published before, as cells, equations and figures by their places."""

    def __init__(
        self,
        found: Counted,
        linked: Linked,
        rules: dict[str, Rule],
        small: Small,
        releases: Sequence[Release] = (),
    ) -> None:
        self.found, self.small, self.rules, self.links = found, small, rules, linked
        self.ids = list(found.figures)
        self.whole, called = together([*releases, self.release(set(self.ids))])
        self.places = {
            name: place for place, name in enumerate(each.name for each in self.whole.counts)
        }
        self.shown = {
            name: tuple(self.places[called[each]] for each in held)
            for name, held in found.figures.items()
        }

    @cached_property
    def cells(self) -> Cells:
        """All of it as the programmes take it."""
        counts = self.whole.counts
        known = {place for place, each in enumerate(counts) if each.shown}
        known |= {
            place
            for name, value in self.whole.figures
            if value
            for place in self.shown.get(name, ())
        }
        return Cells(
            [each.value for each in counts],
            self._placed(self.whole.links),
            [self.shown[name] for name in self.ids],
            # What is hidden may be of any size, save that a 0 would have been shown.
            [min(each.value, 1) for each in counts], [_INFINITE] * len(counts),
            [place for place, each in enumerate(counts) if each.sensitive],
            [number for number, name in enumerate(self.ids) if name in self.small.withheld],
            sorted(known),
            self._worth(),
            max((each.width for each in self.rules.values()), default=1),
            [self._placed(each) for each in self._structures()],
        )  # fmt: skip

    def _structures(self) -> list[list[Link]]:
        """Doubtful sums by what they are of: who knows of one knows of it at every time, and of
        girls as of boys."""
        found: dict[frozenset, list[Link]] = {}
        for link in self.whole.doubtful:
            found.setdefault(sum_of(link), []).append(link)
        return list(found.values())

    def _placed(self, linked: Iterable[Link]) -> list[dict[int, int]]:
        return [{self.places[name]: factor for name, factor in link.items()} for link in linked]

    def _worth(self) -> list[float]:
        """Of as few figures, parts go before headlines and wholes, and what stands last first.

        Never their sizes: from the smallest of the others a reader who has this program would
        learn how small it is. A 0 alone goes last of all, as every reader takes it for shown: the
        figure that went in its place would tell of the small one what the 0 could not hide.
        """
        wholes = {name for link in self.links.sure for name, factor in link.items() if factor < 0}
        counts = self.found.counts
        return [
            0.5 * any(not counts[each].value for each in held)
            + 0.25 * any(each in wholes for each in held[:1])
            + 0.25 * self.small.rank.get(name, 0)
            for name, held in self.found.figures.items()
        ]

    def hidden(self) -> set[str]:
        """The ids of the figures that must go."""
        return {self.ids[place] for place in figures_to_hide(self.cells)}

    def exposed(self, hidden: set[str]) -> tuple[str, ...]:
        """The counts that a reader can work out all the same, whatever may be chance."""
        places = {number for number, name in enumerate(self.ids) if name in hidden}
        found = recoverable(replace(self.cells, doubtful=()), places)
        return tuple(self.whole.counts[cell].name for cell in found)

    def untried(self) -> dict[tuple[str, str], int]:
        """The tables with small counts in which not every sum of some rows was looked for."""
        found: dict[tuple[str, str], int] = {}
        for each in self.links.untried:
            if not self.small.counts.isdisjoint(each.counts):
                about = each.source, each.by
                found[about] = max(found.get(about, 0), each.rows)
        return found

    def asked(self, hidden: set[str]) -> Iterator[Asked]:
        """Small counts that would follow from sums that may be chance, one of the same measures."""
        shown = {each.name for each in self.release(hidden).counts if each.shown}
        told: set[frozenset[str]] = set()
        for each in self.links.asked:
            for link in each.links if frozenset(each.measures) not in told else ():
                unknown = [name for name in link if name not in shown]
                # All of them are 1 where so many are left for as many.
                ones = {(self.found.counts[name].value, link[name]) for name in unknown}
                secret = self.small.counts.intersection(unknown)
                if secret and (len(unknown) == 1 or ones in ({(1, 1)}, {(1, -1)})):
                    told.add(frozenset(each.measures))
                    others = tuple(name for name in link if name in shown)
                    yield Asked(each.measures, min(secret), others)
                    break

    def release(self, hidden: set[str]) -> Release:
        """What is kept of this report for those to come."""
        shown = [held for name, held in self.found.figures.items() if name not in hidden]
        counts = tuple(self._kept(shown))
        sure, doubtful = (tuple(each) for each in (self.links.sure, self.links.doubtful))
        return Release(counts, sure, doubtful=doubtful, ids=self.found.figures)

    def _kept(self, shown: Iterable[Sequence[str]]) -> Iterator[Kept]:
        names = {each for held in shown for each in held}
        for name, count in self.found.counts.items():
            yield Kept(name, count.value, name in names, name in self.small.counts)
