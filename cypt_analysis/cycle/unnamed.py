"""What a new project leaves to the authority to name, and is not yet named."""

from __future__ import annotations

import re

from cypt_analysis.cycle.days import drop_toml, due_days
from cypt_analysis.cycle.starting import TO_NAME
from cypt_analysis.drops.layout import DROP_FILE
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter

_LEFT = re.compile(re.escape(TO_NAME), re.IGNORECASE)


def unnamed(project: Project, quarter: Quarter) -> list[Finding]:
    """A fault for each file of the project that still leaves a name open, with its lines.

    The page names the board and its day, the team and the owners: a final version goes out under
    them.

    >>> unnamed(project, quarter)     # doctest: +SKIP
    [Finding(file='project.toml', row=4, found="'To be named' still stands in line 4 ...", ...)]
    """
    found = []
    for path in (project.file, *sorted(project.catalogue.glob("*.toml"))):
        lines = path.read_text(encoding="utf-8").splitlines()
        # What follows a number sign explains, and is not read.
        open_ = tuple(at for at, line in enumerate(lines, 1) if _LEFT.search(line.split("#")[0]))
        if open_:
            where = f"line {open_[0]}" if len(open_) == 1 else f"{len(open_)} lines"
            found.append(
                Finding(
                    project.relative(path), open_[0],
                    f"'{TO_NAME}' still stands in {where}.",
                    "Write who it is: the page goes to the Board with these names.",
                    rows=open_,
                )
            )  # fmt: skip
    drop = project.raw(quarter) / DROP_FILE
    if "board_date" not in drop_toml(project, quarter):
        advice = f"Write board_date = {due_days(project.settings(quarter).calendar, quarter).board}"
        found.append(
            Finding(
                project.relative(drop), None, "It does not say when the Board meets.",
                f"{advice}, or the day that it is: it stands in the first line of the page.",
            )
        )  # fmt: skip
    return found
