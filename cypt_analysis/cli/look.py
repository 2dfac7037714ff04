"""Commands that look at what was made: gate, quarters, verify, facts, claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from cypt_analysis.cli.group import (
    MAYBE_QUARTER,
    QUARTER,
    QUARTERS,
    each_report,
    main,
    project_of,
    then,
)
from cypt_analysis.ground.edition import PUBLIC
from cypt_analysis.ground.findings import CheckFailed, UserError
from cypt_analysis.ground.machine import read_file, stands
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.resting import kept

if TYPE_CHECKING:
    from cypt_analysis.facts import Facts
    from cypt_analysis.ground.claim import Claim


@main.command()
@QUARTERS
@click.pass_context
def gate(ctx: click.Context, quarters: tuple[str, ...]) -> None:
    """Hold the page, and the files beside it, against every rule.

    Where a browser is installed, what shows only there is checked too.
    """
    from cypt_analysis.cycle.publish import gates
    from cypt_analysis.gate import count_rules, gate_files
    from cypt_analysis.gate.leaks import files_of, find_leaks
    from cypt_analysis.processed.store import load

    def tell(quarter: Quarter, reader: Any) -> str:
        project = reader.project
        page = project.report(quarter) / "report.html"
        if not stands(page):
            raise UserError(f"{quarter} has no report yet. Make it with cypt run {quarter}.")
        html = read_file(page).decode("utf-8")
        public = load(project, quarter, PUBLIC)
        found, loud = gates(html, public)
        if loud:
            click.echo(loud, err=True)
        name = project.relative(page)
        found = [replace(each, file=name) for each in found]
        # What somebody has put there since is read too.
        whole = load(project, quarter) if public.shows_less else public
        beside = [*gate_files(page.parent), *find_leaks(files_of(page.parent), whole, public)]
        found += [replace(e, file=project.relative(page.with_name(e.file))) for e in beside]
        if found:
            raise CheckFailed(found, "Do not send it.")
        number = count_rules(browser=not loud)
        return f"{quarter}: {name} and the files beside it keep all {number} rules."

    each_report(ctx, quarters, tell)
    then("cypt review, and when it is signed cypt publish QUARTER.")


@main.command("quarters")
@click.pass_context
def quarters_command(ctx: click.Context) -> None:
    """List the quarters, and which have a report."""
    from cypt_analysis.cycle.versions import versions

    project = project_of(ctx)
    for quarter in project.quarters():
        folders = [project.report(quarter), *versions(project, quarter).values()]
        pages = [folder / "report.html" for folder in folders]
        shown = ", ".join(project.relative(page) for page in pages if page.is_file())
        click.echo(f"{quarter}  {shown or 'no report yet'}")
    then("cypt status QUARTER says how one stands.")


@main.command()
@MAYBE_QUARTER
@click.pass_context
def verify(ctx: click.Context, quarter: str | None) -> None:
    """Hold what was published against its manifests.

    Nothing may have been altered, added or taken away since. Without QUARTER every published
    quarter is looked at.
    """
    from cypt_analysis.cycle.versions import verify as verify_published

    project = project_of(ctx)
    chosen = None if quarter is None else project.parse(quarter)
    count, found = verify_published(project, chosen)
    if found:
        raise CheckFailed(found, "It is not what was published.")
    if chosen and not count:
        raise UserError(f"{chosen} has not been published: there is nothing to verify.")
    noun = "version" if count == 1 else "versions"
    where = f" of {chosen}" if chosen else ""
    click.echo(f"{count} published {noun}{where}, nothing altered.")
    then("cypt rebuild QUARTER makes one again from its inputs.")


_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")


@main.command(context_settings={"ignore_unknown_options": True})
@QUARTER
@click.argument("name", required=False)
@click.pass_context
def facts(ctx: click.Context, quarter: str, name: str | None) -> None:
    """List facts, or show where one comes from.

    Without NAME every fact is listed, under all its names; with the beginning of a name,
    those that share it; with a whole name, what it rests on, down to the file and row; with
    a number such as 24%, the facts whose value is nearest to it.
    """
    from cypt_analysis.processed.store import load

    project = project_of(ctx)
    known = load(project, project.require(quarter)).facts
    begun = [each for each in known.names if name is None or each.startswith(f"{name}.")]
    if name is not None and _NUMBER.fullmatch(name):
        begun = [fact.name for fact in known.nearest(name)]
    elif name is not None and (name in known or not begun):
        for line in trace(known, name):
            click.echo(line)
        then(f"{{{{ {name} }}}} in the words prints it.")
        return
    _list(begun, known)
    then(f"cypt facts {quarter} NAME shows where one comes from.")


@main.command()
@QUARTER
@click.option("--all", "every", is_flag=True, help="Show matches and waived claims too.")
@click.option(
    "--digests", is_flag=True, help="Show the marks that waivers.csv and confirmed.csv ask for."
)
@click.option("--confirm", "mark", metavar="MARK", help="Answer for a statement for a person.")
@click.option("--name", default="", metavar="NAME", help="Who confirms it.")
@click.option("--reason", default="", help="Why it holds.")
@click.pass_context
def claims(
    ctx: click.Context,
    quarter: str,
    every: bool,
    digests: bool,
    mark: str | None,
    name: str,
    reason: str,
) -> None:
    """Hold the numbers and words of the page against the facts.

    The worst come first, by file and line. The exit code is 1 when any needs mending. What is
    for a person is confirmed with --confirm, --name and --reason, until the sentence or the data
    change.
    """
    from cypt_analysis.claims.report import format_claims, summary

    project = project_of(ctx)
    reader, chosen = DropReader(project), project.require(quarter)
    found = _claims(reader, chosen)
    if mark is not None:
        from cypt_analysis.claims import confirm
        from cypt_analysis.words.names import names_of, names_someone

        received = (each for drop in reader.up_to(chosen) for each in drop.names)
        if names_someone(f"{name}. {reason}", names_of(received)):
            raise UserError(
                "The name or the reason names a person whom a personal column of the files "
                "received has, and no file of the report may. Nothing was confirmed: say it "
                "without."
            )
        file = project.raw(chosen) / _file_of_waivers(reader, chosen)
        claim = confirm(found, mark, name, reason, file)
        click.echo(f"'{claim.printed}' is confirmed in {project.relative(file)}.")
        then(f"cypt claims {chosen} shows what is left.")
        return
    texts = [format_claims(found, every=every, digests=digests)]
    if digests:
        from cypt_analysis.processed.build import to_confirm
        from cypt_analysis.words.carried import format_carried

        texts.append(format_carried(to_confirm(reader, chosen)))
    for text in filter(None, texts):
        click.echo(text + "\n")
    click.echo(f"{quarter}: {summary(found)}")
    if any(claim.needs_mending for claim in found):
        ctx.exit(1)
    then(f"cypt run {chosen}, then cypt review {chosen}")


def _file_of_waivers(reader: DropReader, quarter: Quarter) -> str:
    """The file that what people answered for stands in, where the catalogue has one."""
    source = reader.catalogue.at(quarter).sources.get("waivers")
    if source is None:
        raise UserError(
            "The catalogue has no source for what people confirm. Add two lines to "
            'data/catalogue/sources.toml: [waivers] and use = "england/waivers".'
        )
    return source.file


def _claims(reader: DropReader, quarter: Quarter) -> Sequence[Claim]:
    """The claims that the last build found, where nothing has changed since; else those of now."""
    from cypt_analysis.claims.report import claims_of

    told = kept(reader.project, quarter, "claims.json")
    if told is not None:
        return claims_of(told)
    from cypt_analysis.processed.build import compute

    return compute(reader, quarter).claims


def _list(chosen: Sequence[str], known: Facts) -> None:
    width = max((len(each) for each in chosen), default=0)
    shown = [known[each].signed for each in chosen]
    second = max((len(each) for each in shown), default=0)
    for name, value in zip(chosen, shown, strict=True):
        stands_for = f"= {known.aliases[name]}" if name in known.aliases else ""
        click.echo(f"{name:<{width}}  {value:<{second}}  {stands_for}".rstrip())


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
