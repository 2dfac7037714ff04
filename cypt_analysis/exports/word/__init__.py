"""report.docx: the finished page as a Word document, for committees that need one.

It is derived from ``report.html``, block by block, as far as paper shows it. It has no words of its
own but those that a reader of the page does not need: the names of columns as a table's
alternative text, and the numbers of pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from docx.document import Document

from cypt_analysis.exports.bundle import write_archive
from cypt_analysis.exports.word.blank import blank, number_contents, set_foot
from cypt_analysis.exports.word.blocks import Blocks
from cypt_analysis.exports.word.pieces import words
from cypt_analysis.page.document import soup_of
from cypt_analysis.page.on_paper import take_out_folded
from cypt_analysis.page.set_aside import set_aside


@dataclass(frozen=True)
class About:
    """What the document's properties say: of which authority and day, and in which state."""

    author: str
    subject: str
    state: str
    day: date


def write_word(page: Path, target: Path, about: About) -> None:
    """Write a finished page as a Word document; the same page gives the same bytes."""
    pictures: list[str] = []
    html = set_aside(page.read_text(encoding="utf-8"), pictures)
    soup = take_out_folded(soup_of(html))
    document = blank()
    number_contents(document)
    blocks = Blocks(document, soup, pictures)
    for part in soup.find_all(["header", "nav", "main", "footer"]):
        if part.find_parent(["header", "main", "footer"]) is None:
            blocks.write(part)
    foot = soup.footer.p if soup.footer is not None else None
    set_foot(document, words(foot).rstrip(".") if foot is not None else "")
    _describe(document, words(soup.title) if soup.title is not None else "", about)
    _save(document, target)


def _describe(document: Document, title: str, about: About) -> None:
    """The document's properties; its times are the report's day, never that of its making."""
    properties, day = document.core_properties, datetime.combine(about.day, time())
    properties.title, properties.subject = title, about.subject
    properties.author = properties.last_modified_by = about.author
    properties.category = properties.content_status = about.state
    properties.comments, properties.language = "", "en-GB"
    properties.created = properties.modified = day
    properties.revision = 1


def _save(document: Document, target: Path) -> None:
    """Save with the same bytes for the same parts: a part's time is not kept."""
    packed = BytesIO()
    document.save(packed)
    with ZipFile(packed) as archive:
        write_archive(target, {name: archive.read(name) for name in archive.namelist()})
