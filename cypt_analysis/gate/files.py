"""The text of every file of an edition, as records: what stands together, and what it is about."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from cypt_analysis.gate.word import attribute

_BLOCKS = (
    "p", "li", "tr", "dt", "dd", "h1", "h2", "h3", "h4", "caption", "summary", "figcaption", "text",
    "title", "desc", "style", "blockquote", "pre",
)  # fmt: skip
_TICK = re.compile(r"\d+(?:\.\d+)?")
# A scale has so many marks at least.
_FEWEST_TICKS = 3
# Attributes of office documents that a person has written or can read.
_NAMES = (
    "name", "displayName", "descr", "title", "prompt", "promptTitle", "error", "errorTitle",
    "tooltip", "display", "location", "Target",
)  # fmt: skip
_SPOKEN = (
    "alt", "title", "aria-label", "aria-description", "aria-valuetext", "aria-valuenow", "abbr",
    "label", "summary", "download", "content", "value", "placeholder", "srcdoc",
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    """A line of text of a file; ``anchor`` is the id of the heading that it stands below.

    Where a heading has none, ``anchor`` is what it says. ``cells`` are those of a row of a table,
    where it is one, and ``heads`` what stands over each. ``naming`` tells names and properties,
    which stand below nothing: they say themselves what they are about.
    """

    file: str
    text: str
    anchor: str = ""
    cells: tuple[str, ...] = ()
    naming: bool = False
    heads: tuple[str, ...] = ()


def records_of(path: Path, read: set[str]) -> Iterator[Record]:
    """What a file says, in any of its parts; nothing of a file that holds no text.

    ``read`` are the digests of what was read before, alone or in a package: the same bytes say
    the same, and of these the name alone is told. Raises KeyError for a kind of file that is not
    known: what is not read is not called safe.
    """
    yield Record(path.name, path.name, naming=True)
    yield from _once(path.name, path.suffix, path.read_bytes(), read)


def _once(name: str, suffix: str, content: bytes, read: set[str]) -> Iterator[Record]:
    digest = hashlib.sha256(suffix.encode() + content).hexdigest()
    if digest not in read:
        read.add(digest)
        if suffix == ".zip":
            yield from _zip(name, content, read)
        else:
            yield from _READERS[suffix](name, content)


def _html(name: str, content: bytes) -> Iterator[Record]:
    root = html.document_fromstring(content.decode("utf-8"))
    for picture in list(root.iter("svg")):
        for tick in _ticks(picture):
            tick.drop_tree()
    anchor, depth, rows = "", 0, 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        told = node.tail
        if event == "start":
            if node.tag in ("h2", "h3"):
                anchor = node.get("id", "")
            yield from _of_tag(name, node, anchor, in_row=rows > 0)
            depth, rows = depth + (node.tag in _BLOCKS), rows + (node.tag == "tr")
            told = node.text
        elif event == "end":
            depth, rows = depth - (node.tag in _BLOCKS), rows - (node.tag == "tr")
        elif str(node.text).strip():
            yield Record(name, str(node.text), anchor)
        # What no line of text holds stands by itself.
        if not depth and told and told.strip():
            yield Record(name, told, anchor)


def _ticks(picture: Any) -> Iterator[Any]:
    """The numbers of a scale: nought and its even steps, each once; they are no figures."""
    found: dict[float, Any] = {}
    for text in picture.iter("text"):
        if _TICK.fullmatch(words := _spoken(text).replace(",", "")):
            found.setdefault(float(words), text)
    if 0.0 in found:
        runs = [_run(found, step) for step in found if step]
        longest = max(runs, key=len, default=[])
        # Bars have no scale, and a line of nought from which they begin.
        yield from longest if len(longest) >= _FEWEST_TICKS else [found[0.0]]


def _run(found: dict[float, Any], step: float) -> list[Any]:
    """The marks of a scale of even steps from nought on, as far as none is left out."""
    run: list[Any] = []
    while (value := round(len(run) * step, 6)) in found:
        run.append(found[value])
    return run


def _of_tag(name: str, tag: Any, anchor: str, *, in_row: bool) -> Iterator[Record]:
    if tag.tag == "tr":
        links = (link.get("href", "") for link in tag.iter("a"))
        about = next((link[1:] for link in links if link.startswith("#")), anchor)
        cells = tuple(_spoken(cell) for cell in tag.iter("th", "td"))
        table = next(tag.iterancestors("table"), tag)
        yield Record(name, " | ".join(cells), about, cells, heads=_heads(table, tag, "th", "td"))
    elif tag.tag in _BLOCKS and not in_row:
        if next(tag.iterdescendants(*_BLOCKS), None) is None:
            yield Record(name, _spoken(tag), anchor)
        else:
            own = " ".join(filter(None, (tag.text, *(each.tail for each in tag))))
            if own.strip():
                yield Record(name, own, anchor)
    for key, value in tag.attrib.items():
        if value.startswith("data:") or key.startswith("data-"):
            lines = _in_link(value).splitlines()
            rows = [tuple(next(csv.reader([line]), ())) for line in lines]
            for line, row in zip(lines, rows, strict=True):
                yield Record(name, line, anchor, row, heads=rows[0])
        elif key in _SPOKEN and value:
            yield Record(name, value, anchor)


def _in_link(value: str) -> str:
    """What a link that is itself a file says; a picture of points says nothing."""
    head, _, content = value.partition(",")
    if not head.endswith(";base64"):
        return unquote(value)
    with suppress(ValueError):
        return base64.b64decode(unquote(content)).decode("utf-8")
    return ""


def _heads(table: Any, row: Any, *cells: str) -> tuple[str, ...]:
    """What stands in the first row of a table, of which ``row`` is another."""
    first = next(table.iter("tr", "{*}tr"), row)
    return () if first is row else tuple(_spoken(cell) for cell in first.iter(*cells))


def _csv(name: str, content: bytes) -> Iterator[Record]:
    for row in csv.reader(io.StringIO(content.decode("utf-8"))):
        yield Record(name, " | ".join(row), cells=tuple(row))


def _xlsx(name: str, content: bytes) -> Iterator[Record]:
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
    return _spoken(cell)


def _spoken(node: Any) -> str:
    return " ".join(" ".join(node.itertext()).split())


def _docx(name: str, content: bytes) -> Iterator[Record]:
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
                heads = _heads(node.getparent(), node, "{*}tc")
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


def _json(name: str, content: bytes) -> Iterator[Record]:
    def leaves(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from map(str, value)
            value = list(value.values())
        if isinstance(value, list):
            for each in value:
                yield from leaves(each)
        elif not isinstance(value, dict):
            yield str(value)

    yield from (Record(name, text) for text in leaves(json.loads(content)))


def _pdf(name: str, content: bytes) -> Iterator[Record]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    yield from (Record(name, str(each), naming=True) for each in (reader.metadata or {}).values())
    for number, page in enumerate(reader.pages, start=1):
        # The place that every sheet says of itself is no figure, whichever numbers it has.
        text = page.extract_text().replace(f"Page {number} of {len(reader.pages)}", "")
        yield from (Record(name, line) for line in text.splitlines())


def _zip(name: str, content: bytes, read: set[str]) -> Iterator[Record]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield Record(name, archive.comment.decode("utf-8", "replace"), naming=True)
        for part in archive.infolist():
            told = f"{part.filename} {part.comment.decode('utf-8', 'replace')}"
            yield Record(name, told, naming=True)
            suffix = Path(part.filename).suffix
            yield from _once(f"{name}, {part.filename}", suffix, archive.read(part), read)


_READERS: dict[str, Callable[[str, bytes], Iterator[Record]]] = {
    ".html": _html, ".csv": _csv, ".xlsx": _xlsx, ".docx": _docx, ".json": _json, ".pdf": _pdf,
}  # fmt: skip
