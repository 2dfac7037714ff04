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
from cypt_analysis.findings import (
    REVIEW,
    CheckFailed,
    Finding,
    UserError,
    did_you_mean,
    list_words,
    nearest,
)
from cypt_analysis.project import Project
from cypt_analysis.quarter import Quarter, format_date, parse_period
from cypt_analysis.shapes import check_shape, measures_of

DROP_FILE = "drop.toml"
COMMENTARY = "commentary"
NEIGHBOURS = "Statistical neighbours"
INTRODUCTIONS = ("summary_of_performance", "outline_review")
# What an operating system or an open Excel leaves in a folder.
_LITTER = ("~$", ".", "Thumbs.db", "desktop.ini")
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_INFO_TEXT = "text in quotation marks"
_INFO_FORMS = {
    **dict.fromkeys(
        ("board_date", "data_cut_off"), "a date like 2009-10-31, without quotation marks"
    ),
    **dict.fromkeys(("neighbours", "regions"), 'a list like ["Reading", "Bristol"]'),
}


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
        others = [str(q) for q in project.quarters() if (project.raw(q) / DROP_FILE).is_file()]
        known = f" Quarters that have one: {', '.join(others)}." if others else ""
        advice = " Copy one from another quarter and change it." if others else ""
        raise UserError(f"{shown} is missing, so {quarter} is not a drop.{known}{advice}")
    try:
        text, file = _decode(path, shown)
        info = DropInfo.model_validate(tomllib.loads(text.replace("\r\n", "\n")))
    except _Unreadable as error:
        raise CheckFailed([Finding(shown, None, str(error), "Save it as UTF-8.")]) from None
    except tomllib.TOMLDecodeError as error:
        found = f"It cannot be read: {_lower_first(str(error))}."
        advice = "Hold that line against the drop.toml of another quarter."
        raise CheckFailed([Finding(shown, None, found, advice)]) from None
    except ValidationError as error:
        raise CheckFailed(_info_faults(shown, [dict(fault) for fault in error.errors()])) from None
    faults = _check_info(info, quarter, shown)
    if faults:
        raise CheckFailed(faults)
    return info, file


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _info_faults(shown: str, faults: list[dict]) -> list[Finding]:
    missing = [str(fault["loc"][0]) for fault in faults if fault["type"] == "missing"]
    findings = []
    for fault in faults:
        key = str(fault["loc"][0])
        if fault["type"] == "extra_forbidden":
            meant = nearest(key, missing or DropInfo.model_fields)
            hint = f"Did you mean '{meant}'?" if meant else ""
            missing = [name for name in missing if name != meant]
            known = f"Known keys: {', '.join(DropInfo.model_fields)}."
            findings.append(Finding(shown, None, f"The key '{key}' is not known.", hint or known))
        elif fault["type"] != "missing":
            wanted = _INFO_FORMS.get(key, _INFO_TEXT)
            findings.append(
                Finding(shown, None, f"{key} is {_quoted(fault['input'])}.", f"Write {wanted}.")
            )
    return findings + [Finding(shown, None, f"'{key}' is missing.", "Add it.") for key in missing]


