"""The gate in a browser: the good pages pass; each fault of layout or keyboard is named.

Without a browser these tests are skipped, loudly; in CI they fail instead.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cypt_analysis.gate import BROWSER_RULES, gate_in_browser, why_not
from cypt_analysis.gate.bench import bench
from cypt_analysis.gate.browser import LOUD, open_browser
from cypt_analysis.gate.browser_rules import disclosure, sideways
from cypt_analysis.ground.findings import Finding
from cypt_analysis.known import Known
from cypt_analysis.page.analyst import build_analyst_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEPT = ("headlines", "summary-of-performance", "early-intervention")
STYLE, MAIN = "</style>", "</main>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The installed browser, started once; the other tests are kept from it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CYPT_BROWSER", raising=False)
        if reason := why_not():
            if os.environ.get("CI", "").lower() in ("1", "true"):
                pytest.fail(f"{reason} In CI they must run.")
            pytest.skip(reason)
        with open_browser() as started:
            yield started


@pytest.fixture(scope="module")
def check(browser: Browser) -> Callable[[str], list[Finding]]:
    return lambda html: gate_in_browser(html, browser)


def test_a_fold_inside_a_fold_is_opened_from_outside(
    check: Callable[[str], list[Finding]], browser: Browser, short: str
) -> None:
    inner = "<details><summary>Data for this</summary><p>Seven.</p></details>"
    at = short.index("</summary>", short.index('<details class="sure"')) + len("</summary>")
    # The short page that the faults are put into passes, as does this one of it.
    assert check(short[:at] + inner + short[at:]) == []
    shut = short[:at] + inner.replace("<summary>", "<summary inert>") + short[at:]
    with bench(shut, browser) as laid:
        [told] = disclosure(laid)
    assert told.startswith("A folded part does not open by Enter")


@pytest.fixture(scope="module")
def short(good_q2: str) -> str:
    """The beginning of the good page: one indicator stands for all, so a check takes seconds."""
    soup = BeautifulSoup(good_q2, "lxml")
    for part in soup.select("main > section.part"):
        if part.h2["id"] not in KEPT:
            part.decompose()
    for row in soup.select("table.summary tbody tr")[3:]:
        row.decompose()
    for block in soup.select("#caf, #parenting"):
        block.find_parent("section").decompose()
    for line in soup.select("nav > ol > li")[2:]:
        line.decompose()
    return str(soup)


@pytest.mark.parametrize("quarter", ["good_q1", "good_q2"])
def test_a_whole_page_passes(check, quarter, request):
    assert check(request.getfixturevalue(quarter)) == []


# The width of A4 between the margins of style.css, in CSS pixels.
PAPER = round((210 - 2 * 13) / 25.4 * 96)
BROKEN_WORDS = r"""(where) => [...document.querySelectorAll(where)].flatMap((cell) => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const found = [];
  const range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (const word of text.data.matchAll(/[\p{L}\p{N}]+/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) found.push(`${cell.closest("table, dl").id}: ${word[0]}`);
    }
  }
  return found;
})"""


@pytest.mark.parametrize("quarter", ["good_q1", "good_q2"])
def test_on_paper_no_table_breaks_a_word(browser, quarter, request):
    with bench(request.getfixturevalue(quarter), browser) as laid:
        sheet = laid.sheet(PAPER)
        sheet.emulate_media(media="print")
        assert sheet.evaluate(BROKEN_WORDS, "th, td") == []


def test_on_a_phone_no_figure_of_a_block_breaks_a_word(browser, good_q2):
    with bench(good_q2, browser) as laid:
        for width in (320, 390, 480, 620, 700):
            sheet = laid.sheet(width, folded=True)
            assert sheet.evaluate(BROKEN_WORDS, ".finding + .facts dd") == [], width


@pytest.fixture(scope="module")
def analyst(known_q2: Known, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The analyst's edition with a row or two of each of its tables, and one of pandas' own."""
    frame = known_q2.observations[["id", "area", "period", "value"]].head(3).set_index("id")
    output = new_output(
        "execute_result", data={"text/html": frame._repr_html_()}, execution_count=1
    )
    cells = [
        new_markdown_cell("## Introduction\n\n### Figures"),
        new_code_cell("block.observations()", execution_count=1, outputs=[output]),
    ]
    path = tmp_path_factory.mktemp("analyst") / "2_a_section_with_a_long_name.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    soup = BeautifulSoup(build_analyst_page(known_q2, [path], "DRAFT"), "lxml")
    for part in soup.select("main > section.part:has(> h2[id^=annex])"):
        part.decompose()
    for row in soup.select("main tbody tr:nth-child(n+3)"):
        row.decompose()
    for line in soup.select("nav a"):
        if line.attrs and soup.find(id=line["href"][1:]) is None:
            line.find_parent("li").decompose()
    return str(soup)


def test_the_analysts_edition_passes(check, analyst):
    assert check(analyst) == []


def style(rule: str) -> tuple[str, str]:
    """A rule at the end of the style sheet."""
    return STYLE, f"{rule}</style>"


def words(html: str) -> tuple[str, str]:
    """A further piece at the end of the content."""
    return MAIN, f"{html}</main>"


