"""An owner's form as a Word document: what is known, the headings to fill; and whose are sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from cypt_analysis.cycle.forms.content import Asked, Form, Task, forms_of
from cypt_analysis.cycle.forms.marks import ACTIONS, END, FILL, LOCKED, Place, locked_texts
from cypt_analysis.cycle.forms.plain_words import unescaped
from cypt_analysis.exports.bundle import write_archive
from cypt_analysis.exports.word.blank import blank
from cypt_analysis.exports.word.picture import draw
from cypt_analysis.exports.word.xml import w
from cypt_analysis.ground.findings import UserError, did_you_mean, list_words
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.processed.store import load, load_before
from cypt_analysis.words.commentary import SECTIONS

_FIGURES = ("Measure", "Period", "Figure", "How it moved", "Against its target")
_ACTIONS = ("Action", "Owner", "Due", "Progress (write here)", "Done on (write the day)")
# So many of these columns are locked.
_LOCKED = 3
_HOW = (
    "Write under each heading. The figures and what is said of them are locked: a form in which "
    "they were changed is not taken. Keep the headings; leave a section empty where there is "
    "nothing to say. Send the form back as it is, with or without tracked changes."
)

_INTERNAL = "It shows small numbers, by which a child could be known: it is not for publication."


def write_form(form: Form, target: Path) -> None:
    """Write a form, whole or not at all; the same content gives the same bytes."""
    document = blank()
    marks = count(1)
    _mark(document.add_heading(form.title, 1), Place(0, LOCKED), marks)
    document.add_paragraph(f"For {form.owner}. Words are asked for by: {form.words_due}.")
    document.add_paragraph(_HOW)
    document.add_paragraph(_INTERNAL)
    for number, asked in enumerate(form.asked, start=1):
        _locked(document, number, asked, marks)
        for place, section in enumerate(SECTIONS, start=1):
            _fill(document, Place(number, FILL, place), section, asked, marks)
        if asked.actions:
            heading = document.add_heading("Actions", 3)
            _mark(heading, Place(number, ACTIONS), marks)
            _table(document, _ACTIONS, [_task(each) for each in asked.actions])
    closing = document.add_paragraph("End of the form.", style="Small")
    _mark(closing, Place(len(form.asked) + 1, END), marks)
    _describe(document, form)
    about = json.dumps(_about(form, document), ensure_ascii=False)
    document.add_paragraph().add_run(about).font.hidden = True
    packed = BytesIO()
    document.save(packed)
    work = target.with_name(f".{target.name}.new")
    with ZipFile(packed) as archive:
        write_archive(work, {name: archive.read(name) for name in archive.namelist()})
    work.replace(target)


def _describe(document: Document, form: Form) -> None:
    """The document's properties, for lists of files and for those who hear it read."""
    properties = document.core_properties
    properties.title, properties.author = f"{form.title}: {form.owner}", "cypt"
    properties.last_modified_by, properties.language = "cypt", "en-GB"


def _about(form: Form, document: Document) -> dict[str, Any]:
    """What the form is of, and what is locked in it, as it goes along in hidden text."""
    return {
        "form": form.quarter,
        "owner": form.owner,
        "asked": [each.id for each in form.asked],
        "words": [words_mark(each.now) for each in form.asked],
        "shown": [dict(each.now) for each in form.asked],
        "tasks": [[list(_task(task)[:_LOCKED]) for task in each.actions] for each in form.asked],
        "locked": {str(number): mark for number, mark in locked_texts(document).items()},
    }


def words_mark(now: object) -> str:
    """A digest of the words that stood in the drop when a form was made."""
    text = json.dumps(now, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _locked(document: Document, number: int, asked: Asked, marks: Iterator[int]) -> None:
    heading = document.add_heading(asked.name, 2)
    _mark(heading, Place(number, LOCKED), marks)
    with _lock(document):
        if asked.figures:
            _table(document, _FIGURES, asked.figures)
        for each in asked.findings:
            document.add_paragraph(each, style="Finding")
        if asked.chart:
            picture = document.add_paragraph(style="Chart").add_run()
            shape = picture.add_picture(BytesIO(draw(asked.chart)), width=Mm(150))
            shape._inline.docPr.set("descr", asked.alt)
        for section, text in asked.last.items():
            document.add_paragraph(f"Last quarter, {section}: {text}", style="Small")
        for each in asked.faults:
            document.add_paragraph(f"To mend in what stands below: {each}", style="Small")


def _fill(
    document: Document, place: Place, section: str, asked: Asked, marks: Iterator[int]
) -> None:
    _mark(document.add_heading(section, 3), place, marks)
    lines = [line for line in asked.now.get(section, "").split("\n") if line.strip()]
    for line in lines or [""]:
        style = "List Bullet" if line.startswith("- ") else "Normal"
        document.add_paragraph(unescaped(line.removeprefix("- ")), style=style)


def _task(each: Task) -> tuple[str, ...]:
    return each.action, each.owner, each.due, unescaped(each.progress), each.done


def _table(document: Document, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(1, len(columns), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(w("tblHeader", val="true"))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].style = document.styles["Cell"]
            cell.paragraphs[0].add_run(text)


def _mark(paragraph: Paragraph, place: Place, marks: Iterator[int]) -> None:
    number = str(next(marks))
    start = w("bookmarkStart", id=number, name=place.bookmark)
    paragraph._p.insert_element_before(start, "w:r")
    paragraph._p.append(w("bookmarkEnd", id=number))


@contextmanager
def _lock(document: Document) -> Iterator[None]:
    """Put what is written in between into a control that Word lets nobody change."""
    body = document.element.body
    before = list(body)
    yield
    new: list[BaseOxmlElement] = [
        each for each in body if each not in before and each.tag != qn("w:sectPr")
    ]
    if not new:
        return
    control = w("sdt", w("sdtPr", w("lock", val="sdtContentLocked")), w("sdtContent"))
    new[0].addprevious(control)
    control[-1].extend(new)


def send_forms(project: Project, quarter: Quarter, owners: Collection[str] = ()) -> list[Path]:
    """Write the form of each owner, or of those named, into reports/forms.

    Raises UserError for an owner that the catalogue does not name, and CheckFailed where the
    quarter's files have faults.
    """
    forms = _forms(project, quarter)
    _require(owners, forms)
    folder = project.root / "reports" / "forms" / str(quarter)
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, form in _named(forms).items():
        if not owners or form.owner in owners:
            write_form(form, folder / f"{name}.docx")
            made.append(folder / f"{name}.docx")
    return made


def faulty(project: Project, quarter: Quarter, owners: Collection[str]) -> list[Form]:
    """The forms, among those of some owners, whose words the data do not bear out as they are."""
    forms = _forms(project, quarter)
    return [each for each in forms if each.owner in owners and any(a.faults for a in each.asked)]


def _forms(project: Project, quarter: Quarter) -> list[Form]:
    known = load(project, quarter)
    return forms_of(known, load_before(known))


def _named(forms: list[Form]) -> dict[str, Form]:
    """The forms by the name of their file: the owner's, with a number where two are alike."""
    found: dict[str, Form] = {}
    for form in forms:
        stem, number = slug(form.owner) or "owner", 1
        name = stem
        while name in found:
            number += 1
            name = f"{stem}_{number}"
        found[name] = form
    return found


def _require(owners: Collection[str], forms: list[Form]) -> None:
    known = [each.owner for each in forms]
    for owner in owners:
        if owner not in known:
            hint = did_you_mean(owner, known) or f" Owners: {list_words(known)}."
            raise UserError(f"The catalogue has no owner '{owner}'.{hint}")
