"""The rules of report.docx, read as the parts that it is packed of, beside the page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Any

from bs4 import Tag
from lxml import etree

from cypt_analysis.page.document import Document
from cypt_analysis.page.stitch import text_of

_LEVELS = {f"Heading{level}": f"h{level}" for level in range(1, 4)}


class Word:
    """A Word document's parts: ``[Content_Types].xml`` and what it names."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))

    def part(self, name: str) -> Any:
        """A part's root, or an empty one where the document has no such part."""
        if name not in self._archive.namelist():
            return etree.Element("none")
        return etree.fromstring(
            self._archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True)
        )

    @cached_property
    def body(self) -> Any:
        """What the document says."""
        return self.part("word/document.xml")

    @property
    def feet(self) -> list[Any]:
        """What stands at the foot of its pages."""
        names = self._archive.namelist()
        return [self.part(each) for each in names if each.startswith("word/footer")]


def attribute(node: Any, name: str) -> str:
    """An attribute by its name without its namespace; empty where there is none.

    >>> attribute(etree.fromstring('<a xmlns:w="w" w:val="x"/>'), "val")
    'x'
    """
    if node is None:
        return ""
    return next((str(v) for k, v in node.attrib.items() if etree.QName(k).localname == name), "")


def said(node: Any) -> str:
    """The words of an element, with single spaces."""
    return " ".join("".join(each.text or "" for each in node.iter("{*}t")).split())


def headings(word: Word, page: Document) -> Iterator[str]:
    """The page's headings down to the third level, save the index's, in order and level."""
    found = [
        (_LEVELS[style], said(line))
        for line in word.body.iter("{*}p")
        if (style := attribute(line.find(".//{*}pStyle"), "val")) in _LEVELS
    ]
    asked = [
        (tag.name, _read(tag))
        for tag in page.named("h1", "h2", "h3")
        if tag.find_parent("nav") is None
    ]
    yield from _differ("heading", asked, found)


def tables(word: Word, page: Document) -> Iterator[str]:
    """Each of the page's tables, called as there, its header row marked and described."""
    asked = [text_of(table.caption) for table in page.named("table") if table.caption is not None]
    found = []
    for table in word.body.iter("{*}tbl"):
        name = attribute(table.find(".//{*}tblCaption"), "val")
        found.append(name)
        if not attribute(table.find(".//{*}tblDescription"), "val"):
            yield f"The table '{name}' has no alternative text."
        first = table.find("{*}tr")
        if first is None or first.find(".//{*}tblHeader") is None:
            yield f"The first row of the table '{name}' is not marked as its header."
    yield from _differ("table", asked, found)


def pictures(word: Word, page: Document) -> Iterator[str]:
    """The page's charts, each once, with the alternative text that it has there."""
    figures = [each.find(attrs={"role": "img"}) for each in page.named("figure")]
    asked = [str(each.get("aria-label", "")) for each in figures if isinstance(each, Tag)]
    found = [attribute(each, "descr") for each in word.body.iter("{*}docPr")]
    yield from _differ("picture", asked, found)


def properties(word: Word, page: Document) -> Iterator[str]:
    """The page's title and language, an author, and a day in place of a time of making."""
    core = word.part("docProps/core.xml")
    title = text_of(page.soup.title) if page.soup.title is not None else ""
    if (found := _core(core, "title")) != title:
        yield f"Its title is '{found}', and the page's '{title}'."
    if not _core(core, "creator"):
        yield "It names no author."
    if not _core(core, "created").endswith("T00:00:00Z"):
        yield "It keeps a time of making, so that no two of one report are the same."
    language = word.part("word/styles.xml").find(".//{*}rPrDefault//{*}lang")
    if attribute(language, "val") != "en-GB":
        yield f"Its language is '{attribute(language, 'val')}', not en-GB."


def _core(core: Any, name: str) -> str:
    return (core.findtext(f"{{*}}{name}") or "").strip()


def foot(word: Word, page: Document) -> Iterator[str]:
    """The page's own last line and the page's number stand at the foot."""
    line = page.soup.footer.p if page.soup.footer is not None else None
    asked = text_of(line).rstrip(".") if line is not None else ""
    shown = " ".join(said(each) for each in word.feet)
    fields = " ".join(each.text or "" for foot in word.feet for each in foot.iter("{*}instrText"))
    if not asked or asked not in shown:
        yield f"The foot does not say '{asked}'."
    yield from (f"The foot has no field {each}." for each in ("PAGE", "NUMPAGES")
                if each not in fields.split())  # fmt: skip


def _read(tag: Tag) -> str:
    """The words of a heading without what is not read aloud."""
    hidden = [each.get_text() for each in tag.find_all(attrs={"aria-hidden": "true"})]
    text = tag.get_text()
    for each in hidden:
        text = text.replace(each, "", 1)
    return " ".join(text.split())


def _differ(what: str, asked: Sequence[object], found: Sequence[object]) -> Iterator[str]:
    """Where the first of two lists that should be alike differ; nothing where they are."""
    for number, (wanted, got) in enumerate(zip_longest(asked, found), 1):
        if wanted != got:
            yield f"The {what} number {number} is {got!r}, and on the page {wanted!r}."
            return
