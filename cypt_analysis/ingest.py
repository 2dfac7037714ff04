"""A drop's files → typed tables, commentary and findings. Nothing is ever written here."""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.cells import clean, typed
from cypt_analysis.findings import REVIEW, CheckFailed, Finding, UserError, did_you_mean, list_words
from cypt_analysis.project import Project
from cypt_analysis.quarter import Quarter, format_date, parse_period
from cypt_analysis.shapes import check_shape, measures_of

DROP_FILE = "drop.toml"
COMMENTARY = "commentary"
NEIGHBOURS = "Statistical neighbours"
INTRODUCTIONS = ("summary_of_performance", "outline_review")
# What an operating system or an open Excel leaves in a folder.
_LITTER = ("~$", ".", "Thumbs.db", "desktop.ini")


class DropInfo(BaseModel):
    """What drop.toml says of a quarter's drop."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quarter: str
    authority: str
    code: str
    board_date: date | None = None
    data_cut_off: date
    neighbour_set: str
    neighbours: tuple[str, ...]
    regions: tuple[str, ...] = ()
    note: str = ""

    @property
    def areas(self) -> tuple[str, ...]:
        """Every area that a row may name."""
        return (self.authority, NEIGHBOURS, *self.neighbours, *self.regions)

    @property
    def reference_date(self) -> date:
        """The day that ages are counted to: the board's, or the cut-off where none is known."""
        return self.board_date or self.data_cut_off


@dataclass(frozen=True)
class RawFile:
    """One raw file as it was read: for provenance."""

    path: str
    sha256: str
    rows: int
    encoding: str


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
    info, first = _read_info(project, quarter)
    findings: list[Finding] = []
    files = [first]
    tables = {}
    for source in catalogue.sources.values():
        path = folder / source.file
        if not path.is_file():
            findings += _absent(source, project.relative(path))
            continue
        table, file = _read_table(project, path, source, catalogue, info, findings)
        files.append(file)
        if table is not None:
            tables[source.id] = table
    commentary = _read_commentary(project, folder / COMMENTARY, catalogue, files, findings)
    findings += _strangers(project, folder, catalogue)
    return Drop(
        quarter, project.relative(folder), info, tables, commentary, tuple(files), tuple(findings)
    )


def _read_info(project: Project, quarter: Quarter) -> tuple[DropInfo, RawFile]:
    path = project.raw(quarter) / DROP_FILE
    shown = project.relative(path)
    if not path.is_file():
        others = [
            str(q) for q in project.quarters() if (project.raw(q) / DROP_FILE).is_file()
        ]
        known = f" Quarters that have one: {', '.join(others)}." if others else ""
        raise UserError(f"{shown} is missing, so {quarter} is not a drop.{known}")
    text, file = _decode(path, shown)
    try:
        info = DropInfo.model_validate(tomllib.loads(text.replace("\r\n", "\n")))
    except tomllib.TOMLDecodeError as error:
        raise CheckFailed([Finding(shown, None, f"It cannot be read: {error}.", "Mend it.")]) from None
    except ValidationError as error:
        raise CheckFailed([_info_fault(shown, dict(fault)) for fault in error.errors()]) from None
    if info.quarter != str(quarter):
        found = f"quarter is '{info.quarter}', but the folder is {quarter}."
        raise CheckFailed([Finding(shown, None, found, "Was the folder copied? Make them agree.")])
    return info, file


def _info_fault(shown: str, fault: dict) -> Finding:
    key = ".".join(str(step) for step in fault["loc"])
    if fault["type"] == "extra_forbidden":
        hint = did_you_mean(key, DropInfo.model_fields).strip()
        known = f"Known keys: {', '.join(DropInfo.model_fields)}."
        return Finding(shown, None, f"The key '{key}' is not known.", hint or known)
    if fault["type"] == "missing":
        return Finding(shown, None, f"'{key}' is missing.", "Add it.")
    return Finding(shown, None, f"{key} is {fault['input']!r}.", f"{fault['msg']}.")


def _decode(path: Path, shown: str) -> tuple[str, RawFile]:
    """The text of a file: UTF-8 with or without a mark, else Windows-1252 as Excel saves it."""
    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw:
        raise _Unreadable("The file is not plain text in UTF-8 or Windows-1252.")
    try:
        return raw.decode("utf-8-sig"), RawFile(shown, digest, 0, "utf-8")
    except UnicodeDecodeError:
        try:
            return raw.decode("cp1252"), RawFile(shown, digest, 0, "windows-1252")
        except UnicodeDecodeError:
            raise _Unreadable("The file is neither UTF-8 nor Windows-1252.") from None


class _Unreadable(Exception):
    """A file whose text cannot be read; the message says why."""


def _absent(source: Source, shown: str) -> list[Finding]:
    if source.role != "data":
        return []
    advice = f"The report will say 'No new data'. Expected from {source.owner}."
    return [Finding(shown, None, "The file is not in the drop.", advice, REVIEW, "missing_source")]


