"""One executed notebook → a fragment of HTML: its words and results, without its code.

The template is ``template/board``: nbconvert's own mechanism, a folder with ``conf.json``
(which cells are left out) and ``index.html.j2`` (what is shown of the others).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from jupyter_core.paths import ENV_JUPYTER_PATH
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import default
from traitlets.config import Config

from cypt_analysis.ground.findings import UserError, list_words
from cypt_analysis.words.markdown import render_markdown
from cypt_analysis.words.prose import left_out_tags

_TEMPLATES = Path(__file__).parent / "template"
_INSTALLED = "nbconvert/templates/base"
_SHOWN = ("text/html", "text/plain")
# What an output may hold beside the HTML that is shown.
_UNSHOWABLE = ("image/", "application/", "text/latex", "text/markdown")
_LAST_LINES = 3


class BoardExporter(TemplateExporter):
    """nbconvert's exporter for the board's page: ``template/board``, HTML or plain text only."""

    export_from_notebook = None

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "board"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        # Never the working folder, which is nbconvert's default.
        return [str(_TEMPLATES)]

    def get_prefix_root_dirs(self) -> list[str]:
        """Where nbconvert's own templates stand, and no template that a person has made."""
        places = [*ENV_JUPYTER_PATH, *super().get_prefix_root_dirs()]
        return [place for place in places if Path(place, _INSTALLED).is_dir()][:1]

    @default("default_preprocessors")
    def _default_preprocessors_default(self) -> list[str]:
        # Those of conf.json are all.
        return []

    output_mimetype = "text/html"

    @property
    def default_config(self) -> Config:
        """What nbconvert prefers of an output that it has in several forms."""
        config = super().default_config.copy()
        config.merge(Config({"NbConvertBase": {"display_data_priority": list(_SHOWN)}}))
        return config

    def default_filters(self) -> Any:
        """The filters of the template."""
        yield from super().default_filters()
        yield "board_markdown", render_markdown


def export_notebook(path: Path) -> str:
    """The fragment of HTML of an executed notebook.

    Cells with the tags of ``template/board/conf.json`` are left out whole. Raises UserError
    when a cell failed, was not run, or shows what the page cannot hold.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise UserError(f"{path.name} cannot be read as a notebook: {error}") from None
    refuse(notebook, path.name)
    html, _ = _exporter().from_notebook_node(notebook)
    return html


@cache
def _exporter() -> BoardExporter:
    return BoardExporter()


def refuse(notebook: NotebookNode, name: str) -> None:
    """Refuse a notebook that the page must not be made from.

    Raises UserError naming the notebook, the heading and what is wrong: an error output
    (also in a cell that the page leaves out), a cell that was not run, a picture or another
    output without HTML.
    """
    heading = "the top"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = _heading(cell.source) or heading
        if cell.cell_type == "code":
            fault = _failure(cell)
            if not fault and left_out_tags().isdisjoint(cell.metadata.get("tags", ())):
                fault = _unshown(cell)
            if fault:
                raise UserError(f"{name}, under {heading}: {fault}")


def _heading(source: str) -> str:
    lines = [line.lstrip("#").strip() for line in source.splitlines() if line.startswith("#")]
    return f"'{lines[-1]}'" if lines else ""


def _failure(cell: NotebookNode) -> str:
    for output in cell.outputs:
        if output.output_type == "error":
            lines = f"{output.ename}: {output.evalue}".splitlines()[-_LAST_LINES:]
            return f"a cell failed. {' '.join(lines)}"
    if cell.source.strip() and cell.execution_count is None:
        return "a cell was not run. Run the notebook from its beginning."
    return ""


def _unshown(cell: NotebookNode) -> str:
    for output in cell.outputs:
        if output.output_type in ("execute_result", "display_data"):
            kinds = _unshowable(output.data)
            if kinds:
                return f"a cell shows {kinds} without HTML. Show a figure or table of the package."
    return ""


def _unshowable(data: dict[str, Any]) -> str:
    if "text/html" in data:
        return ""
    return list_words(sorted(kind for kind in data if kind.startswith(_UNSHOWABLE)))
