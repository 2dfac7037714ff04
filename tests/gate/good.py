"""The good pages: the project's own notebooks, run without kernels and put together."""

from __future__ import annotations

import ast
from contextlib import chdir
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from cypt_analysis.ground.project import Project
from cypt_analysis.known import Known
from cypt_analysis.page import build_page
from cypt_analysis.page.exporter import left_out_tags
from cypt_analysis.processed.store import save


def make_page(project: Project, notebooks: Path, known: Known) -> str:
    """The page of a quarter, in a project folder of the tests' own."""
    save(known, project)
    folder = project.root / "executed"
    folder.mkdir(exist_ok=True)
    with chdir(project.root):
        paths = [_execute(path, folder, known) for path in sorted(notebooks.glob("*.ipynb"))]
    return build_page(known, paths)


def _execute(path: Path, folder: Path, known: Known) -> Path:
    notebook = nbformat.read(path, as_version=4)
    space: dict[str, object] = {}
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code":
            _run(cell, space, known, number)
    target = folder / path.name
    nbformat.write(notebook, target)
    return target


def _run(cell: NotebookNode, space: dict[str, object], known: Known, number: int) -> None:
    """Run a cell as IPython would and keep what it shows; cells that the page drops stay idle."""
    tags = set(cell.metadata.get("tags", ()))
    cell.execution_count, cell.outputs = number, []
    if "parameters" in tags:
        space["quarter"] = str(known.quarter)
        return
    if tags & left_out_tags() and "setup" not in tags:
        return
    tree = ast.parse(cell.source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), space)
    if isinstance(last, ast.Expr):
        shown = eval(compile(ast.Expression(last.value), "cell", "eval"), space)
        data = {"text/html": shown._repr_html_()} if shown is not None else {}
        cell.outputs = [new_output("execute_result", data=data, execution_count=number)]
