"""report.docx as another program reads it: the page's structure and words, accessible."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pytest
from bs4 import BeautifulSoup
from docx.document import Document
from docx.oxml.ns import qn
from PIL import Image

from cypt_analysis.exports.word import About, write_word
from cypt_analysis.exports.word.pieces import pieces_of, words
from cypt_analysis.gate.beside import FILE_RULES, gate_files
from cypt_analysis.gate.files import records_of

DRAWING = (
    '<svg class="{}" aria-hidden="true" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30">'
    '<path d="M0 0H60V30H0z" style="fill:var(--chart-own,#12436d)"/></svg>'
)
CHART = (
    '<div class="picture" role="img" aria-label="Children looked after rose to 460.">'
    f"{DRAWING.format('wide')}{DRAWING.format('narrow')}</div>"
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Report, Quarter 2</title></head><body>
<header class="cover"><p>A place</p><h1>Report</h1><dl><div><dt>State</dt><dd>DRAFT</dd></div></dl>
</header><main id="main"><nav class="index"><details><summary>Index</summary><ol><li><a href="#matters">What matters</a></li>
<li><a href="#part">Part</a><ol><li><a href="#looked-after">Looked after</a></li>
<li><a href="#small">Small</a></li></ol></li></ol></details></nav><section class="part"><h2 id="matters">What matters</h2>
<ol><li>First, <strong>460</strong>\n children</li><li>Second</li></ol><ol><li>Again</li></ol></section>
<section class="part"><h2 id="part">Part</h2><section class="block"><h3 id="looked-after">Looked after</h3>
<p class="finding">Rose <b>by 24%</b>.</p><p>See <a href="#matters">above</a>, <a href="mailto:a@b.uk">ask</a>
and <a href="#nowhere">nothing</a>.</p>
<figure class="chart" id="fig-a"><p class="chart-title">It rose</p>{CHART}
<figcaption>Source: a file.</figcaption><details class="chart-data"><summary>Data</summary><p>On the screen</p></details></figure><table id="t"><caption>Data of it</caption><thead><tr><th scope="col">Day</th><th class="number" scope="col">Value</th></tr></thead>
<tbody><tr><th scope="row"><a href="#looked-after">2009</a></th><td class="number">460</td></tr></tbody></table>
<p><a class="download" href="data:text/csv,a">Download</a></p><h4>Issues</h4><p>Quite =1+1 &lt;script&gt;\u0001</p>
<details class="sure"><summary>How sure are we?</summary><p>On the screen</p></details>
<p class="back"><a href="#index">Back</a></p></section>
<section class="block"><h3 class="row" id="small">Small</h3><p>A row of the summary</p></section></section></main>
<footer><p>Report of A place. DRAFT.</p></footer></body></html>"""
ABOUT = About("A place", "Quarter 2", "DRAFT", datetime(2009, 11, 2).date())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("word")
    (path / "report.html").write_text(PAGE, encoding="utf-8")
    write_word(path / "report.html", path / "report.docx", ABOUT)
    return path


@pytest.fixture(scope="module")
def document(folder: Path) -> Document:
    return docx.Document(str(folder / "report.docx"))


def test_word_numbers_the_pages_of_the_contents_when_it_opens_them(document: Document) -> None:
    assert document.settings.element.find(qn("w:updateFields")) is not None


def test_headings_are_real_ones_at_the_pages_levels(document: Document) -> None:
    found = [(p.style.name, p.text) for p in document.paragraphs if "Heading" in p.style.name]
    assert found == [
        ("Heading 1", "Report"), ("TOC Heading", "Index"), ("Heading 2", "What matters"),
        ("Heading 2", "Part"), ("Heading 3", "Looked after"), ("Heading 4", "Issues"),
    ]  # fmt: skip


def test_the_words_are_the_pages_in_its_order_and_only_what_is_for_a_screen_is_left_out(
    document: Document,
) -> None:
    assert [p.text for p in document.paragraphs if p.text] == [
        "A place", "Report", "State: DRAFT", "Index", "What matters", "Part", "Looked after",
        "What matters", "First, 460 children", "Second", "Again", "Part", "Looked after",
        "Rose by 24%.", "See above, ask and nothing.", "It rose", "Source: a file.", "Data of it",
        "Issues", "Quite =1+1 <script>", "Report of A place. DRAFT.",
    ]  # fmt: skip


def test_each_numbered_list_counts_from_one(document: Document) -> None:
    numbers = [
        p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"
    ]
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_table_has_a_marked_header_a_caption_and_an_alternative_text(document: Document) -> None:
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Day", "Value"],
        ["2009", "460"],
    ]
    heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert heads == [True, False]
    said = {
        name: table._tbl.tblPr.find(qn(f"w:{name}")) for name in ("tblCaption", "tblDescription")
    }
    assert said["tblCaption"].get(qn("w:val")) == "Data of it"
    assert said["tblDescription"].get(qn("w:val")) == "Columns: Day; Value"
    assert [cell.paragraphs[0].alignment for cell in table.rows[1].cells] == [None, 2]


