"""The quarter's words: facts printed in them, faults found in them, nothing harmful out of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from bs4 import BeautifulSoup

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.exports import sheets
from cypt_analysis.facts import Facts
from cypt_analysis.ground.findings import CheckFailed, Finding, UserError, errors
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.ground.said import BRIEF_WORDS
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.report import Report
from cypt_analysis.words.commentary import BRIEF, check_placeholders, check_words
from cypt_analysis.words.links import page_ids
from cypt_analysis.words.narrative import inline, render
from cypt_analysis.words.reading import plain, read
from tests.projects import make_project, told_errors

QUARTER = parse_quarter("2009-10-Q2")
Copy = Callable[[], Project]


@pytest.fixture(scope="module")
def facts(known_q2: Known) -> Facts:
    return known_q2.facts


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """The few files of the sound drop, to write words for."""
    return make_project(tmp_path / "small")


@cache
def _sound_facts() -> Facts:
    with TemporaryDirectory() as folder:
        return compute(DropReader(make_project(Path(folder) / "sound")), QUARTER).facts


def _faults(project: Project) -> list[Finding]:
    """The errors in the words of the small project, whose figures are those of the sound drop."""
    reader = DropReader(project)
    catalogue = reader.catalogue.at(QUARTER)
    ids = page_ids(project, project.settings(QUARTER), catalogue)
    return errors(check_words(reader.read(QUARTER), _sound_facts(), catalogue, ids))


def _check(project: Project) -> str:
    """What is said of faulty words, without the build that they stop."""
    found = _faults(project)
    assert found
    return told_errors(CheckFailed(found))


def _stopped(project: Project) -> str:
    """What is said by the build."""
    with pytest.raises(CheckFailed) as failed:
        compute(DropReader(project), QUARTER)
    return told_errors(failed.value)


def _write(project: Project, name: str, text: str) -> None:
    (project.raw(QUARTER) / "commentary" / f"{name}.md").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("placeholder", "printed"),
    [
        ("{{ looked_after.latest }}", "460"),
        ("{{looked_after.latest}}", "460"),
        ("{{ looked_after.change_on_year }}", "24%"),
        ("{{ looked_after.change_on_year | direction }}", "up 24%"),
        ("{{ looked_after.change_on_year|signed }}", "+24%"),
        ("{{ conceptions.change_on_year | direction }}", "down 2.4%"),
        ("{{ conceptions.change_on_year | signed }}", "−2.4%"),
        ("{{ neet.claimants.latest }}", "2,070"),
        ("{{ obesity.change_on_year_absolute | direction }}", "down 1.3 percentage points"),
        ("{{ looked_after.latest | direction }}", "460"),
    ],
)
def test_a_placeholder_prints_its_fact_as_the_report_does(
    placeholder: str, printed: str, facts: Facts
) -> None:
    assert plain(f"So: {placeholder}.", facts).text == f"So: {printed}."
    soup = BeautifulSoup(render(f"So: {placeholder}.", facts), "lxml")
    assert soup.p.get_text() == f"So: {printed}."
    assert soup.data.get_text() == printed


def test_a_printed_fact_keeps_its_name_and_value_in_the_page(facts: Facts) -> None:
    assert inline("Up {{ looked_after.change_on_year }}", facts) == (
        'Up <data value="23.65591398" data-fact="looked_after.change_on_year">24%</data>'
    )


def test_every_placeholder_of_the_project_prints_a_fact_of_its_quarter(
    known_q1: Known, known_q2: Known
) -> None:
    for known in (known_q1, known_q2):
        words = [*known.commentary.values(), *known.actions["action"], *known.actions["progress"]]
        runs = [run for text in words for each in read(text).blocks for run in each.runs]
        named = {run.fact for run in runs if run.fact}
        assert named <= set(known.facts.names)
        assert len(named) > 20
        assert "{{" not in "".join(read(text, known.facts).text for text in words)


def test_faults_in_placeholders_are_told_with_file_line_and_what_to_write(
    small: Project,
) -> None:
    _write(
        small,
        "looked_after",
        "## Summary\n\nNow {{ looked_after.latst }}.\nUp {{ looked_after.latest | directon }}.\n"
        "At {{ looked_after.latest }\nand }} or {{ two\nlines }} and {{ a b }} and {{ zebra.crossing }}\n",
    )
    file = "data/raw/2009-10-Q2/commentary/looked_after.md"
    assert (
        _check(small)
        == _stopped(small)
        == (
            f"{file} has 7 errors. Nothing was built.\n\n"
            "  row 3   '{{ looked_after.latst }}' names no fact. Did you mean 'looked_after.latest'?\n"
            "  row 4   '{{ looked_after.latest | directon }}' ends in 'directon'.\n"
            "          After | write direction or signed.\n"
            "  row 5   A placeholder is not closed: 'At {{ looked_after.latest }'.\n"
            "          Write {{ fact.name }} on one line, with no marks inside.\n"
            "  row 6   A placeholder is not closed: 'and }} or {{ two'.\n"
            "          Write {{ fact.name }} on one line, with no marks inside.\n"
            "  row 7   '{{ a b }}' is not a fact's name.\n"
            "          Write {{ fact.name }} or {{ fact.name | direction }}.\n"
            "  row 7   '{{ zebra.crossing }}' names no fact. List the names with 'cypt facts'.\n"
            "  row 7   A placeholder is not closed: 'lines }} and {{ a b }} and {{ zebra.crossing\n"
            "          }}'.\n"
            "          Write {{ fact.name }} on one line, with no marks inside."
        )
    )


def test_unknown_sections_are_told_with_a_suggestion(small: Project) -> None:
    _write(
        small,
        "caf",
        "Before any heading.\n\n## Sumary\n\nText.\n\n### Issues\n\n# Summary\n\n## Achievements\n",
    )
    assert _check(small) == (
        "data/raw/2009-10-Q2/commentary/caf.md has 5 errors. Nothing was built.\n\n"
        "  row 1   The text stands before the first heading. Put it under ## Summary.\n"
        "  row 3   '## Sumary' is no section. Did you mean 'Summary'?\n"
        "  row 7   '### Issues' is no section. Did you mean 'Issues'?\n"
        "  row 9   '# Summary' is no section. Did you mean 'Summary'?\n"
        "  row 11  '## Achievements' is no section.\n"
        "          Sections: ## In brief, ## Summary, ## Issues, ## Performance improvement\n"
        "          activity, ## In detail."
    )


def test_the_introductions_have_sections_of_their_own(small: Project) -> None:
    _write(small, "outline_review", "Words first.\n\n## Anything at all\n\n{{ looked_after.x }}\n")
    said = _check(small)
    assert "has 1 error." in said
    assert "row 5   '{{ looked_after.x }}' names no fact." in said


def test_in_brief_has_room_for_25_words_and_a_placeholder_counts_as_one(small: Project) -> None:
    fact = "{{ looked_after.change_on_year | direction }}"
    _write(small, "caf", f"## In brief\n\n{' '.join(['word'] * 24)} {fact}\n")
    assert _faults(small) == []
    _write(small, "caf", f"## In brief\n\n{' '.join(['word'] * 25)} {fact}\n")
    assert _check(small) == (
        "data/raw/2009-10-Q2/commentary/caf.md has 1 error. Nothing was built.\n\n"
        "  file    'In brief' has 26 words. The summary table has room for 25."
    )


def test_the_words_in_brief_of_the_project_fit_as_printed(known_q1: Known, known_q2: Known) -> None:
    for known in (known_q1, known_q2):
        for name, text in known.commentary.items():
            brief = re.sub(r"\{\{.*?\}\}", "0", read(text).said(BRIEF))
            assert len(brief.split()) <= BRIEF_WORDS, name


def test_placeholders_in_actions_and_risks_are_checked_with_their_row(copy_project: Copy) -> None:
    project = copy_project()
    for name, old, new in (
        ("actions", "Regular reports", "Regular {{ caf.unknwn }} reports"),
        ("risks", "Sussex TPP", "{{ caf.latest Sussex TPP"),
    ):
        path = project.raw(QUARTER) / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.split("\n")[1].count(old) == 1
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    said = _stopped(project)
    assert "data/raw/2009-10-Q2/actions.csv has 1 error. Nothing was built.\n\n" in said
    assert "  row 2   '{{ caf.unknwn }}' names no fact." in said
    assert "data/raw/2009-10-Q2/risks.csv has 1 error. Nothing was built.\n\n" in said
    assert (
        "  row 2   A placeholder is not closed: '{{ caf.latest Sussex TPP One System Project'."
        in said
    )


def test_sections_are_read_with_the_lines_on_which_they_stand() -> None:
    reading = read("## Summary\n\n\nRising.\nStill.\n## *Issues* ##\nNone.\n")
    for heading, line, text in (("Summary", 4, "Rising.\nStill."), ("Issues", 7, "None.")):
        (block,) = reading.under(heading)
        assert (block.line, block.text) == (line, text)
    twice = read("## Issues\nOne.\n## Summary\nTwo.\n## Issues\nThree.")
    assert twice.said("Issues") == "One. Three."
    assert read("## Issues\nOne.").said("Summary") == ""


@pytest.mark.parametrize(
    "text",
    [
        "## Summary\n#hashtag and\n##no space",
        "## Summary\n```\n## Issues\n```",
        "## Summary\n    ## Issues",
        "## Summary\n> ## Issues",
        "## Summary\n- ## Issues",
    ],
)
def test_what_is_no_heading_of_the_text_opens_no_section(text: str) -> None:
    assert {block.section for block in read(text).blocks} == {"Summary"}


HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<b onclick='x()'>bold</b>",
    "[press](javascript:alert(1))",
    "[press](JaVaScRiPt:alert(1))",
    "[press](&#106;avascript:alert(1))",
    "[press](data:text/html;base64,PHNjcmlwdD4=)",
    "[press](vbscript:x)",
    "<javascript:alert(1)>",
    "![a picture](https://example.org/pixel.png)",
    "![a picture](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![a][b]\n\n[b]: https://example.org/pixel.png",
    "```\n<script>alert(1)</script>\n```",
    "`<script>`",
    "</p></div></section><h1>A heading of my own</h1>",
    "<!-- a comment --> <style>body { display: none }</style>",
    '"><svg onload=alert(1)>',
]


@pytest.mark.parametrize("text", HARMFUL)
@pytest.mark.parametrize("shown", [render, inline])
def test_html_links_and_pictures_in_the_words_do_nothing(
    text: str, shown: Callable[[str, Facts], str], facts: Facts
) -> None:
    soup = BeautifulSoup(shown(text, facts), "lxml")
    names = {tag.name for tag in soup.find_all(True)}
    assert names <= {"html", "body", "p", "pre", "code", "a"}
    assert [tag.attrs for tag in soup.find_all(True) if tag.attrs and tag.name != "a"] == []
    assert [
        link["href"] for link in soup.find_all("a") if link["href"][:5] in ("javas", "data:")
    ] == []
    if "javascript" in text.lower() or "script:" in text or "data:" in text:
        assert soup.find_all("a") == []


@pytest.mark.parametrize("shown", [render, inline])
def test_a_quote_or_a_tag_around_a_placeholder_does_not_break_out(
    shown: Callable[[str, Facts], str], facts: Facts
) -> None:
    html = shown('<p title="{{ looked_after.latest }}">', facts)
    soup = BeautifulSoup(html, "lxml")
    assert soup.get_text().strip() == '<p title="460">'
    assert soup.data["data-fact"] == "looked_after.latest"


@pytest.mark.parametrize(
    "text",
    [
        "[see]({{ looked_after.latest }})",
        "[see](https://example.org/{{looked_after.latest}})",
        '[see](https://example.org "{{ looked_after.latest }}")',
        "`{{ looked_after.latest }}`",
    ],
)
def test_a_placeholder_in_an_address_or_a_title_leaves_the_html_whole(
    text: str, facts: Facts
) -> None:
    html = str(render(text, facts))
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(True):
        for value in tag.attrs.values():
            assert "<" not in value, html
    assert html.count("<data") == html.count("</data>") == len(soup.find_all("data"))


def _write_action(project: Project, text: str) -> None:
    rows = f"indicator,action,progress,owner,due,due_as_stated\ncaf,{text},,,,\n"
    (project.raw(QUARTER) / "actions.csv").write_text(rows, encoding="utf-8")


def test_characters_that_turn_text_round_do_not_reach_the_page(small: Project) -> None:
    """Words that read differently from what stands in their file could mislead the Board."""
    _write_action(small, "\u202eevil\u202c \u2066in\u2069 \u200fSend managers")
    _write(small, "caf", "## Summary\n\nCosts \u202e001\u202c pounds.\n")
    block = Report(compute(DropReader(small), QUARTER)).indicator("caf")
    shown = f"{block.actions()._repr_html_()} {block.commentary()}"
    assert "evil in Send managers" in shown and "Costs 001 pounds." in shown
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown)


def test_a_control_character_in_an_action_stops_the_build(small: Project) -> None:
    _write_action(small, "Send\u0007 managers")
    assert "row 2   A control character stands in it: U+0007." in _stopped(small)


def test_a_section_without_words_is_left_out(known_q2: Known, catalogue: Catalogue) -> None:
    html = str(Report(known_q2).indicator("child_protection").commentary())
    soup = BeautifulSoup(html, "lxml")
    headings = [tag.get_text() for tag in soup.find_all("h4")]
    assert headings == ["Summary", "Performance improvement activity"]


def test_filling_with_an_unknown_fact_is_told_and_not_printed(facts: Facts) -> None:
    with pytest.raises(UserError) as told:
        plain("{{ looked_after.latst }}", facts)
    assert str(told.value) == (
        "There is no fact 'looked_after.latst'. Did you mean 'looked_after.latest'?"
    )


def test_single_braces_are_only_text(facts: Facts) -> None:
    assert list(check_placeholders(plain("A set {1, 2} and a } brace {"), facts, "caf.md")) == []
    assert plain("A set {1, 2}", facts).text == "A set {1, 2}"


def test_windows_line_ends_in_a_commentary_file_make_no_difference(copy_project: Copy) -> None:
    project = copy_project()
    plain = DropReader(project).read(QUARTER).commentary
    folder = project.raw(QUARTER) / "commentary"
    for path in folder.glob("*.md"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert DropReader(project).read(QUARTER).commentary == plain
    assert len(plain) > 10


def test_a_link_out_of_the_page_is_told_with_its_line(small: Project) -> None:
    _write(
        small,
        "caf",
        "## Summary\n\nSee [the plan](https://example.org/plan) and [obesity](#obesity).\n\n"
        "- <mailto:someone@example.org>\n",
    )
    assert _check(small) == (
        "data/raw/2009-10-Q2/commentary/caf.md has 2 errors. Nothing was built.\n\n"
        "  row 3   A link leads to 'https://example.org/plan'.\n"
        "          Write the address as text, or link to a section, like #headlines.\n"
        "  row 5   A link leads to 'mailto:someone@example.org'.\n"
        "          Write the address as text, or link to a section, like #headlines."
    )


@pytest.mark.parametrize(
    "written",
    [
        "{{ **looked_after**.latest }}",
        "{{ looked_after.latest\n}}",
        "{{ looked_after.latest `}}`",
        "{{ [looked_after.latest](#obesity) }}",
        "{**{ looked_after.latest }**}",
        "&#123;&#123; looked_after.latest",
    ],
)
def test_a_placeholder_in_several_pieces_is_refused(written: str, small: Project) -> None:
    _write(small, "caf", f"## Summary\n\nNow {written}.\n")
    said = _check(small)
    assert "row 3   A placeholder is not closed: 'Now {{ looked_after.latest" in said
    assert "Write {{ fact.name }} on one line, with no marks inside." in said


def test_the_number_of_an_item_that_does_not_count_is_refused(small: Project) -> None:
    """A paragraph that begins with "460. " would be printed as an item's number, and unread."""
    counted = "1. One\n2. Two\n\nWords.\n\n3. Three\n   1. One\n4. Four\n\n1) One\n"
    _write(small, "caf", f"## Summary\n\n{counted}")
    assert _faults(small) == []
    _write(small, "caf", f"## Summary\n\n{counted}\nWords.\n\n460. Children\n\n- 3. x\n")
    assert _check(small) == (
        "data/raw/2009-10-Q2/commentary/caf.md has 2 errors. Nothing was built.\n\n"
        "  row 16  '460.' is read as the number of an item, and does not count on.\n"
        "          Begin a list with 1, or write 460\\. for the number itself.\n"
        "  row 18  '3.' is read as the number of an item, and does not count on.\n"
        "          Begin a list with 1, or write 3\\. for the number itself."
    )


