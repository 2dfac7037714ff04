"""Commands of a quarter: new, status, sign, diff, rebuild, review, forms, take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cypt_analysis.cli.group import MAYBE_QUARTER, QUARTER, main, one_quarter, project_of, then
from cypt_analysis.ground.findings import UserError, number_of
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import format_date

if TYPE_CHECKING:
    from cypt_analysis.cycle.opening.begin import Begun


@main.command()
@MAYBE_QUARTER
@click.pass_context
def new(ctx: click.Context, quarter: str | None) -> None:
    """Begin a quarter: its drop, and what carries over.

    Without QUARTER the one after the newest. What is there already is never touched.
    """
    from cypt_analysis.cycle.opening.begin import begin

    project = project_of(ctx)
    following = one_quarter(project, None).plus(1) if quarter is None else project.parse(quarter)
    begun = begin(project, following)
    for line in (*_begun(begun, project), *_expected(begun, project)):
        click.echo(line)
    then(
        f"look at {project.relative(begun.folder)}/drop.toml, take files in with cypt add FILE, "
        "and see how it stands with cypt status."
    )


def _begun(begun: Begun, project: Project) -> Iterable[str]:
    yield f"{project.relative(begun.folder)} is made, from {begun.last}."
    for key in ("data_cut_off", "words_due", "board"):
        yield f"  {format_date(getattr(begun.due, key))}: {begun.due.because[key]}"
    yield (
        f"  {number_of(begun.texts, 'text')} of {begun.last} to look at in last_quarter/, "
        f"{number_of(begun.pinned, 'sentence')} of them pinned to a period; none stands in "
        "commentary/"
    )
    for source, (left, done) in begun.rows.items():
        stays = f"; {done} done and left behind" if done else ""
        yield f"  {number_of(left, 'row')} of {source} carried forward for their owners{stays}"
    for each in begun.promises:
        told = f"{format_date(each.due)} ('{each.said}'): {each.about}: {each.promise}"
        yield f"  promised by {told}"
    held = begun.waivers
    if held.kept or held.lapsed or held.confirmed:
        yield (
            f"  {number_of(len(held.kept), 'waiver')} may still hold, "
            f"{number_of(len(held.lapsed), 'waiver')} and "
            f"{number_of(len(held.confirmed), 'confirmation')} lapsed"
        )


def _expected(begun: Begun, project: Project) -> Iterable[str]:
    from cypt_analysis.catalogue import load_catalogue
    from cypt_analysis.cycle.standing.status import Came, sources_of

    quarter = begun.last.plus(1)
    catalogue = load_catalogue(project).at(quarter)
    standing = sources_of(project, quarter, catalogue, begun.due.data_cut_off, date.min)
    wanted = [each for each in standing if each.state is Came.AWAITED]
    yield f"Expected by {format_date(begun.due.data_cut_off)}, where no other day is said:"
    for each in wanted:
        other = each.by is not None and each.by != begun.due.data_cut_off
        day = f", by {format_date(each.by)}" if other and each.by else ""
        yield f"  {each.source.id} from {each.source.owner}{day}: {each.source.title}"
    others = len(standing) - len(wanted)
    yield f"  and {number_of(others, 'source')} that are not due this quarter or have no schedule"


@main.command()
@MAYBE_QUARTER
@click.option("--as", "name", required=True, metavar="NAME", help="Who signs.")
@click.option(
    "--role", required=True, metavar="ROLE", help="In which role; project.toml may name them."
)
@click.pass_context
def sign(ctx: click.Context, quarter: str | None, name: str, role: str) -> None:
    """Sign a draft: data, words and page as they are.

    Any change to them voids the signature, and is told. `publish` asks for the roles that
    project.toml names under [sign].
    """
    from cypt_analysis.cycle.signing import missing
    from cypt_analysis.cycle.signing import sign as sign_draft

    project = project_of(ctx)
    chosen = one_quarter(project, quarter)
    made = sign_draft(project, chosen, name, role, date.today())
    click.echo(f"{made.name} has signed {chosen} as {made.role}.")
    left = missing(project, chosen)
    for each in left:
        click.echo(f"  {each}")
    then("the others sign." if left else f"cypt publish {chosen}")


@main.command()
@MAYBE_QUARTER
@click.option(
    "--html",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="As a page to circulate.",
)
@click.option(
    "--on",
    "day",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="As of another day than today.",
)
@click.pass_context
def status(
    ctx: click.Context, quarter: str | None, file: Path | None, day: datetime | None
) -> None:
    """Show what has come, what is written and due.

    Sources, words, statements, actions, promises, signatures.

    It reads the files as they lie there and what the last run found; nothing is computed.
    """
    from cypt_analysis.cycle.standing.screen import page, screen
    from cypt_analysis.cycle.standing.status import status_of

    project = project_of(ctx)
    if file is not None and not file.absolute().parent.is_dir():
        raise UserError(f"There is no folder {file.absolute().parent} for the page.")
    chosen = one_quarter(project, quarter)
    found = status_of(project, chosen, day.date() if day else date.today())
    for line in screen(found):
        click.echo(line)
    if file is not None:
        from cypt_analysis.ground.replacing import write_whole

        write_whole(file, page(found, project.settings(chosen).title))
        click.echo(f"The page to circulate: {file}")


@main.command()
@click.argument("first", required=False, metavar="[REPORT]")
@click.argument("second", required=False, metavar="[REPORT]")
@click.option("--all", "every", is_flag=True, help="Every difference, not only the first.")
@click.pass_context
def diff(ctx: click.Context, first: str | None, second: str | None, every: bool) -> None:
    """Tell what two reports say differently.

    Figures, verdicts and words.

    REPORT is a quarter, or 2009-10-Q2:v1 and 2009-10-Q2:draft. Without any the last quarter's and
    the newest are compared. Of two quarters, the sentences of the first that would now read
    differently are told too.
    """
    from cypt_analysis.cycle.comparing.differences import differences, lines
    from cypt_analysis.cycle.comparing.reread import reread
    from cypt_analysis.cycle.comparing.sides import side
    from cypt_analysis.processed.reader import DropReader

    project = project_of(ctx)
    newest = one_quarter(project, None)
    before = side(project, first or str(newest.previous))
    after = side(project, second or str(newest))
    for line in lines(differences(before, after), every=every):
        click.echo(line)
    if before.quarter < after.quarter:
        found = reread(DropReader(project), before.quarter, after.quarter)
        click.echo(f"Sentences of {before.quarter} that would now read differently: {len(found)}")
        for each in found:
            click.echo(
                f"  {each.file} line {each.line}: {each.then}\n    now: {each.now} {each.why}"
            )
        if found:
            then(f"cypt publish {before.quarter} --reason, if the Board must know.")
            return
    then(f"cypt review {after.quarter}")


@main.command()
@QUARTER
@click.option("--version", "number", type=click.IntRange(min=1), help="Without, the last one.")
@click.pass_context
def rebuild(ctx: click.Context, quarter: str, number: int | None) -> None:
    """Make a published version again, byte for byte.

    It is made from the files as they were then, in reports/rebuilt. The exit code is 1 where a
    file is not the same byte for byte; then it is said which package made it.
    """
    from cypt_analysis.cli.make import progress
    from cypt_analysis.cycle.publish import publish_steps
    from cypt_analysis.cycle.rebuild import rebuild as rebuild_version
    from cypt_analysis.cycle.versions import require_version
    from cypt_analysis.runs.executors import local

    project = project_of(ctx)
    chosen = project.parse(quarter)
    version = require_version(project, chosen, number)
    with local() as executors, progress(publish_steps(project)) as bar:

        def done(step: str) -> None:
            bar.update()

        made = rebuild_version(project, chosen, version, executors, done)
    where = project.relative(made.folder)
    if not made.others:
        click.echo(f"{where}: all {made.files} files are the bytes that were published.")
        then("cypt verify holds all that was published against its manifests.")
        return
    click.echo(f"{where}: {number_of(len(made.others), 'file')} not as published:")
    for name in made.others:
        click.echo(f"  {name}")
    click.echo(made.why)
    ctx.exit(1)


@main.command()
@MAYBE_QUARTER
@click.pass_context
def review(ctx: click.Context, quarter: str | None) -> None:
    """Make the page for those who review a draft.

    Look here first, the difference to the last report and to the draft that was last reviewed,
    every chart, what is assumed, and who must sign.
    """
    from cypt_analysis.cycle.reviewing.pack import review_pack

    project = project_of(ctx)
    chosen = one_quarter(project, quarter)
    pack = review_pack(project, chosen)
    click.echo(
        f"{project.relative(pack.page)}: {number_of(len(pack.looks), 'thing')} to look at first"
    )
    for kind, number in Counter(each.kind for each in pack.looks).items():
        click.echo(f"  {number} {kind}")
    for each in pack.unsigned:
        click.echo(f"  {each}")
    role = f'cypt sign {chosen} --as "A. Person" --role "..."'
    then(f"read it; {role if pack.unsigned else f'cypt publish {chosen}'}")


@main.command()
@MAYBE_QUARTER
@click.option("--owner", "owners", multiple=True, metavar="NAME", help="Only this owner's form.")
@click.pass_context
def forms(ctx: click.Context, quarter: str | None, owners: tuple[str, ...]) -> None:
    """Make one Word form an owner, to write the words in.

    It holds this quarter's figures, chart and findings, last quarter's words, the headings to fill
    and the actions to update.
    """
    from cypt_analysis.cycle.forms.write import send_forms

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
    from cypt_analysis.cycle.forms.take import take_forms
    from cypt_analysis.cycle.forms.write import faulty, send_forms

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
