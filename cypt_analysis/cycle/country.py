"""A folder of projects, one an authority, that share their national files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from cypt_analysis.cycle.figures import bring_figures
from cypt_analysis.cycle.starting import Start, new_folder, start_project
from cypt_analysis.ground.safe_text import slug

# The folder of what the projects share, beside them.
_SHARED = "national"


def start_projects(
    folder: Path, starts: Sequence[Start], told: Callable[[Path], object] = lambda path: None
) -> list[Path]:
    """Make a folder of projects that share national files; ``told`` is told each as it is made.

    Where they name no folder of them, the library's figures come into one that stands beside
    them. Raises UserError where the folder holds something already.
    """
    made = []
    with new_folder(folder):
        for start in starts:
            shared = start.national or f"../{_SHARED}"
            path = folder / slug(start.authority.name)
            start_project(path, replace(start, national=shared))
            told(path)
            made.append(path)
        if not starts[0].national:
            bring_figures(folder / _SHARED, starts[0].sources, starts[0].cut_off)
    return made
