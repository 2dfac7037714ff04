"""Claims are made of what the page prints, however it is written, and stand where they say."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.claims import Claim, Evidence, check_text, gather, lexicon
from cypt_analysis.claims.check import check_reading
from cypt_analysis.gate.page import Page
from cypt_analysis.gate.rules import RULES
from cypt_analysis.ground.claim import MATCH
from cypt_analysis.ground.safe_text import typed
from cypt_analysis.known import Known
from cypt_analysis.words.narrative import cell, inline, render
from cypt_analysis.words.prose import passages
from cypt_analysis.words.reading import plain, read
from tests.examples import up_to

# 460 children were looked after on 30 September 2009, 372 a year before.
AFTER = "children were looked after in September 2009."
FACT = "looked_after.2009-09-30"


@pytest.fixture(scope="module")
def evidence(known_q2: Known) -> Evidence:
    return gather(known_q2)


def _claims(
    text: str, known: Known, evidence: Evidence, about: str = "looked_after"
) -> list[Claim]:
    return check_text(f"## Summary\n\n{text}\n", "a.md", about, evidence, known.facts)


WRITTEN = [
    # Ways to write 460, save its last digit.
    "&#x34;&#x36;&#x3{};",
    "4**6{}**",
    "**46{}**",
    "`46{}`",
    "[46{}](#obesity)",
    "***46**{}*",
    "4&#x36;&#x200b;{}",
    "46\u00ad{}",
]


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize(("digit", "verdict"), [("0", "match"), ("1", "mismatch")])
def test_a_number_is_checked_as_it_is_printed(
    written: str, digit: str, verdict: str, known_q2: Known, evidence: Evidence
) -> None:
    (claim,) = _claims(f"{written.format(digit)} {AFTER}", known_q2, evidence)
    assert (claim.printed, claim.verdict) == (f"46{digit}", verdict)


@pytest.mark.parametrize(
    "text",
    [
        "- 461 {}",
        "- Two things:\n  - 461 {}",
        "- One\n\n  461 {}",
        "1. 461 {}",
        "1. 400 days\n2. 461 {}",
        "> 461 {}",
        "```\n461 {}\n```",
        "    461 {}",
        "### 461 {}",
        "461 {}\n===",
        "461\\\n{}",
        "461  \n{}",
        "461\r\n{}",
        "461\u00a0{}",
        "461&nbsp;{}",
        r"\461 {}",
    ],
)
def test_a_false_number_is_found_wherever_it_stands(
    text: str, known_q2: Known, evidence: Evidence
) -> None:
    found = _claims(text.format(AFTER), known_q2, evidence)
    assert ("461", "mismatch") in [(each.printed, each.verdict) for each in found]


@pytest.mark.parametrize(
    "text", ["1. Words\n2. More words\n3. Words", "1) Words", "[Words](#a461)", "[a]: #b '461'"]
)
def test_what_is_not_printed_as_text_makes_no_claim(
    text: str, known_q2: Known, evidence: Evidence
) -> None:
    assert _claims(text, known_q2, evidence) == []


@pytest.mark.parametrize("written", ["fell", "f**el**l", "f&#101;ll", "f\u00adell", "[fell](#a)"])
def test_a_word_is_checked_as_it_is_printed(
    written: str, known_q2: Known, evidence: Evidence
) -> None:
    text = f"The number {written} in the year to September 2009."
    (claim,) = _claims(text, known_q2, evidence)
    assert (claim.printed, claim.verdict) == ("fell", "contradicted")


@pytest.mark.parametrize(
    "written",
    [
        "{{ looked_after.latest }}",
        "**{{ looked_after.latest }}**",
        "`{{ looked_after.latest }}`",
        "[{{ looked_after.latest }}](#obesity)",
        "&#123;{ looked_after.latest &#125;}",
        r"\{\{ looked\_after.latest }}",
    ],
)
def test_a_placeholder_is_filled_in_wherever_it_is_in_one_piece(
    written: str, known_q2: Known, evidence: Evidence
) -> None:
    (claim,) = _claims(f"{written} {AFTER}", known_q2, evidence)
    assert (claim.printed, claim.verdict, claim.facts) == ("460", "match", (FACT,))
    soup = BeautifulSoup(render(f"{written} {AFTER}", known_q2.facts), "lxml")
    assert soup.p.get_text() == f"460 {AFTER}"
    assert soup.data.get_text() == "460"


# Tables


YEARS = """Children looked after:

| Day | Number | Change |
|:----|-------:|--------|
| September 2008 | 372 |  |
| September 2009 | {now} | {change} on last year |
"""
AREAS = """| Official NEET rate | Bristol | Brighton & Hove |
|---|---|---|
| November 2008 to January 2009 | {bristol} | 7.8% |
"""

BY_AREA = """Official NEET rates, November 2008 to January 2009:

