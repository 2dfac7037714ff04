"""The notebooks of a new project: their cells, from what the library knows of its indicators."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.library.entries import indicators

_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def notebook_text(title: str, cells: Sequence[nbformat.NotebookNode], quarter: Quarter) -> str:
    """A notebook about a quarter: what it is, its parameter, the report, and then the cells."""
    lead = (
        f"# {title}\n\nChange `quarter` to look at another one; `cypt run` does that for you. "
        "Cells tagged `detail` leave the board's page. Trace a number with "
        f"`cypt facts {quarter} NAME`."
    )
    opening = "from cypt_analysis.report import open_report\n\nreport = open_report(quarter)"
    head = [
        new_markdown_cell(lead, metadata={"tags": ["setup"]}),
        new_code_cell(f'quarter = "{quarter}"', metadata={"tags": ["parameters"]}),
        new_code_cell(opening, metadata={"tags": ["setup"]}),
    ]
    notebook = new_notebook(cells=[*head, *cells], metadata={"kernelspec": _KERNEL})
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    return nbformat.writes(notebook) + "\n"


@lru_cache(maxsize=8)
def summary_notebook(quarter: Quarter) -> str:
    """The notebook before the sections: what matters, summary, what changed."""
    cells = [
        new_markdown_cell("## What matters this quarter"),
        new_code_cell("report.headlines()"),
        new_code_cell("report.findings()", metadata={"tags": ["detail"]}),
        new_markdown_cell("## Summary of performance"),
        new_code_cell('report.introduction("overview")'),
        new_code_cell("report.summary()"),
        new_markdown_cell("## What changed since the last report"),
        new_code_cell("report.changes()"),
    ]
    return notebook_text("Summary", cells, quarter)


@lru_cache(maxsize=64)
def section_notebook(name: str, chosen: tuple[str, ...], quarter: Quarter) -> str:
    """The notebook of a section: its heading, and the cells of each indicator.

    It is the same for every authority, so that a country's projects have it made once.
    """
    cells = [new_markdown_cell(f"## {name}")]
    for each in chosen:
        cells += indicator_cells(each, with_measures=bool(indicators()[each].get("measure")))
    return notebook_text(name, cells, quarter)


def indicator_cells(name: str, *, with_measures: bool) -> list[nbformat.NotebookNode]:
    """An indicator's cells: its block for the board, then what the analyst reviews."""
    shown = ["review", "statistics", "observations"] if with_measures else ["review"]
    return [
        new_code_cell(f'{name} = report.indicator("{name}")\n{name}'),
        *(new_code_cell(f"{name}.{each}()", metadata={"tags": ["detail"]}) for each in shown),
    ]
