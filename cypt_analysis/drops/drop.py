"""A drop's files → typed tables, commentary and findings. Nothing is ever written here."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.info import DROP_FILE, DropInfo, read_info, whose
from cypt_analysis.drops.shapes import check_shape, measures_of
from cypt_analysis.ground.findings import REVIEW, Finding, did_you_mean, list_words
from cypt_analysis.ground.machine import found_of
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, format_date, parse_period
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.readers.cell_values import typed
from cypt_analysis.readers.table import RawFile, Unreadable, decode, read_cells

COMMENTARY = "commentary"
# What an operating system or an open Excel leaves in a folder.
_LITTER = ("~$", ".", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Drop:
    """A quarter's drop: typed tables by source, commentary by name, and what was found."""

    quarter: Quarter
    folder: str
    info: DropInfo
    tables: dict[str, pd.DataFrame]
    commentary: dict[str, str]
    files: tuple[RawFile, ...]
    findings: tuple[Finding, ...]

    def path(self, name: str) -> str:
        """A file of the drop as messages name it."""
        return f"{self.folder}/{name}"


def read_drop(project: Project, quarter: Quarter, catalogue: Catalogue) -> Drop:
    """Read and check every file of a quarter's drop.

    Faults in data files are findings of the drop. Raises UserError when drop.toml is
    missing and CheckFailed when it cannot be understood, as no other file can then be judged.
    """
    folder = project.raw(quarter)
    info, first = read_info(project, quarter)
    findings = whose(info, project, quarter, first.path)
    files = [first]
    tables = {}
    for source in catalogue.sources.values():
        path = folder / source.file
        if not os.path.lexists(path):
            findings += _absent(source, project.relative(path))
            continue
        table, file = _read_table(project, path, source, catalogue, info, findings)
        files += [file] if file else []
        if table is not None:
            tables[source.id] = table
    known = [*catalogue.indicators, *project.settings(quarter).introductions]
    commentary = _read_commentary(project, folder / COMMENTARY, known, files, findings)
    findings += _strangers(project, folder, catalogue)
    return Drop(
        quarter, project.relative(folder), info, tables, commentary, tuple(files), tuple(findings)
    )


def _absent(source: Source, shown: str) -> list[Finding]:
    if source.role is not Role.DATA:
        return []
    advice = f"The report will say '{TargetStatus.NO_NEW_DATA}'. Expected from {source.owner}."
    return [Finding(shown, None, "The file is not in the drop.", advice, REVIEW, "missing_source")]


def _read_table(
    project: Project,
    path: Path,
    source: Source,
    catalogue: Catalogue,
    info: DropInfo,
    findings: list[Finding],
) -> tuple[pd.DataFrame | None, RawFile | None]:
    shown = project.relative(path)
    try:
        text, file = decode(path, shown)
    except Unreadable as error:
        advice = error.advice or "Save it as 'CSV UTF-8'."
        findings.append(Finding(shown, None, str(error), advice))
        return None, None
    before = len(findings)
    cells = read_cells(text, shown, source, findings)
    file = RawFile(file.path, file.sha256, len(cells), file.encoding)
    table = _typed_table(cells, source, catalogue, info, shown, findings)
    if len(findings) == before or not table.empty:
        findings += check_shape(table, source, measures_of(catalogue, source), shown)
        findings += _check_references(table, source, catalogue, info, shown)
    if cells.empty and len(findings) == before:
        advice = "Export it again, or take it out of the drop if nothing was received."
        if source.role is Role.DATA:
            advice = f"The report will say '{TargetStatus.NO_NEW_DATA}'."
        findings.append(
            Finding(shown, None, "The file has no rows.", advice, REVIEW, "missing_source")
        )
    if source.indicator is not None:
        table = table.assign(indicator=source.indicator)
    return table, file


def _typed_table(
    cells: pd.DataFrame,
    source: Source,
    catalogue: Catalogue,
    info: DropInfo,
    shown: str,
    findings: list[Finding],
) -> pd.DataFrame:
    columns = {}
    for name, column in source.columns.items():
        if name in cells.columns:
            columns[name], faults = typed(
                cells[name], column, shown, info.areas, catalogue.indicators
            )
            findings += faults
    return pd.DataFrame(columns, index=cells.index)


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
        for row, text in periods[periods.isin(late)].items():
            found = f"{source.period} is '{text}'."
            advice = (
                f"It begins after the data cut-off, {format_date(info.data_cut_off)}. "
                "Correct it, or the cut-off in drop.toml."
            )
            findings.append(Finding(shown, row, found, advice))
    return findings


def _read_commentary(
    project: Project,
    folder: Path,
    known: Sequence[str],
    files: list[RawFile],
    findings: list[Finding],
) -> dict[str, str]:
    texts = {}
    if os.path.lexists(folder) and not folder.is_dir():
        kind = (errno.ENOTDIR, "no folder", str(folder))
        findings.append(Finding(project.relative(folder), None, *found_of(OSError(*kind))))
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
        shown = project.relative(path)
        if path.stem not in known:
            hint = did_you_mean(path.stem, known).strip() or f"Names: {', '.join(known)}."
            findings.append(Finding(shown, None, "No indicator or theme has this name.", hint))
            continue
        try:
            text, file = decode(path, shown)
        except Unreadable as error:
            findings.append(Finding(shown, None, str(error), error.advice or "Save it as UTF-8."))
            continue
        files.append(file)
        texts[path.stem] = text.replace("\r\n", "\n")
    return texts


def _strangers(project: Project, folder: Path, catalogue: Catalogue) -> list[Finding]:
    """Files that nothing reads: a misnamed extract must not be left out in silence."""
    findings = []
    known = [source.file for source in catalogue.sources.values()]
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_LITTER) or path.name in (*known, DROP_FILE, COMMENTARY):
            continue
        shown = project.relative(path)
        if path.suffix.lower() == ".csv":
            hint = did_you_mean(path.name, known).strip() or (
                "Declare it in the catalogue's sources, or keep it elsewhere."
            )
            findings.append(Finding(shown, None, "No source has this name.", hint))
        elif path.is_dir():
            advice = f"Only {COMMENTARY} is read. Keep it elsewhere."
            findings.append(Finding(shown, None, "The folder is not read.", advice, REVIEW))
        else:
            advice = "Only CSV files are read. Export it as CSV, or keep it elsewhere."
            findings.append(Finding(shown, None, "The file is not read.", advice, REVIEW))
    words = folder / COMMENTARY
    for path in sorted(words.iterdir()) if words.is_dir() else ():
        if path.suffix != ".md" and not path.name.startswith(_LITTER):
            advice = "Only Markdown files (.md) are read. Save it as one, or keep it elsewhere."
            findings.append(
                Finding(project.relative(path), None, "The file is not read.", advice, REVIEW)
            )
    return findings
