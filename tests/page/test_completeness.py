"""A page that lost something, or holds what it must not, is refused by name."""

from __future__ import annotations

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.page.completeness import find_faults
from cypt_analysis.page.document import Document

from .sample import change_cell


def found_in(page: str, known) -> list[str]:
    return [fault.found for fault in find_faults(Document(page), known)]


def replace_once(page: str, old: str, new: str) -> str:
    assert page.count(old) == 1, f"{old!r} is in the page {page.count(old)} times"
    return page.replace(old, new)


def test_the_sample_page_is_complete(page, known_q2, catalogue):
    assert found_in(page, known_q2) == []


def _take_out(notebooks, name, holds):
    """Take a cell out of a notebook, and return it."""
    taken = []
    change_cell(notebooks[name], holds, taken.append)
    return taken[0]


def _put_in(notebooks, name, cell):
    notebook = nbformat.read(notebooks[name], as_version=4)
    notebook.cells.append(cell)
    nbformat.write(notebook, notebooks[name])


def _said(build):
    with pytest.raises(CheckFailed) as caught:
        build()
    return str(caught.value), [fault.found for fault in caught.value.findings]


def test_an_indicator_whose_cell_is_missing_is_named(build, notebooks):
    _take_out(notebooks, "2_performance_exceptions", '<h3 id="obesity"')
    said, found = _said(build)
    assert found[0] == "'Obesity (NI 55, NI 56)' is missing in 'Performance exceptions'."
    assert 'Its notebook shows it by a cell with report.indicator("obesity").' in said
    assert found[1:] == ["The link '#obesity' leads nowhere."]


def test_an_indicator_that_is_shown_twice_is_told_in_one_sentence(build, notebooks):
    """Every id of its block is there twice; none of them is told."""
    cell = _take_out(notebooks, "2_performance_exceptions", '<h3 id="obesity"')
    again = new_code_cell(cell.source, execution_count=1, outputs=cell.outputs)
    _put_in(notebooks, "2_performance_exceptions", cell)
    _put_in(notebooks, "2_performance_exceptions", again)
    said, found = _said(build)
    assert found[0] == "'Obesity (NI 55, NI 56)' is shown 2 times, in 'Performance exceptions'."
    assert 'Keep one cell with report.indicator("obesity").' in said
    assert not [each for each in found if "is used" in each]


def test_an_indicator_in_another_sections_notebook_is_named(build, notebooks):
    cell = _take_out(notebooks, "2_performance_exceptions", '<h3 id="obesity"')
    _put_in(notebooks, "3_service_management", cell)
    _, found = _said(build)
    assert found == [
        "'Obesity (NI 55, NI 56)' is shown in 'Service management', but belongs in "
        "'Performance exceptions'."
    ]


def test_indicators_out_of_order_are_named(build, notebooks):
    cell = _take_out(notebooks, "3_service_management", '<h3 id="workforce"')
    _put_in(notebooks, "3_service_management", cell)
    _, found = _said(build)
    assert found == [
        "In 'Service management' the order is not Risk management, Value for money, Workforce, "
        "Equalities and Health and safety."
    ]


def test_a_heading_that_is_not_the_catalogues_is_named(build, notebooks):
    _put_in(notebooks, "2_performance_exceptions", new_markdown_cell("### Notes of my own"))
    _, found = _said(build)
    assert found == ["The heading 'Notes of my own' is not expected in 'Performance exceptions'."]


def test_a_missing_section_is_named(build, notebooks):
    del notebooks["3_service_management"]
    with pytest.raises(CheckFailed) as caught:
        build()
    found = [fault.found for fault in caught.value.findings]
    assert "The section 'Service management' is missing in the page." in found
    assert "The link '#risk-management' leads nowhere." in found


def test_a_project_of_before_is_told_which_cells_its_first_notebook_lacks(page, known_q2):
    lost = re.sub(r"<h2[^>]*>What changed since the last report</h2>", "", page)
    (fault,) = [each for each in find_faults(Document(lost), known_q2) if each.rule == "section"]
    assert "'What changed since the last report' is missing" in fault.found
    assert "report.changes()" in fault.advice


FAULTS = {
    "a row of the summary table without its link": (
        '<th scope="row"><a href="#caf">', '<th scope="row"><a href="#obesity">',
        "The summary table has no row for '#caf'.",
    ),
    "a picture without words": (
        'aria-label="Obesity rose from 372 to 460: line chart fig-obesity-years"',
        'aria-label=""',
        "A picture in 'fig-obesity-years' has no alternative text.",
    ),
    "two pictures with the same words": (
        "Obesity rose from 372 to 460: line chart fig-obesity-years",
        "Common Assessment Framework rose from 372 to 460: line chart fig-caf-quarters",
        "2 pictures have the same alternative text 'Common Assessment Framework rose from 372 to 460: line chart'.",
    ),
    "a repeated id": (
        'id="table-obesity"', 'id="table-neet"', "The id 'table-neet' is used 2 times.",
    ),
    "a broken link": (
        '<p class="quarter">', '<p class="quarter"><a href="#nowhere">x</a>',
        "The link '#nowhere' leads nowhere.",
    ),
    "a line missing in the index": (
        '<li><a href="#equalities">Equalities</a></li>', "",
        "The index and the headings differ, first at 'Equalities'.",
    ),
    "a script": (
        "</main>", "<script>1</script></main>", "The page holds a <script> element.",
    ),
    "a script in a picture": (
        "</main>", '<svg aria-hidden="true"><script>1</script></svg></main>',
        "The page holds a <script> element.",
    ),
    "an event handler": (
        "</main>", '<p onclick="x()">x</p></main>', 'A <p> element has onclick="x()".',
    ),
    "a javascript link": (
        "</main>", '<a href=" JavaScript:x()">x</a></main>',
        'A <a> element has href=" JavaScript:x()".',
    ),
    "a picture from elsewhere": (
        "</main>", '<img alt="A photo of the town" src="https://example.org/p.png"></main>',
        'A <img> element has src="https://example.org/p.png".',
    ),
    "an image without alternative text": (
        "</main>", '<img alt="" src="data:image/png;base64,AA=="></main>',
        "A picture in 'main' has no alternative text.",
    ),
    "a link outside": (
        "</main>", '<a href="//example.org/">x</a></main>',
        'A <a> element has href="//example.org/".',
    ),
    "a font from elsewhere": (
        "</style>", "p { background: url(https://example.org/x) }</style>",
        "A style sheet loads something.",
    ),
    "a style that loads": (
        "</main>", '<p style="background:url(//example.org/x)">x</p></main>',
        'A <p> element has style="background:url(//example.org/x)".',
    ),
    "a page that moves on": (
        "</title>", '</title><meta http-equiv="refresh" content="0">',
        'A <meta> element has http-equiv="refresh".',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS.values(), ids=FAULTS)
def test_one_fault_is_named(page, known_q2, catalogue, old, new, expected):
    assert expected in found_in(replace_once(page, old, new), known_q2)
