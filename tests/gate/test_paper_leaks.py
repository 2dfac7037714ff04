"""What a PDF says on its pages and of itself is read as that of any other file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from cypt_analysis.gate.files import records_of

_TOLD = "Reviews of plans 192"


def _with_text(path: Path, text: str) -> Path:
    """A PDF of one page with a line of text, and what it says of itself."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Title": "Report", "/Subject": _TOLD})
    writer.write(path)
    return path


@pytest.mark.parametrize(("text", "naming"), [("Late were 3 of 170", False), (_TOLD, True)])
def test_a_pdf_s_pages_and_properties_are_read(tmp_path: Path, text: str, naming: bool) -> None:
    records = [*records_of(_with_text(tmp_path / "a.pdf", "Late were 3 of 170"), set())]
    assert any(text in each.text and each.naming == naming for each in records)