def test_a_link_is_told_with_the_line_on_which_it_stands(small: Project) -> None:
    _write(small, "caf", "## Summary\n\nWords\nand **more**  \nand [this](https://example.org).\n")
    assert "row 5   A link leads to 'https://example.org'." in _check(small)


def test_the_words_in_brief_are_counted_as_they_are_printed(small: Project) -> None:
    words = " ".join(["w**or**d"] * 23)
    _write(small, "caf", f"## In brief\n\n{words} [two\nwords](#obesity 'and a title')\n")
    assert _faults(small) == []
    _write(small, "caf", f"## In brief\n\n{words}\n\n- two\n- more&#32;words\n")
    assert "'In brief' has 26 words." in _check(small)


def test_the_words_in_brief_are_printed_in_the_summary_as_they_are_read(
    small: Project, catalogue: Catalogue
) -> None:
    _write(small, "caf", "## In brief\n\nR&amp;D f**el**l to\n170.\n\n- So `be` it.\n")
    known = compute(DropReader(small), QUARTER)
    soup = BeautifulSoup(Report(known).summary().html(), "lxml")
    (row,) = [link.find_parent("tr") for link in soup.select('tbody a[href="#caf"]')]
    shown = row.find_all("td")[-1].get_text()
    assert " ".join(shown.split()) == "R&D fell to 170. So be it."
    assert row.strong.get_text() == "el"
    (comment,) = [each["comment"] for each in sheets.summary(known) if each["comment"]]
    assert comment == "R&D fell to 170. So be it."


