"""Figures of a new period that are those of an earlier one: has its label alone changed?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.special import i0e

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.findings import list_some
from cypt_analysis.ground.quarter import Period
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.safe_text import spelling
from cypt_analysis.judgement.newest import Newest, arrived, own_by_period

# What happens by chance less often than once in so many sources is asked about.
_RARE = 1000
# Most of those counted on a day are counted on the next one too, and a percentage is rounded: their
# figures are equal more often than counts of what happened anew, which vary at least as chance.
_STOCK, _FLOW = 0.2, 0.1
# What is thought of a column before any of its figures was seen twice: one in five is equal.
_EQUAL, _SEEN = 1, 5
# Where so large a part of a file's figures is equal, it is asked about as a whole.
_NEARLY_ALL = 0.8
_FEW = 4

Figures = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Repeated:
    """Figures of a source that are an earlier period's: where they stand, what is said of them.

    ``values`` are all figures of the period, so that a confirmation holds for these alone.
    """

    source: str
    file: str
    row: int
    found: str
    advice: str
    values: str


def repeated(drops: Sequence[Drop], catalogue: Catalogue) -> list[Repeated]:
    """Figures of the last drop's newest periods that are an earlier period's, row by row.

    Judged is how often chance would make as many equal: two counts about ``n`` are equal in
    ``exp(-2n) I0(2n)`` of all cases (Skellam 1946), or as often as this source's own figures were
    before. Nothing is said of figures that are nought, or that never change.
    """
    found = (_of_source(drops, each, catalogue) for each in arrived(drops[-1], catalogue))
    return [each for each in found if each is not None]


def _of_source(drops: Sequence[Drop], new: Newest, catalogue: Catalogue) -> Repeated | None:
    earlier: dict[Period, pd.DataFrame] = {}
    for drop in drops:
        earlier |= own_by_period(drop, new.source)
        if new.period in earlier and drop is not drops[-1]:
            # It was asked about when it first came.
            return None
    columns = columns_of(new.source, new.rows, catalogue)
    alike = sorted(each for each in earlier if each.series == new.period.series)
    past = {
        each: figures_of(new.source, earlier[each], columns) for each in alike if each < new.period
    }
    now = figures_of(new.source, new.rows, columns)
    counted = all(new.source.columns[name].type == "count" for name in columns)
    at_least = _FLOW if counted and new.period.kind != "day" else _STOCK
    chances = _chances(now, list(past.values()), at_least)
    for then in reversed(past):
        told = _told(now, past[then], chances, _RARE * len(past))
        if told:
            drop, row = drops[-1], int(new.rows.index[0])
            found = f"{told} {new.period.label} are those of {then.label}, row by row."
            advice = (
                f"Has the label alone changed? Ask {new.source.owner} for the file of "
                f"{new.period.label}."
            )
            values = " ".join(f"{value:.10g}" for value in now.values())
            return Repeated(
                new.source.id, drop.file_of(new.source.id), row, found, advice, f"{found} {values}"
            )
    return None


def columns_of(source: Source, rows: pd.DataFrame, catalogue: Catalogue) -> list[str]:
    """The counts, else all numbers: percentages follow from counts, and populations stay."""
    base = {
        measure.denominator
        for measure in catalogue.measures.values()
        if measure.source == source.id and measure.kind is Kind.RATE
    }
    numbers = [
        name
        for name, column in source.columns.items()
        if column.numeric and name in rows and name not in base
    ]
    return [name for name in numbers if source.columns[name].type == "count"] or numbers


def figures_of(source: Source, rows: pd.DataFrame, columns: Sequence[str]) -> Figures:
    """Figures above nought by what their row is of and their column; a total adds nothing."""
    keys = [name for name in source.keys if name not in (source.period, "area") and name in rows]
    whole = {(each.over, spelling(each.row)) for each in source.totals if each.row}
    found: Figures = {}
    for record in dicts_of(rows):
        names = [(key, spelling(str(record[key]))) for key in keys]
        if whole.isdisjoint(names):
            of = " ".join(name for _, name in names)
            found |= {(of, each): record[each] for each in columns if record.get(each, 0) > 0}
    return found


def _chances(now: Figures, past: Sequence[Figures], at_least: float) -> Figures:
    """How often each figure would be equal to an earlier one though it was counted anew."""
    seen: dict[str, list[bool]] = defaultdict(list)
    for one, other in pairwise(past):
        for key in one.keys() & other.keys():
            seen[key[1]].append(one[key] == other[key])
    before = {name: (sum(equal) + _EQUAL) / (len(equal) + _SEEN) for name, equal in seen.items()}
    return {
        key: max(at_least, float(i0e(2 * value)), before.get(key[1], 0))
        for key, value in now.items()
    }


def _told(now: Figures, then: Figures, chances: Figures, rare: int) -> str:
    """Which figures are equal, as a sentence begins; "" where chance may well have made them so."""
    common = [key for key in now if key in then]
    equal = {key for key in common if now[key] == then[key]}
    if len(equal) >= _NEARLY_ALL * len(now) and _rarer(common, equal, chances, rare):
        every = f"All {len(equal)}" if len(equal) == len(now) else f"{len(equal)} of the {len(now)}"
        return f"{every} figures of"
    for place, many in ((1, "{}"), (0, "'{}'")):
        groups = defaultdict(list)
        for key in common:
            groups[key[place]].append(key)
        same = [
            name
            for name, keys in groups.items()
            if equal.issuperset(keys) and _rarer(keys, equal, chances, rare * len(groups))
        ]
        if same:
            return f"All figures of {list_some([many.format(each) for each in same], _FEW)} in"
    return ""


def _rarer(keys: Iterable[tuple[str, str]], equal: set, chances: Figures, rare: int) -> bool:
    """Whether so many equal figures come by chance less often than once in ``rare`` cases."""
    keys = list(keys)
    hit = sum(key in equal for key in keys)
    spread: np.ndarray = reduce(np.convolve, _ways(keys, chances), np.ones(1))
    return hit > 0 and float(spread[hit:].sum()) * rare < 1


def _ways(keys: Sequence[tuple[str, str]], chances: Figures) -> Iterator[np.ndarray]:
    for key in keys:
        yield np.array([1 - chances[key], chances[key]])
