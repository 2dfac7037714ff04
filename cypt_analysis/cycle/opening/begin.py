"""A new quarter's drop, with what carries over and what a person must look at; whole or not."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.cycle.days import Due, drop_toml, due_days
from cypt_analysis.cycle.opening.carried import Waivers, carry_tables, waivers_of_last
from cypt_analysis.cycle.promised import Promised, read_promised, write_promised
from cypt_analysis.cycle.promises import promises
from cypt_analysis.cycle.records import drop_alone
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.layout import COMMENTARY, DROP_FILE, LAST_QUARTER
from cypt_analysis.drops.shared import keep_record
from cypt_analysis.ground.findings import CheckFailed, UserError, errors
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import private_folder, write_whole
from cypt_analysis.ground.stopping import refuse_if_asked
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.words.carried import passages
from cypt_analysis.words.commentary import BARE
from cypt_analysis.words.pinned import is_pinned, moved_on

# What a drop says of the areas, which stays; the rest is of the one quarter.
_STAYS = ("authority", "code", "neighbour_set", "neighbours", "regions")
_README = """# {last}: to look at

Nothing reads this folder, and no word of it reaches a report. Write this quarter's words in
`../{commentary}`: a sentence that is copied from here is told by `cypt check`, and `cypt publish`
wants it rewritten or confirmed by name.

- `commentary/`: the words of {last}.
- `placeholders.md`: its sentences whose figures are pinned to a period, as they were and moved on.
- `promises.csv`: what earlier reports said would be done or told, by which day. Say what became
  of each under `became`; `cypt status` shows the rest.
