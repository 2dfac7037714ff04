"""The group of commands: what they are about, one root, faults as sentences, one exit code."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import click
from click.shell_completion import CompletionItem

from cypt_analysis import __version__
from cypt_analysis.ground.findings import UserError, did_you_mean, number_of
from cypt_analysis.ground.machine import FAULTS, told
from cypt_analysis.ground.project import PROJECT_FILE, Project, find_project, real
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.screen import busy, use_screens
from cypt_analysis.ground.stopping import forget, heed


class _QuarterName(click.ParamType):
    """A quarter's name, which a shell completes from the drops of the project."""

    name = "quarter"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The quarters that begin so, none outside a project."""
        roots = ctx.find_root().params.get("roots") or ()
        with suppress(*FAULTS):
            project = Project(real(roots[0])) if roots else find_project()
            names = map(str, project.quarters())
            return [CompletionItem(name) for name in names if name.startswith(incomplete)]
        return []


NAME = _QuarterName()
QUARTER = click.argument("quarter", type=NAME)
MAYBE_QUARTER = click.argument("quarter", type=NAME, required=False)
QUARTERS = click.argument("quarters", type=NAME, nargs=-1, metavar="[QUARTER]...")


def projects_of(ctx: click.Context) -> list[Project]:
    """The projects named with --root, or the one that the current folder lies in."""
    roots: tuple[Path, ...] = ctx.obj
    named = [Project(root) for root in dict.fromkeys(map(real, roots))]
    for project in named:
        _ = project.file  # One without it is no project, and says so.
    return named or [find_project()]


def project_of(ctx: click.Context) -> Project:
    """The one project of a command that is about one."""
    first, *others = projects_of(ctx)
    if others:
        raise UserError(
            f"cypt {ctx.info_name} looks at one project, but --root names {1 + len(others)}. "
            "Name one at a time."
        )
    return first


def chosen_quarters(project: Project, names: Sequence[str]) -> list[Quarter]:
    """The quarters named, one by one or as ranges, each once; without a name the newest."""
    if names:
        return list(dict.fromkeys(each for name in names for each in _named(project, name)))
    return [project.newest()]


def one_quarter(project: Project, name: str | None) -> Quarter:
    """The quarter named, which has a drop; without a name the newest."""
    return project.newest() if name is None else project.require(name)


def _named(project: Project, name: str) -> list[Quarter]:
    first, _, last = name.partition("..")
    return project.between(first, last) if first and last else [project.require(name)]


def chosen_reports(
    projects: Sequence[Project], names: Sequence[str]
) -> tuple[list[tuple[Project, Quarter]], list[str]]:
    """Every project with each of its chosen quarters, and what is wrong with those of some.

    Raises UserError where none has one.
    """
    found, faults = [], []
    for project in projects:
        try:
            found += [(project, quarter) for quarter in chosen_quarters(project, names)]
        except UserError as fault:
            faults.append(f"{place(project, projects)}{fault}")
    if not found:
        raise UserError("\n".join(faults))
    return found, faults


def projects_in(folder: Path) -> list[Path]:
    """The folders of the projects that stand in a folder, by name.

    Raises UserError where there is none.
    """
    found = sorted(path.parent for path in folder.glob(f"*/{PROJECT_FILE}"))
    if not found:
        raise UserError(f"{folder} holds no project: no folder in it has a {PROJECT_FILE}.")
    return found


def place(project: Project, projects: Sequence[Project]) -> str:
    """What stands before a message about a project: its folder, when there are several."""
    return f"{project.root}: " if len(projects) > 1 else ""


def each_report(
    ctx: click.Context, names: tuple[str, ...], tell: Callable[[Quarter, Any], str]
) -> None:
    """Tell something of each quarter of each project; one that fails does not stop the others."""
    from cypt_analysis.processed.reader import DropReader

    projects = projects_of(ctx)
    chosen, faults = chosen_reports(projects, names)
    for told_before in faults:
        click.echo(told_before, err=True)
    failed = bool(faults)
    reader = DropReader(chosen[0][0])
    for project, quarter in chosen:
        where = place(project, projects)
        # One at a time: what many projects' drops hold would fill the memory.
        reader = reader if reader.project == project else DropReader(project)
        try:
            click.echo(where + tell(quarter, reader))
        except FAULTS as fault:
            click.echo(f"{where}{told(fault)}", err=True)
            failed = True
    if failed:
        ctx.exit(1)


def then(told: str) -> None:
    """Say what comes next, beside what a program may read; what was printed so far has arrived."""
    sys.stdout.flush()
    click.echo(f"Next: {told}", err=True)


def points(number: int) -> str:
    """How many points there are to review, in words."""
    return f"{number_of(number, 'point')} to review"


# In which order help lists the commands: that of a project, and of a quarter in it.
_ORDER = (
    "init", "list", "add", "new", "status", "check", "pull", "build", "run", "gate", "forms",
    "take", "review", "sign", "publish", "quarters", "verify", "diff", "rebuild", "facts", "claims",
    "help",
)  # fmt: skip
# The options that name projects, before or behind a command's name.
_PROJECTS = ("--root", "--each")


class _Commands(click.Group):
    """Commands whose faults are sentences: one exit code, no traceback."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Begin: from here on all that is printed is plain."""
        use_screens()
        # A person's own choice for charts changes no report, and stops none.
        os.environ.pop("MPLBACKEND", None)
        try:
            return super().main(*args, **extra)
        except SystemExit as end:
            if sys.flags.inspect:
                _end(end)
            raise
        finally:
            forget()

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the work."""
        return sorted(self.commands, key=_ORDER.index)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options of all commands, which may stand behind the command's name too."""
        return super().parse_args(ctx, _projects_first(args))

    def invoke(self, ctx: click.Context) -> Any:
        """Do a command; a fault is told, and the exit code is 1."""
        try:
            with busy("Still at work"):
                done = super().invoke(ctx)
            # What has been printed so far may not have reached its file.
            sys.stdout.flush()
            return done
        except FAULTS as fault:
            click.echo(told(fault), err=True)
            ctx.exit(1)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            hint = did_you_mean(name, self.list_commands(ctx))
            raise click.UsageError(f"There is no command '{name}'.{hint}", ctx)
        return super().resolve_command(ctx, args)


