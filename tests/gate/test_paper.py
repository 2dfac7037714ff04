"""The rules of the printed report: each finds the one thing that was broken, and no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cypt_analysis.exports.paper import leaves_of, listed, on_paper
from cypt_analysis.gate.beside import FILE_RULES, Folder, as_printed
from cypt_analysis.gate.paper import Paper, _figures

PAGE = """<html lang="en-GB"><head><title>Report, Quarter 2</title></head><body>
<dl class="about"><div><dt>Board</dt><dd>2 November</dd></div><div><dt>State</dt><dd>DRAFT</dd></div></dl>
<h1>Report</h1><nav class="index"><h2 id="index">Index</h2><ol><li><a href="#a">What matters</a></li>
<li><a href="#b">Looked after</a></li></ol></nav><h2 id="a">What matters</h2><h3 id="b">Looked after</h3>
<figure><div class="picture" role="img" aria-label="It rose."></div></figure>
<section class="block"><h3 class="row">A row</h3></section></body></html>"""
GOOD = Paper(
    sizes=((595.9, 841.9), (594.96, 841.92)),
    texts=("Index What matters 1 Looked after 2 Page 1 of 2 Report. DRAFT", "Page 2 of 2 DRAFT"),
    marked=True, shows_title=True, title="Report, Quarter 2", language="en-GB",
    bookmarks=("Report", "Index", "What matters", "Looked after", "Issues"), figures=("It rose.",),
    places={"a": 1, "b": 2, "index": 1}, filled=(0.9, 0.1),
)  # fmt: skip
BROKEN = {
    "paper size": {"sizes": ((595.9, 841.9), (612.0, 792.0))},
    "paper tags": {"marked": False},
    "paper tags ": {"language": ""},
    "paper tags  ": {"shows_title": False},
    "paper bookmarks": {"bookmarks": ("Report", "Index", "Looked after", "What matters")},
    "paper figures": {"figures": ("", "It rose.")},
    "paper foot": {"texts": (GOOD.texts[0], "Page 1 of 2 DRAFT")},
    "paper foot ": {"texts": (GOOD.texts[0], "Page 2 of 2 FINAL")},
    "paper index": {"places": {"a": 1, "b": 1, "index": 1}},
    "paper emptiness": {"filled": (0.2, 0.1)},
}  # fmt: skip


def _breaches(paper: Paper) -> set[str]:
    folder = Folder(Path())
    folder.page, folder.paper = as_printed(PAGE), paper
    rules = [rule for rule in FILE_RULES if rule.file == "report.pdf"]
    return {rule.name for rule in rules if list(rule.check(folder))}


def test_a_good_one_passes() -> None:
    assert _breaches(GOOD) == set()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_one_fails_by_its_rule_alone(name: str) -> None:
    assert _breaches(replace(GOOD, **BROKEN[name])) == {name.strip()}


def test_every_rule_of_the_printed_report_has_a_broken_one() -> None:
    rules = {rule.name for rule in FILE_RULES if rule.file == "report.pdf"}
    assert rules == {name.strip() for name in BROKEN}


def test_each_tagged_figure_is_found_however_deep() -> None:
    tree = {
        "/K": [{"/S": "/Sect", "/K": {"/S": "/Figure", "/Alt": "A"}}, {"/S": "/Figure", "/K": 3}]
    }
    assert list(_figures(tree)) == ["A", ""]


def test_a_page_to_print_is_unfolded_numbered_and_tells_a_figure_once() -> None:
    assert listed(PAGE) == ["a", "b"]
    told = on_paper(f"{PAGE}<details><summary>More</summary></details>", {"a": 1, "b": 12})
    assert '<a href="#b"><span>Looked after</span> <span class="leaf">12</span></a>' in told
    assert '<figure role="group">' in told and "<details open>" in told
    assert 'class="leaf">0<' in on_paper(PAGE, {}), "there is room before it is known"


def test_of_what_is_no_pdf_no_place_is_known() -> None:
    assert leaves_of(b"%PDF-1.4 /MarkInfo %%EOF") == {}


def test_what_stands_on_the_screen_alone_has_no_page() -> None:
    page = PAGE.replace('<li><a href="#b">', '<li class="row"><a href="#b">')
    assert listed(page) == ["a"]
    told = on_paper(page, {"a": 1})
    assert '<li class="row"><a href="#b">Looked after</a>' in told
    assert told.count('class="leaf"') == 1
