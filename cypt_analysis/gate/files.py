"""The text of every file of an edition, as records: what stands together, and what it is about."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, NavigableString, Tag
from lxml import etree

_BLOCKS = (
    "p", "li", "tr", "dt", "dd", "h1", "h2", "h3", "h4", "caption", "summary", "figcaption", "text",
    "title", "desc", "style", "blockquote", "pre",
)  # fmt: skip
_TICK = re.compile(r"\d+(?:\.\d+)?")
# A scale has so many marks at least.
_FEWEST_TICKS = 3
_SPOKEN = ("alt", "title", "aria-label", "aria-description", "content", "value", "placeholder")


@dataclass(frozen=True)
class Record:
    """A line of text of a file; ``anchor`` is the id of the heading that it stands below.

    ``cells`` are those of a row of a table, where it is one.
    """

    file: str
    text: str
    anchor: str = ""
    cells: tuple[str, ...] = ()


def records_of(path: Path) -> Iterator[Record]:
    """What a file says, in any of its parts; nothing of a file that holds no text.

    Raises KeyError for a kind of file that is not known: what is not read is not called safe.
    """
    yield Record(path.name, path.name)
    yield from _READERS[path.suffix](path.name, path.read_bytes())


def _html(name: str, content: bytes) -> Iterator[Record]:
    soup = BeautifulSoup(content.decode("utf-8"), "lxml")
    for picture in soup.find_all("svg"):
        for tick in _ticks(picture):
            tick.decompose()
    anchor = ""
    for node in soup.descendants:
        if isinstance(node, NavigableString):
            if (type(node) is not NavigableString and str(node).strip()) or _loose(node):
                yield Record(name, str(node), anchor)
        elif isinstance(node, Tag):
            if node.name in ("h2", "h3"):
                anchor = str(node.get("id", ""))
            yield from _of_tag(name, node, anchor)


def _ticks(picture: Tag) -> Iterator[Tag]:
    """The numbers of a scale: nought and its even steps, each once; they are no figures."""
    found: dict[float, Tag] = {}
    for text in picture.find_all("text"):
        if _TICK.fullmatch(words := _text(text).replace(",", "")):
            found.setdefault(float(words), text)
    if 0.0 in found:
        runs = [_run(found, step) for step in found if step]
        longest = max(runs, key=len, default=[])
        yield from longest if len(longest) >= _FEWEST_TICKS else []


def _run(found: dict[float, Tag], step: float) -> list[Tag]:
    """The marks of a scale of even steps from nought on, as far as none is left out."""
    run: list[Tag] = []
    while (value := round(len(run) * step, 6)) in found:
        run.append(found[value])
    return run


def _loose(node: NavigableString) -> bool:
    return bool(str(node).strip()) and node.find_parent(_BLOCKS) is None


def _of_tag(name: str, tag: Tag, anchor: str) -> Iterator[Record]:
    link = tag.find("a", href=re.compile("^#")) if tag.name == "tr" else None
    about = str(link["href"])[1:] if isinstance(link, Tag) else anchor
    if tag.name == "tr":
        cells = tuple(_text(cell) for cell in tag.find_all(["th", "td"]))
        yield Record(name, " | ".join(cells), about, cells)
    elif tag.name in _BLOCKS and tag.find(_BLOCKS) is None and tag.find_parent("tr") is None:
        yield Record(name, _text(tag), anchor)
    elif tag.name in _BLOCKS and tag.find_parent("tr") is None:
        own = " ".join(str(each) for each in tag.find_all(string=True, recursive=False))
        if own.strip():
            yield Record(name, own, anchor)
    for key in _SPOKEN:
        if tag.get(key):
            yield Record(name, str(tag[key]), anchor)
    for key, value in tag.attrs.items():
        if key.startswith("data-") or (key == "href" and str(value).startswith("data:")):
            text = unquote(str(value))
            for line in text.splitlines():
                yield Record(name, line, anchor, tuple(next(csv.reader([line]), ())))


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _csv(name: str, content: bytes) -> Iterator[Record]:
    for row in csv.reader(io.StringIO(content.decode("utf-8"))):
        yield Record(name, " | ".join(row), cells=tuple(row))


def _xlsx(name: str, content: bytes) -> Iterator[Record]:
    """Every sheet, hidden or not, with comments and the document's properties."""
    parts = dict(_parts(content))
    shared = parts.pop("xl/sharedStrings.xml", None)
    words = [] if shared is None else ["".join(each.itertext()) for each in shared.iter("{*}si")]
    for part, root in parts.items():
        if not part.startswith(("xl/worksheets/", "xl/styles", "xl/theme")):
            yield Record(name, _spoken(root))
        for row in root.iter("{*}row"):
            cells = tuple(_cell(cell, words) for cell in row.iter("{*}c"))
            yield Record(name, " | ".join(cells), cells=cells)


