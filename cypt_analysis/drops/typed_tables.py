"""Cells under the columns of a source → a typed table, and everything that must hold of it."""

from __future__ import annotations

import re

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.area_cells import areas_of
from cypt_analysis.drops.days import check_days
from cypt_analysis.drops.elsewhere import others_left_out
from cypt_analysis.drops.fractions import check_fractions
from cypt_analysis.drops.groups import check_groups, check_sums
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.drops.joined_areas import check_ended, check_joined, check_own
from cypt_analysis.drops.names import as_catalogued, categories, check_dates, check_names
from cypt_analysis.drops.shapes import check_shape, measures_of
from cypt_analysis.drops.withheld import MARK, with_confidential
from cypt_analysis.ground.findings import (
    MISSING,
    REVIEW,
    Finding,
    did_you_mean,
    errors,
    list_words,
)
from cypt_analysis.ground.quarter import format_date, parse_period
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.ground.text_faults import mended, text_faults
from cypt_analysis.readers.cell_values import marks_of, places_of, typed
from cypt_analysis.readers.columnar import distinct_of, each_text

Known = tuple[Catalogue, DropInfo]
# A text that nothing need be taken out of.
_PLAIN = re.compile("[\t\n -~]*")
# Under which key a table brings the names of its file's personal columns.
NAMES = "names"
# Files of figures are long: their texts are kept once each.
_BY_CODES = (Role.DATA, Role.JOINED)


def mended_cells(
    cells: pd.DataFrame, source: Source, shown: str, told: list[Finding]
) -> pd.DataFrame:
    """Cells without what cannot be seen, which is told as in every other text."""
    made: dict[str, pd.Series] = {}
    for name in map(str, _without_names(cells, source).columns):
        texts = distinct_of(cells[name])[1]
        doubtful = [text for text in texts if not _PLAIN.fullmatch(text)]
        if doubtful:
            rows = cells[name][cells[name].isin(doubtful)]
            told += text_faults(((int(row), text) for row, text in rows.items()), shown)
            made[name] = each_text(cells[name], lambda t: t if _PLAIN.fullmatch(t) else mended(t))
    return cells.assign(**made) if made else cells


def table_of(
    cells: pd.DataFrame, source: Source, known: Known, shown: str, told: list[Finding]
) -> pd.DataFrame:
    """The typed table of cells; everything that is found in them is added to ``told``."""
    whole, cells = cells, _without_names(cells, source)
    usable, faults = not errors(told), list[Finding]()
    table = with_confidential(_typed_table(cells, source, known, shown, faults), source)
    if usable or not table.empty:
        faults += _check(cells, table, source, known, shown)
    catalogue, info = known
    measures = [each for each in catalogue.measures.values() if each.source == source.id]
    table, faults = others_left_out(table, source, measures, info, faults)
    told += faults
    if cells.empty and not told:
        told.append(_no_rows(source, shown))
    if source.indicator is not None:
        table = table.assign(indicator=source.indicator)
    # For the check that no words say them; whoever reads the table takes them out of it.
    table.attrs[NAMES] = frozenset(whole[_personal(whole, source)].to_numpy().ravel())
    return table


def _personal(cells: pd.DataFrame, source: Source) -> list[str]:
    return [name for name in cells if name in source.columns and source.columns[name].personal]


def _without_names(cells: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Cells without the columns that are personal, of which nothing is read or told."""
    personal = _personal(cells, source)
    return cells.drop(columns=personal) if personal else cells


def _no_rows(source: Source, shown: str) -> Finding:
    advice = "Export it again, or take it out of the drop if nothing was received."
    if source.role is Role.DATA:
        advice = f"The report will say '{TargetStatus.NO_NEW_DATA}'."
    return Finding(shown, None, "The file has no rows.", advice, REVIEW, MISSING)


def _typed_table(
    cells: pd.DataFrame, source: Source, known: Known, shown: str, findings: list[Finding]
) -> pd.DataFrame:
    catalogue, info = known
    columns = {}
    for name, column in source.columns.items():
        if name in cells.columns:
            columns[name], faults = typed(
                cells[name], column, shown, areas_of(info), catalogue.indicators
            )
            findings += faults
            if column.type == "text":
                columns[name] = as_catalogued(columns[name], name, source, catalogue)
            if column.numeric and columns[name].isna().any():
                columns[f"{name}{MARK}"] = marks_of(cells[name])
    if source.role not in _BY_CODES:
        # Files beside the data are short, and worked on as they stand.
        texts = {name: each for name, each in columns.items() if each.dtype == "category"}
        columns |= {name: each.astype(object) for name, each in texts.items()}
    return pd.DataFrame(columns, index=cells.index)


def _check(
    cells: pd.DataFrame, table: pd.DataFrame, source: Source, known: Known, shown: str
) -> list[Finding]:
    """Everything that must hold of a typed table."""
    catalogue, info = known
    measures = measures_of(catalogue, source)
    printed = [
        name for name in dict.fromkeys(str(each.value) for each in measures) if name in table
    ]
    places = cells[printed].apply(places_of) if len(cells) else None
    whole_areas = (info.authority, *info.regions)
    return [
        *check_shape(table, source, measures, shown, places),
        *check_names(table, source, categories(source, catalogue), whole_areas, shown),
        *check_dates(table, source, shown),
        *check_groups(table, source, shown),
        *check_sums(table, source, shown),
        *check_fractions(table, source, shown),
        *check_days(table, source, info, shown),
        *check_joined(table, source, info, shown),
        *check_ended(table, source, info, shown),
        *check_own(table, source, info, shown),
        *_check_references(table, source, catalogue, info, shown),
    ]


def _check_references(
    table: pd.DataFrame, source: Source, catalogue: Catalogue, info: DropInfo, shown: str
) -> list[Finding]:
    findings = []
    if {"indicator", "measure"} <= set(table.columns):
        for row, indicator, name in table[["indicator", "measure"]].itertuples():
            entry = catalogue.indicators.get(indicator)
            known = [measure.id for measure in entry.measure] if entry else []
            if entry and name and name not in known:
                hint = did_you_mean(name, known).strip()
                have = f"{indicator} has: {list_words(known)}." if known else "It has no measures."
                found = f"measure is '{name}', which {indicator} does not have."
                findings.append(Finding(shown, row, found, hint or have))
    if source.role is Role.DATA and source.period in table.columns:
        # A quarter's own report may hold a later count of the day, up to the cut-off.
        periods = table[source.period]
        late = [
            text
            for text in periods.unique()
            if text and parse_period(text).start > info.data_cut_off
        ]
        for row, text in periods[periods.isin(late)].items() if late else ():
            found = f"{source.period} is '{text}'."
            advice = (
                f"It begins after the data cut-off, {format_date(info.data_cut_off)}. "
                "Correct it, or the cut-off in drop.toml."
            )
            findings.append(Finding(shown, row, found, advice))
    return findings
