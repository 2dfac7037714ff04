"""The page as it is printed: nothing folded, each figure told once, an index with page numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import partial

from pypdf import PdfReader
from pypdf.errors import PyPdfError

_CLOSED = re.compile(r"<details(?=[\s>])(?! open)")
# A figure and the picture in it would be tagged as one figure each, the outer without its text;
# and a picture only where the text is the drawing's own.
_FIGURE = re.compile(r"<figure(?=[\s>])")
_PICTURE = re.compile(
    r'<div (?=[^>]*class="picture")[^>]*?(aria-label="[^"]*")[^>]*>\s*<svg[^>]*?(?= xmlns)'
)
_NARROW = re.compile(r'<svg class="narrow".*?</svg\s*>', re.DOTALL)
_INDEX = re.compile(r'<nav\b[^>]*\bclass="index".*?</nav>', re.DOTALL)
# A line of what stands on the screen alone is hidden on paper, and has no number.
_LINE = re.compile(
    r'(<li(?! class="row")[^>]*><a href="#(?P<id>[^"]+)">)(?P<text>.*?)(</a>)', re.DOTALL
)
# Stands where a number will, before it is known.
_NOT_KNOWN = 0


def on_paper(html: str, leaves: Mapping[str, int]) -> str:
    """A page to print; ``leaves`` are the numbers of the pages by the ids of headings.

    >>> on_paper('<nav class="index"><li><a href="#a">A</a></nav>', {"a": 4})
    '<nav class="index"><li><a href="#a"><span>A</span> <span class="leaf">4</span></a></nav>'
    """
    told = _FIGURE.sub('<figure role="group"', unfold(_NARROW.sub("", html)))
    told = _PICTURE.sub(r'<div class="picture"><svg class="wide" role="img" \1', told)
    return _INDEX.sub(lambda nav: _LINE.sub(partial(_numbered, leaves), nav[0]), told)


def unfold(html: str) -> str:
    """The page with every ``details`` open, so that paper loses nothing that a screen folds.

    >>> unfold("<details class='chart-data'>")
    "<details open class='chart-data'>"
    """
    return _CLOSED.sub("<details open", html)


def _numbered(leaves: Mapping[str, int], line: re.Match[str]) -> str:
    number = leaves.get(line["id"], _NOT_KNOWN)
    return f'{line[1]}<span>{line["text"]}</span> <span class="leaf">{number}</span>{line[4]}'


def listed(html: str) -> list[str]:
    """The ids that the index of a page leads to, in its order.

    >>> listed('<nav class="index"><li><a href="#a">A</a><li class="row"><a href="#b">B</a></nav>')
    ['a']
    """
    return [line["id"] for nav in _INDEX.finditer(html) for line in _LINE.finditer(nav[0])]


def leaves_of(content: bytes) -> dict[str, int]:
    """The number of the page on which each id of a printed page stands; none where it is no PDF."""
    try:
        reader = PdfReader(io.BytesIO(content))
        places = reader.named_destinations
        return {
            name.lstrip("/"): number + 1
            for name, place in places.items()
            if (number := reader.get_destination_page_number(place)) is not None
        }
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError):
        return {}
