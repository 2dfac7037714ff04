"""Executed notebooks as the pipeline leaves them, written by hand for these tests.

They hold what the contract of the page asks for, in the order that it asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
from markupsafe import Markup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.tables import Table, fact_list, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.pieces.paragraphs import headline_list
from cypt_analysis.pieces.since_last import CHANGED, since_last
from cypt_analysis.pieces.status import status_of
from cypt_analysis.pieces.summary_table import summary_table

COMMENTARY = ("Summary", "Issues", "Performance improvement activity")
Change = Callable[[NotebookNode], NotebookNode | None]
NAMES = ("0_summary", "1_early_intervention", "2_performance_exceptions", "3_service_management")


def shows(html: object, tags: tuple[str, ...] = ()) -> NotebookNode:
    """A code cell that was run and shows HTML."""
    shown = html._repr_html_() if isinstance(html, Table) else str(html)
    data = {"text/html": shown, "text/plain": "<an object>"}
    output = new_output("execute_result", data=data, execution_count=1)
    metadata = {"tags": list(tags)} if tags else {}
    return new_code_cell("secret_code()", execution_count=1, outputs=[output], metadata=metadata)


def write_notebooks(folder: Path, known: Known) -> list[Path]:
    """The four notebooks of a quarter."""
    cells = [_summary(known)]
    for section in known.catalogue.sections:
        blocks = [new_markdown_cell(f"## {section.name}")]
        for indicator in section.indicator:
            blocks += _block(indicator, known)
        cells.append(blocks)
    paths = []
    for name, each in zip(NAMES, cells, strict=True):
        path = folder / f"{name}.ipynb"
        parameters = shows("<p>left out</p>", ("parameters",))
        nbformat.write(new_notebook(cells=[parameters, *each]), path)
        paths.append(path)
    return paths


def _summary(known: Known) -> list[NotebookNode]:
    table = summary_table(known)
    first, second = known.settings.introductions.values()
    return [
        new_markdown_cell("## What matters this quarter"),
        shows(headline_list(known)),
        new_markdown_cell(f"## {first}"),
        shows(table.html()),
        new_markdown_cell(f"## {CHANGED}"),
        shows(since_last(known)),
        new_markdown_cell(f"## {second}"),
        shows(paragraph("The Board watches the plan. " * 12)),
    ]


def _block(indicator: Indicator, known: Known) -> list[NotebookNode]:
    """One cell that shows an indicator, and one for the analyst."""
    shown = [Markup('<h3 id="{}">{}</h3>').format(indicator.anchor, indicator.heading)]
    if indicator.measure:
        shown.append(_facts(indicator, known))
        shown.append(paragraph("The rise is larger than chance alone would explain.", "verdict"))
    shown += [figure(f"fig-{indicator.anchor}-{each.id}", indicator) for each in indicator.chart]
    if indicator.measure:
        shown.append(_numbers(indicator, known))
    return [shows(join(*shown, commentary())), shows("<p>diagnostics</p>", ("detail",))]


def _numbers(indicator: Indicator, known: Known) -> object:
    own = known.observations[known.observations["indicator"] == indicator.id].tail(6)
    rows = [
        [parse_period(r["period"]).label, r["measure"].replace("_", " "), r["area"],
         f"{r['value']:.1f}" + (" [p]" if r["status"] == "provisional" else "")]
        for r in own.to_dict("records")
    ]  # fmt: skip
    columns = ("Period", "Measure", "Area", "Value")
    return Table(
        f"table-{indicator.anchor}", f"{indicator.label}: figures", columns, rows, {"Value"}
    )


def _facts(indicator: Indicator, known: Known) -> object:
    latest = known.facts.get(f"{indicator.id}.latest")
    return fact_list(
        {
            "Latest": latest.printed if latest else "[x]",
            "Period": parse_period(latest.period).label if latest else "[x]",
            "Age at the Board": "33 days",
            "Status": status_of(known, indicator),
            "Target": "At most 17.6% in 2008/09 (local)",
            "Change on the year": "−1.3 percentage points (−7.1%)",
            "Change on the quarter": "not available",
            "England": "18.3%",
            "Is the change real": "Not shown to be: 95% interval −3.4 to +0.8 percentage points",
            "Next data due": "September 2010",
        }
    )


def figure(name: str, indicator: Indicator) -> Markup:
    """A chart with all its parts."""
    points = [(60 + 110 * i, 200 - h) for i, h in enumerate((20, 45, 60, 90, 120, 150))]
    line = " ".join(f"{x},{y}" for x, y in points)
    table = Table(
        f"table-{name}", f"Data for the chart: {indicator.label}", ("Period", "Value"),
        [("September 2008", "372"), ("September 2009", "460")], {"Value"},
    )  # fmt: skip
    return Markup(
        '<figure class="chart" id="{name}"><p class="chart-title">{label} rose from 372 to 460</p>'
        '<p class="chart-subtitle">{label}, Brighton &amp; Hove, September 2008 to September 2009</p>'
        '<div class="picture" role="img" '
        'aria-label="{label} rose from 372 to 460: line chart {name}">'
        '<svg class="wide" aria-hidden="true" '
        'viewBox="0 0 720 260" width="720" height="260" preserveAspectRatio="xMidYMid">'
        '<defs><clipPath id="{name}-clip"><rect width="720" height="260"/></clipPath></defs>'
        '<g clip-path="url(#{name}-clip)"><path d="M60 220H680M60 120H680M60 20H680" stroke="#ddd"/>'
        '<polyline points="{line}" fill="none" stroke="#12436D" stroke-width="3"/>'
        '<text x="615" y="40" font-size="16">460</text><text x="60" y="245" font-size="14">2008</text></g></svg></div>'
        "<figcaption>Source: CYPT, social care case management. Only the points that the published "
        "report quotes.</figcaption></figure>"
        '<details class="chart-data"><summary>Data for this chart: {label}</summary>{table}'
        '<p><a class="download" download="{name}.csv" href="data:text/csv;charset=utf-8,a%2Cb%0A1%2C2">'
        "Download the data of {label}, {name} (CSV)</a></p></details>"
    ).format(name=name, label=indicator.label, line=line, table=table.html())


def commentary() -> object:
    """The three parts of a commentary, the last of them empty."""
    texts = (
        "Numbers have risen since the autumn of 2008. " * 5,
        "Placements cost more than the budget allows, and two teams are short of staff. " * 2,
        "",
    )
    parts = [
        join(Markup("<h4>{}</h4>").format(name), paragraph(text) if text else
             paragraph("None reported this quarter", "none"))
        for name, text in zip(COMMENTARY, texts, strict=True)
    ]  # fmt: skip
    return Markup('<div class="commentary">{}</div>').format(Markup("").join(parts))


def change_cell(path: Path, holds: str, change: Change) -> None:
    """Change the one cell whose text or output holds some words; None takes it out."""
    notebook = nbformat.read(path, as_version=4)
    cells = []
    hits = 0
    for cell in notebook.cells:
        if holds in cell.source + str(cell.get("outputs", "")):
            hits += 1
            cell = change(cell)  # noqa: PLW2901
        if cell is not None:
            cells.append(cell)
    assert hits == 1, f"{holds!r} is in {hits} cells"
    notebook.cells = cells
    nbformat.write(notebook, path)
