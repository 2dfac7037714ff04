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
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from cypt_analysis.gate.office import of_word, of_workbook
from cypt_analysis.gate.record import Record, heads_over, spoken

_BLOCKS = (
    "p", "li", "tr", "dt", "dd", "h1", "h2", "h3", "h4", "caption", "summary", "figcaption", "text",
    "title", "desc", "style", "blockquote", "pre",
)  # fmt: skip
_TICK = re.compile(r"\d+(?:\.\d+)?")
# A scale has so many marks at least.
_FEWEST_TICKS = 3
_SPOKEN = (
    "alt", "title", "aria-label", "aria-description", "aria-valuetext", "aria-valuenow", "abbr",
    "label", "summary", "download", "content", "value", "placeholder", "srcdoc",
)  # fmt: skip


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
        if _TICK.fullmatch(words := spoken(text).replace(",", "")):
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
        cells = tuple(spoken(cell) for cell in tag.iter("th", "td"))
        table = next(tag.iterancestors("table"), tag)
        yield Record(
            name, " | ".join(cells), about, cells, heads=heads_over(table, tag, "th", "td")
        )
    elif tag.tag in _BLOCKS and not in_row:
        if next(tag.iterdescendants(*_BLOCKS), None) is None:
            yield Record(name, spoken(tag), anchor)
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


def _csv(name: str, content: bytes) -> Iterator[Record]:
    for row in csv.reader(io.StringIO(content.decode("utf-8"))):
        yield Record(name, " | ".join(row), cells=tuple(row))


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
    ".html": _html, ".csv": _csv, ".xlsx": of_workbook, ".docx": of_word, ".json": _json,
    ".pdf": _pdf,
}  # fmt: skip