| Area | Rate |
|---|---|
| Brighton & Hove | 7.8% |
| Bristol | {bristol} |
"""


@pytest.mark.parametrize(
    ("about", "table", "true", "false"),
    [
        ("looked_after", YEARS, {"now": "460", "change": "up 24%"}, {"now": "461"}),
        ("looked_after", YEARS, {"now": "460", "change": "up 24%"}, {"now": "372"}),
        ("looked_after", YEARS, {"now": "460", "change": "up 24%"}, {"change": "up 42%"}),
        ("looked_after", YEARS, {"now": "460", "change": "up 24%"}, {"change": "down 24%"}),
        ("neet", AREAS, {"bristol": "7.9%"}, {"bristol": "7.8%"}),
        ("neet", AREAS, {"bristol": "**7.9%**"}, {"bristol": "**8.7%**"}),
        ("neet", BY_AREA, {"bristol": "7.9%"}, {"bristol": "7.8%"}),
    ],
)
def test_a_cell_is_read_with_its_headers(
    about: str,
    table: str,
    true: dict[str, str],
    false: dict[str, str],
    known_q2: Known,
    evidence: Evidence,
) -> None:
    right = _claims(table.format(**true), known_q2, evidence, about)
    assert len(right) >= 2
    assert {each.verdict for each in right} == {"match"}
    wrong = _claims(table.format(**{**true, **false}), known_q2, evidence, about)
    assert any(each.needs_mending for each in wrong)


def test_the_headers_of_a_cell_claim_nothing_in_it(known_q2: Known, evidence: Evidence) -> None:
    text = "| 461 children | September 2009 |\n|---|---|\n| Half of them | 460 |\n| Half | 460 |\n"
    found = [(each.line, each.printed) for each in _claims(text, known_q2, evidence)]
    assert found.count((3, "461")) == 1
    assert [each for each in found if each[0] > 3 and each[1] == "461"] == []
    assert found.count((5, "460")) == 1


def test_a_table_of_the_words_is_one_of_the_pages_own(known_q2: Known) -> None:
    text = YEARS.format(now="{{ looked_after.latest }}", change="*up* <b>")
    html = str(render(f"{text}\n\n{AREAS}", known_q2.facts))
    page = Page(f"<html><body>{html}</body></html>", known_q2)
    for rule in RULES:
        if rule.check.__module__.endswith("tables") or rule.check.__name__ == "scroll_regions":
            assert list(rule.check(page)) == [], rule.name
    assert [each.get_text() for each in page.soup.find_all("caption")] == [
        "Children looked after:",
        "Official NEET rate, Bristol and Brighton & Hove",
    ]
    assert page.soup.find("p", string="Children looked after:") is None
    cells = [each.get_text() for each in page.soup.select("tbody tr")[1].find_all(["th", "td"])]
    assert cells == ["September 2009", "460", "up <b> on last year"]
    assert page.soup.data["data-fact"] == "looked_after.latest"
    assert "number" in page.soup.select("tbody tr")[1].find_all("td")[0]["class"]


# Places


def test_each_claim_of_the_project_stands_where_it_says(known_q1: Known, known_q2: Known) -> None:
    for known in (known_q1, known_q2):
        texts = {
            known.commentary_file(name): read(text, known.facts).text
            for name, text in known.commentary.items()
        }
        cells = {
            (row["file"], row["row"], column): plain(row[column], known.facts).text
            for name, table in (("actions", known.actions), ("risks", known.risks))
            for _, row in table.iterrows()
            for column in known.catalogue.sources[name].words
        }
        prose = {
            (each.file, each.place): (read if each.is_markdown else plain)(each.text).text
            for each in passages(known)
        }
        own = [each for each in known.claims if each.file != "headlines"]
        assert len(own) > 50
        for claim in own:
            text = cells.get((claim.file, claim.line, claim.section))
            text = text or prose.get((claim.file, claim.place)) or texts[claim.file]
            if claim.start or claim.end < len(claim.sentence):
                place = claim.at + claim.start
                assert typed(text[place : claim.at + claim.end]) == claim.printed


_MARKS = st.sampled_from(
    ["**460**", "4*6*0", "`460`", "&#52;60", "[460](#a)", "460", "4[6](#a)0", "461", "up\n24%"]
)


@up_to(30)
@given(
    numbers=st.lists(_MARKS, min_size=1, max_size=4),
    frame=st.sampled_from(
        ["{}", "- {}", "> {}", "1. {}", "{}\n", "| a | b |\n|---|---|\n| Children | {} |"]
    ),
)
def test_a_traced_number_is_marked_where_it_stands(
    numbers: list[str], frame: str, known_q2: Known, evidence: Evidence
) -> None:
    if frame.startswith("|"):
        numbers = [each.replace("\n", " ") for each in numbers]
    words = " ".join(f"In September 2009 there were {each} children, Baby." for each in numbers)
    text = f"Words 460.\n\n{frame.format(words)}\n"
    claims = check_text(text, "a.md", "looked_after", evidence)
    said = read(text).text
    for claim in claims:
        assert typed(said[claim.at + claim.start : claim.at + claim.end]) == claim.printed
    soup = BeautifulSoup(render(text, known_q2.facts, claims), "lxml")
    marked = [(tag.get_text(), tag["data-fact"]) for tag in soup.find_all("data")]
    traced = [
        (each.printed, each.facts[0])
        for each in claims
        if each.kind == "number" and each.verdict == "match"
    ]
    assert [(typed(text), fact) for text, fact in marked] == traced


def test_a_mark_never_closes_what_it_did_not_open(known_q2: Known, evidence: Evidence) -> None:
    text = f"**4**60 and 4**60** and 46`0` and 4*6*0 {AFTER}"
    html = str(render(text, known_q2.facts, check_text(text, "a.md", "looked_after", evidence)))
    assert "<strong>4</strong>60" in html
    assert html.count("<data") == html.count("</data>") > 0
    assert (
        "".join(ElementTree.fromstring(html).itertext()) == f"460 and 460 and 460 and 460 {AFTER}"
    )


# Cells of the tables beside the data


@pytest.mark.parametrize("written", ["*461*", "# 461", "| 461 |", "- 461", "`461`", "461.\n\nThen"])
def test_a_cell_is_checked_as_plain_text_as_it_is_printed(
    written: str, known_q2: Known, evidence: Evidence
) -> None:
    reading = plain(f"{written} {AFTER}", known_q2.facts, 7, "progress")
    (claim,) = [
        each for each in check_reading(reading, "actions.csv", "looked_after", evidence)
        if each.kind == "number"
    ]  # fmt: skip
    assert (claim.line, claim.section, claim.printed) == (7, "progress", "461")
    shown = BeautifulSoup(inline(f"{written} {AFTER}", known_q2.facts), "lxml").get_text()
    assert shown[claim.at + claim.start : claim.at + claim.end] == "461"


def test_an_entity_in_a_cell_is_printed_and_read_as_it_stands(known_q2: Known) -> None:
    shown = BeautifulSoup(inline("&#x34;61 &amp;", known_q2.facts), "lxml").get_text()
    assert shown == plain("&#x34;61 &amp;").text == "&#x34;61 &amp;"


def test_a_claim_of_one_cell_marks_no_other_of_its_row(known_q2: Known, evidence: Evidence) -> None:
    text = f"460 {AFTER}"
    row = {"file": "actions.csv", "row": 7, "action": text, "progress": text}
    reading = plain(text, known_q2.facts, 7, "progress")
    claims = check_reading(reading, "actions.csv", "looked_after", evidence)
    known = replace(known_q2, claims=tuple(claims))
    assert str(cell(known, row, "progress")).count("<data") == 1
    assert str(cell(known, row, "action")) == text


# A line each of the lexicon, and nothing else: a verb of change, a comparison, a size.
ADDED = {
    "[move.up]": 'zoom = "*"', "[more.up]": 'overshadow = "*"',
    "[hedge.just_over]": '"a smidgen over" = ""',
}  # fmt: skip
# What they say: what is so, and what is not.
OF_ADDED = [
    ("looked_after", "The number of children looked after zoomed over the year.", MATCH),
    ("neet", "The official rate zoomed by 26%.", ""),
    ("referrals", "The rate of referrals overshadows England's.", MATCH),
    ("looked_after", "A smidgen over 450 children were looked after in September 2009.", MATCH),
    ("looked_after", "A smidgen over 300 children were looked after in September 2009.", ""),
]  # fmt: skip


def test_a_word_of_any_kind_is_added_in_one_line(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (files("cypt_analysis.claims") / "lexicon.toml").read_text(encoding="utf-8")
    for table, line in ADDED.items():
        assert text.count(f"{table}\n") == 1
        text = text.replace(f"{table}\n", f"{table}\n{line}\n")
    before = [_verdicts(indicator, said, evidence) for indicator, said, _ in OF_ADDED]
    monkeypatch.setattr(lexicon, "_file", lambda: tomllib.loads(text))
    lexicon.lexicon.cache_clear()
    try:
        after = [_verdicts(indicator, said, evidence) for indicator, said, _ in OF_ADDED]
    finally:
        lexicon.lexicon.cache_clear()
    assert [each == {MATCH} for each in after] == [wanted == MATCH for *_, wanted in OF_ADDED]
    # Each of the three was told otherwise, or not at all, before its line was added.
    assert all(before[i] != after[i] for i in (0, 2, 4))


def _verdicts(indicator: str, text: str, evidence: Evidence) -> set[str]:
    return {str(each.verdict) for each in check_text(text, "a.md", indicator, evidence)}