LONG = "Verylongname" * 9
FAULTS: dict[str, tuple[tuple[str, str], str]] = {
    "a page without language": (("lang=\"en-GB\"", ""), "axe"),
    "faint words": (style(".verdict { color: #999; }"), "axe greyscale contrast"),
    "faint words in the dark": (
        style("@media (prefers-color-scheme: dark) { .verdict { color: #1f5fa0 } }"),
        "dark contrast greyscale contrast",
    ),
    "sideways scroll": (words('<p style="width: 400px">Words that do not wrap</p>'), "sideways scroll"),
    "sideways scroll by a long word": (
        words(f'<p style="overflow-wrap: normal">{LONG}</p>'), "sideways scroll",
    ),
    "what overflows is hidden": (
        words(f'<p style="overflow: hidden; overflow-wrap: normal; width: 19rem">{LONG}</p>'),
        "sideways scroll",
    ),
    "a box of fixed height": (
        words('<p style="height: 30px; overflow: hidden">A line of words.</p>'), "enlarged text",
    ),
    "a line that cannot be spaced": (
        words('<p style="height: 1.6em; width: 16em; overflow: hidden">A line with just enough of '
              "room</p>"),
        "text spacing",
    ),
    "chart labels too small": (style(".picture > svg { max-width: 14rem !important; }"), "chart label"),
    "a chart wider than the screen": (
        style(".picture > .narrow { width: 40rem; max-width: none }"), "sideways scroll chart drawing",
    ),
    "a chart that scrolls": (style(".picture { overflow-x: auto }"), "chart drawing"),
    "both drawings of a chart": (style(".picture > .narrow { display: block }"), "chart drawing"),
    "one label over another": (
        ("</svg></div>", '<text x="100" y="50">Brighton</text><text x="104" y="50">England</text>'
         "</svg></div>"),
        "chart label",
    ),
    "a jump in the order": (
        words('<p>See <a href="#main" tabindex="2">the beginning</a>.</p>'), "axe keyboard",
    ),
    "no visible focus": (
        style(":focus-visible, a:focus-visible, .table-wrap:focus-visible "
              "{ outline: none; box-shadow: none; background: none }"),
        "keyboard",
    ),
    "a fold that a key cannot reach": (
        ('<details class="sure"', '<details class="sure" inert'), "keyboard enter",
    ),
    "a small target": (
        words('<p style="margin: 3rem"><a style="display: block; width: 4rem; font-size: 12px; '
              'line-height: 14px" href="#main">Begin</a></p>'),
        "target size",
    ),
    "a table that a print loses": (
        style("@media print { table.summary { display: none !important } }"),
        "print",
    ),
    "a picture from elsewhere": (
        words('<img alt="The town hall" src="https://example.invalid/hall.png">'), "request",
    ),
}  # fmt: skip


# Faults of different rules share a page, as a browser is slow.
PAGES = (
    ("faint words", "sideways scroll", "a box of fixed height", "chart labels too small",
     "no visible focus", "a table that a print loses"),
    ("faint words in the dark", "sideways scroll by a long word", "a line that cannot be spaced",
     "a chart that scrolls", "a small target", "a picture from elsewhere"),
    ("a page without language", "what overflows is hidden", "both drawings of a chart",
     "a fold that a key cannot reach"),
    ("a chart wider than the screen", "one label over another", "a jump in the order"),
)  # fmt: skip


@pytest.mark.parametrize("faults", PAGES, ids="; ".join)
def test_each_fault_of_a_page_fails_by_its_rule_and_no_other(check, short, faults):
    page, wanted = short, []
    for name in faults:
        (old, new), rules = FAULTS[name]
        assert old in page
        page = page.replace(old, new, 1)
        wanted += [rule.name for rule in BROWSER_RULES if rule.name in rules]
    found = check(page)
    assert {each.rule for each in found} == set(wanted), found
    assert len(wanted) == len(set(wanted)), "a rule tells of one fault, not of another"
    assert all(each.advice for each in found)


def test_a_page_that_scrolls_sideways_on_one_screen_alone_is_told(browser, short):
    between = "@media (min-width: {}px) and (max-width: {}px) {{ .verdict {{ min-width: 60rem }} }}"
    old, new = style(between.format(380, 400) + between.format(700, 800))
    with bench(short.replace(old, new, 1), browser) as laid:
        told = {each.partition(" the page")[0] for each in sideways(laid) if "scrolls" in each}
    assert told == {"At 390 px", "At 768 px"}


def test_every_fault_has_its_page():
    assert sorted(name for faults in PAGES for name in faults) == sorted(FAULTS)


def test_every_browser_rule_has_a_broken_page():
    told = " ".join(rules for _, rules in FAULTS.values())
    assert [rule.name for rule in BROWSER_RULES if rule.name not in told] == []


@pytest.mark.parametrize(
    ("named", "told"),
    [("", "is set to nothing"), ("no/such", "names 'no/such', which is no program")],
)
def test_without_a_browser_one_loud_sentence_says_who_wants_it_so(monkeypatch, named, told):
    monkeypatch.setenv("CYPT_BROWSER", named)
    assert re.fullmatch(rf"{LOUD} [^.]*\.", why_not())
    assert f"CYPT_BROWSER {told}" in why_not()