def _projects_first(args: list[str]) -> list[str]:
    """The arguments with those that name projects before the command; after -- nothing is moved."""
    named: list[str] = []
    rest: list[str] = []
    left = iter(args)
    for each in left:
        if each == "--":
            rest += [each, *left]
        elif each in _PROJECTS:
            named += [each, *[value for value in [next(left, None)] if value is not None]]
        elif each.partition("=")[0] in _PROJECTS:
            named.append(each)
        else:
            rest.append(each)
    return [*named, *rest]


def _end(end: SystemExit) -> NoReturn:
    """End, and go on to no prompt of Python: PYTHONINSPECT is meant for a person's own programs."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(end.code if isinstance(end.code, int) else bool(end.code))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root",
    "roots",
    multiple=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The project's folder, if it is not the current one or above it. Several may be given.",
)
@click.option(
    "--each",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Every project in a folder, as cypt init --authority all makes them.",
)
@click.version_option(__version__, prog_name="cypt")
@click.pass_context
def main(ctx: click.Context, roots: tuple[Path, ...], folder: Path | None) -> None:
    """From a quarter's extracts to the Board's report.

    Quarters are written like 2009-10-Q2 (July to September 2009), and ranges of them like
    2008-09-Q1..2009-10-Q2. Without one, the newest quarter in data/raw is meant. `cypt help` lists
    longer texts: how a file is read, the words, small numbers and more.
    """
    heed()
    ctx.obj = (*roots, *(projects_in(folder) if folder else ()))