def test_a_chart_is_one_picture_with_the_alternative_text_of_the_page(document: Document) -> None:
    [shape] = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "Children looked after rose to 460."
    [part] = [p for p in document.part.package.iter_parts() if str(p.partname).endswith(".png")]
    with Image.open(io.BytesIO(part.blob)) as picture:
        assert picture.width / picture.height == 2
        assert picture.convert("RGB").getpixel((60, 30)) == (0x12, 0x43, 0x6D)


def test_links_lead_to_bookmarks_and_outside_and_never_nowhere(document: Document) -> None:
    links = [
        (link.text, link.fragment or link.address)
        for p in document.paragraphs
        for link in p.hyperlinks
    ]
    assert links[-2:] == [("above", "matters"), ("ask", "mailto:a@b.uk")]
    marks = {each.get(qn("w:name")) for each in document.element.iter(qn("w:bookmarkStart"))}
    assert {"matters", "looked_after", "t", "fig_a"} <= marks


def test_it_says_what_it_is_in_british_english_with_no_time_of_making(document: Document) -> None:
    core = document.core_properties
    assert (core.title, core.author, core.subject) == ("Report, Quarter 2", "A place", "Quarter 2")
    assert (core.language, core.content_status) == ("en-GB", "DRAFT")
    assert core.created == core.modified and core.created.date() == ABOUT.day
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_the_foot_has_title_state_and_the_page_of_all_pages(document: Document) -> None:
    foot = document.sections[0].footer._element
    assert "Report of A place. DRAFT" in document.sections[0].footer.paragraphs[0].text
    assert [each.text.strip() for each in foot.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_the_same_page_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_word(folder / "report.html", tmp_path / "b.docx", ABOUT)
    assert (folder / "report.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "b.docx") as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in each or "app.xml" in each for each in archive.namelist())


def test_what_hides_a_figure_reads_rows_blocks_and_alternative_texts(folder: Path) -> None:
    records = list(records_of(folder / "report.docx", set()))
    assert any(each.cells == ("2009", "460") and each.anchor == "looked-after" for each in records)
    texts = {each.text: each.anchor for each in records}
    assert texts["Rose by 24%."] == "looked-after"
    assert texts["Children looked after rose to 460."] == "looked-after"
    assert "mailto:a@b.uk" in " ".join(texts)


def test_words_that_begin_a_line_of_their_own_are_apart() -> None:
    soup = BeautifulSoup('<td>Met<span class="status-of">in 2009 <i>alone</i></span></td>', "lxml")
    assert words(soup) == "Met in 2009 alone"
    assert [each.newline for each in pieces_of(soup)] == [False, True, False]


def _changed(folder: Path, part: str, old: str, new: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(folder / "report.docx") as whole, zipfile.ZipFile(made, "w") as changed:
        for name in whole.namelist():
            text = whole.read(name)
            if name == part:
                assert old.encode() in text, old
                text = text.replace(old.encode(), new.encode(), 1)
            changed.writestr(name, text)
    return made.getvalue()


BODY, CORE, FOOT = "word/document.xml", "docProps/core.xml", "word/footer1.xml"
BROKEN = {
    "word headings": (BODY, 'w:val="Heading3"', 'w:val="Heading2"'),
    "word tables": (BODY, "<w:tblHeader/>", ""),
    "word tables ": (BODY, 'w:val="Columns: Day; Value"', 'w:val=""'),
    "word pictures": (BODY, "Children looked after rose to 460.", ""),
    "word properties": (CORE, "Report, Quarter 2", "Word Document"),
    "word properties ": ("word/styles.xml", 'w:lang w:val="en-GB"', 'w:lang w:val="en-US"'),
    "word properties  ": (CORE, "2009-11-02T00:00:00Z", "2026-11-02T10:11:12Z"),
    "word foot": (FOOT, "NUMPAGES", "DATE"),
    "word foot ": (FOOT, "DRAFT", "FINAL"),
}  # fmt: skip


def test_the_gate_passes_the_whole_file(folder: Path) -> None:
    assert gate_files(folder) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_fails_by_its_rule_alone(name: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "report.docx").write_bytes(_changed(folder, *BROKEN[name]))
    assert {each.rule for each in gate_files(tmp_path)} == {name.strip()}


def test_every_rule_of_the_word_document_has_a_broken_one() -> None:
    rules = {rule.name for rule in FILE_RULES if rule.file == "report.docx"}
    assert rules == {name.strip() for name in BROKEN}
