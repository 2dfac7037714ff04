"""A drop's files → typed tables, commentary and findings. Nothing is ever written here."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Role, Window
from cypt_analysis.drops.across import check_across
from cypt_analysis.drops.gather import Place, gather
from cypt_analysis.drops.info import DropInfo, read_info, whose
from cypt_analysis.drops.layout import COMMENTARY, DROP_FILE, LAST_QUARTER, LITTER, TAKEN_IN, listed
from cypt_analysis.drops.shared import RECORD
from cypt_analysis.drops.tables import FILE
from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.ground.findings import (
    MISNAMED,
    MISSING,
    REVIEW,
    Finding,
    did_you_mean,
    list_words,
    nearest,
)
from cypt_analysis.ground.machine import found_of
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.ground.text_faults import mended, text_faults
from cypt_analysis.library.entries import sources_reading
from cypt_analysis.readers.contents import contents_of
from cypt_analysis.readers.grids import WORKBOOKS
from cypt_analysis.readers.query import NOTE
from cypt_analysis.readers.raw import RawFile, decode

# What a copy's name ends in, once it is a slug.
_NO_NEW_DATA = f"The report will say '{TargetStatus.NO_NEW_DATA}'."
_CSV = re.compile(r"\.csv\b", re.IGNORECASE)
# So many letters more or fewer a misspelt name has.
_MISSPELT = 2
_COPY = re.compile(r"(_(csv|txt|xlsx?|ods|copy|copy_of|final|new|v?\d+))+$")


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
    # In which window the measures, by path, were when the drop was received.
    windows: dict[str, Window | None] = field(default_factory=dict)
    # The files in which a source came, as messages name them.
    came: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # The digests of those that stand in the folder that projects share, by name.
    used: dict[str, str] = field(default_factory=dict)
    # What lies in the drop, whether or not it is read.
    listed: tuple[str, ...] = ()
    # What stands in personal columns, which no words may say. It is kept nowhere.
    names: frozenset[str] = field(default=frozenset(), repr=False)

    def file_of(self, source: str) -> str:
        """The file in which a source came, as messages name it; of several the last."""
        return self.came.get(source, (self.path(f"{source}.csv"),))[-1]

    def files_of(self, source: str) -> list[str]:
        """The file, and of several its sheet, in which each row of a source's table stands."""
        table = self.tables.get(source, ())
        return list(table[FILE]) if FILE in table else [self.file_of(source)] * len(table)

    def path(self, name: str) -> str:
        """A file of the drop as messages name it."""
        return f"{self.folder}/{name}"


def read_drop(project: Project, quarter: Quarter, catalogue: Catalogue) -> Drop:
    """Read and check every file of a quarter's drop.

    Faults in data files are findings of the drop. Raises UserError when drop.toml is
    missing and CheckFailed when it cannot be understood, as no other file can then be judged.
    """
    folder = project.raw(quarter)
    findings: list[Finding] = []
    info, first = read_info(project, quarter, findings)
    findings += whose(info, project, quarter, first.path)
    files = [first]
    tables = {}
    strangers = _strangers(folder, catalogue)
    found = gather(Place(project, quarter, catalogue, info), strangers)
    findings += found.findings
    files, tables = [first, *found.files], found.tables
    absent = [each for each in catalogue.sources.values() if each.id not in found.came]
    read = {path for paths in found.came.values() for path in paths}
    strangers = [path for path in strangers if project.relative(path) not in read]
    findings += check_across(tables, catalogue, project.relative(folder), info.authority)
    known = [*catalogue.indicators, *project.settings(quarter).texts]
    commentary = _read_commentary(project, folder / COMMENTARY, known, files, findings)
    findings += _absent(project, folder, absent, strangers)
    findings += _not_read(project, folder, strangers, catalogue)
    windows = {path: measure.window for path, measure in catalogue.measures.items()}
    shown = project.relative(folder)
    return Drop(
        quarter, shown, info, tables, commentary, tuple(files), tuple(findings), windows,
        found.came, found.used, listed(folder), frozenset(found.names),
    )  # fmt: skip


def _absent(
    project: Project, folder: Path, absent: Sequence[Source], strangers: list[Path]
) -> Iterator[Finding]:
    """Files that have not come; a stranger that looks like one is told with it, and only there."""
    for source in absent:
        shown = project.relative(folder / source.file)
        like = next((path for path in strangers if looks_like(path, source.file)), None)
        if like is not None:
            strangers.remove(like)
            yield _misnamed(source, like, shown)
        elif source.role is Role.DATA:
            found = "The file is not in the drop."
            advice = f"{_NO_NEW_DATA} Expected from {source.owner}."
            yield Finding(shown, None, found, advice, REVIEW, MISSING)


