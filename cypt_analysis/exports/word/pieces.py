"""The words within a block of the page, with how each is set and where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bs4 import NavigableString, Tag

_SPACES = re.compile(r"[ \t\r\n\f]+")
# What the page's style sheet sets on a line of its own within a block.
_OWN_LINE = ("measure", "status-of", "note", "source", "latest")
_BOLD, _ITALIC, _CODE = ("strong", "b", "th"), ("em", "i"), ("code", "samp", "kbd")
_UNREAD = ("svg", "style", "script", "template")
_MARKED = ("tag", "latest")
# The way back to the index, and a table to save: a document has bookmarks and its own tables.
_LEFT_OUT = ("back", "download")


@dataclass(frozen=True)
class Piece:
    """Words that are set alike; ``newline`` starts a line before them."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""
    newline: bool = False


def pieces_of(tag: Tag) -> list[Piece]:
    """What a block says, its spaces as a browser shows them.

    >>> from bs4 import BeautifulSoup
    >>> soup = BeautifulSoup("<p> 460 <b>more  </b> now<br>here</p>", "lxml")
    >>> [(each.text, each.bold, each.newline) for each in pieces_of(soup.p)]
    [('460 ', False, False), ('more ', True, False), ('now', False, False), ('here', False, True)]
    """
    shown: list[Piece] = []
    newline = False
    for piece in _walk(tag, Piece("")):
        newline = newline or piece.newline
        begins = newline or not shown
        words = _SPACES.sub(" ", piece.text)
        if begins or shown[-1].text.endswith(" "):
            words = words.lstrip(" ")
        if words:
            shown.append(replace(piece, text=words, newline=newline and bool(shown)))
            newline = False
    if shown:
        shown[-1] = replace(shown[-1], text=shown[-1].text.rstrip(" "))
    return [each for each in shown if each.text]


def words(tag: Tag) -> str:
    """The words of a block without how they are set; a line that begins within it is a space."""
    return "".join(f"{' ' * each.newline}{each.text}" for each in pieces_of(tag)).replace("  ", " ")


def is_left_out(tag: Tag) -> bool:
    """Whether an element is for the screen alone, or is not read."""
    hidden = tag.get("aria-hidden") == "true" or not set(_LEFT_OUT).isdisjoint(tag.get("class", ()))
    return hidden or tag.name in _UNREAD


def _walk(tag: Tag, look: Piece) -> Iterator[Piece]:
    for child in tag.children:
        if isinstance(child, Tag):
            if is_left_out(child):
                continue
            if child.name == "br":
                yield replace(look, text="", newline=True)
                continue
            if not set(_OWN_LINE).isdisjoint(child.get("class", ())):
                yield replace(look, text="", newline=True)
            yield from _walk(child, _set(child, look))
        elif type(child) is NavigableString:
            yield replace(look, text=str(child))


def _set(tag: Tag, look: Piece) -> Piece:
    """How the words of an element are set within what surrounds it."""
    marked = not set(_MARKED).isdisjoint(tag.get("class", ()))
    return replace(
        look,
        bold=look.bold or tag.name in _BOLD or marked,
        italic=look.italic or tag.name in _ITALIC,
        code=look.code or tag.name in _CODE,
        href=str(tag.get("href", look.href)) if tag.name == "a" else look.href,
    )
