"""What of the page stays on the screen: what is folded there, and what a reader there presses.

The style sheet hides it in print; the Word document leaves it out.
"""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

_FOLDED = ["sure", "chart-data", "back", "download"]


def take_out_folded(soup: BeautifulSoup) -> BeautifulSoup:
    """Take out of a page what paper does not show; returns the page itself.

    >>> soup = BeautifulSoup('<p>On paper</p><details class="sure">No</details>', "lxml")
    >>> take_out_folded(soup).get_text()
    'On paper'
    """
    for tag in soup.find_all(class_=_FOLDED):
        if not tag.decomposed:
            tag.decompose()
    for tag in soup.find_all("h3", class_="row"):
        block = tag.find_parent("section", class_="block")
        if block is not None:
            part = block.find_parent("section", class_="part")
            block.decompose()
            if part is not None and part.find("h3") is None:
                part.decompose()
    left = {str(tag["id"]) for tag in soup.find_all(id=True)}
    index = soup.find("nav", class_="index")
    for link in index.find_all("a", href=True) if index is not None else ():
        # A line goes with those below it.
        if not link.decomposed and str(link["href"])[1:] not in left:
            _line_of(link).decompose()
    return soup


def _line_of(link: Tag) -> Tag:
    return link.find_parent("li") or link
