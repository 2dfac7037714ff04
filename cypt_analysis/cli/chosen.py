"""What a command is about: the project, its quarters, and each of them in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from cypt_analysis.findings import CheckFailed, UserError
from cypt_analysis.project import Project, find_project
from cypt_analysis.quarter import Quarter

QUARTERS = click.argument("quarters", nargs=-1, metavar="[QUARTER]...")


def project_of(ctx: click.Context) -> Project:
    """The project named with --root, or the one that the current folder lies in."""
    root: Path | None = ctx.obj
    if root is None:
        return find_project()
    if not (root / "data" / "raw").is_dir():
        raise UserError(f"{root} is no project: it has no folder data/raw.")
    return Project(root.resolve())


def chosen_quarters(project: Project, names: Sequence[str]) -> list[Quarter]:
    """The quarters named, each once; without a name the newest."""
    if names:
        return [project.require(name) for name in dict.fromkeys(names)]
    known = project.quarters()
    if not known:
        raise UserError(f"{project.relative(project.drops)} in {project.root} has no quarter.")
    return known[-1:]


def each_quarter(
    ctx: click.Context, names: tuple[str, ...], show: Callable[[Quarter, Any], None]
) -> None:
    """Do something for each quarter; one that fails does not stop the others."""
    from cypt_analysis.processed import DropReader

    project = project_of(ctx)
    chosen = chosen_quarters(project, names)
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


def points(number: int) -> str:
    """How many points there are to review, in words."""
    return f"{number} {'point' if number == 1 else 'points'} to review"
