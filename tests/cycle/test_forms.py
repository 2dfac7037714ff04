"""A form holds what is known, and what comes back in it becomes words and progress, or a question."""

from __future__ import annotations

import copy
import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.cycle.forms.plain_words import escaped, unescaped
from cypt_analysis.cycle.forms.take import take_forms
from cypt_analysis.cycle.forms.write import send_forms
from cypt_analysis.cycle.opening.begin import begin
from cypt_analysis.exports.word.xml import text, w
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.words.reading import read
from tests.cycle.world import NOW, cypt, small_world

OWNER = "Cases manager"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A third quarter with its figures and its forms. Do not change it."""
    project = small_world(tmp_path_factory.mktemp("forms") / "project")
    begin(project, NOW)
    cases = "period,cases\n2009-10-Q2,50\n2009-10-Q3,61\n"
    (project.raw(NOW) / "cases.csv").write_text(cases, encoding="utf-8")
    send_forms(project, NOW)
    return project


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Project:
    return Project(shutil.copytree(made.root, tmp_path / "project"))


def form_of(project: Project) -> Path:
    return project.root / "reports" / "forms" / str(NOW) / "cases_manager.docx"


def under(document: Document, heading: str) -> Paragraph:
    """The paragraph below a heading that is to be filled."""
    every = document.paragraphs
    place = next(i for i, each in enumerate(every) if each.text == heading)
    return every[place + 1]


def _returned(project: Project, change: Callable[[Document], None], name: str = "back") -> Path:
    document = docx.Document(str(form_of(project)))
    change(document)
    path = project.root / f"{name}.docx"
    document.save(str(path))
    return path


def _words(project: Project) -> str:
    return (project.raw(NOW) / "commentary" / "care.md").read_text(encoding="utf-8")


def _writes(words: str, heading: str = "Summary") -> Callable[[Document], None]:
    def change(document: Document) -> None:
        under(document, heading).add_run(words)

    return change


def test_a_form_shows_what_is_known_and_asks_for_the_rest(made: Project) -> None:
    document = docx.Document(str(form_of(made)))
    headings = [each.text for each in document.paragraphs if each.style.name.startswith("Heading")]
    assert headings[1:] == [
        "Cases", "In brief", "Summary", "Issues", "Performance improvement activity", "In detail",
        "Actions",
    ]  # fmt: skip
    body = document.element.body
    locked = "".join(
        each.text or "" for sdt in body.iter(qn("w:sdt")) for each in sdt.iter(qn("w:t"))
    )
    assert "61" in locked and "October to December 2009" in locked
    assert "Last quarter, Summary: There were 50 cases." in locked
    assert all(lock.get(qn("w:val")) == "sdtContentLocked" for lock in body.iter(qn("w:lock")))
    for table in body.iter(qn("w:tbl")):
        assert next(table.iter(qn("w:tblHeader")), None) is not None
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {
        "en-GB"
    }
    assert document.core_properties.title.endswith(OWNER)


def test_the_same_form_is_made_of_the_same_bytes(project: Project) -> None:
    before = form_of(project).read_bytes()
    send_forms(project, NOW, [OWNER])
    assert form_of(project).read_bytes() == before


def as_people_write(document: Document) -> None:
    """Typographic quotes, a list, tracked changes, a comment, an action's progress, a picture."""
    paragraph = under(document, "Summary")
    run = paragraph.add_run("The team’s “new” rota began.")
    document.add_comment(run, text="Is this right?", author="A. Lead", initials="AL")
    taken_out = w("del", w("r", w("delText")), id="90", author="A. Lead")
    taken_out[0][0].text = " It failed."
    paragraph._p.extend(
        [w("ins", w("r", text(" It helps.")), id="91", author="A. Lead"), taken_out]
    )
    first = under(document, "Issues")
    first.style = document.styles["List Bullet"]
    first.add_run("Too few rooms")
    second = copy.deepcopy(first._p)
    first._p.addnext(second)
    filled, moved = document.tables[-1].rows[1:]
    filled.cells[-2].paragraphs[0].add_run("One post is filled.")
    moved.cells[-1].paragraphs[0].add_run("12 January 2010")


