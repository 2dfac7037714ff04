"""Which file of a drop is which source: by its own name, by a declared pattern, by its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.ground.findings import REVIEW, Finding, errors, list_words
from cypt_analysis.ground.quarter import is_period, parse_period
from cypt_analysis.readers.asked import reads_of
from cypt_analysis.readers.files import (
    READABLE,
    each_sheet,
    fits,
    is_own_form,
    read_file,
    way_of,
)


@dataclass(frozen=True)
class Incoming:
    """The files of each source that came, and what is to be asked or told of files."""

    files: dict[str, tuple[Path, ...]]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Sought:
    """Of which sources files are looked for, and how.

    ``come`` are those that have a file of their own name already: beside it others are known by
    their names alone. Of releases of one table in a folder that many reports share, the ``newest``
    is meant. ``released`` is the day of a source's release, where its file does not say it.
    """

    sources: tuple[Source, ...]
    come: frozenset[str] = frozenset()
    newest: bool = False
    released: Mapping[str, date] = field(default_factory=dict)


def recognise(files: Sequence[Path], sought: Sought, shown: Callable[[Path], str]) -> Incoming:
    """The files of each source among those received: several where each brings figures of its own.

    Two that give the same figures, and two sources for a file that only its columns name, are a
    question to the analyst: an error that names them, never a guess.
    """
    readable = [path for path in files if path.suffix.lower() in READABLE]
    found: dict[str, tuple[Path, ...]] = {}
    findings: list[Finding] = []
    waiting = []
    for source in sought.sources:
        own, named = _named(readable, source)
        if len(own) > 1:
            findings.append(_two_files(source, own, shown))
        elif own and not is_own_form(own[0], source):
            found[source.id] = tuple(own)
        elif own or named:
            chosen, told = _releases(source, named, sought, shown)
            findings += told
            if not errors(told):
                found[source.id] = (*own, *chosen)
        elif source.id not in sought.come:
            waiting.append(source)
    taken = {path for paths in found.values() for path in paths}
    free = [path for path in readable if path not in taken]
    findings += _by_columns(free, waiting, found, shown)
    return Incoming(found, tuple(findings))


def _named(files: Sequence[Path], source: Source) -> tuple[list[Path], list[Path]]:
    """The files that a source's own name means, and those that its patterns do."""
    own = [path for path in files if path.stem == source.id]
    return own, [p for p in files if p not in own and source.expects(p.name)]


def _releases(
    source: Source, paths: Sequence[Path], sought: Sought, shown: Callable[[Path], str]
) -> tuple[list[Path], list[Finding]]:
    """Of files under one source's names those that count: all, unless two give the same figures."""
    if len(paths) < 2:
        return list(paths), []
    keys = {path: _keys(path, source, sought.released.get(source.id)) for path in paths}
    reach = {path: _reach(keys[path], source) for path in paths}
    kept: list[Path] = []
    findings: list[Finding] = []
    for path in sorted(paths, key=lambda each: (reach[each], each.name), reverse=True):
        shape = reads_of(way_of(path, source))
        twin = next(
            (e for e in kept if keys[e] & keys[path] and reads_of(way_of(e, source)) == shape), None
        )
        if twin is None:
            kept.append(path)
        elif sought.newest and reach[twin] > reach[path]:
            found = f"It was not read: {twin.name} has the same figures and later ones."
            advice = "See that this is right."
            findings.append(Finding(shown(path), None, found, advice, REVIEW, "older_release"))
        else:
            findings.append(_two_files(source, sorted((twin, path)), shown))
    return sorted(kept), findings


def _keys(path: Path, source: Source, released: date | None) -> frozenset[tuple[str, ...]]:
    """What a file gives figures of; nothing where it cannot be read, which is told elsewhere."""
    found = set[tuple[str, ...]]()
    try:
        for sheet in each_sheet(path, source):
            cells = read_file(path, sheet, released).cells
            names = [name for name in source.keys if name in cells]
            found |= set(zip(*(cells[name] for name in names), strict=True))
    except (Unreadable, OSError):
        return frozenset()
    return frozenset(found)


def _reach(keys: frozenset[tuple[str, ...]], source: Source) -> date:
    """The last day that a file's figures are of."""
    place = source.keys.index(source.period) if source.period in source.keys else 0
    ends = (parse_period(each).end for each in {key[place] for key in keys} if is_period(each))
    return max(ends, default=date.min)


def _two_files(source: Source, paths: Sequence[Path], shown: Callable[[Path], str]) -> Finding:
    names = list_words([f"'{path.name}'" for path in paths], "or")
    found = f"{source.title}: is it {names}? Each could be meant."
    return Finding(shown(paths[0]), None, found, "Keep one of them.")


def _by_columns(
    free: Sequence[Path],
    waiting: Sequence[Source],
    found: dict[str, tuple[Path, ...]],
    shown: Callable[[Path], str],
) -> list[Finding]:
    """Files of any name: each belongs to the one source that still waits for its columns."""
    findings = []
    fitting = {path: [source for source in waiting if fits(path, source)] for path in free}
    for path, sources in fitting.items():
        others = [each for each in free if sources and each != path and sources[0] in fitting[each]]
        if len(sources) > 1:
            names = list_words([f"{each.title} ({each.id})" for each in sources], "or")
            found_ = f"Its columns are those of {names}."
            findings.append(Finding(shown(path), None, found_, "Name it after the one it is."))
        elif sources and others:
            findings.append(_two_files(sources[0], [path, *others], shown))
        elif sources:
            found[sources[0].id] = (path,)
            told = f"It was read as {sources[0].title}: it has those columns."
            advice = f"Name it {sources[0].id}{path.suffix.lower()} to say so."
            findings.append(Finding(shown(path), None, told, advice, REVIEW, "recognised"))
    return findings
