"""A page that lost something, or holds what it must not, is refused by name."""

from __future__ import annotations

import dataclasses

import pytest

from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.page.completeness import expected_figures, find_faults
from cypt_analysis.page.document import Document

from .sample import change_cell, figure


def found_in(page: str, known) -> list[str]:
    return [fault.found for fault in find_faults(Document(page), known)]


def replace_once(page: str, old: str, new: str) -> str:
    assert page.count(old) == 1, f"{old!r} is in the page {page.count(old)} times"
    return page.replace(old, new)


def test_the_sample_page_is_complete(page, known_q2, catalogue):
    assert found_in(page, known_q2) == []


def test_every_kind_of_chart_is_expected(known_q2, catalogue):
    expected = expected_figures(known_q2)
    charts = [f"fig-{i.anchor}-{c.id}" for i in catalogue.indicators.values() for c in i.chart]
    assert list(expected) == charts


def test_a_chart_that_nothing_can_fill_is_not_expected(known_q1, catalogue):
    expected = expected_figures(known_q1)
    assert "fig-referrals-areas" not in expected  # no other area in the latest year
    assert "fig-parenting-targets" not in expected  # nothing received
    assert "fig-referrals-years" in expected


def test_a_chart_against_targets_needs_a_target(known_q2, catalogue):
    without = known_q2.judged.assign(target=float("nan"))
    known = dataclasses.replace(known_q2, judged=without)
    gone = expected_figures(known_q2).keys() - expected_figures(known).keys()
    assert gone == {"fig-parenting-targets"}


def test_a_chart_below_another_indicator_is_named(build, notebooks, catalogue):
    def move(cell):
        data = cell.outputs[0].data
        chart = figure("fig-obesity-years", catalogue.indicators["obesity"])
        data["text/html"] += str(chart)
        return cell

    path = notebooks["2_performance_exceptions"]
    change_cell(path, 'id="fig-obesity-years"', lambda cell: None)
    change_cell(path, 'id="fig-looked-after-numbers"', move)
    with pytest.raises(CheckFailed) as caught:
        build()
    assert [fault.found for fault in caught.value.findings] == [
        "The chart 'fig-obesity-years' does not stand under 'Obesity (NI 55, NI 56)'."
    ]


def test_a_dropped_figure_is_named(build, notebooks):
    path = notebooks["2_performance_exceptions"]
    change_cell(path, 'id="fig-looked-after-numbers"', lambda cell: None)
    with pytest.raises(CheckFailed) as caught:
        build()
    assert str(caught.value) == (
        "report.html has 1 error. The page was not written.\n\n"
        "  file    The chart 'fig-looked-after-numbers' of 'Number of looked after children' is\n"
        "          missing.\n"
        "          Its notebook must show every chart of the catalogue."
    )


def test_a_missing_section_is_named(build, notebooks):
    del notebooks["3_service_management"]
    with pytest.raises(CheckFailed) as caught:
        build()
    found = [fault.found for fault in caught.value.findings]
    assert "The section 'Service management' is missing in the page." in found
    assert "The chart 'fig-health-and-safety-causes' of 'Health and safety' is missing." in found
    assert "The link '#risk-management' leads nowhere." in found


def test_a_heading_that_is_not_the_catalogues_is_named(build, notebooks):
    def rename(cell):
        cell.source = "### Obesety"
        return cell

    change_cell(notebooks["2_performance_exceptions"], "### Obesity", rename)
    with pytest.raises(CheckFailed) as caught:
        build()
    found = [fault.found for fault in caught.value.findings]
    where = "in 'Performance exceptions'."
    assert f"The heading 'Obesity (NI 55, NI 56)' is missing {where}" in found
    assert f"The heading 'Obesety' is not expected {where}" in found


def test_sections_out_of_order_are_named(page, known_q2, catalogue):
    changed = replace_once(page, ">Workforce</h3>", ">Equalities?</h3>")
    changed = replace_once(changed, ">Equalities</h3>", ">Workforce</h3>")
    changed = replace_once(changed, ">Equalities?</h3>", ">Equalities</h3>")
    assert any(
        found.startswith("In 'Service management' the order is not Risk management,")
        for found in found_in(changed, known_q2)
    )


FAULTS = {
    "a vanished h4": (
        '<h4 id="neet-issues">Issues</h4>', "",
        "The heading 'Issues' is missing in 'Young people not in education, employment or training'.",
    ),
    "an h4 with nothing below it": (
        '<h4 id="obesity-performance-improvement-activity">Performance improvement activity</h4>\n'
        '<p class="none">None reported this quarter</p>',
        '<h4 id="obesity-performance-improvement-activity">Performance improvement activity</h4>',
        "'Performance improvement activity' in 'Obesity (NI 55, NI 56)' says nothing.",
    ),
    "a row of the summary table without its link": (
        '<th scope="row"><a href="#caf">', '<th scope="row"><a href="#obesity">',
        "The summary table has no row that links to '#caf'.",
    ),
    "a chart without its picture": (
        '<svg role="img" aria-label="Line chart fig-obesity-years ', '<svg aria-hidden="true" x="',
        "The chart 'fig-obesity-years' has no picture (svg with role img).",
    ),
    "a picture without words": (
        'aria-label="Line chart fig-obesity-years of Obesity, rising from 372 to 460"',
        'aria-label=""',
        "A picture in 'fig-obesity-years' has no alternative text.",
    ),
    "two pictures with the same words": (
        "Line chart fig-obesity-years of Obesity,", "Line chart fig-caf-quarters of Common Assessment Framework,",
        "2 pictures have the same alternative text 'Line chart fig-caf-quarters of Common Assessment Framework, '.",
    ),
    "a download that is not there": (
        'download="fig-obesity-years.csv"', "",
        "The chart 'fig-obesity-years' has no download (a[download]).",
    ),
    "a chart that nobody expects": (
        '<figure class="chart" id="fig-obesity-years">', '<figure class="chart" id="fig-other">',
        "The chart 'fig-other' is not expected.",
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
