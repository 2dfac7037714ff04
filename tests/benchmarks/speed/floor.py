"""The floor: the same work in one process, the cells run by IPython's shell, without kernels.

    python -m tests.benchmarks.speed.floor [--internal] ROOT QUARTER...

The page and exports are made from the executed notebooks that a run has left in reports, which are
those of the internal edition: where the public one shows less, its page cannot be made from them, and
``--internal`` makes the other. Prints the CPU seconds of each stage as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path


def main() -> None:
    spent: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        began = time.process_time()
        yield
        spent[name] = spent.get(name, 0) + time.process_time() - began

    with stage("imports"):
        import nbformat
        from IPython.core.interactiveshell import InteractiveShell

        from cypt_analysis.ground.edition import INTERNAL, PUBLIC
        from cypt_analysis.ground.project import Project
        from cypt_analysis.pipeline import build
        from cypt_analysis.processed.reader import DropReader
        from cypt_analysis.runs.notebooks import find_notebooks
        from cypt_analysis.tasks import make_analyst_page, make_page, make_tables

        shell = InteractiveShell.instance()
    root, *quarters = [each for each in sys.argv[1:] if each != "--internal"]
    edition = INTERNAL if "--internal" in sys.argv else PUBLIC
    project = Project(Path(root).resolve())
    reader = DropReader(project)
    os.chdir(project.root)
    for quarter in map(project.require, quarters):
        with stage("build"):
            build(reader, quarter)
        for path in find_notebooks(project):
            cells = nbformat.read(path, as_version=4).cells
            with stage("cells"), Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
                shell.reset(new_session=True)
                for cell in cells:
                    if cell.cell_type == "code":
                        shell.run_cell(cell.source, silent=False).raise_error()
                    if "parameters" in cell.metadata.get("tags", []):
                        shell.run_cell(f'quarter = "{quarter}"').raise_error()
        with tempfile.TemporaryDirectory(dir=project.root) as folder, stage("page and exports"):
            books = Path(folder) / "internal" / "notebooks"
            shutil.copytree(project.report(quarter) / "internal" / "notebooks", books)
            executed = sorted(books.iterdir())
            make_page(project, quarter, Path(folder), edition, executed)
            make_analyst_page(project, quarter, Path(folder), INTERNAL, executed)
            make_tables(project, quarter, Path(folder), PUBLIC)
    print(json.dumps(spent))


if __name__ == "__main__":
    main()
