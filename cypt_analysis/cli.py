"""The command line: cypt check, build, run, quarters, facts, claims."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cypt_analysis import __version__
from cypt_analysis.findings import CheckFailed, UserError, did_you_mean, format_findings
from cypt_analysis.project import Project, find_project
from cypt_analysis.quarter import Quarter

if TYPE_CHECKING:
    from cypt_analysis.facts import Facts

_QUARTERS = click.argument("quarters", nargs=-1, metavar="[QUARTER]...")


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
    type=click.Path(file_okay=False, path_type=Path),
    help="The project's folder, if it is not the current one or above it.",
)
@click.version_option(__version__, prog_name="cypt")
@click.pass_context
def main(ctx: click.Context, root: Path | None) -> None:
    """From a quarter's extracts to the Board's report.

    Quarters are written like 2009-10-Q2 (July to September 2009). Without one, the newest
    quarter in data/raw is meant.
    """
    _keep_printing()
    ctx.obj = root


def _keep_printing() -> None:
    """A console that lacks a character shows a substitute instead of stopping."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _project(ctx: click.Context) -> Project:
    root: Path | None = ctx.obj
    if root is None:
        return find_project()
    if not (root / "data" / "raw").is_dir():
        raise UserError(f"{root} is no project: it has no folder data/raw.")
    return Project(root.resolve())


def _chosen(project: Project, names: Sequence[str]) -> list[Quarter]:
    if names:
        return [project.require(name) for name in dict.fromkeys(names)]
    known = project.quarters()
    if not known:
        raise UserError(f"{project.relative(project.drops)} in {project.root} has no quarter.")
    return known[-1:]


@main.command()
@_QUARTERS
@click.pass_context
def check(ctx: click.Context, quarters: tuple[str, ...]) -> None:
    """Look for faults in the raw files; writes nothing."""
    from cypt_analysis.pipeline import check as check_quarter

    def show(quarter: Quarter, reader: Any) -> None:
        findings = check_quarter(reader, quarter)
        if findings:
            click.echo(format_findings(findings) + "\n")
        click.echo(f"{quarter}: no errors, {_points(len(findings))}.")

    _each(ctx, quarters, show)


@main.command()
@_QUARTERS
@click.pass_context
def build(ctx: click.Context, quarters: tuple[str, ...]) -> None:
    """Check, then write observations and facts to data/processed."""
    from cypt_analysis.pipeline import build as build_quarter

    def show(quarter: Quarter, reader: Any) -> None:
        known = build_quarter(reader, quarter)
        click.echo(
            f"{quarter}: {len(known.observations):,} observations and "
            f"{len(known.facts.table):,} facts in "
            f"{reader.project.relative(reader.project.processed(quarter))}, "
            f"{_points(len(known.findings))}."
        )

    _each(ctx, quarters, show)


@main.command()
@_QUARTERS
@click.pass_context
def run(ctx: click.Context, quarters: tuple[str, ...]) -> None:
    """Make the report: check, build, execute the notebooks, put the page together."""
    from tqdm import tqdm

    from cypt_analysis.pipeline import run as run_quarter
    from cypt_analysis.pipeline import steps

    project = _project(ctx)
    total = steps(project) * len(_chosen(project, quarters))
    with tqdm(total=total, unit="step", disable=None, leave=False) as bar:

        def show(quarter: Quarter, reader: Any) -> None:
            bar.set_description(str(quarter))

            def done(step: str) -> None:
                bar.set_postfix_str(step)
                bar.update()

            page = run_quarter(reader, quarter, done)
            bar.write(f"{quarter}: {project.relative(page)}", file=sys.stdout)

        _each(ctx, quarters, show)


def _each(ctx: click.Context, names: tuple[str, ...], show: Callable[[Quarter, Any], None]) -> None:
    """Do something for each quarter; one that fails does not stop the others."""
    from cypt_analysis.processed import DropReader

    project = _project(ctx)
    chosen = _chosen(project, names)
    reader = DropReader(project)
    failed = False
    for quarter in chosen:
        try:
            show(quarter, reader)
        except (CheckFailed, UserError) as fault:
            click.echo(str(fault), err=True)
            failed = True
    if failed:
        ctx.exit(1)


def _points(number: int) -> str:
    return f"{number} {'point' if number == 1 else 'points'} to review"


@main.command("quarters")
@click.pass_context
def quarters_command(ctx: click.Context) -> None:
    """List the quarters that have a drop, and whether each has a report."""
    project = _project(ctx)
    for quarter in project.quarters():
        page = project.report(quarter) / "report.html"
        click.echo(f"{quarter}  {project.relative(page) if page.is_file() else 'no report yet'}")


@main.command()
@click.argument("quarter")
@click.argument("name", required=False)
@click.pass_context
def facts(ctx: click.Context, quarter: str, name: str | None) -> None:
    """Show where a number comes from, down to the file and row.

    Without NAME every fact is listed; with the beginning of a name, those that share it.
    """
    from cypt_analysis.processed import load

    project = _project(ctx)
    known = load(project, project.require(quarter)).facts
    if name is None or (name not in known and any(each.startswith(f"{name}.") for each in known)):
        _list_facts(known, name)
        return
    for line in trace(known, known[name].name):
        click.echo(line)


@main.command()
@click.argument("quarter")
@click.option("--all", "every", is_flag=True, help="Show matches and waived claims too.")
@click.option("--digests", is_flag=True, help="Show the digest that waivers.csv asks for.")
@click.pass_context
def claims(ctx: click.Context, quarter: str, every: bool, digests: bool) -> None:
    """Hold every number and word of a quarter's commentary against its facts.

    The worst come first, by file and line. The exit code is 1 when any needs mending.
    """
    from cypt_analysis.claims import format_claims, summary
    from cypt_analysis.processed import DropReader, compute

    project = _project(ctx)
    found = compute(DropReader(project), project.require(quarter)).claims
    text = format_claims(found, every=every, digests=digests)
    if text:
        click.echo(text + "\n")
    click.echo(f"{quarter}: {summary(found)}")
    if any(claim.needs_mending for claim in found):
        ctx.exit(1)


def _list_facts(known: Facts, prefix: str | None) -> None:
    chosen = [each for each in known if prefix is None or each.startswith(f"{prefix}.")]
    width = max((len(each) for each in chosen), default=0)
    for each in chosen:
        fact = known[each]
        click.echo(f"{each:<{width}}  {fact.signed}")


def trace(known: Facts, name: str, depth: int = 0) -> list[str]:
    """A fact and everything it rests on, indented: value, expression, then file and row."""
    fact = known[name]
    indent = "    " * depth
    value = f"{fact.value:.10g}"
    lines = [
        f"{indent}{name} = {fact.signed}",
        f"{indent}  value       {value} {fact.unit}",
        f"{indent}  expression  {fact.expression}",
    ]
    for source in fact.inputs:
        if source in known:
            lines += trace(known, source, depth + 1)
        else:
            lines.append(f"{indent}  received    {source}")
    return lines
