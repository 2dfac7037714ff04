"""Good pages pass the gate; a page with one fault fails it by that rule and no other."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable

import pytest

from cypt_analysis.gate import COMPLETENESS, RULES, gate_page
from cypt_analysis.gate.page import Page
from cypt_analysis.page.completeness import PAGE

Mutation = Callable[[str], str]


def swap(old: str, new: str) -> Mutation:
    """Put other words in the place of the first of some words, which must be there."""

    def change(page: str) -> str:
        assert old in page, f"{old!r} is not in the page"
        return page.replace(old, new, 1)

    return change


def sub(pattern: str, new: str, count: int = 1) -> Mutation:
    """The same for a pattern; a count of 0 replaces all."""

    def change(page: str) -> str:
        changed, times = re.subn(pattern, new, page, count=count, flags=re.DOTALL)
        assert times, f"{pattern!r} is not in the page"
        return changed

    return change


def before(mark: str, html: str) -> Mutation:
    """Put something before some words."""
    return swap(mark, html + mark)


REFERRALS = r'(<div aria-label=")Brighton &amp; Hove: 706 per[^"]*'
TABLE = '<table class="data summary" id="summary">'
FIRST_LINK = '<a href="#referrals">Referrals of children per 10,000 population aged under 18</a>'
ROW = '<tr><th scope="row">Hall</th><td>10</td></tr>'
# As the project makes them, one of few columns stops no keyboard and a wide one has a name.
_TABLE = (
    '<div class="table-wrap">'
    '<table><caption>Rooms</caption><thead><tr><th scope="col">Room</th>'
    '<th scope="col">Size</th></tr></thead><tbody>{rows}</tbody></table></div></main>'
)


def further_table(rows: str) -> str:
    """A further table, for the end of the page."""
    return _TABLE.format(rows=rows)


def wide_table(label: str) -> str:
    """A further table that scrolls, for the end of the page."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Room", "Size", "Doors", "Seats"))
    return (
        f'<div class="table-wrap" role="region" tabindex="0" aria-label="{label}">'
        f"<table><caption>Rooms</caption><thead><tr>{heads}</tr></thead>"
        '<tbody><tr><th scope="row">Hall</th><td>10</td><td>2</td><td>8</td></tr></tbody>'
        "</table></div></main>"
    )


def table(rows: str) -> Mutation:
    """A page with a further table at its end, of a caption that no other has."""
    return lambda page: swap(
        "</main>", further_table(rows).replace("Rooms", f"Rooms {page.count('<table')}")
    )(page)


def one_marker(page: str) -> str:
    """The second line of a chart drawn with the first one's marker, and nearly its shade."""
    first, second = "#fig-conceptions-trajectory-wide-1", "#fig-conceptions-trajectory-wide-2"
    assert first in page
    assert second in page
    return page.replace(f'xlink:href="{second}"', f'xlink:href="{first}"')


