"""Commands that begin something: init, list, add."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cypt_analysis.cli.group import NAME, main, project_of, then
from cypt_analysis.ground.findings import UserError, did_you_mean, format_findings, number_of
from cypt_analysis.ground.machine import FAULTS, told
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_quarter
from cypt_analysis.ground.safe_text import shown
from cypt_analysis.ground.screen import bar_screen, quiet

if TYPE_CHECKING:
    from cypt_analysis.cycle.starting import Start

# In place of an authority: each of them.
_ALL = "all"
# The authority and the quarter of the demonstration.
_DEMO = ("846", "2025-26-Q2")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--authority",
    metavar="NAME",
    help="Its name or code: Leeds, 383 or E08000035; or all, a project for each.",
)
@click.option("--quarter", type=NAME, help="The first quarter; without, the newest that has ended.")
@click.option(
    "--indicators", metavar="NAMES", help="Only these of the library, with commas between them."
)
@click.option(
    "--national",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of national files as published, for this project and others.",
)
@click.option("--demo", is_flag=True, help="A whole project of today, to look at.")
def init(
    folder: Path,
    authority: str | None,
    quarter: str | None,
    indicators: str | None,
    national: Path | None,
    demo: bool,
) -> None:
    """Make the folder of a new project.

    It holds the library's national indicators with the published figures of every authority,
    notebooks, and a first drop to put your own extracts into.
    """
    from cypt_analysis.cycle.starting import Start, check_indicators, start_project
    from cypt_analysis.library.areas import authorities, find_authority

    if demo:
        if authority or quarter:
            raise click.UsageError("--demo names the authority and quarter. Leave them out.")
        authority, quarter = _DEMO
    if not authority:
        raise click.UsageError("Name the --authority: its name or code, or say --demo.")
    first = _first(quarter)
    chosen = tuple(name.strip() for name in (indicators or "").split(",") if name.strip())
    check_indicators(chosen)
    if authority == _ALL:
        every = authorities(first.period.end)
        shared = _from(folder / "one", national)
        _start_all(folder, [Start(each, first, chosen, shared) for each in every])
        return
    area = find_authority(authority, first.period.end)
    start = Start(area, first, chosen, _from(folder, national))
    start_project(folder, start)
    number = sum(map(len, start.chosen.values()))
    click.echo(
        f"{folder}: a project of {start.authority.name} with {number_of(number, 'indicator')}, "
        f"from {first} on."
    )
    then(f"cypt --root {folder} run, and read {folder / 'README.md'}.")


def _first(quarter: str | None) -> Quarter:
    """The first quarter: the one named, or the newest that has ended."""
    from cypt_analysis.cycle.starting import first_quarter

    try:
        return parse_quarter(quarter) if quarter else first_quarter(date.today())
    except ValueError as error:
        raise UserError(str(error)) from None


def _from(project: Path, national: Path | None) -> str:
    """A folder of national files as a project's project.toml names it, "" for none."""
    return Path(os.path.relpath(national, project)).as_posix() if national else ""


def _start_all(folder: Path, starts: list[Start]) -> None:
    from tqdm import tqdm

    from cypt_analysis.cycle.country import start_projects

    with tqdm(total=len(starts), disable=None, leave=False, file=bar_screen()) as bar:
        start_projects(folder, starts, lambda path: bar.update())
    click.echo(
        f"{folder}: {len(starts)} projects from {starts[0].quarter} on, with their national files "
        "in one folder."
    )
    then(f"cypt --each {folder} run.")


@main.command("list")
@click.argument("theme", required=False)
def list_library(theme: str | None) -> None:
    """List the library's indicators by theme.

    A star marks those that it carries every authority's published figures of.
    """
    from cypt_analysis.library.entries import indicators, themes
    from cypt_analysis.library.national import with_figures

    names = themes()
    if theme and theme not in names:
        hint = did_you_mean(theme, names) or f" Themes: {', '.join(names)}."
        raise UserError(f"The library has no theme '{theme}'.{hint}")
    carried = set(with_figures())
    for each in [theme] if theme else names:
        click.echo(f"{names[each]} ({each})")
        for name, entry in indicators(each).items():
            click.echo(f"  {'*' if name in carried else ' '} {name:<18} {entry['name']}")
    then("cypt add indicator NAME brings one into the project.")


