"""A received file: whose it is, into the newest drop, and a wrong one out again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from cypt_analysis.catalogue import Catalogue, Source, load_catalogue
from cypt_analysis.cycle.receiving.understood import Understood, trial, understand
from cypt_analysis.cycle.records import TakenIn, drop_alone, keep_rows, taken_in
from cypt_analysis.cycle.versions import last_version
from cypt_analysis.drops.layout import COMMENTARY, TAKEN_IN
from cypt_analysis.ground.findings import CheckFailed, UserError, did_you_mean, list_words
from cypt_analysis.ground.machine import digest, read_file
from cypt_analysis.ground.project import Project, real
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import write_whole
from cypt_analysis.ground.safe_text import shown
from cypt_analysis.library.entries import sources_reading
from cypt_analysis.readers.contents import contents_of
from cypt_analysis.readers.files import READABLE, fits, is_own_form
from cypt_analysis.words.commentary import BARE

_WORDS = ".md"


@dataclass(frozen=True)
class Place:
    """Where a file goes: below the drop, and what it is taken for; "" for words."""

    name: str
    source: str = ""
    because: str = ""


class Doubt(Exception):
    """A file may be one of several things: which, is for a person to say."""

    def __init__(self, question: str, choices: tuple[str, ...]) -> None:
        super().__init__(question, choices)
        self.question, self.choices = question, choices


def place_of(file: Path, catalogue: Catalogue, texts: tuple[str, ...], chosen: str = "") -> Place:
    """Where a received file goes.

    By its own name, by a name that a source expects, else by its columns; ``chosen`` is a person's
    answer. Raises Doubt where it may be several, UserError where it is none.
    """
    if file.suffix.lower() == _WORDS:
        return _of_words(file, (*catalogue.indicators, *texts), chosen)
    if file.suffix.lower() not in READABLE:
        raise UserError(
            f"{file.name} is of no kind that is read. Export it as one of: "
            f"{', '.join(READABLE)}; words are a Markdown file ({_WORDS})."
        )
    if chosen:
        return _chosen(file, catalogue, chosen)
    sources = catalogue.sources.values()
    named = [each for each in sources if file.stem == each.id or each.expects(file.name)]
    fitting = named or [each for each in sources if _fits(file, each)]
    if len(fitting) > 1:
        told = list_words([f"{each.title} ({each.id})" for each in fitting], "or")
        raise Doubt(f"{file.name} may be {told}. Which is it?", tuple(e.id for e in fitting))
    if not fitting:
        raise UserError(_unknown(file, catalogue))
    why = "its name" if named else "its columns"
    return Place(_name(file, fitting[0], by_name=bool(named)), fitting[0].id, f"by {why}")


def _of_words(file: Path, known: tuple[str, ...], chosen: str) -> Place:
    name = chosen or file.stem
    if name not in known:
        hint = did_you_mean(name, known) or f" Names: {list_words(known, 'or')}."
        raise UserError(
            f"{file.name}: no indicator or theme is called '{name}'.{hint} "
            "Say which with --source NAME."
        )
    return Place(f"{COMMENTARY}/{name}{_WORDS}", because="words, by its name")


def _chosen(file: Path, catalogue: Catalogue, chosen: str) -> Place:
    source = catalogue.sources.get(chosen)
    if source is None:
        hint = did_you_mean(chosen, catalogue.sources)
        known = f" Sources: {list_words(catalogue.sources)}."
        raise UserError(f"The catalogue has no source '{chosen}'.{hint or known}")
    return Place(_name(file, source, by_name=source.expects(file.name)), source.id, "as you said")


def _fits(file: Path, source: Source) -> bool:
    return fits(file, source) if source.reads else is_own_form(file, source) or fits(file, source)


def _name(file: Path, source: Source, *, by_name: bool) -> str:
    """Its own name where the drop would read it under that, else the source's."""
    return file.name if by_name else f"{source.id}{file.suffix.lower()}"


def _unknown(file: Path, catalogue: Catalogue) -> str:
    library = [each for each in sources_reading(file.name) if each not in catalogue.sources]
    if library:
        commands = list_words([f"cypt add source {each}" for each in library], "or")
        return f"{file.name} is a file that the library reads. First: {commands}."
    return (
        f"{file.name} has the columns of no source of the catalogue. {contents_of(file)} "
        "Say which it is with "
        f"--source NAME ({list_words(catalogue.sources, 'or')}), or declare one."
    ).replace("  ", " ")


