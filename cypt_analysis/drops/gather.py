"""Every file of a drop's sources → one typed table a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.catalogue.reads import Joined
from cypt_analysis.drops.incoming import Sought, recognise
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.drops.shared import shared_files, shown_from
from cypt_analysis.drops.tables import FILE, Arrived, read_arrived
from cypt_analysis.drops.typed_tables import NAMES
from cypt_analysis.ground.findings import REVIEW, Finding, list_words
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_period
from cypt_analysis.readers.asked import reads_of
from cypt_analysis.readers.files import is_own_form, way_of, ways
from cypt_analysis.readers.grids import WORKBOOKS
from cypt_analysis.readers.raw import RawFile
from cypt_analysis.readers.together import by_period, joined, newest_of


@dataclass
class Gathered:
    """What the sources' files of a drop hold.

    ``came`` are the files of each source as messages name them; ``used`` the digests of those that
    stand in the shared folder, by name.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    files: list[RawFile] = field(default_factory=list)
    came: dict[str, tuple[str, ...]] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    # Of workers and pupils, which no output may name.
    names: set[str] = field(default_factory=set)
    # Tables of earlier drops, from which columns are taken where this one has none.
    earlier: dict[str, pd.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A quarter's drop with what it is read by."""

    project: Project
    quarter: Quarter
    catalogue: Catalogue
    info: DropInfo

    @property
    def folder(self) -> Path:
        """The drop."""
        return self.project.raw(self.quarter)

    @property
    def known(self) -> tuple[Catalogue, DropInfo]:
        """What a table is typed by."""
        return self.catalogue, self.info


def gather(place: Place, strangers: Sequence[Path]) -> Gathered:
    """Find, read and put together the files of every source.

    ``strangers`` are the files of the drop under no source's own name.
    """
    found = Gathered()
    arrived = _arrived(place, strangers, found)
    # What others are joined to comes first.
    for source in sorted(_sources(place, arrived), key=lambda e: e.role is not Role.JOINED):
        found.came[source.id] = tuple(file.shown for file in arrived[source.id])
        table = _table_of(source, arrived[source.id], place, found)
        if table is not None:
            found.tables[source.id] = table
    order = list(place.catalogue.sources)
    found.tables = {name: found.tables[name] for name in order if name in found.tables}
    return found


def _table_of(
    source: Source, files: Sequence[Arrived], place: Place, found: Gathered
) -> pd.DataFrame | None:
    """The table of a source's files, none where none of them can be read."""
    parts = []
    for file in files:
        table, raw = read_arrived(file, source, place.known, found.findings)
        found.files += [raw] if raw else []
        if raw and file.until is not None:
            found.used[file.path.name] = raw.sha256
        if table is not None:
            found.names |= table.attrs.pop(NAMES)
            parts.append((file, _with_joined(table, file, source, place, found)))
    return _together(parts, source, found.findings) if parts else None


def _sources(place: Place, arrived: Mapping[str, Sequence[Arrived]]) -> Iterable[Source]:
    """The sources of which a file has come."""
    return [each for each in place.catalogue.sources.values() if each.id in arrived]


def _arrived(
    place: Place, strangers: Sequence[Path], found: Gathered
) -> dict[str, tuple[Arrived, ...]]:
    """The files of each source: under its own name, as its entry declares, a workbook in place of
    a missing CSV, or in the folder that projects share, where the drop has none.
    """
    sources = list(place.catalogue.sources.values())
    names = {path.name for path in place.folder.iterdir()}
    own = {each.id: (place.folder / each.file,) for each in sources if each.file in names}
    regular = [path for path in strangers if path.is_file()]
    # Beside a file in our own columns others may stand as published, which bring newer figures.
    sought = [
        each
        for each in sources
        if each.reads and (each.id not in own or is_own_form(own[each.id][0], each))
    ]
    declared = _recognised(place, regular, sought, own, found)
    left = [p for p in regular if not any(p in paths for paths in declared.values())]
    books = _recognised(
        place,
        [path for path in left if path.suffix.lower() in WORKBOOKS],
        [e for e in sources if e.role is Role.DATA and not e.reads and e.id not in own],
        {},
        found,
    )
    relative = place.project.relative
    mine = {
        each.id: tuple(
            Arrived(path, relative(path))
            for files in (own, declared, books)
            for path in files.get(each.id, ())
        )
        for each in sources
    }
    shared = _from_shared(place, [each for each in sources if not mine[each.id]], found)
    return {name: files for name, files in {**mine, **shared}.items() if files}


def _recognised(
    place: Place,
    paths: Sequence[Path],
    sources: Sequence[Source],
    own: Mapping[str, object],
    found: Gathered,
) -> dict[str, tuple[Path, ...]]:
    sought = Sought(tuple(sources), frozenset(own), released=place.info.released)
    incoming = recognise(paths, sought, place.project.relative)
    found.findings += incoming.findings
    return incoming.files


def _from_shared(
    place: Place, waiting: Sequence[Source], found: Gathered
) -> dict[str, tuple[Arrived, ...]]:
    """The files of the shared folder of sources that have none in the drop."""
    project, shared = place.project, shared_files(place.project, place.quarter)
    found.findings += shared.findings
    if shared.findings or not shared.files:
        return {}
    sought = Sought(
        tuple(each for each in waiting if each.role in (Role.DATA, Role.JOINED)),
        frozenset(each.id for each in waiting),
        newest=True,
        released=place.info.released,
    )
    incoming = recognise(shared.files, sought, lambda path: shown_from(project, path))
    found.findings += incoming.findings
    return {
        name: tuple(Arrived(p, shown_from(project, p), place.info.data_cut_off) for p in paths)
        for name, paths in incoming.files.items()
    }


def _together(
    parts: Sequence[tuple[Arrived, pd.DataFrame]], source: Source, findings: list[Finding]
) -> pd.DataFrame:
    """The tables of a source's files as one: of each period the rows of the first that has it.

    A file as published goes before one in our own columns, and where these reach further, behind
    it: then it is an older release.
    """
    if len(parts) == 1:
        return parts[0][1]
    own = [(file, table) for file, table in parts if is_own_form(file.path, source)]
    theirs = [each for each in parts if not any(each[0] is one for one, _ in own)]
    shapes = [reads_of(way) for way in ways(source)]
    groups: list[list[tuple[Arrived, pd.DataFrame]]] = [[] for _ in shapes]
    for file, table in theirs:
        groups[shapes.index(reads_of(way_of(file.path, source)))].append((file, table))
    groups = [group for group in groups if group]
    if own and _reach(own, source) > _reach(theirs, source):
        groups.insert(0, own)
        for file, _ in theirs:
            later = own[0][0].path.name
            found = f"{later} has later figures, so it counts where both have a period."
            advice = "It is an older release, it seems. Take out the one that is not meant."
            findings.append(Finding(file.shown, None, found, advice, REVIEW, "older_release"))
    elif own:
        groups.append(own)
    tables = [
        pd.concat([t if FILE in t else t.assign(**{FILE: f.shown}) for f, t in group])
        for group in groups
    ]
    return by_period(tables, source.period)


def _reach(parts: Sequence[tuple[Arrived, pd.DataFrame]], source: Source) -> date:
    newest = filter(None, (newest_of(table[source.period]) for _, table in parts))
    return max((parse_period(text).end for text in newest), default=date.min)


def _with_joined(
    table: pd.DataFrame, file: Arrived, source: Source, place: Place, found: Gathered
) -> pd.DataFrame:
    """A table as published with the columns that another source's file gives."""
    if not source.reads or is_own_form(file.path, source):
        return table
    for column, how in reads_of(way_of(file.path, source)).joined.items():
        other = found.tables.get(how.source)
        if other is None:
            other = _of_earlier(place, how.source, found)
        if other is None:
            found.findings.append(_none_to_join(file.shown, column, how, place.catalogue))
            continue
        values = joined(table, other, how, source.period)
        newest = newest_of(table[source.period])
        if newest and values[table[source.period] == newest].isna().all():
            told = f"{column} of {newest} is not in the files of {how.source}."
            advice = "Rates of it are left out until they come. Add them to the drop."
            found.findings.append(Finding(file.shown, None, told, advice, REVIEW, "not_joined"))
        table = table.assign(**{column: values})
    return table


def _of_earlier(place: Place, name: str, found: Gathered) -> pd.DataFrame | None:
    """A source's table from the newest earlier drop that has a file of it."""
    source = place.catalogue.sources.get(name)
    if source is None or name in found.earlier:
        return found.earlier.get(name)
    alone = place.catalogue.model_copy(update={"sources": {name: source}})
    for quarter in reversed([each for each in place.project.quarters() if each < place.quarter]):
        then = replace(place, quarter=quarter, catalogue=alone)
        others = [path for path in then.folder.iterdir() if path.name != source.file]
        table = _table_of(
            source, _arrived(then, others, Gathered()).get(name, ()), then, Gathered()
        )
        if table is not None:
            found.earlier[name] = table
            return table
    return None


def _none_to_join(shown: str, column: str, how: Joined, catalogue: Catalogue) -> Finding:
    source = catalogue.sources.get(how.source)
    if source is None:
        text = f"{column} is taken from {how.source}, of which no file has come."
        advice = f"Add it to the catalogue, with cypt add source {how.source}, and its file."
    else:
        named = list_words([f"'{name}'" for each in source.reads for name in each.files], "or")
        text = f"{column} is taken from {source.title}: no file has come."
        advice = f"Put the file of {source.producer} into the drop too: {named or source.file}."
    return Finding(shown, None, text, advice)