# Each with the rules that it fails, and how often where that is more than once.
FAULTS: list[tuple[str, Mutation, str]] = [
    # Structure
    ("American English", swap('lang="en-GB"', 'lang="en-US"'), "language"),
    ("no language", swap(' lang="en-GB"', ""), "language"),
    ("a part in another language", before('<p class="quarter">', '<p lang="fr">Rapport</p>'), "language"),
    ("a title without the quarter", sub("<title>[^<]*", "<title>Report"), "title"),
    ("no title", sub("<title>[^<]*</title>", ""), "title"),
    ("two h1", before('<p class="authority">', "<h1>Brighton</h1>"), "h1"),
    ("a skipped level", sub(r'(<h4[^>]* id="neet-issues">Issues</h4>)', r"\1<h6>Who</h6>"), "heading level"),
    ("an empty heading", sub(r'(<h4[^>]* id="caf-issues">)', r'<h4 aria-label="Notes: Common Assessment Framework" id="void"> </h4><p>Words.</p>\1'), "heading level"),
    ("a banner in a box", sub("(<header.*?</header>)", r"<div>\1</div>"), "landmark"),
    ("a second navigation", swap("</main>", '<nav aria-label="More"></nav></main>'), "landmark * 2"),
    ("a footer inside main", sub("</main>(.*?</footer>)", r"\1</main>"), "landmark"),
    ("a nameless navigation", swap(' aria-label="Index"', ""), "landmark"),
    ("no skip link", sub('<a class="skip-link".*?</a>', ""), "skip link"),
    ("a skip link to the index", swap('class="skip-link" href="#main"', 'class="skip-link" href="#index"'), "skip link"),
    ("a target that takes no focus", swap(' tabindex="-1"', ""), "skip link"),
    ("a label that leads nowhere", swap('<nav class="index" id="index" aria-label="Index"', '<nav class="index" id="index" aria-labelledby="inedx"'), "reference"),
    ("a part of a picture that is gone", sub(r'xlink:href="#fig-conceptions[^"]*"', 'xlink:href="#gone"'), "reference"),
    ("a fold between a chart and its end", sub("</figcaption></figure>", "</figcaption><p>More</p></figure>"), "figure caption"),
    ("an element left open", swap("</footer>", "<div></footer>"), "valid html"),
    ("an attribute twice", swap('<p class="authority">', '<p class="authority" class="b">'), "valid html"),
    ("an ampersand that begins no character", swap("</main>", "<p>Research &such; on</p></main>"), "valid html"),
    ("an end that began nowhere", swap("</main>", "</span></main>"), "valid html"),
    ("a box that closes itself", swap("</main>", "<div/></div></main>"), "valid html"),
    ("no document type", sub("<!DOCTYPE html>", ""), "valid html"),
    ("a repeated id", before('<p class="authority">', '<p id="annex-d-contact">Words.</p>'), "id"),
    ("a broken anchor", swap('<p class="authority">', '<p class="authority"><a href="#nowhere">Nowhere</a>'), "link"),
    ("a section under another name", sub("What changed since", "What has changed since", 0), "section * 2"),
    ("an indicator under another name", sub(r">Equalities</", ">Equality</", 0), "heading * 2"),
    ("a summary without a row", sub(r'<tr><th scope="row"><a href="#workforce">.*?</tr>', ""), "summary"),
    ("a line missing in the index", swap('<li><a href="#workforce">Workforce</a></li>', ""), "index"),
    # Tables
    ("a table without caption", swap("</main>", further_table(ROW).replace("<caption>Rooms<", "<caption><")), "table caption"),
    ("two tables with one caption", swap("</main>", further_table(ROW).replace("<caption>Rooms<", "<caption>Indicators<")), "table caption"),
    ("a column header without scope", swap('<th scope="col">Latest</th>', "<th>Latest</th>"), "table header"),
    ("a row without a header", table('<tr><td>Hall</td><td>10</td></tr>'), "table row header"),
    ("a merged cell", table('<tr><th scope="row" colspan="2">Hall</th></tr>'), "table merged cell"),
    ("an empty cell", table('<tr><th scope="row">Hall</th><td></td></tr>'), "table empty cell"),
    ("a cell with a picture alone", table('<tr><th scope="row">Hall</th><td><span aria-hidden="true">●</span></td></tr>'), "table empty cell"),
    ("a cell too few", table('<tr><th scope="row">Hall</th></tr>'), "table shape"),
    ("a table without rows", table(""), "table shape"),
    ("a symbol explained again", before("</main>", '<p class="symbols">[p] provisional.</p>'), "table symbols"),
    ("a column of symbols", table('<tr><th scope="row">Hall</th><td>[x]</td></tr>'), "table noise"),
    ("a heading of no indicator", sub(r'(<h4) aria-label="Issues: Common Assessment Framework"', r"\1"), "heading of an indicator"),
    ("a symbol without its meaning", table('<tr><th scope="row">Hall</th><td>[c]</td></tr>'), "table symbols"),
    # Charts
    ("no alternative text", sub(REFERRALS, r"\1"), "alternative text"),
    ("a placeholder", sub(REFERRALS, r"\1No description has been provided for this image"), "alternative text"),
    ("a file's name", sub(REFERRALS, r"\1looked_after_children_2009_final_version.png"), "alternative text"),
    ("alternative text too short", sub(REFERRALS, r"\1Down from 813 to 706"), "alternative text"),
    ("alternative text too long", sub(REFERRALS, r"\g<1>706 " + "children and more " * 20), "alternative text"),
    ("alternative text without a value", sub(REFERRALS, r"\1Points over time that show how many children are looked after"), "alternative text"),
    ("alternative text of another chart", sub(r'aria-label="(Brighton &amp; Hove: 706 per[^"]*)"(.*?)aria-label="3 of 4 measures[^"]*"', r'aria-label="\1"\2aria-label="\1"'), "alternative text * 2"),
    ("alternative text that does not begin with the finding", sub(REFERRALS, r"\1Line chart over time from 2006/07 to 2008/09: the rate fell from 813 to 706"), "alternative text"),
    ("a chart of one drawing", sub(r'(id="fig-referrals-years">.*?)<svg aria-hidden="true" class="narrow".*?</svg>|(id="fig-referrals-years">.*?)<svg class="narrow".*?</svg>', r"\1\2"), "chart drawings"),
    ("a drawing that is read out beside its picture", sub(r'(id="fig-referrals-years">.*?<svg class="wide" aria-hidden=)"true"', r'\1"false"'), "alternative text + chart drawings"),
    ("a narrow drawing wider than a phone", sub(r'(id="fig-referrals-years">.*?viewBox="0 0 )340 ', r"\g<1>560 "), "chart drawings"),
    ("a chart of two points", sub(r'(id="fig-referrals-years">.*?<use .*?<use [^>]*/>)(.*?</svg>)', lambda found: found[1] + re.sub("<use [^>]*/>", "", found[2])), "chart points"),
    ("a line that is faint in the dark", swap("--chart-own: #8fc1ec", "--chart-own: #12436d"), "chart text contrast + chart mark contrast"),
    ("a colour that a dark page does not know", sub(r'(id="fig-parenting-targets">.*?)var\(--chart-ink,#3d3d3d\)', r"\1#3d3d3d"), "chart text contrast"),
    ("no source", sub(r'(id="fig-referrals-years">.*?)<span class="source">.*?</span>', r"\1"), "chart source"),
    ("a file that is not the table", sub(r"(2008/09%2CBrighton%20%26%20Hove%2C)706(%0D%0A)", r"\g<1>760\2"), "chart download"),
    ("faint text in a chart", sub(r"(<g style=\"font-weight: 700)(\">(?:(?!</g>).)*>6 of 20<)", r"\1; fill: #9a9a9a\2"), "chart text contrast"),
    ("see-through text in a chart", sub(r"(<g style=\"font-weight: 700)(\">(?:(?!</g>).)*>6 of 20<)", r"\1; opacity: .4\2"), "chart text contrast"),
    ("a faint line", sub(r'(id="fig-referrals-years">.*?stroke: )var\(--chart-own,#12436d\)(; stroke-width: 2)', r"\1#b5c7d6\2"), "chart mark contrast"),
    ("two lines alike in grey", one_marker, "greyscale"),
    ("a status by colour alone", sub(r'(<dd>[^<]*<span class="tag tag-off-track">).*?</span> Off track', r"\1"), "status words + agreement"),
    ("a row of the summary without its status", sub(r'<td><span class="tag tag-off-track">.*?</td>', "<td>Open</td>"), "summary status + agreement"),
    ("a status without its shape", swap('<span class="tag tag-missed"><span aria-hidden="true" class="shape">■</span> Missed', '<span class="tag tag-missed">Missed'), "status words"),
    ("a status with the looks of another", swap('class="tag tag-missed"', 'class="tag tag-met"'), "status words"),
    # Operation
    ("click here", swap('<p class="quarter">', '<p class="quarter"><a href="#neet">Click here</a> '), "link text"),
    ("a link without words", swap('<p class="quarter">', '<p class="quarter"><a href="#neet"></a> '), "link text"),
    ("one text for two targets", swap('<p class="quarter">', '<p class="quarter"><a href="#neet">Back to the index</a> '), "link text"),
    ("a folded part without words", sub(r"(<details[^>]*>)<summary>[^<]*</summary>", r"\1<summary></summary>"), "disclosure"),
    ("a folded part of another name to who hears it", sub(r'<summary aria-label="How sure are we\?', '<summary aria-label="More'), "disclosure"),
    ("an unlabelled scroll region", sub(r'<div aria-labelledby="summary-caption"', "<div"), "scroll region"),
    ("a scroll region out of reach", sub(r'(<div aria-labelledby="summary-caption" class="table-wrap" role="region") tabindex="0"', r"\1"), "scroll region"),
    ("two scroll regions of one name", swap("</main>", wide_table("Indicators")), "scroll region"),
    ("a narrow table that stops the keyboard", swap("</main>", further_table(ROW).replace('"table-wrap"', '"table-wrap" tabindex="0"')), "scroll region"),
    ("a table in no box of its own", swap("</main>", further_table(ROW).replace(' class="table-wrap"', "")), "scroll region"),
    ("a jump in the order of Tab", swap('<a href="#index">', '<a href="#index" tabindex="3">'), "tab order"),
    ("a key of its own", swap('<a href="#index">', '<a href="#index" accesskey="i">'), "tab order"),
    # Packaging
    ("a script from elsewhere", swap("</main>", '<script src="https://example.org/x.js"></script></main>'), "harmless * 2"),
    ("a handler", before('<p class="quarter">', '<p onclick="x()">Words.</p>'), "harmless"),
    ("injected HTML", swap("</main>", "<p><img alt='A photo of the town hall in the rain' src=x onerror=alert(1)></p></main>"), "harmless * 2"),
    ("a javascript link", swap("</main>", '<p><a href="javascript:alert(1)">Next quarter</a></p></main>'), "harmless"),
    ("a font from elsewhere", swap("</style>", "@import url(https://example.org/a.css);</style>"), "harmless"),
    ("no policy", sub('<meta http-equiv="Content-Security-Policy"[^>]*>', ""), "policy"),
    ("a policy with holes", swap("img-src data:", "img-src data: https:"), "policy"),
    ("a policy for one base", swap("; base-uri 'none'", ""), "policy"),
    ("a policy for some forms", swap("form-action 'none'", "form-action https:"), "policy"),
    ("too large", swap("</main>", "<p>" + "many words " * 140_000 + "</p></main>"), "size"),
    ("no zoom", swap("initial-scale=1", "initial-scale=1, maximum-scale=1"), "head"),
    ("text turned around", swap("What matters this quarter</h2>", "What matters this quarter</h2><p>\u202etxt</p>"), "characters"),
    # Content
    ("a missed target absent from the headlines", sub(r" 7\.8% of young people were NEET by the official[^<]*", ""), "agreement * 2"),
    ("what matters out of order", sub(r"(<li>460 children[^<]*</li>)(<li>500 young[^<]*</li>)", r"\2\1"), "agreement"),
    ("another number in what matters", swap("88 more (24%)", "98 more (24%)"), "agreement * 2"),
    ("a missed target that was met", swap('<p class="balance">', '<p class="missed-too"><strong>Also missed:</strong> Coverage.</p><p class="balance">'), "agreement"),
    ("a balance that does not add up", swap("5 are met", "6 are met"), "agreement"),
    ("a balance of fewer than the list", swap("2 are missed", "1 is missed"), "agreement"),
    ("a balance of other words", swap("2 are missed, 3 are off track", "5 are off track"), "agreement"),
    ("met in the summary, missed in its section", sub(r'(<td><span class="tag tag-)met("><span aria-hidden="true" class="shape">)●(</span>) Met', r"\1missed\2■\3 Missed"), "agreement"),
    ("another direction in a table", sub(r'(?s)(2008/09</td><td class="number">16\.4%.*?<span class="tag tag-)no-clear-change("><span aria-hidden="true" class="shape">)→(</span>) No clear change', r"\1worse\2⬊\3 Worse"), "agreement"),
    ("no exception where a target is missed", swap("target missed (NEET rate, official return)", "decision (as before)"), "agreement"),
    ("seven that matter", swap('<ol class="headlines">', '<ol class="headlines">' + "<li>More.</li>"), "length + agreement"),
    ("a long comment", swap("An action plan has been developed.", "An action plan has been developed. " + "word " * 26), "length"),
    ("no finding", sub(r'<p class="finding">306[^<]*</p>', ""), "finding"),
    ("a finding without a figure", sub(r'<p class="finding">460[^<]*</p>', '<p class="finding">It rose.</p>'), "finding"),
    ("a sixth figure", sub(r'(<p class="finding">460.*?<dl class="facts">)', r"\1" + "<div><dt>Also</dt><dd>1</dd></div>" * 5), "figures"),
    ("a test in sight", sub(r'(<p class="finding">460[^<]*</p>)', r'\1<p class="verdict">It is real.</p>'), "statistics folded"),
    ("a second chart in sight", sub(r'(id="referrals".*?<dl class="facts">.*?</dl>)', r'\1<figure class="chart"><figcaption>Source: us.</figcaption></figure>'), "one chart + chart drawings"),
    ("a line of two points", sub(r'(<svg aria-hidden="true" class="sparkline".*?|<svg class="sparkline".*?)points="(\S+ \S+)[^"]*"', r'\1points="\2"'), "small line"),
    ("two measures in a row", sub(r'(<a href="#neet">.*?<span class="tag tag-no-target">.*?</span> No target</span>)', r'\1<span class="tag tag-missed"><span aria-hidden="true" class="shape">■</span> Missed</span>'), "one measure a row + agreement"),
    ("what matters in long words", sub(r"(Targets are met</strong>)", r"\1 " + "The organisational configuration necessitates considerable interdepartmental deliberation " * 6), "reading grade"),
    ("a figure said four times", sub(r'(<p class="finding">460[^<]*</p>.*?<h4[^>]*>Summary</h4>)', r"\1<p>It was 460.</p><p>It is 460.</p>"), "said often"),
    ("a note on the files", swap("</main>", "<p>The rest is in looked_after.csv.</p></main>"), "making"),
    ("an abbreviation that nobody knows", sub(r'<span class="written-out"> \(lesbian, gay[^<]*</span>', ""), "abbreviation"),
    ("a placeholder in the text", swap("An action plan", "{{ plan }}"), "unfinished text"),
    ("a value that is missing", swap("An action plan has been developed.", "The rate was nan."), "unfinished text"),
    ("neither draft nor final", sub("DRAFT: not yet approved for the Board</dd>", "Open</dd>"), "state"),
]  # fmt: skip
# These tell of every word or mark in a faint colour, however many a chart has.
OF_EACH_MARK = {"chart text contrast", "chart mark contrast"}
# What is left open alters all that follows; ids are not counted where a block is amiss.
ALONE = {"valid html", "heading"}


