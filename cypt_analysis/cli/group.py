"""The group of commands: one root, faults as sentences, one exit code."""

from __future__ import annotations

import atexit
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from cypt_analysis import __version__
from cypt_analysis.cli.chosen import projects_in
from cypt_analysis.ground.findings import did_you_mean
from cypt_analysis.ground.machine import FAULTS, told
from cypt_analysis.ground.screen import busy, use_screens
from cypt_analysis.ground.stopping import forget, heed

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
    2008-09-Q1..2009-10-Q2. Without one, the newest quarter in data/raw is meant.
    """
    heed()
    ctx.obj = (*roots, *(projects_in(folder) if folder else ()))
