"""A received file into the newest drop, and a wrong one out again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from cypt_analysis.catalogue import load_catalogue
from cypt_analysis.cycle.receiving.recognise import Place, place_of
from cypt_analysis.cycle.receiving.understood import Understood, trial, understand
from cypt_analysis.cycle.records import TakenIn, drop_alone, keep_rows, taken_in
from cypt_analysis.cycle.versions import last_version
from cypt_analysis.drops.layout import TAKEN_IN
from cypt_analysis.ground.findings import CheckFailed, UserError, did_you_mean
from cypt_analysis.ground.machine import digest, read_file
from cypt_analysis.ground.project import Project, real
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import write_whole
from cypt_analysis.ground.safe_text import argument, shown
from cypt_analysis.words.commentary import BARE


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
    _require_room(project, quarter, target, mark, place)
    with trial(project, quarter, file, place.name) as attempt:
        understood = understand(project, attempt, place)
    if understood.faults:
        # It lies in no drop: its messages name it as it was named.
        there = project.relative(target)
        found = [
            replace(each, file=f"{file}{each.file.removeprefix(there)}")
            if each.file.startswith(there) else each
            for each in understood.findings
        ]  # fmt: skip
        raise CheckFailed(found, f"{shown(file.name)} was not taken in.")
    with drop_alone(project, quarter):
        _require_room(project, quarter, target, mark, place)
        rows = [row for row in taken_in(project, quarter) if row.file != place.name]
        row = TakenIn(place.name, place.source, today.isoformat(), shown(file.name), mark)
        # Whoever is broken off in between takes it in again: the list alone says nothing is there.
        keep_rows(project.raw(quarter) / TAKEN_IN, [*rows, row])
        write_whole(target, content)
    return Taken(place, understood)


def _require_room(
    project: Project, quarter: Quarter, target: Path, mark: str, place: Place
) -> None:
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
        where = "" if quarter == project.newest() else f" --quarter {quarter}"
        raise UserError(
            f"{project.relative(target)} is there with other content. Take it out first: "
            f"cypt add --undo{where} {argument(target.name)}"
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
