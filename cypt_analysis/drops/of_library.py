"""Files of a drop that hold the library's published figures and nothing else."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from cypt_analysis.ground.findings import REVIEW, Finding
from cypt_analysis.ground.project import Project
from cypt_analysis.library.figures import figures_of, published


def of_library(project: Project) -> Callable[[Finding], bool]:
    """Says of a point to review whether it is about figures that the library brought unaltered.

    An analyst cannot mend those: what matters of them is marked on the page.
    """

    @cache
    def carried(file: str) -> bool:
        return _carried(project.root / file)

    return lambda each: each.severity == REVIEW and carried(each.file)


def _carried(path: Path) -> bool:
    if path.suffix != ".csv" or path.stem not in published() or not path.is_file():
        return False
    known = figures_of(path.stem)
    rows = {tuple(row.values()) for row in known}
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            header, *mine = map(tuple, csv.reader(lines))
    except (OSError, ValueError, csv.Error):
        return False
    return header == tuple(known[0]) and rows.issuperset(mine)


def parted(findings: Iterable[Finding], project: Project) -> tuple[list[Finding], list[Finding]]:
    """The findings that are the analyst's to look at, and the notes on the library's figures."""
    is_note = of_library(project)
    both: tuple[list[Finding], list[Finding]] = ([], [])
    for each in findings:
        both[is_note(each)].append(each)
    return both