@dataclass(frozen=True)
class Taken:
    """A file that lies in a drop now, and what was understood of it."""

    place: Place
    understood: Understood


def take_in(project: Project, quarter: Quarter, file: Path, today: date, chosen: str = "") -> Taken:
    """Copy a received file into a drop, where the drop with it can be read.

    ``chosen`` is a person's word on what it is. Raises Doubt where it may be several things,
    UserError where it is none or its place is taken, and CheckFailed with the faults of the file;
    then nothing was copied.
    """
    if real(file).is_relative_to(real(project.raw(quarter))):
        where = project.relative(project.raw(quarter))
        raise UserError(
            f"{shown(file.name)} lies in {where} already. cypt check {quarter} says how it is read."
        )
    content = read_file(file)
    mark = hashlib.sha256(content).hexdigest()
    settings, catalogue = project.settings(quarter), load_catalogue(project).at(quarter)
    place = place_of(file, catalogue, settings.texts, chosen)
    target = project.raw(quarter) / place.name
    _require_room(project, target, mark, place)
    with trial(project, quarter, file, place.name) as attempt:
        understood = understand(project, attempt, place)
    if understood.faults:
        name = shown(file.name)
        raise CheckFailed(list(understood.findings), f"{name} was not taken in.")
    with drop_alone(project, quarter):
        _require_room(project, target, mark, place)
        rows = [row for row in taken_in(project, quarter) if row.file != place.name]
        row = TakenIn(place.name, place.source, today.isoformat(), shown(file.name), mark)
        # Whoever is broken off in between takes it in again: the list alone says nothing is there.
        keep_rows(project.raw(quarter) / TAKEN_IN, [*rows, row])
        write_whole(target, content)
    return Taken(place, understood)


def _require_room(project: Project, target: Path, mark: str, place: Place) -> None:
    if not (target.exists() or target.is_symlink()):
        return
    if not target.is_file():
        raise UserError(f"{project.relative(target)} is no file. Move it elsewhere.")
    content = read_file(target)
    if hashlib.sha256(content).hexdigest() == mark:
        raise UserError(f"{project.relative(target)} is this very file: there is nothing to do.")
    # Headings that wait for words are made to be replaced.
    bare = [line for line in content.splitlines() if line.strip() and not line.startswith(b"#")]
    if place.source or bare:
        raise UserError(
            f"{project.relative(target)} is there with other content. Take it out first: "
            f"cypt add --undo {Path(place.name).name}"
        )


def take_out(project: Project, quarter: Quarter, name: str) -> str:
    """Take a file out of a drop that `take_in` brought; where it stood.

    Raises UserError for any other file, and for one that was altered since.
    """
    rows, catalogue = taken_in(project, quarter), load_catalogue(project).at(quarter)
    wanted = Path(name).name
    row = next((e for e in rows if wanted in (Path(e.file).name, e.received_as)), None)
    where = project.relative(project.raw(quarter))
    if row is None:
        known = [Path(each.file).name for each in rows]
        told = did_you_mean(wanted, known) or f" It took in: {', '.join(known) or 'nothing'}."
        raise UserError(
            f"cypt add has taken no file '{shown(wanted)}' into {where}.{told} What was put there "
            "by hand is taken out by hand."
        )
    target = project.raw(quarter) / row.file
    left = [each for each in rows if each is not row]
    if target.exists() and digest(target) != row.sha256:
        raise UserError(
            f"{where}/{row.file} was altered since it was taken in, so it is the only copy. "
            "Move it elsewhere by hand."
        )
    with drop_alone(project, quarter):
        if row.source or PurePosixPath(row.file).stem not in catalogue.indicators:
            target.unlink(missing_ok=True)
        else:
            # The headings that waited for the words wait again.
            write_whole(target, BARE)
        keep_rows(project.raw(quarter) / TAKEN_IN, left)
    return f"{where}/{row.file}"


def newest_open(project: Project, named: str | None) -> Quarter:
    """The quarter whose drop takes files: the one named, else the newest where it is not published.

    Raises UserError for a newest one that is: a file would change what its report rests on.
    """
    if named is not None:
        return project.require(named)
    newest = project.newest()
    if last_version(project, newest):
        raise UserError(
            f"The newest quarter, {newest}, has been published. Begin the next with cypt new, "
            f"or say that it is a correction: --quarter {newest}."
        )
    return newest