def failed(rules: str) -> Counter[str]:
    """The rules that a fault fails, with how often each of them tells of it."""
    named = (each.partition(" * ") for each in rules.split(" + "))
    return Counter({rule: int(times or 1) for rule, _, times in named})


def pages() -> list[list[str]]:
    """Faults of different rules share a page, as to judge a whole page takes half a second."""
    found: list[tuple[set[str], list[str]]] = []
    for name, _, text in FAULTS:
        rules = set(failed(text))
        free = (each for each in found if not (rules | ALONE) & each[0])
        used, names = next(free, (set(), [])) if not rules & ALONE else (set(), [])
        if not names:
            found.append((used, names))
        used |= rules
        names.append(name)
    return [names for _, names in found]


@pytest.mark.parametrize("quarter", ["q1", "q2"])
def test_a_good_page_passes(quarter, catalogue, request):
    page, known = (request.getfixturevalue(f"{name}_{quarter}") for name in ("good", "known"))
    assert gate_page(page, known) == []


@pytest.mark.parametrize("further", [further_table(ROW), wide_table("Rooms")], ids=["few", "wide"])
def test_a_further_table_passes_as_long_as_nothing_is_wrong_with_it(good_q2, known_q2, further):
    assert gate_page(swap("</main>", further)(good_q2), known_q2) == []


