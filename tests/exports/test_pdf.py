"""report.pdf as another program reads it: A4, tagged, bookmarked, nothing folded away."""

from __future__ import annotations

import stat
import sys
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from cypt_analysis.exports import pdf
from cypt_analysis.exports.paper import listed, unfold
from cypt_analysis.exports.pdf import Sheets, write_pdfs
from cypt_analysis.gate.beside import FILE_RULES, Folder
from cypt_analysis.gate.paper import read_paper
from cypt_analysis.runs import printing
from cypt_analysis.runs.browser import VARIABLE, find_browser

DAY = date(2009, 11, 2)
FOLDED = "<details><summary>More</summary><p>Folded words stay on paper: 372.</p></details></main>"
A4_POINTS = (595.3, 841.9)


def write_pdf(page: Path, target: Path, day: date, earlier: Path | None = None) -> str:
    (told,) = write_pdfs([Sheets(page, target, day, earlier)])
    return told


@pytest.fixture(scope="module")
def page(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished page with one more folded part."""
    path = tmp_path_factory.mktemp("pdf") / "report.html"
    text = (made / "report.html").read_text(encoding="utf-8")
    path.write_text(text.replace("</main>", FOLDED, 1), encoding="utf-8")
    return path


def _does_not_speak(*_: object) -> None:
    raise EOFError


@pytest.fixture(scope="module")
def printed(page: Path) -> Path:
    """Two files printed from one page: ``a.pdf`` and ``b.pdf`` in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(VARIABLE)
        if find_browser() is None:
            pytest.skip("There is no Chromium, Chrome or Edge here.")
        begun, begin, home = [], printing._Spoken, page.with_name("work")
        patch.setattr(printing, "_Spoken", lambda *of: begun.append(of) or begin(*of))
        # As in a process that does nothing but print.
        patch.setattr(printing, "_KEEPS", [True])
        printing.begin(str(find_browser()), home)
        assert write_pdf(page, page.with_name("a.pdf"), DAY) == ""
        assert len(begun) == 1, "it is begun beforehand, and prints twice"
        assert list(home.glob("cypt-*/profile")), "it stays"
        printing.let_go()
        assert list(home.glob("*")) == [], "it has ended, and its files are gone"
        patch.undo()
        patch.delenv(VARIABLE)
        # With the numbers of the first it is printed once; here by a command of its own.
        patch.setattr(pdf, "_MOST_PRINTS", 1)
        patch.setattr(printing.Printer, "_begun", _does_not_speak)
        again, earlier = page.with_name("b.pdf"), page.with_name("a.pdf")
        assert write_pdf(page, again, DAY, earlier=earlier) == ""
    return page.parent


@pytest.fixture(scope="module")
def document(printed: Path) -> PdfReader:
    return PdfReader(printed / "a.pdf")


def _titles(outline: list, depth: int = 0) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for item in outline:
        found += _titles(item, depth + 1) if isinstance(item, list) else [(depth, item.title)]
    return found


def test_every_sheet_is_a4(document: PdfReader) -> None:
    for sheet in document.pages:
        size = (float(sheet.mediabox.width), float(sheet.mediabox.height))
        assert size == pytest.approx(A4_POINTS, abs=1)


def test_it_is_tagged_and_says_its_language_and_title(document: PdfReader) -> None:
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en-GB"
    assert document.metadata["/Title"].startswith("CYPT Performance Improvement Report, Quarter 2")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_its_bookmarks_are_the_headings(document: PdfReader) -> None:
    titles = _titles(document.outline)
    assert titles[0] == (0, "CYPT Performance Improvement Report")
    names = [name for depth, name in titles if depth == 1]
    assert names[0] == "What matters this quarter"
    assert "Performance exceptions" in names
    assert names[-1] == "Annex D: Words, accessibility and contact"
    assert (2, "Number of looked after children") in titles


def test_the_first_sheet_holds_what_matters_and_the_index_the_second_the_summary(
    document: PdfReader,
) -> None:
    first, second = (document.pages[number].extract_text() for number in (0, 1))
    assert "DRAFT: not yet approved for the Board" in first
    assert "What matters this quarter 1" in first and "Summary of performance 2" in first, (
        "the index"
    )
    assert "Health and safety" in second[second.index("Summary of performance") :], "its last row"


def test_the_gate_passes_it(printed: Path, page: Path) -> None:
    folder = Folder(page.parent)
    folder.paper = read_paper((printed / "a.pdf").read_bytes())
    rules = [rule for rule in FILE_RULES if rule.file == "report.pdf"]
    assert [said for rule in rules for said in rule.check(folder)] == []


def test_what_is_folded_on_the_screen_is_on_paper(document: PdfReader) -> None:
    text = " ".join(sheet.extract_text() for sheet in document.pages)
    assert "Folded words stay on paper: 372." in text


def test_the_same_page_gives_the_same_bytes_however_it_is_printed(
    printed: Path, document: PdfReader
) -> None:
    assert (printed / "a.pdf").read_bytes() == (printed / "b.pdf").read_bytes()
    assert document.metadata.creation_date.date() == DAY
    assert document.metadata.modification_date.date() == DAY


def test_a_pdf_whose_index_never_settles_says_so(
    page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ids = listed(page.read_text(encoding="utf-8"))
    turns = iter(range(9))
    whole = b"%PDF-1.4 /MarkInfo /Lang /Outlines %%EOF"
    monkeypatch.setattr(pdf, "find_browser", lambda: "a browser")
    monkeypatch.setattr(printing.Printer, "print", lambda *_: (whole, ""))
    monkeypatch.setattr(pdf, "leaves_of", lambda _: dict.fromkeys(ids, next(turns)))
    said = write_pdf(page, tmp_path / "report.pdf", DAY)
    assert said == "report.pdf has no page numbers in its index: a browser is too old."
    assert next(turns) == pdf._MOST_PRINTS


def test_open_parts_stay_as_they_are() -> None:
    html = '<details open><details class="a"><details>&lt;details><detailsx>'
    assert unfold(html) == (
        '<details open><details open class="a"><details open>&lt;details><detailsx>'
    )


def test_without_a_browser_one_sentence_says_so(
    page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "find_browser", lambda: None)
    monkeypatch.delenv("CYPT_BROWSER")
    assert write_pdf(page, tmp_path / "report.pdf", DAY) == (
        "report.pdf was not made: there is no Chromium, Chrome or Edge. Print the page from a "
        "browser, or name one in CYPT_BROWSER."
    )
    assert list(tmp_path.iterdir()) == []


def _stand_in(folder: Path, script: str) -> str:
    path = folder / "browser"
    path.write_text(f"#!{sys.executable}\nimport sys\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("sys.exit('No usable sandbox!')", "printed nothing. It ended with 1: No usable sandbox!"),
        ("pass", "printed nothing."),
        ("open([a for a in sys.argv if 'pdf=' in a][0].split('=')[1], 'w').write('%PDF half')",
         "printed nothing."),
    ],
)  # fmt: skip
def test_a_browser_that_fails_leaves_no_file(
    script: str, told: str, page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, _stand_in(tmp_path, script))
    said = write_pdf(page, tmp_path / "report.pdf", DAY)
    assert said.startswith("report.pdf was not made: ")
    assert said.endswith(told)
    assert not (tmp_path / "report.pdf").exists()


def test_a_browser_that_is_too_old_is_named(
    page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = (
        "path = [a for a in sys.argv if a.startswith('--print-to-pdf=')][0].split('=', 1)[1]\n"
        "open(path, 'w').write('%PDF-1.4 /MarkInfo /Lang %%EOF')"
    )
    monkeypatch.setenv(VARIABLE, _stand_in(tmp_path, script))
    said = write_pdf(page, tmp_path / "report.pdf", DAY)
    lacks = "no bookmarks and no page numbers in its index"
    assert said == f"report.pdf has {lacks}: {tmp_path / 'browser'} is too old."


def test_a_browser_that_hangs_is_ended(
    page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(printing, "TIMEOUT", 0.2)
    monkeypatch.setenv(VARIABLE, _stand_in(tmp_path, "import time; time.sleep(60)"))
    said = write_pdf(page, tmp_path / "report.pdf", DAY)
    assert said.endswith("printed nothing. It did not end within 0.2 seconds.")