class _Add(click.Group):
    """A group whose commands name what is added; anything else is a file that was received."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; without a command's name they are those of `file`."""
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = ["file", *args]
        return super().parse_args(ctx, args)


@main.group(cls=_Add, subcommand_metavar="FILE... | indicator NAME... | source NAME...")
def add() -> None:
    """Take in received files, or add of the library.

    FILE... is recognised, told and copied into the newest drop; `cypt add file --help` has the
    options. A file that is called indicator or source is written ./indicator.
    """


@add.command("file", hidden=True)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--source", default="", metavar="NAME", help="What the file is, where it is asked.")
@click.option(
    "--quarter", type=NAME, help="Into another drop than the newest, as for a correction."
)
@click.option("--undo", is_flag=True, help="Take the files out again.")
@click.pass_context
def add_file(
    ctx: click.Context, files: tuple[str, ...], source: str, quarter: str | None, undo: bool
) -> None:
    """Take files into the newest drop, each recognised by its name or columns.

    What was understood is told: rows, periods, areas, what is new and what is revised.
    """
    from cypt_analysis.cycle.receiving.take import newest_open, take_out

    project = project_of(ctx)
    chosen = newest_open(project, quarter)
    failed = False
    for name in files:
        try:
            if undo:
                click.echo(f"{take_out(project, chosen, name)} is taken out.")
            else:
                click.echo(_take_in(project, chosen, Path(name), source))
        except FAULTS as fault:
            click.echo(told(fault), err=True)
            failed = True
    if failed:
        then("mend what is told above, and the same command again for what was not taken in.")
        ctx.exit(1)
    then(f"cypt status {chosen}, and cypt check {chosen} when all has come.")


def _take_in(project: Project, quarter: Quarter, file: Path, source: str) -> str:
    """Take one file in, asking where it may be several things and a person looks on."""
    from cypt_analysis.cycle.receiving.recognise import Doubt
    from cypt_analysis.cycle.receiving.take import take_in

    if not file.exists():
        hint = did_you_mean(file.name, ("indicator", "source"))
        raise UserError(f"There is no file {shown(str(file))}.{hint}")
    try:
        taken = take_in(project, quarter, file, date.today(), source)
    except Doubt as doubt:
        if not sys.stdin.isatty():
            raise UserError(
                f"{doubt.question} Say it: --source {' or '.join(doubt.choices)}."
            ) from None
        quiet()
        answer = click.prompt(doubt.question, type=click.Choice(doubt.choices))
        taken = take_in(project, quarter, file, date.today(), answer)
    what = taken.place.source or "words"
    where = project.relative(project.raw(quarter) / taken.place.name)
    lines = [f"{shown(file.name)}: {what} ({taken.place.because}), now {where}"]
    lines += [f"  {line}" for line in taken.understood.lines]
    if taken.understood.findings:
        lines.append(format_findings(taken.understood.findings))
    return "\n".join(lines)


@add.command("indicator")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.pass_context
def add_indicator(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Add indicators of the library.

    Each with its catalogue entry, sources, notebook cells, published figures and words' file.
    """
    from cypt_analysis.cycle.adding import add_indicator as added
    from cypt_analysis.cycle.starting import check_indicators

    project = project_of(ctx)
    check_indicators(names)
    for name in names:
        changed = dict.fromkeys(project.relative(path) for path in added(project, name))
        click.echo(f"{name}: {', '.join(changed)}")
    then("name who answers for them in data/catalogue; cypt check, then cypt run.")


@add.command("source")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.pass_context
def add_source(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Add sources of the library to data/catalogue/sources.toml."""
    from cypt_analysis.cycle.adding import add_sources

    project = project_of(ctx)
    changed = add_sources(project, names)
    click.echo(project.relative(changed[0]) if changed else "The project has them already.")
    then("name their owners there; cypt add FILE takes in what comes of them.")
