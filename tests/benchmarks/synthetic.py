"""Projects of made-up drops for this catalogue: any number of quarters, areas, authorities.

Every figure is drawn at random and every name says "Synthetic": nothing here is of a real child
or place, save that England and the regions keep the names by which the catalogue compares.

    python -m tests.benchmarks.synthetic FOLDER [--quarters 12] [--repeating] [--authorities 1]
    python -m tests.benchmarks.synthetic FOLDER --rows 1000000
"""

from __future__ import annotations

import argparse
import itertools
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue, Indicator, Measure, Source
from cypt_analysis.catalogue.sources import Column
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_period, parse_quarter
from tests.projects import make_project, own_catalogue

LAST = parse_quarter("2009-10-Q2")
# Quarters before the first drop: a year to compare with, as in the shipped drops.
HISTORY = 4
_NEIGHBOURS = tuple(f"Synthetic Neighbour {number}" for number in (1, 2, 3))
_NOTE = "SYNTHETIC: every figure and word is made up by a program, to measure its speed."
_FILLER = (
    "This text is synthetic. It stands where a manager would say what was done, by whom and "
    "with what result, and it is about as long as such a text is. "
)
_SEEDS = {"count": 400.0, "percent": 30.0, "number": 40.0}
_POPULATION = 45_000.0


@dataclass(frozen=True)
class Synthetic:
    """What is made up: for which authority, how many quarters, by which seed.

    Each drop brings what is new since the one before, or with ``repeating`` all history again.
    """

    quarters: int = 1
    seed: int = 1
    authority: str = "Synthetic Borough"
    repeating: bool = False
    last: Quarter = LAST
    catalogue: Catalogue = field(default_factory=own_catalogue)

    @property
    def drops(self) -> list[Quarter]:
        """The quarters that have a drop, oldest first."""
        return [self.last.plus(-back) for back in reversed(range(self.quarters))]

    @cached_property
    def areas(self) -> tuple[str, ...]:
        return (self.authority, NEIGHBOURS, *_NEIGHBOURS, *self.regions)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        named = [
            area for measure in self.catalogue.measures.values() for area in measure.benchmarks
        ]
        return tuple(area for area in dict.fromkeys(named) if area != NEIGHBOURS)

    def write(self, root: Path) -> Project:
        """Write the project and its drops below ``root``."""
        project = make_project(root, None, notebooks=True, authority=self.authority)
        tables = {
            source.id: self._series(source)
            for source in self.catalogue.sources.values()
            if source.role == "data"
        }
        self._let_agree(tables)
        for quarter in self.drops:
            self._write_drop(project.raw(quarter), quarter, tables)
        return project

    def _let_agree(self, tables: dict[str, pd.DataFrame]) -> None:
        """Give a number that two files hold the same value in both."""
        for name, table in tables.items():
            source = self.catalogue.sources[name]
            for column, entry in source.columns.items():
                other, _, theirs = entry.same_as.partition(".")
                if other in tables:
                    period = self.catalogue.sources[other].period
                    known = tables[other].set_index(period)[theirs]
                    table[column] = table[source.period].map(known)
                    _add_up(table, source, np.random.default_rng(self.seed))

    def _write_drop(self, folder: Path, quarter: Quarter, tables: dict[str, pd.DataFrame]) -> None:
        (folder / "commentary").mkdir(parents=True)
        write_info(folder, quarter, _NEIGHBOURS, self.regions)
        earlier = quarter != self.drops[0] and not self.repeating
        since = cut_off(quarter.previous) if earlier else date.min
        for name, table in tables.items():
            ends = table[self.catalogue.sources[name].period].map(
                lambda text: parse_period(text).end
            )
            received = table[(ends > since) & (ends <= cut_off(quarter))]
            if len(received):
                received.to_csv(folder / f"{name}.csv", index=False)
        for name, rows in self._beside(quarter).items():
            pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False)
        for indicator in self.catalogue.indicators.values():
            text = commentary(indicator)
            (folder / "commentary" / f"{indicator.id}.md").write_text(text, encoding="utf-8")

    def _series(self, source: Source) -> pd.DataFrame:
        """Every row of a source, from the history before the first drop to the last drop."""
        rng = np.random.default_rng([self.seed, zlib.crc32(source.id.encode())])
        others = [key for key in source.keys if key != source.period]
        values = [self._values(name, source.columns[name]) for name in others]
        periods = list(_periods(source, self.drops[0].plus(-HISTORY), self.last))
        rows = list(itertools.product(*values, periods))
        keys = pd.DataFrame(rows, columns=[*others, source.period])
        return _with_figures(keys, source, self.catalogue, len(periods), rng)

    def _values(self, name: str, column: Column) -> Sequence[str]:
        if column.type == "area":
            return self.areas
        return column.choices or [f"Synthetic {name} {number}" for number in (1, 2, 3, 4)]

    def _beside(self, quarter: Quarter) -> dict[str, list[dict[str, object]]]:
        """The files beside the data: targets, quoted figures, assumptions, actions, risks."""
        measures = [
            (indicator, measure)
            for indicator in self.catalogue.indicators.values()
            for measure in indicator.measure
        ]
        return {
            "targets": [
                _target(indicator, measure, quarter)
                for indicator, measure in measures
                if measure.role == "headline" and measure.polarity != "none"
            ],
            "assumptions": [
                {"indicator": indicator.id, "measure": measure.id, "period": "",
                 "denominator": 2480, "reason": _NOTE}
                for indicator, measure in measures
                if measure.kind == "proportion" and not measure.denominator
            ],
            "quoted": [
                {"indicator": indicator, "figure": f"synthetic_{number}", "description": _NOTE,
                 "value": number, "unit": "number", "qualifier": "", "period": "", "source": _NOTE}
                for indicator in self.catalogue.indicators
                for number in (1, 2, 3)
            ],
            "actions": [
                {"indicator": indicator, "action": f"Synthetic action {number}", "progress": _FILLER,
                 "owner": "", "due": "", "due_as_stated": ""}
                for indicator in self.catalogue.indicators
                for number in (1, 2, 3)
            ],
            "risks": [
                {"risk": f"Synthetic risk {number}", "position": _FILLER, "due": "",
                 "reviewed": quarter.period.end}
                for number in (1, 2, 3, 4)
            ],
        }  # fmt: skip


