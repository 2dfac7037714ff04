"""An empty document in British English on A4, with the styles and the foot of the report."""

from __future__ import annotations

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from cypt_analysis.exports.word.xml import field, text, w

LANGUAGE = "en-GB"
WIDTH = Mm(174)
_FONT, _INK, _SOFT = "Arial", RGBColor(0x12, 0x43, 0x6D), RGBColor(0x4A, 0x52, 0x5C)
# Name of a style, what it is based on, size in points, bold, and whether the next line stays by.
_STYLES: tuple[tuple[str, str, float, bool, bool], ...] = (
    ("Finding", "Normal", 12, True, False), ("Small", "Normal", 9, False, False),
    ("Chart Title", "Normal", 11, True, True), ("Chart Subtitle", "Normal", 9, False, True),
    ("Chart", "Normal", 10, False, True), ("Cell", "Normal", 8.5, False, False),
    ("TOC 2", "Normal", 9, True, False), ("TOC 3", "Normal", 9, False, False),
)  # fmt: skip
_HEADINGS: dict[str, float] = {
    "Heading 1": 24,
    "TOC Heading": 14,
    "Heading 2": 18,
    "Heading 3": 14,
    "Heading 4": 11,
}
# Parts of the library's own template that say nothing of this report, or something untrue.
_FOREIGN = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
)


def blank() -> Document:
    """A document with nothing in it but its styles, language and page."""
    document = docx.Document()
    _set_page(document)
    _set_language(document)
    styles = document.styles
    _set_style(styles["Normal"], 10.5)
    for title, points in _HEADINGS.items():
        _set_style(styles[title], points, bold=True)
        styles[title].font.color.rgb = _INK
    _set_style(styles["Caption"], 10, bold=True)
    styles["Caption"].font.color.rgb = RGBColor(0, 0, 0)
    styles["Caption"].paragraph_format.keep_with_next = True
    for name, base, size, bold, keep in _STYLES:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        _set_style(style, size, bold=bold)
        style.paragraph_format.keep_with_next = keep
    styles["TOC 3"].paragraph_format.left_indent = Mm(6)
    for name in ("Small", "Chart Subtitle"):
        styles[name].font.color.rgb = _SOFT
    for name in ("Cell", "TOC 2", "TOC 3", "Chart Title"):
        styles[name].paragraph_format.space_after = Pt(1)
        styles[name].paragraph_format.line_spacing = 1.0
    relations = document.part.package.rels
    for each in [key for key, rel in relations.items() if rel.reltype in _FOREIGN]:
        del relations[each]
    return document


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(18)


def _set_language(document: Document) -> None:
    for element in (document.styles.element, document.settings.element):
        for name in ("w:lang", "w:themeFontLang"):
            for each in element.iter(qn(name)):
                each.set(qn("w:val"), LANGUAGE)
    for each in document.settings.element.iter(qn("w:compatSetting")):
        if each.get(qn("w:name")) == "compatibilityMode":
            each.set(qn("w:val"), "15")


def number_contents(document: Document) -> None:
    """Have Word number the pages of the contents when it opens the document."""
    settings = document.settings.element
    settings.find(qn("w:compat")).addprevious(w("updateFields", val="true"))


def _set_style(style: ParagraphStyle, size: float, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    style.font.italic = False
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    style.paragraph_format.space_after = Pt(4 if size < 12 else 6)
    style.paragraph_format.line_spacing = 1.1


def set_foot(document: Document, words: str) -> None:
    """The foot of every page: which report this is and its state, then the page's number."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Small"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(WIDTH, 2)
    number, total = (w("r", text("1")) for _ in range(2))
    paragraph._p.extend(
        [
            w("r", text(words)), w("r", w("tab")), w("r", text("Page ")),
            *field("PAGE", [number]), w("r", text(" of ")), *field("NUMPAGES", [total]),
        ]
    )  # fmt: skip
