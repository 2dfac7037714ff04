"""What one more file in a drop brings, read in a drop aside: rows, periods, areas, new, revised."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.cycle.receiving.recognise import Place
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.layout import COMMENTARY
from cypt_analysis.drops.tables import SHEET
from cypt_analysis.ground.findings import Finding, errors, list_words
from cypt_analysis.ground.number_format import decimals_apart, format_value
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, is_period, parse_period
from cypt_analysis.ground.replacing import WORK, private_folder
from cypt_analysis.judgement.jumps import jumped
from cypt_analysis.judgement.repeated import repeated
from cypt_analysis.observations.spans import span_of
from cypt_analysis.processed.build import beside_earlier
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.words.carried import carried_findings


@dataclass(frozen=True)
class Trial(Project):
    """A project of which one quarter's drop lies elsewhere; messages name it as if it did not."""

    quarter: Quarter = field(kw_only=True)
    aside: Path = field(kw_only=True)

    def raw(self, quarter: Quarter) -> Path:
        """A quarter's drop."""
        return self.aside if quarter == self.quarter else super().raw(quarter)

    def relative(self, path: Path) -> str:
        """A path as messages show it: from the root, with forward slashes."""
        if path.is_relative_to(self.aside):
            path = super().raw(self.quarter) / path.relative_to(self.aside)
        return super().relative(path)


@contextmanager
def trial(project: Project, quarter: Quarter, file: Path, name: str) -> Iterator[Trial]:
    """A quarter's drop with a file in it under a name, in a folder that is gone afterwards."""
    with private_folder(project.root / WORK) as folder:
        aside = folder / str(quarter)
        shutil.copytree(project.raw(quarter), aside)
        (aside / COMMENTARY).mkdir(exist_ok=True)
        shutil.copyfile(file, aside / name)
        yield Trial(project.root, quarter=quarter, aside=aside)


# So many revised figures are told one by one.
_FEW = 8


@dataclass(frozen=True)
class Understood:
    """What was understood of a file, in lines, and what is to be mended or looked at in it."""

    lines: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def faults(self) -> list[Finding]:
        """What stops a report from being made with it."""
        return errors(self.findings)


def understand(project: Project, attempt: Trial, place: Place) -> Understood:
    """What a drop with the file holds that the drop without it does not.

    A fault of the drop that was there before is none of the file's.
    """
    quarter = attempt.quarter
    without, with_it = DropReader(project), DropReader(attempt)
    before, drop = without.read(quarter), with_it.read(quarter)
    found = tuple(each for each in drop.findings if each not in before.findings)
    catalogue = with_it.catalogue.at(quarter)
    if not place.source:
        words = len(drop.commentary.get(PurePosixPath(place.name).stem, "").split())
        return Understood((f"{words} words",), found)
    lines = [*_of_table(drop, place, catalogue)]
    usable = not errors((*drop.findings, *before.findings))
    if usable and catalogue.sources[place.source].role is Role.DATA:
        drops = [*without.up_to(quarter)[:-1], drop]
        lines += _of_figures(without, with_it, drops, catalogue)
        asked = [*repeated(drops, catalogue), *jumped(drops, catalogue)]
        beside = [
            *beside_earlier(drops, catalogue),
            *carried_findings(drop, None, catalogue, asked),
        ]
        found += tuple(each for each in beside if each.file in drop.came[place.source])
    return Understood(tuple(lines), found)


def _of_table(drop: Drop, place: Place, catalogue: Catalogue) -> Iterator[str]:
    source = catalogue.sources[place.source]
    table = drop.tables.get(source.id)
    if table is None:
        yield "no row of it was read"
        return
    rows = [
        row for row, file in zip(table.index, drop.files_of(source.id), strict=True)
        if file.partition(SHEET)[0] == drop.path(place.name)
    ]  # fmt: skip
    table = table.loc[table.index.isin(rows)]
    yield f"{len(table):,} {'row' if len(table) == 1 else 'rows'}"
    if source.period in table:
        yield _periods(table[source.period])
    if "area" in table:
        areas = list(dict.fromkeys(map(str, table["area"])))
        told = list_words(areas) if len(areas) <= _FEW else f"{len(areas)} areas"
        yield f"areas: {told}"


def _periods(column: pd.Series) -> str:
    periods = sorted({parse_period(text) for text in map(str, column) if is_period(text)})
    if not periods:
        return "no period"
    first, last = periods[0].label, periods[-1].label
    return f"{first}" if len(periods) == 1 else f"{len(periods)} periods, {first} to {last}"


def _of_figures(
    without: DropReader, with_it: DropReader, drops: Sequence[Drop], catalogue: Catalogue
) -> Iterator[str]:
    """Which figures nobody had before, and which are another than an earlier drop's."""
    quarter = str(drops[-1].quarter)
    old = without.receive(without.up_to(drops[-1].quarter))
    now = with_it.receive(drops)
    new = now.rows[~now.rows["id"].isin(set(old.rows["id"]))]
    yield f"new: {len(new):,} {'figure' if len(new) == 1 else 'figures'}"
    revised = now.revisions[now.revisions["quarter"] == quarter]
    known = old.revisions[old.revisions["quarter"] == quarter]
    revised = revised[~revised["id"].isin(set(known["id"]))]
    yield f"revised: {len(revised):,} {'figure' if len(revised) == 1 else 'figures'}"
    for row in revised.head(_FEW).to_dict("records"):
        yield f"  {_revised(row, catalogue)}"
    if len(revised) > _FEW:
        yield f"  and {len(revised) - _FEW} more"


def _revised(row: dict, catalogue: Catalogue) -> str:
    of, told = then_and_now(row, catalogue)
    cause = f" ({row['cause']})" if row["cause"] else ""
    return f"{of}, {told}{cause}"


def then_and_now(row: dict, catalogue: Catalogue) -> tuple[str, str]:
    """What a revised figure is of, and its period with the figure as it was and as it is now."""
    measure = catalogue.indicators[row["indicator"]].get(row["measure"])
    then, now = row["then"], row["now"]
    decimals = decimals_apart(then, now, measure.decimals)
    shown = [
        "none" if pd.isna(value) else format_value(value, measure.unit, decimals)
        for value in (then, now)
    ]
    of = ", ".join(filter(None, (measure.name, row["breakdown"], row["area"])))
    return of, f"{span_of(row).name}: {shown[0]}, now {shown[1]}"