def write_info(
    folder: Path,
    quarter: Quarter,
    neighbours: Sequence[str],
    regions: Sequence[str],
) -> None:
    """Write a drop's drop.toml. A list and a text are written alike in JSON and TOML."""
    known = {
        "quarter": str(quarter), "neighbour_set": "Synthetic neighbours",
        "neighbours": list(neighbours), "regions": list(regions), "note": _NOTE,
    }  # fmt: skip
    lines = [f"{key} = {json.dumps(value)}" for key, value in known.items()]
    lines.append(f"data_cut_off = {cut_off(quarter)}")
    (folder / "drop.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def cut_off(quarter: Quarter) -> date:
    """The last day that a drop's figures may cover: a month after the quarter's end."""
    after = quarter.period.end + timedelta(days=1)
    return (after.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def commentary(indicator: Indicator) -> str:
    """Synthetic words about an indicator or theme, as long as the shipped ones."""
    figure = f"The latest figure is {{{{ {indicator.id}.latest }}}}." if indicator.measure else ""
    summary = f"{figure} {_FILLER * 3}".strip()
    return (
        f"## In brief\n\nSynthetic. {figure}\n\n## Summary\n\n{summary}\n\n## Issues\n\n"
        f"{_FILLER * 2}\n\n## Performance improvement activity\n\n{_FILLER * 3}\n"
    )


def _target(indicator: Indicator, measure: Measure, quarter: Quarter) -> dict[str, object]:
    low = measure.polarity == "low"
    return {
        "indicator": indicator.id, "measure": measure.id,
        "period": f"{str(quarter)[:7]}-FY", "comparison": "at most" if low else "at least",
        "target": 1500 if measure.kind == "count" else 35, "set_by": "local", "basis": "annual",
        "note": _NOTE,
    }  # fmt: skip


def _periods(source: Source, first: Quarter, last: Quarter) -> Iterator[str]:
    """The periods of a source that end from one quarter to another, oldest first."""
    kind = source.columns[source.period].kinds[0]
    quarter = first
    while quarter <= last:
        yield from _ending_in(quarter, kind, annual=source.cycle == "annual")
        quarter = quarter.plus(1)


def _ending_in(quarter: Quarter, kind: str, *, annual: bool) -> list[str]:
    start, end = quarter.period.start, quarter.period.end
    years = str(quarter)[:7]
    if kind == "financial_quarter":
        return [str(quarter)]
    if kind == "month":
        return [f"{end.year}-M{month:02d}" for month in range(start.month, end.month + 1)]
    if kind == "day" and not annual:
        return [str(end)]
    if kind == "months" and not annual:
        return [f"{end.year - 1}-M{end.month % 12 + 1:02d}..{end.year}-M{end.month:02d}"
                if end.month < 12 else f"{end.year}-M01..{end.year}-M12"]  # fmt: skip
    # What comes once a year, by the quarter that it comes in.
    yearly = {
        ("day", 2): str(end),
        ("academic_year", 2): f"{quarter.plus(-4)!s:.7}-AY",
        ("calendar_year", 3): str(quarter.year),
        ("financial_year", 4): f"{years}-FY",
        ("months", 4): f"{quarter.year}-M11..{quarter.year + 1}-M01",
    }
    return [
        text for (each, number), text in yearly.items() if (each, number) == (kind, quarter.number)
    ]


def _with_figures(
    keys: pd.DataFrame, source: Source, catalogue: Catalogue, periods: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Figures of declared shape for rows of keys, each series a random walk."""
    measures = [measure for measure in catalogue.measures.values() if measure.source == source.id]
    populations = {measure.denominator for measure in measures if measure.kind == "rate"}
    table = keys.reindex(columns=list(source.columns)).astype(object)
    # A part is drawn from its whole, so the whole comes first.
    for name, column in sorted(source.columns.items(), key=lambda each: bool(each[1].part_of)):
        if name in source.keys:
            continue
        if column.part_of:
            whole = table[column.part_of].astype("int64")
            table[name] = rng.binomial(whole, 0.4)
        elif column.numeric:
            level = _POPULATION if name in populations else _SEEDS[column.type]
            walk = _walk(len(table), periods, rng) * level
            table[name] = walk.round().astype("int64") if column.type == "count" else walk.round(1)
        else:
            table[name] = "final" if column.type == "status" else ""
    _add_up(table, source, rng)
    for measure in measures:
        if measure.value and measure.numerator and measure.denominator:
            parts = table[measure.numerator].astype(float) / table[measure.denominator].astype(
                float
            )
            table[measure.value] = (parts * measure.scale).round(measure.decimals)
    return table


def _add_up(table: pd.DataFrame, source: Source, rng: np.random.Generator) -> None:
    """Draw the parts of each total anew: columns beside it, or the rows of one key."""
    for total in source.totals:
        parts = list(total.parts)
        if not total.over:
            number = len(parts) + (not total.complete)
            drawn = rng.multinomial(table[total.total].astype("int64"), [1 / number] * number)
            table[parts] = drawn[:, : len(parts)]
            continue
        keys = [key for key in source.keys if key != total.over]
        for _, rows in table.groupby(keys, sort=False):
            if total.row:
                whole = rows[total.over] == total.row
                sums = rows.loc[~whole, parts].sum()
                table.loc[rows.index[whole], parts] = sums.to_numpy()
            else:
                number = len(rows) + (not total.complete)
                table.loc[rows.index, total.total] = rows[total.total].iloc[0]
                drawn = rng.multinomial(int(rows[total.total].iloc[0]), [1 / number] * number)
                table.loc[rows.index, parts[0]] = drawn[: len(rows)]


def _walk(rows: int, periods: int, rng: np.random.Generator) -> np.ndarray:
    """Random walks about 1, one a series of so many periods, one after the other."""
    steps = rng.normal(0, 0.02, (rows // periods, periods)) if periods else np.empty((0, 0))
    return np.exp(np.cumsum(steps, axis=1)).ravel()


def write_country(root: Path, rows: int, seed: int = 1) -> Project:
    """One drop with about so many rows of history: many areas, forty years of rolling years."""
    authority, months = "Synthetic Borough", 480
    project = make_project(root, None, notebooks=True, authority=authority)
    folder = project.raw(LAST)
    folder.mkdir(parents=True)
    others = [f"Synthetic Ward {number:05d}" for number in range(rows // months)]
    write_info(folder, LAST, _NEIGHBOURS, others)
    firsts = pd.period_range(end="2008-10", periods=months, freq="M")
    spans = [f"{first:%Y-M%m}..{first + 11:%Y-M%m}" for first in firsts]
    areas = [authority, *others]
    walk = _walk(len(areas) * months, months, np.random.default_rng(seed)) * _SEEDS["number"]
    table = pd.DataFrame(
        {
            "area": np.repeat(areas, months),
            "period": np.tile(spans, len(areas)),
            "rate_per_1000": walk.round(1),
            "status": "final",
        }
    )
    table.to_csv(folder / "conceptions.csv", index=False)
    return project


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quarters", type=int, default=12)
    parser.add_argument("--repeating", action="store_true")
    parser.add_argument("--authorities", type=int, default=1)
    parser.add_argument("--rows", type=int, help="one drop of so many rows instead")
    options = parser.parse_args()
    if options.rows:
        print(write_country(options.folder, options.rows).root)
        return
    for number in range(1, options.authorities + 1):
        name = f"Synthetic Borough {number}"
        made = Synthetic(options.quarters, number, name, options.repeating)
        print(made.write(options.folder / f"borough-{number}").root)


if __name__ == "__main__":
    main()
