"""The finished page: structure, ids, index, determinism, and nothing from elsewhere."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from itertools import pairwise

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from cypt_analysis.ground.edition import DRAFT, Edition
from cypt_analysis.page import build_page, cover
from cypt_analysis.page.assumed import assumed
from cypt_analysis.page.document import soup_of
from cypt_analysis.page.set_aside import put_back, tables_aside
from cypt_analysis.page.stitch import Cover, _written, stitch, text_of

from .sample import write_notebooks

COVER = Cover(
    "Report", "Brighton & Hove", "Quarter 2", "2 November 2009", "DRAFT", "31 October", "1.0"
)


def test_head_says_language_title_and_policy(soup):
    assert soup.html["lang"] == "en-GB"
    assert soup.title.get_text() == (
        "CYPT Performance Improvement Report, Quarter 2 2009/10 (July to September 2009)"
    )
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def test_the_skip_link_comes_first_and_reaches_main(soup):
    first = soup.body.find(True)
    assert (first.name, first["href"]) == ("a", "#main")
    assert soup.find(id="main").name == "main"


def test_landmarks_stand_once(soup):
    for name in ("header", "nav", "main", "footer", "h1"):
        assert len(soup.find_all(name)) == 1, name


def test_the_header_says_what_the_report_is(soup):
    assert " ".join(soup.header.get_text(" ").split()) == (
        "Brighton & Hove CYPT Performance Improvement Report CYPT: Children and Young People's Trust "
        "Quarter 2 2009/10 (July to September 2009) "
        "Board meeting 2 November 2009 Data received up to 31 October 2009 "
        "State of this report DRAFT: not yet approved for the Board"
    )


def test_a_board_date_that_is_not_known_is_said_so(known_q2, catalogue, tmp_path):
    info = known_q2.info.model_copy(update={"board_date": None})
    known = dataclasses.replace(known_q2, info=info)
    page = build_page(known, write_notebooks(tmp_path, known))
    assert "<dd>Date not recorded</dd>" in page
    assert "31 October 2009, the data cut-off" in page


def test_ids_are_unique(soup):
    counts = Counter(tag["id"] for tag in soup.find_all(id=True))
    assert [name for name, number in counts.items() if number > 1] == []


def test_every_heading_below_the_title_has_an_id(soup):
    assert [h.get_text() for h in soup.find_all(["h2", "h3", "h4"]) if not h.get("id")] == []


def test_no_heading_level_is_skipped(soup):
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_anchors_are_the_catalogues(soup, catalogue):
    for indicator in catalogue.indicators.values():
        heading = soup.find(id=indicator.anchor)
        assert (heading.name, text_of(heading)) == ("h3", indicator.heading)
        assert soup.find(id=f"{indicator.anchor}-performance-improvement-activity").name == "h4"
    assert soup.find(id="early-intervention").name == "h2"


def test_the_index_is_the_headings_nested(soup):
    headings = [
        (tag.name, "#" + tag["id"], text_of(tag))
        for tag in soup.find_all(["h2", "h3"])
        if not tag["id"].startswith("annex-") or tag.name == "h2"
    ]
    lines = [
        ("h2" if len(link.find_parents("ol")) == 1 else "h3", link["href"], text_of(link))
        for link in soup.nav.find_all("a")
    ]
    assert lines == headings


def test_the_index_is_folded_after_what_matters_and_the_sections_stand_in_their_order(soup):
    assert soup.nav.find_previous_sibling().h2["id"] == "headlines"
    assert soup.nav.details.summary.get_text() == "Index" and not soup.nav.details.has_attr("open")
    assert [text_of(tag) for tag in soup.find_all("h2")] == [
        "What matters this quarter",
        "Summary of performance",
        "What changed since the last report",
        "Outline review of performance management and reporting",
        "Early intervention and prevention",
        "Performance exceptions",
        "Service management",
        "Annex A: Actions",
        "Annex B: Data quality and timeliness",
        "Annex C: Indicators and methods",
        "Annex D: Words, accessibility and contact",
    ]


def test_each_section_ends_with_a_way_back(soup):
    for section in soup.select("main > section"):
        assert section.find_all(True, recursive=False)[-1].a["href"] == "#index"


def test_two_builds_are_the_same_bytes(page, known_q2, catalogue, tmp_path):
    paths = write_notebooks(tmp_path, known_q2)
    again = build_page(known_q2, paths)
    assert again.encode() == page.encode()
    assert "\r" not in page
    assert page.endswith("</html>\n")


def test_nothing_is_asked_for_outside_the_page(page, soup):
    assert soup.find_all(["script", "link", "iframe", "object", "img", "base"]) == []
    addresses = [tag[name] for name in ("href", "src") for tag in soup.find_all(**{name: True})]
    assert [a for a in addresses if not a.startswith(("#", "data:text/csv"))] == []
    assert "@import" not in page
    assert re.search(r"url\((?!#)", page) is None
    assert len(page.encode()) < 1_500_000


def test_pictures_come_through_untouched(page):
    # An HTML parser would write viewbox, clippath and preserveaspectratio.
    assert '<clipPath id="fig-looked-after-numbers-clip"><rect width="720" height="260"/>' in page
    assert 'viewBox="0 0 720 260"' in page


def test_a_heading_that_is_repeated_gets_another_id(catalogue):
    fragments = ["<h2>Plans</h2><h3>Next</h3><h4>Who</h4><h4>Who</h4><h3>Next</h3><h4>Who</h4>"]
    soup_ids = re.findall(r'<h[234] id="([^"]+)"', stitch(fragments, [], catalogue, COVER))
    assert soup_ids == ["plans", "next", "next-who", "next-who-2", "next-2", "next-2-who"]


def test_an_anchor_is_never_taken_by_another_heading(catalogue):
    fragments = ['<h2>Looked after</h2><h3 id="looked-after">Children</h3>']
    page = stitch(fragments, [], catalogue, COVER)
    assert '<h2 id="looked-after-2">' in page
    assert '<h3 id="looked-after">' in page


def test_the_cover_is_escaped(catalogue):
    cover = dataclasses.replace(COVER, authority="<b>A</b>", quarter="</title><script>")
    page = stitch([], [], catalogue, cover)
    assert "<b>A" not in page
    assert "<script" not in page


def test_an_unclosed_element_does_not_swallow_the_page(catalogue):
    page = stitch(["<h2>A</h2><div><p>open"], ["<h2>B</h2><p>b</p>"], catalogue, COVER)
    assert page.index("</footer>") > page.index("<p>b</p>")
    assert page.count("<main") == page.count("</main>") == 1
    assert page.count("<div") == page.count("</div>")


def test_hostile_text_in_every_table_of_words_comes_out_as_text(known_q2, catalogue, tmp_path):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>[x](javascript:alert(3))"
    row = known_q2.actions.iloc[[0]]
    row = row.assign(
        action=hostile, progress=hostile, owner=hostile, due=pd.NaT, due_as_stated=hostile
    )
    info = known_q2.info.model_copy(update={"authority": known_q2.info.authority})
    assumptions = known_q2.assumptions.assign(reason=hostile)
    known = dataclasses.replace(known_q2, info=info, actions=row, assumptions=assumptions)
    page = build_page(known, write_notebooks(tmp_path, known))
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    # Action, progress, owner, due; for the analyst one reason a row.
    assert page.count("&lt;script&gt;alert(1)") == 4
    assert assumed(known).count("&lt;script&gt;alert(1)") == len(assumptions)


def _front(known, state=DRAFT):
    shown = cover(known, state)
    html = stitch(["<h2>Introduction</h2>"], [], known.catalogue, shown)
    return BeautifulSoup(html, "lxml").header


def test_made_up_figures_are_said_to_be_so_on_the_front(known_q2):
    note = "SYNTHETIC: every figure was made up <to test>."
    info = known_q2.info.model_copy(update={"note": note})
    provenance = {**known_q2.provenance, "synthetic": ["2009-10-Q2"]}
    made_up = dataclasses.replace(known_q2, info=info, provenance=provenance)
    edition = Edition(known_q2.quarter, 1, synthetic=bool(made_up.synthetic))
    warning = text_of(_front(made_up, edition.state).find("p", class_="warning"))
    assert warning.startswith("Synthetic figures. Figures received for Quarter 2 2009/10")
    assert warning.endswith(note)
    assert edition.state == "FINAL, SYNTHETIC FIGURES. Version 1. Public edition"
    assert Edition(known_q2.quarter, synthetic=True).state.startswith("DRAFT, SYNTHETIC FIGURES:")


def test_real_figures_are_said_to_be_nothing(known_q1, known_q2):
    for known in (known_q1, known_q2):
        assert known.synthetic == ()
        assert _front(known).find("p", class_="warning") is None
        assert "ynthetic" not in _front(known).get_text()


ASIDE = (
    '<div class="b" id="a"><table id="t" class="x y"><caption>A &amp; "b" &lt; c</caption><tr>\n\n'
    '<td title=\'say "so"\' headers="a"></td><td>1<br/>2\u00a0é</td></tr> \n </table> after</div>',
    "<table><tr><td><pre>  <b>a</b>\n\n<i>b</i></pre></td></tr></table><table><td>open<p>one</table>",
    "<table><tr><td><table><tr><td>inner</td></tr></table></td></tr></table>",
    "<table><tr><td><h3>A heading</h3></td></tr></table><h3>A heading</h3>",
    "<p>no table &lt;b&gt; &#39;</p><!-- a comment --> <img src='x' alt=''>",
)


@pytest.mark.parametrize("html", ASIDE)
def test_what_is_set_aside_is_written_as_all_else_is(html: str) -> None:
    kept: list[str] = []
    inside, ids = tables_aside(html, kept)
    whole, read = (
        _written(soup_of(f"<body>{each}</body>").body.children) for each in (inside, html)
    )
    assert put_back(whole, kept) == read
    assert ids == {tag["id"] for table in kept for tag in soup_of(table).find_all(id=True)}