def _parts(content: bytes) -> Iterator[tuple[str, Any]]:
    """The XML parts of an office document, by name."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                yield part, etree.fromstring(archive.read(part), parser)


def _cell(cell: Any, words: list[str]) -> str:
    value = cell.find("{*}v")
    if cell.get("t") == "s" and value is not None:
        return words[int(value.text)]
    return _spoken(cell)


def _spoken(node: Any) -> str:
    return " ".join(" ".join(node.itertext()).split())


def _docx(name: str, content: bytes) -> Iterator[Record]:
    """Every part: paragraphs below the heading's bookmark, rows of tables, alternative texts."""
    for part, root in _parts(content):
        if not part.startswith(("word/document", "word/foot", "word/header", "word/comments")):
            yield Record(name, _spoken(root))
            yield from (Record(name, str(target)) for target in root.xpath("//@Target"))
            continue
        anchor = ""
        for node in root.iter("{*}p", "{*}tr", "{*}docPr", "{*}tblCaption", "{*}tblDescription"):
            kind = etree.QName(node).localname
            if kind == "tr":
                cells = tuple(_in_lines(cell) for cell in node.iter("{*}tc"))
                yield Record(name, " | ".join(cells), _leads_to(node) or anchor, cells)
            elif kind == "p":
                anchor = _heads(node) or anchor
                if next(node.iterancestors("{*}tr"), None) is None:
                    yield Record(name, _in_lines(node), anchor)
            else:
                yield from (Record(name, str(said), anchor) for said in node.attrib.values())


def _in_lines(node: Any) -> str:
    """The words of paragraphs, one after the other: a number may stand in several runs."""
    lines = ["".join(_said(each)) for each in node.iter("{*}p")]
    return " ".join(" ".join(lines).split())


def _said(line: Any) -> Iterator[str]:
    for each in line.iter("{*}t", "{*}br", "{*}tab", "{*}delText", "{*}instrText"):
        yield (each.text or "") if each.text else " "


def _heads(paragraph: Any) -> str:
    """The page's id of a heading, by its bookmark; the index and captions are no headings."""
    style, mark = paragraph.find(".//{*}pStyle"), paragraph.find("{*}bookmarkStart")
    if (
        mark is None
        or style is None
        or not _value(style, "val").startswith(("Heading2", "Heading3"))
    ):
        return ""
    return _value(mark, "name").replace("_", "-")


def _leads_to(row: Any) -> str:
    """What a row of a table is about: the block that its first link leads to."""
    link = next(row.iter("{*}hyperlink"), None)
    return "" if link is None else _value(link, "anchor").replace("_", "-")


def _value(node: Any, name: str) -> str:
    return next((str(v) for k, v in node.attrib.items() if etree.QName(k).localname == name), "")


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
    yield Record(name, " ".join(map(str, (reader.metadata or {}).values())))
    for page in reader.pages:
        yield from (Record(name, line) for line in page.extract_text().splitlines())


def _zip(name: str, content: bytes) -> Iterator[Record]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield Record(name, archive.comment.decode("utf-8", "replace"))
        for part in archive.infolist():
            yield Record(name, f"{part.filename} {part.comment.decode('utf-8', 'replace')}")
            reader = _READERS[Path(part.filename).suffix]
            yield from reader(f"{name}, {part.filename}", archive.read(part))


_READERS: dict[str, Callable[[str, bytes], Iterator[Record]]] = {
    ".html": _html, ".csv": _csv, ".xlsx": _xlsx, ".docx": _docx, ".json": _json, ".pdf": _pdf,
    ".zip": _zip,
}  # fmt: skip