def _read_table(
    project: Project,
    path: Path,
    source: Source,
    catalogue: Catalogue,
    info: DropInfo,
    findings: list[Finding],
) -> tuple[pd.DataFrame | None, RawFile]:
    shown = project.relative(path)
    try:
        text, file = _decode(path, shown)
    except _Unreadable as error:
        findings.append(Finding(shown, None, str(error), "Save it as 'CSV UTF-8'."))
        return None, RawFile(shown, hashlib.sha256(path.read_bytes()).hexdigest(), 0, "unknown")
    before = len(findings)
    cells = _cells(text, shown, source, findings)
    file = RawFile(file.path, file.sha256, len(cells), file.encoding)
    table = _typed_table(cells, source, catalogue, info, shown, findings)
    if len(findings) == before or not table.empty:
        findings += check_shape(table, source, measures_of(catalogue, source), shown)
        findings += _check_references(table, source, catalogue, info, shown)
    if cells.empty and len(findings) == before:
        advice = "The report will say 'No new data'."
        findings.append(Finding(shown, None, "The file has no rows.", advice, REVIEW, "missing_source"))
    return table, file


def _cells(text: str, shown: str, source: Source, findings: list[Finding]) -> pd.DataFrame:
    """The cells as text, indexed by spreadsheet row; blank rows are left out."""
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        findings.append(
            Finding(shown, None, f"The file cannot be read: {error}.", "Look for a quotation mark that is not closed.")
        )
        records = []
    header = [_header(name) for name in records[0]] if records else []
    while header and not header[-1]:
        header.pop()
    findings += _check_header(header, shown, source) if records else []
    rows, index = [], []
    for number, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        extra = [cell for cell in record[len(header) :] if cell.strip()]
        if extra or len(record) < len(header):
            found = f"The row has {len(record)} cells, but the header has {len(header)}."
            advice = "Look for a comma inside a number or text: put such a cell in quotation marks."
            findings.append(Finding(shown, number, found, advice))
        rows.append((record + [""] * len(header))[: len(header)])
        index.append(number)
    table = pd.DataFrame(rows, index=index, columns=header, dtype=object)
    return table.loc[:, ~table.columns.duplicated()]


def _header(name: str) -> str:
    return name.replace("\ufeff", "").strip().lower()


def _check_header(header: list[str], shown: str, source: Source) -> list[Finding]:
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        found = f"The columns are not separated by commas: '{header[0]}'."
        return [Finding(shown, 1, found, "Save it as 'CSV (comma delimited)' or 'CSV UTF-8'.")]
    findings = []
    for name in dict.fromkeys(name for name in header if header.count(name) > 1):
        shown_name = f"'{name}'" if name else "A column without a name"
        findings.append(Finding(shown, 1, f"{shown_name} stands in the header twice.", "Keep one."))
    missing = [n for n, c in source.columns.items() if n not in header and not c.optional]
    for name in dict.fromkeys(header):
        if name in source.columns:
            continue
        hint = did_you_mean(name, missing or source.columns).strip()
        known = f"Known columns: {', '.join(source.columns)}."
        findings.append(Finding(shown, 1, f"The column '{name}' is not known.", hint or known))
    for name in missing:
        findings.append(Finding(shown, 1, f"The column '{name}' is missing.", "Add it."))
    return findings


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
                clean(cells[name]), column, shown, info.areas, catalogue.indicators
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
    if source.role == "data" and source.period in table.columns:
        # A quarter's own report may hold a later count of the day, up to the cut-off.
        for row, text in table[source.period].items():
            if text and parse_period(text).start > info.data_cut_off:
                found = f"{source.period} is '{text}'."
                advice = f"It begins after the data cut-off, {format_date(info.data_cut_off)}."
                findings.append(Finding(shown, row, found, advice))
    return findings


def _read_commentary(
    project: Project,
    folder: Path,
    catalogue: Catalogue,
    files: list[RawFile],
    findings: list[Finding],
) -> dict[str, str]:
    texts = {}
    known = [*catalogue.indicators, *INTRODUCTIONS]
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
        shown = project.relative(path)
        if path.stem not in known:
            hint = did_you_mean(path.stem, known).strip()
            findings.append(Finding(shown, None, "No indicator or theme has this name.", hint))
            continue
        try:
            text, file = _decode(path, shown)
        except _Unreadable as error:
            findings.append(Finding(shown, None, str(error), "Save it as UTF-8."))
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
            hint = did_you_mean(path.name, known).strip() or "Declare it in the catalogue's sources."
            findings.append(Finding(shown, None, "No source has this name.", hint))
        else:
            advice = "Only CSV files are read. Export it as CSV, or keep it elsewhere."
            findings.append(Finding(shown, None, "The file is not read.", advice, REVIEW))
    return findings
