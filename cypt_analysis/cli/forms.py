"""Commands for those who write the words: forms, take."""

from __future__ import annotations

from pathlib import Path

import click

from cypt_analysis.cli.chosen import MAYBE_QUARTER, one_quarter, project_of, then
from cypt_analysis.cli.group import main


@main.command()
@MAYBE_QUARTER
@click.option("--owner", "owners", multiple=True, metavar="NAME", help="Only this owner's form.")
@click.pass_context
def forms(ctx: click.Context, quarter: str | None, owners: tuple[str, ...]) -> None:
    """Make one Word form an owner, to write the words in.

    It holds this quarter's figures, chart and findings, last quarter's words, the headings to fill
    and the actions to update.
    """
    from cypt_analysis.cycle.forms.send import send_forms

    project = project_of(ctx)
    chosen = one_quarter(project, quarter)
    for path in send_forms(project, chosen, owners):
        click.echo(project.relative(path))
    then("send each to its owner; cypt take FILE... takes in what comes back.")


@main.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option("--again", is_flag=True, help="Replace words that came since the form was made.")
@click.pass_context
def take(ctx: click.Context, files: tuple[str, ...], again: bool) -> None:
    """Take returned forms into the drop, and check their words.

    Tracked changes count as accepted. What the data do not bear out goes back to its owner in a
    fresh form.
    """
    from cypt_analysis.cycle.forms.send import faulty, send_forms
    from cypt_analysis.cycle.forms.take import take_forms

    project = project_of(ctx)
    taken = take_forms(project, [Path(each) for each in files], again=again)
    for line in (*taken.files, *taken.told):
        click.echo(line)
    if not taken.files:
        click.echo("Nothing in them is new.")
    back = faulty(project, taken.quarter, taken.owners)
    for form in back:
        for asked in form.asked:
            for fault in asked.faults:
                click.echo(f"  {form.owner}, {asked.name}: {fault}")
    for path in send_forms(project, taken.quarter, [each.owner for each in back]) if back else ():
        click.echo(f"Send it back with these faults: {project.relative(path)}")
    then(f"cypt status {taken.quarter}")
