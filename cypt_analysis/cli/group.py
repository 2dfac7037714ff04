"""The group of commands: one root, faults as sentences, one exit code."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

import click

from cypt_analysis import __version__
from cypt_analysis.ground.findings import CheckFailed, UserError, did_you_mean

# What a shell calls a process that SIGTERM has ended.
_TERMINATED = 128 + signal.SIGTERM


class _Commands(click.Group):
    """Commands whose faults are sentences: one exit code, no traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (CheckFailed, UserError) as fault:
            click.echo(str(fault), err=True)
            ctx.exit(1)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            hint = did_you_mean(name, self.list_commands(ctx))
            raise click.UsageError(f"There is no command '{name}'.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root",
    "roots",
    multiple=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The project's folder, if it is not the current one or above it. Several may be given.",
)
@click.version_option(__version__, prog_name="cypt")
@click.pass_context
def main(ctx: click.Context, roots: tuple[Path, ...]) -> None:
    """From a quarter's extracts to the Board's report.

    Quarters are written like 2009-10-Q2 (July to September 2009), and ranges of them like
    2008-09-Q1..2009-10-Q2. Without one, the newest quarter in data/raw is meant.
    """
    _keep_printing()
    # A polite end takes away what was begun, as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    ctx.obj = roots


def _keep_printing() -> None:
    """A console that lacks a character shows a substitute instead of stopping."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
