"""Which file of a drop is which source: by its own name, by a declared pattern, by its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.findings import REVIEW, Finding, list_words
from cypt_analysis.readers.files import READABLE, fits


@dataclass(frozen=True)
class Incoming:
    """The file of each source that came, and what is to be asked or told of files."""

    files: dict[str, Path]
    findings: tuple[Finding, ...]


def recognise(
    files: Sequence[Path], sources: Iterable[Source], shown: Callable[[Path], str]
) -> Incoming:
    """The file of each source among those received.

    Two candidates for a source, and two sources for a file that only its columns name, are a
    question to the analyst: an error that names them, never a guess.
    """
    readable = [path for path in files if path.suffix.lower() in READABLE]
    found: dict[str, Path] = {}
    findings: list[Finding] = []
    waiting = []
    for source in sources:
        named = _named(readable, source)
        if len(named) > 1:
            findings.append(_two_files(source, named, shown))
        elif named:
            found[source.id] = named[0]
        else:
            waiting.append(source)
    free = [path for path in readable if path not in found.values()]
    findings += _by_columns(free, waiting, found, shown)
    return Incoming(found, tuple(findings))


def _named(files: Sequence[Path], source: Source) -> list[Path]:
    """The files that a source's own name means; else those that its patterns do."""
    own = [path for path in files if path.stem == source.id]
    patterns = source.reads.files if source.reads else ()
    return own or [
        path
        for path in files
        if any(fnmatchcase(path.name.casefold(), each.casefold()) for each in patterns)
    ]


def _two_files(source: Source, paths: Sequence[Path], shown: Callable[[Path], str]) -> Finding:
    names = list_words([f"'{path.name}'" for path in paths], "or")
    found = f"{source.title}: is it {names}? Each could be meant."
    return Finding(shown(paths[0]), None, found, "Keep one in the drop.")


def _by_columns(
    free: Sequence[Path],
    waiting: Sequence[Source],
    found: dict[str, Path],
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
            found[sources[0].id] = path
            told = f"It was read as {sources[0].title}: it has those columns."
            advice = f"Name it {sources[0].id}{path.suffix.lower()} to say so."
            findings.append(Finding(shown(path), None, told, advice, REVIEW, "recognised"))
    return findings
