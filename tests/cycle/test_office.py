"""A form goes through a real word processor and comes back: LibreOffice, where it is installed."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from cypt_analysis.cycle.forms.read import Returned, read_form
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from tests.cycle.test_forms import as_people_write, form_of, locked_figure, made, under

__all__ = ["made"]
OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="there is no LibreOffice")
_ACTIVITY = "Performance improvement activity"


def _picture() -> io.BytesIO:
    """A picture of one point, as one is pasted from another document."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        mark = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + mark

    head = struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in parts))


@pytest.fixture(scope="module")
def saved(made: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forms as they were sent, as people fill them, and changed, each opened and saved again."""
    folder = tmp_path_factory.mktemp("office")
    sent, filled, changed = (docx.Document(str(form_of(made))) for _ in range(3))
    as_people_write(filled)
    under(filled, _ACTIVITY).add_run().add_picture(_picture())
    locked_figure(changed)
    for name, each in (("sent", sent), ("filled", filled), ("changed", changed)):
        each.save(str(folder / f"{name}.docx"))
    subprocess.run(
        [str(OFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
         "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "saved"),
         *map(str, sorted(folder.glob("*.docx")))],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


def _said(form: Returned) -> tuple[object, ...]:
    told = [each.partition(", ")[2] or each for each in form.told]
    return form.words, form.actions, form.words_then, sorted(told)


def test_what_people_wrote_comes_back_as_it_does_without_it(saved: Path) -> None:
    """Tracked changes, a comment, typographic quotes, a list, a pasted picture, an action's end."""
    came = read_form(saved / "saved" / "filled.docx")
    assert _said(came) == _said(read_form(saved / "filled.docx"))
    assert came.words["care"]["Summary"] == 'The team\'s "new" rota began. It helps.'
    assert came.actions["care"][1] == ("Move house", "", "12 January 2010")
    assert len(came.told) == 2, "the comment and the picture"


def test_a_form_that_nobody_filled_says_nothing(saved: Path) -> None:
    came = read_form(saved / "saved" / "sent.docx")
    assert came.words == {} and came.told == []


def test_a_changed_figure_is_found_out_behind_it_too(saved: Path) -> None:
    with pytest.raises(UserError, match="a locked figure or sentence of care was changed"):
        read_form(saved / "saved" / "changed.docx")


def test_it_stays_accessible(saved: Path) -> None:
    """Headings are headings in their order, tables have header rows, and the language is ours."""
    document: Document = docx.Document(str(saved / "saved" / "sent.docx"))
    levels = [
        int(each.style.name.removeprefix("Heading "))
        for each in document.paragraphs
        if each.style is not None and each.style.name.startswith("Heading ")
    ]
    # The project, the indicator, and what is to be filled in: five sections and the actions.
    assert levels == [1, 2, *[3] * 6]
    for table in document.element.body.iter(qn("w:tbl")):
        assert next(table.iter(qn("w:tblHeader")), None) is not None
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