def _quoted(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def _check_info(info: DropInfo, quarter: Quarter, shown: str) -> list[Finding]:
    findings = []
    if info.quarter != str(quarter):
        found = f"quarter is '{info.quarter}', but the folder is {quarter}."
        findings.append(Finding(shown, None, found, "Was the folder copied? Make them agree."))
    elif info.data_cut_off < quarter.period.start:
        found = (
            f"data_cut_off is {format_date(info.data_cut_off)}, but {quarter} begins on "
            f"{format_date(quarter.period.start)}."
        )
        findings.append(
            Finding(shown, None, found, "Give the last day that its figures may cover.")
        )
    if info.board_date and info.board_date < info.data_cut_off:
        found = (
            f"board_date is {format_date(info.board_date)}, but data_cut_off is "
            f"{format_date(info.data_cut_off)}."
        )
        findings.append(
            Finding(
                shown, None, found, "A board meets after its data cut-off. Correct one of them."
            )
        )
    return findings


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
        advice = "Export it again, or take it out of the drop if nothing was received."
        if source.role == "data":
            advice = "The report will say 'No new data'."
        findings.append(
            Finding(shown, None, "The file has no rows.", advice, REVIEW, "missing_source")
        )
    return table, file


def _cells(text: str, shown: str, source: Source, findings: list[Finding]) -> pd.DataFrame:
    """The cells as text, indexed by spreadsheet row; blank rows are left out."""
    records = _records(text, shown, findings)
    header = [_header(name) for name in _without_blanks(records[0])] if records else []
    if header:
        findings += _check_header(header, ", ".join(_without_blanks(records[0])), shown, source)
    elif any(map(_without_blanks, records)):
        findings.append(Finding(shown, 1, "The first row is empty.", _first_row(source)))
    elif records:
        advice = "Export it again, or take it out of the drop if nothing was received."
        findings.append(Finding(shown, None, "The file is empty.", advice))
    rows, index = [], []
    # Under a header of other columns, what a row holds cannot be judged.
    readable = any(name in source.columns for name in header)
    for number, record in enumerate(records[1:] if readable else [], start=2):
        filled = _without_blanks(record)
        if not filled:
            continue
        if len(filled) > len(header) or len(record) > len(records[0]):
            findings.append(_ragged(len(record), len(header), shown, number))
            continue
        if any(not _may_be_left_off(name, source) for name in header[len(record) :]):
            findings.append(_ragged(len(record), len(header), shown, number))
            continue
        rows.append((record + [""] * len(header))[: len(header)])
        index.append(number)
    table = pd.DataFrame(rows, index=index, columns=header, dtype=object)
    return table.loc[:, ~table.columns.duplicated()]


def _records(text: str, shown: str, findings: list[Finding]) -> list[list[str]]:
    """The rows of a file; none where a quotation mark makes nonsense of it."""
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        while (record := next(reader, None)) is not None:
            records.append(record)
    except csv.Error as error:
        stray = "expected after" in str(error)
        found = "A quotation mark opens in this row and is never closed."
        advice = "Close it, or take it out."
        if stray:
            found = "A quotation mark stands in the middle of a cell."
            advice = 'Look for one that is not closed, or write it twice ("") within a cell.'
        findings.append(Finding(shown, len(records) + 1, found, advice))
        return []
    return records or [[]]


def _without_blanks(record: list[str]) -> list[str]:
    """A row without the blank cells at its end."""
    length = len(record)
    while length and not record[length - 1].strip():
        length -= 1
    return record[:length]


def _may_be_left_off(name: str, source: Source) -> bool:
    """Excel leaves off empty cells at a row's end; only where no figure can be lost."""
    column = source.columns.get(name)
    return column is not None and column.blank and column.type == "text"


def _ragged(cells: int, wanted: int, shown: str, number: int) -> Finding:
    found = f"The row has {cells} cell{'' if cells == 1 else 's'}, but the header has {wanted}."
    advice = "Look for a comma too many, or put the cell that holds a comma in quotation marks."
    if cells < wanted:
        advice = "Cells are missing: put a comma for each one that is empty."
    return Finding(shown, number, found, advice)


def _first_row(source: Source) -> str:
    return f"It must name the columns: {', '.join(source.columns)}."


def _header(name: str) -> str:
    return name.replace("\ufeff", "").strip().lower()


def _check_header(header: list[str], first_row: str, shown: str, source: Source) -> list[Finding]:
    mark = next((mark for mark in _SEPARATORS if mark in header[0]), None)
    if len(header) == 1 and mark:
        found = f"The columns are separated by {_SEPARATORS[mark]}, not by commas."
        return [Finding(shown, 1, found, "Save it as 'CSV (comma delimited)' or 'CSV UTF-8'.")]
    missing = [n for n, c in source.columns.items() if n not in header and not c.optional]
    if not any(name in source.columns or nearest(name, missing) for name in header):
        return [Finding(shown, 1, f"The first row is '{first_row}'.", _first_row(source))]
    findings = []
    for name in dict.fromkeys(name for name in header if name and header.count(name) > 1):
        findings.append(Finding(shown, 1, f"The column '{name}' stands there twice.", "Keep one."))
    for name in dict.fromkeys(header):
        if name in source.columns:
            continue
        if not name:
            after = (
                f"after '{header[header.index('') - 1]}'" if header.index("") else "at the start"
            )
            hint = f"Is it '{missing[0]}'?" if len(missing) == 1 else "Name it, or take it out."
            missing = missing if len(missing) > 1 else []
            findings.append(Finding(shown, 1, f"The column {after} has no name.", hint))
            continue
        meant = nearest(name, missing) or nearest(name, source.columns)
        # A misspelt name is one fault, not an unknown column and a missing one.
        missing = [each for each in missing if each != meant]
        hint = (
            f"Did you mean '{meant}'?" if meant else f"Known columns: {', '.join(source.columns)}."
        )
        findings.append(Finding(shown, 1, f"The column '{name}' is not known.", hint))
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
                advice = (
                    f"It begins after the data cut-off, {format_date(info.data_cut_off)}. "
                    "Correct it, or the cut-off in drop.toml."
                )
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
            hint = did_you_mean(path.stem, known).strip() or f"Names: {', '.join(known)}."
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
