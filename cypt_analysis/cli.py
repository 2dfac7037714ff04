"""The command line: cypt check, build, run, gate, publish, quarters, facts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cypt_analysis import __version__
from cypt_analysis.findings import CheckFailed, UserError, did_you_mean, format_findings
from cypt_analysis.project import Project, find_project
from cypt_analysis.quarter import Quarter

if TYPE_CHECKING:
    from cypt_analysis.facts import Facts
    from cypt_analysis.pipeline import Made

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
            f"{_points(len(known.findings))}."
        )

    _each(ctx, quarters, show)


@main.command()
@_QUARTERS
@click.pass_context
def run(ctx: click.Context, quarters: tuple[str, ...]) -> None:
    """Make the draft report: page, PDF, workbook, data.

    An earlier draft stays until the new one is whole; what was published is left alone.
    """
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

            made = run_quarter(reader, quarter, done)
            bar.write(_listing(f"{quarter}: draft in", made, project), file=sys.stdout)

        _each(ctx, quarters, show)


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

    project = _project(ctx)
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


@main.command()
@_QUARTERS
@click.pass_context
def gate(ctx: click.Context, quarters: tuple[str, ...]) -> None:
    """Hold the finished page against every rule.

    Where a browser is installed, what shows only there is checked too.
    """
    from cypt_analysis.gate import count_rules
    from cypt_analysis.processed import load
    from cypt_analysis.publish import gates

    def show(quarter: Quarter, reader: Any) -> None:
        project = reader.project
        page = project.report(quarter) / "report.html"
        if not page.is_file():
            raise UserError(f"{quarter} has no report yet. Make it with cypt run {quarter}.")
        html = page.read_text(encoding="utf-8")
        found, loud = gates(html, load(project, quarter), reader.catalogue)
        if loud:
            click.echo(loud, err=True)
        name = project.relative(page)
        if found:
            raise CheckFailed([replace(each, file=name) for each in found], "Do not send it.")
        click.echo(f"{quarter}: {name} keeps all {count_rules(browser=not loud)} rules.")

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
    """List the quarters, and which have a report."""
    from cypt_analysis.publish import versions

    project = _project(ctx)
    for quarter in project.quarters():
        folders = [project.report(quarter), *versions(project, quarter).values()]
        pages = [folder / "report.html" for folder in folders]
        shown = ", ".join(project.relative(page) for page in pages if page.is_file())
        click.echo(f"{quarter}  {shown or 'no report yet'}")


@main.command()
@click.argument("quarter")
@click.argument("name", required=False)
@click.pass_context
def facts(ctx: click.Context, quarter: str, name: str | None) -> None:
    """List facts, or show where one comes from.

    Without NAME every fact is listed; with the beginning of a name, those that share it;
    with a whole name, what it rests on, down to the file and row.
    """
    from cypt_analysis.processed import load

    project = _project(ctx)
    known = load(project, project.require(quarter)).facts
    if name is None or (name not in known and any(each.startswith(f"{name}.") for each in known)):
        _list_facts(known, name)
        return
    for line in trace(known, known[name].name):
        click.echo(line)


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
