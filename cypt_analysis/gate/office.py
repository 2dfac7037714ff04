"""The text of Word files and workbooks, as records: in every part, where nobody looks too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from cypt_analysis.gate.record import Record, heads_over, spoken
from cypt_analysis.gate.word import attribute

# Attributes of office documents that a person has written or can read.
_NAMES = (
    "name", "displayName", "descr", "title", "prompt", "promptTitle", "error", "errorTitle",
    "tooltip", "display", "location", "Target",
)  # fmt: skip


def of_workbook(name: str, content: bytes) -> Iterator[Record]:
    """Every sheet, hidden or not, with names, comments and the document's properties."""
    parts = dict(_parts(content))
    shared = parts.pop("xl/sharedStrings.xml", None)
    words = [] if shared is None else ["".join(each.itertext()) for each in shared.iter("{*}si")]
    for part, root in parts.items():
        if part.startswith("xl/worksheets/"):
            # Headers, prompts and links of a sheet: all but its cells.
            yield from (
                told
                for each in root
                if not str(each.tag).endswith("}sheetData")
                for told in _named(name, each)
            )
        elif not part.startswith(("xl/styles", "xl/theme")):
            yield from _named(name, root)
        for row in root.iter("{*}row"):
            cells = tuple(_cell(cell, words) for cell in row.iter("{*}c"))
            yield Record(name, " | ".join(cells), cells=cells)


def _named(name: str, root: Any) -> Iterator[Record]:
    """The words of a part of an office document that is no table or text: names and properties."""
    for node in root.iter():
        own = [*(node.attrib.get(key, "") for key in _NAMES), node.text]
        yield from (Record(name, each, naming=True) for each in own if each and each.strip())


def _parts(content: bytes) -> Iterator[tuple[str, Any]]:
    """The XML parts of an office document, by name."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                yield part, etree.fromstring(archive.read(part), parser)


def _cell(cell: Any, words: list[str]) -> str:
    value = next((each for each in cell if each.tag.endswith("}v")), None)
    if cell.get("t") == "s" and value is not None:
        return words[int(value.text)]
    return spoken(cell)


def of_word(name: str, content: bytes) -> Iterator[Record]:
    """Every part: paragraphs below the heading's bookmark, rows of tables, alternative texts."""
    for part, root in _parts(content):
        if not part.startswith(("word/document", "word/foot", "word/header", "word/comments")):
            yield from _named(name, root)
            continue
        anchor = ""
        for node in root.iter("{*}p", "{*}tr", "{*}docPr", "{*}tblCaption", "{*}tblDescription"):
            kind = etree.QName(node).localname
            if kind == "tr":
                cells = tuple(_in_lines(cell) for cell in node.iter("{*}tc"))
                heads = heads_over(node.getparent(), node, "{*}tc")
                about = _leads_to(node) or anchor
                yield Record(name, " | ".join(cells), about, cells, heads=heads)
            elif kind == "p":
                anchor = _heading(node) or anchor
                if next(node.iterancestors("{*}tr"), None) is None:
                    yield Record(name, _in_lines(node), anchor)
            else:
                # Word numbers its objects; that is no text.
                said = [value for key, value in node.attrib.items() if key != "id"]
                yield from (Record(name, str(each), anchor) for each in said)


def _in_lines(node: Any) -> str:
    """The words of paragraphs, one after the other: a number may stand in several runs."""
    lines = ["".join(_said(each)) for each in node.iter("{*}p")]
    return " ".join(" ".join(lines).split())


def _said(line: Any) -> Iterator[str]:
    for each in line.iter("{*}t", "{*}br", "{*}tab", "{*}delText", "{*}instrText"):
        yield (each.text or "") if each.text else " "


def _heading(paragraph: Any) -> str:
    """The page's id of a heading, by its bookmark, else its words; captions are no headings."""
    style, mark = paragraph.find(".//{*}pStyle"), paragraph.find("{*}bookmarkStart")
    if style is None or not attribute(style, "val").startswith(("Heading2", "Heading3")):
        return ""
    return _in_lines(paragraph) if mark is None else attribute(mark, "name").replace("_", "-")


def _leads_to(row: Any) -> str:
    """What a row of a table is about: the block that its first link leads to."""
    link = next(row.iter("{*}hyperlink"), None)
    return "" if link is None else attribute(link, "anchor").replace("_", "-")