def test_an_invisible_character_in_an_entity_does_not_reach_the_page(facts: Facts) -> None:
    html = str(render("Costs &#x202e;164&#8203;&shy; pounds.", facts))
    assert BeautifulSoup(html, "lxml").get_text().strip() == "Costs 164 pounds."


def test_a_title_that_no_one_checks_is_not_printed(facts: Facts) -> None:
    html = str(render("See [obesity](#obesity \"461 children\") and [a].\n\n[a]: #a '461'", facts))
    assert "461" not in html
    assert BeautifulSoup(html, "lxml").get_text().strip() == "See obesity and a."


ENDLESS = {
    "numbers": "and 460 " * 1000,
    "percentages": "5% " * 1000,
    "years": "2008/09 " * 1000,
    "pairs": "from 460 to 372 " * 1000,
    "a number": "1,234" * 1000,
    "brackets": "(460)" * 1000,
    "placeholders": "{{ looked_after.latest }} " * 1000,
    "words": "it rose " * 25_000,
    "sentences": "It rose to 460. " * 5000,
}


def test_a_sentence_or_paragraph_without_end_is_told_and_not_read_for_ever(
    small: Project, catalogue: Catalogue
) -> None:
    files = dict(zip(sorted(catalogue.indicators), ENDLESS.values(), strict=False))
    assert len(files) == len(ENDLESS)
    for name, text in files.items():
        _write(small, name, f"## Summary\n\n{text}\n")
    with pytest.raises(CheckFailed) as failed:
        compute(DropReader(small), QUARTER)
    found = errors(failed.value.findings)
    folder = "data/raw/2009-10-Q2/commentary"
    assert [(each.file, each.row) for each in found] == [(f"{folder}/{n}.md", 3) for n in files]
    assert all(each.advice.startswith("Nobody can follow that. Divide it:") for each in found)


def test_a_sentence_as_long_as_any_of_the_published_report_is_read(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    quarter = parse_quarter("2009-10-Q2")
    path = project.raw(quarter) / "commentary" / "looked_after.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text("## Summary\n\n" + "The team is new, and " * 35 + "well.\n", encoding="utf-8")
    assert compute(DropReader(project), quarter).commentary["looked_after"]