def test_what_people_write_becomes_words_and_progress(project: Project) -> None:
    taken = take_forms(project, [_returned(project, as_people_write)])
    assert _words(project) == (
        '## Summary\n\nThe team\'s "new" rota began. It helps.\n\n'
        "## Issues\n\n- Too few rooms\n- Too few rooms\n"
    )
    with (project.raw(NOW) / "actions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [each["progress"] for each in rows] == ["One post is filled.", ""]
    assert [each["due"] for each in rows] == ["2009-12-31", ""]
    assert [each["done"] for each in rows] == ["", "2010-01-12"]
    assert taken.told == ("A comment of A. Lead: Is this right?",)
    assert taken.files == (
        "data/raw/2009-10-Q3/commentary/care.md", "data/raw/2009-10-Q3/actions.csv",
    )  # fmt: skip


def locked_figure(document: Document) -> None:
    table = next(document.element.body.iter(qn("w:tbl")))
    cell = next(each for each in table.iter(qn("w:t")) if each.text == "61")
    cell.text = "58"


def _tracked_figure(document: Document) -> None:
    table = next(document.element.body.iter(qn("w:tbl")))
    cell = next(each for each in table.iter(qn("w:t")) if each.text == "61")
    paragraph = cell.getparent().getparent()
    paragraph.append(w("ins", w("r", text("")), id="92", author="A. Lead"))


def _another_action(document: Document) -> None:
    document.tables[-1].rows[1].cells[0].paragraphs[0].add_run(" at once")


def _first_lines(document: Document) -> None:
    document.paragraphs[1].add_run(" By the way, it is calm.")


def _no_heading(document: Document) -> None:
    heading = next(each for each in document.paragraphs if each.text == "Issues")
    heading._p.getparent().remove(heading._p)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (locked_figure, "a locked figure or sentence of care was changed"),
        (_tracked_figure, "a locked figure or sentence of care was changed"),
        (_another_action, "a locked figure or sentence of care was changed"),
        (_first_lines, "a locked figure or sentence of the first lines was changed"),
        (_no_heading, "the heading Issues of care is gone"),
    ],
)
def test_what_is_locked_stays_as_it_was(
    change: Callable[[Document], None], told: str, project: Project
) -> None:
    before = _words(project)

    def both(document: Document) -> None:
        _writes("It is calm.")(document)
        change(document)

    result = cypt(project, "take", str(_returned(project, both)))
    assert result.exit_code == 1 and told in result.stderr
    assert "Nothing was taken" in result.stderr and _words(project) == before


def test_what_is_written_beside_the_headings_is_told(project: Project) -> None:
    def change(document: Document) -> None:
        row = document.tables[-1].add_row()
        row.cells[0].paragraphs[0].add_run("Paint the rooms")
        document.tables[-1]._tbl.addnext(w("p", w("r", text("More to come."))))
        under(document, "Issues")._p.addnext(copy.deepcopy(document.tables[-1]._tbl))

    told = take_forms(project, [_returned(project, change)]).told
    assert [each.partition(": ")[2].partition(":")[0].partition(".")[0] for each in told] == [
        "a table was left out", "a new row was left out", "words below the table were left out",
    ]  # fmt: skip
    assert "Paint the rooms" in told[1] and told[2].endswith("More to come.")


def test_two_forms_for_one_indicator_are_a_question(project: Project) -> None:
    one = _returned(project, _writes("It is calm."), "one")
    other = _returned(project, _writes("It is busy."), "other")
    with pytest.raises(UserError, match=r"one\.docx and other\.docx both have words on care"):
        take_forms(project, [one, other])
    take_forms(project, [one])
    with pytest.raises(UserError, match="other words on care came since this form was made"):
        take_forms(project, [other])
    assert "calm" in _words(project)
    take_forms(project, [other], again=True)
    assert "busy" in _words(project)
    # The very same form again changes nothing, and asks nothing.
    assert take_forms(project, [other]).files == ()


def test_the_end_of_an_action_is_a_day(project: Project) -> None:
    def change(document: Document) -> None:
        _writes("It is calm.")(document)
        document.tables[-1].rows[1].cells[-1].paragraphs[0].add_run("soon")

    with pytest.raises(UserError, match=r"'Fill the vacancies' was done on 'soon'\. Write a day"):
        take_forms(project, [_returned(project, change)])
    assert "calm" not in _words(project)


def test_a_statement_that_fails_goes_back_to_its_owner(project: Project) -> None:
    back = _returned(project, _writes("There were 60 cases in Quarter 3 of 2009/10."))
    result = cypt(project, "take", str(back))
    assert result.exit_code == 0, result.output
    assert f"{OWNER}, Cases: '60' in: There were 60 cases" in result.stdout
    assert "Send it back with these faults: reports/forms/2009-10-Q3/cases_manager" in result.stdout
    document = docx.Document(str(form_of(project)))
    words = "".join(each.text or "" for each in document.element.body.iter(qn("w:t")))
    assert "To mend in what stands below: '60'" in words
    assert under(document, "Summary").text == "There were 60 cases in Quarter 3 of 2009/10."
    # Sent back as it came, it says the same and changes nothing.
    assert take_forms(project, [form_of(project)]).files == ()


def test_what_is_no_form_is_told(project: Project) -> None:
    text_file, other = project.root / "a.docx", project.root / "b.docx"
    text_file.write_text("words", encoding="utf-8")
    docx.Document().save(str(other))
    result = cypt(project, "take", str(text_file), str(other), str(project.root / "none.docx"))
    assert result.exit_code == 1
    assert "a.docx is no Word document" in result.stderr
    assert "b.docx is not a form of cypt forms" in result.stderr
    assert "none.docx" in result.stderr
    result = cypt(project, "forms", "--owner", "Cases manger")
    assert result.exit_code == 1 and "Did you mean 'Cases manager'?" in result.stderr


@given(st.text(alphabet=" #*_-+=~1.)ab|<>[]`\\“’…", min_size=1, max_size=12))
def test_signs_of_markdown_mean_themselves(words: str) -> None:
    typed = words.replace("“", '"').replace("’", "'").replace("…", "...")
    line, meant = escaped(words), " ".join(typed.split())
    assert unescaped(line) == meant
    blocks = read(f"## Summary\n\n{line}").under("Summary")
    assert [" ".join(block.text.split()) for block in blocks] == ([meant] if meant else [])