- `actions.csv`, `risks.csv` and the like: last quarter's progress, and since when each is open.
- `waivers.csv`, `confirmed.csv`: what people answered for last quarter and no longer holds.
"""


@dataclass(frozen=True)
class Begun:
    """A new drop and what stands in it; of ``rows`` how many go on, and how many are done."""

    folder: Path
    last: Quarter
    due: Due
    rows: dict[str, tuple[int, int]]
    promises: tuple[Promised, ...]
    waivers: Waivers
    texts: int
    pinned: int


def begin(project: Project, quarter: Quarter) -> Begun:
    """Make the drop of a quarter beside the last one.

    Raises UserError where the quarter has a drop, or comes before one that has; CheckFailed where
    the last drop has faults, as nothing of it could then be carried over. Nothing is left half.
    """
    last = _last_before(project, quarter)
    reader = DropReader(project)
    drop = reader.read(last)
    if errors(drop.findings):
        raise CheckFailed(errors(drop.findings), f"No drop was made for {quarter}.")
    waivers = waivers_of_last(project, drop, reader.catalogue.at(last))
    target = project.raw(quarter)
    with drop_alone(project, quarter), private_folder(project.drops) as aside:
        work = aside / str(quarter)
        work.mkdir()
        begun = _write(work, reader, quarter, waivers)
        refuse_if_asked()
        _require_free(project, quarter)
        # An older quarter without a record would rest on its own files alone.
        keep_record(project, last, drop.used)
        work.rename(target)
    return begun


def _last_before(project: Project, quarter: Quarter) -> Quarter:
    _require_free(project, quarter)
    known = project.quarters()
    if not known:
        raise UserError(
            f"{project.relative(project.drops)} in {project.root} has no quarter to go on from. "
            "cypt init makes a project with its first."
        )
    if quarter < known[-1]:
        raise UserError(
            f"{quarter} comes before {known[-1]}, which rests on the drops before it. The next "
            f"quarter is {known[-1].plus(1)}."
        )
    if quarter != known[-1].plus(1):
        raise UserError(
            f"After {known[-1]} comes {known[-1].plus(1)}: {quarter} would leave a quarter out, "
            f"and its promises and actions with it. Begin with cypt new {known[-1].plus(1)}."
        )
    return known[-1]


def _require_free(project: Project, quarter: Quarter) -> None:
    target = project.raw(quarter)
    if target.exists() or target.is_symlink():
        raise UserError(
            f"{project.relative(target)} is there already; nothing in it was touched. "
            f"See how it stands: cypt status {quarter}."
        )


def _write(work: Path, reader: DropReader, quarter: Quarter, waivers: Waivers) -> Begun:
    project, last = reader.project, quarter.previous
    drop, catalogue = reader.read(last), reader.catalogue.at(quarter)
    due = due_days(project.settings(quarter).calendar, quarter)
    beside = work / LAST_QUARTER
    beside.mkdir()
    text = _README.format(last=last, commentary=COMMENTARY)
    write_whole(beside / "README.md", text)
    write_whole(work / DROP_FILE, _drop_toml(project, quarter, due))
    shutil.copyfile(project.raw(last) / DROP_FILE, beside / DROP_FILE)
    texts = _words(work, drop, catalogue)
    pinned = _placeholders(beside, drop, catalogue)
    earlier = [reader.read(each) for each in project.quarters()]
    rows = carry_tables(work, beside, earlier, catalogue)
    waivers.write(work, beside)
    held = _promises(beside, project, drop, catalogue, due.board)
    return Begun(project.raw(quarter), last, due, rows, held, waivers, texts, pinned)


def _drop_toml(project: Project, quarter: Quarter, due: Due) -> str:
    before = drop_toml(project, quarter.previous)
    lines = [f'quarter = "{quarter}"']
    for key, day in (("data_cut_off", due.data_cut_off), ("words_due", due.words_due)):
        lines += [f"# {due.because[key]}.", f"{key} = {day}"]
    lines += [f"# {due.because['board']}.", f"board_date = {due.board}"]
    lines.append(f"# As in {quarter.previous}; correct what is no longer so.")
    # JSON writes texts and lists as TOML does.
    lines += [
        f"{key} = {json.dumps(before[key], ensure_ascii=False)}" for key in _STAYS if key in before
    ]
    lines.append('# note = "Where this quarter\'s figures come from; SYNTHETIC where made up."')
    return "\n".join(lines) + "\n"


def _words(work: Path, drop: Drop, catalogue: Catalogue) -> int:
    """Files with headings and no words, and the last words in a folder that nothing reads."""
    (work / COMMENTARY).mkdir()
    for name in catalogue.indicators:
        write_whole(work / COMMENTARY / f"{name}.md", BARE)
    for name, text in drop.commentary.items():
        write_whole(work / LAST_QUARTER / COMMENTARY / f"{name}.md", text)
    return len(drop.commentary)


def _placeholders(beside: Path, drop: Drop, catalogue: Catalogue) -> int:
    """The sentences whose figures name a period, as they were and a quarter on."""
    pinned = [each for each in passages(drop, catalogue) if is_pinned(each.text)]
    blocks = [
        f"# Sentences of {drop.quarter} whose figures are pinned to a period\n\n"
        "Moved on by a quarter where there is a figure every quarter; a year stays as it was: see "
        "whether it is still meant.\n"
    ]
    for each in pinned:
        now = moved_on(each.text)
        told = f"Now: {now}" if now != each.text else "The years stay, unless a new one is meant."
        blocks.append(f"{each.file}, line {each.line}\n\nWas: {each.text}\n\n{told}\n")
    if pinned:
        write_whole(beside / "placeholders.md", "\n".join(blocks))
    return len(pinned)


def _promises(
    beside: Path, project: Project, drop: Drop, catalogue: Catalogue, board: date
) -> tuple[Promised, ...]:
    """Those of the last report, and those of earlier ones that nobody has answered."""
    before = [each for each in read_promised(project, drop.quarter) if not each.became]
    new = promises(drop, catalogue, board)
    known = {(each.about, each.promise) for each in new}
    held = [*(each for each in before if (each.about, each.promise) not in known), *new]
    held.sort(key=lambda each: (each.due, each.about))
    write_promised(beside, held)
    return tuple(held)
