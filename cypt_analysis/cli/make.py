"""Commands that make something: check, pull, build, run, publish."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cypt_analysis.cli.group import (
    QUARTER,
    QUARTERS,
    chosen_reports,
    each_report,
    main,
    place,
    points,
    project_of,
    projects_of,
    then,
)
from cypt_analysis.cli.once import Once
from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.findings import Finding, number_of
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.screen import bar_screen, plain
from cypt_analysis.ground.stopping import asked_too_late
from cypt_analysis.processed.resting import is_kept, kept

if TYPE_CHECKING:
    from tqdm import tqdm

    from cypt_analysis.pipeline import Made, Outcome
    from cypt_analysis.processed.reader import DropReader
    from cypt_analysis.runs.executors import Executors

# So many reports are counted without help.
_AT_A_GLANCE = 5


@main.command()
@QUARTERS
@click.option("--all", "every", is_flag=True, help="Notes on national figures of the library too.")
@click.pass_context
def check(ctx: click.Context, quarters: tuple[str, ...], every: bool) -> None:
    """Look for faults in the raw files; writes nothing."""
    from cypt_analysis.drops.of_library import parted

    def tell(quarter: Quarter, reader: DropReader, once: Once) -> str:
        findings = _found(reader, quarter)
        mine, notes = (findings, []) if every else parted(findings, reader.project)
        listed = once.listed(mine, reader.project) + "\n\n" if mine else ""
        told = f"{listed}{quarter}: no errors, {points(len(mine))}"
        if notes:
            told += f", and {number_of(len(notes), 'note')} of national files that the library "
            told += "carries, which are not yours to mend: cypt check --all"
        return f"{told}."

    each_report(ctx, quarters, tell)
    then("cypt run makes the draft.")


def _found(reader: DropReader, quarter: Quarter) -> list[Finding]:
    """What the last build found, where nothing has changed since; else what is found now."""
    told = kept(reader.project, quarter, "findings.json")
    if told is not None:
        return [Finding.from_dict(each) for each in told]
    from cypt_analysis.pipeline import check as check_quarter

    return check_quarter(reader, quarter)


@main.command()
@QUARTER
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--again", is_flag=True, help="Replace what was pulled before.")
@click.pass_context
def pull(ctx: click.Context, quarter: str, sources: tuple[str, ...], again: bool) -> None:
    """Ask the database once, and keep the answers in the drop.

    Of each source named, or of all that have a query. The environment's CYPT_DATABASE names the
    database; a report never connects.
    """
    from cypt_analysis.drops.pulling import pull_sources

    project = project_of(ctx)
    chosen = project.require(quarter)
    for pulled in pull_sources(project, chosen, sources, again=again):
        shown = project.relative(pulled.path)
        click.echo(f"{shown}: {pulled.rows:,} {'row' if pulled.rows == 1 else 'rows'}")
    then(f"cypt check {chosen}")


@main.command()
@QUARTERS
@click.pass_context
def build(ctx: click.Context, quarters: tuple[str, ...]) -> None:
    """Check, then write observations and facts.

    They go to data/processed.
    """
    from cypt_analysis.pipeline import build as build_quarter

    def tell(quarter: Quarter, reader: DropReader, once: Once) -> str:
        known = build_quarter(reader, quarter)[INTERNAL]
        return (
            f"{quarter}: {len(known.observations):,} observations and "
            f"{len(known.facts.table):,} facts in "
            f"{reader.project.relative(reader.project.processed(quarter))}, "
            f"{points(len(known.findings))}."
        )

    each_report(ctx, quarters, tell)
    then("cypt claims QUARTER holds the words against them; cypt run makes the draft.")


@main.command()
@QUARTERS
@click.option("--no-pdf", is_flag=True, help="Leave the PDF out.")
@click.option(
    "--jobs", type=click.IntRange(min=1), help="How much to do at once; else one a processor."
)
@click.option("--scheduler", metavar="ADDRESS", help="Let a Dask scheduler's workers do it.")
@click.pass_context
def run(
    ctx: click.Context,
    quarters: tuple[str, ...],
    no_pdf: bool,
    jobs: int | None,
    scheduler: str | None,
) -> None:
    """Make the draft report: page, PDF, workbook, data.

    An earlier draft stays until the new one is whole; what was published is left alone. Of
    several reports, one that fails does not stop the others.
    """
    from cypt_analysis.runs.executors import dask, local

    if jobs and scheduler:
        raise click.UsageError("--jobs is for this machine alone. Leave it out with --scheduler.")
    projects = projects_of(ctx)
    chosen, faults = chosen_reports(projects, quarters)
    for fault in faults:
        click.echo(fault, err=True)
    with dask(scheduler) if scheduler else local(jobs) as executors:
        outcomes = _run_each(chosen, projects, executors, pdf=not no_pdf)
    every = len(outcomes) + len(faults)
    if every > 1:
        click.echo(_table(outcomes, projects))
    if every > _AT_A_GLANCE:
        click.echo(f"{sum(not each.fault for each in outcomes)} of {every} reports were made.")
    if faults or any(outcome.fault for outcome in outcomes):
        ctx.exit(1)
    then("read it; cypt review makes the page for those who sign.")


def _run_each(
    chosen: list[tuple[Project, Quarter]],
    projects: list[Project],
    executors: Executors,
    *,
    pdf: bool,
) -> list[Outcome]:
    """Make the reports behind one progress bar, and tell of each as it ends."""
    project, quarter = chosen[0]
    if not is_kept(project, quarter):
        # It imports while this process does.
        executors.begin()
    from cypt_analysis.pipeline import run_each, steps

    total = sum(steps(project) for project, _ in chosen)
    outcomes = []
    with progress(total) as bar:

        def done(quarter: Quarter, step: str) -> None:
            bar.set_postfix_str(plain(f"{quarter} {step}"))
            bar.update()

        for outcome in run_each(chosen, executors, done, pdf=pdf):
            if outcome.made is None:
                where = place(outcome.project, projects)
                bar.write(f"{where}{outcome.fault}", file=sys.stderr)
            elif len(chosen) == 1:
                lead = f"{outcome.quarter}: draft in"
                bar.write(_listing(lead, outcome.made, outcome.project), file=sys.stdout)
            outcomes.append(outcome)
    return outcomes


def _table(outcomes: list[Outcome], projects: list[Project]) -> str:
    """What became of several reports, a line each, and what could not be made for any."""
    names = [f"{place(each.project, projects)}{each.quarter}" for each in outcomes]
    width = max(map(len, ["report", *names]))
    lines = [f"{'report':<{width}}  seconds  result"]
    for name, each in zip(names, outcomes, strict=True):
        lines.append(f"{name:<{width}}  {each.seconds:>7.1f}  {_result(each)}")
    notes = dict.fromkeys(note for each in outcomes if each.made for note in each.made.notes)
    return "\n".join([*lines, *notes])


def _result(outcome: Outcome) -> str:
    if outcome.made is None:
        return "failed, as told above"
    folder = outcome.project.relative(outcome.made.folder)
    return f"draft in {folder}, {points(outcome.made.findings)}"


@main.command()
@QUARTER
@click.option("--reason", default="", help="What is corrected; needed from the second version on.")
@click.pass_context
def publish(ctx: click.Context, quarter: str, reason: str) -> None:
    """Run every gate, then keep the final report as a version.

    The report is made anew from the raw files. Nothing is published when a gate finds a
    fault, and a published version is never overwritten or removed.
    """
    project = project_of(ctx)
    chosen = project.require(quarter)
    made = _publish(project, chosen, reason)
    click.echo(_listing(f"{chosen}: published in", made, project))
    if asked_too_late():
        click.echo("You asked to stop, but by then it had been published: it stays.", err=True)
    then(_after(project, chosen, made))


def _after(project: Project, chosen: Quarter, made: Made) -> str:
    """What comes after a publication: it is sent, and what rests on it is looked at."""
    from cypt_analysis.cycle.outdated import outdated

    sent = f"send {project.relative(made.folder)}/report.zip"
    later = [each for each in project.quarters() if each > chosen]
    overtaken = [str(e) for each in later for e in outdated(project, each) if e.corrected == chosen]
    if overtaken:
        return " ".join([f"{sent}.", *overtaken])
    return f"{sent}." if later else f"{sent}; cypt new begins the next quarter."


def _publish(project: Project, chosen: Quarter, reason: str) -> Made:
    from cypt_analysis.cycle.publish import publish as publish_quarter
    from cypt_analysis.cycle.publish import publish_steps
    from cypt_analysis.processed.reader import DropReader
    from cypt_analysis.runs.executors import local

    with local() as executors, progress(publish_steps(project)) as bar:

        def done(step: str) -> None:
            bar.set_postfix_str(plain(step))
            bar.update()

        return publish_quarter(DropReader(project), chosen, executors, reason, done)


def progress(total: int) -> tqdm:
    """A progress bar where a person looks on; none in a file or a pipe."""
    from tqdm import tqdm

    return tqdm(total=total, unit="step", disable=None, leave=False, file=bar_screen())


def _listing(lead: str, made: Made, project: Project) -> str:
    """What a finished folder holds, with sizes, and what could not be made."""
    from cypt_analysis.exports import FILES

    lines = [f"{lead} {project.relative(made.folder)}"]
    for name, what in FILES.items():
        path = made.folder / name
        if path.exists():
            size = f"{round(path.stat().st_size / 1000):,} kB" if path.is_file() else ""
            lines.append(f"  {name:<22}  {size:>8}  {what}")
    told = [each for each in (made.claims, *made.notes) if each]
    return "\n".join([*lines, *(f"  {each}" for each in told)])
