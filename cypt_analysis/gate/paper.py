"""The rules of report.pdf, read by another program than the one that printed it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

from cypt_analysis.page.document import Document
from cypt_analysis.page.stitch import text_of

_A4 = (595.3, 841.9)
_NEAR = 1.5
# Where the foot stands, in points from below, and how little of a page is nearly nothing.
_FOOT, _LEAST = 45.0, 0.25


@dataclass(frozen=True)
class Paper:
    """What a printed report holds, as it is read."""

    sizes: tuple[tuple[float, float], ...]
    texts: tuple[str, ...]
    marked: bool
    shows_title: bool
    title: str
    language: str
    bookmarks: tuple[str, ...]
    figures: tuple[str, ...]
    places: dict[str, int]
    # How much of each page is used, from its top to the last words above its foot.
    filled: tuple[float, ...]


def read_paper(content: bytes) -> Paper:
    """A PDF's pages, properties, bookmarks and tagged figures."""
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    pages = list(reader.pages)
    places = reader.named_destinations.items()
    read = [_read(page) for page in pages]
    return Paper(
        sizes=tuple((float(p.mediabox.width), float(p.mediabox.height)) for p in pages),
        texts=tuple(text for text, _ in read),
        marked=bool(root.get("/MarkInfo", {}).get("/Marked")),
        shows_title=bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
        title=str(reader.metadata.title or "") if reader.metadata else "",
        language=str(root.get("/Lang", "")),
        bookmarks=tuple(_titles(reader.outline)),
        figures=tuple(_figures(root.get("/StructTreeRoot"))),
        places={
            name.lstrip("/"): (reader.get_destination_page_number(to) or 0) + 1
            for name, to in places
        },
        filled=tuple(filled for _, filled in read),
    )


def _titles(outline: list[Any]) -> Iterator[str]:
    for each in outline:
        if isinstance(each, list):
            yield from _titles(each)
        else:
            yield str(each.title)


def _figures(node: Any) -> Iterator[str]:
    """The alternative text of each element that is tagged as a figure; empty where it has none."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        each = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(each, list):
            waiting += reversed(each)
        elif hasattr(each, "get"):
            if each.get("/S") == "/Figure":
                yield str(each.get("/Alt", ""))
            waiting.append(each.get("/K"))


def _read(page: Any) -> tuple[str, float]:
    """The words of a page, and the share of it that they reach down to."""
    high, lowest = float(page.mediabox.height), [float(page.mediabox.height)]

    def see(text: str, of_page: list[float], of_text: list[float], *_: object) -> None:
        at = of_page[3] * of_text[5] + of_page[5]
        if text.strip() and at > _FOOT:
            lowest[0] = min(lowest[0], at)

    return page.extract_text(visitor_text=see), 1 - lowest[0] / high


def size(paper: Paper, page: Document) -> Iterator[str]:
    """Every sheet is A4, upright."""
    for number, (wide, high) in enumerate(paper.sizes, 1):
        if abs(wide - _A4[0]) > _NEAR or abs(high - _A4[1]) > _NEAR:
            yield f"Page {number} is {wide:.0f} by {high:.0f} points, not A4."


def tags(paper: Paper, page: Document) -> Iterator[str]:
    """It is tagged, says its language, and shows its title."""
    title = text_of(page.soup.title) if page.soup.title is not None else ""
    if not paper.marked:
        yield "It is not tagged."
    if paper.language != "en-GB":
        yield f"Its language is '{paper.language}', not en-GB."
    if paper.title != title or not paper.shows_title:
        yield f"Its title is '{paper.title}', and the page's '{title}', or it is not shown."


def bookmarks(paper: Paper, page: Document) -> Iterator[str]:
    """The headings of the page, in order, are bookmarks."""
    found = iter(_plain(each) for each in paper.bookmarks)
    for tag in page.named("h1", "h2", "h3"):
        if _plain(tag.get_text()) not in found:
            yield f"'{text_of(tag)}' is no bookmark, or not in its order."
            return


def figures(paper: Paper, page: Document) -> Iterator[str]:
    """Each chart is tagged as one figure, with the text that it has on the page."""
    pictures = [each.find(attrs={"role": "img"}) for each in page.named("figure")]
    asked = [str(each.get("aria-label", "")) for each in pictures if each is not None]
    if list(paper.figures) != asked:
        without = sum(not each for each in paper.figures)
        yield (
            f"{len(paper.figures)} figures are tagged, {without} of them without a text; "
            f"the page has {len(asked)} charts."
        )


def foot(paper: Paper, page: Document) -> Iterator[str]:
    """Every page has its number of how many, and which report it is of, in which state."""
    about = page.soup.select(".about dd")
    words = _plain(text_of(about[-1])) if about else ""
    for number, text in enumerate(paper.texts, 1):
        plain = _plain(text)
        if _plain(f"Page {number} of {len(paper.texts)}") not in plain:
            yield f"Page {number} has no number."
        elif words and words not in plain:
            yield f"Page {number} does not say '{words}'."


def index(paper: Paper, page: Document) -> Iterator[str]:
    """The index tells, of each heading, the page on which it stands."""
    links = page.soup.select("nav.index a[href]")
    where = paper.places.get("index", 1) - 1
    text = _plain(" ".join(paper.texts[where : where + 2]))
    for link in links:
        name = str(link["href"])[1:]
        number = paper.places.get(name)
        if number is None or f"{_plain(link.get_text())}{number}" not in text:
            yield f"The index does not say that '{text_of(link)}' stands on page {number}."


def emptiness(paper: Paper, page: Document) -> Iterator[str]:
    """No page but the last is nearly empty."""
    for number, filled in enumerate(paper.filled[:-1], 1):
        if filled < _LEAST:
            yield f"Page {number} is nearly empty."


def _plain(text: str) -> str:
    """Words without their spaces: how a PDF is read tells little of where these are."""
    return "".join(text.split())