@pytest.mark.parametrize(
    "names", pages(), ids=lambda names: f"{names[0]} and {len(names) - 1} more"
)
def test_each_fault_fails_by_its_rules_and_no_other(good_q2, known_q2, names):
    broken, expected = good_q2, Counter[str]()
    for name, mutation, rules in FAULTS:
        if name in names:
            before_it, broken = broken, mutation(broken)
            assert broken != before_it, name
            expected += failed(rules)
    found = Counter(each.rule for each in gate_page(broken, known_q2))
    for rule in OF_EACH_MARK & set(found):
        found[rule] = min(found[rule], 1)
    assert found == expected


def test_an_indicator_that_is_a_row_has_nothing_in_sight(good_q2, known_q2):
    entry = known_q2.catalogue.indicators["looked_after"].model_copy(update={"depth": "row"})
    sections = [
        each.model_copy(
            update={"indicator": tuple(entry if i.id == entry.id else i for i in each.indicator)}
        )
        for each in known_q2.catalogue.sections
    ]
    catalogue = type(known_q2.catalogue)(
        sections=tuple(sections), sources=known_q2.catalogue.sources
    )
    known = dataclasses.replace(known_q2, catalogue=catalogue)
    assert [each.rule for each in gate_page(good_q2, known)] == ["depth"]


