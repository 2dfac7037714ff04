"""The page, block by block, as paragraphs, lists, tables and pictures of a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import groupby

from bs4 import BeautifulSoup, NavigableString, Tag
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from cypt_analysis.exports.word.picture import draw
from cypt_analysis.exports.word.pieces import Piece, is_left_out, pieces_of
from cypt_analysis.exports.word.tables import table_of
from cypt_analysis.exports.word.xml import bookmark_names, field, text, w

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WITHIN = (
    "section", "div", "article", "details", "figure", "body", "header", "main", "footer", "nav",
)  # fmt: skip
_STYLES = {
    "finding": "Finding", "symbols": "Small", "none": "Small", "chart-title": "Chart Title",
    "chart-subtitle": "Chart Subtitle",
}  # fmt: skip
_LINKS = ("https:", "http:", "mailto:", "tel:")
_WIDEST = Mm(165)
_DEEPEST = 3


class Blocks:
    """Writes the blocks of a page at the end of a document."""

    def __init__(self, document: Document, soup: BeautifulSoup, pictures: list[str]) -> None:
        self._document, self._pictures = document, pictures
        self._end = document.element.body.sectPr
        self._ids = {str(style.name): str(style.style_id) for style in document.styles}
        ids = [str(tag["id"]) for tag in soup.find_all([*_HEADINGS, "table", "figure"], id=True)]
        self._names = bookmark_names(ids)
        self._marked = 0

    def write(self, part: Tag) -> None:
        """Write what an element holds, in its order; an index as one."""
        if part.name == "nav":
            self._index(part)
            return
        for child in part.children:
            if isinstance(child, Tag):
                self._block(child)
            elif type(child) is NavigableString and child.strip():
                self._add(self._paragraph([Piece(" ".join(child.split()))]))

    def _block(self, tag: Tag) -> None:
        css = tag.get("class", ())
        if is_left_out(tag) and tag.get("role") != "img":
            return
        if tag.name in _HEADINGS:
            level = min(int(tag.name[1]), 4)
            self._add(self._paragraph(pieces_of(tag), f"Heading {level}", self._names_of(tag)))
        elif tag.get("role") == "img":
            self._picture(tag)
        elif tag.name in ("ul", "ol"):
            self._list(tag)
        elif tag.name == "dl":
            self._terms(tag)
        elif tag.name == "table":
            self._table(tag)
        elif tag.name == "summary":
            self._add(self._paragraph(pieces_of(tag), "Heading 4"))
        elif tag.name in _WITHIN and self._holds_blocks(tag):
            self.write(tag)
        else:
            style = next((_STYLES[each] for each in css if each in _STYLES), "Normal")
            style = "Small" if tag.name == "figcaption" else style
            pieces = pieces_of(tag)
            if pieces:
                self._add(self._paragraph(pieces, style, self._of_figure(tag)))

    @staticmethod
    def _holds_blocks(tag: Tag) -> bool:
        inside = ("p", "table", "dl", "ul", "ol", "nav", "summary", *_WITHIN, *_HEADINGS)
        return tag.find(inside) is not None

    def _index(self, nav: Tag) -> None:
        """The contents as Word's own field, so that it can be brought up to date."""
        title = nav.find([*_HEADINGS, "summary"])
        if isinstance(title, Tag):
            style = "TOC Heading"
            self._add(self._paragraph(pieces_of(title), style, self._names_of(title)))
        lines = [
            self._paragraph(
                [replace(piece, href=str(link["href"])) for piece in pieces_of(link)],
                "TOC 3" if link.find_parents("ol")[1:] else "TOC 2",
            )
            for link in nav.find_all("a", href=True)
        ]
        if lines:
            begin, asked, split, end = field(r'TOC \o "2-3" \h \z', [])
            first = lines[0].find(qn("w:pPr"))
            for each in (split, asked, begin):
                first.addnext(each)
            lines[-1].append(end)
        for line in lines:
            for underline in list(line.iter(qn("w:u"))):
                underline.getparent().remove(underline)
            self._add(line)

    def _list(self, tag: Tag, depth: int = 1) -> None:
        ordered = tag.name == "ol"
        style = "List Number" if ordered else "List Bullet"
        style += f" {depth}" if depth > 1 else ""
        number = self._numbering(style) if ordered else ""
        for item in tag.find_all("li", recursive=False):
            below = [each.extract() for each in item.find_all(["ul", "ol"], recursive=False)]
            self._add(self._paragraph(pieces_of(item), style, number=number))
            for each in below:
                self._list(each, min(depth + 1, _DEEPEST))

    def _numbering(self, style: str) -> str:
        """A list that counts from 1, whatever stood before it."""
        numbering = self._document.part.numbering_part.element
        used = self._document.styles[style].element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(used).abstractNumId.val
        num = numbering.add_num(abstract)
        num.add_lvlOverride(ilvl=0).add_startOverride(1)
        return str(num.numId)

    def _terms(self, tag: Tag) -> None:
        """Each term with what is said of it: a line, as tables are for figures that compare."""
        for term in tag.find_all("dt"):
            said = [each for each in term.find_next_siblings() if each.name == "dd"][:1]
            label = [replace(piece, bold=True) for piece in pieces_of(term)]
            pieces = [each for dd in said for each in pieces_of(dd)]
            self._add(self._paragraph([*label, Piece(": ", bold=True), *pieces]))

    def _table(self, tag: Tag) -> None:
        if tag.caption is not None:
            names = self._names_of(tag)
            self._add(self._paragraph(pieces_of(tag.caption), "Caption", names))
        self._add(table_of(tag, self._cell))
        # Word joins two tables between which nothing stands.
        self._add(self._paragraph([], "Cell"))

    def _cell(self, cell: Tag, right: bool) -> list[BaseOxmlElement]:
        parts = [each for each in cell.find_all(["li", "p"]) if each.find(["li", "p"]) is None]
        heading = cell.name == "th"
        made = []
        for part in parts or [cell]:
            pieces = pieces_of(part)
            if heading:
                pieces = [replace(piece, bold=True) for piece in pieces]
            made.append(self._paragraph(pieces, "Cell", right=right))
        return made

    def _picture(self, tag: Tag) -> None:
        """A chart with its text; of its two drawings the wide one, which is the first."""
        drawing = tag.find(attrs={"data-kept": True})
        if not isinstance(drawing, Tag):
            return
        svg = self._pictures[int(str(drawing["data-kept"]))]
        inline = self._document.part.new_pic_inline(BytesIO(draw(svg)), width=_WIDEST)
        inline.docPr.set("descr", str(tag.get("aria-label", "")))
        inline.docPr.set("name", f"Chart {inline.docPr.get('id')}")
        run = w("r", w("drawing", inline))
        self._add(w("p", w("pPr", w("pStyle", val=self._style("Chart"))), run))

    def _names_of(self, tag: Tag) -> tuple[str, ...]:
        name = self._names.get(str(tag.get("id", "")))
        return (name,) if name else ()

    def _of_figure(self, tag: Tag) -> tuple[str, ...]:
        figure = tag.find_parent("figure")
        first = figure is not None and figure.find("p") is tag
        return self._names_of(figure) if first and figure is not None else ()

    def _style(self, name: str) -> str:
        return self._ids[name]

    def _paragraph(
        self,
        pieces: list[Piece],
        style: str = "Normal",
        names: tuple[str, ...] = (),
        *,
        number: str = "",
        right: bool = False,
    ) -> BaseOxmlElement:
        properties = w("pPr", w("pStyle", val=self._style(style)))
        if number:
            properties.append(w("numPr", w("ilvl", val="0"), w("numId", val=number)))
        if right:
            properties.append(w("jc", val="right"))
        runs = list(self._runs(pieces))
        for name in names:
            self._marked += 1
            place = str(self._marked)
            runs = [w("bookmarkStart", id=place, name=name), *runs, w("bookmarkEnd", id=place)]
        return w("p", properties, *runs)

    def _runs(self, pieces: list[Piece]) -> Iterator[BaseOxmlElement]:
        for href, group in groupby(pieces, key=lambda piece: piece.href):
            runs = [_run(each) for each in group]
            name = self._names.get(href[1:]) if href.startswith("#") else None
            if name:
                yield w("hyperlink", *runs, anchor=name, history="1")
            elif href.startswith(_LINKS):
                link = w("hyperlink", *runs, history="1")
                kind = RELATIONSHIP_TYPE.HYPERLINK
                link.set(qn("r:id"), self._document.part.relate_to(href, kind, is_external=True))
                yield link
            else:
                yield from runs

    def _add(self, element: BaseOxmlElement) -> None:
        self._end.addprevious(element)


def _run(piece: Piece) -> BaseOxmlElement:
    look = [
        w("rFonts", ascii="Consolas", hAnsi="Consolas") if piece.code else None,
        w("b") if piece.bold else None,
        w("i") if piece.italic else None,
        w("u", val="single") if piece.href else None,
    ]
    given = [each for each in look if each is not None]
    properties = [w("rPr", *given)] if given else []
    line = [w("br")] if piece.newline else []
    return w("r", *properties, *line, text(piece.text))
