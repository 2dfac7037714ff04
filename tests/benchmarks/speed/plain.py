"""The plain way, as an analyst would script it: papermill for each notebook, then nbconvert."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import nbformat

from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.runs.notebooks import find_notebooks
from tests.benchmarks.speed.measure import CYPT, Cost, cost_of


def plain_way(project: Project, quarters: Sequence[Quarter], folder: Path) -> Cost:
    """Build the figures, execute each notebook with papermill, turn each into HTML, in series."""
    for quarter in quarters:
        (folder / str(quarter)).mkdir(parents=True, exist_ok=True)
    commands = chain.from_iterable(_commands(project, quarter, folder) for quarter in quarters)
    return cost_of(*commands, cwd=project.root)


def _commands(project: Project, quarter: Quarter, folder: Path) -> Iterator[list[str]]:
    yield [*CYPT, "--root", str(project.root), "build", str(quarter)]
    for notebook in find_notebooks(project):
        executed = str(folder / str(quarter) / notebook.name)
        yield [
            sys.executable, "-m", "papermill", str(notebook), executed, "--kernel", "python3",
            "--cwd", str(project.root), "--no-progress-bar", "-p", "quarter", str(quarter),
        ]  # fmt: skip
        yield [sys.executable, "-m", "nbconvert", "--to", "html", executed]


def differing_cells(ours: Path, theirs: Path) -> tuple[int, list[str]]:
    """How many code cells two folders of executed notebooks hold, and those whose output differs.

    The cell that papermill puts in for the parameters is the same on both sides.
    """
    compared, differing = 0, []
    for path in sorted(ours.glob("*.ipynb")):
        mine, other = _cells(path), _cells(theirs / path.name)
        compared += len(mine)
        if len(mine) != len(other):
            differing.append(f"{path.name}: {len(mine)} cells, {len(other)} cells")
        differing += [
            f"{path.name}: {a.source.splitlines()[0]}"
            for a, b in zip(mine, other, strict=False)
            if (a.source, a.outputs) != (b.source, b.outputs)
        ]
    return compared, differing


def _cells(path: Path) -> list[nbformat.NotebookNode]:
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