def test_every_rule_has_a_broken_page():
    broken = {rule for fault in FAULTS for rule in failed(fault[2])}
    # The depth is held by a test of its own: a page cannot say which it should have.
    assert broken | {"depth"} == {rule.name for rule in RULES} | set(COMPLETENESS)


def test_a_finding_names_rule_and_element_and_how_to_mend_it(good_q2, known_q2, catalogue):
    broken = swap('<th scope="col">Latest</th>', "<th>Latest</th>")(good_q2)
    (found,) = gate_page(broken, known_q2)
    assert (found.file, found.row, found.rule) == (PAGE, None, "table header")
    assert found.found == (
        "table header: A column header has no scope: <th> 'Latest' in 'summary'."
    )
    assert found.advice == 'Write scope="col".'


@pytest.mark.parametrize("wreck", ["", "<p>Words", "<html><body><table><tr><td></table>", "\x00"])
def test_a_wreck_is_judged_without_an_exception(wreck, known_q2, catalogue):
    assert len(gate_page(wreck, known_q2)) > 20


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ('Write <code class="placeholder">{{ neet.2009-M08 }}</code>.', False),
        ("It was {{ neet.2009-M08 }}.", True),
        ("It was <code>{{ neet.2009-M08 }}</code>.", True),
        ('It was nan, <code class="placeholder">{{ neet.2009-M08 }}</code>.', True),
    ],
)
def test_what_annex_c_advises_to_write_is_no_text_left_open(
    text: str, faulty: bool, good_q2, known_q2
):
    page = good_q2.replace("</main>", f"<p>{text}</p></main>")
    (rule,) = (each for each in RULES if each.name == "unfinished text")
    assert bool(rule.findings(Page(page, known_q2))) == faulty
