"""Commands that make something: check, build, run, publish."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from cypt_analysis.cli.chosen import QUARTERS, chosen_quarters, each_quarter, points, project_of
from cypt_analysis.cli.group import main
from cypt_analysis.findings import format_findings
from cypt_analysis.project import Project
from cypt_analysis.quarter import Quarter

if TYPE_CHECKING:
    from cypt_analysis.pipeline import Made


@main.command()
@QUARTERS
@click.pass_context
def check(ctx: click.Context, quarters: tuple[str, ...]) -> None:
    """Look for faults in the raw files; writes nothing."""
    from cypt_analysis.pipeline import check as check_quarter

    def show(quarter: Quarter, reader: Any) -> None:
        findings = check_quarter(reader, quarter)
        if findings:
            click.echo(format_findings(findings) + "\n")
        click.echo(f"{quarter}: no errors, {points(len(findings))}.")

    each_quarter(ctx, quarters, show)


@main.command()
@QUARTERS
@click.pass_context
def build(ctx: click.Context, quarters: tuple[str, ...]) -> None:
    """Check, then write observations and facts.

    They go to data/processed.
    """
    from cypt_analysis.pipeline import build as build_quarter

    def show(quarter: Quarter, reader: Any) -> None:
        known = build_quarter(reader, quarter)
        click.echo(
            f"{quarter}: {len(known.observations):,} observations and "
            f"{len(known.facts.table):,} facts in "
            f"{reader.project.relative(reader.project.processed(quarter))}, "
            f"{points(len(known.findings))}."
        )

    each_quarter(ctx, quarters, show)


@main.command()
@QUARTERS
@click.pass_context
def run(ctx: click.Context, quarters: tuple[str, ...]) -> None:
    """Make the draft report: page, PDF, workbook, data.

    An earlier draft stays until the new one is whole; what was published is left alone.
    """
    from tqdm import tqdm

    from cypt_analysis.pipeline import run as run_quarter
    from cypt_analysis.pipeline import steps

    project = project_of(ctx)
    total = steps(project) * len(chosen_quarters(project, quarters))
    with tqdm(total=total, unit="step", disable=None, leave=False) as bar:

        def show(quarter: Quarter, reader: Any) -> None:
            bar.set_description(str(quarter))

            def done(step: str) -> None:
                bar.set_postfix_str(step)
                bar.update()

            made = run_quarter(reader, quarter, done)
            bar.write(_listing(f"{quarter}: draft in", made, project), file=sys.stdout)

        each_quarter(ctx, quarters, show)


@main.command()
@click.argument("quarter")
@click.option("--reason", default="", help="What is corrected; needed from the second version on.")
@click.pass_context
def publish(ctx: click.Context, quarter: str, reason: str) -> None:
    """Run every gate, then keep the final report as a version.

    The report is made anew from the raw files. Nothing is published when a gate finds a
    fault, and a published version is never overwritten or removed.
    """
    from tqdm import tqdm

    from cypt_analysis.processed import DropReader
    from cypt_analysis.publish import publish as publish_quarter
    from cypt_analysis.publish import publish_steps

    project = project_of(ctx)
    chosen = project.require(quarter)
    with tqdm(total=publish_steps(project), unit="step", disable=None, leave=False) as bar:

        def done(step: str) -> None:
            bar.set_postfix_str(step)
            bar.update()

        made = publish_quarter(DropReader(project), chosen, reason, done)
    click.echo(_listing(f"{chosen}: published in", made, project))


def _listing(lead: str, made: Made, project: Project) -> str:
    """What a finished folder holds, with sizes, and what could not be made."""
    from cypt_analysis.exports import FILES

    lines = [f"{lead} {project.relative(made.folder)}"]
    for name, what in FILES.items():
        path = made.folder / name
        if path.exists():
            size = f"{round(path.stat().st_size / 1000):,} kB" if path.is_file() else ""
            lines.append(f"  {name:<13}  {size:>8}  {what}")
    return "\n".join([*lines, *(f"  {note}" for note in made.notes)])
