"""The command help: longer texts on one matter each, which stand in the folder topics."""

from __future__ import annotations

from pathlib import Path

import click

from cypt_analysis.cli.group import main, then

_FOLDER = Path(__file__).with_name("topics")
_TOPICS = sorted(path.stem for path in _FOLDER.glob("*.md"))


@main.command("help")
@click.argument("topic", required=False, type=click.Choice(_TOPICS), metavar="[TOPIC]")
def help_on(topic: str | None) -> None:
    """Print a text on one matter, or list what there is."""
    if topic is None:
        for name in _TOPICS:
            with (_FOLDER / f"{name}.md").open(encoding="utf-8") as text:
                click.echo(f"{name:<14}  {next(text).lstrip('# ').rstrip()}")
        then("cypt help TOPIC prints one; cypt COMMAND --help tells of a command.")
        return
    click.echo((_FOLDER / f"{topic}.md").read_text(encoding="utf-8"))
    then("cypt help lists the other topics.")
