"""The figures that an edition hides, as people could tell them in words and numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from cypt_analysis.catalogue.entries import VALUE, Indicator
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.disclosure import hidden_rows
from cypt_analysis.known import Known
from cypt_analysis.observations.rows import is_own

# Of so small a count what it is of others tells most.
SMALL = 10
# Names of a row that is no part of anything, and names of a school or a place, which people call by
# their first word.
_WHOLE = frozenset({"total", "all"})
_TIMES = {"year", "month", "week", "day", "hour", "minute"}
_PROPER = re.compile(r"[A-Z][a-z]{3,}(?: (?:and|of|the|[A-Z][\w.'’-]*))+")


@dataclass(frozen=True)
class Hidden:
    """The hidden figures of an indicator, as people could tell them.

    ``numbers`` are as they are typed, ``shares`` in per cent, ``counts`` the numbers of people, and
    ``times`` how many times others they are. ``nouns`` are words for what they count, ``rows`` what
    those rows of a breakdown or areas are called that are hidden. ``near`` is what is typed of them
    beside others, gaps, sums and shares; ``parts`` which share of others the small ones are.

    ``abroad`` are the numbers of other ``areas``, which only words tell that name one. ``names``
    are those of the project that may hold a number, ``categories`` such as were received and that
    nobody has written, and ``goals`` the numbers of its targets.
    """

    numbers: frozenset[str] = frozenset()
    shares: frozenset[float] = frozenset()
    counts: frozenset[float] = frozenset()
    times: frozenset[float] = frozenset()
    nouns: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    parts: frozenset[float] = frozenset()
    abroad: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()

    def of(self, text: str) -> Hidden:
        """With the numbers of other areas too, where a text names one."""
        if self.abroad and any(each in text for each in self.areas):
            return replace(self, numbers=self.numbers | self.abroad, abroad=frozenset())
        return self


def hidden_in_words(known: Known, shown: Known) -> dict[str, Hidden]:
    """By indicator, its figures that ``shown`` hides as words could give them back."""
    gone = hidden_rows(known.observations, known.revisions, shown.observations, shown.revisions)
    found = {}
    table = known.observations
    categories = _categories(known)
    names = categories | _named(known)
    targets = known.targets.to_dict("records")
    for name, mine in gone.groupby("indicator", sort=False):
        # Another area's figure is told by its number, beside the area's name.
        own = mine[is_own(mine, known.info)]
        shares = own.loc[own["kind"] == Kind.PROPORTION, "value"].dropna()
        counted = own["numerator"].where(own["kind"] != Kind.COUNT, own["value"]).dropna()
        pairs = _beside(own, known)
        near = _to_targets(own, known)
        near |= {f"{each:.0f}" for a, b in pairs for each in (abs(a - b), a + b)}
        shared = [part for pair in pairs for part in _parts(*pair)]
        found[str(name)] = Hidden(
            numbers=frozenset(_numbers(own, table)),
            shares=frozenset([*shares, *(100 - shares)]),
            counts=frozenset(counted),
            times=frozenset(times for a, b in pairs for times in (a / b, b / a)),
            nouns=_nouns_of(known.catalogue.indicators[str(name)]),
            rows=_rows(mine, known),
            near=frozenset(near | {f"{part:.{n}f}" for part in shared for n in (1, 2)}),
            parts=frozenset(part for pair in pairs if pair[0] <= SMALL for part in _parts(*pair)),
            abroad=frozenset(_numbers(mine.drop(own.index), table)),
            areas=frozenset(_short(mine.loc[mine["area"] != known.info.authority, "area"])),
            names=names,
            categories=categories,
            goals=frozenset(
                f"{float(e['target']):.10g}" for e in targets if e["indicator"] == name
            ),
        )
    return found


def _categories(known: Known) -> frozenset[str]:
    """What rows and areas are called, as they were received."""
    measures = (each for entry in known.catalogue.indicators.values() for each in entry.measure)
    told = {*known.observations["breakdown"], *known.observations["area"]}
    return frozenset(told | {text for each in measures for text in each.where.values()} - {""})


def _named(known: Known) -> frozenset[str]:
    """What the catalogue calls indicators, measures, their figures and sources."""
    entries = known.catalogue.indicators.values()
    told = {each.title for each in known.catalogue.sources.values()}
    for entry in entries:
        told |= {entry.name, entry.short_name, entry.label}
        told |= {text for e in entry.measure for text in (e.name, e.short_name, e.label)}
    told |= {p.strip() for entry in entries for e in entry.measure for p in e.says.split(VALUE)}
    return frozenset(told - {""})


def _rows(gone: pd.DataFrame, known: Known) -> frozenset[str]:
    """What hidden rows are called among others: districts, schools, ages, other areas."""
    found: set[str] = set()
    for row in gone.drop_duplicates(["measure", "breakdown", "area"]).to_dict("records"):
        measure = known.catalogue.indicators[row["indicator"]].get(row["measure"])
        found |= {row["breakdown"], *measure.where.values()}
        if row["area"] != known.info.authority:
            found.add(row["area"])
    return frozenset(_short(each for each in found if each and each.casefold() not in _WHOLE))


def _short(names: Iterable[str]) -> set[str]:
    """Names, and what people call them for short."""
    full = set(names)
    return full | {each.split()[0] for each in full if _PROPER.fullmatch(each)}


def _to_targets(gone: pd.DataFrame, known: Known) -> set[str]:
    """How far hidden figures are from their targets, as it would be typed."""
    found = set()
    for target in known.targets.to_dict("records"):
        same = gone[gone["measure"] == target["measure"]]
        for row in same[same["indicator"] == target["indicator"]].to_dict("records"):
            gap = abs(row["value"] - float(target["target"]))
            found |= {f"{gap:.{places}f}" for places in range(int(row["decimals"]) + 1)}
    return found


def _beside(gone: pd.DataFrame, known: Known) -> set[tuple[float, float]]:
    """Each hidden count with another: of its course, or of the indicator at its time."""
    table = known.observations[known.observations["indicator"].isin(gone["indicator"])]
    counted = table["numerator"].where(table["kind"] != Kind.COUNT, table["value"])
    counts = pd.concat([counted, table["denominator"]])
    about = pd.concat([table, table])[["area", "path", "period"]]
    found = set()
    for row in gone.to_dict("records"):
        one = row["value"] if row["kind"] == Kind.COUNT else row["numerator"]
        near = (about["path"] == row["path"]) | (about["period"] == row["period"])
        others = counts[(about["area"] == row["area"]) & near & (counts > 0) & (counts != one)]
        found |= {(one, other) for other in others if one > 0}
    return found


def _parts(one: float, other: float) -> set[float]:
    """Which share in per cent one count is of another or of both together, and the rest of it."""
    shares = {min(one, other) / max(one, other) * 100, one / (one + other) * 100}
    return shares | {100 - each for each in shares}


def _numbers(gone: pd.DataFrame, table: pd.DataFrame) -> set[str]:
    """How hidden figures of an indicator, their rests and their changes would be typed."""
    found: set[str] = set()
    for row in gone.to_dict("records"):
        numbers = [row["value"], row["numerator"], row["denominator"] - row["numerator"]]
        if row["kind"] == Kind.PROPORTION:
            numbers.append(100 - row["value"])
            found |= {f"{row['value'] / 100:.{places}f}" for places in (2, 3, 4)}
        same = (table["area"] == row["area"]) | (table["period"] == row["period"])
        beside = table[same & (table["path"] == row["path"]) & (table["id"] != row["id"])]
        numbers += [row["value"] - other for other in beside["value"]]
        for number in (abs(each) for each in numbers if math.isfinite(each)):
            found |= {f"{number:.{places}f}" for places in range(int(row["decimals"]) + 2)}
    return found


def _nouns_of(entry: Indicator) -> frozenset[str]:
    """What the figures of an indicator count: the words of their names and units."""
    told = [entry.name, *(f"{each.name} {each.unit}" for each in entry.measure)]
    found = {root(word) for text in told for word in words_in(text)}
    units = {root(word) for each in entry.measure for word in words_in(each.unit)}
    # Within how many weeks something is due is no number of what is counted.
    return frozenset(found - (_TIMES - units))


def words_in(text: str) -> list[str]:
    """The words of a text that may name what is counted."""
    return re.findall(r"[a-z]{4,}", text.lower())


def root(word: str) -> str:
    """A word without its plural: assessments and assessment are one."""
    return word.lower().rstrip("s")
