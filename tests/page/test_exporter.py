"""One notebook → a fragment: what is shown, what is left out, what is refused."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from cypt_analysis.ground.findings import UserError
from cypt_analysis.page.exporter import BoardExporter, export_notebook, left_out_tags

from .sample import shows


@pytest.fixture
def fragment(tmp_path: Path):
    def export(*cells: NotebookNode) -> str:
        path = tmp_path / "2_performance_exceptions.ipynb"
        nbformat.write(new_notebook(cells=list(cells)), path)
        return export_notebook(path)

    return export


def result(data: dict[str, str], kind: str = "execute_result") -> NotebookNode:
    extra = {"execution_count": 1} if kind == "execute_result" else {}
    output = new_output(kind, data=data, **extra)
    return new_code_cell("x", execution_count=1, outputs=[output])


@pytest.mark.parametrize("kind", ["execute_result", "display_data"])
def test_html_results_are_shown_whether_last_value_or_displayed(fragment, kind):
    assert "<p>460</p>" in fragment(result({"text/html": "<p>460</p>", "text/plain": "no"}, kind))


def test_code_is_not_shown(fragment):
    html = fragment(shows("<p>shown</p>"))
    assert "shown" in html
    assert "secret_code" not in html


def test_plain_text_is_escaped(fragment):
    assert "<pre>&lt;b&gt;4&lt;/b&gt;</pre>" in fragment(result({"text/plain": "<b>4</b>"}))


def test_printed_text_is_escaped_and_warnings_stay_with_the_analyst(fragment):
    outputs = [
        new_output("stream", name="stdout", text="<i>told</i>"),
        new_output("stream", name="stderr", text="a warning"),
    ]
    html = fragment(new_code_cell("x", execution_count=1, outputs=outputs))
    assert "<pre>&lt;i&gt;told&lt;/i&gt;</pre>" in html
    assert "warning" not in html


@pytest.mark.parametrize("tag", ["detail", "parameters", "injected-parameters", "setup"])
def test_tagged_cells_are_left_out_whole(fragment, tag):
    heading = new_markdown_cell("# For the analyst", metadata={"tags": [tag]})
    html = fragment(heading, shows("<p>diagnostics</p>", (tag,)), shows("<p>kept</p>", ("other",)))
    assert html.split() == ["<p>kept</p>"]
    assert tag in left_out_tags()


def test_raw_cells_are_left_out(fragment):
    assert fragment(new_raw_cell("<p>raw</p>")).strip() == ""


def test_headings_have_no_pilcrow_and_no_id(fragment):
    assert fragment(new_markdown_cell("### Obesity (NI 55)")).strip() == "<h3>Obesity (NI 55)</h3>"


@pytest.mark.parametrize(
    ("markdown", "harmful"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("Text <img src=x onerror=alert(1)>", "<img"),
        ("<div>\n\nblock\n\n</div>", "<div"),
        ("[click](javascript:alert(1))", "href"),
        ("[click](data:text/html;base64,PHN2Zz4=)", "href"),
        ("![picture](https://example.org/p.png)", "<img"),
        ("<!-- a comment -->", "<!--"),
    ],
)
def test_html_and_hostile_links_in_markdown_do_nothing(fragment, markdown, harmful):
    assert harmful not in fragment(new_markdown_cell(markdown))


def failed(**metadata: object) -> NotebookNode:
    error = new_output("error", ename="ValueError", evalue="no such\nmeasure 'x'", traceback=["t"])
    return new_code_cell("x", execution_count=1, outputs=[error], metadata=metadata)


def test_an_error_output_is_refused_with_notebook_heading_and_message(fragment):
    with pytest.raises(UserError) as caught:
        fragment(new_markdown_cell("## S\n\n### Obesity (NI 55)"), failed())
    assert str(caught.value) == (
        "2_performance_exceptions.ipynb, under 'Obesity (NI 55)': "
        "a cell failed. ValueError: no such measure 'x'"
    )


def test_an_error_is_refused_also_where_the_page_would_not_show_it(fragment):
    with pytest.raises(UserError, match="a cell failed"):
        fragment(failed(tags=["detail"]))


def test_a_cell_that_was_not_run_is_refused(fragment):
    with pytest.raises(UserError, match="under the top: a cell was not run"):
        fragment(new_code_cell("report.headlines()"))


@pytest.mark.parametrize(
    "kind", ["image/png", "image/svg+xml", "application/javascript", "text/latex"]
)
def test_what_the_page_cannot_say_in_words_is_refused(fragment, kind):
    cell = result({kind: "x", "text/plain": "<Figure>"})
    with pytest.raises(UserError, match="shows " + kind.replace("+", r"\+")):
        fragment(cell)
    cell.metadata["tags"] = ["detail"]
    assert fragment(cell).strip() == ""


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    path = tmp_path / "x.ipynb"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match=r"x\.ipynb cannot be read as a notebook"):
        export_notebook(path)


def test_templates_of_a_person_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nbconvert would take parts of templates, and settings, from a person's own folder."""
    theirs = tmp_path / "jupyter" / "nbconvert" / "templates"
    for name in ("base", "board"):
        (theirs / name).mkdir(parents=True)
        (theirs / name / "display_priority.j2").write_text("THEIRS")
    (theirs / "board" / "conf.json").write_text('{"preprocessors": {"500-x": {"type": "no.such"}}}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    notebook = new_notebook(cells=[shows("<p>460</p>")])
    html, _ = BoardExporter().from_notebook_node(notebook)
    assert "<p>460</p>" in html
    assert "THEIRS" not in html