def _misnamed(source: Source, like: Path, shown: str) -> Finding:
    """What is said of a file under another name: of another kind, it may be beside the point."""
    found = f"The file has not come; '{like.name}' looks like it."
    if _CSV.search(like.name):
        advice = f"Is it this file? Rename it to {source.file}, or take it out of the drop."
        return Finding(shown, None, found, advice, rule=MISNAMED)
    if like.suffix.lower() in WORKBOOKS:
        found += f" No sheet of it names the columns of {source.file}."
        advice = f"Name them: {', '.join(source.columns)}; or export that table as {source.file}."
        return Finding(shown, None, found, advice, rule=MISNAMED)
    advice = f"It is of no kind that is read. Export it as {source.file}. {_NO_NEW_DATA}"
    return Finding(shown, None, found, advice, REVIEW, MISNAMED)


def looks_like(path: Path, wanted: str) -> bool:
    """Whether a file was meant by another name: copied, saved as another kind, misspelt.

    >>> [looks_like(Path(each), "neet.csv") for each in ("Neet.csv", "neet (1).csv", "net.csv")]
    [True, True, True]
    >>> looks_like(Path("neet_annual.csv"), "neet.csv")
    False
    """
    stem, meant = _COPY.sub("", slug(path.name)), slug(wanted.removesuffix(".csv"))
    near = nearest(stem, [meant]) is not None and abs(len(stem) - len(meant)) <= _MISSPELT
    return not path.is_dir() and (stem == meant or near)


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
            text, file = decode(path, shown, findings)
        except Unreadable as error:
            findings.append(Finding(shown, None, str(error), error.advice or "Save it as UTF-8."))
            continue
        files.append(file)
        lines = text.replace("\r\n", "\n").split("\n")
        # An entity is the character that it stands for.
        findings += text_faults(enumerate(map(unescape, lines), start=1), shown)
        texts[path.stem] = "\n".join(map(mended, lines))
    return texts


def _strangers(folder: Path, catalogue: Catalogue) -> list[Path]:
    """What lies in a drop and is none of its files."""
    known = {
        *(source.file for source in catalogue.sources.values()), DROP_FILE, COMMENTARY, RECORD,
        LAST_QUARTER, TAKEN_IN,
    }  # fmt: skip
    return [
        path
        for path in sorted(folder.iterdir())
        if not path.name.startswith(LITTER)
        and path.name not in known
        and not path.name.endswith(NOTE)
    ]


def _not_read(
    project: Project, folder: Path, strangers: Sequence[Path], catalogue: Catalogue
) -> Iterator[Finding]:
    """Files that nothing reads: a misnamed extract must not be left out in silence."""
    for path in strangers:
        shown = project.relative(path)
        if path.suffix.lower() == ".csv":
            known = [source.file for source in catalogue.sources.values()]
            hint = _read_by_library(path) or did_you_mean(path.name, known).strip()
            advice = hint or "Declare it in the catalogue's sources, or keep it elsewhere."
            holds = "" if hint else contents_of(path)
            found = f"No source has this name. {holds}".strip()
            yield Finding(shown, None, found, advice)
        elif path.is_dir():
            advice = f"Only {COMMENTARY} is read. Keep it elsewhere."
            yield Finding(shown, None, "The folder is not read.", advice, REVIEW)
        else:
            advice = "No source waits for it. Declare one in the catalogue, or keep it elsewhere."
            advice = _read_by_library(path) or advice
            found = f"The file is not read. {contents_of(path)}".strip()
            yield Finding(shown, None, found, advice, REVIEW)
    words = folder / COMMENTARY
    for path in sorted(words.iterdir()) if words.is_dir() else ():
        if path.suffix != ".md" and not path.name.startswith(LITTER):
            advice = "Only Markdown files (.md) are read. Save it as one, or keep it elsewhere."
            shown = project.relative(path)
            yield Finding(shown, None, "The file is not read.", advice, REVIEW)


def _read_by_library(path: Path) -> str:
    """What to do about a national file whose source the project has not; "" for any other."""
    names = sources_reading(path.name)
    commands = list_words([f"cypt add source {name}" for name in names], "or")
    return f"The library reads it: {commands}. Or keep it elsewhere." if names else ""
